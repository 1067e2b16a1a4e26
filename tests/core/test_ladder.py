from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

from bot.core.calendar import Calendar, Roll, Term, Vacation
from bot.core.case import Deadline, DeadlineKind, Moved, Moving
from bot.core.duties.ladder import Circle, due_rung, next_on, rungs_of
from bot.core.duties.owed import owed_from
from bot.core.policy import Duty

FLANDERS = Calendar.of("BE-Flemish")
H, C, D, B = Circle.HANDLER, Circle.COORDINATOR, Circle.DIRECTOR, Circle.BOARD


def a_duty(
    due_on: date,
    rule: str = "45cd",
    kind: DeadlineKind = DeadlineKind.HANDLING,
    start_on: date | None = None,
) -> Deadline:
    target = due_on
    while not FLANDERS.is_working_day(target):
        target -= timedelta(days=1)
    return Deadline(
        kind=kind,
        start_on=start_on or due_on - timedelta(days=45),
        due_on=due_on,
        target_on=target,
        rule=rule,
    )


def days(duty: Deadline, n: int = 5, calendar: Calendar = FLANDERS) -> dict[str, str]:
    return {rung.stage: f"{rung.on:%m-%d}" for rung in islice(rungs_of(duty, calendar), n)}


def test_a_long_term_climbs_from_the_handler_to_the_board() -> None:
    found = [
        (rung.stage, rung.circles, rung.late)
        for rung in islice(rungs_of(a_duty(date(2027, 3, 12)), FLANDERS), 7)
    ]
    assert found == [
        ("T-5wd", (H,), False),
        ("T-2wd", (H, C), False),
        ("T", (H, D), False),
        ("T+1wd", (D,), True),
        ("T+5wd", (B, D), True),
        ("T+15wd", (B,), True),
        ("T+25wd", (B,), True),
    ]


@pytest.mark.parametrize(
    ("rule", "stages"),
    [
        ("5wd", "T-1wd T T+1wd T+3wd T+13wd"),
        ("3sd", "T-1wd T T+1wd T+3wd T+13wd"),
        ("1cd", "T-1wd T T+1wd T+3wd T+13wd"),
        ("6cd", "T-2wd T T+1wd T+5wd T+15wd"),
        ("10sd", "T-2wd T T+1wd T+5wd T+15wd"),
        ("11cd", "T-5wd T-2wd T T+1wd T+5wd"),
        ("20sd", "T-5wd T-2wd T T+1wd T+5wd"),
        ("1w", "T-5wd T-2wd T T+1wd T+5wd"),
        ("1mo", "T-5wd T-2wd T T+1wd T+5wd"),
    ],
)
def test_the_number_in_the_term_decides_how_many_rungs_there_are(rule: str, stages: str) -> None:
    assert " ".join(days(a_duty(date(2027, 3, 12), rule))) == stages


def test_what_would_fall_in_a_vacation_comes_on_the_last_school_day_before_it() -> None:
    assert days(a_duty(date(2027, 1, 8))) == {
        "T-5wd": "12-18",
        "T-2wd": "01-06",
        "T": "01-08",
        "T+1wd": "01-11",
        "T+5wd": "01-15",
    }


def test_rungs_that_meet_before_a_vacation_are_one_the_highest() -> None:
    assert days(a_duty(date(2027, 1, 4)), 3) == {"T-2wd": "12-18", "T": "01-04", "T+1wd": "01-05"}
    assert days(a_duty(date(2027, 4, 12)), 2) == {"T-2wd": "03-26", "T": "04-12"}


def test_in_an_ordinary_week_every_rung_has_its_own_day() -> None:
    assert days(a_duty(date(2027, 3, 12))) == {
        "T-5wd": "03-05",
        "T-2wd": "03-10",
        "T": "03-12",
        "T+1wd": "03-15",
        "T+5wd": "03-19",
    }


def test_a_day_on_which_the_school_is_closed_counts_as_no_school_day() -> None:
    closed = Calendar.of("BE-Flemish", closed_days=[date(2027, 3, 5), date(2027, 3, 10)])
    found = days(a_duty(date(2027, 3, 12)), 3, closed)
    assert found == {"T-5wd": "03-04", "T-2wd": "03-09", "T": "03-12"}


