"""Text made comparable: without capitals, accents and typography, and cut into sentences."""

from __future__ import annotations

import functools
import re
import unicodedata

# What NFKD leaves as it is, though people type it with and without.
_OPENED = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",  # noqa: RUF001 - a letter of its own in Turkish names
        "‘": "'",  # noqa: RUF001 - the typographic marks are what is replaced
        "’": "'",  # noqa: RUF001
        "‚": "'",  # noqa: RUF001
        "‛": "'",  # noqa: RUF001
        "´": "'",  # noqa: RUF001
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",  # noqa: RUF001
        "—": "-",
        "•": " ",
        "·": " ",
        "€": " ",
    }
)
_MOST_GROWTH = 4
_FOREIGN = re.compile(r"[^\x00-\x7f]{1,8}")  # NFKD costs much, so only what is not ASCII pays
# Combining accents, and the invisible characters that mailers strew between letters.
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufe0f\ufeff]+")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_POINT_WITHIN = re.compile(r"\.(?=[^\s.!?])")  # "12.30", "k-2026.pdf": no sentence ends there
_NO_WORDS = b",;:()[]{}\"'/\\*_~#&+=<>|^@%$-"
_BLANKED = bytes.maketrans(_NO_WORDS, b" " * len(_NO_WORDS))


def unaccented(text: str) -> str:
    """The text without accents, ligatures and typographic quotes; capitals stay."""
    text = text.replace("`", "'")
    return text if text.isascii() else _FOREIGN.sub(lambda found: _opened(found.group()), text)


def plain(text: str) -> str:
    """The text as lists are compared with it: case folded, unaccented, single blanks."""
    # Folded twice: NFKD makes capitals of some signs.
    return " ".join(unaccented(text.casefold()).casefold().split())


def sentences(text: str) -> str:
    """Plain text of words and sentence ends only, for expressions that stay in one sentence.

    What ends a sentence is `.`, `!`, `?` and a blank line, which becomes a `.`; every other mark
    is a blank, the apostrophe too ("j'ai" is two words). An ellipsis ends nothing: "ik wil er...
    niet meer zijn" is one thought.
    """
    flat = plain(_BLANK_LINE.sub(" . ", text)).replace("...", " ").replace("..", " ")
    marked = _POINT_WITHIN.sub(" ", flat).encode(errors="replace").translate(_BLANKED)
    words = " ".join(marked.decode().split())
    words = words.replace(" .", ".").replace(" !", "!").replace(" ?", "?")
    while ".." in words:  # a full stop, and the blank line behind it
        words = words.replace("..", ".")
    return words


@functools.lru_cache(maxsize=4096)  # a mail has few different ones, a mailbox hardly more
def _opened(foreign: str) -> str:
    opened = _MARKS.sub("", unicodedata.normalize("NFKD", foreign.translate(_OPENED)))
    # A single sign that stands for a sentence would let a text grow eighteen times.
    return opened if len(opened) <= _MOST_GROWTH * len(foreign) else foreign
