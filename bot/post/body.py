"""The words of a mail: which of its parts are the letter, and how they read as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.post.mime.attachments import MAIL_TYPES
from bot.post.mime.charsets import text_of, without_controls
from bot.post.mime.contents import encoding_of
from bot.post.mime.enriched import words_of_enriched
from bot.post.mime.leaves import SEALED_TYPES, Leaf, Tree
from bot.post.mime.markup import MOST_TAGS, words_of_html
from bot.post.mime.opening import is_tnef

LONGEST_TEXT = 1_000_000  # characters; a letter of 300 pages
MOST_BYTES = 8_000_000  # of one text part; HTML holds pictures
_LONGEST_STUB = 400  # characters of a note that says "this mail is HTML"

_ENRICHED = frozenset(("text/enriched", "text/richtext"))
_MARKED_UP = _ENRICHED | {"text/html"}
_TEXTS = _MARKED_UP | frozenset(("text/plain", "text/markdown"))
_ODD_BLANKS = (("\u00a0", " "), ("\u202f", " "), ("\u2028", "\n"), ("\u200b", ""), ("\u2060", ""))
_HTML_NEEDED = re.compile(
    r"\bhtml\b.{0,200}\b(?:view|see|read|support|client|reader|capable|compatible|display|enable"
    r"|e-?mailprogramma|weergeven|bekijken|lezen|ondersteun|afficher|lire|anzeigen|darstellen)"
    r"|\b(?:view|see|read|support|display|bekijk|weergave|afficher|anzeigen).{0,200}\bhtml\b",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE_ENDS = re.compile(r"[.!?:;](?=\s)|\n")
_OF_READING = re.compile(
    r"html|mime|https?:|\b(?:view|see|read|support|display|brows|click|client|format|program|software"
    r"|weerg|bekijk|lezen|ondersteun|klik|logiciel|affich|lire|cliqu|anzeig|darstell|klick)",
    re.IGNORECASE,
)
_FEW_WORDS = 20  # how many more than twice a short note's a page must have to be the letter
_FILE_HEAD = 4_096  # bytes of a text that show what it is
_NEVER_TYPED = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FEW_ODD = 0.05  # of the characters; in what is compressed one in ten is such a mark
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([\w:.-]{2,40})", re.IGNORECASE
)
_PAGE_HEAD = 4_096  # bytes of a page in which it may name its charset
_MANY_BLANK_LINES = re.compile(r"\n{4,}")
_PGP = "-----BEGIN PGP MESSAGE-----"
_PGP_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\n"
_PGP_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----"
_PGP_END = "-----END PGP SIGNATURE-----"
_PGP_DASHES = re.compile(r"^- (?=-)", re.MULTILINE)

ENCRYPTED = "versleuteld, zie de bijlage"
SEALED = "ondertekend op een manier die hier niet te openen is, zie smime.p7m"
ONLY_TNEF = "alleen in winmail.dat (Outlook-opmaak), zie de bijlage"
ONLY_MAIL = "alleen een bijgevoegd bericht, zie de bijlage"
CUT_SHORT = "te veel of te diep geneste delen; de rest is niet gelezen"


def sorted_out(tree: Tree) -> tuple[list[list[Leaf]], list[Leaf]]:
    """The leaves that may be the letter, in ranks of which the first with words counts; all others.

    First the texts without a name; then a text with one, for some programs give the letter itself a
    file name; then what was found inside an attachment. All but the first are attachments as well.
    """
    spare = [leaf for leaf in tree.leaves if leaf.spare]
    texts: list[Leaf] = []
    others: list[Leaf] = []
    for leaf in tree.leaves:
        if not leaf.spare:
            (texts if _is_text(leaf) and not _is_file(leaf) else others).append(leaf)
    named = [leaf for leaf in others if not texts and _may_be_text(leaf, tree)][:1]
    return [texts, named, spare], others


def read_text(ranks: Sequence[Sequence[Leaf]], most: int = MOST_BYTES) -> str:
    """The words meant to be read, as plain text of at most a million characters.

    Of each part no more than the first `most` bytes are looked at.

    Of alternatives the plain one, unless it only says that the mail is HTML, or says far less than
    the HTML; quoted HTML is led by `> `; lines that were broken for the wire alone are joined.
    """
    for leaves in ranks:
        text = _tidy("\n\n".join(_words(leaves, most)))[:LONGEST_TEXT].strip()
        if text:
            return text
    return ""


def why_unreadable(tree: Tree, text: str) -> str | None:
    """For staff in a few Dutch words why the body could not be read; None when it could."""
    if "multipart/encrypted" in tree.containers or text.startswith(_PGP):
        return ENCRYPTED
    if tree.cut:
        return CUT_SHORT
    if text:
        return None
    for leaf in tree.leaves:
        if leaf.type in SEALED_TYPES:
            signed = leaf.parameters.get("smime-type", "").lower() == "signed-data"
            return SEALED if signed else ENCRYPTED
        if is_tnef(leaf):
            return ONLY_TNEF
    return ONLY_MAIL if any(leaf.type in MAIL_TYPES for leaf in tree.leaves) else None


def _is_text(leaf: Leaf) -> bool:
    return leaf.type in _TEXTS and leaf.disposition != "attachment" and not leaf.name


def _is_file(leaf: Leaf) -> bool:
    """Whether a text is none: some programs call every file text/plain, and then encode it."""
    if leaf.held is not None or encoding_of(leaf.part) != "base64":
        return False
    head = text_of(leaf.content()[:_FILE_HEAD], leaf.parameters.get("charset"))
    return len(_NEVER_TYPED.findall(head)) > _FEW_ODD * len(head)


def _may_be_text(leaf: Leaf, tree: Tree) -> bool:
    meant = leaf.disposition != "attachment" or len(tree.leaves) == 1
    return meant and leaf.type in _TEXTS and not _is_file(leaf)


def _words(leaves: Sequence[Leaf], most: int) -> Iterator[str]:
    """The text of each leaf, of alternatives only the best, and no page that repeats a text."""
    said: set[tuple[bool, str]] = set()
    tags = MOST_TAGS // max(1, len(leaves))  # shared: a thousand pages take no longer than one
    for choice, group in groupby(leaves, key=lambda leaf: leaf.choice):
        for marked, text in _told(list(group), most, tags, one=choice > 0):
            bare = "".join(text.split())
            if bare and (not marked, bare) not in said:
                said.add((marked, bare))
                yield text.strip("\n")


def _told(leaves: list[Leaf], most: int, tags: int, *, one: bool) -> list[tuple[bool, str]]:
    """The words of each leaf, and whether it is marked up; of alternatives only `one` form."""

    def told(some: Iterable[Leaf]) -> list[tuple[bool, str]]:
        return [(leaf.type in _MARKED_UP, _words_of(leaf, most, tags)) for leaf in some]

    if not one:
        return told(leaves)
    plain = told(leaf for leaf in leaves if leaf.type not in _MARKED_UP)
    pages = [leaf for leaf in leaves if leaf.type in _MARKED_UP]
    if not pages or sum(len(text.strip()) for _, text in plain) > _LONGEST_STUB:
        return plain
    html = told(pages)
    said, shown = _word_count(plain), _word_count(html)
    if shown > 2 * said + _FEW_WORDS:
        return html
    letter = said >= shown and any(_says_more(text) for _, text in plain)
    points = all(_is_stub(text) for _, text in plain) and not letter
    return html if shown and points else plain


def _word_count(texts: Iterable[tuple[bool, str]]) -> int:
    return sum(len(text.split()) for _, text in texts)


def _is_stub(text: str) -> bool:
    short = text.strip()
    return not short or _HTML_NEEDED.search(short) is not None


def _says_more(note: str) -> bool:
    """Whether a note about HTML holds a sentence on something else."""
    sentences = _SENTENCE_ENDS.split(note)
    return any(each.strip() and _OF_READING.search(each) is None for each in sentences)


def _words_of(leaf: Leaf, most: int, tags: int) -> str:
    raw = leaf.content()[:most]
    marked = leaf.type in _MARKED_UP
    meta = _META_CHARSET.search(raw, 0, _PAGE_HEAD) if marked else None
    hint = meta[1].decode("ascii", "replace") if meta else None
    text = without_controls(text_of(raw, leaf.parameters.get("charset"), spoken=hint))
    if leaf.type in _ENRICHED:
        return words_of_enriched(text, tags, older=leaf.type == "text/richtext")
    if marked:
        return words_of_html(text, tags)
    if _PGP_SIGNED in text:
        text = _unsigned(text)
    if leaf.parameters.get("format", "").lower() == "flowed":
        return _unflowed(text, gone=leaf.parameters.get("delsp", "").lower() == "yes")
    return text


def _unsigned(text: str) -> str:
    """A clear-signed text without its armour (RFC 9580 §7)."""
    before, _, rest = text.partition(_PGP_SIGNED)
    armour, _, signed = rest.partition("\n\n")
    if (before and not before.endswith("\n")) or not all(":" in x for x in armour.split("\n") if x):
        return text
    signed, _, rest = signed.partition(_PGP_SIGNATURE)
    after = rest.partition(_PGP_END)[2]
    return f"{before}{_PGP_DASHES.sub('', signed)}{after}"


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