def test_the_day_itself_and_what_is_late_go_out_in_vacations_too() -> None:
    found = days(a_duty(date(2026, 12, 24)), 5)
    assert found == {
        "T-5wd": "12-17",
        "T-2wd": "12-18",  # 22 December lies in the vacation
        "T": "12-24",
        "T+1wd": "12-28",
        "T+5wd": "01-04",
    }


def test_a_promised_sunday_has_its_ladder_around_the_friday_before() -> None:
    assert days(a_duty(date(2027, 2, 7)), 3) == {"T-5wd": "01-29", "T-2wd": "02-03", "T": "02-05"}


def test_nobody_is_reminded_on_or_before_the_day_it_started() -> None:
    # Received on the Saturday after which the vacation starts: nothing but its day is left.
    duty = a_duty(date(2026, 12, 29), "10cd", start_on=date(2026, 12, 19))
    assert days(duty, 2) == {"T": "12-29", "T+1wd": "12-30"}


def test_a_term_that_ends_before_anybody_works_again_is_told_when_they_do() -> None:
    saturday = date(2027, 3, 13)
    duty = replace(a_duty(saturday, "1cd", start_on=date(2027, 3, 12)), target_on=saturday)
    assert days(duty, 2) == {"T+1wd": "03-15", "T+3wd": "03-17"}


@pytest.mark.parametrize("kind", [DeadlineKind.STATUS, DeadlineKind.TALK_REPLY])
def test_some_remind_the_handler_once_on_their_day(kind: DeadlineKind) -> None:
    (only,) = rungs_of(a_duty(date(2026, 12, 8), "14cd", kind), FLANDERS)
    assert (only.stage, only.on, only.circles, only.late) == ("T", date(2026, 12, 8), (H,), False)


def test_a_complainant_has_all_of_the_last_day_before_the_handler_must_decide() -> None:
    (only,) = rungs_of(a_duty(date(2026, 12, 13), "14cd", DeadlineKind.CLARIFY_REPLY), FLANDERS)
    assert (only.on, only.circles, only.late) == (date(2026, 12, 14), (H,), False)


@pytest.mark.parametrize("kind", [DeadlineKind.MEDIATION_REPLY, DeadlineKind.RETENTION])
def test_what_complainants_owe_reminds_nobody(kind: DeadlineKind) -> None:
    duty = a_duty(date(2026, 12, 8), "14cd", kind)
    assert next_on(duty, FLANDERS) is None
    assert due_rung(duty, date(2027, 6, 1), FLANDERS) is None


@pytest.mark.parametrize(
    ("kind", "on"),
    [
        (DeadlineKind.REVIEW, date(2026, 12, 9)),
        (DeadlineKind.SURVEY_REPLY, date(2026, 12, 9)),
        (DeadlineKind.SATISFACTION, date(2026, 12, 8)),
    ],
)
def test_what_only_the_bot_acts_on_comes_to_its_day_and_reminds_nobody(
    kind: DeadlineKind, on: date
) -> None:
    duty = a_duty(date(2026, 12, 8), "14cd", kind)
    assert next_on(duty, FLANDERS) == on
    assert {rung.circles for rung in islice(rungs_of(duty, FLANDERS), 4)} == {()}


@pytest.mark.parametrize(
    ("due_on", "asked_on"),
    [
        # A Saturday: the Monday after it. In a vacation: the second school day after it.
        (date(2026, 12, 5), date(2026, 12, 7)),
        (date(2026, 12, 23), date(2027, 1, 5)),
        (date(2026, 12, 18), date(2026, 12, 18)),
        # The Saturday before the autumn vacation.
        (date(2026, 10, 31), date(2026, 11, 10)),
        (date(2027, 7, 9), date(2027, 9, 2)),
    ],
)
def test_a_question_of_the_bot_waits_for_a_school_day(due_on: date, asked_on: date) -> None:
    duty = a_duty(due_on, "14cd", DeadlineKind.SATISFACTION)
    assert next_on(duty, FLANDERS) == asked_on
    assert due_rung(duty, date(2026, 12, 24), FLANDERS) is None


