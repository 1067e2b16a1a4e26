from __future__ import annotations

import base64
import email
import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bot.post.parser as parser_room
from bot.core.mail import Address, IncomingMail
from bot.post.parser import read_mail
from tests.rawmails import HEADER, in_parts, nested, part, raw_mail

TEXT = b"Mijn kind wordt gepest.\r\n"
WITHOUT_FROM = HEADER.split(b"\r\n", 1)[1]


def from_only(*values: bytes) -> IncomingMail:
    fields = b"".join(b"From: " + value + b"\r\n" for value in values)
    return read_mail(fields + WITHOUT_FROM + b"\r\n" + TEXT)


def subject_of(value: bytes) -> str:
    return read_mail(b"From: a@x.example\r\nSubject: " + value + b"\r\n\r\n" + TEXT).subject


def assert_sound(mail: IncomingMail) -> None:
    for name, values in mail.headers.items():
        assert name == name.lower()
        for value in values:
            assert "\r" not in value
            assert "\n" not in value
    words = (mail.subject, mail.text, mail.new_text, *mail.headers, *sum(mail.headers.values(), ()))
    addresses = (*mail.from_addresses, *mail.to, *mail.cc, *mail.reply_to)
    written = (*(a.email for a in addresses), *(a.name for a in addresses))
    ids = (*mail.in_reply_to, *mail.references, *([mail.message_id] if mail.message_id else []))
    names = (*(a.name for a in mail.attachments), *(a.type for a in mail.attachments))
    for word in (*words, *written, *ids, *names):
        word.encode()  # raises where half a character is left
    for name in (*written, *ids, *names):
        assert name.isprintable()
    assert all("/" not in each.name and "\\" not in each.name for each in mail.attachments)
    assert all(each.startswith("<") and each.endswith(">") for each in ids)
    assert all("@" in each.email and " " not in each.email for each in addresses)


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
    [b"\r\n \r\n", b"From ann@ouders.example Mon Nov 23 20:14:00 2026\n", b"\n>From a\n", b"\xef\xbb\xbf"],
)
def test_what_a_mailbox_puts_before_the_header_is_forgiven(before: bytes) -> None:
    mail = read_mail(before + raw_mail())
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    assert mail.text == "Mijn kind wordt gepest."


def test_an_odd_line_in_the_header_hides_no_sender() -> None:
    mail = read_mail(b"Received: from here\r\nby there\r\nSubject : Klacht\r\n" + HEADER + b"\r\nHoi")
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    assert mail.text == "Hoi"


# Who wrote it


def test_a_mail_without_from_is_of_its_sender() -> None:
    raw = b"Sender: bo@x.example\r\n" + WITHOUT_FROM + b"\r\nHoi"
    assert read_mail(raw).sender == Address("bo@x.example")
    assert read_mail(WITHOUT_FROM + b"\r\nHoi").sender is None


def test_a_mail_from_ten_people_is_of_its_sender_or_of_nobody() -> None:
    ten = ", ".join(f"p{number}@x.example" for number in range(10)).encode()
    mail = from_only(ten)
    assert len(mail.from_addresses) == 10
    assert mail.sender is None
    assert read_mail(b"From: %s\r\nSender: bo@x.example\r\n\r\n" % ten).sender == Address(
        "bo@x.example"
    )


def test_ten_from_fields_are_ten_people_but_the_same_one_twice_is_one() -> None:
    assert from_only(*(b"p%d@x.example" % number for number in range(10))).sender is None
    twice = from_only(b"Ann <ann@x.example>", b"ANN@x.example")
    assert twice.sender == Address("ann@x.example", "Ann")


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ('"ann@school.example" <evil@x.example>', "evil@x.example", "ann@school.example"),
        ("ann@school.example <evil@X.Example>", "evil@x.example", "ann@school.example"),
        ("=?utf-8?q?=22ann=40school=2Eexample=22?= <evil@x.example>", "evil@x.example", None),
        ("Ann <ann@x.example", "ann@x.example", "Ann"),
        ("Ann Peeters ann@x.example", "ann@x.example", "Ann Peeters"),
        ("ann@x.example (Ann Peeters)", "ann@x.example", "Ann Peeters"),
        ("Ouders: ann@x.example;", "ann@x.example", ""),
        ("Peeters, Ann <ann@x.example>", "ann@x.example", "Peeters, Ann"),
        ("=?utf-8?Q?J=C3=BCrgen,_M=C3=BCller?= <j@x.example>", "j@x.example", "Jürgen, Müller"),
        ("=?utf-8?Q?Ann_=3Cann=40x.example=3E?=", "ann@x.example", "Ann"),
        ('"=?utf-8?B?QW5u?=" <ann@x.example>', "ann@x.example", "Ann"),
        ("<mailto:ann@x.example>", "ann@x.example", ""),
        ("<@relay.example,@other.example:ann@x.example>", "ann@x.example", ""),
        ("José <josé@münchen.EXAMPLE>", "josé@münchen.example", "José"),
        ('"ann.p"@X.example', '"ann.p"@x.example', None),
        ('"Ann <ann@x.example>', "ann@x.example", "Ann"),
        ("<<ann@x.example>>", "ann@x.example", ""),
        ("ann@x.example.", "ann@x.example", ""),
    ],
)
def test_an_address_is_found_however_it_is_written(
    written: str, address: str, name: str | None
) -> None:
    found = from_only(written.encode()).sender
    assert found is not None
    assert found.email == address
    assert name is None or found.name == name


