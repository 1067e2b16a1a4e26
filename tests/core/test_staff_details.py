from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.case import Ack, DeadlineKind, Detail, Urgency
from bot.core.decision import Cancel, Send
from bot.core.happening import SentLetter
from bot.core.instructions import Field, Order, Verb
from bot.core.letter import Hold, LetterName
from bot.core.mail import Address, IncomingMail, PassedOn
from tests.builders import PARENT, TODAY, a_case, a_deadline
from tests.staff_orders import (
    OPENING,
    an_order,
    case_after,
    commands,
    decided,
    on,
    person,
    reason_of,
    result_of,
    sent,
)

NEW = "ilse.nieuw@postvak.example"
YES = an_order(Verb.YES)
OWED = (a_deadline(DeadlineKind.ACK),)
WAITING = SentLetter(
    id=4, name=LetterName.ACKNOWLEDGMENT, to=PARENT.email, case_number="K-2026-0001",
    message_id="<a@b.example>",
)  # fmt: skip


def details(**fields: str) -> Order:
    return an_order(Verb.DETAILS, fields={Field(name): value for name, value in fields.items()})


def test_what_is_filled_in_is_in_the_case() -> None:
    order = details(
        pupil="Noor Peeters", **{"class": "3B"}, relation="mama", phone="0470 00 00 00",
        wish="een gesprek", core="nablijven zonder reden", place="de refter",
        postal_address="Dorpsstraat 1",
    )  # fmt: skip
    after = case_after(decided(order))
    assert after.details == {
        Detail.PUPIL: "Noor Peeters",
        Detail.CLASS: "3B",
        Detail.RELATION: "mama",
        Detail.PHONE: "0470 00 00 00",
        Detail.WISH: "een gesprek",
        Detail.CORE: "nablijven zonder reden",
        Detail.PLACE: "de refter",
        Detail.POSTAL_ADDRESS: "Dorpsstraat 1",
    }
    assert "leerling: Noor Peeters" in result_of(decided(order))


@pytest.mark.parametrize(
    ("field", "value", "name", "becomes"),
    [
        ("topic", "Pesten", "topic", "pesten"),
        ("topic", "straf", "topic", "straf_sanctie"),
        ("topic", "andere", "topic", "andere"),
        ("school", "Secundaire school Kapelhof", "school", "kapelhof"),
        ("facts_on", "20/11", "facts_on", on(2026, 11, 20)),
        ("facts_on", "gisteren", "facts_on", TODAY - timedelta(days=1)),
        ("language", "Frans", "language", "fr"),
        ("language", "tr", "language", "tr"),
        ("form", "jij", "form", "je"),
        ("name", "Ilse  Vandenbroucke-Maes", "complainant",
         Address(PARENT.email, "Ilse Vandenbroucke-Maes")),
    ],
)  # fmt: skip
def test_what_has_a_place_of_its_own_goes_there(
    field: str, value: str, name: str, becomes: object
) -> None:
    assert getattr(case_after(decided(details(**{field: value}))), name) == becomes


@pytest.mark.parametrize(
    ("field", "value", "asked"),
    [
        ("topic", "voetbal", "Het kan zijn: afspraken scheiding, andere"),
        ("school", "Atheneum", "Basisschool Demerland"),
        ("facts_on", "ooit", "geen dag die ik kan lezen"),
        ("facts_on", "2027-05-01", "geen dag die ik kan lezen"),
        ("language", "Klingon", "Nederlands"),
        ("form", "gij", "u, je"),
        ("mail", "ilse", "geen mailadres"),
    ],
)
def test_what_does_not_fit_is_asked_back_and_nothing_is_filled_in(
    field: str, value: str, asked: str
) -> None:
    decision = decided(details(pupil="Noor", **{field: value}))
    assert asked in reason_of(decision)


def test_without_a_field_a_mail_to_fill_in_is_opened() -> None:
    case = a_case(details={Detail.PUPIL: "Noor"})
    asked = decided(an_order(Verb.DETAILS), case=case)
    (command,) = commands(sent(asked)[0])
    assert command.startswith("GEGEVENS\nLEERLING: Noor\nKLAS: \n")


