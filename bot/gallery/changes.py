"""Changes: what the school's text says otherwise than the shipped one, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.4  # below this, two lines are two lines, not one that was changed
_AROUND = 1  # equal lines shown on either side of a change


class Kind(StrEnum):
    """What became of a piece of the shipped text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the comparison: its pieces in order, each with what became of it.

    `number` counts in the school's file; None for a line that is not in it. `left_out` is how many
    equal lines stand here that are not shown.
    """

    number: int | None
    pieces: tuple[tuple[Kind, str], ...]
    left_out: int = 0

    @property
    def kind(self) -> str:
        """One word for the whole line."""
        kinds = {kind for kind, _ in self.pieces}
        return kinds.pop().value if len(kinds) == 1 else "changed" if kinds else "left-out"


def compare(shipped: str, own: str) -> list[Line]:
    """The school's text against the shipped one; [] when they are equal."""
    before, after = shipped.splitlines(), own.splitlines()
    if before == after:
        return []
    found: list[Line] = []
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found += _equal(after[k:m], k, first=k == 0, last=m == len(after))
        else:
            found += _changed(before[i:j], after[k:m], k)
    return found


def _equal(lines: Sequence[str], start: int, *, first: bool, last: bool) -> Iterator[Line]:
    """The lines beside a change; how many are between is said in one."""
    top = 0 if first else _AROUND
    bottom = 0 if last else _AROUND
    hidden = len(lines) - top - bottom
    for n, line in enumerate(lines):
        if hidden > 1 and n == top:
            yield Line(number=None, pieces=(), left_out=hidden)
        if hidden <= 1 or n < top or n >= len(lines) - bottom:
            yield Line(number=start + n + 1, pieces=((Kind.SAME, line),))


def _changed(before: Sequence[str], after: Sequence[str], start: int) -> Iterator[Line]:
    for n, (old, new) in enumerate(zip_longest(before, after)):
        number = None if new is None else start + n + 1
        pieces = tuple(_pieces(old, new)) if old and new else ()
        if pieces and any(kind is Kind.SAME for kind, _ in pieces):
            yield Line(number=number, pieces=pieces)
            continue
        if old is not None:
            yield Line(number=None, pieces=((Kind.GONE, old),))
        if new is not None:
            yield Line(number=number, pieces=((Kind.NEW, new),))


def _pieces(old: str, new: str) -> list[tuple[Kind, str]]:
    """One line as it was changed; nothing when too little of it stayed."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return []
    found: list[tuple[Kind, str]] = []
    lost = added = ""
    for what, i, j, k, m in matcher.get_opcodes():
        was, now = "".join(before[i:j]), "".join(after[k:m])
        # A bare space between two changed words would cut one change into crumbs.
        if what == "equal" and not (was.isspace() and (lost or added) and j < len(before)):
            found += _said(lost, added)
            found.append((Kind.SAME, was))
            lost = added = ""
        else:
            lost, added = lost + was, added + now
    return [*found, *_said(lost, added)]


def _said(gone: str, new: str) -> list[tuple[Kind, str]]:
    return [(kind, text) for kind, text in ((Kind.GONE, gone), (Kind.NEW, new)) if text]
