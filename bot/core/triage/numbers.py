"""Case numbers in a subject, as people copy them."""

from __future__ import annotations

import re
import string

_BETWEEN = r"[\s\-_/.]*"  # "K 2026 42", "k/2026/0042": what phones and people make of a hyphen
_LONGEST = 2_000  # characters: a longer subject names its case at the beginning


def case_numbers_in(subject: str, numbering: str) -> list[str]:
    """The numbers in a subject, as the register writes them, in order, each once.

    `numbering` is the school's format ("K-{year}-{n:04d}"). Capitals, leading zeros and what
    stands between the parts do not matter.
    """
    pattern = re.compile(rf"(?<![A-Za-z0-9]){_pattern(numbering)}(?![A-Za-z0-9])", re.IGNORECASE)
    found = (
        numbering.format(year=int(match["year"]), n=int(match["n"]))
        if "year" in pattern.groupindex
        else numbering.format(n=int(match["n"]))
        for match in pattern.finditer(subject[:_LONGEST])
    )
    return list(dict.fromkeys(found))


def _pattern(numbering: str) -> str:
    parts: list[str] = []
    for literal, name, _format, _conversion in string.Formatter().parse(numbering):
        words = re.findall(r"[^\W_]+", literal)
        parts += [re.escape(word) for word in words]
        if name == "year":
            parts.append(r"(?P<year>\d{4})")
        elif name is not None:
            parts.append(r"0*(?P<n>\d{1,7})")
    return _BETWEEN.join(parts)
