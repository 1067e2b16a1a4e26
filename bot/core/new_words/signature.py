"""What stands below a letter and is not the letter: device lines, signatures, disclaimers.

Only what is clear goes. A greeting and a name are words of the writer and stay, and so does
anything that could be a sentence meant to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.new_words.device import is_device_line
from bot.core.new_words.notice import without_notices

_LONGEST_LETTER = 5_000  # lines
_MOST_LINES = 12  # longer than that below "-- " it is no signature, but the letter itself
_LONGEST_LINE = 300  # characters
_SENTENCE = 6  # words; shorter lines of a signature are a name, a function, a street

# RFC 3676 §4.3: "-- " with the blank is set by programs, "--" often by hand.
_MARK = re.compile(r"(?:--|__{1,80}) {0,2}$")
_RULED = re.compile(r"__")  # a line that a person draws too: only an address below tells
_SENTENCE_END = re.compile(r"[.!?…]['\")]*$")
_CONTACT = re.compile(r"\S@\S|\bwww\.|https?://|(?:\d[\s./-]?){8}", re.IGNORECASE)
_POSTSCRIPT = re.compile(r"\W*(?:p\.?\s?s\b|n\.?\s?b\b|post\s?scriptum)", re.IGNORECASE)
# No name, function or address holds such a word, and nearly every sentence about somebody does.
_SPEAKS = frozenset((
    "ik", "wij", "hij", "zij", "ze", "mij", "mijn", "hem", "haar", "niet", "geen", "nooit",  # nl
    "he", "she", "him", "her", "they", "i'm", "i", "my", "not", "never", "don't", "doesn't",  # en
    "je", "il", "elle", "ils", "nous", "pas", "jamais", "j'ai", "n'est",  # fr
    "ich", "wir", "mein", "meine", "nicht", "kein", "keine", "nie",  # de
))  # fmt: skip


def without_signature(lines: list[str]) -> list[str]:
    """The lines without device lines, and without the signature and the notice at their end."""
    if len(lines) > _LONGEST_LETTER:
        return lines
    kept = without_notices([line for line in lines if not is_device_line(line)])
    return kept[: min(_starts_of_signature(kept), default=len(kept))]


def _starts_of_signature(lines: list[str]) -> Iterator[int]:
    """Every line from the end up below which nothing but a signature stands."""
    below: list[str] = []
    for at in range(len(lines) - 1, 0, -1):
        line = lines[at]
        if _MARK.match(line) and _is_signature(
            below, by_machine=line == "-- ", is_ruled=_RULED.match(line) is not None
        ):
            yield at
        if line.strip():
            below.append(line.strip()[:_LONGEST_LINE])
        if len(below) > _MOST_LINES:
            return


def _is_signature(below: list[str], *, by_machine: bool, is_ruled: bool) -> bool:
    if any(_POSTSCRIPT.match(line) or _speaks(line) for line in below):
        return False
    sentences = sum(map(_is_sentence, below))
    if by_machine:
        return sentences <= 1  # a motto
    has_contact = any(map(_CONTACT.search, below))
    is_short = not is_ruled and all(len(line.split()) <= _SENTENCE for line in below)
    return not sentences and (has_contact or is_short)


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= _SENTENCE and _SENTENCE_END.search(line) is not None


def _speaks(line: str) -> bool:
    return not _SPEAKS.isdisjoint(word.strip(".,;:!?") for word in line.casefold().split())
