from __future__ import annotations

import pytest

from bot.post.smtp.envelope import Refused
from tests.offices import ANN, BERT, CARLA, DIRK, ELS, FEMKE, PARENT, STAFF, Office

WORRY = "Mijn zoon wordt al maanden elke dag gepest. "
CRY = "Mijn dochter wil niet meer leven. "
FORM = "webformulier@schoolbestuur-demerland.example"


def readers(office: Office, words: str) -> set[str]:
    """Who of the staff read these words, in any letter, text or HTML."""
    return {x.to for x in office.letters() if words in x.everything and x.to in STAFF}


def test_a_coordinator_who_is_named_gets_nothing_and_the_next_in_line_handles_it(
    office: Office,
) -> None:
    office.write("Ann Peeters luistert nooit. Onaanvaardbaar.")
    office.round()
    assert office.letter("new_complaint").to == BERT
    assert office.case()["handler"] == "bert"
    assert office.letters(to=ANN) == []
    # The parent is not told that the person complained about reads it.
    text = office.letter("acknowledgment").text
    assert "Ann" not in text
    assert "011 00 00 01" not in text


def test_the_name_of_the_writer_is_no_complaint_about_a_namesake(office: Office) -> None:
    office.write("De bus was te laat. Groeten, Ann Peeters", sender=f"Ann Peeters <{PARENT}>")
    office.round()
    assert office.letter("new_complaint").to == ANN


@pytest.mark.parametrize(
    "words", ["De directeur lachte.", "De directie zweeg.", "Carla Maes riep."]
)
def test_a_director_who_is_named_gets_no_copy(office: Office, words: str) -> None:
    office.write(
        f"Naam: Ilse V\nE-mail: {PARENT}\nSchool: Basisschool Demerland\n"
        f"Wat is er gebeurd: {WORRY}{words}",
        sender=FORM,
    )
    office.round()
    assert [x.to for x in office.letters("new_complaint")] == [ANN]


def test_an_urgent_mail_goes_to_the_director_when_the_school_is_known_from_the_form(
    office: Office,
) -> None:
    office.write(
        f"Naam: Ilse V\nE-mail: {PARENT}\nSchool: Secundaire school Kapelhof\n"
        f"Wat is er gebeurd: {WORRY}",
        sender=FORM,
    )
    office.round()
    assert office.case()["school"] == "kapelhof"
    assert [x.to for x in office.letters("new_complaint")] == [ANN, DIRK]


def test_an_urgent_mail_of_an_unknown_school_goes_to_no_director(office: Office) -> None:
    office.write(WORRY)
    office.round()
    assert [x.to for x in office.letters("new_complaint")] == [ANN]


def test_a_safety_contact_who_is_named_reads_nothing_and_the_next_in_line_does(
    office: Office,
) -> None:
    office.write(CRY + "Carla Maes deed alsof er niets was.")
    office.round()
    assert CARLA not in {x.to for x in office.letters()}
    assert "deed alsof" in office.letter("safety_alert", to=ELS).text
    assert len(office.letters("safety_alert")) == 3


def test_the_repeated_alarm_keeps_from_the_same_person(office: Office) -> None:
    office.write(CRY + "Carla Maes deed alsof er niets was.")
    office.round()
    office.rounds_every(30, hours=4)
    assert readers(office, "deed alsof") & {CARLA} == set()


def test_a_repeated_alarm_about_a_reply_keeps_from_whom_the_reply_names(office: Office) -> None:
    office.write("De bus was te laat. Onaanvaardbaar.")
    office.round()
    office.write(CRY + "Els Wouters deed alsof er niets was.", subject="Re: K-2026-0001")
    office.round(minutes=5)
    office.rounds_every(30, hours=4)
    assert ELS not in readers(office, "deed alsof")
    assert CARLA in readers(office, "deed alsof")


def test_a_notice_on_its_way_round_never_reaches_the_one_it_is_about(office: Office) -> None:
    office.postman.plan(ANN, Refused(550, "no"))
    office.write("Bert Claes luistert nooit. Onaanvaardbaar.")
    office.round()
    assert office.letter("new_complaint").to == ELS
    assert office.letters(to=BERT) == []


def test_when_everybody_is_named_the_text_goes_to_nobody(office: Office) -> None:
    names = ", ".join(person.name for person in office.policy.people)
    office.write(f"Deze mensen doen niets: {names}. Onaanvaardbaar.")
    office.round()
    assert office.letters("new_complaint") == []
    assert office.told("everybody_named", to=None) == 1
    assert readers(office, "Onaanvaardbaar") == set()
    assert office.case()["ack"] == "sent"


def test_an_outside_contact_who_is_named_still_gets_the_number(office: Office) -> None:
    office.write(CRY + "Femke Baert weet ervan.")
    office.round()
    assert "weet ervan" not in office.letter("safety_alert", to=FEMKE).everything
