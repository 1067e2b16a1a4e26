"""What a complainant is asked when the complaint does not tell enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.core.case import Case, Detail
from bot.core.draft import seal_of
from bot.core.facts import Facts
from bot.core.letter import LetterOrder
from bot.core.parents.addressed import in_form, language_of
from bot.core.policy import Policy
from bot.core.reading import HINTS, read

# What is known once a person has filled it in.
_TOLD_BY: Mapping[str, Detail] = {
    "pupil": Detail.PUPIL,
    "facts": Detail.CORE,
    "place": Detail.PLACE,
    "wish": Detail.WISH,
}
# Where nothing is plainly missing, these help most.
_USUAL = ("facts", "who", "talked", "wish")
_BULLET = re.compile(r"^[\s>*•·–-]*(?:\d{1,2}[.)]\s*)?")  # noqa: RUF001 - a dash that phones type


def missing_in(case: Case, facts: Facts, policy: Policy) -> tuple[str, ...]:
    """What the mail that opened the case does not tell ("pupil", "facts", "date")."""
    if facts.opening is None:
        return ()
    return read(
        facts.opening,
        policy.words,
        policy.pupil_domains,
        policy.languages,
        received_on=case.received_on,
        admissibility=policy.admissibility,
    ).missing


def proposed_questions(case: Case, missing: Sequence[str], policy: Policy) -> tuple[str, ...]:
    """The questions about what is missing, in the language of the complainant.

    What a person filled in since is not asked. Empty where the school has no words for them.
    """
    language = language_of(case, policy)
    asked = {*_open(case, missing), *_of_hints(case)}
    texts = (words for code, words in policy.questions.items() if code in asked)
    said = (words.get(language) or words.get(policy.languages[0], "") for words in texts)
    return tuple(in_form(text, case.form) for text in said if text)


def usual_questions(case: Case, policy: Policy) -> tuple[str, ...]:
    """What is asked where a person asks for more without saying what."""
    return proposed_questions(case, _USUAL, policy)


def seal_of_questions(order: LetterOrder) -> str:
    """The seal of what a notice shows of a letter with questions: for whom, and which."""
    return seal_of(replace(order, values={"questions": order.values["questions"]}))


def questions_in(text: str) -> tuple[str, ...]:
    """The questions that a person typed, one a line, without bullets and numbers."""
    lines = (_BULLET.sub("", line).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def _open(case: Case, codes: Sequence[str]) -> Iterator[str]:
    for code in codes:
        detail = _TOLD_BY.get(code)
        told = detail is not None and case.details.get(detail)
        if not told and not (code == "date" and case.facts_on):
            yield code


def _of_hints(case: Case) -> Iterator[str]:
    if HINTS["in_court"].nl in case.hints:
        yield "court"
