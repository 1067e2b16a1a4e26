"""IMAP sequence sets (RFC 9051 §9): many UIDs in few words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# RFC 2683 §3.2.1.5: a client's command line stays under about 1000 octets.
_LONGEST_SET = 900
_MOST_IN_A_SET = 500
_SET = re.compile(rb"\d+(:\d+)?(,\d+(:\d+)?)*")


def sequence_sets(uids: Iterable[int]) -> Iterator[tuple[str, list[int]]]:
    """The UIDs in ascending order as sets such as `1:4,9`, each with the UIDs it names.

    A range is only written for UIDs without a gap, so that no set ever names another mail.
    """
    words: list[str] = []
    named: list[int] = []
    length = 0
    for run in _runs(sorted(set(uids))):
        word = str(run[0]) if len(run) == 1 else f"{run[0]}:{run[-1]}"
        if words and (length + len(word) >= _LONGEST_SET or len(named) + len(run) > _MOST_IN_A_SET):
            yield ",".join(words), named
            words, named, length = [], [], 0
        words.append(word)
        named += run
        length += len(word) + 1
    if words:
        yield ",".join(words), named


def copied(answers: Iterable[object], most: int) -> dict[int, int]:
    """Old UID → new UID from COPYUID answers (RFC 4315 §3); empty for what makes no sense.

    `most` is how many UIDs were asked for: no answer may name more.
    """
    moved: dict[int, int] = {}
    for answer in answers:
        words = answer.split() if isinstance(answer, bytes) else []
        if len(words) != 3:  # noqa: PLR2004 - UIDVALIDITY, old set, new set
            continue
        old, new = _expand(words[1], most), _expand(words[2], most)
        if len(old) == len(new):
            moved.update(zip(old, new, strict=True))
    return moved


def _runs(uids: list[int]) -> Iterator[list[int]]:
    """The UIDs cut at each gap, and where a run is as long as a set may be."""
    start = 0
    for end in range(1, len(uids) + 1):
        if end == len(uids) or uids[end] != uids[end - 1] + 1 or end - start == _MOST_IN_A_SET:
            yield uids[start:end]
            start = end


def _expand(text: bytes, most: int) -> list[int]:
    """The UIDs of a set, in its order; empty when it is none, or names more than `most`."""
    if not _SET.fullmatch(text):
        return []
    ranges: list[range] = []
    for part in text.split(b","):
        ends = [int(end) for end in part.split(b":")]
        ranges.append(range(min(ends), max(ends) + 1))
    # len() of a range beyond the size of memory is an error, the difference of its ends is not.
    if sum(uids.stop - uids.start for uids in ranges) > most:
        return []
    return [uid for uids in ranges for uid in uids]
