from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.core.absence import Absence
from bot.core.case import Ack, Anonymous, Case, Deadline, DeadlineKind, Status, Urgency
from bot.core.decide import decide
from bot.core.decision import Decision, Owe, Postpone, Reach, Save, Send, Settle, Tell
from bot.core.duties.owed import owed_at_intake, owed_from
from bot.core.facts import Facts
from bot.core.happening import AttentionCode, DutiesDue, LetterAccepted, SentLetter
from bot.core.letter import Button, LetterName, LetterOrder
from bot.core.policy import Mode, Policy, StatusUpdates
from tests.builders import MAILBOX, a_case, a_mail, a_policy

SCHOOL = a_policy()
RECEIVED = date(2026, 11, 24)
ADDRESSES = {person.email: person.id for person in SCHOOL.people}
K = DeadlineKind


def owing(*kinds: DeadlineKind, policy: Policy = SCHOOL, **changes: Any) -> Case:
    """A case that owes these from its receipt, and that its complainant knows to be here."""
    duties = {kind: policy.duties[kind] for kind in kinds}
    owed = owed_at_intake(RECEIVED, duties, policy.calendar, policy.vacation, policy.status_updates)
    rest = (
        owed_from(RECEIVED, duties[kind], policy.calendar, policy.vacation)
        for kind in kinds
        if kind not in {one.kind for one in owed}
    )
    return a_case(deadlines=(*owed, *rest), **({"ack": Ack.SENT} | changes))


def on(day: date, case: Case, policy: Policy = SCHOOL, **known: Any) -> Decision:
    now = datetime(day.year, day.month, day.day, 7, 0, tzinfo=UTC)
    facts = Facts(now=now, today=day, mailbox=MAILBOX, case=case, **known)
    return decide(DutiesDue(), facts, policy)


def told(decision: Decision) -> dict[str, str]:
    """Who got which letter."""
    return {ADDRESSES[each.order.to]: each.order.name.value for each in decision.orders()}


def letter(decision: Decision, person: str) -> LetterOrder:
    (order,) = [each.order for each in decision.orders() if ADDRESSES[each.order.to] == person]
    return order


def reached(decision: Decision) -> dict[str, tuple[str | None, date | None]]:
    return {
        each.deadline.kind.value: (each.stage, each.next_on)
        for each in decision.effects
        if isinstance(each, Reach)
    }


def commands(order: LetterOrder) -> list[str]:
    buttons = order.values["buttons"]
    assert isinstance(buttons, tuple)
    assert all(isinstance(button, Button) for button in buttons)
    return [button.command for button in buttons if isinstance(button, Button)]


def after(case: Case, decision: Decision) -> Case:
    """The case as the ledger would have it."""
    duties = {(one.kind, one.start_on, one.n): one for one in case.deadlines}
    for effect in decision.effects:
        match effect:
            case Save(saved):
                case = saved
            case Owe(_, deadline) | Postpone(_, deadline):
                duties[deadline.kind, deadline.start_on, deadline.n] = deadline
            case Reach():
                one = effect.deadline
                key = (one.kind, one.start_on, one.n)
                stage = effect.stage or duties[key].stage
                duties[key] = replace(duties[key], stage=stage, next_on=effect.next_on)
    return replace(case, deadlines=tuple(duties.values()))


def test_each_rung_is_told_to_who_stands_there() -> None:
    case = owing(K.CLASSIFY)  # three school days, by 27 November
    expected = {
        date(2026, 11, 25): {},
        date(2026, 11, 26): {"ann": "reminder"},  # she handles and coordinates: one letter
        date(2026, 11, 27): {"ann": "reminder", "carla": "reminder"},
        date(2026, 11, 28): {},
        date(2026, 11, 30): {"carla": "overdue"},
        date(2026, 12, 1): {},
        date(2026, 12, 2): {"els": "overdue", "carla": "overdue"},
        date(2026, 12, 16): {"els": "overdue"},
        date(2026, 12, 31): {"els": "overdue"},
    }
    found = {}
    for day in (RECEIVED + timedelta(days=n) for n in range(1, 50)):
        decision = on(day, case)
        if day in expected or decision.orders():
            found[day] = told(decision)
        case = after(case, decision)
    assert {day: found[day] for day in found if day <= max(expected)} == expected


def test_a_round_later_on_the_same_day_tells_nobody_anything() -> None:
    day = date(2026, 11, 26)
    case = owing(K.CLASSIFY)
    first = on(day, case)
    assert told(first)
    assert on(day, after(case, first)).effects == ()


