from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import NOON, raw_mail
from tests.offices import ANN, PARENT, NewOffice, Office

FORM = "webformulier@schoolbestuur-demerland.example"
SMALL = ("bot.toml", "max_message_mb            = 35", "max_message_mb = 1")
LETTERS = {
    "nl": ("Mijn zoon moest nablijven. Ik vind dat echt niet kunnen.", "goed aangekomen"),
    "fr": ("Mon fils a été puni. C'est inacceptable, nous sommes déçus de l'école.", "bien reçu"),
    "en": ("My son was punished. This is unacceptable and we are not happy with it.", "received"),
    "de": ("Mein Sohn wurde bestraft. Das ist nicht in Ordnung und wir sind enttäuscht.", "ein"),
}


def test_a_mail_too_large_to_fetch_is_known_by_its_header(
    new_office: NewOffice,
) -> None:
    office = new_office(SMALL)
    office.write("Onzichtbaar. " + "x" * 1_000_000, subject="Klacht met grote foto")
    office.write("Past net.", subject="Klacht", sender="Jan <jan@postvak.example>")
    office.round()
    assert [mail["place"] for mail in office.mails()] == ["case", "case"]
    assert {x.to for x in office.letters("acknowledgment")} == {PARENT, "jan@postvak.example"}
    assert office.told("too_large") == 1
    (large,) = [mail for mail in office.mails() if mail["subject"] == "Klacht met grote foto"]
    (notice,) = [x for x in office.letters("new_complaint") if x.case == large["case"]]
    assert "te groot" in notice.text
    assert "Onzichtbaar" not in notice.everything
    assert len(office.bot.inbox.raw([large["id"]])[large["id"]]) < 1000
    # It lies where the other mail lies.
    assert office.box.inbox == {}


def test_a_large_mail_of_a_machine_is_not_answered_either(
    new_office: NewOffice,
) -> None:
    office = new_office(SMALL)
    office.write("x" * 1_000_001, headers=("Auto-Submitted: auto-replied",))
    office.round()
    assert office.mail()["verdict"] == "auto_reply"
    assert office.letters() == []


def test_a_large_reply_joins_its_case(new_office: NewOffice) -> None:
    office = new_office(SMALL)
    office.write()
    office.round()
    office.write("x" * 1_000_001, subject="Re: [K-2026-0001] foto's")
    office.round(minutes=1)
    assert (office.mail()["verdict"], office.mail()["case"]) == ("case_reply", "K-2026-0001")
    assert "te groot om op te halen" in office.letter("parent_replied").text


@pytest.mark.parametrize(
    "sender",
    ["", "onbekend", ", ".join(f"p{n}@x.example" for n in range(10)), "<>", "a@b", "@x.example"],
)
def test_a_mail_without_one_sender_is_set_aside(office: Office, sender: str) -> None:
    office.write(sender=sender)
    office.round()
    assert (office.mail()["verdict"], office.mail()["place"]) == ("unreadable", "set_aside")
    assert office.told("unreadable") == 1
    assert {x.to for x in office.letters()} == {ANN}


def test_with_several_from_the_one_sender_counts(office: Office) -> None:
    office.write(sender="a@x.example, b@x.example", headers=(f"Sender: Ilse V <{PARENT}>",))
    office.round()
    assert office.letter("acknowledgment").to == PARENT


@pytest.mark.parametrize(
    "sender",
    [
        '"weird name"@postvak.example',
        "jürgen@postvak.example",
        "ouder@schöne-schule.example",
        "a..b@postvak.example",
        f"{'x' * 70}@postvak.example",
        f"ouder@{'y' * 70}.example",
        "ouder@[192.0.2.1]",
        "Ilse (moeder) <ilse.vdb(moeder)@postvak.example>",
        "=?utf-8?q?Ilse_=0D=0ABcc=3A_x=40y.example?= <ilse.vdb@postvak.example>",
    ],
)
def test_whatever_stands_in_from_the_mail_ends_in_one_place_at_the_first_try(
    office: Office, sender: str
) -> None:
    office.write(sender=sender)
    office.round()
    assert office.mail()["place"] in {"case", "set_aside"}
    assert not str(office.mail()["set_aside"]).startswith("three tries")


def test_a_mail_without_text_is_unclear_and_acknowledged(office: Office) -> None:
    office.write("", subject="")
    office.round()
    assert office.case()["kind"] == "unclear"
    text = office.letter("acknowledgment").text
    assert "als klacht" not in text
    assert "bericht" in text
    assert "(geen tekst)" in office.letter("new_complaint").text


def test_a_date_of_receipt_in_the_future_is_kept_and_logged(office: Office) -> None:
    office.write(at=datetime(2027, 3, 1, 9, 0, tzinfo=UTC))
    office.round()
    (case,) = office.register()
    assert case["number"] == "K-2027-0001"
    assert case["received_on"] == "2027-03-01"
    assert case["received_at"].startswith("2027-03-01T09:00:00")
    (entry,) = office.log("received_in_future")
    assert entry["case"] == "K-2027-0001"
    assert case["ack"] == "sent"


@pytest.mark.parametrize("language", LETTERS)
def test_the_acknowledgment_is_in_the_language_of_the_mail(office: Office, language: str) -> None:
    text, says = LETTERS[language]
    office.write(text, subject="x")
    office.round()
    letter = office.letter("acknowledgment")
    assert office.case()["language"] == language
    assert letter.mail["Content-Language"] == language
    assert says in letter.subject + letter.text
    assert office.letter("new_complaint").mail["Content-Language"] == "nl"


