"""What an arriving mail changes of what is owed: whom a case is about, clocks, duties."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.core.case import Ack, Case, DeadlineKind, Status, Urgency
from bot.core.decide import decide
from bot.core.decision import Decision, Owe, Postpone, Save, Send, Settle
from bot.core.duties.owed import owed_at_intake, owed_from, reminds_again_on
from bot.core.facts import Facts, Link, Thread
from bot.core.happening import MailArrived
from bot.core.mail import IncomingMail
from bot.core.naming import all_named_in, named_in
from bot.core.policy import AnonymousPolicy, Policy, StatusUpdates
from tests.builders import MAILBOX, PARENT, TODAY, a_case, a_mail, a_policy

SCHOOL = a_policy()
K = DeadlineKind
ASKED, ANSWERED = date(2026, 11, 26), date(2026, 12, 2)


def arrives(
    mail: IncomingMail, on: date = TODAY, policy: Policy = SCHOOL, **known: Any
) -> Decision:
    at = datetime(on.year, on.month, on.day, 11, tzinfo=UTC)
    facts = Facts(
        now=at + timedelta(minutes=5),
        today=on,
        mailbox=MAILBOX,
        received_at=at,
        received_on=on,
        next_number="K-2026-0002",
        **known,
    )
    return decide(MailArrived(mail), facts, policy)


def saved(decision: Decision) -> Case:
    return [effect.case for effect in decision.effects if isinstance(effect, Save)][-1]


def replied(case: Case, text: str = "Het gaat over de derde klas.", **known: Any) -> Decision:
    mail = a_mail(text, subject=f"Re: [{case.number}] Klacht", message_id="<twee@postvak.example>")
    return arrives(mail, threads=(Thread(Link.SIGNED_ID, case),), **known)


def waiting() -> Case:
    """A case in which the complainant was asked something on 26 November."""
    owed = owed_at_intake(TODAY, SCHOOL.duties, SCHOOL.calendar, SCHOOL.vacation)
    asked = owed_from(ASKED, SCHOOL.duties[K.CLARIFY_REPLY], SCHOOL.calendar, SCHOOL.vacation)
    return a_case(
        status=Status.CLARIFYING,
        stopped_on=ASKED,
        ack=Ack.SENT,
        deadlines=(*(replace(one, next_on=None) for one in owed), asked),
    )


# --- a new case -------------------------------------------------------------------------------


def test_a_new_case_owes_each_duty_with_the_day_of_its_first_rung() -> None:
    duties = [effect.deadline for effect in arrives(a_mail()).effects if isinstance(effect, Owe)]
    assert {duty.kind: duty.next_on for duty in duties} == {
        K.ACK: date(2026, 12, 2),
        K.CLASSIFY: date(2026, 11, 26),
        K.ADMISSIBILITY: date(2026, 12, 2),
        K.HANDLING: date(2026, 12, 18),
        K.STATUS: date(2026, 12, 8),
    }


def test_nobody_of_whom_the_text_speaks_is_told_of_the_case_later() -> None:
    text = "Ik klaag over juf Katrien. Ook meneer Jansen deed niets."
    case = saved(arrives(a_mail(text)))
    assert set(case.not_for) == {"juf-katrien", "katrien-goossens", "dirk"}
    assert saved(arrives(a_mail())).not_for == ()


def test_a_role_counts_as_a_name() -> None:
    case = saved(arrives(a_mail("De directeur schreeuwt tegen mijn zoon. Ik dien een klacht in.")))
    assert {"carla", "dirk"} <= set(case.not_for)
    assert "ann" not in case.not_for


def test_who_writes_is_not_taken_for_somebody_it_is_about() -> None:
    sender = replace(PARENT, name="Els Wouters")
    mail = a_mail("Ik dien een klacht in over de straf.\n\nEls Wouters", sender=sender)
    assert saved(arrives(mail)).not_for == ()


def test_whom_no_letter_reaches_none_is_owed() -> None:
    silent = replace(SCHOOL, anonymous=AnonymousPolicy.REFUSE_SILENT)
    mail = a_mail(
        "Ik wil anoniem blijven en geef mijn naam niet. Ik klaag over de busrit.",
        sender=replace(PARENT, name="", email="x123@postvak.example"),
    )
    decision = arrives(mail, policy=silent)
    case = saved(decision)
    kinds = {effect.deadline.kind for effect in decision.effects if isinstance(effect, Owe)}
    assert case.ack is Ack.NONE
    assert kinds == {K.CLASSIFY, K.ADMISSIBILITY, K.HANDLING}
    assert {duty.kind for duty in case.deadlines} == kinds


def test_what_the_bot_writes_by_itself_is_aimed_at_a_school_day() -> None:
    auto = replace(SCHOOL, status_updates=StatusUpdates.AUTO)
    decision = arrives(a_mail(), on=date(2026, 12, 9), policy=auto)
    (status,) = [
        effect.deadline
        for effect in decision.effects
        if isinstance(effect, Owe) and effect.deadline.kind is K.STATUS
    ]
    assert (status.due_on, status.target_on) == (date(2026, 12, 23), date(2026, 12, 18))


@pytest.mark.parametrize(
    "text",
    [
        "de directeur en het schoolbestuur doen niets",
        "ik sprak de klachtencoordinator en juf katrien",
        "mevrouw peeters, meneer jansen en els wouters",
        "mijn zoon moest twee uur nablijven",
    ],
)
def test_looking_for_all_at_once_finds_whom_looking_for_each_finds(text: str) -> None:
    each = tuple(person for person in SCHOOL.people if named_in(text, person, SCHOOL))
    assert all_named_in(text, SCHOOL) == each


# --- a reply ----------------------------------------------------------------------------------


def test_an_answer_lets_the_clock_run_from_the_day_it_was_received() -> None:
    decision = replied(waiting(), on=ANSWERED)
    case = saved(decision)
    assert (case.status, case.stopped_on) == (Status.INTAKE, None)
    moved = {
        effect.deadline.kind: effect.deadline.due_on
        for effect in decision.effects
        if isinstance(effect, Postpone)
    }
    assert moved[K.HANDLING] == date(2027, 1, 14)
    (met,) = [effect for effect in decision.effects if isinstance(effect, Settle)]
    assert (met.kind, met.start_on, met.proof) == (K.CLARIFY_REPLY, ASKED, "a mail of a party")


def test_a_mail_that_came_before_the_question_is_no_answer() -> None:
    decision = replied(waiting(), on=date(2026, 11, 25))
    assert not any(isinstance(effect, Settle | Postpone | Save) for effect in decision.effects)


def test_an_answer_after_the_clock_runs_again_is_still_an_answer() -> None:
    late = replace(waiting(), status=Status.INTAKE, stopped_on=None)
    effects = replied(late, on=date(2026, 12, 15)).effects
    assert any(isinstance(effect, Settle) for effect in effects)
    assert not any(isinstance(effect, Postpone) for effect in effects)


def test_whom_a_later_mail_names_gets_nothing_of_the_case_from_then_on() -> None:
    case = a_case(ack=Ack.SENT, not_for=("dirk",))
    decision = replied(case, "Eigenlijk gaat het over Bert Claes.")
    assert saved(decision).not_for == ("dirk", "bert")
    again = replied(saved(decision), "Nog eens: Bert Claes.")
    assert not any(isinstance(effect, Save) for effect in again.effects)


def test_a_cry_for_help_in_an_answer_is_kept_when_the_clock_runs() -> None:
    case = saved(replied(waiting(), "Mijn dochter zegt dat ze niet meer wil leven.", on=ANSWERED))
    assert (case.urgency, case.stopped_on) == (Urgency.CRITICAL, None)


def test_a_reply_in_a_running_case_changes_nothing_of_it() -> None:
    effects = replied(a_case(ack=Ack.SENT)).effects
    assert not any(isinstance(effect, Save) for effect in effects)
    assert any(isinstance(effect, Send) for effect in effects)


# --- owed again -------------------------------------------------------------------------------


def test_an_acknowledgment_owed_again_goes_on_where_its_ladder_was() -> None:
    owed = owed_at_intake(TODAY, SCHOOL.duties, SCHOOL.calendar, SCHOOL.vacation)
    met = datetime(2026, 11, 24, 12, tzinfo=UTC)
    ack = replace(owed[0], met_at=met, proof="letter 1", stage="T-2wd", next_on=None)
    case = a_case(deadlines=(ack, *owed[1:]))
    assert reminds_again_on(case, K.ACK, SCHOOL.calendar) == date(2026, 12, 7)
    assert reminds_again_on(a_case(), K.ACK, SCHOOL.calendar) is None
