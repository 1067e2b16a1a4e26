from __future__ import annotations

import pytest

from bot.core.happening import PersonsWord
from tests.offices import ANN, CARLA, PARENT, NewOffice, Office

NOBODY = "anoniem <bezorgd2026@wegwerpmail.example>"
ADDRESS = "bezorgd2026@wegwerpmail.example"
HIDES = (
    "Ik zet mijn naam hier niet onder. De turnleraar laat de kinderen elke week aan de kant staan. "
    "Dat is onaanvaardbaar."
)
FORM = "webformulier@schoolbestuur-demerland.example"
WITHHELD = (
    "Mijn zoon wordt al maanden elke dag gepest. Ik wil niet dat anderen mijn naam kennen.\n\n"
    "Ilse Vandenbroucke"
)


def office_that(new_office: NewOffice, what: str) -> Office:
    """An office whose school agreed so about complaints without a name."""
    agreed = f'[anonymous]\npolicy = "{what}"\n\n[numbering]'
    return new_office(("procedure.toml", "[numbering]", agreed))


@pytest.mark.parametrize("what", ["register_only", "handle_as_signal", "refuse"])
def test_who_writes_without_a_name_gets_a_letter_that_asks_for_none(
    new_office: NewOffice, what: str
) -> None:
    office = office_that(new_office, what)
    office.write(HIDES, sender=NOBODY)
    office.round()
    letter = office.letter("anonymous_reply")
    assert letter.to == ADDRESS
    assert "We zoeken niet uit wie u bent." in letter.text
    assert "Ann Peeters" in letter.text
    assert office.letters("acknowledgment") == []
    assert office.case()["ack"] == "sent"
    assert office.case()["anonymous"] == "full"


def test_a_school_may_leave_it_unanswered(new_office: NewOffice) -> None:
    office = office_that(new_office, "refuse_silent")
    office.write(HIDES, sender=NOBODY)
    office.round()
    assert office.case()["ack"] == "none"
    assert office.posted_to_outsiders() == []
    assert "zo is afgesproken voor berichten zonder naam" in office.letter("new_complaint").text


def test_a_cry_without_a_name_waits_for_a_person(office: Office) -> None:
    office.write("Ik zeg niet wie ik ben. Jef zegt dat hij niet meer wil leven.", sender=NOBODY)
    office.rounds_every(30, hours=2)
    assert office.posted_to_outsiders() == []
    assert office.case()["ack"] == "held"
    office.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    office.round(minutes=5)
    assert office.letter("anonymous_reply").to == ADDRESS
    assert office.case()["ack"] == "sent"


def test_such_letters_count_among_the_acknowledgments(office: Office) -> None:
    for n in range(7):
        office.write(HIDES, sender=NOBODY, subject=f"Turnles {n}")
        office.round(hours=3)
    assert len(office.letters("anonymous_reply")) == 5
    assert office.told("ack_held_limit") == 2


def test_who_was_told_in_another_way_gets_no_such_letter(office: Office) -> None:
    office.write("Jef zegt dat hij niet meer wil leven.", sender=NOBODY)
    office.round()
    office.says(PersonsWord.ACK_WAIVED, "K-2026-0001", how="gebeld")
    office.rounds_every(60, hours=3)
    assert office.letters("anonymous_reply") == []


def test_a_form_without_a_name_is_without_a_name(office: Office) -> None:
    text = "Naam:\nE-mail: x@postvak.example\nWat is er gebeurd: De bus is laat. Onaanvaardbaar."
    office.write(text, sender=FORM)
    office.round()
    assert office.letter("anonymous_reply").to == "x@postvak.example"


def test_a_withheld_name_goes_to_the_handler_alone(office: Office) -> None:
    # A school that is sure, and an alarm: the director reads it too.
    office.write(
        f"Naam: Ilse Vandenbroucke\nE-mail: {PARENT}\nSchool: demerland\n"
        f"Wat is er gebeurd: {WITHHELD}",
        sender=FORM,
    )
    office.round()
    assert office.case()["anonymous"] == "name_withheld"
    handler = office.letter("new_complaint", to=ANN)
    director = office.letter("new_complaint", to=CARLA)
    assert "Ilse Vandenbroucke" in handler.text
    assert "gepest" in director.text
    for part in ("Ilse", "Vandenbroucke", PARENT):
        assert part not in director.everything
    for letter in (handler, director):
        assert "De melder wil niet dat anderen de naam kennen." in letter.text
        assert letter.text.index("wil niet dat anderen") < letter.text.index("gepest")
    # The complainant is known, and answered like anyone.
    assert office.letter("acknowledgment").to == PARENT
