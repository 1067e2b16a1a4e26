from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.core.case import Ack, Case, Detail, Status, Urgency
from bot.core.decision import Cancel, Release, Restore, Send
from bot.core.draft import StepTaken
from bot.core.happening import SentLetter
from bot.core.instructions import Verb
from bot.core.letter import Hold, LetterName, LetterOrder
from tests.builders import NOON, a_case
from tests.staff_orders import (
    an_order,
    case_after,
    commands,
    decided,
    person,
    reason_of,
    result_of,
    said_by,
    sent,
)

CONTACTS = {"carla", "els", "femke"}


def alarmed(**changes: Any) -> Case:
    danger: dict[str, Any] = {
        "urgency": Urgency.CRITICAL,
        "alarms": 1,
        "alarmed_at": NOON,
        "ack": Ack.HELD,
    }
    return a_case(signals=("self_harm",), **(danger | changes))


def to_whom(letters: list[LetterOrder]) -> set[str]:
    return {order.to for order in letters}


def test_who_takes_it_on_silences_the_alarm_and_the_others_know_who() -> None:
    decision = decided(an_order(Verb.SEEN), by="carla", case=alarmed())
    assert case_after(decision).alarm_seen_at == NOON
    told = sent(decision, LetterName.COMMAND_RESULT)
    assert to_whom(told) == {person(one).email for one in CONTACTS}
    others = [order for order in told if order.to != person("carla").email]
    assert all("Carla Maes nam de dringende melding" in said_by(order) for order in others)


def test_who_took_it_on_is_asked_after_it_in_two_hours_and_on_the_next_school_day() -> None:
    decision = decided(an_order(Verb.SEEN), by="carla", case=alarmed())
    asked = [
        each for each in decision.effects
        if isinstance(each, Send) and each.order.name is LetterName.REMINDER
    ]  # fmt: skip
    assert {each.order.to for each in asked} == {person("carla").email}
    assert [each.not_before for each in asked] == [
        NOON + timedelta(hours=2),
        (NOON + timedelta(days=1)).replace(hour=7),
    ]


def test_who_comes_second_reads_when_it_was_taken_on() -> None:
    case = alarmed(alarm_seen_at=NOON - timedelta(hours=1))
    assert "Dat is al zo" in reason_of(decided(an_order(Verb.SEEN), by="els", case=case))


def test_where_no_alarm_went_off_there_is_nothing_to_take_on() -> None:
    assert "ging geen alarm" in reason_of(decided(an_order(Verb.SEEN), by="ann"))


def test_a_false_alarm_needs_a_reason() -> None:
    asked = decided(an_order(Verb.FALSE_ALARM), by="carla", case=alarmed())
    assert "Waarom is het vals alarm" in reason_of(asked)


def test_the_first_who_says_so_changes_nothing_but_the_others_are_asked() -> None:
    decision = decided(an_order(Verb.FALSE_ALARM, "een toneelstuk"), by="carla", case=alarmed())
    after = case_after(decision)
    assert (after.urgency, after.alarm_seen_at) == (Urgency.CRITICAL, None)
    assert after.details[Detail.FALSE_ALARM] == "carla: een toneelstuk"
    asked = [order for order in sent(decision) if "VALS ALARM: " in commands(order)]
    assert to_whom(asked) == {person("els").email, person("femke").email}


def test_nobody_confirms_their_own_word() -> None:
    case = alarmed(details={Detail.FALSE_ALARM: "carla: een toneelstuk"})
    asked = decided(an_order(Verb.FALSE_ALARM, "echt"), by="carla", case=case)
    assert "tweede persoon" in reason_of(asked)


def test_the_second_makes_it_no_longer_urgent_and_what_waited_may_leave() -> None:
    case = alarmed(details={Detail.FALSE_ALARM: "carla: een toneelstuk"})
    held = SentLetter(
        id=8, name=LetterName.ACKNOWLEDGMENT, to="x@y.example", case_number=case.number,
        message_id="<a@b.example>",
    )  # fmt: skip
    decision = decided(
        an_order(Verb.FALSE_ALARM, "klopt"), by="els", case=case, held_ack=held, hold=Hold.CRITICAL
    )
    after = case_after(decision)
    assert (after.urgency, after.ack) == (Urgency.NORMAL, Ack.QUEUED)
    assert Release(8) in decision.effects
    (mine,) = sent(decision, LetterName.COMMAND_RESULT, to="els")
    assert "Carla Maes en Els Wouters" in said_by(mine)


