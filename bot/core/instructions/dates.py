"""The day that an order names: "8/12", "dinsdag", "morgen", "over 2 weken"."""

from __future__ import annotations

import functools
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from bot.core.instructions import Unclear
from bot.core.plain import plain
from bot.core.reading.grammar import Grammar
from bot.core.vocabulary import Vocabulary

_SPOKEN = ("nl", "en")
_LONGEST = 40  # characters that name a day
_LONGEST_LINE = 300
_MOST_WORDS = 4  # that name a day
_STALE = timedelta(days=90)  # so long ago a day without its year is the next one
_NEAR = timedelta(days=183)
_WEEK = timedelta(days=7)
_STEPS = (timedelta(days=1), _WEEK)  # as units stand in the lists
_FURTHEST = 99
_HALF_A_WEEK = 3  # days between a day and the weekday that was written with it

_BEFORE = (
    r"(?:(?:tot en met|t/m|tem|tot|op|vanaf|voor|tegen|uiterlijk|until|till|up to|to|by|on|from"
    r"|before)\s(?::\s)?)*(?:(?:de|den|the)\s)?"
)
_LATER = r"(?:over|binnen|in|within)"
_COMING = r"(?:komende|volgende|eerstkomende|aanstaande|deze|next|coming|this)"
_GONE = r"(?:vorige|afgelopen|voorbije|laatste|last|past)"
_DAYS_FROM_NOW: Mapping[str, int] = {
    "vandaag": 0, "nu": 0, "today": 0,
    "morgen": 1, "tomorrow": 1,
    "overmorgen": 2, "the day after tomorrow": 2, "day after tomorrow": 2,
    "gisteren": -1, "gister": -1, "yesterday": -1,
    "eergisteren": -2, "the day before yesterday": -2, "day before yesterday": -2,
}  # fmt: skip
_NEXT_WEEK = frozenset(("volgende week", "next week", "begin volgende week"))


class Days(NamedTuple):
    """From when, and in whose words, days are read.

    `english`: the order is in English, where 8/12 may be in August. `ahead`: a day to come is
    meant (the end of a term), else one that was (the day of a talk).
    """

    today: date
    vocabulary: Mapping[str, Vocabulary]
    english: bool = False
    ahead: bool = True


@dataclass(frozen=True, slots=True)
class Meant:
    """The day that words name; `why` it must be asked back, and then the days that it may be."""

    day: date
    why: Unclear | None = None
    dates: tuple[date, ...] = ()


def day_meant(words: str, days: Days) -> Meant | None:
    """The day that these words name, all of them; None when they name none."""
    said = re.sub(rf"^{_BEFORE}", "", plain(words[:_LONGEST]).strip(" .,;:!()"))
    if len(words) > _LONGEST or not said:
        return None
    if said in _DAYS_FROM_NOW:
        return _sure(days.today + timedelta(days=_DAYS_FROM_NOW[said]), days)
    if said in _NEXT_WEEK:
        return _sure(_monday(days.today) + _WEEK, days)
    for language in _SPOKEN:
        if language not in days.vocabulary:
            continue
        grammar, forms = _forms(days.vocabulary[language])
        for pattern, read in forms:
            if found := pattern.fullmatch(said):
                return read(found, grammar, days)
    return None


def with_day(line: str, day: date, days: Days) -> str:
    """The line with this day in place of the one that could not be understood in it."""
    words = list(re.finditer(r"[^\s,;:()]+", line[:_LONGEST_LINE]))
    for count in range(_MOST_WORDS, 0, -1):
        for first, last in zip(words, words[count - 1 :], strict=False):
            meant = day_meant(line[first.start() : last.end()], days)
            if meant is not None and meant.why is not None:
                return f"{line[: first.start()]}{day.isoformat()}{line[last.end() :]}"
    return line


def _sure(day: date, days: Days) -> Meant:
    if days.ahead and day < days.today:
        return Meant(day, Unclear.PAST_DATE)
    return Meant(day)


def _iso(match: re.Match[str], _: Grammar, days: Days) -> Meant | None:
    day = _day(int(match[1]), int(match[2]), int(match[3]))
    return _sure(day, days) if day else None


def _numeric(match: re.Match[str], grammar: Grammar, days: Days) -> Meant | None:
    """Day first, as Europe writes; month first only where the other cannot be meant."""
    weekday, first, second, year = match[1], int(match[2]), int(match[3]), _year(match[4])
    dutch = _placed(first, second, year, days)
    other = _placed(second, first, year, days) if first != second else None
    if dutch is None or other is None:
        day = dutch or other
        return _with_weekday(day, weekday, grammar, days) if day else None
    if weekday and (fits := _on_weekday(weekday, (dutch, other), grammar)):
        return _sure(fits[0], days) if len(fits) == 1 else _ambiguous((dutch, other))
    if days.english:
        some = _possible((dutch, other), days)
        return _ambiguous(some) if len(some) > 1 else _sure(some[0], days)
    if days.ahead and (year or _nearest(first, second, days.today) < days.today):
        if dutch < days.today <= other:
            return _ambiguous((other,))
        if not year and days.today <= other <= days.today + _NEAR:
            later = _next(first, second, days.today)
            return _ambiguous((later, other) if later else (other,))
    return _with_weekday(dutch, weekday, grammar, days)