def test_after_a_week_out_of_service_only_the_highest_rung_is_told() -> None:
    decision = on(date(2026, 12, 3), owing(K.CLASSIFY))
    assert told(decision) == {"els": "overdue", "carla": "overdue"}
    assert reached(decision) == {"classify": ("T+3wd", date(2026, 12, 16))}


def test_several_duties_for_one_person_on_one_day_are_one_letter() -> None:
    decision = on(date(2026, 12, 2), owing(K.CLASSIFY, K.ADMISSIBILITY))
    assert told(decision) == {"els": "overdue", "carla": "overdue", "ann": "reminder"}
    assert len(reached(decision)) == 2
    both = on(date(2026, 11, 27), owing(K.CLASSIFY, K.MEASURE, K.TALK_MINUTES))
    assert told(both) == {"ann": "reminder", "carla": "reminder"}


def test_a_letter_in_which_anything_is_late_says_so_and_begins_with_that() -> None:
    case = owing(K.CLASSIFY, K.ADMISSIBILITY)
    late, due = case.deadlines
    case = replace(case, deadlines=(due, replace(late, stage="T+1wd")))
    decision = on(date(2026, 12, 4), case)
    order = letter(decision, "carla")
    assert order.name is LetterName.OVERDUE
    duties = order.values["duties"]
    assert isinstance(duties, tuple)
    assert len(duties) == 2
    assert "eenvoudig of complex" in str(order.values["what"])


def test_a_reminder_says_what_by_when_and_how_to_do_it() -> None:
    values = letter(on(date(2026, 11, 26), owing(K.CLASSIFY)), "ann").values
    assert (values["case_no"], values["school"]) == ("K-2026-0001", "Basisschool Demerland")
    assert (values["n_days"], values["what"]) == (1, "kies eenvoudig of complex")
    assert (values["target"], values["due"]) == (date(2026, 11, 27), date(2026, 11, 27))
    assert values["late"] is False


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        (K.CLASSIFY, date(2026, 11, 27), ["EENVOUDIG", "COMPLEX", "TOON"]),
        (K.HANDLING, date(2027, 1, 8), ["ANTWOORDBRIEF", "VERLENG", "TOON"]),
        (K.STATUS, date(2026, 12, 8), ["STATUS", "TOON"]),
    ],
)
def test_each_duty_has_its_buttons(kind: DeadlineKind, day: date, expected: list[str]) -> None:
    order = letter(on(day, owing(kind)), "ann")
    assert commands(order) == expected
    button = order.values["buttons"][0]  # type: ignore[index]
    assert isinstance(button, Button)
    assert (button.about, button.person, button.made_on) == ("K-2026-0001", "ann", day)
    assert button.mailbox == MAILBOX


def test_what_may_be_serious_has_no_button_for_simple() -> None:
    case = owing(K.CLASSIFY, urgency=Urgency.HIGH)
    assert commands(letter(on(date(2026, 11, 27), case), "ann")) == ["COMPLEX", "TOON"]


def test_more_time_is_offered_with_its_day_only_while_it_can_be_had() -> None:
    case = owing(K.HANDLING)
    values = letter(on(date(2027, 1, 8), case), "ann").values
    assert values["extend_to"] == date(2027, 2, 7)
    none = replace(SCHOOL, terms=replace(SCHOOL.terms, extension=None))
    order = letter(on(date(2027, 1, 8), case, none), "ann")
    assert order.values["extend_to"] is None
    assert "VERLENG" not in commands(order)


def test_more_time_is_offered_too_where_something_else_comes_first() -> None:
    (answer,) = owing(K.HANDLING).deadlines
    soon = replace(answer, due_on=date(2026, 12, 1), target_on=date(2026, 12, 1))
    case = owing(K.CLASSIFY)
    # On the day of the one the other comes to two working days before its own.
    both = replace(case, deadlines=(*case.deadlines, soon))
    order = letter(on(date(2026, 11, 27), both), "ann")
    assert commands(order) == ["EENVOUDIG", "COMPLEX", "VERLENG"]


def test_an_overdue_letter_says_who_handles_it_and_what_was_done_last() -> None:
    case = owing(K.CLASSIFY, K.ACK)
    met = replace(
        case.deadlines[0], met_at=datetime(2026, 11, 24, 12, tzinfo=UTC), proof="letter 1"
    )
    case = replace(case, deadlines=(met, *case.deadlines[1:]))
    values = letter(on(date(2026, 11, 30), case), "carla").values
    assert values["handler"] == "Ann Peeters"
    assert (values["last_step"], values["last_on"]) == ("ontvangstmelding gegeven", RECEIVED)
    assert (values["n_days"], values["late"], values["since"]) == (1, True, date(2026, 11, 27))
    assert values["parent_told"] is False


