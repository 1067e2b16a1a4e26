"""Markdown with marks in it becomes the two parts of a letter, which say the same.

Only what letters need is switched on: paragraphs, headings, lists, quotes, rules, emphasis and
links. HTML, images (remote content), code, tables and reference links (which would swallow a line
such as `[K-2026-0042]: …`) stay plain text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from bot.writer.marks import has_mark, in_capitals

_RULES = (
    "autolink",
    "balance_pairs",
    "blockquote",
    "emphasis",
    "escape",
    "fragments_join",
    "heading",
    "hr",
    "link",
    "list",
    "newline",
    "text_join",
)
# Outlook reads no style sheet to speak of: each element carries its own style. Colours are given
# twice, here for a light page and in the layout for a dark one.
_STYLES = {
    "a": "color:#0b5c7a;text-decoration:underline",
    "blockquote": (
        "margin:0 0 20px;padding:14px 16px 1px;background:#f2f5f7;border-left:4px solid #6f8794"
    ),
    "h1": "margin:0 0 12px;font-size:20px;line-height:1.3;font-weight:700",
    "h2": "margin:26px 0 10px;font-size:18px;line-height:1.35;font-weight:700",
    "h3": (
        "margin:28px 0 12px;padding-bottom:4px;font-size:16px;line-height:1.4;font-weight:700;"
        "color:#174a5b;border-bottom:2px solid #174a5b"
    ),
    "h4": (
        "margin:28px 0 12px;padding-bottom:4px;font-size:16px;line-height:1.4;font-weight:700;"
        "color:#b3261e;border-bottom:2px solid #b3261e"
    ),
    "hr": "margin:26px 0 18px;border:0;border-top:1px solid #cfd8dd",
    "li": "margin:0 0 8px;padding-left:4px",
    "ol": "margin:8px 0 18px;padding-left:26px",
    "p": "margin:0 0 16px",
    "ul": "margin:8px 0 18px;padding-left:24px",
}
# Parts of an overview, with a line below the name; the last of these warns. The text part says them
# in capitals, because nothing else sets them apart there.
_PARTS = frozenset({"h3", "h4"})
_LETTER = (
    "margin:20px 0 22px;padding:20px 22px 6px;background:#ffffff;border:1px solid #9fb3bd;"
    "border-top:6px solid #174a5b;border-radius:4px"
)
_LETTER_TITLE = (
    "margin:0 0 16px;padding:0 0 12px;font-size:16px;line-height:1.4;font-weight:700;"
    "border-bottom:1px solid #cfd8dd"
)
_SMALL = ";font-size:14px;color:#52616a"  # what follows a rule is the small print of a letter
# Line for line as typed, each line in the direction of its own first letter.
_AS_TYPED = ";white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext;text-align:start"
_RULE = "-" * 40
_RULE_OF_LETTER = "=" * 40  # a letter may hold the other one itself

_markdown = MarkdownIt("zero", {"html": False, "breaks": True, "linkify": False}).enable(_RULES)


class Skeleton(NamedTuple):
    """The two parts of a letter's body, with marks where the values go."""

    html: str
    text: str


@lru_cache(maxsize=128)
def skeleton(marked: str) -> Skeleton:
    """Both parts of a body; raises ValueError when a value stands in a link's address.

    Marks count from 0 in each letter, so that letters that differ only in their values share one
    skeleton.
    """
    tokens = _markdown.parse(marked)
    _style(tokens)
    return Skeleton(
        html=_markdown.renderer.render(tokens, _markdown.options, {}),
        text=_blocks(SyntaxTreeNode(tokens).children),
    )


def _style(tokens: Sequence[Token]) -> None:
    """Give each element its style, as its place in the letter asks.

    A quote that opens with a title is a whole letter, and looks like one.
    """
    quoted = small = False
    _frame_letters(tokens)
    for token in tokens:
        small = small or token.type == "hr"
        if token.type.startswith("blockquote"):
            quoted = token.nesting == 1
            if quoted:
                token.attrSet("dir", "auto")  # a quoted text has a direction of its own
        if token.tag in _PARTS and token.nesting == 1:
            token.attrSet("aria-level", "2")  # whatever it looks like, it stands below the title
        style = str(token.attrs.get("style") or _STYLES.get(token.tag, ""))
        if token.tag == "p":
            style += (_SMALL if small else "") + (_AS_TYPED if quoted else "")
        if style and token.nesting >= 0:
            token.attrSet("style", style)
        for child in token.children or ():
            if child.type == "link_open":
                if has_mark(str(child.attrs["href"])):
                    raise ValueError("een waarde kan niet in het adres van een link staan")
                child.attrSet("style", _STYLES["a"])


def _frame_letters(tokens: Iterable[Token]) -> None:
    for quote, title in pairwise(tokens):
        if quote.type == "blockquote_open" and title.type == "heading_open":
            quote.attrSet("class", "letter")
            quote.attrSet("style", _LETTER)
            title.attrSet("style", _LETTER_TITLE)


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> str:
    return "\n\n".join(_block(node) for node in nodes)


def _block(node: SyntaxTreeNode) -> str:  # noqa: PLR0911  # one line a kind of block
    match node.type:
        case "hr":
            return _RULE
        case "blockquote":
            rule = _RULE_OF_LETTER if node.attrs.get("class") == "letter" else _RULE
            return f"{rule}\n{_blocks(node.children)}\n{rule}"
        case "bullet_list":
            return _items(node, ("- " for _ in node.children))
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return _items(node, (f"{first + n}. " for n in range(len(node.children))))
        case "heading" if node.tag in _PARTS:
            return in_capitals("".join(_block(child) for child in node.children))
        case "inline":
            return "".join(_inline(child) for child in node.children)
        case _:
            return "".join(_block(child) for child in node.children)


def _items(node: SyntaxTreeNode, labels: Iterable[str]) -> str:
    loose = any(not child.hidden for item in node.children for child in item.children[:1])
    written = []
    for label, item in zip(labels, node.children, strict=True):
        body = ("\n\n" if loose else "\n").join(_block(child) for child in item.children)
        written.append(label + body.replace("\n", "\n" + " " * len(label)))
    return ("\n\n" if loose else "\n").join(written)


def _inline(node: SyntaxTreeNode) -> str:
    words = "".join(_inline(child) for child in node.children)
    match node.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "link":
            address = str(node.attrs["href"]).removeprefix("mailto:").removeprefix("tel:")
            return words if words == address else f"{words} ({address})"
        case _:
            return words or node.content
