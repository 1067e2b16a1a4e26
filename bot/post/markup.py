"""HTML to the words a reader sees, in one pass and without ever failing.

Not `html.parser`: Python 3.11's needs n² time for `<a <a <a …`, hours for a hostile mail of 1 MB.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]{0,30})")
_MARKUP = re.compile(r"<(?:[A-Za-z/!?])")
_STYLE = re.compile(r"""\bstyle\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_HIDDEN = re.compile(r"""(?:^|\s)hidden(?:\s*=\s*["']?(?:hidden|true)?["']?)?\s*(?:\s|/?$)""")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u034f\u180e\u200b\u200c\u2060\u2061\ufeff"))
_MOST_MARKUP = 8_000_000  # characters; most of such a page is pictures inside it
_MOST_TAGS = 300_000
_LONGEST_TAG = 4_000  # characters looked at of one tag; the rest is skipped (pictures in `src`)

_UNSEEN = frozenset(("script", "style", "title", "template", "svg", "datalist"))
_APART = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre"))
_ON_A_LINE = frozenset(
    ("address", "article", "aside", "body", "center", "dd", "div", "dt", "fieldset", "figure")
    + ("footer", "form", "head", "header", "html", "legend", "li", "main", "nav", "option")
    + ("section", "table", "tbody", "tfoot", "thead", "tr", "blockquote", "caption")
)
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"))
_DEEPEST_QUOTE = 20


