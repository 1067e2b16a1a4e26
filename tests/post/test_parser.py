from __future__ import annotations

import base64
import email
import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bot.post.parser as parser_room
from bot.core.mail import Address
from bot.post.mime.taming import tamed
from bot.post.parser import read_mail
from tests.rawmails import HEADER, TEXT, assert_sound, in_parts, nested, part, raw_mail


def test_a_plain_mail_is_read_whole() -> None:
    mail = read_mail(raw_mail())
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    assert mail.to == (Address("klachten@school.example"),)
    assert mail.subject == "Klacht"
    assert mail.message_id == "<m1@ouders.example>"
    assert mail.sent_at == datetime(2026, 11, 23, 19, 14, tzinfo=UTC)
    assert mail.text == mail.new_text == "Mijn kind wordt gepest."
    assert mail.content_type == "text/plain"
    assert (mail.bounce, mail.unreadable, mail.return_path, mail.truncated) == (
        None,
        None,
        None,
        False,
    )


@pytest.mark.parametrize(
    "raw", [b"", b"\0", b"\r\n\r\n", b"\n", b":", b"From ", b"\xff" * 99, b"From: a@x.example"]
)
def test_what_is_hardly_a_mail_is_read_as_an_empty_one(raw: bytes) -> None:
    assert_sound(read_mail(raw))


@pytest.mark.parametrize(
    "before",
    [
        b"\r\n \r\n",
        b"From ann@ouders.example Mon Nov 23 20:14:00 2026\n",
        b"\n>From a\n",
        b"\xef\xbb\xbf",
    ],
)
def test_what_a_mailbox_puts_before_the_header_is_forgiven(before: bytes) -> None:
    mail = read_mail(before + raw_mail())
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    assert mail.text == "Mijn kind wordt gepest."


def test_an_odd_line_in_the_header_hides_no_sender() -> None:
    mail = read_mail(
        b"Received: from here\r\nby there\r\nSubject : Klacht\r\n" + HEADER + b"\r\nHoi"
    )
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    assert mail.text == "Hoi"


def test_of_ten_thousand_parts_a_thousand_are_read_and_it_is_said() -> None:
    pieces = [part(b"application/pdf", b"%%PDF-%d" % number) for number in range(10_000)]
    mail = read_mail(in_parts(part(b"text/plain", TEXT), *pieces))
    assert len(mail.attachments) == 999
    assert mail.text == "Mijn kind wordt gepest."
    assert mail.unreadable is not None


@pytest.mark.parametrize("depth", [60, 400, 3_000, 20_000])
def test_parts_in_parts_without_end_keep_their_header_and_it_is_said(depth: int) -> None:
    opened = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n'
    raw = HEADER + b"".join(opened % (level, level) for level in range(depth)) + b"\r\nHoi"
    mail = read_mail(raw)
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    assert mail.subject == "Klacht"
    assert mail.unreadable is not None


def test_mails_in_mails_without_end_keep_their_header() -> None:
    mail = read_mail(HEADER + b"Content-Type: message/rfc822\r\n\r\n" * 5_000 + b"Hoi")
    assert mail.subject == "Klacht"
    assert mail.unreadable is not None


@pytest.mark.parametrize(
    "field",
    [b'x="' + b";" * 300_000 + b'"', b";a*1=x" * 100_000, b";" * 300_000, b'x="' * 100_000],
)
def test_a_content_type_without_end_holds_nobody_up(field: bytes) -> None:
    hostile = part(b"multipart/mixed; " + field, b"Hoi")
    mail = read_mail(in_parts(part(b"text/plain", TEXT), hostile))
    assert mail.text.startswith("Mijn kind wordt gepest.")
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    kept, _ = tamed(in_parts(part(b"text/plain", TEXT), hostile))
    assert len(kept) < 10_000


