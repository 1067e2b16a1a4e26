"""HTML to the words a reader sees, in one pass and without ever failing.

Not by `html.parser`: Python 3.11's needs hours for a megabyte of `<a <a <a …`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from bot.post.mime.page import Page

_MOST_MARKUP = 8_000_000  # characters; most of such a page is pictures inside it
MOST_TAGS = 100_000  # the longest newsletters have some twenty thousand
_LONGEST_TAG = 4_000  # characters looked at of one tag; the rest is skipped (pictures in `src`)

_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]{0,30})")
_STYLE = re.compile(r"""\bstyle\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_HIDDEN = re.compile(r"""(?:^|\s)hidden(?:\s*=\s*["']?(?:hidden|true)?["']?)?\s*(?:\s|/?$)""")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
# Letters of no size, in what holds only words: layouts of newsletters put it around whole tables.
_NO_SIZE = re.compile(
    r"""font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:[;!"']|$)""", re.IGNORECASE
)
_ONLY_WORDS = frozenset(("span", "font", "p", "b", "i", "small"))
# The indent button of Gmail, Apple Mail and Outlook makes a block quote without a line beside it.
_NO_LINE_BESIDE = re.compile(r"border(?:-left)?(?:-width|-style)?\s*:\s*(?:none|0)", re.IGNORECASE)
_CITES = re.compile(r"\bcite\b|quote", re.IGNORECASE)
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u034f\u180e\u200b\u200c\u2060\u2061\ufeff"))
_UNSEEN = frozenset(("script", "style", "title", "template", "svg", "datalist"))
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"))


def words_of_html(markup: str, most_tags: int = MOST_TAGS) -> str:
    """The text of an HTML page: paragraphs, lists and cells kept apart, quoted lines led by `> `.

    What is not shown (scripts, styles, the hidden first words of newsletters) is left out; a link
    is its words. An element that hides what follows but is never closed hides nothing.
    What stands behind `most_tags` tags is not read.
    """
    markup = markup[:_MOST_MARKUP]
    hides = any(mark.search(markup) for mark in (_HIDING, _NO_SIZE)) or "hidden" in markup
    reader = _Reader(markup, hides=hides, most_tags=most_tags)
    text = reader.read()
    if hides and (reader.hidden or not text):
        text = _Reader(markup, hides=False, most_tags=most_tags).read()
    return text


@dataclass(slots=True)
class _Reader:
    """Goes through the markup. `hidden` is the element that hides just now, "" for none."""

    markup: str
    hides: bool
    most_tags: int = MOST_TAGS
    page: Page = field(default_factory=Page)
    hidden: str = ""
    depth: int = 0  # how many elements of the hiding one's name are open in it
    at: int = 0
    missed: set[str] = field(default_factory=set)  # marks that do not come any more

    def read(self) -> str:
        for _ in range(self.most_tags):
            opens = _MARKUP.search(self.markup, self.at)
            start = opens.start() if opens else len(self.markup)
            if not self.hidden:
                self.page.add(_plain(self.markup[self.at : start]))
            if opens is None:
                break
            self._markup(start)
        return self.page.text()

    def _markup(self, start: int) -> None:
        tag = _TAG.match(self.markup, start)
        if tag is None:
            self.at = self._after_remark(start)
            return
        end = self._tag_end(tag.end())
        if end < 0:  # no ">" to the end: it was no tag
            self.page.add("" if self.hidden else "<")
            self.at = start + 1
            return
        self.at = end
        name, closes = tag[2].lower(), bool(tag[1])
        inside = self.markup[tag.end() : min(end - 1, tag.end() + _LONGEST_TAG)]
        if self.hidden:
            self._under_cover(name, closes=closes)
        elif closes:
            self.page.close(name)
        elif name in _UNSEEN:
            self.at = end if inside.endswith("/") else self._after_element(end, name)
        elif self.hides and inside and name not in _VOID and _is_hiding(name, inside):
            self.hidden, self.depth = name, 1
        else:
            self.page.open(name, indents=name == "blockquote" and _is_indent(inside))

    def _under_cover(self, name: str, *, closes: bool) -> None:
        if name == self.hidden:
            self.depth += -1 if closes else 1
            self.hidden = name if self.depth else ""

    def _find(self, mark: str, at: int) -> int:
        """Where a mark comes next; one that was missed once is not looked for again."""
        found = -1 if mark in self.missed else self.markup.find(mark, at)
        if found < 0:
            self.missed.add(mark)
        return found

    def _tag_end(self, at: int) -> int:
        """The place after the `>` of a tag, -1 for none; a `>` in a quoted value ends nothing."""
        end = self._find(">", at)
        while 0 <= end <= at + _LONGEST_TAG and self.markup.count('"', at, end) % 2:
            quote = self._find('"', end)
            further = self._find(">", quote) if quote >= 0 else -1
            if further < 0 or further > at + _LONGEST_TAG:
                break
            end = further
        return end + 1 if end >= 0 else -1

    def _after_remark(self, start: int) -> int:
        """The place after a comment, doctype or stray mark; a comment without end ends at `>`."""
        if self.markup.startswith("<!--", start):
            end = self._find("-->", start + 2)
            if end >= 0:
                return end + 3
        end = self._find(">", start)
        return end + 1 if end >= 0 else len(self.markup)

    def _after_element(self, at: int, name: str) -> int:
        """The place after the end of an element nobody sees; without end all the rest is unseen."""
        mark = f"</{name}"
        if mark in self.missed:
            return at
        closing = re.compile(mark, re.IGNORECASE).search(self.markup, at)
        if closing is None:
            self.missed.add(mark)
            return at if name == "title" else len(self.markup)
        end = self._find(">", closing.end())
        return end + 1 if end >= 0 else len(self.markup)


def _plain(piece: str) -> str:
    if "&" in piece:
        piece = html.unescape(piece)
    return piece if piece.isascii() else piece.translate(_ZERO_WIDTH)


def _is_hiding(name: str, inside: str) -> bool:
    style = _STYLE.search(inside)
    if style is not None:
        said = style[1] or style[2] or style[3] or ""
        if _HIDING.search(said) or (name in _ONLY_WORDS and _NO_SIZE.search(said)):
            return True
    return "hidden" in inside and _HIDDEN.search(inside) is not None


def _is_indent(inside: str) -> bool:
    style = _STYLE.search(inside)
    return (
        style is not None
        and _NO_LINE_BESIDE.search(style[0]) is not None
        and _CITES.search(inside.replace("indent-blockquote", "")) is None
    )
