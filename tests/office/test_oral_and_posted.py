"""Complaints by word of mouth and by post, what is none after all, and looking up by mail."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest

from tests.office.test_orders_done import COMPLAINT, notice, ordered, told
from tests.office.test_taps import PROVEN, taps
from tests.offices import ANN, KATRIEN, PARENT, Office, Posted

TUESDAY = date(2026, 12, 8)
WORDS = "Haar zoon moest alleen eten in de refter en niemand belde terug. Dat is onaanvaardbaar."
BY_PHONE = (
    f"NIEUW:\nVIA: telefoon\nNAAM: Ilse Maes\nMAIL: ilse.maes@postvak.example\nTEKST: {WORDS}"
)
BY_POST = (
    "NIEUW:\nVIA: brief\nNAAM: Ilse Maes\nADRES: Dorpsstraat 1, 3290 Demerland\n"
    f"ONTVANGEN: 4/12/2026\nTEKST: {WORDS}"
)


@pytest.fixture
def case(office: Office) -> Office:
    """An office in which a complaint came in on a Tuesday."""
    office.morning(TUESDAY)
    office.write(COMPLAINT)
    office.round()
    return office


def writes(office: Office, text: str, *, by: str = ANN, subject: str = "Een klacht") -> None:
    """Somebody of the school writes a mail of their own."""
    office.forget_letters()
    office.write(text, sender=by, subject=subject, headers=(PROVEN,))
    office.round(minutes=1)


def tap(office: Office, letter: Posted, order: str, *, by: str = ANN) -> None:
    """Somebody taps the button of a letter that begins so."""
    made = next(mail for words, mail in taps(letter).items() if words.startswith(order))
    office.forget_letters()
    office.write(made["text"], sender=by, subject=made["subject"], headers=(PROVEN,))
    office.round(minutes=1)


def duty(office: Office, kind: str, number: str) -> dict[str, Any]:
    (found,) = [each for each in office.case(number)["deadlines"] if each["kind"] == kind]
    return dict(found)


def pdf_in(letter: Posted) -> bytes:
    (part,) = [each for each in letter.mail.walk() if each.get_content_type() == "application/pdf"]
    assert isinstance(part, EmailMessage)
    content: bytes = part.get_content()
    return content


def test_a_teacher_writes_a_complaint_down_and_says_with_one_tap_that_it_was_them(
    case: Office,
) -> None:
    writes(case, BY_PHONE, by=KATRIEN)
    (asked,) = case.letters(to=KATRIEN)
    assert asked.name == "was_it_you"
    assert len(case.register()) == 1
    tap(case, asked, "mail", by=KATRIEN)
    new = case.case("K-2026-0002")
    assert (new["via"], new["ack"], new["handler"]) == ("phone", "sent", "ann")
    assert new["complainant"] == {"name": "Ilse Maes", "email": "ilse.maes@postvak.example"}
    (outside,) = case.posted_to_outsiders()
    assert (outside.name, outside.to) == ("acknowledgment", "ilse.maes@postvak.example")
    assert WORDS in " ".join(notice(case).text.replace("> ", "").split())
    assert "K-2026-0002 is geopend" in told(case, KATRIEN)
    # The mail with the words lies in the case, and every mail has its place.
    assert [mail["case"] for mail in case.mails()] == ["K-2026-0001", "K-2026-0002", None]


def test_the_same_tap_twice_opens_one_case(case: Office) -> None:
    writes(case, BY_PHONE, by=KATRIEN)
    (asked,) = case.letters(to=KATRIEN)
    tap(case, asked, "mail", by=KATRIEN)
    tap(case, asked, "mail", by=KATRIEN)
    assert len(case.register()) == 2
    assert [letter.name for letter in case.letters()] == ["command_error"]


def test_a_letter_by_post_is_acknowledged_on_paper_and_answered_on_paper(case: Office) -> None:
    ordered(case, BY_POST)
    number = "K-2026-0002"
    new = case.case(number)
    assert (new["via"], new["ack"], new["received_on"]) == ("letter", "none", "2026-12-04")
    assert case.posted_to_outsiders() == []
    paper = case.letter("letter_to_post", to=ANN)
    assert pdf_in(paper).startswith(b"%PDF")
    assert "Dorpsstraat 1" in paper.text
    assert duty(case, "ack", number)["met_at"] is None
    tap(case, paper, "NOTITIE")
    assert duty(case, "ack", number)["met_at"] is not None
    assert case.case(number)["ack"] == "waived"
    # Every letter that follows goes the same way: shown, approved, printed.
    ordered(case, "STATUS: We spraken met de refter.", answers=paper)
    preview = case.letter("preview", to=ANN)
    assert "We spraken met de refter." in preview.text
    tap(case, preview, "JA")
    assert case.letters("letter_to_post") == []
    case.forget_letters()
    case.round(minutes=11)
    printed = case.letter("letter_to_post", to=ANN)
    assert pdf_in(printed).startswith(b"%PDF")
    assert case.posted_to_outsiders() == []


def test_who_has_no_address_is_reminded_of_till_the_letter_is_posted(case: Office) -> None:
    ordered(case, BY_POST)
    case.forget_letters()
    case.mornings(date(2026, 12, 9), date(2026, 12, 15))
    lines = " ".join(" ".join(letter.text.split()) for letter in case.everything(to=ANN))
    assert "De ontvangstmelding is klaar om af te drukken en te posten." in lines


def test_a_question_keeps_its_number_and_gets_one_in_its_own_register(case: Office) -> None:
    ordered(case, "GEEN KLACHT vraag, Bert")
    rows = case.books.register(everything=True)
    numbers = {row["number"]: (row["status"], row["kind"]) for row in rows}
    assert numbers == {
        "K-2026-0001": ("rerouted", "question"),
        "V-2026-0001": ("rerouted", "question"),
    }
    owed = duty(case, "reply_other", "K-2026-0001")
    assert owed["met_at"] is None
    preview = case.letter("preview", to=ANN)
    assert case.posted_to_outsiders() == []
    tap(case, preview, "JA")
    case.round(minutes=11)
    (thanks,) = case.posted_to_outsiders()
    assert (thanks.name, thanks.to) == ("other_receipt", PARENT)
    assert "Bert Claes" in thanks.text


def test_it_is_a_complaint_after_all_by_the_number_of_either_register(case: Office) -> None:
    before = {
        each["kind"]: each["due_on"] for each in case.case()["deadlines"] if not each["met_at"]
    }
    ordered(case, "GEEN KLACHT suggestie")
    result = case.letter("command_result", to=ANN)
    ordered(case, "S-2026-0001 WEL KLACHT", answers=result)
    now = case.case()
    assert (now["status"], now["kind"]) == ("intake", "complaint")
    assert {
        each["kind"]: each["due_on"] for each in now["deadlines"] if not each["met_at"]
    } == before
    assert [row["status"] for row in case.books.register(everything=True)] == ["intake", "merged"]
    assert case.posted_to_outsiders() == []


def test_taken_back_it_is_a_complaint_and_the_next_question_has_the_next_number(
    case: Office,
) -> None:
    ordered(case, "GEEN KLACHT vraag")
    ordered(case, "ONGEDAAN", answers=case.letter("command_result", to=ANN))
    assert [row["status"] for row in case.books.register(everything=True)] == ["intake", "merged"]
    ordered(case, "GEEN KLACHT vraag", answers=case.letter("command_result", to=ANN))
    assert [row["number"] for row in case.books.register(everything=True)] == [
        "K-2026-0001",
        "V-2026-0001",
        "V-2026-0002",
    ]


def apart(office: Office) -> tuple[int, Posted]:
    """A mail of a parent that looked like a machine's, set apart; and the letter about it."""
    office.write(
        "Mijn dochter werd gisteren van de trap geduwd. Niemand van de school belde ons.",
        sender="Jos Claes <jos@postvak.example>",
        subject="Gevallen op school",
        headers=("Precedence: bulk",),
    )
    office.round()
    mail = office.mail()
    assert mail["place"] == "set_aside"
    return int(mail["id"]), office.letters("attention", to=ANN)[-1]


