"""Which days would differ with other agreements: none with the same, and none is ever changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar import Calendar, Term
from bot.core.case import Case, DeadlineKind, Status
from bot.core.duties.moving import classified_simple, extended, resumed
from bot.core.duties.owed import owed_at_intake, owed_by
from bot.core.duties.recalculated import other_days
from tests.builders import NOON, a_case, a_policy

DAYS = st.dates(date(2026, 9, 1), date(2027, 6, 30))
MOVES = st.lists(st.sampled_from(["extended", "held", "simple"]), max_size=3, unique=True)


def a_case_of(received_on: date, moves: list[str] = []) -> Case:  # noqa: B006  # never changed
    """A case with all it owes, some of it moved as persons move it."""
    policy = a_policy()
    duties = owed_at_intake(
        received_on, policy.duties, policy.calendar, policy.vacation, policy.status_updates
    )
    on = received_on + timedelta(days=2)
    for move in moves:
        duties = tuple(
            duty if duty.kind is not DeadlineKind.HANDLING else _MOVED[move](duty, on)
            for duty in duties
        )
    simple = True if "simple" in moves else None
    return a_case(received_on=received_on, deadlines=duties, simple=simple)


_MOVED = {
    "extended": lambda duty, on: extended(duty, on, "de getuige is ziek", a_policy()),
    "held": lambda duty, on: resumed(duty, on, on + timedelta(days=5), a_policy()),
    "simple": lambda duty, on: classified_simple(duty, on, a_policy()),
}


@given(DAYS, MOVES)
def test_with_the_same_agreements_no_day_differs_whatever_moved_it(
    received_on: date, moves: list[str]
) -> None:
    assert list(other_days(a_case_of(received_on, moves), a_policy())) == []


@given(DAYS, st.integers(1, 20))
def test_with_a_longer_term_the_answer_would_be_so_much_later(received_on: date, more: int) -> None:
    case, policy = a_case_of(received_on), a_policy()
    agreed = policy.duties[DeadlineKind.HANDLING]
    longer = replace(agreed, term=Term(agreed.term.n + more, agreed.term.unit))
    policy = replace(policy, duties={**policy.duties, DeadlineKind.HANDLING: longer})
    (other,) = other_days(case, policy)
    fresh = owed_by(received_on, longer, policy)
    assert (other.kind, other.now, other.aim) == (DeadlineKind.HANDLING, fresh.due_on, False)
    assert (other.rule, other.new_rule) == (str(agreed.term), str(longer.term))


def test_an_extended_answer_moves_as_far_as_its_first_day_would() -> None:
    case, policy = a_case_of(date(2026, 11, 24), ["extended"]), a_policy()
    agreed = policy.duties[DeadlineKind.HANDLING]
    longer = replace(agreed, term=Term(agreed.term.n + 7, agreed.term.unit))
    policy = replace(policy, duties={**policy.duties, DeadlineKind.HANDLING: longer})
    (other,) = other_days(case, policy)
    assert other.now - other.was == timedelta(days=7)


def test_another_closed_day_is_told_as_a_matter_of_the_calendar() -> None:
    case, policy = a_case_of(date(2026, 11, 24)), a_policy()
    closed = [date(2026, 11, 25), *policy.calendar.closed_days]
    calendar = Calendar.of(policy.calendar.region.name, closed_days=closed)
    found = list(other_days(case, replace(policy, calendar=calendar)))
    assert found
    assert all(other.rule == other.new_rule for other in found)


def test_what_is_met_or_promised_by_a_person_is_left_alone() -> None:
    case, policy = a_case_of(date(2026, 11, 24)), a_policy()
    done = tuple(replace(duty, met_at=NOON) for duty in case.deadlines)
    promised = replace(case.deadlines[0], kind=DeadlineKind.MEASURE, rule="3")
    shorter = {
        kind: replace(duty, term=Term(1, duty.term.unit)) for kind, duty in policy.duties.items()
    }
    policy = replace(policy, duties=shorter)
    assert list(other_days(replace(case, deadlines=(*done, promised)), policy)) == []
    assert list(other_days(replace(case, status=Status.HANDLING), replace(policy, duties={}))) == []