@pytest.mark.parametrize(
    "written",
    ["", "<>", "ann", "ann at x.example", "ann @x.example", "<ann p@x.example>", "ann@@x.example"]
    + ["undisclosed-recipients:;", '"a b"@x.example', "@x.example", "ann@", f"{'a' * 300}@x.example"],
)
def test_what_cannot_be_an_address_is_none(written: str) -> None:
    assert from_only(written.encode()).from_addresses == ()


def test_the_header_of_a_name_full_of_tricks_stays_one_line() -> None:
    mail = from_only(b"=?utf-8?q?Ann=0D=0ABcc:_evil=40x.example?= <ann@x.example>")
    assert mail.sender == Address("ann@x.example", "Ann Bcc: evil@x.example")
    assert_sound(mail)


# Header values


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"Klacht\r\n over pesten", "Klacht over pesten"),
        (b"Klacht\r\n\tover pesten", "Klacht over pesten"),
        (b"=?utf-8?q?Ge=C3=AFnt?= =?UTF-8?B?ZXJlc3NlZXJk?=", "Geïnteresseerd"),
        (b"=?utf-8?B?w6k=?=\r\n =?utf-8?Q?=C3?= =?utf-8?Q?=A9n?=", "één"),
        (b"=?x-unknown?q?caf=E9?=", "café"),
        (b"=?windows-1252?q?=80_65?=", "€ 65"),
        (b"=?iso-8859-1*nl?q?=80_65?=", "€ 65"),
        (b"=?utf-8?q?caf=E9?=", "café"),
        (b"=?utf-8?b?w6k?=", "é"),
        (b"=?utf-8?b?w6k=", "=?utf-8?b?w6k="),
        (b"=?utf-8?q?Hoe gaat het??=", "Hoe gaat het?"),
        (b"=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
        ("Café € 5".encode(), "Café € 5"),
        ("Café € 5".encode("cp1252"), "Café € 5"),
        (b"Klacht\0 over", "Klacht over"),
        (b"=?base64?q?x?= =?idna?q?y?= =?unicode_escape?q?=5Cu0041?=", "xy\\u0041"),
        (b"=?utf-7?q?+2AA-?=", "?"),
    ],
)
def test_a_subject_is_read_as_people_see_it(written: bytes, read: str) -> None:
    assert subject_of(written) == read


@pytest.mark.parametrize(
    "long", [b"x" * 1_000_000, b"=?utf-8?q?x?= " * 80_000, b"=?utf-8?q?x" * 90_000, b"x\r\n " * 250_000]
)
def test_a_subject_of_a_megabyte_is_cut_and_hides_nothing_behind_it(long: bytes) -> None:
    mail = read_mail(b"Subject: " + long + b"\r\n" + HEADER.replace(b"Subject: Klacht\r\n", b"") + b"\r\n" + TEXT)
    assert 1_000 < len(mail.subject) < 10_000 or long.startswith(b"=?utf-8?q?x?=")
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    assert mail.message_id == "<m1@ouders.example>"
    assert mail.text == "Mijn kind wordt gepest."


def test_five_thousand_received_fields_hide_no_sender() -> None:
    received = b"Received: from mx.x.example by y.example; Mon, 23 Nov 2026 20:14:00 +0100\r\n"
    mail = read_mail(received * 5_000 + raw_mail(TEXT, b"Auto-Submitted: auto-replied"))
    assert mail.sender == Address("ann@ouders.example", "Ann Peeters")
    assert mail.header("Auto-Submitted") == "auto-replied"
    assert mail.text == "Mijn kind wordt gepest."
    assert 100 < len(mail.headers["received"]) < 5_000


