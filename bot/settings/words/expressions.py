"""Listed expressions as automata: many lists are tried on a mail in the time of one."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Protocol

import re2

_GAP = " ~ "
_NEAR = " (?:[^ .!?]+ ){0,8}"  # what a gap means
_FAR = " (?:[^.!?]* )?"  # a gap that costs nothing to look for: it only says where to look well
# Bytes that automata may fill; a pattern that needs more is slower, not wrong.
_MEMORY = 16 * 1024 * 1024
_SIEVE_MEMORY = 64 * 1024 * 1024
_WORDS_TOLD = 6  # hits of one list: more tell nobody more


class _Match(Protocol):
    def span(self) -> tuple[int, int]: ...


class _Pattern(Protocol):
    def finditer(self, text: str) -> Iterator[_Match]: ...


class Expressions:
    """A `Matcher` of many expressions; its time is linear in the text.

    Without a `sieve` they are one RE2 pattern. With one, each is a pattern of its own that is only
    made and run when the sieve says that it may ring: together they would need more states than
    memory holds, and most of them never meet a mail.
    """

    def __init__(self, patterns: Iterable[str], sieve: Sieve | None = None, place: int = 0) -> None:
        self._patterns = tuple(patterns)
        self._sieve = sieve
        self._place = place
        whole = [self._compiled(self._patterns)] if sieve is None else []
        self._made = dict(enumerate(whole))

    def find(self, text: str) -> tuple[str, ...]:
        """The first words that were hit, in order of appearance; empty when none."""
        if self._sieve is None:
            return tuple(text[slice(*span)] for span in self._spans(0, text))
        lines = self._sieve.lets_through(self._place, text)
        hits = sorted(span for line in lines for span in self._spans(line, text))
        told: list[str] = []
        behind = 0
        for start, end in hits:
            if start >= behind:  # one word may ring for several expressions, and is told once
                told.append(text[start:end])
                behind = end
        return tuple(told[:_WORDS_TOLD])

    def _spans(self, line: int, text: str) -> list[tuple[int, int]]:
        if line not in self._made:
            self._made[line] = self._compiled((self._patterns[line],))
        found = itertools.islice(self._made[line].finditer(text), _WORDS_TOLD)
        return [match.span() for match in found]

    @staticmethod
    def _compiled(patterns: Iterable[str]) -> _Pattern:
        made: _Pattern = re2.compile(_one_of(patterns, _NEAR), _options(_MEMORY))
        return made


class Sieve:
    """All lists of one language in one pass: which of their expressions may ring in a text?

    A bounded gap is costly for an automaton and hardly ever needed, so here a gap is unbounded:
    what falls through the sieve rings nowhere, what stays in it is looked at exactly. The answer
    for the last text is remembered, because the lists are asked one after the other.
    """

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        self._set = re2.Set.SearchSet(_options(_SIEVE_MEMORY))
        self._places: list[range] = []
        for patterns in lists:
            added = [self._set.Add(_one_of((pattern,), _FAR)) for pattern in patterns]
            self._places.append(range(added[0], added[-1] + 1) if added else range(0))
        self._canary = self._set.Add("")  # found in every text, unless RE2 ran out of memory
        self._set.Compile()
        self._last: tuple[str, frozenset[int]] = ("", frozenset())

    def lets_through(self, place: int, text: str) -> list[int]:
        """Which expressions of the list at `place` may ring; all of them when RE2 cannot tell."""
        asked, found = self._last
        if asked is not text:
            found = frozenset(self._set.Match(text))
            self._last = (text, found)
        own = self._places[place]
        if self._canary not in found:
            return list(range(len(own)))
        return [at - own.start for at in sorted(found) if at in own]


def _one_of(patterns: Iterable[str], gap: str) -> str:
    joined = "|".join(f"(?:{pattern.replace(_GAP, gap)})" for pattern in patterns)
    return rf"(?:\b|^)(?:{joined})(?:\b|$)"


def _options(memory: int) -> re2.Options:
    options = re2.Options()
    options.max_mem = memory
    options.never_capture = True
    options.log_errors = False
    return options
