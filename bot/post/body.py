"""The words of a mail: which of its parts is the letter, and how it reads as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.mail import Attachment
from bot.post.attachments import describe
from bot.post.charsets import text_of, without_controls
from bot.post.leaves import Leaf, Tree
from bot.post.markup import words_of_html

LONGEST_TEXT = 1_000_000  # characters; a letter of 300 pages
_MOST_BYTES = 8_000_000  # of one text part; HTML holds pictures
_STUB = 400  # characters a note may have that says "this mail is HTML"

_TEXTS = frozenset(("text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown"))
_MARKED_UP = frozenset(("text/html", "text/enriched", "text/richtext"))
_ODD_BLANKS = {0xA0: " ", 0x202F: " ", 0x200B: None, 0xFEFF: None, 0x2060: None, 0x2028: "\n"}
_HTML_NEEDED = re.compile(
    r"\bhtml\b.{0,200}\b(?:view|see|read|support|client|reader|capable|compatible|display|enable"
    r"|e-?mailprogramma|weergeven|bekijken|lezen|ondersteun|afficher|lire|anzeigen|darstellen)"
    r"|\b(?:view|see|read|support|display|bekijk|weergave|afficher|anzeigen).{0,200}\bhtml\b",
    re.IGNORECASE | re.DOTALL,
)
_MANY_BLANK_LINES = re.compile(r"\n{4,}")
_QUOTE_MARKS = re.compile(r"(?:> ?)*")

ENCRYPTED = "versleuteld"
_TNEF = "alleen winmail.dat (Outlook-opmaak)"
_ONLY_MAIL = "alleen een bijgevoegd bericht"
_SEALED = "ondertekend op een manier die hier niet te openen is (smime.p7m)"
CUT_SHORT = "te veel of te diep geneste delen; de rest is niet gelezen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Text, attachments, and in a few Dutch words for staff why something could not be read."""

    text: str
    attachments: tuple[Attachment, ...]
    unreadable: str | None


def read_body(tree: Tree) -> Body:
    """The body of a mail: the words meant to be read, and all its other leaves as attachments."""
    texts = [leaf for leaf in tree.leaves if _is_text(leaf)]
    others = [leaf for leaf in tree.leaves if not _is_text(leaf)]
    if not texts:  # the letter itself sometimes has a file name
        texts = [leaf for leaf in others if leaf.type in _TEXTS and _may_be_text(leaf, tree)][:1]
    text = _tidy("\n\n".join(_words(texts)))[:LONGEST_TEXT].strip()
    attachments = tuple(describe(leaf) for leaf in others)
    return Body(text=text, attachments=attachments, unreadable=_why_not(tree, text))


def _is_text(leaf: Leaf) -> bool:
    return leaf.type in _TEXTS and leaf.disposition != "attachment" and not leaf.name


def _may_be_text(leaf: Leaf, tree: Tree) -> bool:
    return leaf.disposition != "attachment" or len(tree.leaves) == 1


def _words(leaves: Sequence[Leaf]) -> Iterable[str]:
    """The text of each leaf, of alternatives the plain one, and nothing twice."""
    said: set[str] = set()
    for group in _groups(leaves):
        plain = [(leaf, _plain(leaf)) for leaf in group if leaf.type not in _MARKED_UP]
        html = [leaf for leaf in group if leaf.type in _MARKED_UP]
        if group[0].choice and html and all(_is_stub(text) for _, text in plain):
            plain = []
        chosen = dict.fromkeys(leaf.position for leaf, _ in plain)
        known = {leaf.position: text for leaf, text in plain}
        for leaf in group:
            if leaf.position in chosen:
                text = known[leaf.position]
            elif not plain or not leaf.choice:
                text = words_of_html(_decoded(leaf))
            else:
                continue
            seen = "".join(text.split())
            if seen and seen not in said:
                said.add(seen)
                yield text.strip("\n")


def _groups(leaves: Sequence[Leaf]) -> Iterable[list[Leaf]]:
    group: list[Leaf] = []
    for leaf in leaves:
        if group and leaf.choice != group[-1].choice:
            yield group
            group = []
        group.append(leaf)
    if group:
        yield group


def _is_stub(text: str) -> bool:
    short = text.strip()
    return not short or (len(short) <= _STUB and _HTML_NEEDED.search(short) is not None)


def _decoded(leaf: Leaf) -> str:
    raw = leaf.content()[:_MOST_BYTES]
    return without_controls(text_of(raw, leaf.parameters.get("charset")))


def _plain(leaf: Leaf) -> str:
    text = _decoded(leaf)
    if leaf.parameters.get("format", "").lower() == "flowed":
        return _unflowed(text, leaf.parameters)
    return text


def _unflowed(text: str, parameters: Mapping[str, str]) -> str:
    """Lines that were only broken for the wire are joined again (RFC 3676 §4)."""
    gone = 1 if parameters.get("delsp", "").lower() == "yes" else 0
    lines: list[str] = []
    open_quote: str | None = None  # the quote marks of a line that goes on
    for line in text.split("\n"):
        marks, rest = _quoted(line)
        rest = rest.removeprefix(" ")
        flows = rest.endswith(" ") and rest != "-- "
        words = rest[: len(rest) - gone] if flows else rest
        if open_quote == marks and rest != "-- ":
            lines[-1] += words
        else:
            lines.append(f"{marks} {words}" if marks else words)
        open_quote = marks if flows else None
    return "\n".join(lines)


def _quoted(line: str) -> tuple[str, str]:
    marks = line[: len(line) - len(line.lstrip(">"))]
    return marks, line[len(marks) :]


def _tidy(text: str) -> str:
    if not text.isascii():
        text = text.translate(_ODD_BLANKS)
    return _MANY_BLANK_LINES.sub("\n\n\n", text)


def _why_not(tree: Tree, text: str) -> str | None:
    types = {leaf.type for leaf in tree.leaves}
    if "multipart/encrypted" in tree.containers or text.startswith("-----BEGIN PGP MESSAGE-----"):
        return ENCRYPTED
    sealed = [leaf for leaf in tree.leaves if leaf.type.endswith("/pkcs7-mime") or leaf.type.endswith("/x-pkcs7-mime")]
    if sealed and not text:
        signed = sealed[0].parameters.get("smime-type", "").lower() == "signed-data"
        return _SEALED if signed else ENCRYPTED
    if tree.cut:
        return CUT_SHORT
    if text or not tree.leaves:
        return None
    if "application/ms-tnef" in types or "application/vnd.ms-tnef" in types or any(
        leaf.name.lower() == "winmail.dat" for leaf in tree.leaves
    ):
        return _TNEF
    return _ONLY_MAIL if "message/rfc822" in types else None
