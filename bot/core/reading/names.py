"""Names in a mail: of the pupils it is about, and of the one who signs it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from bot.core.mail import IncomingMail
from bot.core.plain import plain, unaccented
from bot.core.vocabulary import Vocabulary

_READ_CHARACTERS = 20_000
_MOST = 10
_TAIL_LINES = 5  # a name stands in the last lines, above a function, a firm and a number
_CLASS = r"(?!(?:Year|Yr|Class|Grade|Group|Form|Klas|Klasse|Groep|Classe)\b)"
_NAME = rf"{_CLASS}[A-Z][a-z'-]+[\w'-]*"
_ENUMERATED = re.compile(rf"(?:, | en | et | and | und | & ){_NAME}")
_BETWEEN = "van|de|der|den|het|ter|ten|du|la|le|von|el|al|en|et|and|und|&"
_SIGNED = re.compile(
    rf"(?:[A-Z]\.? ?)?{_NAME}(?: (?:{_NAME}|[A-Z]\.?|{_BETWEEN})){{0,5}}\s*(?:[,(-].{{0,60}})?"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def pupils_in(text: str, vocabulary: Iterable[Vocabulary]) -> tuple[str, ...]:
    """First names that follow a word for a child or its parent: "onze zoon Wout", "papa van Amber".

    A name is known by its capital; a whole text in capitals has none.
    """
    cased = unaccented(text[:_READ_CHARACTERS])
    names: list[str] = []
    for words in vocabulary:
        for found in _pattern(words).finditer(cased):
            names.append(found[1])
            at = found.end()
            while len(names) < _MOST and (another := _ENUMERATED.match(cased, at)):
                names.append(another[0].split()[-1])
                at = another.end()
            if len(names) >= _MOST:
                break
    return tuple(dict.fromkeys(names))


def is_signed(mail: IncomingMail, fresh: str, vocabulary: Iterable[Vocabulary]) -> bool:
    """Whether a name stands in the last lines of the new text, or below "--" where it was cut."""
    closing = _closing(vocabulary)
    _, _, below = mail.text[-_READ_CHARACTERS:].replace("-- \n", "--\n").rpartition("\n--\n")
    tail = [*_last_lines(fresh), *below.strip().splitlines()[:_TAIL_LINES]]
    return any(
        _SIGNED.fullmatch(unaccented(line.strip()[:200])) and not closing.match(plain(line))
        for line in tail
    )


def words_told(fresh: str, vocabulary: Iterable[Vocabulary]) -> int:
    """How many words stand above "Met vriendelijke groeten", of the first 20,000 characters."""
    closing = _closing(vocabulary)
    lines = fresh[:_READ_CHARACTERS].splitlines()
    ends = next(
        (at for at, line in enumerate(lines) if at and closing.fullmatch(plain(line[:60]))),
        len(lines),
    )
    return sum(len(line.split()) for line in lines[:ends])


def is_name(display: str) -> bool:
    """Whether a display name may be that of a person: words, no figures, no address."""
    odd = any(each.isdigit() or each == "@" for each in display)
    return not odd and _WORD.search(display) is not None


def _last_lines(text: str) -> list[str]:
    return [line for line in text[-2_000:].splitlines() if line.strip()][-_TAIL_LINES:]


def _closing(vocabulary: Iterable[Vocabulary]) -> re.Pattern[str]:
    return _closing_of(tuple(word for words in vocabulary for word in words.closing))


@functools.lru_cache(maxsize=8)
def _closing_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})\b[ ,.!]*")


@functools.lru_cache(maxsize=8)
def _pattern(words: Vocabulary) -> re.Pattern[str]:
    child, parent = "|".join(map(re.escape, words.child)), "|".join(map(re.escape, words.parent))
    return re.compile(
        rf"\b(?:(?i:{child or '(?!)'})[ ,:(\n]{{1,3}}(?:(?:heet|is|genaamd|named|called|heisst) )?"
        rf"|(?i:{parent or '(?!)'}) (?:(?:van|de|of|von) |d')(?:onze |mijn |notre )?)({_NAME})"
    )
