"""The head of an older mail, as lines: "Van: …, Verzonden: …, Aan: …, Onderwerp: …"."""

# ruff: noqa: RUF001 - the colon of Chinese and Japanese is one too
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.core.new_words.mailers import FIELDS

_FEWEST_FIELDS = 3  # different ones: two may be chance ("Van: … tot: …")
_LOOKED_AT = 16  # lines; a list of addressees is long
_LONGEST_LABEL = 3  # words
_MOST_COLONS = 12  # in a line that holds the whole head
_FOLDED_OVER = 3  # lines without a label in a row

_KIND = {label.casefold(): kind for kind, labels in FIELDS.items() for label in labels}
_LINE = re.compile(r"[\s>*_|]*([^\s>*_|:：][^:：]{0,24}?)[\s*_]*[:：][\s*_]*(.*)")
_COLON = re.compile(r"[:：]")
# A letter typed by hand may begin with "Van, Aan, Datum, Betreft" too: without address or hour.
# "From: ilse@post.example" and a whole date below it: two fields that no person types so.
_FROM_WHOM = re.compile(r"[^:]{1,30}[:：].{0,120}\S@\S{1,80}[>\])]?\s*$")
_AT_WHAT_TIME = re.compile(r"\b\d{4}\b.{0,12}\b\d{1,2}[:.h]\d{2}\b")
_BY_MACHINE = re.compile(r"\S@\S|\bmailto:|\b\d{1,2}\s?[:.hu]\s?\d{2}\b", re.IGNORECASE)


def is_header_block(lines: Sequence[str], at: int) -> bool:
    """Whether the head of an older mail begins with this line."""
    kind, value = _field(lines[at])
    if not kind:
        return False
    kinds = {kind, *_kinds_inside(value)}
    seen, bare = [lines[at]], 0
    for line in lines[at + 1 : at + _LOOKED_AT]:
        kind, _ = _field(line)
        bare = 0 if kind else bare + 1
        if bare > _FOLDED_OVER:
            break
        seen.append(line)
        if kind:
            kinds.add(kind)
        elif not seen[-2].strip():
            break
    if kinds == {"from", "sent"}:
        return len(seen) > 1 and bool(_FROM_WHOM.match(seen[0]) and _AT_WHAT_TIME.search(seen[1]))
    return (
        len(kinds) >= _FEWEST_FIELDS
        and "from" in kinds
        and _BY_MACHINE.search("\n".join(seen)) is not None
    )


def _field(line: str) -> tuple[str, str]:
    """The kind of a line of a head, and its value; "" for a line that is none."""
    field = _LINE.match(line)
    kind = _KIND.get(field[1].casefold(), "") if field else ""
    return kind, field[2] if field and kind else ""


def _kinds_inside(value: str) -> Iterator[str]:
    """The kinds of the fields that follow on the same line: "Ilse Verzonden: … Aan: …"."""
    for piece in _COLON.split(value, maxsplit=_MOST_COLONS)[:-1]:
        words = [word.strip("*_") for word in piece.casefold().split()[-_LONGEST_LABEL:]]
        labels = (" ".join(words[at:]) for at in range(len(words)))
        yield from (_KIND[label] for label in labels if label in _KIND)
