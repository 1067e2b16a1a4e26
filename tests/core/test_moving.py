from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.calendar import Calendar, Roll, Term, Vacation
from bot.core.case import Deadline, DeadlineKind, Moving
from bot.core.duties.moving import classified_complex, classified_simple, extended, resumed
from bot.core.duties.owed import owed_from
from bot.core.policy import Duty, Policy, Terms
from tests import builders

RECEIVED = date(2026, 11, 24)
ASKED, ANSWERED = date(2026, 11, 26), date(2026, 12, 2)


def a_policy(region: str = "BE-Flemish", extension: str = "30cd", **duties: str) -> Policy:
    """An agreed term per kind, "45cd" or "6w next"."""
    agreed = {
        DeadlineKind(kind): Duty(
            kind=DeadlineKind(kind),
            term=Term.parse(text.split()[0]),
            roll=Roll.NEXT if text.endswith("next") else Roll.NONE,
            source="agreed",
        )
        for kind, text in duties.items()
    }
    return builders.a_policy(
        calendar=Calendar.of(region),
        vacation=Vacation.RUN,
        duties=agreed,
        terms=Terms(
            handling_simple=Term.parse("10sd"),
            extension=Term.parse(extension),
            max_pause=Term.parse("14cd"),
        ),
    )


FLANDERS = a_policy(handling="45cd", classify="3sd")
NETHERLANDS = a_policy("NL-Midden", "4w", handling="6w next")


def handling(policy: Policy = FLANDERS, received_on: date = RECEIVED) -> Deadline:
    duty = policy.duties[DeadlineKind.HANDLING]
    return owed_from(received_on, duty, policy.calendar, policy.vacation)


def test_a_stopped_clock_adds_the_days_that_it_stood_still() -> None:
    moved = resumed(handling(), ASKED, ANSWERED, FLANDERS)
    assert (moved.due_on, moved.target_on) == (date(2027, 1, 14), date(2027, 1, 14))
    (why,) = moved.moved
    assert (why.on, why.why) == (ANSWERED, Moving.HOLD)
    assert (why.from_due, why.to_due) == (date(2027, 1, 8), date(2027, 1, 14))


def test_a_term_in_school_days_gets_back_the_school_days_only() -> None:
    policy = a_policy(handling="10sd")
    assert handling(policy).due_on == date(2026, 12, 8)
    assert resumed(handling(policy), ASKED, ANSWERED, policy).due_on == date(2026, 12, 14)


def test_the_clock_stands_still_for_two_weeks_at_most() -> None:
    assert resumed(handling(), ASKED, date(2027, 1, 31), FLANDERS).due_on == date(2027, 1, 22)


def test_a_dutch_term_in_weeks_gets_calendar_days_back_and_is_rolled() -> None:
    moved = resumed(handling(NETHERLANDS), ASKED, ANSWERED, NETHERLANDS)
    assert moved.due_on == date(2027, 1, 11)


def test_an_answer_on_the_same_day_moves_nothing() -> None:
    same = resumed(handling(), ASKED, ASKED, FLANDERS)
    assert same == handling()


def test_a_pause_over_a_weekend_costs_a_term_in_school_days_nothing() -> None:
    policy = a_policy(handling="10sd")
    friday, sunday = date(2026, 11, 27), date(2026, 11, 29)
    assert resumed(handling(policy), friday, sunday, policy) == handling(policy)


def test_a_moved_day_starts_its_ladder_anew() -> None:
    told = replace(handling(), stage="T-2wd", next_on=date(2027, 1, 8))
    moved = resumed(told, date(2027, 1, 6), date(2027, 1, 13), FLANDERS)
    assert moved.due_on == date(2027, 1, 15)
    # T-5wd and T-2wd lie on or before the day of the answer.
    assert (moved.stage, moved.next_on) == (None, date(2027, 1, 15))


def test_an_extension_adds_to_the_promised_day_and_is_told_with_its_reason() -> None:
    moved = extended(handling(), date(2027, 1, 8), " het onderzoek loopt nog ", FLANDERS)
    assert (moved.due_on, moved.target_on) == (date(2027, 2, 7), date(2027, 2, 5))
    assert moved.moved[-1].why is Moving.EXTENSION
    assert moved.moved[-1].reason == "het onderzoek loopt nog"
    assert moved.next_on == date(2027, 1, 29)


