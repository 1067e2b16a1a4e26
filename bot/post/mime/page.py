"""Lays the words of an HTML page out as lines of plain text."""

from __future__ import annotations

from dataclasses import dataclass, field

_DEEPEST_QUOTE = 20
_LISTS = frozenset(("ul", "ol"))
_CELLS = frozenset(("td", "th"))
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre"))
_FRAME = frozenset(("html", "head", "body", "header", "main", "footer", "nav", "article", "aside"))
_TABLE = frozenset(
    ("table", "caption", "thead", "tbody", "tfoot", "tr", "form", "fieldset", "legend")
)
_INNER = frozenset(("address", "blockquote", "center", "dd", "div", "dt", "figure", "li", "option"))
_BLOCKS = _PARAGRAPHS | _FRAME | _TABLE | _INNER | {"section"}


@dataclass(slots=True)
class Page:
    """The text so far. `gap` is how many line ends are owed before the next word."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    space: bool = False
    gap: int = 0
    quotes: int = 0
    boxes: list[bool] = field(default_factory=list)  # open block quotes: does each really quote?
    quoted: int = 0  # how deep the last line stood
    verbatim: int = 0
    mark: str = ""  # of the list item that begins
    lists: list[int] = field(default_factory=list)  # items so far; -1 in a list without numbers

    def text(self) -> str:
        """All of it."""
        self.break_line()
        return "\n".join(self.lines)

    def add(self, words: str) -> None:
        """Adds words; their blanks are worth one, but in verbatim text."""
        if self.verbatim:
            first, *others = words.split("\n")
            self._put(first)
            for other in others:
                self.break_line()
                self._put(other)
            return
        core = " ".join(words.split())
        if not core:
            self.space = self.space or bool(words)
            return
        self.space = self.space or words[0].isspace()
        self._put(core)
        self.space = words[-1].isspace()

    def open(self, name: str, *, indents: bool = False) -> None:
        """An element begins. `indents`: a block quote that only moves its words to the right."""
        if name == "br":
            self.gap += not self.line
            self.break_line()
            return
        if name == "hr":
            self.break_line()
            self._put("---")
            self.break_line()
            return
        if name not in _BLOCKS:
            return
        self._block(name)
        if name == "blockquote":
            self.boxes.append(not indents)
            self.quotes += not indents
        elif name == "pre":
            self.verbatim += 1
        elif name in _LISTS:
            self.lists.append(0 if name == "ol" else -1)
        elif name == "li":
            self.mark = self._next_mark()

    def close(self, name: str) -> None:
        """An element ends."""
        if name in _CELLS:
            if self.line:
                self.line.append("\t")
                self.space = False
            return
        if name not in _BLOCKS:
            return
        if name in _LISTS:
            self.lists[-1:] = []
        self._block(name)
        if name == "blockquote" and self.boxes:
            self.quotes -= self.boxes.pop()
        elif name == "pre":
            self.verbatim = max(0, self.verbatim - 1)

    def break_line(self, gap: int = 1) -> None:
        """Ends the line, if one was begun."""
        if self.line:
            self.lines.append(f"{_marks(self.quotes)}{''.join(self.line).rstrip()}")
            self.quoted = self.quotes
            self.line = []
        self.space = False
        self.gap = max(self.gap, gap)

    def _block(self, name: str) -> None:
        is_inner = name in _LISTS and bool(self.lists)
        self.break_line(2 if name in _PARAGRAPHS and not is_inner else 1)

    def _next_mark(self) -> str:
        if not self.lists or self.lists[-1] < 0:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1]}. "

    def _put(self, words: str) -> None:
        if not words:
            return
        if not self.line:
            if self.gap > 1 and self.lines:
                self.lines.append(_marks(min(self.quotes, self.quoted)).rstrip())
            self.gap = 0
            self.line.append(self.mark)
            self.mark = ""
        elif self.space:
            self.line.append(" ")
        self.line.append(words)


def _marks(depth: int) -> str:
    return "> " * min(depth, _DEEPEST_QUOTE)
