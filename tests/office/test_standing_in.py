"""What cannot wait goes to who stands in for who is away, and never to one it speaks of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.core.case import DeadlineKind
from bot.core.happening import PersonsWord
from bot.post.smtp.envelope import Refused
from tests.builders import TODAY
from tests.offices import ANN, BERT, ELS, INGRID, PARENT, SAFETY, NewOffice, Office

NOTICE = "new_complaint"
UNTIL = date(2026, 12, 4)
CRY = "Mijn dochter wil niet meer leven. Wat moet ik doen?"
DOUBTFUL: dict[str, Any] = {"headers": ("Precedence: bulk",)}
NO = Refused(550, "5.1.1 no such mailbox")
AGAIN = {"subject": "Re: [K-2026-0001] Uw bericht"}


def away(office: Office, person: str, whom: str = "") -> None:
    office.says(PersonsWord.AWAY, None, by=person, on=UNTIL, whom=whom)


def seen_away(office: Office, address: str) -> None:
    """An automatic answer of a colleague comes in."""
    office.write(
        "Ik ben afwezig tot en met 4 december 2026.",
        sender=address,
        subject="Automatisch antwoord: Nieuwe klacht",
        headers=("Auto-Submitted: auto-replied",),
    )
    office.round()


# --- the notice of a new case -----------------------------------------------------------------


def test_a_new_case_is_told_to_who_stands_in_and_stays_with_its_handler(office: Office) -> None:
    away(office, "ann")
    office.write()
    office.round()
    assert office.letter(NOTICE).to == BERT
    assert office.case()["handler"] == "ann"


def test_who_was_seen_away_by_an_automatic_answer_is_stood_in_for_too(office: Office) -> None:
    seen_away(office, ANN)
    office.write()
    office.round()
    assert office.letter(NOTICE).to == BERT


def test_who_is_named_in_the_case_does_not_stand_in(office: Office) -> None:
    away(office, "ann")
    office.write("Bert Claes liet mijn zoon nablijven. Dat is onaanvaardbaar.")
    office.round()
    assert office.letters(to=BERT) == []
    assert office.letter(NOTICE).to == ELS


def test_a_director_who_is_away_is_stood_in_for_where_it_is_urgent(new_office: NewOffice) -> None:
    address = "demerland@schoolbestuur-demerland.example"
    office = new_office(
        ("people.toml", 'level = "lager"', f'level = "lager"\naddress = "{address}"')
    )
    away(office, "carla", "bert")
    office.write("Mijn zoon wordt al maanden elke dag gepest.", to=address)
    office.round()
    assert {letter.to for letter in office.letters(NOTICE)} == {ANN, BERT}


def test_a_notice_that_does_not_arrive_goes_past_who_is_away(office: Office) -> None:
    away(office, "bert")
    office.postman.plan(ANN, NO)
    office.write()
    office.round()
    office.round(minutes=5)
    assert [letter.to for letter in office.letters(NOTICE)] == [ELS]


# --- what a person must look at ---------------------------------------------------------------


def test_matters_for_who_is_away_are_told_to_who_stands_in(office: Office) -> None:
    away(office, "ann")
    office.write(**DOUBTFUL)
    office.round()
    assert office.told("doubtful", to=BERT) == 1
    assert office.letters("attention", to=ANN) == []


def test_matters_of_several_who_are_away_are_one_letter_to_who_stands_in_for_all(
    office: Office,
) -> None:
    office.postman.plan(PARENT, Refused(550, "5.1.1 no such mailbox"))
    office.write()
    office.round()
    office.forget_letters()
    office.change(handler="carla")
    away(office, "ann")
    away(office, "carla", "bert")
    office.write("x", **AGAIN, sender="stranger@elders.example")
    office.write(**DOUBTFUL)
    office.round()
    letter = office.letter("attention")
    assert letter.to == BERT
    assert (office.told("doubtful", to=BERT), office.told("possible_follow_up", to=BERT)) == (1, 1)


def test_a_matter_of_a_case_goes_to_nobody_of_whom_the_case_speaks(office: Office) -> None:
    office.write("Bert Claes liet mijn zoon nablijven. Dat is onaanvaardbaar.")
    office.round()
    office.forget_letters()
    away(office, "ann")
    office.write("x", **AGAIN, sender="stranger@elders.example")
    office.round()
    assert office.told("possible_follow_up", to=ELS) == 1
    assert office.letters(to=BERT) == []


def test_attention_that_does_not_arrive_goes_past_who_is_away(office: Office) -> None:
    away(office, "bert")
    office.postman.plan(ANN, NO)
    office.write(**DOUBTFUL)
    office.round()
    office.round(minutes=5)
    assert office.told("doubtful", to=ELS) == 1
    assert office.letters("attention", to=BERT) == []


def test_an_answer_to_ones_own_order_comes_to_oneself_also_while_away(office: Office) -> None:
    office.write()
    office.round()
    away(office, "ann")
    office.write("EENVOUDIG", sender=ANN, **AGAIN)
    office.round()
    assert [letter.to for letter in office.letters("was_it_you")] == [ANN]


# --- alerts -----------------------------------------------------------------------------------


def test_an_alert_rings_at_all_contacts_and_at_who_stands_in(office: Office) -> None:
    away(office, "carla", "bert")
    office.write(CRY)
    office.round()
    assert {letter.to for letter in office.letters("safety_alert")} == SAFETY | {BERT}
    assert "wil niet meer leven" in office.letter("safety_alert", to=BERT).text


def test_an_alert_that_rings_again_does_so_too(office: Office) -> None:
    office.write(CRY)
    office.round()
    away(office, "carla", "ingrid")
    office.forget_letters()
    office.round(minutes=31)
    assert {letter.to for letter in office.letters("safety_alert")} == SAFETY | {INGRID}


@pytest.mark.parametrize("mail", [{}, DOUBTFUL], ids=["a case", "a mail that lies apart"])
def test_who_is_named_in_a_cry_does_not_stand_in_for_a_contact(
    office: Office, mail: dict[str, Any]
) -> None:
    away(office, "carla", "bert")
    office.write(f"{CRY} Bert Claes lacht ermee.", **mail)
    office.round()
    assert {letter.to for letter in office.letters("safety_alert")} == SAFETY | {ANN}


# --- the answer, and the acknowledgment that nobody gave ---------------------------------------


def test_once_the_complainant_has_the_answer_no_acknowledgment_is_owed_any_more(
    office: Office,
) -> None:
    office.write("Ik ben 13 jaar en ik wil niet meer leven.")
    office.round()
    assert office.case()["ack"] == "held"
    office.says(
        PersonsWord.DUTY_MET, "K-2026-0001", duty=DeadlineKind.HANDLING, how="brief gestuurd"
    )
    office.rounds_every(60, hours=3)
    assert office.letters("acknowledgment") == []
    assert office.outbox("acknowledgment")[0]["status"] == "cancelled"
    assert office.case()["ack"] == "waived"
    (met,) = office.log("ack_met")
    assert met["reason"] == "answered: duty_met by ann: brief gestuurd"
    office.mornings(TODAY + timedelta(days=1), TODAY + timedelta(days=20))
    assert office.letters("reminder") == office.letters("overdue") == []


def test_an_acknowledgment_that_came_back_is_not_owed_after_the_answer(office: Office) -> None:
    office.postman.plan(PARENT, NO)
    office.write()
    office.round()
    office.round(minutes=5)
    assert office.case()["ack"] == "failed"
    office.says(PersonsWord.DUTY_MET, "K-2026-0001", duty=DeadlineKind.HANDLING, how="gebeld")
    assert office.case()["ack"] == "waived"
    assert len(office.log("ack_met")) == 1


# --- an answer that never came ----------------------------------------------------------------


def test_explanation_that_never_came_leaves_the_desk_once_the_clock_runs_again(
    office: Office,
) -> None:
    office.write()
    office.round()
    office.says(PersonsWord.CLOCK_STOPPED, "K-2026-0001")
    office.mornings(TODAY + timedelta(days=1), TODAY + timedelta(days=20))
    (given_up,) = office.log("clarify_reply_met")
    assert given_up["reason"] == "no answer within its term"
    passed = "Geen uitleg gekregen, beslis hoe het verdergaat."
    assert len([x for x in office.letters("daily_digest") if passed in x.text]) == 1
    assert len([x for x in office.letters("reminder") if "geen uitleg" in x.text]) == 1
