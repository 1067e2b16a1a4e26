from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.auth_results import authserv_id, read_results
from bot.core.mail import Address, IncomingMail
from bot.core.trust import Kind, Trust, proof_of
from bot.post.parser import read_mail

SCHOOL = "schoolbestuur-demerland.example"
HEADERS = Path(__file__).parents[1] / "golden" / "trust"
TRUSTS = (
    Trust(kind="authserv", authserv_id=f"mx.{SCHOOL}", domains=(SCHOOL,)),
    Trust(kind="microsoft365", domains=(SCHOOL,)),
    Trust(kind="google", domains=(SCHOOL,)),
)
# What a provider says of a mail from outside that proves nothing: it stands above all the rest.
REFUSED: dict[Kind, bytes] = {
    "authserv": f"Authentication-Results: mx.{SCHOOL}; dkim=none; dmarc=none\r\n".encode(),
    "microsoft365": (
        b"Authentication-Results: mx.microsoft.com 1; spf=none; dkim=none (message not signed)\r\n"
        b" header.d=none;dmarc=none action=none header.from=x;compauth=none reason=405\r\n"
        b"X-MS-Exchange-Organization-AuthAs: Anonymous\r\n"
    ),
    "google": b"Authentication-Results: mx.google.com; spf=neutral smtp.mailfrom=x\r\n",
}
FROM = f"From: Ann Peeters <ann.peeters@{SCHOOL}>\r\n".encode()
NAMES = st.sampled_from(
    (
        "Authentication-Results",
        "authentication-results",
        "ARC-Authentication-Results",
        "Authentication-Results-Original",
        "X-Original-Authentication-Results",
        "X-MS-Exchange-Organization-AuthAs",
        "X-MS-Exchange-CrossTenant-AuthAs",
        "DKIM-Signature",
        "Received-SPF",
        "Sender",
        "From",
        "Reply-To",
        "Subject",
        "Return-Path",
        "X-Anything",
    )
)
PIECES = st.sampled_from(
    (
        f"mx.{SCHOOL}",
        "mx.google.com",
        "mx.microsoft.com 1",
        "; ",
        ";",
        f"dmarc=pass header.from={SCHOOL}",
        f"dkim=pass header.d={SCHOOL}",
        f"dkim=pass header.i=@{SCHOOL}",
        "compauth=pass reason=115",
        "spf=pass",
        "Internal",
        f"ann.peeters@{SCHOOL}",
        "(",
        ")",
        '"',
        "\\",
        "=",
        " ",
        "\r\n ",
        "=?utf-8?q?=3B_dmarc=3Dpass?=",
        "\0",
    )
)
VALUES = st.lists(PIECES, max_size=8).map("".join)
FIELDS = st.lists(st.tuples(NAMES, VALUES), max_size=6)
LINES = st.lists(PIECES | st.just("\r\n"), max_size=12).map("".join)


def header(fields: list[tuple[str, str]]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode()


@pytest.mark.parametrize("trust", TRUSTS, ids=lambda trust: trust.kind)
@given(fields=FIELDS)
def test_no_field_below_the_providers_own_turns_no_proof_into_proof(
    trust: Trust, fields: list[tuple[str, str]]
) -> None:
    mail = read_mail(REFUSED[trust.kind] + FROM + header(fields) + b"\r\nEENVOUDIG\r\n")
    assert not proof_of(mail, trust).ok


@pytest.mark.parametrize("trust", TRUSTS, ids=lambda trust: trust.kind)
@given(fields=FIELDS, size=st.integers(60_000, 70_000))
@settings(max_examples=40)
def test_nor_does_a_header_that_is_too_large_to_be_kept_whole(
    trust: Trust, fields: list[tuple[str, str]], size: int
) -> None:
    pad = b"".join(b"X-Pad: " + b"p" * 900 + b"\r\n" for _ in range(size // 909))
    forged = header([("Authentication-Results", f"mx.{SCHOOL}; dmarc=pass header.from={SCHOOL}")])
    raw = REFUSED[trust.kind] + FROM + pad + forged * 2 + header(fields) + b"\r\nx\r\n"
    assert not proof_of(read_mail(raw), trust).ok


@pytest.mark.parametrize("trust", TRUSTS, ids=lambda trust: trust.kind)
@given(lines=LINES)
def test_nor_does_any_text_in_the_body(trust: Trust, lines: str) -> None:
    mail = read_mail(REFUSED[trust.kind] + FROM + b"\r\n" + lines.encode())
    assert not proof_of(mail, trust).ok


@pytest.mark.parametrize("trust", TRUSTS, ids=lambda trust: trust.kind)
@given(lines=LINES)
def test_nor_do_lines_without_a_name_in_the_header(trust: Trust, lines: str) -> None:
    raw = REFUSED[trust.kind] + b"\r\n".join((b"x" + lines.strip().encode(), b"")) + FROM
    assert not proof_of(read_mail(raw + b"Subject: K\r\n\r\nx\r\n"), trust).ok


def _golden() -> list[tuple[Trust, IncomingMail]]:
    return [
        (trust, read_mail(path.read_bytes()))
        for trust in TRUSTS
        for path in sorted((HEADERS / trust.kind).glob("*.eml"))
    ]


GOLDEN = _golden()
NOT_PROVEN = [each for each in GOLDEN if not proof_of(each[1], each[0]).ok]


@given(case=st.sampled_from(NOT_PROVEN), fields=FIELDS)
def test_whatever_is_added_below_what_was_not_proven_it_stays_so(
    case: tuple[Trust, IncomingMail], fields: list[tuple[str, str]]
) -> None:
    trust, mail = case
    headers = dict(mail.headers)
    # A mail without any field of the provider is no mail that came through the provider.
    kept = {"authentication-results", "x-ms-exchange-organization-authas"} & headers.keys()
    for name, value in fields:
        known = name.lower()
        if known in kept or known not in {
            "authentication-results",
            "x-ms-exchange-organization-authas",
        }:
            headers[known] = (*headers.get(known, ()), value)
    assert not proof_of(replace(mail, headers=headers), trust).ok


@given(case=st.sampled_from(NOT_PROVEN), name=NAMES)
def test_nor_does_a_field_that_stands_there_twice(
    case: tuple[Trust, IncomingMail], name: str
) -> None:
    trust, mail = case
    known = name.lower()
    doubled = mail.headers.get(known, ()) * 2
    headers = {**mail.headers, **({known: doubled} if doubled else {})}
    assert not proof_of(replace(mail, headers=headers), trust).ok


@given(field=st.text(max_size=300) | VALUES)
def test_whatever_stands_in_a_field_reading_it_never_fails(field: str) -> None:
    said_by, results = authserv_id(field), read_results(field)
    if said_by is None:
        assert results is None
    sender = Address(f"ann.peeters@{SCHOOL}")
    headers = {"from": (sender.email,), "authentication-results": (field,)}
    mail = IncomingMail(sender=sender, from_addresses=(sender,), headers=headers)
    for trust in TRUSTS:
        proof = proof_of(mail, trust)
        assert proof.ok is (proof.how != "none")
        assert sender.email not in proof.why