def _written(match: re.Match[str], grammar: Grammar, days: Days) -> Meant | None:
    day = int(match[2]) if match[2].isdecimal() else 1  # "de eerste december"
    placed = _placed(day, grammar.month(match[3]), _year(match[4]), days)
    return _with_weekday(placed, match[1], grammar, days) if placed else None


def _month_first(match: re.Match[str], grammar: Grammar, days: Days) -> Meant | None:
    placed = _placed(int(match[2]), grammar.month(match[1]), _year(match[3]), days)
    return _sure(placed, days) if placed else None


def _end_of_month(match: re.Match[str], grammar: Grammar, days: Days) -> Meant | None:
    month, year = grammar.month(match[1]), _year(match[2])
    year = year or days.today.year + (days.ahead and month < days.today.month)
    return _sure(date(year, month, monthrange(year, month)[1]), days)


def _weekday(match: re.Match[str], grammar: Grammar, days: Days) -> Meant | None:
    gone, weekday = match.groups()
    place = grammar.place("weekdays", weekday)
    if gone or not days.ahead:
        return _sure(days.today - timedelta(days=(days.today.weekday() - place) % 7 or 7), days)
    return _sure(days.today + timedelta(days=(place - days.today.weekday()) % 7 or 7), days)


def _weekday_next_week(match: re.Match[str], grammar: Grammar, days: Days) -> Meant | None:
    place = grammar.place("weekdays", match[1] or match[2])
    return _sure(_monday(days.today) + _WEEK + timedelta(days=place), days)


def _from_now(match: re.Match[str], grammar: Grammar, days: Days) -> Meant | None:
    number, unit = match[1], grammar.place("units", match[2])
    n = int(number) if number.isdecimal() else grammar.place("numbers", number) + 1
    if unit >= len(_STEPS) or n > _FURTHEST:
        return None
    return _sure(days.today + n * _STEPS[unit], days)


def _with_weekday(day: date, weekday: str | None, grammar: Grammar, days: Days) -> Meant:
    """The day, asked back where the weekday that stands beside it is another."""
    if weekday is None or _on_weekday(weekday, (day,), grammar):
        return _sure(day, days)
    place = grammar.place("weekdays", weekday)
    off = (place - day.weekday() + _HALF_A_WEEK) % 7 - _HALF_A_WEEK
    return _ambiguous(_possible((day, day + timedelta(days=off)), days))


def _on_weekday(weekday: str, some: Iterable[date], grammar: Grammar) -> tuple[date, ...]:
    place = grammar.place("weekdays", weekday)
    return tuple(day for day in some if day.weekday() == place)


def _possible(some: tuple[date, ...], days: Days) -> tuple[date, ...]:
    """Those that are not past, where a day to come is meant; all when all are."""
    ahead = tuple(day for day in some if day >= days.today or not days.ahead)
    return ahead or some


def _ambiguous(some: tuple[date, ...]) -> Meant:
    return Meant(some[0], Unclear.AMBIGUOUS_DATE, some)


def _placed(day: int, month: int, year: int, days: Days) -> date | None:
    """The day of a month; without its year the likeliest one."""
    if year:
        return _day(year, month, day)
    if not days.ahead:
        found = (_day(days.today.year - back, month, day) for back in range(9))
        return next((each for each in found if each and each <= days.today), None)
    nearest = _nearest(day, month, days.today)
    return nearest if nearest >= days.today - _STALE else _next(day, month, days.today)


def _nearest(day: int, month: int, today: date) -> date:
    years = (today.year - 1, today.year, today.year + 1)
    found = [each for year in years if (each := _day(year, month, day))]
    return min(found, key=lambda each: abs(each - today), default=date.min)


def _next(day: int, month: int, today: date) -> date | None:
    found = (_day(today.year + ahead, month, day) for ahead in range(9))  # 29 February
    return next((each for each in found if each and each >= today), None)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _year(written: str | None) -> int:
    """The whole year; 0 for none."""
    figures = (written or "").strip("' ")
    if not figures:
        return 0
    return int(figures) + (2000 if len(figures) == 2 else 0)  # noqa: PLR2004 - of 27/11/26


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_Read = Callable[[re.Match[str], Grammar, Days], Meant | None]
_YEARS = r"((?:19|20)\d\d|'\d\d)"
_FORMS: tuple[tuple[str, _Read], ...] = (
    (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", _iso),
    (r"%beside%(\d{1,2}) ?[/.-] ?(\d{1,2})(?: ?[/.-] ?((?:19|20)\d\d|\d\d))?", _numeric),
    (rf"%beside%(\d{{1,2}}|%first%)%ordinal%\.? (?:%of% )?%month%(?:\.?,? {_YEARS})?", _written),
    (rf"%month_first%\.? (\d{{1,2}})%ordinal%(?:,? {_YEARS})?", _month_first),
    (rf"(?:eind|einde|end of)(?: van)? %month%(?: {_YEARS})?", _end_of_month),
    (
        r"(?:volgende week|next week),?(?: on)? %weekday%|%weekday%,? (?:volgende week|next week)",
        _weekday_next_week,
    ),
    (rf"(?:({_GONE}) |{_COMING} )?%weekday%", _weekday),
    (rf"{_LATER} %number% %unit%", _from_now),
)


@functools.lru_cache(maxsize=8)
def _forms(words: Vocabulary) -> tuple[Grammar, tuple[tuple[re.Pattern[str], _Read], ...]]:
    grammar = Grammar(words)
    return grammar, tuple((grammar.filled(form), read) for form, read in _FORMS)
