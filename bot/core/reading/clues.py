"""What a text shows by its words alone: the clues from which hints are concluded."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from bot.core.policy import HintList, Words


class Clue(StrEnum):
    """What words of a list show. The lists stand in the word files under [clues]."""

    PUPIL = "pupil"  # a class, a group or a pupil who needs no name
    PERIOD = "period"  # "elke dag", "al weken": when, without a date
    RELATION = "relation"  # what the writer is to the pupil
    NOBODY = "nobody"  # a display name that names nobody
    NAMELESS = "nameless"  # the writer gives no name
    WITHHELD = "withheld"  # others must not know the name


def coded(lists: Iterable[HintList], text: str, language: str | None) -> dict[str, tuple[str, ...]]:
    """The codes whose lists find something in `text` (from `plain.sentences`), and their words.

    The lists of `language` are asked; all of them when it is unsure (None).
    """
    found: dict[str, tuple[str, ...]] = {}
    for listed in lists:
        if language in {listed.language, None} and (said := listed.matcher.find(text)):
            found[listed.code] = tuple(dict.fromkeys((*found.get(listed.code, ()), *said)))
    return found


def clues_in(text: str, words: Words, language: str | None) -> dict[str, tuple[str, ...]]:
    """The clues in `text`; a class bears the name its school gives it, whoever writes about it."""
    classes = [listed for listed in words.clues if listed.code == Clue.PUPIL]
    return coded(words.clues, text, language) | coded(classes, text, None)