def test_to_a_pupil_nothing_leaves_by_itself_after_a_false_alarm_either() -> None:
    case = alarmed(details={Detail.FALSE_ALARM: "carla: spel"}, pupil_writes=True)
    decision = decided(an_order(Verb.FALSE_ALARM, "klopt"), by="els", case=case)
    assert not any(isinstance(each, Release) for each in decision.effects)


# --- taken back


def a_step(
    by: str = "ann", minutes: int = 5, letters: tuple[int, ...] = (), n: int = 9
) -> StepTaken:
    before = a_case(subject="zoals het was")
    at = NOON - timedelta(minutes=minutes)
    return StepTaken(
        id=n, case_number=before.number, by=by, verb=Verb.SIMPLE, at=at, before=before,
        letters=letters,
    )  # fmt: skip


HANDLED = a_case(status=Status.HANDLING)


def test_the_last_order_is_taken_back_with_all_that_it_changed() -> None:
    step = a_step()
    decision = decided(an_order(Verb.UNDO), case=HANDLED, steps=(step,))
    assert Restore(step.before, 9) in decision.effects
    assert "zoals voor de opdracht van 11:55" in result_of(decision)
    (letter,) = sent(decision)
    assert not any(command.startswith("ONGEDAAN") for command in commands(letter))


@pytest.mark.parametrize(
    ("steps", "asked"),
    [
        ((), "geen opdracht van het laatste half uur"),
        ((a_step(minutes=31),), "geen opdracht van het laatste half uur"),
        ((a_step(by="carla", minutes=2), a_step()), "kwam van Carla Maes"),
        ((a_step(letters=(3,)),), "is al weg"),
    ],
)
def test_what_is_too_late_anothers_or_gone_is_not_taken_back(
    steps: tuple[StepTaken, ...], asked: str
) -> None:
    assert asked in reason_of(decided(an_order(Verb.UNDO), case=HANDLED, steps=steps))


def test_a_letter_that_has_not_left_is_taken_back_with_its_order() -> None:
    step = a_step(letters=(3,))
    decision = decided(
        an_order(Verb.UNDO), case=HANDLED, steps=(step,), letters_waiting=frozenset({3})
    )
    assert Cancel(3) in decision.effects
    assert Restore(step.before, 9) in decision.effects


def test_who_called_themselves_involved_by_mistake_may_take_that_back() -> None:
    step = a_step()
    case = a_case(not_for=("ann",), handler="bert")
    decision = decided(an_order(Verb.UNDO), case=case, steps=(step,))
    assert Restore(step.before, 9) in decision.effects


def test_stop_keeps_back_a_letter_and_takes_its_step_back() -> None:
    step = a_step(by="carla", letters=(3,))
    decision = decided(
        an_order(Verb.STOP), case=HANDLED, steps=(step,), letters_waiting=frozenset({3})
    )
    assert Cancel(3) in decision.effects
    assert Restore(step.before, 9) in decision.effects
    assert "vertrekt niet" in result_of(decision)


def test_stop_keeps_the_letter_back_also_after_others_went_on_from_there() -> None:
    steps = (a_step(by="carla", minutes=1, n=10), a_step(letters=(3,)))
    decision = decided(
        an_order(Verb.STOP), case=HANDLED, steps=steps, letters_waiting=frozenset({3})
    )
    assert Cancel(3) in decision.effects
    assert not any(isinstance(each, Restore) for each in decision.effects)
    assert "kijk na" in result_of(decision)


def test_stop_without_a_letter_that_waits_is_told() -> None:
    asked = decided(an_order(Verb.STOP), case=HANDLED, steps=(a_step(letters=(3,)),))
    assert "geen brief meer" in reason_of(asked)