# --- whom it speaks of


def test_who_is_named_gets_nothing_more_of_it() -> None:
    decision = decided(an_order(Verb.ABOUT, "Katrien De Smet en Bert Claes"))
    assert set(case_after(decision).not_for) == {"juf-katrien", "bert"}
    assert "Bert Claes" in result_of(decision)


def test_a_handler_who_is_named_hands_the_case_on() -> None:
    decision = decided(an_order(Verb.ABOUT, "Ann Peeters"), by="carla")
    after = case_after(decision)
    assert "ann" in after.not_for
    assert after.handler == "bert"
    assert sent(decision, LetterName.NEW_COMPLAINT, to="bert")


def test_a_word_of_leadership_keeps_every_director_out_and_offers_the_board() -> None:
    decision = decided(an_order(Verb.ABOUT, "de directeur"))
    assert {"carla", "dirk"} <= set(case_after(decision).not_for)
    (letter,) = sent(decision, LetterName.COMMAND_RESULT)
    assert "GEEF AAN els" in commands(letter)


def test_an_office_that_nobody_has_is_only_noted() -> None:
    after = case_after(decided(an_order(Verb.ABOUT, "de busbegeleider")))
    assert after.not_for == ()
    assert after.details[Detail.ABOUT] == "de busbegeleider"


# --- the address


def test_another_address_is_read_back_and_needs_a_yes() -> None:
    asked = decided(an_order(Verb.ADDRESS, NEW))
    assert f"{NEW} in plaats van i…b@postvak.example" in reason_of(asked)
    assert commands(sent(asked)[0]) == [f"ADDRESS\nMAIL: {NEW}\nJA"]


def test_with_a_yes_the_owed_acknowledgment_goes_to_the_new_address() -> None:
    case = a_case(ack=Ack.FAILED, deadlines=OWED)
    decision = decided(an_order(Verb.ADDRESS, NEW), YES, case=case, waiting_acks=(WAITING,))
    after = case_after(decision)
    assert after.complainant == Address(NEW, PARENT.name)
    assert (after.parties, after.ack) == ((NEW,), Ack.QUEUED)
    assert Cancel(4) in decision.effects
    (letter,) = sent(decision, LetterName.ACKNOWLEDGMENT)
    assert (letter.to, letter.held) == (NEW, None)


def test_in_danger_the_acknowledgment_to_the_new_address_stays_held() -> None:
    case = a_case(ack=Ack.HELD, deadlines=OWED, urgency=Urgency.CRITICAL, alarms=1)
    decision = decided(an_order(Verb.ADDRESS, NEW), YES, case=case, waiting_acks=(WAITING,))
    (letter,) = sent(decision, LetterName.ACKNOWLEDGMENT)
    assert letter.held is Hold.CRITICAL
    assert case_after(decision).ack is Ack.HELD


def test_an_acknowledgment_that_arrived_is_not_sent_again() -> None:
    case = a_case(ack=Ack.SENT)
    decision = decided(an_order(Verb.ADDRESS, NEW), YES, case=case)
    assert not any(
        isinstance(each, Send) and each.order.name is LetterName.ACKNOWLEDGMENT
        for each in decision.effects
    )


@pytest.mark.parametrize(
    "value", [person("bert").email, "klachten@schoolbestuur-demerland.example"]
)
def test_an_address_of_the_school_is_none_of_a_complainant(value: str) -> None:
    assert "adres van de school" in reason_of(decided(an_order(Verb.ADDRESS, value), YES))


def test_who_handles_the_case_reads_the_address_and_the_phone() -> None:
    passed_on = PassedOn(by=Address("form@school.example"), form=True, phone="0470 11 11 11")
    opening = IncomingMail(passed_on=passed_on)
    told = result_of(decided(an_order(Verb.ADDRESS), opening=opening))
    assert PARENT.email in told
    assert "0470 11 11 11" in told


def test_who_does_not_handle_it_does_not() -> None:
    decision = decided(an_order(Verb.ADDRESS), by="els")
    assert "kan hier alleen" in reason_of(decision)
    assert OPENING.text not in reason_of(decision)