def test_who_stands_in_reads_for_whom() -> None:
    absent = Absence(person="ann", first=RECEIVED, last=date(2026, 12, 31))
    decision = on(date(2026, 11, 26), owing(K.CLASSIFY), absences=(absent,))
    assert told(decision) == {"bert": "reminder"}
    assert letter(decision, "bert").values["stand_in_for"] == "Ann Peeters"


def test_a_case_about_its_director_goes_to_the_board_instead() -> None:
    case = owing(K.CLASSIFY, not_for=("carla",))
    assert told(on(date(2026, 11, 27), case)) == {"ann": "reminder", "els": "reminder"}
    assert told(on(date(2026, 11, 30), case)) == {"els": "overdue"}
    assert letter(on(date(2026, 11, 30), case), "els").values["stand_in_for"] == ""


def test_a_case_about_the_chair_goes_to_another_of_the_board() -> None:
    case = owing(K.CLASSIFY, not_for=("els",))
    assert told(on(date(2026, 12, 2), case)) == {"ingrid": "overdue", "carla": "overdue"}


def test_a_chair_who_is_away_is_replaced_by_another_of_the_board_and_not_by_who_is_late() -> None:
    absent = Absence(person="els", first=RECEIVED, last=date(2026, 12, 31))
    late = on(date(2026, 12, 2), owing(K.CLASSIFY), absences=(absent,))
    assert told(late) == {"ingrid": "overdue", "carla": "overdue"}
    all_away = (absent, replace(absent, person="ingrid"))
    late = on(date(2026, 12, 2), owing(K.CLASSIFY), absences=all_away)
    assert told(late) == {"ann": "overdue", "carla": "overdue"}


def test_a_case_about_its_handler_reminds_the_next_in_line() -> None:
    assert told(on(date(2026, 11, 26), owing(K.CLASSIFY, not_for=("ann",)))) == {"bert": "reminder"}


def test_where_nobody_may_be_told_an_administrator_must_find_somebody() -> None:
    case = owing(K.CLASSIFY, not_for=("ann", "bert", "carla", "els", "ingrid", "gust"))
    decision = on(date(2026, 11, 26), case)
    assert decision.orders() == ()
    (matter,) = [effect for effect in decision.effects if isinstance(effect, Tell)]
    assert matter.item.code is AttentionCode.EVERYBODY_NAMED
    assert reached(decision)["classify"][0] == "T-1wd"


def test_a_handler_who_left_is_replaced_by_the_coordinator() -> None:
    assert told(on(date(2026, 11, 26), owing(K.CLASSIFY, handler="gone"))) == {"ann": "reminder"}


def test_a_measure_reminds_its_owner() -> None:
    case = owing(K.MEASURE)
    measure = replace(case.deadlines[0], owner="juf-katrien", n=2, what="een gesprek")
    decision = on(measure.target_on, replace(case, deadlines=(measure,)))
    assert told(decision) == {"juf-katrien": "reminder", "carla": "reminder"}
    order = letter(decision, "juf-katrien")
    assert order.values["what"] == "beloofde maatregel 2"
    assert commands(order)[0] == "KLAAR 2"


# --- the acknowledgment -----------------------------------------------------------------------


@pytest.mark.parametrize("ack", [Ack.HELD, Ack.FAILED, Ack.QUEUED])
def test_an_acknowledgment_still_owed_alarms_two_working_days_before_its_term_ends(
    ack: Ack,
) -> None:
    decision = on(date(2026, 12, 2), owing(K.ACK, ack=ack))
    assert told(decision) == {"ann": "overdue", "carla": "overdue"}
    order = letter(decision, "carla")
    tries = ["NOTITIE gebeld", "ADRES"]
    # An address that does not work comes first: a call may not be needed then.
    assert commands(order) == [*(reversed(tries) if ack is Ack.FAILED else tries), "TOON"]
    assert (order.values["late"], order.values["n_days"]) == (False, 2)
    assert reached(decision) == {"ack": ("T-2wd", date(2026, 12, 7))}


@pytest.mark.parametrize("ack", [Ack.NONE, Ack.TRIAL])
def test_an_acknowledgment_owed_to_nobody_alarms_nobody(ack: Ack) -> None:
    decision = on(date(2026, 12, 2), owing(K.ACK, ack=ack))
    assert decision.orders() == ()
    assert reached(decision) == {"ack": (None, None)}


# --- how it stands ----------------------------------------------------------------------------

