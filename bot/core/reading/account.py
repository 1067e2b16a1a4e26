"""What a complaint tells: about whom, when and how much; and what must be asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.calendar import Term, Unit
from bot.core.mail import IncomingMail
from bot.core.policy import Admissibility
from bot.core.reading.clues import Clue
from bot.core.reading.day_rules import months_before
from bot.core.reading.days import FactDays
from bot.core.reading.hints import OTHER_PROCEDURE, Hint, hint
from bot.core.reading.names import pupils_in, words_told
from bot.core.vocabulary import Vocabulary

_FEW_WORDS = 25  # with fewer, and no fact among them, nobody can begin to look into it
_ITEM = re.compile(r"^[ \t>*-]{0,9}(\d)[.)/][ \t]*\S+(?:[ \t]+\S+){3}", re.MULTILINE)
_READ_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What stands in a complaint.

    `pupil`: a pupil or a class is named. `related`: the writer says what the pupil is to him or
    her. `dated`: a day or a period is named. `words` counts what is told, `alarmed`: an alarm rang
    in it. `several`: there is a list with numbers, or more than one pupil is named. `left_open`:
    a form asked when it happened, and got no answer.
    """

    pupil: bool
    related: bool
    dated: bool
    days: FactDays
    words: int
    alarmed: bool
    several: bool
    left_open: bool

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it does not tell: "pupil", "date", "facts"."""
        told = {
            "pupil": self.pupil,
            "date": self.dated,
            "facts": self.words >= _FEW_WORDS or self.alarmed or self.days.on is not None,
        }
        return tuple(what for what, is_told in told.items() if not is_told)

    @property
    def missing(self) -> tuple[str, ...]:
        """What must be asked: a clear account of a known pupil is not sent back for its date."""
        return () if self.lacks == ("date",) and not self.left_open else self.lacks


def account_of(  # noqa: PLR0913 - all that was read so far
    mail: IncomingMail,
    fresh: str,
    clues: Mapping[str, tuple[str, ...]],
    days: FactDays,
    vocabulary: Collection[Vocabulary],
    *,
    alarmed: bool,
) -> Account:
    """What the new text of a mail tells. The fields that a form holds count as told."""
    pupils = pupils_in(f"{mail.subject}\n{fresh}", vocabulary)
    told = mail.passed_on.told if mail.passed_on else ()
    items = {int(found[1]) for found in _ITEM.finditer(fresh[:_READ_CHARACTERS])}
    return Account(
        pupil=bool(pupils) or Clue.PUPIL in clues or "pupil" in told,
        related=bool(pupils) or Clue.RELATION in clues or "relation" in told,
        dated=days.named or Clue.PERIOD in clues or "facts_on" in told,
        days=days,
        words=words_told(fresh, vocabulary),
        alarmed=alarmed,
        several={1, 2} <= items or len(pupils) > 1,
        left_open=mail.passed_on is not None and "facts_on" in mail.passed_on.blank,
    )


def conditions_of(
    account: Account,
    said: Mapping[str, tuple[str, ...]],
    admissibility: Admissibility,
    received_on: date | None,
    *,
    asks: bool,
) -> Iterator[Hint]:
    """What may keep a complaint from being treated, of the conditions that the school sets.

    `said` are the codes of the hint lists with their words. `asks`: it is a complaint of somebody
    who may be asked. Whether it was treated before is known from the register, not from the mail.
    """
    may_be = {
        "too_old": _is_too_old(account.days, admissibility.facts_age, received_on),
        "in_court": "in_court" in said,
        "no_concrete_pupil": asks and "pupil" in account.lacks,
        "no_interest": asks and not account.related,
        "policy": "policy" in said and not account.pupil,  # a case of one's own is no policy
        OTHER_PROCEDURE: OTHER_PROCEDURE in said,
        "no_facts": asks and "facts" in account.lacks,
    }
    for code, is_so in may_be.items():
        if is_so and code in admissibility.conditions:
            yield hint(code, said.get(code, ()))


def _is_too_old(days: FactDays, facts_age: Term | None, received_on: date | None) -> bool:
    if days.on is None or days.goes_on or facts_age is None or received_on is None:
        return False
    return days.on < _before(received_on, facts_age)


def _before(day: date, term: Term) -> date:
    if term.unit is Unit.MONTHS:
        return months_before(day, term.n)
    return day - timedelta(days=term.n * (7 if term.unit is Unit.WEEKS else 1))
