"""Listed expressions as automata: many lists are tried on a mail in the time of one."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import re2

_GAP = " ~ "
_NEAR = " (?:[^ .!?]+ ){0,8}"  # what a gap means
_FAR = " (?:[^.!?]* )?"  # a gap that costs nothing to look for: it only says where to look well
# Bytes that automata may fill; a pattern that needs more is slower, not wrong.
_MEMORY = 16 * 1024 * 1024
_SIEVE_MEMORY = 64 * 1024 * 1024
_WORDS_TOLD = 6  # hits of one list: more tell nobody more


class Expressions:
    """A `Matcher` of many expressions, as one RE2 pattern: its time is linear in the text.

    With a `sieve` the pattern is only run on a text that the sieve lets through at `place`.
    """

    def __init__(self, patterns: Iterable[str], sieve: Sieve | None = None, place: int = 0) -> None:
        self._pattern = re2.compile(_one_of(patterns, _NEAR), _options(_MEMORY))
        self._sieve = sieve
        self._place = place

    def find(self, text: str) -> tuple[str, ...]:
        """The first words that were hit, in order of appearance; empty when none."""
        if self._sieve is not None and not self._sieve.lets_through(self._place, text):
            return ()
        found = itertools.islice(self._pattern.finditer(text), _WORDS_TOLD)
        return tuple(match.group() for match in found)


class Sieve:
    """All lists of one language in one pass: which of them may ring in a text?

    A bounded gap is costly for an automaton and hardly ever needed, so here a gap is unbounded:
    what falls through the sieve rings nowhere, what stays in it is looked at exactly. The answer
    for the last text is remembered, because the lists are asked one after the other.
    """

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        self._set = re2.Set.SearchSet(_options(_SIEVE_MEMORY))
        for patterns in lists:
            self._set.Add(_one_of(patterns, _FAR))
        self._canary = self._set.Add("")  # found in every text, unless RE2 ran out of memory
        self._set.Compile()
        self._last: tuple[str, frozenset[int]] = ("", frozenset())

    def lets_through(self, place: int, text: str) -> bool:
        """Whether the list at `place` may ring; True too when RE2 could not tell."""
        asked, found = self._last
        if asked is not text:
            found = frozenset(self._set.Match(text))
            self._last = (text, found)
        return place in found or self._canary not in found


def _one_of(patterns: Iterable[str], gap: str) -> str:
    joined = "|".join(f"(?:{pattern.replace(_GAP, gap)})" for pattern in patterns)
    return rf"(?:\b|^)(?:{joined})(?:\b|$)"


def _options(memory: int) -> re2.Options:
    options = re2.Options()
    options.max_mem = memory
    options.never_capture = True
    options.log_errors = False
    return options