AUTO = a_policy(status_updates=StatusUpdates.AUTO)


def statuses(decision: Decision) -> list[Deadline]:
    return [effect.deadline for effect in decision.effects if isinstance(effect, Owe)]


def test_every_two_weeks_the_handler_gets_words_to_send_and_the_next_one_starts() -> None:
    case = owing(K.STATUS)
    dates = []
    for day in (RECEIVED + timedelta(days=n) for n in range(1, 50)):
        decision = on(day, case)
        if decision.orders():
            dates.append(day)
            assert told(decision) == {"ann": "reminder"}
            text = letter(decision, "ann").values["status_text"]
            assert text == "We bekijken hoe we uw klacht het best aanpakken."
        case = after(case, decision)
    assert dates == [date(2026, 12, 8), date(2026, 12, 22), date(2027, 1, 5)]
    assert [one.start_on for one in case.deadlines] == [RECEIVED, *dates]


def test_after_weeks_out_of_service_the_next_one_lies_ahead() -> None:
    decision = on(date(2026, 12, 30), owing(K.STATUS))
    (fresh,) = statuses(decision)
    assert (fresh.start_on, fresh.due_on) == (date(2026, 12, 22), date(2027, 1, 5))


def test_the_bot_tells_the_complainant_itself_where_that_was_agreed() -> None:
    decision = on(date(2026, 12, 8), owing(K.STATUS, policy=AUTO), AUTO, mail=a_mail())
    (send,) = decision.orders()
    assert send.order.name is LetterName.STATUS_UPDATE
    assert send.order.to == "ilse.vdb@postvak.example"
    assert send.order.values["state"] == "intake"
    assert send.order.origin.value == "auto-generated"


def test_the_bot_writes_before_a_vacation_what_would_fall_in_it() -> None:
    case = owing(K.STATUS, policy=AUTO)
    dates = []
    for day in (RECEIVED + timedelta(days=n) for n in range(1, 50)):
        decision = on(day, case, AUTO, mail=a_mail())
        if decision.orders():
            dates.append(day)
        case = after(case, decision)
    assert dates == [date(2026, 12, 8), date(2026, 12, 18), date(2027, 1, 5)]


@pytest.mark.parametrize(
    "changes",
    [
        {"urgency": Urgency.CRITICAL},
        {"ack": Ack.HELD},
        {"ack": Ack.FAILED},
    ],
)
def test_where_a_letter_by_itself_would_be_wrong_the_handler_gets_the_words(
    changes: dict[str, Any],
) -> None:
    case = owing(K.STATUS, policy=AUTO, **changes)
    decision = on(date(2026, 12, 8), case, AUTO, mail=a_mail())
    assert told(decision) == {"ann": "reminder"}


def test_a_second_letter_in_a_row_without_a_persons_word_is_left_to_the_handler() -> None:
    case = owing(K.STATUS, policy=AUTO)
    first = on(date(2026, 12, 8), case, AUTO, mail=a_mail())
    case = after(case, first)
    accepted = LetterAccepted(
        SentLetter(
            id=7,
            name=LetterName.STATUS_UPDATE,
            to="ilse.vdb@postvak.example",
            case_number=case.number,
            message_id="<x@y.example>",
        )
    )
    facts = Facts(now=datetime(2026, 12, 8, 8, tzinfo=UTC), today=date(2026, 12, 8), case=case)
    (met,) = decide(accepted, facts, AUTO).effects
    assert met.start_on == RECEIVED  # type: ignore[union-attr]
    assert met.proof == "letter 7 accepted by the mail server"  # type: ignore[union-attr]
    told_once = replace(case.deadlines[0], met_at=facts.now, proof="letter 7 accepted")
    case = replace(case, deadlines=(told_once, *case.deadlines[1:]))
    assert told(on(date(2026, 12, 18), case, AUTO, mail=a_mail())) == {"ann": "reminder"}


def test_on_trial_nothing_the_bot_wrote_counts_as_told() -> None:
    trial = replace(AUTO, mode=Mode.TRIAL)
    case = after(owing(K.STATUS), on(date(2026, 12, 8), owing(K.STATUS)))
    letter_sent = SentLetter(
        id=7, name=LetterName.STATUS_UPDATE, to="x@y.example", case_number="K", message_id="<x@y>"
    )
    facts = Facts(now=datetime(2026, 12, 8, 8, tzinfo=UTC), today=date(2026, 12, 8), case=case)
    assert decide(LetterAccepted(letter_sent), facts, trial).effects == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"complainant": None},
        {"anonymous": Anonymous.FULL},
        {"status": Status.CLARIFYING, "stopped_on": date(2026, 12, 1)},
    ],
)
def test_where_nobody_can_or_need_be_told_nobody_is_reminded_but_it_goes_on(
    changes: dict[str, Any],
) -> None:
    decision = on(date(2026, 12, 8), owing(K.STATUS, **changes))
    assert decision.orders() == ()
    assert len(statuses(decision)) == 1


