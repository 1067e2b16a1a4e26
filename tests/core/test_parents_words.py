"""What the words of a complainant bring about at once, and what a person must confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.core.applied import applied
from bot.core.case import Ack, Case, DeadlineKind, Kind, Outcome, Status, Survey, Urgency
from bot.core.decide import decide
from bot.core.decision import Decision, Owe, Save, Send
from bot.core.duties.owed import owed_at_intake, owed_by
from bot.core.facts import Facts, Link, Thread
from bot.core.happening import MailArrived, SentLetter
from bot.core.letter import Hold, LetterName, LetterOrder, Origin
from bot.core.mail import Address, IncomingMail
from bot.core.policy import Policy, StatusUpdates
from tests.builders import MAILBOX, TODAY, a_case, a_mail, a_policy

SCHOOL = a_policy()
K = DeadlineKind
OTHER = Address("stranger@elders.example", "Iemand")
CAME = date(2026, 12, 2)


def duties() -> tuple[Any, ...]:
    return owed_at_intake(TODAY, SCHOOL.duties, SCHOOL.calendar, SCHOOL.vacation)


def standing(status: Status, **changes: Any) -> Case:
    """A case of 24 November that stands there."""
    values = {"ack": Ack.SENT, "deadlines": duties()} | changes
    return a_case(status=status, **values)


def writes(
    case: Case, text: str, policy: Policy = SCHOOL, on: date = CAME, **mail: Any
) -> Decision:
    at = datetime(on.year, on.month, on.day, 11, tzinfo=UTC)
    known = {name: mail.pop(name) for name in ("answered", "letters_in_24h") if name in mail}
    written: IncomingMail = a_mail(
        text, **({"subject": f"Re: [{case.number}] Klacht", "message_id": "<2@p.example>"} | mail)
    )
    facts = Facts(
        now=at + timedelta(minutes=5),
        today=on,
        mailbox=MAILBOX,
        received_at=at,
        received_on=on,
        threads=(Thread(Link.SIGNED_ID, case),),
        **known,
    )
    return decide(MailArrived(written), facts, policy)


def after(case: Case, decision: Decision) -> Case:
    return applied(case, decision.effects)


def to_parent(decision: Decision) -> list[LetterOrder]:
    sent = (effect.order for effect in decision.effects if isinstance(effect, Send))
    return [order for order in sent if not order.to_staff]


def names(decision: Decision) -> list[LetterName]:
    return [order.name for order in to_parent(decision)]


def told(decision: Decision) -> dict[str, Any]:
    """What the letter to the handler prints."""
    (order,) = [
        effect.order
        for effect in decision.effects
        if isinstance(effect, Send) and effect.order.name is LetterName.PARENT_REPLIED
    ]
    return dict(order.values)


def unmet(case: Case) -> set[DeadlineKind]:
    return {duty.kind for duty in case.deadlines if duty.met_at is None}


def asked(**changes: Any) -> Case:
    """A case whose complainant was asked something on 26 November."""
    on = date(2026, 11, 26)
    question = owed_by(on, SCHOOL.duties[K.CLARIFY_REPLY], SCHOOL)
    values = {
        "before": Status.INVESTIGATING,
        "stopped_on": on,
        "deadlines": (*(replace(one, next_on=None) for one in duties()), question),
    } | changes
    return standing(Status.CLARIFYING, **values)


# --- an answer to our questions ---------------------------------------------------------------


def test_an_answer_brings_the_case_back_where_it_stood_and_the_clock_runs() -> None:
    decision = writes(asked(), "Het gebeurde op 17 november in de refter.")
    case = after(asked(), decision)
    assert (case.status, case.stopped_on, case.before) == (Status.INVESTIGATING, None, None)
    assert K.CLARIFY_REPLY not in unmet(case)
    assert "clarified" in told(decision)["remarks"]


def test_the_new_day_of_the_answer_is_told() -> None:
    decision = writes(asked(), "Het gebeurde op 17 november.")
    (letter,) = to_parent(decision)
    assert letter.name is LetterName.ADDITION_RECEIVED
    assert letter.values["handling_due"] == date(2027, 1, 14)
    assert letter.values["due_moved"] is True
    assert letter.answers == "<2@p.example>"


def test_a_day_that_did_not_move_is_not_told_again() -> None:
    same_day = writes(asked(), "Het gebeurde op 17 november.", on=date(2026, 11, 26))
    assert names(same_day) == []
    going = replace(SCHOOL, terms=replace(SCHOOL.terms, clarify_pauses_clock=False))
    decision = writes(asked(stopped_on=None), "Het gebeurde op 17 november.", going)
    assert names(decision) == []
    assert after(asked(stopped_on=None), decision).status is Status.INVESTIGATING


def test_an_answer_fills_in_nothing_by_itself() -> None:
    before = asked()
    case = after(before, writes(before, "Mijn dochter Lotte, klas 3B, op 17 november."))
    assert (case.details, case.facts_on, case.topic) == ({}, before.facts_on, before.topic)
    assert (case.simple, case.admissible) == (None, None)


def test_another_party_may_answer_but_is_told_no_day() -> None:
    case = asked(parties=("ilse.vdb@postvak.example", OTHER.key))
    decision = writes(case, "Het was dinsdag.", sender=OTHER, from_addresses=(OTHER,))
    assert after(case, decision).status is Status.INVESTIGATING
    assert names(decision) == []


def test_a_machine_answers_nothing() -> None:
    decision = writes(asked(), "Ik ben er niet.", headers={"precedence": ("bulk",)})
    assert not [effect for effect in decision.effects if isinstance(effect, Save)]


# --- rights -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Formeel", "Ik wil een formele klacht.", "Plainte formelle"])
def test_formal_is_a_right_and_takes_effect_at_once(text: str) -> None:
    informal = standing(Status.INFORMAL)
    decision = writes(informal, text)
    assert after(informal, decision).status is Status.INTAKE
    (letter,) = to_parent(decision)
    assert letter.name is LetterName.FORMAL_NEXT_STEPS
    assert letter.values["handling_due"] == date(2027, 1, 8)  # counted from receipt, as before
    assert "contact_name" not in letter.values
    said = told(decision)["remarks"]
    assert "went_formal" in said
    assert "formal" not in said


def test_no_formal_complaint_is_none() -> None:
    informal = standing(Status.INFORMAL)
    assert (
        after(informal, writes(informal, "Ik wil geen formele klacht.")).status is informal.status
    )


def test_a_complaint_after_all_is_one_at_once_and_acknowledged() -> None:
    other = standing(Status.REROUTED, kind=Kind.SUGGESTION, deadlines=())
    decision = writes(other, "Klacht")
    case = after(other, decision)
    assert (case.status, case.kind, case.ack) == (Status.INTAKE, Kind.COMPLAINT, Ack.SENT)
    assert unmet(case) == {K.CLASSIFY, K.ADMISSIBILITY, K.HANDLING, K.STATUS}
    (letter,) = to_parent(decision)
    assert letter.name is LetterName.ACKNOWLEDGMENT
    assert letter.values["handling_due"] == CAME + timedelta(days=45)
    assert "now_a_complaint" in told(decision)["remarks"]


def test_the_word_complaint_in_a_case_that_is_one_changes_nothing() -> None:
    case = standing(Status.HANDLING)
    decision = writes(case, "Klacht over de bus, nog eens.")
    assert after(case, decision) == case
    assert names(decision) == []


# --- proposed ---------------------------------------------------------------------------------


def proving() -> Policy:
    boxes = tuple(replace(box, proves_staff=True) for box in SCHOOL.mailboxes)
    return replace(SCHOOL, mailboxes=boxes)


def commands(decision: Decision) -> list[str]:
    return [button.command for button in told(decision)["buttons"]]


def test_a_withdrawal_is_only_proposed() -> None:
    case = standing(Status.HANDLING)
    decision = writes(case, "Ik trek mijn klacht in.", proving())
    assert after(case, decision) == case
    assert commands(decision)[0] == "INGETROKKEN"
    assert "withdrawal" in told(decision)["remarks"]
    assert names(decision) == []


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.REMEDYING])
def test_who_is_not_satisfied_is_owed_a_reaction_and_a_person_decides(status: Status) -> None:
    case = standing(status, deadlines=())
    decision = writes(case, "Ik ben niet tevreden met het antwoord.", proving())
    now = after(case, decision)
    assert now.status is status
    (owed,) = now.deadlines
    assert (owed.kind, owed.due_on) == (K.DISSATISFIED_REPLY, date(2026, 12, 7))
    assert commands(decision)[0] == "ONTEVREDEN"
    again = writes(now, "Nog altijd niet tevreden.")
    assert not [effect for effect in again.effects if isinstance(effect, Owe)]


def test_in_a_case_at_rest_the_answer_to_the_mail_is_owed_and_promised() -> None:
    case = standing(Status.CLOSED, deadlines=(), closed_on=TODAY)
    decision = writes(case, "Ik ben niet tevreden met het antwoord.", proving())
    assert [duty.kind for duty in after(case, decision).deadlines] == [K.CLOSED_REPLY]
    assert names(decision) == [LetterName.CLOSED_CASE_REPLY]
    assert commands(decision)[0] == "ONTEVREDEN"


def test_what_cannot_be_ordered_now_has_no_button() -> None:
    case = standing(Status.HANDLING)
    decision = writes(case, "Ik ben niet tevreden over deze gang van zaken.", proving())
    assert "ONTEVREDEN" not in commands(decision)


# --- how it stands ----------------------------------------------------------------------------


def test_who_asks_how_it_stands_is_left_to_the_handler() -> None:
    case = standing(Status.HANDLING)
    decision = writes(case, "Hoe ver staat het met mijn klacht?", proving())
    assert names(decision) == []
    assert commands(decision)[0] == "STATUS"
    assert "status" in told(decision)["remarks"]


@pytest.mark.parametrize(("on", "count"), [(date(2026, 12, 4), 0), (date(2026, 12, 8), 1)])
def test_where_the_bot_tells_it_and_it_is_due_it_is_told_at_once(on: date, count: int) -> None:
    auto = replace(SCHOOL, status_updates=StatusUpdates.AUTO)
    case = standing(Status.HANDLING)
    decision = writes(case, "Hoe ver staat het met mijn klacht?", auto, on=on)
    assert names(decision) == [LetterName.STATUS_UPDATE] * count


# --- never ------------------------------------------------------------------------------------


CASES = {
    "asked": (asked(), "Het was op 17 november."),
    "informal": (standing(Status.INFORMAL), "Formeel"),
    "other": (standing(Status.REROUTED, kind=Kind.QUESTION, deadlines=()), "Klacht"),
    "file": (standing(Status.HANDLING), "Graag inzage in het dossier."),
}


@pytest.mark.parametrize("which", CASES)
def test_in_danger_no_letter_leaves_by_itself(which: str) -> None:
    case, text = CASES[which]
    assert names(writes(replace(case, urgency=Urgency.CRITICAL), text)) == []
    assert names(writes(case, f"{text} Mijn dochter wil niet meer leven.")) == []


@pytest.mark.parametrize("which", ["informal", "other"])
def test_only_the_complainants_own_address_has_these_rights(which: str) -> None:
    case, text = CASES[which]
    shared = replace(case, parties=(*case.parties, OTHER.key))
    decision = writes(shared, text, sender=OTHER, from_addresses=(OTHER,))
    assert after(shared, decision).status is case.status
    assert names(decision) == []


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("Graag een kopie van het volledige dossier.", True),
        ("Ik wil het dossier inkijken.", False),
        ("Je voudrais une copie de mon dossier.", True),
        ("I want copies of my records.", True),
        ("Ich bitte um Akteneinsicht.", False),
    ],
)
@pytest.mark.parametrize("status", [Status.HANDLING, Status.CLOSED, Status.REROUTED])
def test_who_asks_for_the_own_file_reads_at_once_by_when_it_comes(
    status: Status, text: str, *, copy: bool
) -> None:
    ended = date(2026, 11, 30) if status is Status.CLOSED else None
    case = standing(status, closed_on=ended, outcome=Outcome.UPHELD if ended else None)
    decision = writes(case, text)
    (letter,) = to_parent(decision)
    assert letter.name is LetterName.DOSSIER_RECEIPT
    assert letter.origin is Origin.REPLIED
    values = letter.values
    assert (values["wants_copy"], values["dossier_due"]) == (copy, date(2027, 1, 2))
    assert values["identity_check"] is False
    now = after(case, decision)
    assert K.DOSSIER_REQUEST in unmet(now)
    assert (now.status, now.closed_on, now.outcome) == (status, ended, case.outcome)
    # What it is, and that it was answered, the handler reads; to make it stays a person's work.
    assert {"dossier_request", "answer_sent"} <= set(told(decision)["remarks"])


def test_the_own_file_is_promised_once_until_it_came() -> None:
    case = standing(Status.HANDLING)
    first = writes(case, "Graag inzage in het dossier.")
    again = writes(after(case, first), "Nogmaals: graag inzage in het dossier.")
    assert names(again) == []
    assert "dossier_request" in told(again)["remarks"]
    owed = [duty for duty in after(after(case, first), again).deadlines
            if duty.kind is K.DOSSIER_REQUEST]  # fmt: skip
    assert len(owed) == 1


def test_another_party_who_asks_for_the_file_is_promised_nothing_by_itself() -> None:
    case = standing(Status.HANDLING, parties=(OTHER.email,))
    decision = writes(case, "Graag inzage in het dossier.", sender=OTHER, from_addresses=(OTHER,))
    assert names(decision) == []
    assert K.DOSSIER_REQUEST in unmet(after(case, decision))


def test_who_gave_no_name_is_asked_first_who_they_are() -> None:
    case = standing(Status.HANDLING, complainant=Address("ilse.vdb@postvak.example"))
    (letter,) = to_parent(writes(case, "Graag inzage in het dossier."))
    assert letter.values["identity_check"] is True


def test_what_is_asked_beside_the_own_file_and_answered_for_it_is_not_taken_as_told() -> None:
    auto = replace(SCHOOL, status_updates=StatusUpdates.AUTO)
    case = standing(Status.HANDLING)
    on = next(duty.target_on for duty in case.deadlines if duty.kind is K.STATUS)
    decision = writes(case, "Hoe ver staat het? Graag inzage in het dossier.", auto, on)
    assert names(decision) == [LetterName.DOSSIER_RECEIPT]
    assert K.STATUS in unmet(after(case, decision))


@pytest.mark.parametrize("which", CASES)
def test_too_many_letters_a_day_wait_for_a_person(which: str) -> None:
    case, text = CASES[which]
    (letter,) = to_parent(writes(case, text, letters_in_24h=10))
    assert letter.held is Hold.LIMIT


@pytest.mark.parametrize(
    "text",
    [
        "Formeel. Hoe ver staat het? Ik ben niet tevreden. Stop met mailen. Klacht.",
        "4 5 3 4. Ik trek mijn klacht in. Formeel.",
        "Formeel. Klacht. Hoe ver staat het? Graag inzage in het dossier.",
    ],
)
@pytest.mark.parametrize("status", list(Status))
def test_no_reply_of_a_parent_gets_two_letters(status: Status, text: str) -> None:
    question = SentLetter(
        id=7, name=LetterName.SURVEY, to="", case_number="K-2026-0001", message_id="<s@x.example>"
    )
    auto = replace(SCHOOL, status_updates=StatusUpdates.AUTO)
    case = standing(status, survey=Survey.SENT, stopped_on=None)
    decision = writes(case, text, auto, answered=question)
    assert len(to_parent(decision)) <= 1
