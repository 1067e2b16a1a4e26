from __future__ import annotations

import base64

import pytest

from bot.core.mail import Address
from bot.post.body import ONLY_MAIL
from bot.post.parser import read_mail
from tests.rawmails import HEADER, TEXT, assert_sound, in_parts, part, raw_mail

INNER = (
    b"From: Bo Maes <bo@ouders.example>\r\nTo: juf@school.example\r\nSubject: Hulp\r\n"
    b"Date: Mon, 23 Nov 2026 08:00:00 +0100\r\nMessage-ID: <i1@ouders.example>\r\n\r\n"
    b"Mijn dochter durft niet meer naar school.\r\n"
)
BASE64 = b"Content-Transfer-Encoding: base64"


def test_a_mail_sent_on_as_attachment_can_be_read() -> None:
    mail = read_mail(in_parts(part(b"message/rfc822", INNER)))
    assert mail.text == ""
    assert mail.unreadable is None
    (inner,) = mail.enclosed
    assert inner.sender == Address("bo@ouders.example", "Bo Maes")
    assert (inner.subject, inner.message_id) == ("Hulp", "<i1@ouders.example>")
    assert inner.text == inner.new_text == "Mijn dochter durft niet meer naar school."
    assert [each.type for each in mail.attachments] == ["message/rfc822"]
    assert mail.words_enclosed == "Hulp\n\nMijn dochter durft niet meer naar school."


def test_own_words_stay_apart_from_those_of_the_enclosed_mail() -> None:
    mail = read_mail(in_parts(part(b"text/plain", TEXT), part(b"message/rfc822", INNER)))
    assert mail.text == TEXT.decode().strip()
    assert len(mail.enclosed) == 1


@pytest.mark.parametrize(
    "kind", [b"application/octet-stream", b"text/plain", b"message/rfc822", b"message/global"]
)
def test_a_file_that_plainly_is_a_mail_is_one(kind: bytes) -> None:
    named = b'Content-Disposition: attachment; filename="Hulp.eml"'
    attached = part(kind, base64.encodebytes(INNER), named, BASE64)
    mail = read_mail(in_parts(part(b"text/plain", TEXT), attached))
    assert [each.subject for each in mail.enclosed] == ["Hulp"]
    assert mail.attachments[0].type in {"message/rfc822", "message/global"}


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4", b"Beste,\r\n\r\nFrom: hier", b"From: a\r\n\r\nb", b""]
)
def test_a_file_that_is_only_named_like_a_mail_is_none(content: bytes) -> None:
    named = b'Content-Disposition: attachment; filename="Hulp.eml"'
    mail = read_mail(in_parts(part(b"application/octet-stream", content, named)))
    assert mail.enclosed == ()
    assert mail.attachments[0].type != "message/rfc822"


def test_one_level_is_opened_and_no_more() -> None:
    deeper = b"From: a@x.example\r\nContent-Type: message/rfc822\r\n\r\n" + INNER
    (inner,) = read_mail(in_parts(part(b"message/rfc822", deeper))).enclosed
    assert inner.enclosed == ()
    assert inner.unreadable == ONLY_MAIL


def test_only_ten_are_read_and_of_a_large_one_the_beginning() -> None:
    assert len(read_mail(in_parts(*[part(b"message/rfc822", INNER)] * 30)).enclosed) == 10
    large = part(b"message/rfc822", INNER + (b"x" * 76 + b"\r\n") * 80_000)
    (inner,) = read_mail(in_parts(large)).enclosed
    assert inner.subject == "Hulp"
    assert inner.text.startswith("Mijn dochter")
    assert len(inner.text) < 400_000


def test_a_mail_of_which_nothing_can_be_read_says_so() -> None:
    mail = read_mail(in_parts(part(b"message/rfc822", b"Subject: a\r\n\r\n")))
    assert mail.unreadable == ONLY_MAIL


def test_the_letter_in_a_delivery_report_is_ours_and_not_read() -> None:
    report = in_parts(
        part(b"text/plain", b"Not delivered."),
        part(b"message/delivery-status", b"Final-Recipient: rfc822; a@x.example\r\nAction: failed"),
        part(b"message/rfc822", INNER),
        kind=b"report; report-type=delivery-status",
    ).replace(b"From: Ann Peeters <ann@ouders.example>", b"From: MAILER-DAEMON@x.example")
    mail = read_mail(b"Return-Path: <>\r\n" + report)
    assert mail.bounce is not None
    assert mail.enclosed == ()


def test_damage_in_an_enclosed_mail_takes_nothing_else_away() -> None:
    nested = b"Content-Type: message/rfc822\r\n\r\n" * 2_000
    for inner in (b"\xff\0\r\r", nested, HEADER + b"Content-Type: multipart/mixed\r\n\r\n--x"):
        mail = read_mail(in_parts(part(b"text/plain", TEXT), part(b"message/rfc822", inner)))
        assert mail.subject == "Klacht"
        assert_sound(mail)


# Invitations

INVITATION = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nDTSTART:19700101T000000\r\nEND:VTIMEZONE\r\n"
    b"BEGIN:VEVENT\r\nSUMMARY;LANGUAGE=nl:Oudercontact\\, klas 3B\r\n"
    b'DTSTART;TZID="Europe/Brussels":20261201T183000\r\nLOCATION:Lokaal 12\r\n'
    b"DESCRIPTION:We spreken over het \r\n pesten.\\nTot dan.\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
CALENDAR = part(b"text/calendar; method=REQUEST; charset=utf-8", INVITATION)


def test_an_invitation_without_a_text_is_told_in_words() -> None:
    mail = read_mail(in_parts(CALENDAR))
    assert mail.text == (
        "Oudercontact, klas 3B, 2026-12-01 18:30, Lokaal 12\n\n"
        "We spreken over het pesten.\nTot dan."
    )
    assert [each.name for each in mail.attachments] == ["part-1.ics"]


def test_beside_a_text_an_invitation_is_an_attachment() -> None:
    mail = read_mail(in_parts(part(b"text/plain", TEXT), CALENDAR, kind=b"alternative"))
    assert mail.text == TEXT.decode().strip()
    assert [each.type for each in mail.attachments] == ["text/calendar"]


@pytest.mark.parametrize(
    "calendar",
    [
        b"",
        b"BEGIN:VEVENT",
        b"BEGIN:VEVENT\nDTSTART:morgen\n",
        b"BEGIN:VEVENT\nSUMMARY" + b";x" * 90_000,
        b"BEGIN:VEVENT\n" + b'SUMMARY;"' * 20_000,
    ],
)
def test_an_odd_invitation_has_no_words(calendar: bytes) -> None:
    assert read_mail(raw_mail(calendar, b"Content-Type: text/calendar")).text == ""
