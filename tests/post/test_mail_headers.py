from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.mail import Address
from bot.post.parser import read_mail
from tests.rawmails import HEADER, TEXT, raw_mail


def subject_of(value: bytes) -> str:
    return read_mail(b"From: a@x.example\r\nSubject: " + value + b"\r\n\r\n" + TEXT).subject


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
        (b"=?utf-8?q?Een=0Btwee=1Cdrie=E2=80=A8vier=C2=85vijf?=", "Een twee drie vier vijf"),
        (b"Een\x0btwee\x1b", "Een twee"),
        (b"=?base64?q?x?= =?idna?q?y?= =?unicode_escape?q?=5Cu0041?=", "xy\\u0041"),
        (b"=?utf-7?q?+2AA-?=", "?"),
    ],
)
def test_a_subject_is_read_as_people_see_it(written: bytes, read: str) -> None:
    assert subject_of(written) == read


@pytest.mark.parametrize(
    "long",
    [b"x" * 1_000_000, b"=?utf-8?q?x?= " * 80_000, b"=?utf-8?q?x" * 90_000, b"x\r\n " * 250_000],
)
def test_a_subject_of_a_megabyte_is_cut_and_hides_nothing_behind_it(long: bytes) -> None:
    mail = read_mail(
        b"Subject: " + long + b"\r\n" + HEADER.replace(b"Subject: Klacht\r\n", b"") + b"\r\n" + TEXT
    )
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
    [
        (b"<>", ""),
        (b"", ""),
        (b"<ann@x.example>", "ann@x.example"),
        (b"ann@x.example", "ann@x.example"),
    ],
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
    ids = ("<a@x.example>", "<b@x.example>", "<c@x.example>", "<a@x.example>")
    assert mail.references == ids  # as they stand there, repeats and all
    assert read_mail(b"Message-ID: abc@x.example\r\n\r\n").message_id == "<abc@x.example>"
    assert read_mail(b"Message-ID: no id at all\r\n\r\n").message_id is None


def test_of_many_references_the_first_and_last_fifty_are_kept() -> None:
    ids = [b"<%d@x.example>" % number for number in range(1_000)]
    mail = read_mail(raw_mail(TEXT, b"References: " + b"\r\n ".join(ids)))
    assert len(mail.references) == 100
    assert mail.references[49:51] == ("<49@x.example>", "<950@x.example>")
