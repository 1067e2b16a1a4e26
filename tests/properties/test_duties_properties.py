"""What holds of every ladder and of every moved day, whatever the term and the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.calendar import Calendar, Roll, Term, Unit, Vacation
from bot.core.case import Deadline, DeadlineKind
from bot.core.duties.ladder import due_rung, ladder_of, next_on, rungs_of
from bot.core.duties.moving import classified_simple, extended, resumed
from bot.core.duties.owed import owed_from
from bot.core.policy import Duty, Terms
from tests.builders import a_policy

SCHOOL = a_policy()
CALENDARS = [
    *(Calendar.of(name) for name in ("BE-Flemish", "BE-French", "NL-NO")),
    Calendar.of(
        "NL-MI",
        closed_days=[date(2027, 3, 1) + timedelta(days=n) for n in range(10)],
        vacations=[("projectweek", date(2027, 5, 17), date(2027, 5, 23))],
        extra_holidays=[date(2027, 3, 17)],
    ),
]
calendars = st.sampled_from(CALENDARS)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
terms = st.builds(Term, st.integers(1, 60), st.sampled_from([u for u in Unit if u != "mo"]))
kinds = st.sampled_from(DeadlineKind)


@st.composite
def duties(draw: st.DrawFn) -> tuple[Deadline, Calendar]:
    calendar = draw(calendars)
    agreed = Duty(
        kind=draw(kinds),
        term=draw(terms),
        roll=draw(st.sampled_from(Roll)),
        source="agreed",
    )
    vacation = draw(st.sampled_from(Vacation))
    return owed_from(draw(days), agreed, calendar, vacation), calendar


def height(stage: str) -> int:
    return int(stage[1:].removesuffix("wd") or 0)


@given(duties())
def test_the_days_of_the_rungs_are_in_the_order_of_their_stages(
    given_duty: tuple[Deadline, Calendar],
) -> None:
    duty, calendar = given_duty
    for one, other in pairwise(islice(rungs_of(duty, calendar), 12)):
        assert one.on < other.on
        assert height(one.stage) < height(other.stage)
        assert one.late <= other.late


def something_leaves(duty: Deadline, day: date, calendar: Calendar) -> bool:
    """Whether anybody is told, or asked by the bot, of this duty on such a day."""
    if ladder_of(duty).on_school_days:
        return calendar.is_school_day(day)
    return calendar.is_working_day(day)


@given(duties())
def test_no_rung_lies_before_the_first_day_that_counts(
    given_duty: tuple[Deadline, Calendar],
) -> None:
    duty, calendar = given_duty
    for rung in islice(rungs_of(duty, calendar), 12):
        assert rung.on > duty.start_on
        assert calendar.is_working_day(rung.on)
        if height(rung.stage) < 0 and ladder_of(duty).moves:
            assert calendar.is_school_day(rung.on)
            assert rung.on < duty.target_on


@given(duties(), st.lists(st.booleans(), min_size=120, max_size=120))
def test_every_rung_is_told_once_at_most_whatever_the_outages(
    given_duty: tuple[Deadline, Calendar], up: list[bool]
) -> None:
    duty, calendar = given_duty
    told: list[str] = []
    nexts: list[date] = []
    for n, running in enumerate(up):
        today = duty.start_on + timedelta(days=n)
        due = duty.next_on is not None and duty.next_on <= today
        rung = due_rung(duty, today, calendar)
        # What the clock of the office finds is what the ladder finds, on days on which one works.
        assert (rung is not None) == (due and something_leaves(duty, today, calendar))
        if not running or rung is None:
            continue
        told.append(rung.stage)
        duty = replace(duty, stage=rung.stage)
        duty = replace(duty, next_on=next_on(duty, calendar))
        assert due_rung(duty, today, calendar) is None
        if duty.next_on is not None:
            assert duty.next_on > today
            nexts.append(duty.next_on)
    assert len(told) == len(set(told))
    assert [height(stage) for stage in told] == sorted(height(stage) for stage in told)
    assert nexts == sorted(set(nexts))


@given(duties(), st.integers(0, 200))
def test_after_an_outage_only_the_highest_rung_is_told(
    given_duty: tuple[Deadline, Calendar], n: int
) -> None:
    duty, calendar = given_duty
    today = duty.start_on + timedelta(days=n)
    rung = due_rung(duty, today, calendar)
    passed = [one for one in islice(rungs_of(duty, calendar), 40) if one.on <= today]
    if something_leaves(duty, today, calendar) and passed:
        assert rung == passed[-1]
    else:
        assert rung is None


PAUSED = st.integers(0, 40)


@given(duties(), st.integers(0, 10), PAUSED)
def test_a_stopped_clock_never_makes_a_promise_earlier_and_costs_at_most_what_was_agreed(
    given_duty: tuple[Deadline, Calendar], asked: int, waited: int
) -> None:
    duty, calendar = given_duty
    duty = replace(duty, kind=DeadlineKind.HANDLING)
    stopped_on = duty.start_on + timedelta(days=asked)
    assume(stopped_on <= duty.due_on)
    policy = replace(
        SCHOOL, calendar=calendar, vacation=Vacation.RUN, terms=Terms(max_pause=Term.parse("14cd"))
    )
    moved = resumed(duty, stopped_on, stopped_on + timedelta(days=waited), policy)
    longest = resumed(duty, stopped_on, stopped_on + timedelta(days=14), policy)
    assert duty.due_on <= moved.due_on <= longest.due_on
    assert moved.target_on <= moved.due_on
    if moved.due_on == duty.due_on:
        assert (moved.moved, moved.stage) == (duty.moved, duty.stage)
    else:
        assert (moved.moved[-1].from_due, moved.moved[-1].to_due) == (duty.due_on, moved.due_on)


@given(duties(), terms)
def test_an_extension_makes_the_promise_later_and_is_had_once(
    given_duty: tuple[Deadline, Calendar], extension: Term
) -> None:
    duty, calendar = given_duty
    duty = replace(duty, kind=DeadlineKind.HANDLING)
    policy = replace(SCHOOL, calendar=calendar, terms=Terms(extension=extension))
    moved = extended(duty, duty.start_on, "ziek", policy)
    assert moved.due_on >= duty.due_on
    assert moved.stage is None
    try:
        extended(moved, duty.start_on, "ziek", policy)
    except ValueError as why:
        assert "al verlengd" in str(why)  # noqa: PT017 - hypothesis runs this many times
    else:
        raise AssertionError


@given(duties(), st.integers(0, 60))
def test_a_simple_complaint_never_changes_the_promise_nor_aims_at_a_later_day(
    given_duty: tuple[Deadline, Calendar], n: int
) -> None:
    duty, calendar = given_duty
    policy = replace(SCHOOL, calendar=calendar, vacation=Vacation.RUN)
    today = duty.start_on + timedelta(days=n)
    simple = classified_simple(duty, today, policy)
    assert simple.due_on == duty.due_on
    assert simple.target_on <= duty.target_on
    assert simple.target_on >= min(today, duty.target_on)
