"""The body of a letter, from its HTML part: what stands in it, without what only a screen can do.

The writer makes that part, and nothing else comes in here. The words are data from here on: no
letter of them is read as an instruction to the press.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple, TypeAlias

Block: TypeAlias = "dict[str, object]"
Given: TypeAlias = "dict[str, str]"  # the attributes of an element


class Run(NamedTuple):
    """A piece of text, and its emphasis: strong, em or none."""

    text: str
    emphasis: str = ""


_BLANKS = re.compile(r"[ \t\n]+")
_WIDE = re.compile(r"\S{60}(?=\S)")  # wider than a line: it must be able to break
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def blocks_of(page: str) -> list[Block]:
    """The blocks of the body: kind of each, and its runs or the blocks inside it.

    Buttons stay out: nobody taps on paper. The address of a link stands behind its words.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.body


@dataclass
class _Text:
    """A paragraph or heading that is being read; `typed` keeps its blanks as they came."""

    kind: str
    typed: bool = False
    runs: list[Run] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads a page from its table cell `body` on; `_shelves` are the blocks open around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.body: list[Block] = []
        self._shelves: list[list[Block]] = []
        self._text: _Text | None = None
        self._emphasis = ""
        self._link: tuple[str, int] | None = None  # an address, and the run its words begin at
        self._skipped = False  # inside a button, or the title, which stands above the body
        self._small = False
        self._cells = 0  # open inside the body: the frames of what is quoted

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("class") == "body" and tag == "td":
            self._shelves = [self.body]
        elif self._shelves and tag in _STARTS:
            _STARTS[tag](self, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if self._shelves and tag in _ENDS:
            _ENDS[tag](self)

    def handle_data(self, data: str) -> None:
        if self._shelves and not self._skipped:
            # Breaks of the words are elements: those of the markup are blanks, or nothing.
            typed = self._text is not None and self._text.typed
            self._say(data.replace("\n", "") if typed else _BLANKS.sub(" ", data))

    def open_shelf(self, tag: str, given: Given) -> None:
        self.close_text()
        inside: list[Block] = []
        start = int(given.get("start", "1"))
        self._shelves[-1].append({"kind": tag, "blocks": inside, "start": start})
        self._shelves.append(inside)

    def close_shelf(self) -> None:
        self.close_text()
        self._shelves.pop()

    def open_text(self, tag: str, given: Given) -> None:
        self.close_text()
        kind = "p" if tag == "p" else "heading"
        self._text = _Text(kind, typed="pre-wrap" in given.get("style", ""))

    def open_link(self, _tag: str, given: Given) -> None:
        if "class" in given:
            self._skipped = True
        else:
            self._link = (given.get("href", ""), len(self._text.runs) if self._text else 0)

    def skip(self, _tag: str, _given: Given) -> None:
        self._skipped = True

    def stop_skipping(self) -> None:
        self._skipped = False

    def stress(self, tag: str, _given: Given) -> None:
        self._emphasis = tag

    def stop_stressing(self) -> None:
        self._emphasis = ""

    def break_line(self, _tag: str, _given: Given) -> None:
        self._say("\n")

    def open_cell(self, _tag: str, _given: Given) -> None:
        self._cells += 1

    def close_cell(self) -> None:
        self._cells -= 1
        if self._cells < 0:
            self.close_text()
            self._shelves = []

    def rule(self, _tag: str, _given: Given) -> None:
        self.close_text()
        self._small = True  # what follows is the small print
        self._shelves[-1].append({"kind": "rule"})

    def _say(self, text: str) -> None:
        if self._text is None and text.strip():
            self._text = _Text("p")  # the words of a list whose items are no paragraphs
        if self._text is not None:
            self._text.runs.append(Run(text, self._emphasis))

    def close_link(self) -> None:
        if self._skipped or self._link is None or self._text is None:
            self._skipped = False
            return
        address, start = self._link
        words = "".join(run.text for run in self._text.runs[start:])
        where = address.removeprefix("mailto:")
        if not where.startswith("tel:") and where != words:
            self._text.runs.append(Run(f" ({where})"))

    def close_text(self) -> None:
        text, self._text = self._text, None
        if text is None:
            return
        for runs in _paragraphs(text.runs):
            said = "".join(run.text for run in runs)
            self._shelves[-1].append(
                {
                    "kind": text.kind,
                    "runs": [[_WIDE.sub("\\g<0>\u200b", run.text), run.emphasis] for run in runs],
                    "small": self._small,
                    "rtl": _runs_from_right(said),
                }
            )


def _paragraphs(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs, cut where an empty line stands: each piece has a direction of its own."""
    piece: list[Run] = []
    for run in runs:
        starts_line = not piece or piece[-1].text == "\n"
        if run.text == "\n" and starts_line:
            yield from _whole(piece)
            piece = []
        elif said := run.text.lstrip(" ") if starts_line else run.text:
            piece.append(Run(said, run.emphasis))
    yield from _whole(piece)


def _whole(piece: list[Run]) -> Iterator[list[Run]]:
    while piece and not piece[-1].text.strip():
        piece = piece[:-1]
    if piece:
        yield piece


def _runs_from_right(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left (UAX 9, rule P2)."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    first = next((one for one in directions if one == "L" or one in _RIGHT_TO_LEFT), "L")
    return first in _RIGHT_TO_LEFT


_TEXTS = ("p", "h2", "h3")
_SHELVES = ("blockquote", "ol", "ul", "li")
_STRESSED = ("strong", "em")
_STARTS: Mapping[str, Callable[[_Reader, str, Given], None]] = {
    **dict.fromkeys(_TEXTS, _Reader.open_text),
    **dict.fromkeys(_SHELVES, _Reader.open_shelf),
    **dict.fromkeys(_STRESSED, _Reader.stress),
    "a": _Reader.open_link,
    "br": _Reader.break_line,
    "h1": _Reader.skip,
    "hr": _Reader.rule,
    "td": _Reader.open_cell,
}
_ENDS: Mapping[str, Callable[[_Reader], None]] = {
    **dict.fromkeys(_TEXTS, _Reader.close_text),
    **dict.fromkeys(_SHELVES, _Reader.close_shelf),
    **dict.fromkeys(_STRESSED, _Reader.stop_stressing),
    "a": _Reader.close_link,
    "h1": _Reader.stop_skipping,
    "td": _Reader.close_cell,
}
