"""The one table of orders: every verb with its words in Dutch and English, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.core.instructions import Verb
from bot.core.instructions.entry import Entry, Form, Theme
from bot.core.instructions.verbs_of_admin import ADMIN
from bot.core.instructions.verbs_of_answers import AFTER, ANSWER
from bot.core.instructions.verbs_of_cases import ADMISSION, ROAD, START
from bot.core.instructions.verbs_of_later import OTHERWISE
from bot.core.instructions.verbs_of_letters import PREVIEW
from bot.core.instructions.verbs_of_records import RECORD
from bot.core.instructions.verbs_of_staff import LOOKUP, MYSELF, SAFETY
from bot.core.plain import plain

__all__ = ["OPPOSITES", "PHRASES", "VERBS", "Entry", "Form", "Theme", "Words", "opposed", "word_of"]

Words = tuple[str, ...]  # as they are compared: plain, without marks

VERBS: Mapping[Verb, Entry] = {
    entry.verb: entry
    for theme in (
        START, ADMISSION, ROAD, ANSWER, AFTER, PREVIEW, RECORD, SAFETY, LOOKUP, MYSELF, ADMIN,
        OTHERWISE,
    )
    for entry in theme
}  # fmt: skip

# Orders of which one mail about one case can mean but one.
_FINDINGS = {
    Verb.UPHELD, Verb.PARTLY_UPHELD, Verb.NOT_UPHELD, Verb.UNDETERMINED, Verb.CANNOT_SOLVE,
}  # fmt: skip
_REFUSALS = (Verb.NOT_ADMISSIBLE, Verb.NO_COMPLAINT)
OPPOSITES: tuple[frozenset[Verb], ...] = tuple(
    frozenset(some)
    for some in (
        _FINDINGS,
        {Verb.SIMPLE, Verb.COMPLEX},
        {Verb.ADMISSIBLE, Verb.NOT_ADMISSIBLE},
        {Verb.COMPLAINT, Verb.NO_COMPLAINT},
        {Verb.NOT_ADMISSIBLE, Verb.NO_COMPLAINT},
        *({refused, found} for refused in _REFUSALS for found in _FINDINGS),
        {Verb.SOLVED, Verb.DISSATISFIED},
        {Verb.INFORMAL, Verb.FORMAL},
        {Verb.TAKE, Verb.ASSIGN, Verb.INVOLVED},
        {Verb.SIMPLE, Verb.INVOLVED},
        {Verb.COMPLEX, Verb.INVOLVED},
        {Verb.YES, Verb.NO, Verb.TEXT},
        {Verb.YES, Verb.STOP},
        {Verb.YES, Verb.UNDO},
        {Verb.CLOSE, Verb.REOPEN},
        {Verb.STOP_CLOCK, Verb.START_CLOCK},
        {Verb.SEEN, Verb.FALSE_ALARM},
        {Verb.FALSE_ALARM, Verb.CONTACT},
        {Verb.AWAY, Verb.BACK},
        {Verb.ADMIN_PAUSE, Verb.ADMIN_RESUME},
        {Verb.KEEP, Verb.RELEASE},
    )
)


def opposed(one: Verb, other: Verb) -> bool:
    """Whether no mail can mean both of a case."""
    return one is not other and any({one, other} <= some for some in OPPOSITES)


def word_of(verb: Verb, language: str = "nl") -> str:
    """The usual word of an order: Dutch, but for "en"."""
    entry = VERBS[verb]
    return entry.english if language == "en" else entry.word


def _words(text: str) -> Words:
    return tuple(plain(text).replace("'", " ").split())


def _phrases(entries: Iterable[Entry]) -> Mapping[Words, Verb]:
    found: dict[Words, Verb] = {}
    for entry in entries:
        for phrase in f"{entry.nl}|{entry.en}".split("|"):
            words = _words(phrase)
            if found.setdefault(words, entry.verb) is not entry.verb:
                raise ValueError(f"'{phrase}' is the word of two orders")
    return found


# Every phrase → its verb. Both languages are read of everybody.
PHRASES: Mapping[Words, Verb] = _phrases(VERBS.values())
LOOSE: frozenset[Words] = frozenset(
    _words(phrase) for entry in VERBS.values() for phrase in entry.loose.split("|") if phrase
)
ENGLISH: frozenset[Words] = frozenset(
    _words(phrase) for entry in VERBS.values() for phrase in entry.en.split("|")
) - frozenset(_words(phrase) for entry in VERBS.values() for phrase in entry.nl.split("|"))
