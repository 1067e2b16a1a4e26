"""Alarm words in a mail: which, how grave, and the words that rang."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.case import Urgency
from bot.core.policy import Words

PUPIL_WRITES = "pupil_writes"
_GRAVE = {Urgency.NONE: 0, Urgency.NORMAL: 1, Urgency.HIGH: 2, Urgency.CRITICAL: 3}


@dataclass(frozen=True, slots=True)
class Signal:
    """One alarm: its code, its level (None for a flag) and the words that rang, as plain text."""

    code: str
    level: Urgency | None
    words: tuple[str, ...]


def signals_in(text: str, words: Words, language: str | None) -> tuple[Signal, ...]:
    """The alarms in `text` (from `plain.sentences`), gravest first, one a code.

    Only the lists of the mail's language are applied; when it is unsure (None) all of them, but
    not the words marked `only`, which mean something harmless in another language.
    """
    found: dict[str, Signal] = {}
    for listed in words.signals:
        if listed.language != language and (language is not None or listed.only):
            continue
        if rang := listed.matcher.find(text):
            found[listed.code] = _joined(found.get(listed.code), listed.code, listed.level, rang)
    return tuple(sorted(found.values(), key=lambda signal: -grave(signal.level)))


def worst(signals: Iterable[Signal]) -> Urgency:
    """The highest level among them; none when there is no alarm."""
    return max(
        (signal.level or Urgency.NONE for signal in signals), key=grave, default=Urgency.NONE
    )


def grave(level: Urgency | None) -> int:
    """Levels as figures, to compare them."""
    return _GRAVE[level or Urgency.NONE]


def _joined(
    before: Signal | None, code: str, level: Urgency | None, rang: tuple[str, ...]
) -> Signal:
    if before is None:
        return Signal(code, level, rang)
    return Signal(code, max(before.level, level, key=grave), (*before.words, *rang))
