from __future__ import annotations

from email.message import EmailMessage

from tests.builders import MAILBOX, raw_mail
from tests.offices import ANN, PARENT, Office


def _as_bytes(mail: EmailMessage) -> bytes:
    return mail.as_bytes()


def test_a_letter_of_ours_that_comes_back_is_logged_and_not_answered(office: Office) -> None:
    office.write()
    office.round()
    before = len(office.letters())
    for letter in office.letters():
        office.deliver(_as_bytes(letter.mail))
    office.round(minutes=1)
    assert [(mail["verdict"], mail["place"]) for mail in office.mails()[1:]] == [("own", "log")] * 2
    assert len(office.register()) == 1
    assert len(office.letters()) == before


def test_headers_that_name_us_prove_nothing(office: Office) -> None:
    office.write(headers=("X-Gehoor-Case: K-2026-0007", "X-Gehoor-Loop: yes"))
    office.round()
    assert office.mail()["verdict"] == "complaint"


def test_mail_from_our_own_address_without_our_signature_is_set_aside(office: Office) -> None:
    office.write(sender=f"Meldpunt <{MAILBOX}>")
    office.write(sender="klacht@schoolbestuur-demerland.example", message_id=None)
    office.write(
        sender=MAILBOX,
        message_id="<k-2026-0001.aaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbb@schoolbestuur-demerland.example>",
    )
    office.round()
    assert [mail["place"] for mail in office.mails()] == ["set_aside"] * 3
    assert office.register() == []
    assert office.told("from_ourselves") == 3
    assert {letter.to for letter in office.letters()} == {ANN}


def test_the_same_bytes_twice_are_one_mail(office: Office) -> None:
    raw = raw_mail(message_id=None)
    office.deliver(raw)
    office.deliver(raw)
    office.round()
    assert [mail["verdict"] for mail in office.mails()] == ["complaint", "duplicate"]
    assert [mail["case"] for mail in office.mails()] == ["K-2026-0001"] * 2
    assert [mail["place"] for mail in office.mails()] == ["case", "log"]
    assert len(office.letters("acknowledgment")) == 1


def test_one_mail_delivered_by_two_ways_is_one_mail(office: Office) -> None:
    # To mailbox and alias at once: other Received and Delivered-To, the same text.
    office.deliver(b"Delivered-To: a@x.example\r\nReceived: by one; now\r\n" + raw_mail())
    office.deliver(b"Delivered-To: b@x.example\r\nReceived: by two; now\r\n" + raw_mail())
    office.round()
    assert [mail["verdict"] for mail in office.mails()] == ["complaint", "duplicate"]
    assert office.mail()["case"] == "K-2026-0001"
    assert len(office.letters(to=PARENT)) == 1


def test_a_copy_that_comes_weeks_later_is_still_a_copy(office: Office) -> None:
    office.deliver(raw_mail())
    office.round()
    office.deliver(b"Received: by two; later\r\n" + raw_mail())
    office.round(days=20)
    assert office.mail()["verdict"] == "duplicate"
    assert len(office.letters()) == 2


def test_a_copy_of_a_mail_that_lies_apart_lies_in_the_log(office: Office) -> None:
    raw = raw_mail(headers=("Precedence: bulk",))
    office.deliver(raw)
    office.deliver(raw)
    office.round()
    assert [(m["verdict"], m["place"], m["case"]) for m in office.mails()] == [
        ("doubtful", "set_aside", None),
        ("duplicate", "log", None),
    ]
    assert office.told("doubtful") == 1


def test_the_same_message_id_with_other_words_is_a_mail_of_its_own(office: Office) -> None:
    office.write(text="Mijn zoon moest nablijven. Onaanvaardbaar.", message_id="<x@y.example>")
    office.write(text="De bus kwam weer te laat. Ik ben het beu.", message_id="<x@y.example>")
    office.round()
    assert [case["number"] for case in office.register()] == ["K-2026-0001", "K-2026-0002"]
    assert [mail["verdict"] for mail in office.mails()] == ["complaint", "complaint"]
    # Both are flagged to a person, whichever came first.
    assert office.told("same_id") == 1
    assert len(office.letters("acknowledgment")) == 2


def test_the_same_message_id_and_words_from_another_sender_is_no_copy(office: Office) -> None:
    office.deliver(raw_mail())
    office.deliver(raw_mail(sender="Jan Janssens <jan@postvak.example>"))
    office.round()
    assert len(office.register()) == 2
    assert office.told("same_id") == 1


def test_two_mails_without_message_id_and_other_words_are_two(office: Office) -> None:
    office.write(text="De bus kwam te laat. Onaanvaardbaar.", message_id=None)
    office.write(text="De soep was koud. Onaanvaardbaar.", message_id=None)
    office.round()
    assert len(office.register()) == 2
    assert office.told("same_id") == 0
