"""Help for whoever edits a letter: the comment at its top, and the names it may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.letter import Button, LetterName, Value
from bot.writer.names import NAMES
from bot.writer.samples import SAMPLES
from bot.writer.words import shown

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
    values = SAMPLES[letter][sample]
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


def title_of(comment: str) -> str:
    """What a letter is called: the first sentence of its comment."""
    first, stop, _ = " ".join(comment.split()).partition(".")
    return first if stop else ""


def paragraphs(comment: str) -> list[str]:
    """The comment as it reads, without the line breaks that only fit it into a file."""
    kept: list[list[str]] = [[]]
    for line in (line.strip() for line in comment.splitlines()):
        ended = bool(kept[-1]) and kept[-1][-1].endswith((".", ":"))
        if not line or (ended and line[0].isupper()):
            kept.append([])
        if line:
            kept[-1].append(line)
    return [" ".join(lines) for lines in kept if lines]


def _said(value: Value) -> str:
    match value:
        case None | "" | ():
            return "leeg"
        case bool():
            return "ja" if value else "nee"
        case Button():
            return f"knop: {value.label}"
        case Mapping():
            return _short(", ".join(value))
        case tuple():
            return _list(value)
        case date():
            return shown(value, "nl")
        case _:
            return _short(str(value))


def _list(values: tuple[Value, ...]) -> str:
    said = "; ".join(_one(value) for value in values)
    return _short(f"{len(values)} × {said}" if len(values) > 1 else said)


def _one(value: Value) -> str:
    match value:
        case Button():
            return value.label
        case Mapping():
            return ", ".join(_plain(value.values()))
        case _:
            return _said(value)


def _plain(values: Iterable[Value]) -> Iterable[str]:
    return (_said(value) for value in values if isinstance(value, str | date) and value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