@pytest.mark.parametrize(
    ("received_on", "due_on", "later"),
    [
        (date(2026, 11, 24), date(2027, 1, 5), date(2027, 2, 2)),
        # Rolled from New Year's Day: the four weeks come after that, not after the Monday.
        (date(2026, 11, 20), date(2027, 1, 4), date(2027, 1, 29)),
    ],
)
def test_an_extension_counts_from_the_day_before_it_was_rolled(
    received_on: date, due_on: date, later: date
) -> None:
    duty = handling(NETHERLANDS, received_on)
    assert duty.due_on == due_on
    assert extended(duty, due_on, "advies gevraagd", NETHERLANDS).due_on == later


def test_a_pause_and_an_extension_after_it_both_count_from_the_unrolled_day() -> None:
    duty = handling(NETHERLANDS, date(2026, 11, 20))  # 1 January, rolled to the 4th
    paused = resumed(duty, date(2026, 12, 1), date(2026, 12, 2), NETHERLANDS)
    assert (paused.rolled_from, paused.due_on) == (date(2027, 1, 2), date(2027, 1, 4))
    longer = extended(paused, date(2026, 12, 20), "advies gevraagd", NETHERLANDS)
    assert (longer.rolled_from, longer.due_on) == (date(2027, 1, 30), date(2027, 2, 1))


@pytest.mark.parametrize(
    ("on", "reason", "extension", "says"),
    [
        (date(2027, 1, 9), "ziek", "30cd", "verstreken"),
        (date(2027, 1, 8), "  ", "30cd", "reden"),
    ],
)
def test_no_more_time_too_late_or_without_a_reason(
    on: date, reason: str, extension: str, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        extended(handling(), on, reason, a_policy(extension=extension, handling="45cd"))


def test_more_time_is_had_once() -> None:
    once = extended(handling(), date(2027, 1, 8), "ziek", FLANDERS)
    with pytest.raises(ValueError, match="al verlengd"):
        extended(once, date(2027, 1, 9), "nog ziek", FLANDERS)


def test_where_no_extension_was_agreed_there_is_none() -> None:
    none = replace(FLANDERS, terms=replace(FLANDERS.terms, extension=None))
    with pytest.raises(ValueError, match="geen verlenging"):
        extended(handling(), date(2027, 1, 8), "ziek", none)


def test_only_the_answer_can_be_extended() -> None:
    duty = FLANDERS.duties[DeadlineKind.CLASSIFY]
    classify = owed_from(RECEIVED, duty, FLANDERS.calendar, FLANDERS.vacation)
    with pytest.raises(ValueError, match="alleen het antwoord"):
        extended(classify, RECEIVED, "ziek", FLANDERS)


def test_a_simple_complaint_has_an_earlier_day_for_staff_and_the_same_for_the_parent() -> None:
    simple = classified_simple(handling(), date(2026, 11, 26), FLANDERS)
    assert (simple.due_on, simple.target_on) == (date(2027, 1, 8), date(2026, 12, 8))
    assert simple.moved[-1].why is Moving.CLASSIFIED
    assert simple.next_on == date(2026, 12, 1)


def test_the_earlier_day_moves_with_the_clock_whenever_it_was_said() -> None:
    before = classified_simple(handling(), RECEIVED, FLANDERS)
    assert resumed(before, ASKED, ANSWERED, FLANDERS).target_on == date(2026, 12, 14)
    after = resumed(handling(), ASKED, ANSWERED, FLANDERS)
    assert classified_simple(after, ANSWERED, FLANDERS).target_on == date(2026, 12, 14)


def test_a_simple_complaint_is_never_aimed_at_later_than_promised() -> None:
    policy = a_policy(handling="5cd")
    assert classified_simple(handling(policy), RECEIVED, policy) == handling(policy)


def test_a_day_that_has_passed_is_no_aim() -> None:
    friday = date(2026, 12, 11)
    assert classified_simple(handling(), friday, FLANDERS).target_on == date(2026, 12, 14)


def test_what_is_complex_after_all_is_aimed_at_the_promised_day_again() -> None:
    simple = classified_simple(handling(), RECEIVED, FLANDERS)
    again = classified_complex(simple, date(2026, 11, 27), FLANDERS)
    assert (again.due_on, again.target_on) == (date(2027, 1, 8), date(2027, 1, 8))
    assert classified_complex(handling(), RECEIVED, FLANDERS) == handling()


def test_days_that_do_not_count_in_a_vacation_are_not_given_back_twice() -> None:
    policy = replace(FLANDERS, vacation=Vacation.PAUSE_ALL)
    duty = handling(policy, date(2026, 12, 10))
    assert duty.due_on == date(2027, 2, 7)
    # Of these two weeks only the weekend before the vacation would have counted; the vacation of
    # 8 to 14 February does not count either.
    moved = resumed(duty, date(2026, 12, 18), date(2027, 1, 1), policy)
    assert moved.due_on == date(2027, 2, 16)