def test_headers_keep_their_order_and_lose_their_case() -> None:
    mail = read_mail(b"X-One: 1\r\nFrom: a@x.example\r\nx-oNE: 2\r\n\r\n")
    assert list(mail.headers) == ["x-one", "from"]
    assert mail.headers["x-one"] == ("1", "2")
    assert mail.header("X-ONE") == "1"


@pytest.mark.parametrize(
    ("written", "path"),
    [(b"<>", ""), (b"", ""), (b"<ann@x.example>", "ann@x.example"), (b"ann@x.example", "ann@x.example")],
)
def test_the_null_return_path_is_empty_and_an_absent_one_is_none(written: bytes, path: str) -> None:
    assert read_mail(b"Return-Path: " + written + b"\r\n" + raw_mail()).return_path == path
    assert read_mail(raw_mail()).return_path is None


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        (b"Mon, 23 Nov 2026 20:14:00 +0100", datetime(2026, 11, 23, 19, 14, tzinfo=UTC)),
        (b"Thu, 1 Jan 1970 00:00:00 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        (b"Thu, 31 Dec 2099 23:59:59 GMT", datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (b"Mon, 23 Nov 2026 20:14:00", datetime(2026, 11, 23, 20, 14, tzinfo=UTC)),
        (b"23 Nov 26 20:14 (once upon a time)", datetime(2026, 11, 23, 20, 14, tzinfo=UTC)),
        (b"2026-11-23T20:14:00+01:00", datetime(2026, 11, 23, 19, 14, tzinfo=UTC)),
        (b"gisteren", None),
        (b"Mon, 99 Nov 2026 20:14:00 +0100", None),
        (b"Fri, 31 Dec 9999 23:59:59 -1400", None),
        (b"", None),
        (b"9" * 5_000, None),
    ],
)
def test_a_date_is_an_instant_in_utc_or_none(written: bytes, instant: datetime | None) -> None:
    sent_at = read_mail(b"Date: " + written + b"\r\nFrom: a@x.example\r\n\r\n").sent_at
    assert sent_at == instant
    assert sent_at is None or sent_at.utcoffset() is not None


def test_message_ids_are_found_between_junk_and_over_folded_lines() -> None:
    mail = read_mail(
        raw_mail(
            TEXT,
            b"In-Reply-To: Your mail of today <a@x.example> (ann@x.example)",
            b"References: <a@x.example>,\r\n <b\r\n @x.example> junk <c@x.example><a@x.example>",
        )
    )
    assert mail.in_reply_to == ("<a@x.example>",)
    assert mail.references == ("<a@x.example>", "<b@x.example>", "<c@x.example>")
    assert read_mail(b"Message-ID: abc@x.example\r\n\r\n").message_id == "<abc@x.example>"
    assert read_mail(b"Message-ID: no id at all\r\n\r\n").message_id is None


def test_of_many_references_the_first_and_last_fifty_are_kept() -> None:
    ids = [b"<%d@x.example>" % number for number in range(1_000)]
    mail = read_mail(raw_mail(TEXT, b"References: " + b"\r\n ".join(ids)))
    assert len(mail.references) == 100
    assert mail.references[49:51] == ("<49@x.example>", "<950@x.example>")


# Attachments


def test_every_leaf_that_is_no_text_is_an_attachment() -> None:
    pdf = b"%PDF-1.4 " + bytes(range(256))
    mail = read_mail(
        in_parts(
            part(b"text/plain", TEXT),
            part(
                b"application/octet-stream",
                base64.encodebytes(pdf),
                b"Content-Transfer-Encoding: base64",
            ),
            part(b"image/png; name=\"foto's.png\"", b"\x89PNG\r\n\x1a\n"),
        )
    )
    unnamed, named = mail.attachments
    assert (unnamed.name, unnamed.type, unnamed.size) == ("part-2.pdf", "application/pdf", len(pdf))
    assert unnamed.sha256 == hashlib.sha256(pdf).hexdigest()
    assert (unnamed.part, named.part) == (2, 3)
    assert (named.name, named.type) == ("foto's.png", "image/png")
    assert mail.text == "Mijn kind wordt gepest."


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (b'filename="../../etc/passwd"', "passwd"),
        (b'filename="C:\\\\temp\\\\a.txt"', "a.txt"),
        (b"filename=\"=?utf-8?q?verslag_caf=C3=A9.pdf?=\"", "verslag café.pdf"),
        (b"filename*=utf-8'nl'verslag%20caf%C3%A9.pdf", "verslag café.pdf"),
        (b"filename*0*=utf-8''caf%C3; filename*1*=%A9.pdf", "café.pdf"),
        (b'filename*0="lang "; filename*1="verslag.pdf"', "lang verslag.pdf"),
        ('filename="café.pdf"'.encode(), "café.pdf"),
        (b'filename="a\xe2\x80\xaefdp.exe"', "afdp.exe"),
        (b'filename="con.txt"', "_con.txt"),
        (b'filename=".."', "part-1.bin"),
        (b'filename=""', "part-1.bin"),
        (b'filename="' + b"a" * 400 + b'.pdf"', "a" * 116 + ".pdf"),
        (b'filename="=?utf-8?q?a=0D=0Ab.pdf?="', "ab.pdf"),
        (b'filename="a\xff\0b.pdf"', "aÿb.pdf"),
    ],
)
def test_a_file_name_is_made_safe(written: bytes, name: str) -> None:
    disposition = b"Content-Disposition: attachment; " + written
    mail = read_mail(raw_mail(b"\0\1\2", b"Content-Type: application/x-unknown", disposition))
    assert [each.name for each in mail.attachments] == [name]
    assert_sound(mail)