def test_a_complainant_who_does_not_answer_is_asked_again_once() -> None:
    duty = replace(
        a_duty(date(2026, 12, 14), "14cd", DeadlineKind.CLARIFY_REPLY),
        again_on=date(2026, 12, 7),
    )
    again, passed = rungs_of(duty, FLANDERS)
    assert (again.stage, again.on, again.circles) == ("T-5wd", date(2026, 12, 7), ())
    assert (passed.stage, passed.on) == ("T+1wd", date(2026, 12, 15))
    reached = replace(duty, stage=again.stage)
    assert next_on(reached, FLANDERS) == date(2026, 12, 15)
    # Other days count since: it is not asked a second time.
    assert due_rung(replace(reached, stage="T-9wd"), date(2026, 12, 7), FLANDERS) is None


def test_an_acknowledgment_that_is_not_given_alarms_before_its_term_ends() -> None:
    duty = a_duty(date(2026, 12, 29), "10cd", DeadlineKind.ACK, date(2026, 12, 19))
    found = [
        (rung.stage, rung.on, rung.circles, rung.late)
        for rung in islice(rungs_of(duty, FLANDERS), 4)
    ]
    assert found == [
        # It waits for no vacation to end, and comes not before it.
        ("T-2wd", date(2026, 12, 24), (C, D), True),
        ("T+1wd", date(2026, 12, 30), (B, D), True),
        ("T+11wd", date(2027, 1, 14), (B,), True),
        ("T+21wd", date(2027, 1, 28), (B,), True),
    ]  # fmt: skip


def test_after_a_time_out_of_service_only_the_highest_rung_is_told() -> None:
    duty = a_duty(date(2027, 3, 12))
    rung = due_rung(duty, date(2027, 3, 16), FLANDERS)
    assert rung is not None
    assert rung.stage == "T+1wd"
    told = replace(duty, stage=rung.stage)
    assert due_rung(told, date(2027, 3, 16), FLANDERS) is None
    assert next_on(told, FLANDERS) == date(2027, 3, 19)


def test_a_rung_that_was_told_is_never_told_again() -> None:
    duty = replace(a_duty(date(2027, 3, 12)), stage="T-2wd")
    assert due_rung(duty, date(2027, 3, 11), FLANDERS) is None
    assert next_on(duty, FLANDERS) == date(2027, 3, 12)


def test_nothing_is_told_on_a_day_on_which_nobody_works() -> None:
    duty = replace(a_duty(date(2027, 3, 12)), stage="T")
    sunday, monday = date(2027, 3, 21), date(2027, 3, 22)
    assert due_rung(duty, sunday, FLANDERS) is None
    rung = due_rung(duty, monday, FLANDERS)
    assert rung is not None
    assert rung.stage == "T+5wd"


def test_a_duty_that_is_met_reminds_nobody() -> None:
    met = replace(a_duty(date(2027, 3, 12)), met_at=datetime(2027, 3, 1, 9, tzinfo=UTC))
    assert next_on(met, FLANDERS) is None
    assert due_rung(met, date(2027, 3, 22), FLANDERS) is None


def test_whoever_moved_a_day_is_not_reminded_of_what_lay_before_that() -> None:
    moved = Moved(
        on=date(2027, 3, 9),
        why=Moving.HOLD,
        from_due=date(2027, 3, 8),
        to_due=date(2027, 3, 12),
    )
    assert next_on(replace(a_duty(date(2027, 3, 12)), moved=(moved,)), FLANDERS) == date(
        2027, 3, 10
    )


def test_a_late_duty_comes_back_every_two_weeks_for_ever() -> None:
    duty = replace(a_duty(date(2027, 3, 12)), stage="T+995wd")
    following = next_on(duty, FLANDERS)
    assert following is not None
    assert following.year == 2031


@pytest.mark.parametrize(
    ("received_on", "term", "stages"),
    [
        # Three school days over the vacation: the day before is the first day of school.
        (date(2026, 12, 17), "3sd", {"T-1wd": "01-04", "T": "01-05", "T+1wd": "01-06"}),
        (date(2026, 11, 24), "10cd", {"T-2wd": "12-02", "T": "12-04", "T+1wd": "12-07"}),
    ],
)
def test_a_new_duty_knows_the_day_of_its_first_rung(
    received_on: date, term: str, stages: dict[str, str]
) -> None:
    agreed = Duty(
        kind=DeadlineKind.ADMISSIBILITY, term=Term.parse(term), roll=Roll.NONE, source="agreed"
    )
    duty = owed_from(received_on, agreed, FLANDERS, Vacation.RUN)
    assert days(duty, 3) == stages
    assert duty.next_on is not None
    assert f"{duty.next_on:%m-%d}" == next(iter(stages.values()))
