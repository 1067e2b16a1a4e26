"""Markdown with marks in it becomes the two parts of a letter, which say the same.

Only what letters need is switched on: paragraphs, headings, lists, quotes, rules, emphasis and
links. HTML, images (remote content), code, tables and reference links (which would swallow a line
such as `[K-2026-0042]: …`) stay plain text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import EnvType, OptionsDict

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
# The title of the letter is its first heading: whatever a template writes stands below it. The
# parts of an overview have a line below their name, and the last kind of these warns.
_HEADINGS: Mapping[str, tuple[str, str]] = {
    "h1": ("h2", ""),
    "h3": ("h2", "part"),
    "h4": ("h2", "part urgent"),
    "h5": ("h3", ""),
    "h6": ("h3", ""),
}
# Outlook on Windows gives room inside a ground or a frame to cells alone.
_FRAME = (
    '<div class="quoted">\n'
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">\n'
    '<tr>\n<td class="{kind}">\n<blockquote dir="auto">\n'
)
_FRAME_ENDS = "</blockquote>\n</td>\n</tr>\n</table>\n</div>\n"
_RULE = "-" * 40
_RULE_OF_LETTER = "=" * 40  # a letter may hold the other one itself


def _open_frame(
    _self: RendererProtocol, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    return _FRAME.format(kind=tokens[at].attrs["class"])


def _close_frame(*_given: object) -> str:
    return _FRAME_ENDS


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True, "linkify": False}).enable(_RULES)
    parser.add_render_rule("blockquote_open", _open_frame)
    parser.add_render_rule("blockquote_close", _close_frame)
    return parser


_markdown = _parser()


class Skeleton(NamedTuple):
    """The two parts of a letter's body, with marks where the values go."""

    html: str
    text: str


@lru_cache(maxsize=128)
def skeleton(marked: str) -> Skeleton:
    """Both parts of a body; raises ValueError when a value stands in a link's address.

    Elements have classes and no looks. Marks count from 0 in each letter, so that letters that
    differ only in their values share one skeleton.
    """
    tokens = _markdown.parse(marked)
    _shape(tokens)
    return Skeleton(
        html=_markdown.renderer.render(tokens, _markdown.options, {}),
        text=_blocks(SyntaxTreeNode(tokens).children),
    )


def _shape(tokens: Sequence[Token]) -> None:
    """Give each element its class, as its place in the letter asks.

    A quote that opens with a title is a whole letter, and looks like one.
    """
    for token, following in pairwise(tokens):
        if token.type == "blockquote_open":
            token.attrSet("class", "letter" if following.type == "heading_open" else "quote")
    for token in tokens:
        if token.tag in _HEADINGS:
            token.tag, kind = _HEADINGS[token.tag]
            if kind and token.nesting == 1:
                token.attrSet("class", kind)
        for child in token.children or ():
            if child.type == "link_open" and has_mark(str(child.attrs["href"])):
                raise ValueError("een waarde kan niet in het adres van een link staan")


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
        # In the text part nothing else sets the parts of an overview apart.
        case "heading" if str(node.attrs.get("class", "")).startswith("part"):
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
