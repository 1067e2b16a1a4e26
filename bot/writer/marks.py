"""Marks: stand-ins for values while a letter is being made.

A value never goes through Jinja's output, Markdown or HTML itself. A mark does, and is replaced in
one last pass, so that nothing inside a value is ever read as anything but text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_PARAGRAPH = re.compile(f"<p[^>]*>{_MARK.pattern}</p>")

# Around what the text part says in capitals, the values in it too.
_LOUD, _QUIET = "\ue002", "\ue003"
_MARK_OR_LOUD = re.compile(f"{_MARK.pattern}|{_LOUD}([^{_QUIET}]*){_QUIET}")

# Characters that no standard gives a meaning; in templates they are refused, in values harmless.
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")

# What a mailer or a parser could trip over: controls (except tab and line feed), lone surrogates.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")

# Directional embeddings and isolates (UAX 9): an open one would turn what follows around.
_EMBEDDING = "\u202a\u202b\u202d\u202e"
_ISOLATE = "\u2066\u2067\u2068"
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")

# Numbers that a phone screen must not break in two; those that can be called, can be tapped.
_NUMBER = re.compile(r"(?=.*[0-9])[A-Z0-9+(][A-Z0-9 +()./-]{1,29}")
_LONGEST_NUMBER = 30
_PHONE = re.compile(r"(?:\+|0)(?:[ ()./-]{0,2}[0-9]){7,14}")

_LONGEST_SUBJECT = 200


def mark(number: int) -> str:
    """The stand-in for value `number`."""
    return f"{_OPEN}{number}{_CLOSE}"


def has_mark(text: str) -> bool:
    """Whether a mark is in this text, plainly or percent-encoded as in an address."""
    return _OPEN in text or "%EE%80%80" in text.upper()


def marks_in(text: str) -> list[int]:
    """The numbers of the values whose marks stand in this text."""
    return [int(found[1]) for found in _MARK.finditer(text)]


def clean(value: str) -> str:
    """The value as typed, without what cannot be shown; line ends become line feeds."""
    value = UNPRINTABLE.sub("", _LINE_END.sub("\n", value))
    return _close_directions(value) if _DIRECTION.search(value) else value


def in_capitals(text: str) -> str:
    """A piece of a text part, with its marks, that is said in capitals."""
    return f"{_LOUD}{text}{_QUIET}"


class Row(NamedTuple):
    """A row of buttons, as each part of a letter prints it: `html` is markup, and we made it.

    `block` is what stands in the place of a whole paragraph, where that is something else.
    """

    text: str
    html: str
    block: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a letter in a language of its own: as text, and as `html` that we made.

    It stands where a paragraph would; not a tuple, so that no template takes it apart.
    """

    language: str
    direction: str
    text: str
    html: str

    def within(self, dress: Dress) -> str:
        """The passage as HTML, which says its language and reads from its own side."""
        frame = f'<div class="passage" lang="{self.language}" dir="{self.direction}">'
        return put(dress(f"{frame}\n{mark(0)}</div>"), self.html)


Shown: TypeAlias = str | Row | Passage
# Gives markup of ours its looks; marks in it stay as they are.
Dress: TypeAlias = Callable[[str], str]


def undressed(markup: str) -> str:
    """Markup as it is."""
    return markup


def isolated(value: str, dress: Dress) -> Row:
    """A value that keeps its own direction inside words that run the other way (UAX 9)."""
    return Row(f"\u2068{value}\u2069", f"<bdi>{_escaped(value, dress)}</bdi>")


def verbatim(value: str) -> Row:
    """A value that is text and nothing more: no number in it can be tapped."""
    return Row(value, html.escape(value))


def spoken(value: str, language: str) -> Row:
    """A value in another language than its letter, for whoever has the letter read aloud."""
    value = clean(value)
    said = html.escape(value).replace("\n", "<br>")
    return Row(value, f'<span lang="{language}">{said}</span>')


def moved(skeleton: str, by: int) -> str:
    """A skeleton whose marks count from a later number on."""
    return _MARK.sub(lambda found: mark(int(found[1]) + by), skeleton)


def put(markup: str, *pieces: str) -> str:
    """Markup with pieces of markup where its marks stand."""
    return _MARK.sub(lambda found: pieces[int(found[1])], markup)


def fill_text(skeleton: str, values: Sequence[Shown]) -> str:
    """Put the values where their marks stand, letter for letter."""

    def said(value: Shown) -> str:
        return value if isinstance(value, str) else value.text

    def put(found: re.Match[str]) -> str:
        if found[1] is not None:
            return said(values[int(found[1])])
        return _MARK.sub(put, found[2]).upper()

    return _MARK_OR_LOUD.sub(put, skeleton)


def fill_html(skeleton: str, values: Sequence[Shown], dress: Dress = undressed) -> str:
    """Put the values where their marks stand, escaped, each line break a `<br>`.

    Buttons and passages alone are markup: no text that anybody typed can become one.
    """

    def block(found: re.Match[str]) -> str:
        match values[int(found[1])]:
            case Passage() as passage:
                return passage.within(dress)
            case Row(block=markup):
                return markup or found[0]
            case _:
                return found[0]

    def said(value: Shown) -> str:
        match value:
            case Row():
                return value.html
            case Passage():  # in the middle of a sentence no paragraph can begin
                return _escaped(value.text, dress)
            case _:
                return _escaped(value, dress)

    if not all(isinstance(value, str) for value in values):
        skeleton = _PARAGRAPH.sub(block, skeleton)
    return put(skeleton, *map(said, values))


def one_line(text: str) -> str:
    """A text fit for a subject: one line, no controls or direction marks, at most 200 letters."""
    text = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter
        for letter in _DIRECTION.sub("", text[: 10 * _LONGEST_SUBJECT])
    )
    text = " ".join(text.split())
    if len(text) <= _LONGEST_SUBJECT:
        return text
    return text[: _LONGEST_SUBJECT - 1].rstrip() + "…"


def _escaped(value: str, dress: Dress) -> str:
    if len(value) <= _LONGEST_NUMBER and _NUMBER.fullmatch(value):
        whole = put(dress(f'<span class="number">{mark(0)}</span>'), value)
        if not _PHONE.fullmatch(value):
            return whole
        digits = "".join(sign for sign in value if sign in "+0123456789")
        return put(dress(f'<a href="tel:{mark(0)}">{mark(1)}</a>'), digits, whole)
    return html.escape(value).replace("\n", "<br>")


def _close_directions(value: str) -> str:
    lines = []
    for line in value.split("\n"):  # each line is a bidi paragraph, and ends them all by itself
        still_open: list[str] = []
        for letter in line:
            if letter in _EMBEDDING:
                still_open.append(_POP_EMBEDDING)
            elif letter in _ISOLATE:
                still_open.append(_POP_ISOLATE)
            elif still_open and letter == still_open[-1]:
                still_open.pop()
        lines.append(line + "".join(reversed(still_open)))
    return "\n".join(lines)
