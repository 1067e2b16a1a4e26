"""The words of a mail: which of its parts are the letter, and how they read as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.post.mime.charsets import text_of, without_controls
from bot.post.mime.leaves import Leaf, Tree
from bot.post.mime.markup import words_of_html

LONGEST_TEXT = 1_000_000  # characters; a letter of 300 pages
_MOST_BYTES = 8_000_000  # of one text part; HTML holds pictures
_LONGEST_STUB = 400  # characters of a note that says "this mail is HTML"

_MARKED_UP = frozenset(("text/html", "text/enriched", "text/richtext"))
_TEXTS = _MARKED_UP | frozenset(("text/plain", "text/markdown"))
_TNEF_TYPES = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_SEALED_TYPES = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_ODD_BLANKS = (("\u00a0", " "), ("\u202f", " "), ("\u2028", "\n"), ("\u200b", ""), ("\u2060", ""))
_HTML_NEEDED = re.compile(
    r"\bhtml\b.{0,200}\b(?:view|see|read|support|client|reader|capable|compatible|display|enable"
    r"|e-?mailprogramma|weergeven|bekijken|lezen|ondersteun|afficher|lire|anzeigen|darstellen)"
    r"|\b(?:view|see|read|support|display|bekijk|weergave|afficher|anzeigen).{0,200}\bhtml\b",
    re.IGNORECASE | re.DOTALL,
)
_MANY_BLANK_LINES = re.compile(r"\n{4,}")
_PGP = "-----BEGIN PGP MESSAGE-----"

ENCRYPTED = "versleuteld"
SEALED = "ondertekend op een manier die hier niet te openen is (smime.p7m)"
ONLY_TNEF = "alleen winmail.dat (Outlook-opmaak)"
ONLY_MAIL = "alleen een bijgevoegd bericht"
CUT_SHORT = "te veel of te diep geneste delen; de rest is niet gelezen"


def sorted_out(tree: Tree) -> tuple[list[Leaf], list[Leaf]]:
    """The leaves that are the letter, and all others, which are attachments."""
    texts = [leaf for leaf in tree.leaves if _is_text(leaf)]
    others = [leaf for leaf in tree.leaves if not _is_text(leaf)]
    if not texts:  # some programs give the letter itself a file name: then it is both
        texts = [leaf for leaf in others if leaf.type in _TEXTS and _may_be_text(leaf, tree)][:1]
    return texts, others


def read_text(texts: Sequence[Leaf]) -> str:
    """The words meant to be read, as plain text of at most a million characters.

    Of alternatives the plain one, unless it only says that the mail is HTML; quoted HTML is led by
    `> `; lines that were broken for the wire alone are joined.
    """
    return _tidy("\n\n".join(_words(texts)))[:LONGEST_TEXT].strip()


def why_unreadable(tree: Tree, text: str) -> str | None:
    """For staff in a few Dutch words why the body could not be read; None when it could."""
    if "multipart/encrypted" in tree.containers or text.startswith(_PGP):
        return ENCRYPTED
    if tree.cut:
        return CUT_SHORT
    if text:
        return None
    for leaf in tree.leaves:
        if leaf.type in _SEALED_TYPES:
            signed = leaf.parameters.get("smime-type", "").lower() == "signed-data"
            return SEALED if signed else ENCRYPTED
        if leaf.type in _TNEF_TYPES or leaf.name.lower() == "winmail.dat":
            return ONLY_TNEF
    return ONLY_MAIL if any(leaf.type == "message/rfc822" for leaf in tree.leaves) else None


def _is_text(leaf: Leaf) -> bool:
    return leaf.type in _TEXTS and leaf.disposition != "attachment" and not leaf.name


def _may_be_text(leaf: Leaf, tree: Tree) -> bool:
    return leaf.disposition != "attachment" or len(tree.leaves) == 1


def _words(leaves: Sequence[Leaf]) -> Iterator[str]:
    """The text of each leaf, of alternatives only the plain one, and nothing twice."""
    said: set[str] = set()
    for choice, group in groupby(leaves, key=lambda leaf: leaf.choice):
        for text in _best(list(group)) if choice else map(_words_of, group):
            bare = "".join(text.split())
            if bare and bare not in said:
                said.add(bare)
                yield text.strip("\n")


def _best(alternatives: list[Leaf]) -> Iterable[str]:
    plain = [_words_of(leaf) for leaf in alternatives if leaf.type not in _MARKED_UP]
    html = [leaf for leaf in alternatives if leaf.type in _MARKED_UP]
    return map(_words_of, html) if html and all(map(_is_stub, plain)) else plain


def _is_stub(text: str) -> bool:
    short = text.strip()
    return not short or (len(short) <= _LONGEST_STUB and _HTML_NEEDED.search(short) is not None)


def _words_of(leaf: Leaf) -> str:
    raw = leaf.content()[:_MOST_BYTES]
    text = without_controls(text_of(raw, leaf.parameters.get("charset")))
    if leaf.type in _MARKED_UP:
        return words_of_html(text)
    if leaf.parameters.get("format", "").lower() == "flowed":
        return _unflowed(text, gone=leaf.parameters.get("delsp", "").lower() == "yes")
    return text


def _unflowed(text: str, *, gone: bool) -> str:
    """Lines that were only broken for the wire are joined again (RFC 3676 §4).

    `gone` says that the blank at the end of such a line was put there with the break (DelSp).
    """
    pieces: list[str] = []
    going_on: str | None = None  # the quote marks of a line that goes on
    for line in text.split("\n"):
        rest = line.lstrip(">")
        marks = line[: len(line) - len(rest)]
        rest = rest.removeprefix(" ")
        flows = rest.endswith(" ") and rest != "-- "
        if going_on != marks or rest == "-- ":
            pieces.append(f"\n{marks} " if marks else "\n")
        pieces.append(rest[:-1] if flows and gone else rest)
        going_on = marks if flows else None
    return "".join(pieces)[1:]


def _tidy(text: str) -> str:
    for odd, usual in () if text.isascii() else _ODD_BLANKS:
        text = text.replace(odd, usual)
    return _MANY_BLANK_LINES.sub("\n\n\n", text)
