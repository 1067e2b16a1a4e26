"""Alarm words in a mail: which, how grave, and the words that rang."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.case import Urgency
from bot.core.language import language_of_sentence
from bot.core.matching import without
from bot.core.policy import SignalList, Words

PUPIL_WRITES = "pupil_writes"
_GRAVE = {Urgency.NONE: 0, Urgency.NORMAL: 1, Urgency.HIGH: 2, Urgency.CRITICAL: 3}
_ENDS = re.compile(r"[.!?]")
_REACH = 300  # characters to either side of a hit in which its sentence is looked for


@dataclass(frozen=True, slots=True)
class Signal:
    """One alarm: its code, its level (None for a flag) and the words that rang, as plain text.

    Where several lists rang for one code the level is that of the gravest, whose words come first.
    """

    code: str
    level: Urgency | None
    words: tuple[str, ...]


def signals_in(text: str, words: Words, language: str | None) -> tuple[Signal, ...]:
    """The alarms in `text` (from `plain.sentences`), gravest first, one a code.

    The lists of the mail's language are applied; when it is unsure (None) all of them, but not the
    words marked `only`, which mean something harmless in another language. A critical list of
    another language rings too where a sentence is written in that language: what a child was told
    in English is often quoted so. Figures of speech ring nothing.
    """
    text = without(text, [m for spoken, m in words.idioms.items() if language in {spoken, None}])
    found: dict[str, Signal] = {}
    for listed in words.signals:
        if language is None and listed.only:
            continue
        rang: tuple[str, ...] = ()
        if language in {None, listed.language}:
            rang = listed.matcher.find(text)
        elif listed.level is Urgency.CRITICAL:
            rang = _in_own_language(listed, text, words)
        if rang:
            found[listed.code] = _joined(found.get(listed.code), listed, rang)
    return tuple(sorted(found.values(), key=lambda signal: -grave(signal.level)))


def worst(signals: Iterable[Signal]) -> Urgency:
    """The highest level among them; none when there is no alarm."""
    return max(
        (signal.level or Urgency.NONE for signal in signals), key=grave, default=Urgency.NONE
    )


def grave(level: Urgency | None) -> int:
    """Levels as figures, to compare them."""
    return _GRAVE[level or Urgency.NONE]


def _in_own_language(listed: SignalList, text: str, words: Words) -> tuple[str, ...]:
    """The hits that stand in a sentence of the list's own language."""
    return tuple(
        hit
        for hit in listed.matcher.find(text)
        if language_of_sentence(_sentence_around(hit, text), words.stop_words) == listed.language
    )


def _sentence_around(hit: str, text: str) -> str:
    said = hit.strip(" .!?")  # an expression may take in the end of its sentence
    before, _, after = text.partition(said)
    return _ENDS.split(before[-_REACH:])[-1] + said + _ENDS.split(after[:_REACH])[0]


def _joined(before: Signal | None, listed: SignalList, rang: tuple[str, ...]) -> Signal:
    if before is None:
        return Signal(listed.code, listed.level, rang)
    if grave(listed.level) > grave(before.level):  # the words that gave the level come first
        return Signal(listed.code, listed.level, (*rang, *before.words))
    return Signal(listed.code, before.level, (*before.words, *rang))
