"""Help for whoever edits a letter: the comment at its top, and the names it may use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.core.letter import Button, LetterName, Value
from bot.writer.names import NAMES
from bot.writer.samples import values_of
from bot.writer.words import shown

_SENTENCE = re.compile(r"(.+?)(?:[.!](?=\s|$)|(?<=\?)(?=\s|$))")
_LONGEST = 80  # characters of a value; the letter beside it has the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name that a letter may use: what it means, and its value in this sample case."""

    name: str
    meaning: str
    always: bool
    value: str


def names(letter: LetterName, sample: str) -> list[Name]:
    """The names of a letter, those first that always have a value."""
    known = NAMES[letter]
    values = values_of(letter, sample, "nl")
    found = (
        Name(
            name=name,
            meaning=meaning,
            always=name in known.needed,
            value=_said(values.get(name)),
        )
        for name, meaning in known.meaning.items()
    )
    return sorted(found, key=lambda one: (not one.always, one.name))


@lru_cache(maxsize=512)
def title_of(comment: str) -> str:
    """What a letter is called: the first sentence of its comment."""
    found = _SENTENCE.match(" ".join(comment.split()))
    return found[1] if found else ""


@lru_cache(maxsize=512)
def paragraphs(comment: str) -> tuple[str, ...]:
    """The comment as it reads, without the line breaks that only fit it into a file."""
    kept: list[list[str]] = [[]]
    for line in (line.strip() for line in comment.splitlines()):
        ended = bool(kept[-1]) and kept[-1][-1].endswith((".", ":"))
        if not line or (ended and line[0].isupper()):
            kept.append([])
        if line:
            kept[-1].append(line)
    return tuple(" ".join(lines) for lines in kept if lines)


def _said(value: Value) -> str:
    """A value in a few words: what is in a list, what stands on a button."""
    match value:
        case None | "" | ():
            said = "leeg"
        case bool():
            said = "ja" if value else "nee"
        case Button():
            said = value.label
        case Mapping():
            said = ", ".join(shown(one, "nl") for one in value.values() if _is_plain(one))
        case tuple():
            said = "; ".join(_said(one) for one in value)
            said = f"{len(value)}: {said}" if len(value) > 1 else said
        case _:
            said = shown(value, "nl")
    return _short(said)


def _is_plain(value: Value) -> bool:
    return isinstance(value, str | date) and bool(value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
