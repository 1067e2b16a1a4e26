"""What is no complaint, or is one after all: other registers, and mails that lay apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.core.applied import applied
from bot.core.case import Ack, Case, DeadlineKind, Detail, Kind, Status, Via
from bot.core.decision import Cancel, Decision, File, Release, Remember, Save
from bot.core.facts import Apart, Beside, Facts, Link, Thread
from bot.core.happening import SentLetter
from bot.core.instructions import Instructions, Verb
from bot.core.letter import LetterName
from bot.core.mail import IncomingMail
from bot.core.verdict import Place
from tests.builders import MAILBOX, NOON, PARENT, TODAY, a_case, a_mail
from tests.core.test_staff_intake import (
    NEXT,
    NUMBER,
    TEXT,
    TOLD,
    first_case,
    new_order,
    only,
    opened,
)
from tests.staff_orders import (
    an_order,
    commands,
    decided,
    reason_of,
    result_of,
    said_by,
    sent,
    staff_mail,
)

WAITING = SentLetter(
    id=4,
    name=LetterName.ACKNOWLEDGMENT,
    to="ilse@postvak.example",
    case_number="K-2026-0001",
    message_id="<4@schoolbestuur-demerland.example>",
)


# --- no complaint after all


def rerouted(code: str, whom: str = "", case: Case | None = None, **known: Any) -> Decision:
    order = an_order(Verb.NO_COMPLAINT, code=code, whom=whom)
    return decided(order, case=case or an_open_case(), **({"next_numbers": NEXT} | known))


def an_open_case(**changed: Any) -> Case:
    """A case as it stands when its mail was opened."""
    return replace(first_case(opened(**TOLD)), number="K-2026-0001", **changed)


def after(decision: Decision, case: Case) -> Case:
    return applied(case, decision.effects)


@pytest.mark.parametrize(
    ("code", "number", "kind"),
    [
        ("question", "V-2026-0008", Kind.QUESTION),
        ("suggestion", "S-2026-0008", Kind.SUGGESTION),
        ("praise", "L-2026-0008", Kind.PRAISE),
        ("other", "V-2026-0008", Kind.UNCLEAR),
    ],
)
def test_no_complaint_keeps_its_number_and_stands_in_another_register(
    code: str, number: str, kind: Kind
) -> None:
    case = an_open_case()
    decision = rerouted(code, case=case)
    now = after(decision, case)
    assert (now.number, now.status, now.kind) == ("K-2026-0001", Status.REROUTED, kind)
    (entry,) = [
        effect.case
        for effect in decision.effects
        if isinstance(effect, Save) and effect.case.number == number
    ]
    assert (entry.status, entry.kind, entry.received_on) == (Status.REROUTED, kind, TODAY)
    assert entry.details == {Detail.OTHER_NUMBER: "K-2026-0001"}
    assert (entry.complainant, entry.subject) == (None, "")
    assert now.details[Detail.OTHER_NUMBER] == number
    assert number in result_of(decision)


def test_who_is_named_owes_the_answer_from_today() -> None:
    case = an_open_case()
    now = after(rerouted("question", "Bert", case), case)
    (duty,) = [d for d in now.deadlines if d.kind is DeadlineKind.REPLY_OTHER]
    assert (duty.owner, duty.start_on) == ("bert", TODAY)
    unmet = {d.kind for d in now.deadlines if d.met_at is None}
    assert unmet == {DeadlineKind.REPLY_OTHER, DeadlineKind.RETENTION, DeadlineKind.ACK}


def test_the_thanks_wait_for_a_yes_and_name_who_answers() -> None:
    case = an_open_case()
    decision = rerouted("question", "Bert", case)
    (send,) = [send for send in decision.orders() if send.draft is not None]
    assert send.order.name is LetterName.OTHER_RECEIPT
    now = after(decision, case)
    (duty,) = [d for d in now.deadlines if d.kind is DeadlineKind.REPLY_OTHER]
    values = send.order.values
    assert (values["kind"], values["owner"], values["reply_due"]) == (
        "question",
        "Bert Claes",
        duty.due_on,
    )


def test_the_yes_lets_the_thanks_go_and_changes_nothing_else() -> None:
    case = an_open_case()
    decision = rerouted("question", case=case)
    (send,) = [send for send in decision.orders() if send.draft is not None]
    assert send.draft is not None
    draft = replace(send.draft, letter_id=5)
    said_yes = decided(an_order(Verb.YES), case=after(decision, case), drafts=(draft,))
    assert [effect.letter_id for effect in said_yes.effects if isinstance(effect, Release)] == [5]
    assert not [effect for effect in said_yes.effects if isinstance(effect, Save)]


def test_spam_gets_no_letter_and_no_answer_is_owed() -> None:
    case = an_open_case()
    decision = rerouted("spam", case=case, waiting_acks=(WAITING,))
    now = after(decision, case)
    assert (now.status, now.ack) == (Status.REROUTED, Ack.NONE)
    assert {d.kind for d in now.deadlines if d.met_at is None} == {DeadlineKind.RETENTION}
    assert [effect.letter_id for effect in decision.effects if isinstance(effect, Cancel)] == [4]
    assert [letter.name for letter in sent(decision)] == [LetterName.COMMAND_RESULT]
    assert commands(only(decision, LetterName.COMMAND_RESULT))[0] == "WEL KLACHT"


@pytest.mark.parametrize("code", ["", "klacht"])
def test_what_it_is_instead_is_asked(code: str) -> None:
    decision = rerouted(code)
    assert "vraag, een suggestie" in reason_of(decision)
    assert "GEEN KLACHT vraag" in commands(only(decision, LetterName.COMMAND_ERROR))


def test_nobody_answers_of_whom_it_speaks() -> None:
    case = an_open_case(not_for=("bert",))
    assert "kies iemand anders" in reason_of(rerouted("question", "Bert", case))


def test_two_questions_of_one_mail_have_two_numbers() -> None:
    cases = (an_open_case(), replace(an_open_case(), number="K-2026-0002"))
    orders = [an_order(Verb.NO_COMPLAINT, code="question", number=case.number) for case in cases]
    decision = decided(*orders, cases=cases, next_numbers=NEXT)
    told = result_of(decision)
    assert "V-2026-0008" in told
    assert "V-2026-0009" in told


def test_taking_it_back_takes_it_out_of_the_other_register() -> None:
    case = an_open_case()
    decision = rerouted("question", case=case)
    (remembered,) = [e.step for e in decision.effects if isinstance(e, Remember)]
    undone = decided(
        an_order(Verb.UNDO), case=after(decision, case), steps=(replace(remembered, id=3),)
    )
    (entry,) = [effect.case for effect in undone.effects if isinstance(effect, Save)]
    assert (entry.number, entry.status) == ("V-2026-0008", Status.MERGED)


# --- a complaint after all


def accepted(case: Case, **known: Any) -> Decision:
    return decided(an_order(Verb.COMPLAINT), case=case, **known)


@pytest.mark.parametrize("code", ["question", "praise", "spam"])
def test_a_complaint_after_all_owes_what_it_owed_by_the_same_days(code: str) -> None:
    before = an_open_case()
    case = after(rerouted(code, case=before), before)
    decision = accepted(case, now=NOON + timedelta(days=3), today=TODAY + timedelta(days=3))
    now = after(decision, case)
    assert (now.status, now.kind) == (Status.INTAKE, Kind.COMPLAINT)
    assert (now.received_at, now.received_on) == (before.received_at, before.received_on)
    assert Detail.OTHER_NUMBER not in now.details

    def owed(each: Case) -> dict[DeadlineKind, date]:
        return {d.kind: d.due_on for d in each.deadlines if d.met_at is None}

    assert owed(now) == owed(before)
    assert all(d.next_on for d in now.deadlines if d.met_at is None)


@pytest.mark.parametrize(
    ("ack", "letters"), [(Ack.SENT, 0), (Ack.WAIVED, 0), (Ack.QUEUED, 0), (Ack.HELD, 0)]
)
def test_who_was_told_is_not_told_again(ack: Ack, letters: int) -> None:
    before = an_open_case(ack=ack)
    case = after(rerouted("question", case=before), before)
    assert len(sent(accepted(case), LetterName.ACKNOWLEDGMENT)) == letters


def test_who_was_told_nothing_because_it_was_spam_is_told_now() -> None:
    before = an_open_case()
    case = after(rerouted("spam", case=before), before)
    decision = accepted(case)
    assert only(decision, LetterName.ACKNOWLEDGMENT).to == "ilse@postvak.example"
    assert after(decision, case).ack is Ack.QUEUED


def test_its_entry_in_the_other_register_ends() -> None:
    before = an_open_case()
    case = after(rerouted("suggestion", case=before), before)
    entries = [
        effect.case
        for effect in accepted(case).effects
        if isinstance(effect, Save) and effect.case.number != case.number
    ]
    assert [(entry.number, entry.status) for entry in entries] == [("S-2026-0008", Status.MERGED)]


def test_what_is_a_complaint_cannot_become_one() -> None:
    assert "kan nu niet" in reason_of(accepted(an_open_case()))


# --- a mail that lies apart


def apart(mail: IncomingMail | None = None, **known: Any) -> dict[str, Any]:
    """What is known of mail 411, which came three days ago."""
    came = TODAY - timedelta(days=3)
    values: dict[str, Any] = {
        "now": NOON,
        "today": TODAY,
        "mailbox": MAILBOX,
        "received_at": NOON - timedelta(days=3),
        "received_on": came,
        "next_number": "not this one",
    }
    one = Apart(mail_id=411, mail=mail or a_mail(TEXT), facts=Facts(**(values | known)))
    return {"beside": {"mail 411": Beside(apart=one)}, "next_numbers": NEXT, "cases": ()}


def of_mail_411(text: str = "", by: str = "ann", **known: Any) -> Decision:
    return decided(an_order(Verb.COMPLAINT, text, number="mail 411"), by=by, **(apart() | known))


def test_a_mail_that_lay_apart_becomes_a_case_as_of_the_day_it_came() -> None:
    decision = of_mail_411()
    case = first_case(decision)
    assert (case.number, case.received_on) == (NUMBER, TODAY - timedelta(days=3))
    assert case.received_at == NOON - timedelta(days=3)
    assert {duty.start_on for duty in case.deadlines} == {TODAY - timedelta(days=3)}
    assert only(decision, LetterName.ACKNOWLEDGMENT).to == PARENT.email
    assert NUMBER in result_of(decision)
    moved, own = sorted(
        (effect for effect in decision.effects if isinstance(effect, File)),
        key=lambda filed: filed.mail_id or 0,
        reverse=True,
    )
    assert (moved.mail_id, moved.place, moved.case_number) == (411, Place.CASE, NUMBER)
    assert (own.mail_id, own.place) == (None, Place.SET_ASIDE)


def test_a_mail_that_lies_nowhere_is_asked_back() -> None:
    assert "ligt niet (meer) apart" in reason_of(of_mail_411(beside={}))


@pytest.mark.parametrize("by", ["juf-katrien", "gust", "hilde"])
def test_who_does_not_treat_complaints_makes_no_case_of_it(by: str) -> None:
    assert "alleen wie klachten behandelt" in reason_of(of_mail_411(by=by))


def test_whom_it_speaks_of_makes_no_case_of_it() -> None:
    about_ann = a_mail("Mevrouw Ann Peeters liet mij gisteren een uur wachten.")
    decision = of_mail_411(**apart(about_ann))
    assert "iemand anders bekijkt hem" in reason_of(decision)
    assert "wachten" not in said_by(only(decision, LetterName.COMMAND_ERROR))


def test_a_colleagues_mail_has_no_complainant() -> None:
    case = first_case(of_mail_411(**apart(staff_mail("juf-katrien", TEXT))))
    assert case.complainant is None


def follow_up() -> dict[str, Any]:
    thread = Thread(Link.NUMBER, an_open_case())
    return apart(a_mail("Er is nog iets gebeurd op de bus."), threads=(thread,))


def test_a_mail_that_names_a_case_is_asked_whether_it_belongs_there() -> None:
    decision = of_mail_411(**follow_up())
    assert "Hoort hij in dat dossier" in reason_of(decision)
    assert commands(only(decision, LetterName.COMMAND_ERROR)) == [
        "mail 411 WEL KLACHT: bij K-2026-0001",
        "mail 411 WEL KLACHT: nieuw",
    ]


def test_it_joins_the_case_and_the_handler_reads_it() -> None:
    decision = of_mail_411("bij K-2026-0001", by="carla", **follow_up())
    filed = [e for e in decision.effects if isinstance(e, File) and e.mail_id == 411]
    assert [(one.place, one.case_number) for one in filed] == [(Place.CASE, "K-2026-0001")]
    assert not sent(decision, LetterName.ACKNOWLEDGMENT)
    assert "mail 411 zit nu in K-2026-0001" in result_of(decision)


def test_or_it_opens_one_of_its_own() -> None:
    assert first_case(of_mail_411("nieuw", **follow_up())).number == NUMBER


def test_what_a_colleague_wrote_down_and_nobody_had_proven_is_taken_in_with_one_tap() -> None:
    written = staff_mail("juf-katrien", "NIEUW: …")
    given = Instructions(orders=(new_order(**TOLD),))
    known = apart(written, instructions=given)
    order = an_order(Verb.NEW, number="mail 411")
    decision = decided(order, by="juf-katrien", **known)
    case = first_case(decision)
    assert (case.number, case.via) == (NUMBER, Via.PHONE)
    assert case.received_on == TODAY - timedelta(days=3)
    assert {e.mail_id for e in decision.effects if isinstance(e, File)} == {None, 411}
    others = decided(order, by="ann", **known)
    assert "staat geen nieuwe klacht" in reason_of(others)


@pytest.mark.parametrize(
    ("number", "command"),
    [("mail 411", "mail 411 WEL KLACHT"), ("K-2026-0002", "K-2026-0002 WEL KLACHT")],
)
def test_an_order_that_nobody_proved_keeps_its_number_in_the_question(
    number: str, command: str
) -> None:
    order = replace(an_order(Verb.COMPLAINT, number=number), line=f"{number} WEL KLACHT")
    decision = decided(order, cases=(a_case(), a_case("K-2026-0002")), key=None)
    assert commands(only(decision, LetterName.WAS_IT_YOU)) == [command]
