"""What does a mail in a case seem to want? Proposed to a person, never done by itself."""

from __future__ import annotations

from enum import StrEnum

from bot.core.policy import Words
from bot.core.reading.clues import coded


class Intent(StrEnum):
    """What a mail in a case seems to want. A person confirms all but the rights of a parent."""

    WITHDRAWAL = "withdrawal"
    DISSATISFIED = "dissatisfied"
    DOSSIER_REQUEST = "dossier_request"
    FORMAL = "formal"  # "maak er een formele klacht van"
    COMPLAINT_AFTER_ALL = "complaint_after_all"  # what was no complaint is one
    STOP = "stop"  # no more questions how it went
    STATUS = "status"  # "hoe ver staat het?"
    TALK_DECLINE = "talk_decline"
    YES = "yes"
    NO = "no"
    NEW_COMPLAINT = "new_complaint"  # speaks of a new fact, another pupil, other staff
    ADDITION = "addition"


_BEFORE = 60  # characters in which the words before a hit stand
_WORDS_BEFORE = 2
# Wishes that staff should see at once where they come in a mail that opens a case.
IN_A_FIRST_MAIL = frozenset({Intent.WITHDRAWAL, Intent.DOSSIER_REQUEST})


def intents_in(text: str, words: Words, language: str | None) -> tuple[Intent, ...]:
    """The wishes in the new words of a mail (from `plain.sentences`), the weightiest first.

    What is denied right before it is not wished: "geen formele klacht".
    """
    found = coded(words.intents, text, language)
    denied = frozenset(no for each in words.vocabulary.values() for no in each.negation)
    return tuple(
        intent
        for intent in Intent
        if any(not _is_denied(hit, text, denied) for hit in found.get(intent, ()))
    )


def _is_denied(hit: str, text: str, denied: frozenset[str]) -> bool:
    before = text.partition(hit)[0][-_BEFORE:].split()[-_WORDS_BEFORE:]
    return not denied.isdisjoint(before)
