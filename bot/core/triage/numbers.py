"""Case numbers in a subject, as people copy them."""

from __future__ import annotations

import re
import string

_BETWEEN = r"[\s\-_/.]*"  # "K 2026 42", "k/2026/0042": what phones and people make of a hyphen
COMPLAINTS = "K"  # the register of complaints; its numbers may be written otherwise
OTHERS = ("V", "S", "L")  # of questions, suggestions, praise ("vraag", "suggestie", "lof")
_LONGEST = 2_000  # characters: a longer subject names its case at the beginning


def case_numbers_in(subject: str, numbering: str, *, every: bool = False) -> list[str]:
    """The numbers in a subject, as the register writes them, in order, each once.

    `numbering` is the school's format ("K-{year}-{n:04d}"). Capitals, leading zeros and what
    stands between the parts do not matter. `every` finds those of the other registers too: staff
    write them, and nobody else has seen one.
    """
    wanted = _pattern(numbering, every=every)
    pattern = re.compile(rf"(?<![A-Za-z0-9]){wanted}(?![A-Za-z0-9])", re.IGNORECASE)
    found = (
        numbering_of(numbering, (match.groupdict().get("series") or "").upper()).format(
            year=int(match["year"]) if "year" in pattern.groupindex else None, n=int(match["n"])
        )
        for match in pattern.finditer(subject[:_LONGEST])
    )
    return list(dict.fromkeys(found))


def numbering_of(numbering: str, series: str) -> str:
    """The format of the numbers of a register: of complaints the school's, of others alike.

    "K" in front gives way to the letter of the register; other numbers have it put before them,
    without a mark between, so that no number holds that of a complaint.
    """
    if series in {"", COMPLAINTS}:
        return numbering
    return f"{series}{numbering.removeprefix(COMPLAINTS) if _is_usual(numbering) else numbering}"


def _is_usual(numbering: str) -> bool:
    return re.match(rf"{COMPLAINTS}(?![A-Z0-9])", numbering) is not None


def _pattern(numbering: str, *, every: bool) -> str:
    others = "".join(OTHERS) if every else ""
    parts: list[str] = []
    for literal, name, _format, _conversion in string.Formatter().parse(numbering):
        words = [re.escape(word) for word in re.findall(r"[^\W_]+", literal)]
        if words and not parts:
            first = f"[{COMPLAINTS}{others}]" if _is_usual(numbering) else f"[{others}]?"
            kept = "" if _is_usual(numbering) else words[0]
            words[0] = f"(?P<series>{first if every or not kept else ''}){kept}"
        parts += words
        if name == "year":
            parts.append(r"(?P<year>\d{4})")
        elif name is not None:
            parts.append(r"0*(?P<n>\d{1,7})")
    return _BETWEEN.join(parts)
