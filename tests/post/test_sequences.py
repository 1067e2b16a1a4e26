"""Sequence sets name the mails that are meant and no other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.post.imap.sequences import copied, sequence_sets

uid_lists = st.lists(
    st.one_of(st.integers(1, 60), st.integers(1, 2_000), st.integers(1, 2**32 - 1)), max_size=1500
)


def read(text: str) -> list[int]:
    """The grammar of RFC 9051, read the plain way."""
    uids: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition(":")
        uids += range(int(first), int(last or first) + 1)
    return uids


@given(uid_lists)
def test_each_uid_is_named_once_in_order(uids: list[int]) -> None:
    sets = list(sequence_sets(uids))
    assert [uid for text, _ in sets for uid in read(text)] == sorted(set(uids))
    assert all(read(text) == named for text, named in sets)


@given(uid_lists)
def test_no_set_is_too_long_for_a_command_line(uids: list[int]) -> None:
    for text, named in sequence_sets(uids):
        assert len(text) <= 900
        assert len(named) <= 500


def test_a_run_is_written_as_one() -> None:
    assert [text for text, _ in sequence_sets([7, 3, 1, 2, 9, 3])] == ["1:3,7,9"]
    assert [text for text, _ in sequence_sets(range(1, 1002))] == ["1:500", "501:1000", "1001"]


def test_copyuid_pairs_old_and_new() -> None:
    assert copied([b"38505 304,319:320 3956:3958"], 3) == {304: 3956, 319: 3957, 320: 3958}
    assert copied([b"1 1 5", b"1 2 6"], 2) == {1: 5, 2: 6}


def test_copyuid_that_makes_no_sense_tells_nothing() -> None:
    for answer in (
        None,
        b"",
        b"1 2",
        b"1 2:3 4",
        b"1 * 4",
        b"1 a b",
        b"1 1:4294967295 1:4294967295",
        b"1 1,, 2",
        b"1 1 99999999999999999999:1",
        ("tuple", b"x"),
    ):
        assert copied([answer], 10) == {}