OFFICE = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04....[Content_Types].xml....word/document.xml", f"{OFFICE}wordprocessingml.document"),
        (b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet"),
        (b"PK\x03\x04" + b"." * 26 + b"mimetypeapplication/vnd.oasis.opendocument.textPK", "application/vnd.oasis.opendocument.text"),
        (b"PK\x03\x04....klas.jpg", "application/zip"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"),
        (b"GIF89a....", "image/gif"),
        (b"BM is geen plaatje maar een zin.", "text/plain"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"\0\1\2\3", "application/octet-stream"),
        (b"", "text/plain"),
    ],
)
def test_a_type_follows_the_bytes_and_not_what_the_mail_says(content: bytes, kind: str) -> None:
    encoded = base64.encodebytes(content)
    fields = (b"Content-Type: application/pdf", b"Content-Transfer-Encoding: base64")
    (attachment,) = read_mail(raw_mail(encoded, *fields)).attachments
    assert attachment.type == kind


def test_a_mail_in_a_mail_is_an_attachment_whose_words_are_not_ours() -> None:
    inner = b"From: evil@x.example\r\nSubject: Oud\r\n\r\nIk wil geld."
    mail = read_mail(in_parts(part(b"text/plain", TEXT), part(b"message/rfc822", inner)))
    assert mail.text == "Mijn kind wordt gepest."
    (attachment,) = mail.attachments
    assert (attachment.name, attachment.type) == ("part-2.eml", "message/rfc822")
    assert attachment.size == pytest.approx(len(inner), abs=10)


@pytest.mark.parametrize("encoding", [b"base64", b" BASE64 ", b"base64; x"])
def test_damaged_base64_gives_what_can_be_read(encoding: bytes) -> None:
    body = b"!" + base64.encodebytes(b"Mijn kind wordt gepest.")[:-3] + b"\r\n"
    mail = read_mail(raw_mail(body, b"Content-Transfer-Encoding: " + encoding))
    assert mail.text.startswith("Mijn kind wordt gepe")


# Hostile mail


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


@pytest.mark.parametrize("line", [b"\n", b"\r", b"x\n", b"--\n", b"> \n"])
def test_millions_of_lines_are_cut(line: bytes) -> None:
    mail = read_mail(raw_mail(line * 2_000_000))
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


@pytest.mark.parametrize("step", ["read_text", "describe", "leaves_of", "new_words", "header_text", "tamed"])
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
    [b"From: ", b"Subject: ", b"To: ", b"Content-Type: multipart/mixed; boundary=b", b"\r\n", b"\n"]
    + [b"Content-Type: text/html; charset=", b"--b", b"--b--", b"=?utf-8?q?", b"?=", b"=C3", b"<p>"]
    + [b"Content-Disposition: attachment; filename*0*=", b"message/rfc822", b"<a@b>", b'"', b"(", b","]
    + [b"Content-Transfer-Encoding: base64", b"quoted-printable", b"utf-7", b"+2AA-", b"\0", b"\r", b"@"]
    + [b"References: ", b"Return-Path: <>", b"message/delivery-status", b"Final-Recipient: rfc822;a@b"]
    + [b"Action: failed", b"multipart/report; report-type=delivery-status", b" ", b";", b"\xe9", b"\x1b$B"]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=60).map(b"".join)))
@example(b"Content-Type: text/plain; charset=utf-7\n\n+2AA-")
@example(in_parts(nested(b"alternative", part(b"text/html", b"<p>"), boundary=b"c")))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    assert_sound(read_mail(raw))
    assert_sound(read_mail(raw, truncated=True))
