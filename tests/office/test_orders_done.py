"""Whole flows of orders by mail, with the real store: what is done is in the books."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from bot.post.smtp.envelope import Refused
from tests.office.test_taps import PROVEN, taps
from tests.offices import ANN, BERT, CARLA, ELS, PARENT, Office, Posted

TUESDAY = date(2026, 12, 8)
NO = Refused(550, "5.1.1 no such mailbox")
COMPLAINT = "Mijn dochter Noor uit 3B moest op 3 december twee uur nablijven. Onaanvaardbaar."


@pytest.fixture
def case(office: Office) -> Office:
    """An office in which a complaint came in on a Tuesday."""
    office.morning(TUESDAY)
    office.write(COMPLAINT)
    office.round()
    return office


def notice(office: Office, to: str = ANN) -> Posted:
    return office.letters("new_complaint", to=to)[-1]


def ordered(office: Office, text: str, *, by: str = ANN, answers: Posted | None = None) -> None:
    """Somebody answers a letter of ours with these words."""
    letter = answers or notice(office, by)
    office.forget_letters()
    office.write(
        text,
        sender=by,
        subject=f"Re: {letter.subject}",
        headers=(PROVEN, f"In-Reply-To: {letter.message_id}"),
    )
    office.round(minutes=1)


def told(office: Office, to: str = ANN) -> str:
    (letter,) = office.letters("command_result", to=to)
    return " ".join(letter.text.split())


def test_a_case_is_given_away_classified_and_filled_in_by_plain_replies(case: Office) -> None:
    ordered(case, "GEEF AAN Bert")
    assert case.case()["handler"] == "bert"
    assert "Bert Claes behandelt dit dossier nu" in told(case)
    theirs = notice(case, BERT)
    ordered(
        case,
        "COMPLEX\nGEGEVENS\nLEERLING: Noor Vandenbroucke\nKLAS: 3B\nRELATIE: mama\nTHEMA: straf",
        by=BERT,
        answers=theirs,
    )
    found = case.case()
    assert (found["status"], found["handler"]) == ("handling", "bert")
    assert "thema: straf sanctie" in told(case, BERT)
    # The leadership of the school reads what is complex.
    assert [letter.to for letter in case.letters("new_complaint")] == [CARLA]
    assert case.posted_to_outsiders() == []


def test_all_orders_of_a_mail_are_taken_back_together(case: Office) -> None:
    before = case.case()
    ordered(case, "COMPLEX\nMAATREGEL: extra toezicht, Bert, 15/1\nOVER: Katrien Goossens")
    assert "measure" in {duty["kind"] for duty in case.case()["deadlines"]}
    (letter,) = case.letters("command_result", to=ANN)
    ordered(case, "ONGEDAAN", answers=letter)
    after = case.case()
    assert (after["status"], after["handler"]) == (before["status"], before["handler"])
    assert after["deadlines"] == before["deadlines"]


def test_of_orders_that_cannot_all_be_carried_out_none_is(case: Office) -> None:
    before = case.case()
    ordered(case, "COMPLEX\nMAATREGEL: extra toezicht, Jef, 15/1\nSLUIT")
    (letter,) = case.letters(to=ANN)
    assert letter.name == "command_error"
    assert case.case()["status"] == before["status"]
    assert case.case()["deadlines"] == before["deadlines"]


def test_who_is_involved_gets_nothing_more_not_even_in_the_overview(case: Office) -> None:
    ordered(case, "BETROKKEN")
    assert case.case()["handler"] == "bert"
    assert [letter.to for letter in case.letters("new_complaint")] == [BERT]
    case.forget_letters()
    case.mornings(TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=14))
    assert not [letter for letter in case.everything(to=ANN) if "K-2026-0001" in letter.everything]


def test_a_reply_without_an_order_to_the_complaint_never_reaches_the_parent(case: Office) -> None:
    ordered(case, "Beste Ilse, dat spijt ons. We bellen je morgen.")
    assert case.posted_to_outsiders() == []
    (letter,) = case.letters(to=ANN)
    assert letter.name == "command_error"
    assert "Niet verstuurd naar de ouder" in letter.subject
    case.forget_letters()
    ((_, tap),) = taps(letter).items()
    case.write(tap["text"], sender=ANN, subject=tap["subject"], headers=(PROVEN,))
    case.round()
    assert [each.name for each in case.letters(to=ANN)] == ["preview"]
    assert "dat spijt ons" in case.letters("preview")[0].text
    assert case.posted_to_outsiders() == []


LONG = "Beste Ilse, dat spijt ons heel erg. We praten morgen met de klas en met de leerkracht. " * 3


def tapped(office: Office, letter: Posted, by: str = ANN) -> Posted:
    """The one letter that the first button of a letter brings whoever taps it."""
    tap = next(iter(taps(letter).values()))
    office.forget_letters()
    office.write(tap["text"], sender=by, subject=tap["subject"], headers=(PROVEN,))
    office.round()
    (answer,) = office.letters(to=by)
    return answer


def test_a_long_note_becomes_the_letter_by_its_button_whatever_was_written_since(
    case: Office,
) -> None:
    theirs = notice(case)
    ordered(case, f"{LONG}\nTot morgen.", answers=theirs)
    (first,) = case.letters("command_error", to=ANN)
    ordered(
        case,
        "Een latere notitie, die ook lang genoeg is om een brief kon zijn. " * 3,
        answers=theirs,
    )
    ordered(case, "COMPLEX", answers=theirs)
    shown = tapped(case, first)
    assert shown.name == "preview"
    text = " ".join(shown.text.split())
    assert " ".join(LONG.split()) in text
    assert "Tot morgen." in text
    assert "latere notitie" not in text
    assert case.posted_to_outsiders() == []


def test_an_order_is_no_note_that_may_become_a_letter(case: Office) -> None:
    theirs = notice(case)
    for text in (LONG, "COMPLEX", "TOON BRIEF"):
        ordered(case, text, answers=theirs)
    (shown,) = case.letters("preview", to=ANN)
    assert "dat spijt ons heel erg" in " ".join(shown.text.split())


def test_the_note_of_somebody_else_becomes_no_letter_of_mine(case: Office) -> None:
    theirs = notice(case)
    ordered(case, "COMPLEX", answers=theirs)
    copy = notice(case, CARLA)
    ordered(case, LONG, answers=theirs)
    ordered(case, "TOON BRIEF notitie 3", by=CARLA, answers=copy)
    (letter,) = case.letters(to=CARLA)
    assert letter.name == "command_error"
    assert "ANTWOORD" in letter.text


def test_an_alarm_that_is_taken_on_falls_silent_and_is_asked_after(office: Office) -> None:
    office.morning(TUESDAY, time(9))
    office.write("Mijn zoon zegt dat hij zelfmoord wil plegen.")
    office.round()
    alarm = office.letters("safety_alert", to=CARLA)[-1]
    ordered(office, "GEZIEN", by=CARLA, answers=alarm)
    assert "Carla Maes neemt dit op zich" in told(office, CARLA)
    assert "Carla Maes nam de dringende melding K-2026-0001 op zich" in told(office, ELS)
    office.forget_letters()
    office.rounds_every(30, hours=3)
    assert office.letters("safety_alert") == []
    (asked,) = office.letters("reminder", to=CARLA)
    assert "hoe het staat met de dringende melding" in asked.text
    office.forget_letters()
    office.morning(TUESDAY + timedelta(days=1))
    assert [letter.to for letter in office.letters("reminder")] == [CARLA]


def test_a_new_address_gets_the_acknowledgment_that_was_refused(office: Office) -> None:
    office.morning(TUESDAY)
    office.postman.plan(PARENT, NO)
    office.write(COMPLAINT)
    office.round()
    ordered(office, "ADRES ilse.nieuw@postvak.example")
    (asked,) = office.letters("command_error", to=ANN)
    assert "ilse.nieuw@postvak.example" in asked.text
    assert office.posted_to_outsiders() == []
    ordered(office, "ADRES ilse.nieuw@postvak.example\nJA", answers=asked)
    assert "adres van de melder is nu ilse.nieuw@postvak.example" in told(office)
    (letter,) = office.posted_to_outsiders()
    assert (letter.name, letter.to) == ("acknowledgment", "ilse.nieuw@postvak.example")
    assert office.case()["ack"] == "sent"
