"""The lines in which a mail of staff may order something: its writer's own, and only those."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from bot.core.instructions.courtesy import without_closing
from bot.core.mail import IncomingMail
from bot.core.new_words import own_words
from bot.core.new_words.signature import without_signature
from bot.core.plain import plain
from bot.core.policy import Person

# What is looked at: more than anybody types, so that no mail keeps us long.
MOST_CHARACTERS = 100_000
MOST_LINES = 2_000
_LONGEST_ORDER = 2_000  # characters; a longer line is text, its end unread

_KEY = r"(?:[0-9a-tv-z]{4}[\s\-\u2010-\u2015]){3}[0-9a-tv-z]{4}"
_KEY_LINE = re.compile(
    rf"\W*(?:sleutel|key)\s*\((?:laten staan|keep)\)\s*:?.*|\W*{_KEY}\W*", re.IGNORECASE
)
_KEY_BEHIND = re.compile(
    rf"\s*(?:(?:sleutel|key)\s*\((?:laten staan|keep)\)\s*:?\s*)?(?<![\w-]){_KEY}(?![\w-]).*$",
    re.IGNORECASE,
)
_HOLDS_KEY = re.compile(rf"(?<![\w-]){_KEY}(?![\w-])", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_BLANKS = re.compile(r"[^\S\n]+")  # non-breaking, thin and ideographic ones too
_COLONS = str.maketrans({"\uff1a": ":", "\ufe55": ":", "\ua789": ":", "\u2236": ":"})


def names_of(writer: Person | None) -> frozenset[str]:
    """The names with which somebody signs, as words are compared."""
    if writer is None:
        return frozenset()
    whole = plain(writer.name)
    return frozenset((whole, whole.split(" ")[0], writer.id)) - {""}


def tidy(line: str) -> str:
    """A line with blanks, colons and letters as they are compared; nothing unseen in it."""
    line = line[:_LONGEST_ORDER]
    if not line.isascii():
        line = unicodedata.normalize("NFC", _UNSEEN.sub("", line).translate(_COLONS))
    return _BLANKS.sub(" ", line).strip()


@dataclass(frozen=True, slots=True)
class OwnLines:
    """The writer's own lines. `tapped`: the key of a button stands in them."""

    lines: tuple[str, ...]
    tapped: bool


def own_lines(mail: IncomingMail, names: Collection[str]) -> OwnLines:
    """The writer's own lines: no quote, no passed-on mail, no signature, no key of a button.

    Of a mail the first 100,000 characters and 2,000 lines are looked at.
    """
    text = mail.text[:MOST_CHARACTERS]
    own = own_words(text, mail.subject) if text.strip() else mail.new_text[:MOST_CHARACTERS]
    lines = own.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:MOST_LINES]
    lines = without_signature(lines)
    kept = [
        _KEY_BEHIND.sub("", line)
        for line in lines
        if not _KEY_LINE.fullmatch(line[:_LONGEST_ORDER])
    ]
    tapped = kept != lines or _HOLDS_KEY.search(mail.subject[:_LONGEST_ORDER]) is not None
    return OwnLines(tuple(without_closing(kept, names)), tapped)
