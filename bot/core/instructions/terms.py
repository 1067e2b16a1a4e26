"""For how long, in an order: "10 werkdagen", "2wd", "een week"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.calendar import Term, Unit
from bot.core.plain import plain
from bot.core.vocabulary import Vocabulary

_SPOKEN = ("nl", "en")
_LONGEST = 40  # characters that name a duration
_UNITS: Mapping[str, Unit] = {
    **dict.fromkeys(("cd", "d", "dag", "dagen", "kalenderdag", "kalenderdagen", "day", "days",
                     "calendar day", "calendar days"), Unit.CALENDAR_DAYS),
    **dict.fromkeys(("wd", "werkdag", "werkdagen", "workday", "workdays", "working day",
                     "working days", "business day", "business days"), Unit.WORKING_DAYS),
    **dict.fromkeys(("sd", "schooldag", "schooldagen", "school day", "school days", "schoolday",
                     "schooldays"), Unit.SCHOOL_DAYS),
    **dict.fromkeys(("w", "week", "weken", "weeks"), Unit.WEEKS),
    **dict.fromkeys(("mo", "maand", "maanden", "month", "months"), Unit.MONTHS),
}  # fmt: skip
_TERM = re.compile(
    r"(?:(?:met|nog|voor|extra|for|by|another)\s)*(?P<n>\d{1,3}|[a-z]+) ?(?:extra |more )?"
    rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
    r"(?: (?:extra|more|langer|longer))?"
)


def term_meant(words: str, vocabulary: Mapping[str, Vocabulary]) -> Term | None:
    """The duration that these words are ("10 werkdagen", "2wd", "een week"); None for none."""
    found = _TERM.fullmatch(plain(words[:_LONGEST]).strip(" .,;:!()"))
    if found is None:
        return None
    n = int(found["n"]) if found["n"].isdecimal() else _number(found["n"], vocabulary)
    return Term(n, _UNITS[found["unit"]]) if n else None


def _number(word: str, vocabulary: Mapping[str, Vocabulary]) -> int:
    """What a written number counts; 0 when it is none."""
    spoken = (vocabulary[language].numbers for language in _SPOKEN if language in vocabulary)
    return next(
        (at for numbers in spoken for at, names in enumerate(numbers, 1) if word in names), 0
    )
