from __future__ import annotations

import pytest

from bot.core.mail import Address, IncomingMail
from bot.post.parser import read_mail
from tests.rawmails import HEADER, TEXT, assert_sound

WITHOUT_FROM = HEADER.split(b"\r\n", 1)[1]


def from_only(*values: bytes) -> IncomingMail:
    fields = b"".join(b"From: " + value + b"\r\n" for value in values)
    return read_mail(fields + WITHOUT_FROM + b"\r\n" + TEXT)


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
    "written", [b"Ann <ann@x.example> <bo@x.example>", b"ann@x.example bo@x.example"]
)
def test_two_addresses_without_a_comma_are_two(written: bytes) -> None:
    mail = from_only(written)
    assert [each.email for each in mail.from_addresses] == ["ann@x.example", "bo@x.example"]
    assert mail.sender is None


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
        ("Ann \u202eelpmaxe.x\u00adann <ann@x.example>", "ann@x.example", "Ann elpmaxe.xann"),
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
    [
        "",
        "<>",
        "ann",
        "ann at x.example",
        "ann @x.example",
        "<ann p@x.example>",
        "ann@@x.example",
        "undisclosed-recipients:;",
        '"a b"@x.example',
        "@x.example",
        "ann@",
        f"{'a' * 300}@x.example",
    ],
)
def test_what_cannot_be_an_address_is_none(written: str) -> None:
    assert from_only(written.encode()).from_addresses == ()


def test_the_header_of_a_name_full_of_tricks_stays_one_line() -> None:
    mail = from_only(b"=?utf-8?q?Ann=0D=0ABcc:_evil=40x.example?= <ann@x.example>")
    assert mail.sender == Address("ann@x.example", "Ann Bcc: evil@x.example")
    assert_sound(mail)
