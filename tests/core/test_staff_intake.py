"""What staff take in: complaints that came in another way, and what is no complaint, or is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.case import Ack, Anonymous, Case, DeadlineKind, Detail, Kind, Status, Urgency, Via
from bot.core.decision import Decision, File, Save, Settle
from bot.core.instructions import Order, Verb
from bot.core.letter import LetterName, LetterOrder
from bot.core.mail import Attachment
from bot.core.verdict import Place
from tests.builders import TODAY, a_policy
from tests.staff_orders import (
    an_order,
    case_after,
    commands,
    decided,
    person,
    reason_of,
    result_of,
    sent,
    staff_mail,
)

NUMBER = "K-2026-0008"
NEXT = {
    (letter, year): tuple(f"{letter}-{year}-{n:04d}" for n in (8, 9))
    for letter in "KVSL"
    for year in (2025, 2026)
}
TEXT = "Mevrouw zegt dat haar zoon elke dag alleen eet in de refter. Ze is erg ontevreden."
TOLD = {
    "via": "telefoon",
    "name": "Ilse Maes",
    "mail": "ilse@postvak.example",
    "text": TEXT,
}


def opened(by: str = "ann", **fields: str) -> Decision:
    """What becomes of NIEUW with these fields."""
    return decided(new_order(**fields), by=by, cases=(), next_numbers=NEXT)


def new_order(**fields: str) -> Order:
    return an_order(Verb.NEW, fields={name: value for name, value in fields.items() if value})


def first_case(decision: Decision) -> Case:
    return next(effect.case for effect in decision.effects if isinstance(effect, Save))


def only(decision: Decision, name: LetterName, to: str = "") -> LetterOrder:
    (letter,) = sent(decision, name, to)
    return letter


# --- a complaint by word of mouth


def test_a_complaint_by_telephone_is_opened_acknowledged_and_told() -> None:
    decision = opened(**TOLD)
    case = first_case(decision)
    assert (case.number, case.via, case.kind, case.status) == (
        NUMBER,
        Via.PHONE,
        Kind.COMPLAINT,
        Status.INTAKE,
    )
    assert case.complainant is not None
    assert (case.complainant.name, case.complainant.email) == ("Ilse Maes", "ilse@postvak.example")
    assert (case.handler, case.ack, case.parties) == ("ann", Ack.QUEUED, ("ilse@postvak.example",))
    acknowledgment = only(decision, LetterName.ACKNOWLEDGMENT)
    assert (acknowledgment.to, acknowledgment.answers) == ("ilse@postvak.example", None)
    notice = only(decision, LetterName.NEW_COMPLAINT)
    assert TEXT in str(notice.values["body_clean"])
    assert notice.values["via"] == "telefoon"


def test_the_colleague_reads_the_number_and_that_it_is_acknowledged() -> None:
    decision = opened(by="juf-katrien", **TOLD)
    told = result_of(decision)
    assert NUMBER in told
    assert "Ann Peeters behandelt het" in told
    assert "i…e@postvak.example" in told
    letter = only(decision, LetterName.COMMAND_RESULT)
    assert (letter.to, letter.case_number) == (person("juf-katrien").email, NUMBER)


@pytest.mark.parametrize("by", ["ann", "carla", "els", "gust", "hilde", "juf-katrien"])
def test_anybody_of_the_school_may_take_a_complaint_down(by: str) -> None:
    assert first_case(opened(by=by, **TOLD)).number == NUMBER


def test_every_duty_counts_from_the_day_it_came() -> None:
    case = first_case(opened(**TOLD, received="20/11/2026"))
    assert case.received_on == date(2026, 11, 20)
    assert {duty.start_on for duty in case.deadlines} == {date(2026, 11, 20)}
    assert {duty.kind for duty in case.deadlines} >= {
        DeadlineKind.ACK,
        DeadlineKind.CLASSIFY,
        DeadlineKind.HANDLING,
    }


def test_without_a_day_it_came_the_day_the_mail_did() -> None:
    assert first_case(opened(**TOLD)).received_on == TODAY


def test_a_complaint_of_last_year_is_numbered_in_that_year_and_told_all_the_same() -> None:
    decision = opened(**TOLD, received="15/12/2025")
    case = first_case(decision)
    assert (case.number, case.ack) == ("K-2025-0008", Ack.QUEUED)
    assert sent(decision, LetterName.NEW_COMPLAINT)


@pytest.mark.parametrize("day", ["31/12/2026", "binnenkort", "32/13"])
def test_a_day_that_lies_ahead_or_is_none_is_asked_back(day: str) -> None:
    decision = opened(**TOLD, received=day)
    assert day in reason_of(decision)
    (ready,) = commands(only(decision, LetterName.COMMAND_ERROR))
    assert TEXT.split(".", maxsplit=1)[0] in ready


def test_without_words_the_fields_come_back_filled_in() -> None:
    decision = opened(**(TOLD | {"text": ""}), pupil="Wout Maes")
    assert "Wat is de klacht" in reason_of(decision)
    (ready,) = commands(only(decision, LetterName.COMMAND_ERROR))
    assert ready.split("\n")[0] == "NIEUW"
    assert {"NAAM: Ilse Maes", "MAIL: ilse@postvak.example", "LEERLING: Wout Maes", "TEKST: "} <= {
        *ready.split("\n")
    }


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("mail", "ilse at postvak", "geen mailadres"),
        ("mail", "ann.peeters@schoolbestuur-demerland.example", "adres van de school"),
        ("mail", "klachten@schoolbestuur-demerland.example", "adres van de school"),
        ("via", "duif", "begrijp ik niet"),
        ("school", "De Verre School", "ken ik niet"),
        ("topic", "zwemmen op maandag", "past niet"),
        ("facts_on", "31/12/2027", "geen dag"),
    ],
)
def test_what_does_not_fit_is_asked_back_and_nothing_is_opened(
    field: str, value: str, why: str
) -> None:
    decision = opened(**(TOLD | {field: value}))
    assert why in reason_of(decision)
    assert not sent(decision, LetterName.ACKNOWLEDGMENT)


def test_all_that_is_filled_in_stands_in_the_case_and_in_its_letters() -> None:
    decision = opened(
        **TOLD,
        pupil="Wout Maes",
        **{"class": "3B"},
        relation="mama",
        topic="pesten",
        facts_on="19/11/2026",
        form="je",
        school="Secundaire school Kapelhof",
        phone="0470 00 00 00",
    )
    case = first_case(decision)
    assert case.details[Detail.PUPIL] == "Wout Maes"
    assert case.details[Detail.CLASS] == "3B"
    assert (case.topic, case.facts_on, case.form) == ("pesten", date(2026, 11, 19), "je")
    assert case.school == "kapelhof"
    assert only(decision, LetterName.ACKNOWLEDGMENT).form == "je"
    notice = only(decision, LetterName.NEW_COMPLAINT)
    assert "Wout Maes" in str(notice.values["body_clean"])
    assert notice.values["phone"] == "0470 00 00 00"


def test_the_one_school_of_who_took_it_down_is_its_school() -> None:
    assert first_case(opened(by="dirk", **TOLD)).school == "kapelhof"


def test_a_scan_that_came_with_the_mail_comes_with_the_case() -> None:
    scan = Attachment(name="brief.pdf", type="application/pdf", size=9, sha256="0" * 64, part=2)
    mail = staff_mail("ann", attachments=(scan,))
    decision = decided(
        new_order(**(TOLD | {"via": "brief"})), cases=(), next_numbers=NEXT, mail=mail
    )
    assert first_case(decision).via is Via.LETTER
    assert only(decision, LetterName.NEW_COMPLAINT).values["attachments"] == ("brief.pdf",)
    (filed,) = [effect for effect in decision.effects if isinstance(effect, File)]
    assert (filed.place, filed.case_number) == (Place.CASE, NUMBER)


def test_words_of_danger_ring_once_and_hold_the_acknowledgment() -> None:
    danger = "Haar dochter zegt dat ze niet meer wil leven en zichzelf pijn doet."
    decision = opened(**(TOLD | {"text": danger}))
    case = first_case(decision)
    assert (case.urgency, case.ack) == (Urgency.CRITICAL, Ack.HELD)
    alerts = sent(decision, LetterName.SAFETY_ALERT)
    assert len(alerts) == len({letter.to for letter in alerts}) > 0
    assert {letter.case_number for letter in alerts} == {NUMBER}


@pytest.mark.parametrize("about", ["Ann Peeters", "Ann", "de coördinator"])
def test_whom_it_is_about_gets_nothing_of_it(about: str) -> None:
    decision = opened(by="juf-katrien", **TOLD, about=about)
    case = first_case(decision)
    assert "ann" in case.not_for
    assert case.handler != "ann"
    assert not sent(decision, to="ann")


def test_who_is_the_subject_of_what_they_take_down_learns_only_that_it_is_done() -> None:
    decision = opened(by="ann", **TOLD, about="Ann Peeters")
    (letter,) = sent(decision, to="ann")
    assert letter.name is LetterName.COMMAND_RESULT
    assert letter.values["case_no"] == NUMBER
    assert TEXT not in str(letter.values)


# --- without a mail address


def on_paper(**fields: str) -> Decision:
    known = {"via": "brief", "name": "Ilse Maes", "text": TEXT} | fields
    return opened(by="juf-katrien", **known)


def test_without_an_address_the_acknowledgment_comes_to_the_handler_to_be_printed() -> None:
    decision = on_paper(postal_address="Dorpsstraat 1\n3290 Demerland")
    case = first_case(decision)
    assert (case.ack, case.parties) == (Ack.NONE, ())
    assert not sent(decision, LetterName.ACKNOWLEDGMENT)
    letter = only(decision, LetterName.LETTER_TO_POST, "ann")
    (enclosed,) = letter.encloses
    assert (enclosed.name, enclosed.to) == (LetterName.ACKNOWLEDGMENT, "")
    assert letter.values["recipient"] == "Ilse Maes"
    assert letter.values["postal_address"] == "Dorpsstraat 1\n3290 Demerland"
    assert commands(letter) == ["NOTITIE met de post"]
    assert "PDF" in result_of(decision)


def test_a_person_owes_the_acknowledgment_until_it_is_posted() -> None:
    case = first_case(on_paper())
    duty = next(each for each in case.deadlines if each.kind is DeadlineKind.ACK)
    letter = only(on_paper(), LetterName.LETTER_TO_POST)
    assert letter.values["post_by"] == duty.target_on
    posted = decided(an_order(Verb.NOTE, "met de post verstuurd"), case=case)
    assert case_after(posted).ack is Ack.WAIVED
    assert [e.kind for e in posted.effects if isinstance(e, Settle)] == [DeadlineKind.ACK]


def test_who_is_known_by_nothing_is_owed_no_letter() -> None:
    decision = opened(via="mondeling", text=TEXT)
    case = first_case(decision)
    assert (case.complainant, case.anonymous, case.ack) == (None, Anonymous.FULL, Ack.NONE)
    assert not {DeadlineKind.ACK, DeadlineKind.STATUS} & {d.kind for d in case.deadlines}
    assert not sent(decision, LetterName.LETTER_TO_POST)


def test_what_the_school_has_not_agreed_is_not_printed_either() -> None:
    decision = decided(
        new_order(via="brief", name="Ilse Maes", text=TEXT),
        cases=(),
        next_numbers=NEXT,
        policy=a_policy(missing=("privacy",)),
    )
    assert not sent(decision, LetterName.LETTER_TO_POST)


@pytest.mark.parametrize(
    ("order", "letter"),
    [
        (an_order(Verb.STATUS, "We bekijken het."), LetterName.STATUS_UPDATE),
        (an_order(Verb.REPLY, "Dank u."), LetterName.REPLY),
        (an_order(Verb.CLARIFY), LetterName.CLARIFICATION_REQUEST),
        (an_order(Verb.SOLVED, "De bus rijdt weer."), LetterName.SOLVED_WITHOUT_TALK),
        (an_order(Verb.INFORMAL, whom="mij"), LetterName.INFORMAL_OFFER),
        (an_order(Verb.NOT_ADMISSIBLE, code="too_old"), LetterName.NOT_ADMISSIBLE),
        (an_order(Verb.NO_COMPLAINT, code="question"), LetterName.OTHER_RECEIPT),
    ],
)
def test_every_later_letter_of_such_a_case_is_printed_too(order: Order, letter: LetterName) -> None:
    case = replace(first_case(on_paper()), handler="ann")
    decision = decided(order, case=case, next_numbers=NEXT)
    held = [send for send in decision.orders() if send.draft is not None]
    assert [(send.order.name, send.order.to) for send in held] == [
        (LetterName.LETTER_TO_POST, person("ann").email)
    ]
    (enclosed,) = held[0].order.encloses
    assert enclosed.name is letter
    preview = only(decision, LetterName.PREVIEW)
    assert preview.values["by_post"] is True
