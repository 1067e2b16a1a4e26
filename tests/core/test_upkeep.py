from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar import local_date
from bot.core.case import DeadlineKind
from bot.core.decide import decide
from bot.core.decision import Decision, Reach
from bot.core.facts import Facts
from bot.core.happening import CalendarChanged, ConfigChecked, MailboxTrouble
from bot.core.letter import LetterName, LetterOrder
from bot.core.policy import Mailbox, Role
from bot.core.upkeep import keys_begin
from tests.builders import MAILBOX, a_case, a_deadline, a_policy

POLICY = a_policy()
SINCE = datetime(2026, 12, 4, 21, 30, tzinfo=UTC)  # Friday evening
TROUBLE = MailboxTrouble(mailbox=MAILBOX, since=SINCE, error="login failed")
ANN = "ann.peeters@schoolbestuur-demerland.example"  # coordinator
CARLA = "carla.maes@schoolbestuur-demerland.example"  # safety
ELS = "els.wouters@schoolbestuur-demerland.example"  # safety
FEMKE = "femke.baert@clb-demerland.example"  # safety, outside the school
GUST = "gust.hermans@schoolbestuur-demerland.example"  # administrator
EVERYBODY = {ANN, CARLA, ELS, FEMKE, GUST}


class Trail:
    """What casework does: no entry without a key or an effect, none with a key it has."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def happen(
        self, happening: MailboxTrouble | ConfigChecked, now: datetime, **changes: object
    ) -> Decision | None:
        noted = frozenset(key for key in self.keys if key.startswith(keys_begin(happening)))
        policy = replace(POLICY, **changes)  # type: ignore[arg-type]
        facts = Facts(now=now, today=local_date(now, policy.zone), noted=noted)
        decision = decide(happening, facts, policy)
        if decision.key is None:
            assert decision.effects == ()
            return None
        if decision.key in self.keys:
            return None
        self.keys.add(decision.key)
        return decision


def told(decision: Decision | None) -> set[str]:
    return {send.order.to for send in decision.orders()} if decision else set()


def after(trail: Trail, **lasts: float) -> set[str]:
    return told(trail.happen(TROUBLE, SINCE + timedelta(**lasts)))


def test_administrators_hear_after_a_quarter_and_everybody_after_an_hour() -> None:
    trail = Trail()
    assert after(trail, minutes=1) == set()
    assert after(trail, minutes=14) == set()
    assert after(trail, minutes=15) == {GUST}
    assert after(trail, minutes=59) == set()
    assert after(trail, minutes=60) == EVERYBODY
    assert after(trail, minutes=61) == set()
    assert after(trail, hours=4) == EVERYBODY
    assert after(trail, hours=23) == set()
    assert after(trail, days=1) == EVERYBODY
    assert after(trail, days=1, hours=5) == set()
    assert after(trail, days=2) == EVERYBODY


def test_persons_are_asked_to_look_in_the_mailbox_themselves() -> None:
    trail = Trail()
    decision = trail.happen(TROUBLE, SINCE + timedelta(hours=2))
    assert decision is not None
    whom = {send.order.to: send.order.values["whom"] for send in decision.orders()}
    assert whom == {
        ANN: "coordinator",
        CARLA: "safety",
        ELS: "safety",
        FEMKE: "safety",
        GUST: "admin",
    }
    (to_ann,) = [send.order for send in decision.orders() if send.order.to == ANN]
    assert to_ann.name is LetterName.MAILBOX_UNREACHABLE
    assert to_ann.case_number is None
    assert to_ann.to_staff
    assert to_ann.values["mailbox"] == MAILBOX
    assert to_ann.values["first_ack_due"] == date(2026, 12, 14)
    assert str(to_ann.values["since"]) == "2026-12-04 22:30:00+01:00"


def test_who_fixes_it_and_should_look_too_is_asked_to_look() -> None:
    people = tuple(
        replace(person, roles=person.roles | {Role.SAFETY}) if person.email == GUST else person
        for person in POLICY.people
    )
    decision = Trail().happen(TROUBLE, SINCE + timedelta(hours=2), people=people)
    assert decision is not None
    to_gust = [send.order.values["whom"] for send in decision.orders() if send.order.to == GUST]
    assert to_gust == ["safety"]


def test_a_short_trouble_tells_nobody_at_all() -> None:
    trail = Trail()
    assert after(trail, minutes=9) == set()
    restored = replace(TROUBLE, restored_at=SINCE + timedelta(minutes=10), taken_in=3)
    decision = trail.happen(restored, SINCE + timedelta(minutes=11))
    assert decision is not None
    assert decision.orders() == ()


def test_a_trouble_nobody_looked_at_while_it_lasted_tells_nobody_that_it_is_over() -> None:
    restored = replace(TROUBLE, restored_at=SINCE + timedelta(hours=9))
    assert told(Trail().happen(restored, SINCE + timedelta(hours=9))) == set()


def test_only_who_was_told_hears_that_it_works_again() -> None:
    trail = Trail()
    after(trail, minutes=20)
    restored = replace(TROUBLE, restored_at=SINCE + timedelta(minutes=50), taken_in=4)
    decision = trail.happen(restored, SINCE + timedelta(hours=3))
    assert told(decision) == {GUST}
    assert decision is not None
    (send,) = decision.orders()
    assert (send.order.values["recovered"], send.order.values["missed"]) == (True, 4)
    assert trail.happen(restored, SINCE + timedelta(hours=4)) is None


def test_the_next_trouble_is_told_anew() -> None:
    trail = Trail()
    assert after(trail, minutes=20) == {GUST}
    later = replace(TROUBLE, since=SINCE + timedelta(hours=6))
    assert told(trail.happen(later, SINCE + timedelta(hours=6, minutes=20))) == {GUST}


def test_two_mailboxes_are_two_troubles_each_of_its_own_school() -> None:
    boxes = (
        Mailbox(address=MAILBOX, school="demerland"),
        Mailbox(address="k@kapelhof.example", school="kapelhof"),
    )
    people = tuple(
        replace(person, schools=("demerland",)) if person.email in {ANN, FEMKE} else person
        for person in POLICY.people
    )
    trail, late = Trail(), SINCE + timedelta(hours=2)
    first = trail.happen(TROUBLE, late, mailboxes=boxes, people=people)
    other = replace(TROUBLE, mailbox="k@kapelhof.example")
    second = trail.happen(other, late, mailboxes=boxes, people=people)
    assert told(first) == EVERYBODY
    # Where a school has no coordinator of its own, every coordinator is asked.
    assert told(second) == {ANN, ELS, GUST}


@given(
    st.lists(st.integers(0, 4_000), min_size=1, max_size=25).map(sorted),
    st.integers(0, 600),
)
def test_whenever_it_is_looked_at_each_bell_rings_once_and_whoever_heard_it_hears_the_end(
    minutes: list[int], gap: int
) -> None:
    trail = Trail()
    heard: Counter[str] = Counter()
    for minute in minutes:
        rung = after(trail, minutes=minute)
        heard.update(rung)
        # Whoever should know by now does.
        assert minute < 15 or heard[GUST]
        assert minute < 60 or set(heard) == EVERYBODY
        assert after(trail, minutes=minute) == set()
    days = minutes[-1] // 1_440
    assert all(times <= 3 + days for times in heard.values())
    assert all(times <= 2 + days for person, times in heard.items() if person != GUST)
    end = SINCE + timedelta(minutes=minutes[-1] + gap)
    assert told(trail.happen(replace(TROUBLE, restored_at=end), end)) == set(heard)


# --- the config -----------------------------------------------------------------------------------

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
WARNED = ConfigChecked(warnings=("procedure.toml: privacy_line: geen tekst",))
BROKEN = ConfigChecked(errors=("people.toml: person[3].email: geen adres",))


def test_nothing_to_do_is_no_letter() -> None:
    trail = Trail()
    assert told(trail.happen(ConfigChecked(), MONDAY)) == set()
    assert told(trail.happen(ConfigChecked(infos=("kalender tot 2027",)), MONDAY)) == set()


def test_an_error_is_told_to_administrators_each_week_and_a_warning_once() -> None:
    trail = Trail()
    assert told(trail.happen(BROKEN, MONDAY)) == {GUST}
    assert trail.happen(BROKEN, MONDAY + timedelta(days=2)) is None
    assert told(trail.happen(BROKEN, MONDAY + WEEK)) == {GUST}
    assert told(trail.happen(WARNED, MONDAY)) == {GUST, ANN}
    assert trail.happen(WARNED, MONDAY + WEEK) is None


def test_what_changed_is_told_at_once_to_who_can_change_it() -> None:
    trail = Trail()
    assert told(trail.happen(WARNED, MONDAY)) == {GUST, ANN}
    more = ConfigChecked(warnings=(*WARNED.warnings, "bot.toml: alerts.command: geen bel"))
    assert told(trail.happen(more, MONDAY)) == {GUST}


def test_the_coordinator_hears_of_what_must_be_agreed_once_a_school_term() -> None:
    trail = Trail()
    heard = []
    day = MONDAY
    while day < MONDAY + timedelta(days=365):
        decision = trail.happen(WARNED, day)
        heard += [(day.month, order.to) for order in _orders(decision)]
        day += WEEK
    assert heard == [(11, GUST), (11, ANN), (1, ANN), (4, ANN), (9, ANN)]


def test_the_coordinator_reads_what_to_agree_and_not_what_is_broken() -> None:
    both = replace(WARNED, errors=BROKEN.errors, infos=("de kalender loopt tot 2027",))
    orders = {order.to: order.values for order in _orders(Trail().happen(both, MONDAY))}
    assert orders[GUST]["errors"] == BROKEN.errors
    assert (orders[GUST]["n"], orders[ANN]["n"]) == (2, 1)
    assert orders[ANN]["errors"] == ()
    assert orders[ANN]["warnings"] == WARNED.warnings
    assert orders[ANN]["for_coordinator"] is True


def test_a_coordinator_who_looks_after_the_bot_gets_one_letter() -> None:
    people = tuple(
        replace(person, roles=person.roles | {Role.ADMIN}) if person.email == ANN else person
        for person in POLICY.people
    )
    orders = _orders(Trail().happen(WARNED, MONDAY, people=people))
    assert sorted(order.to for order in orders) == [ANN, GUST]
    assert not any(order.values["for_coordinator"] for order in orders)


def _orders(decision: Decision | None) -> list[LetterOrder]:
    return [send.order for send in decision.orders()] if decision else []


# --- the calendar ---------------------------------------------------------------------------------


def test_other_days_give_each_duty_the_day_of_its_next_reminder_and_move_no_promise() -> None:
    duty = replace(a_deadline(DeadlineKind.HANDLING), rule="45cd", next_on=date(2026, 11, 1))
    met = replace(a_deadline(DeadlineKind.CLASSIFY), rule="3sd", met_at=SINCE)
    case = a_case(deadlines=(duty, met))
    facts = Facts(now=SINCE, today=date(2026, 12, 4), case=case)
    decision = decide(CalendarChanged("abc"), facts, POLICY)
    (reach,) = decision.effects
    assert isinstance(reach, Reach)
    assert reach.deadline == duty
    assert reach.stage is None
    assert reach.next_on is not None
    assert reach.next_on != duty.next_on
    again = replace(case, deadlines=(replace(duty, next_on=reach.next_on), met))
    assert decide(CalendarChanged("abc"), replace(facts, case=again), POLICY).effects == ()


def test_what_waits_for_the_complainant_reminds_nobody_whatever_the_calendar() -> None:
    duty = replace(a_deadline(DeadlineKind.HANDLING), rule="45cd")
    case = a_case(deadlines=(duty,), stopped_on=date(2026, 11, 30))
    facts = Facts(now=SINCE, today=date(2026, 12, 4), case=case)
    assert decide(CalendarChanged("abc"), facts, POLICY).effects == ()


@pytest.mark.parametrize("fingerprint", ["abc", "def"])
def test_a_calendar_is_written_down_as_read_each_time_it_changed(fingerprint: str) -> None:
    first = decide(CalendarChanged(fingerprint), Facts(now=SINCE, today=date(2026, 12, 4)), POLICY)
    assert (first.event, first.reason, first.effects) == ("calendar_read", fingerprint, ())
    later = SINCE + timedelta(seconds=1)
    second = decide(CalendarChanged(fingerprint), Facts(now=later, today=date(2026, 12, 4)), POLICY)
    assert first.key != second.key
