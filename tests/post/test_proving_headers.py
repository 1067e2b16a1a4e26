from __future__ import annotations

import pytest

from bot.post.mime.taming import MOST_HEADER_BYTES
from bot.post.parser import read_mail

RESULTS = "authentication-results"
MARK = "x-ms-exchange-organization-authas"


def field(name: str, value: str) -> bytes:
    return f"{name}: {value}\r\n".encode()


def read(*fields: bytes) -> dict[str, tuple[str, ...]]:
    return dict(read_mail(b"".join(fields) + b"From: a@b.example\r\n\r\nx\r\n").headers)


def test_results_are_read_in_the_order_in_which_they_stand() -> None:
    headers = read(field("Authentication-Results", "one"), field("AUTHENTICATION-RESULTS", "two"))
    assert headers[RESULTS] == ("one", "two")


def test_an_encoded_word_among_results_is_left_as_it_stands() -> None:
    word = "=?utf-8?q?=3B_dmarc=3Dpass?="
    assert read(field("Authentication-Results", f"mx; spf=pass x={word}"))[RESULTS] == (
        f"mx; spf=pass x={word}",
    )
    assert read(field("Subject", "=?utf-8?q?caf=C3=A9?="))["subject"] == ("café",)


def test_results_that_are_folded_become_one_line_and_a_nul_stays_seen() -> None:
    headers = read(b"Authentication-Results: mx;\r\n\tdkim=pa\0ss\r\n  header.d=a.example\r\n")
    assert headers[RESULTS] == ("mx; dkim=pa?ss header.d=a.example",)
    assert read(field("X-MS-Exchange-Organization-AuthAs", "Inter\0nal"))[MARK] == ("Inter?nal",)


def test_letters_beyond_ascii_among_results_are_read_and_those_that_are_none_are_seen() -> None:
    assert read(field("Authentication-Results", "mx; spf=pass x=café"))[RESULTS] == (
        "mx; spf=pass x=café",
    )
    assert read(b"Authentication-Results: mx; x=\xff\xfe\r\n")[RESULTS] == ("mx; x=\ufffd\ufffd",)


@pytest.mark.parametrize("name", ["Authentication-Results", "X-MS-Exchange-Organization-AuthAs"])
def test_a_name_with_a_blank_behind_it_is_mended_unless_it_proves_who_wrote(name: str) -> None:
    headers = read(b"Subject : Hallo\r\n", f"{name} : Internal\r\n".encode())
    assert headers["subject"] == (f"Hallo {name} : Internal",)
    assert name.lower() not in headers


def test_a_line_without_a_name_never_comes_to_belong_to_results() -> None:
    headers = read(
        field("Authentication-Results", "mx; dkim=none"),
        b"; dmarc=pass header.from=school.example\r\n",
        b" ; dkim=pass header.d=school.example\r\n",
    )
    assert headers[RESULTS] == ("mx; dkim=none",)
    assert read(b"Subject: Een lang\r\nonderwerp\r\n")["subject"] == ("Een lang onderwerp",)


def test_a_large_header_keeps_the_first_results_first_and_drops_none_before_a_lower_one() -> None:
    pad = b"".join(field(f"X-Pad-{n}", "p" * 900) for n in range(90))
    results = [field("Authentication-Results", f"{n} {'x' * 15_000}") for n in range(9)]
    last = field("Authentication-Results", "forged")
    headers = read(*results, pad, last)
    kept = [value.split()[0] for value in headers[RESULTS]]
    assert kept == [str(n) for n in range(len(kept))]
    assert len(kept) >= 2


@pytest.mark.parametrize("room", range(40, 50))
def test_no_lower_mark_of_exchange_stays_that_finds_room_where_the_first_did_not(room: int) -> None:
    names = ("X-MS-Exchange-Organization-AuthAs", "X-Pad")
    marks = [field(names[0], each) for each in ("Anonymous", "Internal")]
    full = MOST_HEADER_BYTES - room
    pad = [field(names[1], "p" * 991)] * (full // 1_000)
    rest = field(names[1], "p" * (full % 1_000 - 9)) if full % 1_000 > 9 else b""
    headers = read(*pad, rest, *marks)
    assert headers.get(MARK, ("Anonymous",))[0] == "Anonymous"


def test_a_header_that_is_not_read_whole_is_told_to_be_so() -> None:
    assert not read_mail(field("X-Pad", "p" * 60_000) + b"\r\nx" * 9_000).header_cut
    assert read_mail(field("X-Pad", "p" * 70_000) + b"\r\nx").header_cut
    assert read_mail(field("X-Pad", "p" * 900) * 80).header_cut
