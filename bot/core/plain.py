"""Text made comparable: without capitals, accents and typography, and cut into sentences."""

from __future__ import annotations

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
        "ı": "i",
        "‘": "'",  # noqa: RUF001 - the typographic quotes are what is replaced
        "’": "'",  # noqa: RUF001
        "‚": "'",  # noqa: RUF001
        "‛": "'",
        "´": "'",  # noqa: RUF001
        "`": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",  # noqa: RUF001
        "—": "-",
    }
)
# Combining accents, and the invisible characters that mailers strew between letters.
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]+")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
# No end of a sentence: an ellipsis, a point within a figure.
_NO_END = re.compile(r"\.{2,}|\.(?=\S)")
_LONE_END = re.compile(r" (?=[.!?](?: |$))")
_NO_WORDS = str.maketrans(dict.fromkeys(',;:()[]{}"\'/\\*_~#&+=<>|^@%$€-•·', " "))


def unaccented(text: str) -> str:
    """The text without accents, ligatures and typographic quotes; capitals stay."""
    if text.isascii():
        return text.replace("`", "'")
    text = unicodedata.normalize("NFKD", text.translate(_OPENED))
    return _MARKS.sub("", text)


def plain(text: str) -> str:
    """The text as lists are compared with it: case folded, unaccented, single blanks."""
    return " ".join(unaccented(text.casefold()).split())


def sentences(text: str) -> str:
    """Plain text of words and sentence ends only, for expressions that stay in one sentence.

    What ends a sentence is `.`, `!`, `?` and a blank line, which becomes a `.`; every other mark
    is a blank, the apostrophe too ("j'ai" is two words). An ellipsis ends nothing: "ik wil er...
    niet meer zijn" is one thought.
    """
    flat = plain(_BLANK_LINE.sub(" . ", text))
    words = " ".join(_NO_END.sub(" ", flat).translate(_NO_WORDS).split())
    return _LONE_END.sub("", words)
