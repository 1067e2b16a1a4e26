"""The forms in which people write a day, and what each of them means."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from bot.core.reading.grammar import Grammar

_AHEAD = timedelta(days=60)  # a date without a year so soon is an appointment, not last year's
_FIRST_MONTH_OF_SCHOOL = 9
_LAST_MONTH_OF_SCHOOL = 6
_FRIDAY = 4
_LOOKED_BACK = 92  # days in which "vendredi 13" is looked for
_LONGEST_AGO = 999
# Of "8.30 uur", "19.11 euro" and "03/12 34 56" nothing is a date.
_NO_MORE = r"(?![\d/:]|[.,-]\d| ?(?:u|uur|uren|h|hrs|uhr|am|pm|euro|eur)\b| \d\d[ .]\d\d)"
_FOLLOWS = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?:,| [a-z&]{1,3}) $")  # "5/11 en 6/11"
_YEAR = r"(?:19|20)\d\d"

Days: TypeAlias = tuple[date, date]
NO_FACT: Days = (date.max, date.min)  # a day, but none on which something happened


class Seen(NamedTuple):
    """Where words were found: what stands before them, and the day they are seen from.

    `asked`: in a question. `since`: said of what lasts since then.
    """

    match: re.Match[str]
    before: str
    asked: bool
    since: bool
    today: date


Reader: TypeAlias = Callable[[Seen, Grammar], Days | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A form, with the words of a language between `%`, and its reader. `figures`: it has some.

    The reader gives the first and the last day that are meant, or None: it is no date after all.
    """

    form: str
    read: Reader
    figures: bool = False


def _iso(seen: Seen, _: Grammar) -> Days | None:
    year, month, day = (int(group) for group in seen.match.groups())
    return _one(_day(year, month, day))


def _numeric(seen: Seen, grammar: Grammar) -> Days | None:
    """Day first, as Europe writes; "8/10", "3/4" and "12/3" alone may be a mark or an address."""
    weekday, first, mark, second, year = seen.match.groups()
    day, month = int(first), int(second)
    if year:
        whole = int(year) if len(year) > 2 else 2000 + int(year)  # noqa: PLR2004 - of 27/11/26
        return _one(_day(whole, month, day) or _day(whole, day, month))
    announced = weekday or grammar.announces.search(seen.before) or _FOLLOWS.search(seen.before)
    plain_enough = mark == "/" and (day > 12 or first[0] == "0") and (day, month) != (24, 7)  # noqa: PLR2004
    if not announced and not plain_enough:
        return None
    return _recent(day, month, seen)


def _written(seen: Seen, grammar: Grammar) -> Days | None:
    _, day, month, year = (group or "" for group in seen.match.groups())
    number = int(day) if day.isdigit() else 1  # "le premier décembre"
    return _dated(number, grammar.month(month), year, seen)


def _month_first(seen: Seen, grammar: Grammar) -> Days | None:
    month, day, year = (group or "" for group in seen.match.groups())
    return _dated(int(day), grammar.month(month), year, seen)


def _days_ago(seen: Seen, grammar: Grammar) -> Days | None:
    return _one(seen.today - timedelta(days=grammar.place("days_ago", seen.match[1])))


def _ago(seen: Seen, grammar: Grammar) -> Days | None:
    number, unit = seen.match[1], grammar.place("units", seen.match[2])
    count = int(number) if number.isdigit() else grammar.place("numbers", number) + 1
    if count > _LONGEST_AGO:
        return None
    back = (
        lambda: seen.today - timedelta(days=count),
        lambda: seen.today - timedelta(weeks=count),
        lambda: months_before(seen.today, count),
        lambda: months_before(seen.today, 12 * count),
        lambda: seen.today - timedelta(weeks=count),
    )
    return _one(back[unit]())


def _weekday(seen: Seen, grammar: Grammar) -> Days | None:
    last_week, last, weekday, ahead, after, number = seen.match.groups()
    place, today = grammar.place("weekdays", weekday), seen.today
    if ahead:
        return NO_FACT
    if number:
        days = (today - timedelta(days=back) for back in range(_LOOKED_BACK))
        return _one(next((d for d in days if (d.day, d.weekday()) == (int(number), place)), None))
    if last_week:
        return _one(today - timedelta(days=today.weekday() + 7 - place))
    if seen.asked and not (last or after):
        return NO_FACT  # "kan het donderdag?" asks for a day to come
    return _one(today - timedelta(days=(today.weekday() - place) % 7 or 7))


def _month(seen: Seen, grammar: Grammar) -> Days | None:
    part, month, year = seen.match.groups()
    number = grammar.month(month)
    if year:
        first = date(int(year), number, 1)
    else:
        first = date(seen.today.year - (number > seen.today.month), number, 1)
        if seen.today < months_before(first, -12) <= seen.today + _AHEAD and not seen.since:
            return NO_FACT
    tens = ((1, 10), (11, 20), (21, 31))
    bounds = tens[grammar.place("parts", part)] if part else (1, 31)
    length = monthrange(first.year, number)[1]
    return first.replace(day=bounds[0]), first.replace(day=min(bounds[1], length))