@dataclass(slots=True)
class _Page:
    """The text so far. `gap` is how many line ends are owed before the next word."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    space: bool = False
    gap: int = 0
    quote: int = 0
    pre: int = 0
    mark: str = ""

    def break_line(self, gap: int = 1) -> None:
        if self.line:
            words = "".join(self.line).rstrip()
            self.lines.append("> " * min(self.quote, _DEEPEST_QUOTE) + words)
            self.line = []
        self.space = False
        self.gap = max(self.gap, gap)

    def add(self, words: str) -> None:
        """Adds words; their blanks are worth one."""
        if not words:
            return
        if self.pre:
            first, *others = words.split("\n")
            self._put(first)
            for other in others:
                self.break_line()
                self._put(other)
            return
        core = " ".join(words.split())
        if not core:
            self.space = True
            return
        self.space = self.space or words[0].isspace()
        self._put(core)
        self.space = words[-1].isspace()

    def _put(self, words: str) -> None:
        if not words:
            return
        if not self.line:
            if self.gap > 1 and self.lines:
                self.lines.append(("> " * min(self.quote, _DEEPEST_QUOTE)).rstrip())
            self.gap = 0
            self.line.append(self.mark)
            self.mark = ""
        elif self.space:
            self.line.append(" ")
        self.line.append(words)


def words_of_html(markup: str) -> str:
    """The text of an HTML page: paragraphs, lists and cells kept apart, quoted lines led by `> `.

    What is not shown (scripts, styles, the hidden first words of newsletters) is left out; a link
    is its words. An element that hides what follows but is never closed hides nothing.
    """
    hiding = _HIDING.search(markup) is not None or "hidden" in markup
    text, unclosed = _read(markup, hiding=hiding)
    if unclosed or (hiding and not text):
        text, _ = _read(markup, hiding=False)
    return text


def _read(markup: str, *, hiding: bool) -> tuple[str, bool]:
    page = _Page()
    hidden, depth = "", 0  # the element that hides, and how many of its name are open in it
    lists: list[int] = []
    at = 0
    no_end: set[str] = set()
    size = min(len(markup), _MOST_MARKUP)
    for _ in range(_MOST_TAGS):
        if at >= size:
            break
        opens = _MARKUP.search(markup, at)
        start = opens.start() if opens else size
        if start > at and not hidden:
            page.add(_plain(markup[at:start]))
        if opens is None:
            break
        tag = _TAG.match(markup, start)
        if tag is None:
            at = _after_remark(markup, start, no_end)
            continue
        end = _tag_end(markup, tag.end(), no_end)
        if end < 0:  # no ">" to the end: it was no tag
            at = start + 1
            page.add("" if hidden else "<")
            continue
        name, closes = tag[2].lower(), bool(tag[1])
        inside = markup[tag.end() : min(end - 1, tag.end() + _LONGEST_TAG)]
        at = end
        if hidden:
            if name == hidden:
                depth += -1 if closes else 1
                hidden = hidden if depth else ""
            continue
        if name in _UNSEEN and not closes and not inside.endswith("/"):
            at = _after_element(markup, end, name, no_end)
            continue
        if not closes and hiding and name not in _VOID and inside and _is_hiding(inside):
            hidden, depth = name, 1
            continue
        _layout(page, lists, name, inside, closes=closes)
    page.break_line()
    return "\n".join(page.lines), bool(hidden)


def _layout(page: _Page, lists: list[int], name: str, inside: str, *, closes: bool) -> None:
    if name == "br":
        if not page.line:
            page.gap += 1
        page.break_line(1)
    elif name in {"td", "th"}:
        if closes and page.line:
            page.line.append("\t")
            page.space = False
    elif name == "blockquote":
        page.break_line()
        page.quote = max(0, page.quote + (-1 if closes else 1))
    elif name in _APART or name in _ON_A_LINE:
        nested = bool(lists) and name in {"ul", "ol"}
        page.break_line(2 if name in _APART and not nested else 1)
        if name == "pre":
            page.pre = max(0, page.pre + (-1 if closes else 1))
        elif name in {"ul", "ol"}:
            if closes:
                lists[-1:] = []
            else:
                lists.append(0 if name == "ol" else -1)
        elif name == "li" and not closes:
            page.mark = _list_mark(lists)
    elif name == "hr":
        page.break_line()
        page.add("---")
        page.break_line()


def _list_mark(lists: list[int]) -> str:
    if not lists or lists[-1] < 0:
        return "- "
    lists[-1] += 1
    return f"{lists[-1]}. "


def _plain(piece: str) -> str:
    if "&" in piece:
        piece = html.unescape(piece)
    return piece if piece.isascii() else piece.translate(_ZERO_WIDTH)


def _is_hiding(inside: str) -> bool:
    style = _STYLE.search(inside)
    if style is not None and _HIDING.search(style[1] or style[2] or style[3] or ""):
        return True
    return "hidden" in inside and _HIDDEN.search(inside) is not None


def _find(markup: str, mark: str, at: int, no_end: set[str]) -> int:
    """Where a mark comes next; one that was missed once is not looked for again."""
    if mark in no_end:
        return -1
    found = markup.find(mark, at)
    if found < 0:
        no_end.add(mark)
    return found


def _tag_end(markup: str, at: int, no_end: set[str]) -> int:
    """The place after the `>` of a tag, -1 for none; a `>` in a quoted value ends nothing."""
    end = _find(markup, ">", at, no_end)
    if end < 0:
        return -1
    while True:
        head = markup[at : min(end, at + _LONGEST_TAG)]
        if head.count('"') % 2 == 0 or end - at > _LONGEST_TAG:
            return end + 1
        quote = _find(markup, '"', end, no_end)
        further = _find(markup, ">", quote, no_end) if quote >= 0 else -1
        if further < 0 or further - at > _LONGEST_TAG:
            return end + 1
        end = further


def _after_remark(markup: str, start: int, no_end: set[str]) -> int:
    """The place after a comment, doctype or stray closing mark; an open comment ends at `>`."""
    if markup.startswith("<!--", start):
        end = _find(markup, "-->", start + 2, no_end)
        if end >= 0:
            return end + 3
    end = _find(markup, ">", start, no_end)
    return end + 1 if end >= 0 else len(markup)


def _after_element(markup: str, at: int, name: str, no_end: set[str]) -> int:
    """The place after the closing tag of an element nobody sees; open to the end, all is skipped."""
    mark = f"</{name}"
    if mark in no_end:
        return at
    closing = re.compile(re.escape(mark), re.IGNORECASE).search(markup, at)
    if closing is None:
        no_end.add(mark)
        return at if name == "title" else len(markup)
    end = _find(markup, ">", closing.end(), no_end)
    return end + 1 if end >= 0 else len(markup)