def test_once_it_is_answered_nobody_is_told_how_it_stands() -> None:
    decision = on(date(2026, 12, 8), owing(K.STATUS, status=Status.ANSWERED))
    assert (decision.orders(), statuses(decision)) == ((), [])


def test_in_a_case_that_is_over_nobody_is_reminded_of_the_answer() -> None:
    case = owing(K.CLASSIFY, K.CLOSED_REPLY, status=Status.CLOSED)
    decision = on(date(2026, 11, 30), case)
    assert reached(decision) == {
        "classify": (None, None),
        "closed_reply": ("T+1wd", date(2026, 12, 2)),
    }
    assert (
        letter(decision, "carla").values["what"]
        == "antwoord op een bericht in een afgesloten dossier"
    )


# --- a stopped clock --------------------------------------------------------------------------


def test_while_the_clock_stands_still_what_waits_for_it_reminds_nobody() -> None:
    case = owing(K.CLASSIFY, K.HANDLING, status=Status.CLARIFYING, stopped_on=date(2026, 11, 25))
    decision = on(date(2026, 11, 27), case)
    assert decision.orders() == ()
    assert reached(decision) == {"classify": (None, None)}


def test_a_day_that_had_passed_before_the_question_stands_not_still() -> None:
    case = owing(K.CLASSIFY, status=Status.CLARIFYING, stopped_on=date(2026, 11, 30))
    assert told(on(date(2026, 11, 30), case)) == {"carla": "overdue"}


def test_without_an_answer_the_clock_runs_again_and_the_handler_decides() -> None:
    asked = date(2026, 11, 26)
    clarify = owed_from(asked, SCHOOL.duties[K.CLARIFY_REPLY], SCHOOL.calendar, SCHOOL.vacation)
    case = owing(K.HANDLING, status=Status.CLARIFYING, stopped_on=asked)
    case = replace(case, deadlines=(replace(case.deadlines[0], next_on=None), clarify))
    assert on(date(2026, 12, 10), case).effects == ()  # the parent has all of this day
    decision = on(date(2026, 12, 11), case)
    assert told(decision) == {"ann": "reminder"}
    assert "beslis" in str(letter(decision, "ann").values["what"])
    (saved,) = [effect.case for effect in decision.effects if isinstance(effect, Save)]
    assert (saved.status, saved.stopped_on) == (Status.INTAKE, None)
    (moved,) = [effect.deadline for effect in decision.effects if isinstance(effect, Postpone)]
    assert moved.due_on == date(2027, 1, 22)
    assert on(date(2026, 12, 14), after(case, decision)).effects == ()
    (met,) = [effect for effect in decision.effects if isinstance(effect, Settle)]
    assert (met.kind, met.start_on, met.proof) == (
        K.CLARIFY_REPLY,
        asked,
        "no answer within its term",
    )


def test_what_never_came_is_not_told_as_the_last_thing_that_was_done() -> None:
    clarify = owed_from(RECEIVED, SCHOOL.duties[K.CLARIFY_REPLY], SCHOOL.calendar, SCHOOL.vacation)
    given_up = replace(
        clarify, met_at=datetime(2026, 12, 11, 7, tzinfo=UTC), proof="no answer within its term"
    )
    case = owing(K.HANDLING)
    late = on(date(2027, 1, 11), replace(case, deadlines=(*case.deadlines, given_up)))
    values = letter(late, "carla").values
    assert (values["last_step"], values["last_on"]) == (
        "geen uitleg gekregen",
        date(2026, 12, 11),
    )


def test_the_end_of_an_informal_talk_is_told_once() -> None:
    case = owing(K.INFORMAL, status=Status.INFORMAL)
    day = case.deadlines[0].target_on
    decision = on(day, case)
    assert told(decision) == {"ann": "reminder"}
    assert reached(decision) == {"informal": ("T", None)}


def test_every_letter_goes_out_as_ordered_with_the_reason() -> None:
    decision = on(date(2026, 11, 27), owing(K.CLASSIFY))
    assert decision.event == "duties_due"
    assert decision.reason == "classify T"
    assert all(isinstance(each, Send | Reach) for each in decision.effects)