@pytest.mark.parametrize("line", [b"\n", b"\r", b"x\n", b"--\n", b"> \n"])
def test_a_million_lines_are_cut(line: bytes) -> None:
    mail = read_mail(raw_mail(line * 900_000))
    assert mail.subject == "Klacht"
    assert len(mail.text) <= 1_000_000


def test_a_mail_of_36_megabytes_is_read() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"x" * 27_000_000
    field = b"Content-Transfer-Encoding: base64"
    raw = in_parts(part(b"text/plain", TEXT), part(b"image/jpeg", base64.encodebytes(jpeg), field))
    assert len(raw) > 36_000_000
    mail = read_mail(raw)
    assert mail.text == "Mijn kind wordt gepest."
    assert mail.attachments[0].sha256 == hashlib.sha256(jpeg).hexdigest()


def test_of_a_truncated_mail_only_the_header_is_read() -> None:
    mail = read_mail(in_parts(part(b"text/plain", TEXT))[:400], truncated=True)
    assert mail.truncated
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    assert (mail.text, mail.attachments, mail.unreadable) == ("", (), None)


def test_nul_bytes_fall_away() -> None:
    mail = read_mail(b"From: an\0n@x.example\r\nSubject: \0a\0b\r\n\r\nMijn\0 kind\0")
    assert (mail.subject, mail.text) == ("ab", "Mijn kind")
    assert mail.sender == Address("ann@x.example")


def test_where_every_parser_fails_the_header_is_read_by_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr(parser_room._OpenedMail, "from_bytes", broken)
    assert read_mail(raw_mail()).text == "Mijn kind wordt gepest."
    monkeypatch.setattr(email, "message_from_bytes", broken)
    mail = read_mail(raw_mail())
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    assert mail.subject == "Klacht"
    assert mail.unreadable is not None


@pytest.mark.parametrize(
    "step", ["read_text", "describe", "leaves_of", "new_words", "header_text", "tamed"]
)
def test_what_one_step_cannot_read_takes_nothing_else_away(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(parser_room, step, broken)
    mail = read_mail(in_parts(part(b"text/plain", TEXT), part(b"application/pdf", b"%PDF-1.4")))
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    assert mail.text == "Mijn kind wordt gepest." or step in {"read_text", "leaves_of"}
    assert len(mail.attachments) == (0 if step == "leaves_of" else 1)


PIECES = st.sampled_from(
    [
        b"From: ",
        b"Subject: ",
        b"To: ",
        b"Content-Type: multipart/mixed; boundary=b",
        b"\r\n",
        b"\n",
        b"Content-Type: text/html; charset=",
        b"--b",
        b"--b--",
        b"=?utf-8?q?",
        b"?=",
        b"=C3",
        b"<p>",
        b"Content-Disposition: attachment; filename*0*=",
        b"message/rfc822",
        b"<a@b>",
        b'"',
        b"(",
        b",",
        b"Content-Transfer-Encoding: base64",
        b"quoted-printable",
        b"utf-7",
        b"+2AA-",
        b"\x00",
        b"\r",
        b"@",
        b"References: ",
        b"Return-Path: <>",
        b"message/delivery-status",
        b"Final-Recipient: rfc822;a@b",
        b"Action: failed",
        b"multipart/report; report-type=delivery-status",
        b" ",
        b";",
        b"\xe9",
        b"\x1b$B",
        b"begin 644 a\n",
        b"\nend\n",
        b"=ybegin size=1 name=a\n",
        b"application/ms-tnef",
        b"\x78\x9f\x3e\x22\x01\x00",
        b"text/calendar",
        b"BEGIN:VEVENT\nSUMMARY:a\n",
        b"application/pkcs7-mime",
        b"-----BEGIN PGP SIGNED MESSAGE-----\n",
        b".eml",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=60).map(b"".join)))
@example(b"Content-Type: text/plain; charset=utf-7\n\n+2AA-")
@example(in_parts(nested(b"alternative", part(b"text/html", b"<p>"), boundary=b"c")))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    assert_sound(read_mail(raw))
    assert_sound(read_mail(raw, truncated=True))