def test_an_unknown_language_is_answered_in_the_first_language_of_the_school(
    office: Office,
) -> None:
    office.write("Oğlum okulda haksız yere cezalandırıldı, çok üzgünüz.")  # noqa: RUF001  # Turkish
    office.round()
    assert office.letter("acknowledgment").mail["Content-Language"] == "nl"
    assert office.case()["ack"] == "sent"


def test_a_language_that_the_school_has_no_letters_in_is_answered_in_dutch_and_noted(
    new_office: NewOffice,
) -> None:
    office = new_office(
        ("procedure.toml", 'languages    = ["nl", "fr", "en", "de"]', 'languages = ["nl"]')
    )
    office.write(LETTERS["fr"][0], subject="x")
    office.round()
    assert office.letter("acknowledgment").mail["Content-Language"] == "nl"
    assert office.case()["language"] == "fr"
    assert "Frans" in office.letter("new_complaint").text


def test_a_form_on_the_site_speaks_for_the_parent_who_filled_it_in(office: Office) -> None:
    office.write(
        "Naam: Fatima El Amrani\nE-mail: Fatima@Postvak.example\nSchool: Kapelhof\n"
        "Wat is er gebeurd: De bus kwam te laat. Onaanvaardbaar.",
        sender=FORM,
        headers=("Auto-Submitted: auto-generated",),
    )
    office.round()
    case = office.case()
    assert case["via"] == "webform"
    assert case["complainant"] == {"name": "Fatima El Amrani", "email": "Fatima@postvak.example"}
    assert office.letter("acknowledgment").to == "Fatima@postvak.example"
    office.write(sender="fatima@postvak.example", subject="K-2026-0001", text="Nog iets.")
    office.round(minutes=1)
    assert office.mail()["case"] == "K-2026-0001"


@pytest.mark.parametrize("address", ["", "weet ik niet", "klacht@schoolbestuur-demerland.example"])
def test_a_form_without_an_address_to_answer_is_registered_and_told(
    office: Office, address: str
) -> None:
    office.write(
        f"Naam: Anoniem\nE-mail: {address}\nWat is er gebeurd: Klacht over de bus.", sender=FORM
    )
    office.round()
    assert office.case()["ack"] == "none"
    assert office.letters("acknowledgment") == []
    assert "er is geen adres" in office.letter("new_complaint").text


def test_numbers_follow_the_local_year_of_receipt_without_a_gap(office: Office) -> None:
    office.clock.at = datetime(2027, 1, 2, 9, 0, tzinfo=UTC)
    office.write(at=datetime(2026, 12, 31, 22, 59, tzinfo=UTC))  # 23.59 here
    office.write(at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))  # 0.30 of the new year here
    office.write(at=datetime(2027, 1, 1, 12, 0, tzinfo=UTC))
    office.write(at=datetime(2026, 12, 30, 12, 0, tzinfo=UTC))  # came in last, received first
    office.round()
    assert [case["number"] for case in office.register()] == [
        "K-2026-0001",
        "K-2026-0002",
        "K-2027-0001",
        "K-2027-0002",
    ]
    by_number = {case["number"]: case["received_on"] for case in office.register()}
    assert by_number["K-2027-0001"] == "2027-01-01"
    assert sorted(office.box.folders) == ["Gehoor/2026", "Gehoor/2027"]


def test_mails_that_open_nothing_leave_no_gap_in_the_numbers(office: Office) -> None:
    office.write()
    office.write(headers=("Auto-Submitted: auto-replied",))
    office.write(sender="")
    office.write(sender="Jan <jan@postvak.example>")
    office.round()
    assert [case["number"] for case in office.register()] == ["K-2026-0001", "K-2026-0002"]


def test_every_case_records_what_it_owes_by_when(office: Office) -> None:
    office.write(at=NOON)  # Tuesday 24 November 2026
    office.round()
    due = {
        duty["kind"]: (duty["due_on"], duty["target_on"], duty["met_at"] is not None)
        for duty in office.case()["deadlines"]
    }
    assert due == {
        "ack": ("2026-12-04", "2026-12-04", True),
        "classify": ("2026-11-27", "2026-11-27", False),
        "admissibility": ("2026-12-04", "2026-12-04", False),
        "handling": ("2027-01-08", "2027-01-08", False),
        "status": ("2026-12-08", "2026-12-08", False),
    }


def test_a_due_day_in_the_weekend_has_the_working_day_before_as_its_target(
    office: Office,
) -> None:
    office.write(at=NOON + timedelta(days=1))
    office.round()
    (ack,) = [duty for duty in office.case()["deadlines"] if duty["kind"] == "ack"]
    assert (ack["due_on"], ack["target_on"]) == ("2026-12-05", "2026-12-04")


def test_what_a_parent_typed_appears_as_typed(office: Office) -> None:
    typed = "{{ case_no }} <b>vet</b> **ster** [u|je] {% if x %} &amp; <script>alert(1)</script>"
    office.deliver(raw_mail(text=typed, subject=typed))
    office.round()
    letter = office.letter("new_complaint")
    assert typed in letter.text
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
