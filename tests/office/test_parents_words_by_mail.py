"""What a complainant's reply brings about at once, in the real house."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.case import Kind, Outcome, Status
from bot.core.happening import PersonsWord
from tests.offices import ANN, PARENT, NewOffice, Office

REPLY = {"subject": "Re: [K-2026-0001] De bus"}
S03 = "parent_replied"


@pytest.fixture
def opened(office: Office) -> Office:
    """A complaint of Tuesday 24 November, acknowledged."""
    office.write(subject="De bus")
    office.round()
    office.forget_letters()
    return office


def words(text: str) -> str:
    return " ".join(text.split())


def test_formal_ends_the_talk_and_tells_how_it_goes_on(opened: Office) -> None:
    opened.change(status=Status.INFORMAL)
    opened.write("Formeel graag.", **REPLY)
    opened.round(hours=20)
    letter = opened.letter("formal_next_steps")
    assert letter.to == PARENT
    assert "We behandelen uw klacht vanaf nu formeel." in letter.text
    assert "uiterlijk op vrijdag 8 januari 2027" in words(letter.text)
    assert letter.mail["Auto-Submitted"] == "auto-replied"
    assert opened.case()["status"] == "intake"
    assert "heeft daar recht op" in words(opened.letter(S03, to=ANN).text)
    assert "kreeg er geen automatisch antwoord" not in words(opened.letter(S03).text)


def test_a_suggestion_that_was_a_complaint_is_acknowledged_as_one(opened: Office) -> None:
    opened.change(status=Status.REROUTED, kind=Kind.SUGGESTION)
    first = opened.case()["acknowledged_at"]
    opened.write("klacht", **REPLY)
    opened.round(hours=20)
    letter = opened.letter("acknowledgment")
    assert letter.to == PARENT
    assert opened.case()["status"] == "intake"
    assert opened.case()["kind"] == "complaint"
    # The first acknowledgment came when it came.
    assert (opened.case()["ack"], opened.case()["acknowledged_at"]) == ("sent", first)
    assert "zegt dat dit een klacht is" in words(opened.letter(S03).text)


def test_an_answer_to_our_questions_tells_the_day_that_moved(opened: Office) -> None:
    opened.says(PersonsWord.CLOCK_STOPPED, "K-2026-0001", how="uitleg gevraagd")
    opened.clock.forward(days=6)
    opened.write("Het was op dinsdag 17 november.", **REPLY)
    opened.round(minutes=5)
    letter = opened.letter("addition_received")
    assert letter.to == PARENT
    assert "is de dag van ons antwoord veranderd" in words(letter.text)
    assert "uiterlijk op donderdag 14 januari 2027" in words(letter.text)
    assert "De klok loopt weer." in words(opened.letter(S03).text)


def test_who_is_not_satisfied_is_owed_a_reaction_until_somebody_gives_it(opened: Office) -> None:
    opened.change(status=Status.ANSWERED, outcome=Outcome.UPHELD)
    opened.write("Ik ben niet tevreden met het antwoord.", **REPLY)
    opened.round(hours=20)
    (owed,) = (duty for duty in opened.case()["deadlines"] if duty["kind"] == "dissatisfied_reply")
    assert owed["due_on"] == "2026-11-27"
    assert opened.case()["status"] == "answered"
    assert [letter.name for letter in opened.letters(to=PARENT)] == []
    opened.morning(date(2026, 11, 26))
    assert "reactie aan wie niet tevreden is" in words(opened.letter("reminder", to=ANN).text)


def test_a_withdrawal_waits_for_a_tap(opened: Office) -> None:
    opened.write("Ik trek mijn klacht in.", **REPLY)
    opened.round(hours=20)
    assert opened.case()["status"] == "intake"
    assert "Het lijkt op een intrekking." in opened.letter(S03).text


def test_how_it_stands_is_told_at_once_where_the_bot_tells_it(new_office: NewOffice) -> None:
    office = new_office()
    office.restart(
        ("procedure.toml", "[numbering]", 'status_update = "auto"\n\n[numbering]'),
    )
    office.write(subject="De bus")
    office.round()
    office.forget_letters()
    # The fourteenth day, before the hour at which the bot would tell it anyway.
    office.clock.at = office.clock.at.replace(month=12, day=8, hour=6)
    office.write("Hoe ver staat het met mijn klacht?", **REPLY)
    office.round(minutes=5)
    letter = office.letter("status_update")
    assert letter.to == PARENT
    assert "De melder vraagt hoe het staat." not in office.letter(S03).text
    office.morning(date(2026, 12, 8))
    assert len(office.letters("status_update")) == 1
