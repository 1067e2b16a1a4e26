"""Listed expressions as automata: many lists are tried on a mail in the time of one."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Protocol

import re2

_GAP = " ~ "
_NEAR = " (?:[^ .!?]+ ){0,8}"  # what a gap means
# Bytes that an automaton may fill; a pattern that needs more is slower, not wrong.
_MEMORY = 16 * 1024 * 1024
_WORDS_TOLD = 6  # hits of one list: more tell nobody more
_REMEMBERED = 256  # stretches of text: the lists are asked for the same ones one after the other
_WINDOW = 2_000  # characters of a long text that are looked at together …
_OVERLAP = 400  # … and of those before them: no expression reaches further


class _Match(Protocol):
    def span(self) -> tuple[int, int]: ...


class _Pattern(Protocol):
    def finditer(self, text: str) -> Iterator[_Match]: ...


class Expressions:
    """A `Matcher` of many expressions; its time is linear in the text.

    Without a `sieve` they are one RE2 pattern. With one, each is a pattern of its own, and only
    those are run of which the sieve says that they may ring.
    """

    def __init__(self, patterns: Iterable[str], sieve: Sieve | None = None, place: int = 0) -> None:
        self._sieve = sieve
        self._place = place
        self._whole: _Pattern | None = None
        if sieve is None:
            self._whole = re2.compile(_one_of(patterns), _options())

    def find(self, text: str) -> tuple[str, ...]:
        """The first words that were hit, in order of appearance; empty when none."""
        if self._sieve and len(text) <= _WINDOW and not self._sieve.lets_through(self._place, text):
            return ()  # so it is with nearly all lists and mails
        told: list[str] = []
        behind = 0
        for window in _windows(text):
            piece = text[window.start : window.stop]
            for start, end in sorted(self._spans(piece)):
                # One word may ring for several expressions and in two windows, and is told once.
                if window.start + start >= behind:
                    told.append(piece[start:end])
                    behind = window.start + end
            if len(told) >= _WORDS_TOLD:
                break
        return tuple(told[:_WORDS_TOLD])

    def _spans(self, piece: str) -> Iterator[tuple[int, int]]:
        if self._whole is not None:
            patterns: Iterable[_Pattern] = (self._whole,)
        else:
            assert self._sieve is not None
            patterns = self._sieve.lets_through(self._place, piece)
        for pattern in patterns:
            for match in itertools.islice(pattern.finditer(piece), _WORDS_TOLD):
                yield match.span()


class Sieve:
    """All lists of one language in one pass: which of their expressions may ring in a text?

    Every expression needs some letters to ring ("zelfmoord", or "mes" and "keel"). All of these
    are looked for at once, and an expression whose letters are not there is not run. One automaton
    of all the expressions themselves would need more states than memory holds.
    """

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        self._filter = re2.Filter()
        place_of: dict[int, int] = {}
        options = _options()
        for place, patterns in enumerate(lists):
            for pattern in patterns:
                place_of[self._filter.Add(_one_of((pattern,)), options)] = place
        self._filter.Compile()
        self._listed = {at: (place, self._filter.re(at)) for at, place in place_of.items()}
        self._asked: OrderedDict[str, dict[int, list[_Pattern]]] = OrderedDict()

    def lets_through(self, place: int, text: str) -> list[_Pattern]:
        """The expressions of the list at `place` that may ring in the text."""
        return self._may_ring(text).get(place, [])

    def _may_ring(self, text: str) -> dict[int, list[_Pattern]]:
        """By place; remembered for some texts, because the lists are asked one after the other."""
        found = self._asked.get(text)
        if found is None:
            found = {}
            for at in sorted(self._filter.Match(text, potential=True) or ()):
                place, pattern = self._listed[at]
                found.setdefault(place, []).append(pattern)
            self._asked[text] = found
            while len(self._asked) > _REMEMBERED:
                self._asked.popitem(last=False)
        return found


def _windows(text: str) -> Iterator[range]:
    """Overlapping stretches of a long text, so that few expressions are run on each.

    They are cut at blanks, and a blank stays on either side of a cut: no expression takes it for
    an end of the text.
    """
    start = 0
    while len(text) - start > _WINDOW + _OVERLAP:
        end = text.rfind(" ", start + 2 * _OVERLAP, start + _WINDOW) + 1
        end = end or start + _WINDOW  # one word without end
        yield range(start, end)
        start = max(text.rfind(" ", start + 1, end - _OVERLAP), end - 2 * _OVERLAP)
    yield range(start, len(text))


def _one_of(patterns: Iterable[str]) -> str:
    joined = "|".join(f"(?:{pattern.replace(_GAP, _NEAR)})" for pattern in patterns)
    return rf"(?:\b|^)(?:{joined})(?:\b|$)"


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.never_capture = True
    options.log_errors = False
    return options
