"""What holds of every term, whatever the day, the region and the agreements."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar import Calendar, Due, Roll, Term, Unit, Vacation, local_date

CALENDARS = [
    *(Calendar.of(name) for name in ("BE-Flemish", "BE-French", "BE-German", "NL-NO", "NL-ZU")),
    Calendar.of(
        "NL-MI",
        closed_days=[date(2027, 6, 4)],
        vacations=[("meivakantie", date(2027, 5, 3), date(2027, 5, 9))],
        extra_holidays=[date(2027, 3, 2)],
    ),
]
ONE_DAY = timedelta(days=1)


class Agreed(TypedDict):
    roll: Roll
    vacation: Vacation


calendars = st.sampled_from(CALENDARS)
days = st.dates(date(2014, 1, 1), date(2031, 12, 31))
units = st.sampled_from(Unit)
counted = st.sampled_from([unit for unit in Unit if unit is not Unit.MONTHS])
lengths = st.one_of(st.integers(0, 4), st.integers(0, 120))
rolls = st.sampled_from(Roll)
vacations = st.sampled_from(Vacation)
terms = st.builds(Term, lengths, units)
agreements = st.builds(Agreed, roll=rolls, vacation=vacations)


def days_after(due: Due) -> set[date]:
    span = (due.due_on - due.received_on).days
    return {due.received_on + timedelta(days=n) for n in range(1, span + 1)}


@given(calendars, days, days, terms, agreements)
def test_what_comes_later_is_never_due_earlier(
    calendar: Calendar, one: date, other: date, term: Term, agreed: Agreed
) -> None:
    earlier, later = sorted((one, other))
    assert (
        calendar.due(earlier, term, **agreed).due_on <= calendar.due(later, term, **agreed).due_on
    )


@given(calendars, days, terms, agreements)
def test_a_longer_term_never_ends_earlier(
    calendar: Calendar, received_on: date, term: Term, agreed: Agreed
) -> None:
    shorter = calendar.due(received_on, term, **agreed)
    longer = calendar.due(received_on, Term(term.n + 1, term.unit), **agreed)
    assert shorter.due_on <= longer.due_on
    if agreed["roll"] is Roll.NONE:
        assert shorter.due_on < longer.due_on


@given(calendars, days, lengths, counted, vacations)
def test_exactly_n_counting_days_lie_after_receipt_and_the_last_is_due(
    calendar: Calendar, received_on: date, n: int, unit: Unit, vacation: Vacation
) -> None:
    due = calendar.due(received_on, Term(n, unit), vacation=vacation)
    counting = days_after(due) - {day.date for day in due.skipped}
    assert len(counting) == (7 * n if unit is Unit.WEEKS else n)
    assert not counting or max(counting) == due.due_on


@given(calendars, days, lengths, rolls)
def test_counting_days_are_what_the_calendar_says_they_are(
    calendar: Calendar, received_on: date, n: int, roll: Roll
) -> None:
    working = calendar.due(received_on, Term(n, Unit.WORKING_DAYS))
    assert sum(map(calendar.is_working_day, days_after(working))) == n
    school = calendar.due(received_on, Term(n, Unit.SCHOOL_DAYS), roll=roll)
    if n:
        assert sum(map(calendar.is_school_day, days_after(school))) == n
        assert school.rolled_from is None
        assert all(calendar.name_of(day.date) == day.reason for day in school.skipped)


@given(calendars, days, lengths, units, vacations)
def test_a_rolled_term_ends_on_the_first_working_day_from_where_it_ended(
    calendar: Calendar, received_on: date, n: int, unit: Unit, vacation: Vacation
) -> None:
    stands = calendar.due(received_on, Term(n, unit), vacation=vacation)
    rolled = calendar.due(received_on, Term(n, unit), roll=Roll.NEXT, vacation=vacation)
    assert calendar.is_working_day(rolled.due_on)
    assert rolled.rolled_from == (None if rolled.due_on == stands.due_on else stands.due_on)
    between = (rolled.due_on - stands.due_on).days
    passed = [stands.due_on + timedelta(days=n) for n in range(between)]
    assert not any(map(calendar.is_working_day, passed))


@given(calendars, days, terms, agreements)
def test_the_target_is_the_last_working_day_that_is_still_in_time(
    calendar: Calendar, received_on: date, term: Term, agreed: Agreed
) -> None:
    due = calendar.due(received_on, term, **agreed)
    working = [day for day in days_after(due) if calendar.is_working_day(day)]
    assert due.target_on == max(working, default=due.due_on)


@given(calendars, days, lengths, units, rolls)
def test_a_pause_never_shortens_a_term_and_summer_pauses_less_than_all(
    calendar: Calendar, received_on: date, n: int, unit: Unit, roll: Roll
) -> None:
    run, summer, every = (
        calendar.due(received_on, Term(n, unit), roll=roll, vacation=vacation).due_on
        for vacation in (Vacation.RUN, Vacation.PAUSE_SUMMER, Vacation.PAUSE_ALL)
    )
    assert run <= summer <= every
    if unit in {Unit.WORKING_DAYS, Unit.SCHOOL_DAYS, Unit.MONTHS}:
        assert run == every


@given(calendars, days, st.integers(1, 120))
def test_what_comes_in_a_pausing_vacation_starts_the_day_after_it(
    calendar: Calendar, received_on: date, n: int
) -> None:
    last = calendar.closed_until(received_on)
    if last is not None:
        term = Term(n, Unit.CALENDAR_DAYS)
        paused = calendar.due(received_on, term, vacation=Vacation.PAUSE_ALL)
        assert paused.due_on == calendar.due(last, term, vacation=Vacation.PAUSE_ALL).due_on


@given(calendars, days)
def test_a_vacation_ends_where_the_calendar_says_it_does(calendar: Calendar, day: date) -> None:
    last = calendar.closed_until(day)
    if last is not None:
        assert calendar.closed_until(last) == last >= day
        assert calendar.closed_until(last + ONE_DAY) is None
        assert not calendar.is_school_day(last)


@given(calendars, days)
def test_a_school_day_is_a_working_day_and_has_no_name(calendar: Calendar, day: date) -> None:
    assert calendar.is_working_day(day) or not calendar.is_school_day(day)
    assert calendar.is_school_day(day) is (calendar.name_of(day) is None)
    following = calendar.next_school_day(day)
    assert following > day
    assert calendar.is_school_day(following)


@given(st.dates(date(2001, 1, 1), date(2090, 12, 31)))
def test_the_easter_vacation_follows_the_flemish_rule(day: date) -> None:
    # Besluit van de Vlaamse Regering van 17 april 1991: the first Monday of April, or Easter
    # Monday when Easter falls in March; Easter Monday itself is always free.
    year = max(day.year, 2011)
    calendar = CALENDARS[0]
    named = [
        date(year, month, n)
        for month, last in ((3, 31), (4, 30))
        for n in range(1, last + 1)
        if calendar.name_of(date(year, month, n)) == "Paasmaandag"
    ]
    assert len(named) == 1
    easter = named[0] - ONE_DAY
    vacation = calendar.closed_until(named[0])
    assert vacation is not None
    if easter.month == 3:
        assert calendar.closed_until(easter) is None
        assert vacation == easter + timedelta(days=14)


@pytest.mark.parametrize("year", [2013, 2016, 2024, 2027, 2032, 2035])
def test_when_easter_falls_in_march_the_vacation_starts_on_easter_monday(year: int) -> None:
    calendar = CALENDARS[0]
    monday = next(
        date(year, 3, 24) + timedelta(days=n)
        for n in range(9)
        if calendar.name_of(date(year, 3, 24) + timedelta(days=n)) == "Paasmaandag"
    )
    assert calendar.closed_until(monday - ONE_DAY) is None
    assert calendar.closed_until(monday) == monday + timedelta(days=13)


@given(
    st.sampled_from(["Europe/Brussels", "Europe/Amsterdam"]),
    st.one_of(days, st.sampled_from([date(2026, 10, 25), date(2027, 3, 28), date(2028, 2, 29)])),
    st.sampled_from([time(0, 0, 0), time(0, 0, 1), time(12), time(23, 59, 59)]),
)
def test_the_first_and_the_last_second_belong_to_their_day(
    zone: str, day: date, clock: time
) -> None:
    on_the_wall = datetime.combine(day, clock, ZoneInfo(zone))
    assert local_date(on_the_wall.astimezone(UTC), ZoneInfo(zone)) == day


@pytest.mark.parametrize("night", [date(2026, 10, 25), date(2027, 3, 28)])
def test_in_the_nights_of_the_clock_no_term_gains_or_loses_a_day(night: date) -> None:
    zone = ZoneInfo("Europe/Brussels")
    start = datetime.combine(night, time(), zone).astimezone(UTC)
    end = datetime.combine(night + ONE_DAY, time(), zone).astimezone(UTC)
    minute = start
    while minute < end:
        assert local_date(minute, zone) == night
        minute += timedelta(minutes=1)
    assert end - start in {timedelta(hours=23), timedelta(hours=25)}
    due = CALENDARS[0].due(night, Term.parse("10cd"))
    assert due.due_on == night + timedelta(days=10)


@given(st.integers(2015, 2030), lengths)
def test_a_term_over_new_year_counts_as_any_other(year: int, n: int) -> None:
    calendar = CALENDARS[0]
    start = date(year, 12, 31) - timedelta(days=n)
    for vacation in Vacation:
        paused = calendar.due(start, Term(n + 3, Unit.CALENDAR_DAYS), vacation=vacation)
        between = days_after(paused)
        stopped = {day.date for day in paused.skipped}
        assert len(between - stopped) == n + 3
        assert all(calendar.closed_until(day) is not None for day in stopped)


@given(st.sampled_from([2016, 2020, 2024, 2028]), st.integers(1, 400))
def test_a_leap_day_is_a_day(year: int, n: int) -> None:
    calendar = CALENDARS[0]
    due = calendar.due(date(year, 2, 28), Term(n, Unit.CALENDAR_DAYS))
    assert due.due_on - date(year, 2, 28) == timedelta(days=n)
    assert calendar.due(date(year, 2, 28), Term.parse("1cd")).due_on == date(year, 2, 29)
