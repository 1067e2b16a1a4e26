from __future__ import annotations

from datetime import date

import pytest

from bot.core.calendar import Calendar, Roll, Term, Vacation
from bot.core.case import Deadline, DeadlineKind
from bot.core.duties.owed import OWED_AT_INTAKE, owed_at_intake
from bot.core.policy import Duty

FLANDERS = Calendar.of("BE-Flemish")


def a_duty(kind: DeadlineKind, term: str, roll: Roll = Roll.NONE) -> tuple[DeadlineKind, Duty]:
    duty = Duty(kind=kind, term=Term.parse(term), roll=roll, source=f"source of {kind}")
    return kind, duty


FLEMISH_DUTIES = dict(
    (
        # The order in which a school wrote them down says nothing.
        a_duty(DeadlineKind.STATUS, "14cd"),
        a_duty(DeadlineKind.HANDLING, "45cd"),
        a_duty(DeadlineKind.ACK, "10cd"),
        a_duty(DeadlineKind.CLASSIFY, "3sd"),
        a_duty(DeadlineKind.ADMISSIBILITY, "10cd"),
    )
)


def owed(received_on: date, vacation: Vacation = Vacation.RUN) -> dict[DeadlineKind, Deadline]:
    deadlines = owed_at_intake(received_on, FLEMISH_DUTIES, FLANDERS, vacation)
    return {deadline.kind: deadline for deadline in deadlines}


def test_a_new_case_owes_five_things_in_the_order_in_which_they_come() -> None:
    assert tuple(owed(date(2026, 11, 24))) == OWED_AT_INTAKE


def test_each_deadline_has_its_due_and_target_date() -> None:
    dates = {
        kind.value: (deadline.due_on, deadline.target_on)
        for kind, deadline in owed(date(2026, 11, 19)).items()
    }
    assert dates == {
        "ack": (date(2026, 11, 29), date(2026, 11, 27)),
        "classify": (date(2026, 11, 24), date(2026, 11, 24)),
        "admissibility": (date(2026, 11, 29), date(2026, 11, 27)),
        "handling": (date(2027, 1, 3), date(2026, 12, 31)),
        "status": (date(2026, 12, 3), date(2026, 12, 3)),
    }


def test_each_deadline_remembers_its_start_its_term_and_where_that_comes_from() -> None:
    handling = owed(date(2026, 11, 24))[DeadlineKind.HANDLING]
    assert handling.start_on == date(2026, 11, 24)
    assert handling.rule == "45cd"
    assert handling.source == "source of handling"
    assert handling.met_at is None


def test_the_dutch_handling_term_rolls_over_new_year() -> None:
    duties = dict([a_duty(DeadlineKind.HANDLING, "6w", Roll.NEXT)])
    calendar = Calendar.of("NL-Midden")
    (handling,) = owed_at_intake(date(2026, 11, 20), duties, calendar, Vacation.RUN)
    assert handling.due_on == date(2027, 1, 4)


def test_a_school_that_pauses_in_summer_promises_later() -> None:
    handling = owed(date(2027, 7, 15), Vacation.PAUSE_SUMMER)[DeadlineKind.HANDLING]
    assert handling.due_on == date(2027, 10, 15)


def test_what_was_not_agreed_is_not_owed() -> None:
    duties = dict([a_duty(DeadlineKind.CLASSIFY, "3sd")])
    (only,) = owed_at_intake(date(2026, 11, 24), duties, FLANDERS, Vacation.RUN)
    assert only.kind is DeadlineKind.CLASSIFY


@pytest.mark.parametrize("vacation", Vacation)
def test_no_deadline_lies_before_receipt(vacation: Vacation) -> None:
    for deadline in owed(date(2027, 3, 26), vacation).values():
        assert date(2027, 3, 26) < deadline.target_on <= deadline.due_on