def _last_unit(seen: Seen, grammar: Grammar) -> Days | None:
    today = seen.today
    unit = next(group for group in seen.match.groups() if group)
    if unit in grammar.school_years:
        begun = today.year - (today.month < _FIRST_MONTH_OF_SCHOOL)
        return _school_year(begun - 1)
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    spans: Mapping[int, Days] = {
        1: (monday - timedelta(days=7), monday - timedelta(days=7 - _FRIDAY)),
        2: (months_before(month, 1), month - timedelta(days=1)),
        3: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        4: (monday - timedelta(days=2), monday - timedelta(days=1)),
    }
    return spans.get(grammar.place("units", unit))


def _this_unit(seen: Seen, grammar: Grammar) -> Days | None:
    monday = seen.today - timedelta(days=seen.today.weekday())
    spans: Mapping[int, Days] = {
        1: (monday, seen.today),
        2: (seen.today.replace(day=1), seen.today),
    }
    return spans.get(grammar.place("units", seen.match[1]))


def _school_years(seen: Seen, _: Grammar) -> Days | None:
    first, second = int(seen.match[1]), int(seen.match[2])
    return _school_year(first) if second == first + 1 else None


def _year(seen: Seen, _: Grammar) -> Days | None:
    year = int(seen.match[1])
    return (date(year, 1, 1), date(year, 12, 31)) if year < seen.today.year else None


def _dated(day: int, month: int, year: str, seen: Seen) -> Days | None:
    if not year:
        return _recent(day, month, seen)
    return _one(_day(int(year.strip("' ")) + (2000 if "'" in year else 0), month, day))


def _recent(day: int, month: int, seen: Seen) -> Days | None:
    """A day without its year: the last one there was, unless the next one is near."""
    years = (seen.today.year + 1, *(seen.today.year - back for back in range(9)))
    days = [found for year in years if (found := _day(year, month, day))]
    ahead = [found for found in days if seen.today < found <= seen.today + _AHEAD]
    if ahead and not seen.since:
        return NO_FACT
    return _one(next((found for found in days if found <= seen.today), None))


def _one(day: date | None) -> Days | None:
    return (day, day) if day else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _school_year(begun: int) -> Days:
    return date(begun, _FIRST_MONTH_OF_SCHOOL, 1), date(begun + 1, _LAST_MONTH_OF_SCHOOL, 30)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day when it is shorter."""
    years, month = divmod(day.month - 1 - months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# The exact before the vague: the first form that fits is believed.
RULES: tuple[Rule, ...] = (
    Rule(form=rf"({_YEAR})-(\d\d)-(\d\d)(?!\d)", read=_iso, figures=True),
    Rule(form=r"(20\d\d) ?[-/] ?(20\d\d)(?!\d)", read=_school_years, figures=True),
    Rule(
        form=rf"%beside%(\d{{1,2}})([/.-])(\d{{1,2}})(?:\3({_YEAR}|\d\d))?{_NO_MORE}",
        read=_numeric,
        figures=True,
    ),
    Rule(
        form=rf"%beside%(\d{{1,2}}|%first%)%ordinal%\.? (?:%of% )?%month%"
        rf"(?:\.?,? ({_YEAR}|'\d\d)(?!\d))?",
        read=_written,
        figures=True,
    ),
    Rule(
        form=rf"%month_first%\.? (\d{{1,2}})%ordinal%{_NO_MORE}(?:,? ({_YEAR})(?!\d))?",
        read=_month_first,
        figures=True,
    ),
    Rule(form=r"%days_ago%", read=_days_ago),
    Rule(form=r"%ago_before% (?:%article% )?%number% %unit%", read=_ago),
    Rule(form=r"%number% %unit% %ago_after%", read=_ago),
    Rule(
        form=r"(?:(%last% %week%|%week% %after_last%) )?(?:(%last%) )?%weekday%"
        rf"(?: (%next%)| (%after_last%)|,? (?:%article% )?(\d{{1,2}})%ordinal%\b{_NO_MORE})?",
        read=_weekday,
    ),
    Rule(form=rf"%part% ?%month%(?:\.? ({_YEAR})(?!\d))?", read=_month),
    Rule(form=r"%last% %named_unit%", read=_last_unit),
    Rule(form=r"(?:%article% ?)?%named_unit% %after_last%", read=_last_unit),
    Rule(form=r"%this% %unit%", read=_this_unit),
    Rule(form=r"%within% (20\d\d)(?!\d)", read=_year, figures=True),
)