def test_a_mail_that_lay_apart_becomes_a_case_as_of_the_day_it_came(case: Office) -> None:
    n, letter = apart(case)
    received = case.mail()["received_at"]
    case.round(hours=50)
    ordered(case, f"mail {n} WEL KLACHT", answers=letter)
    new = case.case("K-2026-0002")
    assert (new["received_at"], new["received_on"]) == (received, "2026-12-08")
    assert new["complainant"]["email"] == "jos@postvak.example"
    (outside,) = case.posted_to_outsiders()
    assert (outside.name, outside.to) == ("acknowledgment", "jos@postvak.example")
    moved = next(mail for mail in case.mails() if mail["id"] == n)
    assert (moved["verdict"], moved["place"], moved["case"], moved["owed"]) == (
        "complaint",
        "case",
        "K-2026-0002",
        False,
    )
    # Whoever writes in it again is in its thread, and searching finds its words.
    ordered(case, "ZOEK trap", answers=letter)
    assert "K-2026-0002" in case.letter("cases_shown", to=ANN).text


def test_a_mail_is_made_a_case_once(case: Office) -> None:
    n, letter = apart(case)
    ordered(case, f"mail {n} WEL KLACHT", answers=letter)
    ordered(case, f"mail {n} WEL KLACHT", answers=letter)
    assert [each.name for each in case.letters()] == ["command_error"]
    assert len(case.register()) == 2


