from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.core.case import Anonymous
from bot.core.happening import PersonsWord
from bot.post.smtp.envelope import Refused
from tests.offices import ANN, BERT, CARLA, OTHER, PARENT, SAFETY, Office

S03 = "parent_replied"
AGAIN = {"subject": "Re: [K-2026-0001] Uw bericht"}


@pytest.fixture
def asked(office: Office) -> Office:
    office.write("Mijn zoon moest nablijven. Dat is onaanvaardbaar.")
    office.round()
    office.forget_letters()
    return office


def test_the_handler_reads_the_new_words(asked: Office) -> None:
    asked.write("Het was op dinsdag 17 november.\n\nOp di schreef u:\n> oud", **AGAIN)
    asked.round(minutes=1)
    letter = asked.letter(S03)
    assert letter.to == ANN
    assert "Het was op dinsdag 17 november." in letter.text
    assert PARENT in letter.text
    assert letter.mail["Auto-Submitted"] == "auto-generated"
    assert asked.letters("attention") == []


def test_who_stands_in_reads_them_while_the_handler_is_away(asked: Office) -> None:
    asked.says(PersonsWord.AWAY, None, on=date(2026, 12, 4), whom="bert")
    asked.write("Nog iets.", **AGAIN)
    asked.round(minutes=1)
    letter = asked.letter(S03)
    assert letter.to == BERT
    assert "omdat Ann Peeters afwezig is" in letter.text


def test_who_is_named_in_them_never_does(asked: Office) -> None:
    asked.write("Ann Peeters en Bert Claes lachten met mij.", **AGAIN)
    asked.round(minutes=1)
    assert asked.letters(to=ANN) == []
    assert asked.letters(to=BERT) == []
    assert "lachten met mij" in asked.letter(S03).text


def test_whom_the_case_spoke_of_before_reads_no_later_mail_either(asked: Office) -> None:
    asked.write("Ann Peeters luistert nooit.", **AGAIN)
    asked.round(minutes=1)
    asked.forget_letters()
    asked.write("Nog iets.", **AGAIN)
    asked.round(minutes=1)
    assert asked.letter(S03).to == BERT


def test_after_five_in_a_day_they_are_gathered_without_the_words(asked: Office) -> None:
    for n in range(8):
        asked.write(f"Bericht nummer {n}.", **AGAIN)
        asked.round(minutes=10)
    assert len(asked.letters(S03)) == 5
    assert asked.told("parent_replied") == 3
    assert all("Bericht nummer" not in letter.text for letter in asked.letters("attention"))
    asked.write("De dag erna.", **AGAIN)
    asked.round(hours=30)
    assert len(asked.letters(S03)) == 6


def test_the_name_that_others_must_not_know_is_left_out_for_them(asked: Office) -> None:
    asked.change(anonymous=Anonymous.NAME_WITHHELD)
    asked.says(PersonsWord.AWAY, None, on=date(2026, 12, 4), whom="bert")
    asked.write("Groeten, Ilse Vandenbroucke", **AGAIN)
    asked.round(minutes=1)
    letter = asked.letter(S03)
    assert letter.to == BERT
    assert "Vandenbroucke" not in letter.everything
    assert PARENT not in letter.everything


def test_a_cry_in_a_reply_still_rings(asked: Office) -> None:
    asked.write("Mijn zoon zegt dat hij zelfmoord wil plegen.", **AGAIN)
    asked.round(minutes=1)
    assert {letter.to for letter in asked.letters("safety_alert")} == SAFETY
    assert asked.letter(S03).to == ANN


def test_old_mail_taken_in_at_once_is_told_without_its_words(asked: Office) -> None:
    asked.clock.forward(days=40)
    for n in range(3):
        asked.write(f"Oud {n}", at=asked.clock.at - timedelta(days=35), **AGAIN)
    asked.round()
    assert asked.letters(S03) == []
    assert asked.told("parent_replied") == 3


def test_one_that_does_not_arrive_goes_to_the_next_in_line(asked: Office) -> None:
    asked.postman.plan(ANN, Refused(550, "5.1.1 nobody"))
    asked.write("Ik ben niet tevreden. Bert Claes evenmin.", **AGAIN)
    asked.round(minutes=1)
    letter = asked.letter(S03)
    # Not the deputy, of whom it speaks.
    assert letter.to not in {ANN, BERT, PARENT, OTHER}
    assert "Bert Claes evenmin" in letter.text


def test_the_director_gets_no_copy(asked: Office) -> None:
    asked.write("Nog iets.", **AGAIN)
    asked.round(minutes=1)
    assert asked.letters(to=CARLA) == []
