"""Whatever shape a server gives its FETCH answers, the mail in them is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.post.imap.fetching import Fetched, internal_date, read_answers

DATE = b'"01-Mar-2026 09:08:07 +0100"'
AT = datetime(2026, 3, 1, 8, 8, 7, tzinfo=UTC)


def read(*answers: Any) -> list[Fetched]:
    return list(read_answers(answers))


def test_a_glance_is_read_in_any_order() -> None:
    expected = [Fetched(uid=7, size=300, received_at=AT)]
    assert read(b"1 (UID 7 INTERNALDATE " + DATE + b" RFC822.SIZE 300)") == expected
    assert read(b"1 (RFC822.SIZE 300 UID 7 INTERNALDATE " + DATE + b")") == expected
    assert read(b"1 (rfc822.size 300 Uid 7 InternalDate " + DATE + b")") == expected
    flags = b"1 (FLAGS (\\Seen UID 9) UID 7 INTERNALDATE " + DATE + b" RFC822.SIZE 300)"
    assert read(flags) == expected


def test_a_body_is_read_before_and_after_the_uid() -> None:
    expected = [Fetched(uid=7, body=b"hello")]
    assert read((b"1 (UID 7 BODY[] {5}", b"hello"), b")") == expected
    assert read((b"1 (BODY[] {5}", b"hello"), b" UID 7)") == expected
    assert read((b"1 (UID 7 BODY[HEADER]<0> {5}", b"hello"), b")") == expected
    assert read((b"1 (UID 7 BODY[HEADER.FIELDS (FROM)] {5}", b"hello"), b")") == expected
    assert read((b"1 (UID 7 BODY[] {5}", b"hello"), b" FLAGS (\\Seen))") == expected


def test_an_empty_body_is_empty_and_not_missing() -> None:
    for answer in ([(b"1 (UID 7 BODY[] {0}", b""), b")"], [b'1 (UID 7 BODY[] "")']):
        assert read(*answer) == [Fetched(uid=7, body=b"")]
    assert read(b"1 (UID 7 BODY[] NIL)") == [Fetched(uid=7, body=b"")]


def test_rarer_shapes_are_read_too() -> None:
    assert read(b'1 (UID 7 BODY[] "short \\"one\\"")') == [Fetched(uid=7, body=b'short "one"')]
    strange = b"1 (X-GM-LABELS (a b) UID 7 INTERNALDATE " + DATE + b" RFC822.SIZE 3)"
    assert read(strange) == [Fetched(uid=7, size=3, received_at=AT)]
    labels = [(b"1 (X-GM-LABELS ({1}", b"a"), (b") UID 7 BODY[] {5}", b"hello"), b")"]
    assert read(*labels) == [Fetched(uid=7, body=b"hello")]


def test_a_change_of_flags_in_between_is_passed_over() -> None:
    assert read(b"1 (FLAGS (\\Seen))", b"2 (UID 7 RFC822.SIZE 3)", None) == [Fetched(uid=7, size=3)]
    assert read(b"7 (X-GM-LABELS (a b))") == []
    assert read(None) == []


def test_what_cannot_be_read_is_passed_over() -> None:
    assert read(b"what?", b"1 (UID", b"", b"1 (UID 7 RFC822.SIZE 3)") == [Fetched(uid=7, size=3)]


@given(st.binary(max_size=60))
def test_no_answer_breaks_the_reading(line: bytes) -> None:
    read(line, b"1 (" + line + b")", b"1 (UID 7 " + line + b")")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01-Mar-2026 09:08:07 +0100", AT),
        (" 1-Mar-2026 09:08:07 +0100", AT),
        ("1-Mar-2026 09:08:07 +0100", AT),
        ("31-Dec-2099 23:59:59 -1200", datetime(2100, 1, 1, 11, 59, 59, tzinfo=UTC)),
        ("31-Feb-2026 09:08:07 +0100", None),
        ("00-Jan-0000 00:00:00 +0000", None),
        ("01-Jan-0001 00:00:00 +0100", None),
        ("01-Mrt-2026 09:08:07 +0100", None),
        ("01-Mar-2026 09:08:60 +0000", None),
        ("01-Mar-2026 09:08:07 +9900", None),
        ("", None),
    ],
)
def test_internal_dates(text: str, expected: datetime | None) -> None:
    assert internal_date(text) == expected


@given(st.integers(0, 4_000_000_000), st.integers(-14 * 60, 14 * 60))
def test_every_internal_date_is_read_back(seconds: int, minutes: int) -> None:
    when = datetime.fromtimestamp(seconds, timezone(timedelta(minutes=minutes)))
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
    text = f"{when.day:02}-{months[when.month - 1]}-{when:%Y %H:%M:%S %z}"
    assert internal_date(text) == when