def test_the_overview_offers_it_with_one_tap(case: Office) -> None:
    n, _ = apart(case)
    case.forget_letters()
    case.morning(date(2026, 12, 9))
    overview = case.letters("daily_digest", to=ANN)[0]
    tap(case, overview, "WEL KLACHT")
    assert next(mail for mail in case.mails() if mail["id"] == n)["case"] == "K-2026-0002"


def test_a_strangers_mail_about_a_case_joins_it_with_one_tap(case: Office) -> None:
    case.write(
        "Ik zag het ook gebeuren op de bus.",
        sender="Jos Claes <jos@postvak.example>",
        subject="Over K-2026-0001",
    )
    case.round()
    n = int(case.mail()["id"])
    case.forget_letters()
    case.morning(date(2026, 12, 9))
    tap(case, case.letters("daily_digest", to=ANN)[0], "WEL KLACHT")
    tap(case, case.letter("command_error", to=ANN), f"mail {n} WEL KLACHT: bij K-2026-0001")
    moved = next(mail for mail in case.mails() if mail["id"] == n)
    assert (moved["verdict"], moved["place"], moved["case"]) == (
        "case_reply",
        "case",
        "K-2026-0001",
    )
    assert "zit nu in K-2026-0001" in told(case)
    assert "Ik zag het ook gebeuren" in case.letter("parent_replied", to=ANN).text
    assert case.posted_to_outsiders() == []
    assert len(case.register()) == 1


def test_a_case_is_shown_on_a_phone(case: Office) -> None:
    ordered(case, "TOON")
    letter = case.letter(to=ANN)
    assert letter.name == "case_shown"
    text = " ".join(letter.text.split())
    assert "Nog niet ingedeeld, bij Ann Peeters" in text
    assert "Noor uit 3B" in text
    assert PARENT not in text
    assert {"EENVOUDIG", "COMPLEX"} <= set(taps(letter))
    assert case.case()["status"] == "intake"


def test_cases_are_listed_searched_and_explained(case: Office) -> None:
    ordered(case, "LIJST open")
    listed = case.letter("cases_shown", to=ANN)
    assert "K-2026-0001" in listed.text
    assert "TOON" in taps(listed)
    ordered(case, "ZOEK nablijven", answers=listed)
    assert "nablijven" in case.letter("cases_shown", to=ANN).text
    ordered(case, "ZOEK zwembad", answers=listed)
    assert "Er is niets gevonden" in case.letter("cases_shown", to=ANN).text
    ordered(case, "HELP", answers=listed)
    assert "EENVOUDIG" in case.letter("help_shown", to=ANN).text


def test_looking_up_needs_no_key_and_is_answered_at_the_registered_address(case: Office) -> None:
    writes(case, "LIJST mij", subject="lijst")
    assert "K-2026-0001" in case.letter("cases_shown", to=ANN).text
    writes(case, "LIJST open", by=KATRIEN, subject="lijst")
    assert "K-2026-0001" not in case.letter("cases_shown", to=KATRIEN).text
