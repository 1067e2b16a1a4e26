"""Text with marks from before HTML: text/enriched (RFC 1896) and the older text/richtext."""

from __future__ import annotations

import re
from itertools import groupby

_MOST_MARKUP = 2_000_000  # characters
_DEEPEST_QUOTE = 20

_UNSEEN = re.compile(r"<(param|comment)>[^<]{0,1000}</\1>", re.IGNORECASE)
_MARK = re.compile(r"(<<|</?[A-Za-z0-9-]{1,60}>)")
_ONE_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")
_LINE_ENDS = re.compile(r"\n(\n+)")
_BLANKS = re.compile(r"\s+")
_MEANS = {"<<": "<", "<lt>": "<", "<nl>": "\n", "<np>": "\n\n", "</paragraph>": "\n\n"}
_QUOTING = {"<excerpt>": 1, "</excerpt>": -1}
_KEEPING = {"<nofill>": 1, "</nofill>": -1}


def words_of_enriched(markup: str, most_marks: int, *, older: bool = False) -> str:
    """The words without their marks, lines filled as RFC 1896 says, quoted lines led by `> `.

    `older` reads text/richtext (RFC 1341 §7.1.3), where a line end is no more than a blank.
    Marks after the first `most_marks` are left as they stand.
    """
    pieces = _MARK.split(_UNSEEN.sub("", markup[:_MOST_MARKUP]), maxsplit=most_marks)
    said: list[tuple[int, str]] = []  # how deep it is quoted, and what
    quoted = kept = 0
    for words, mark in zip(pieces[::2], [*map(str.lower, pieces[1::2]), ""], strict=True):
        said.append((quoted, words if kept else _filled(words, older=older)))
        quoted = max(0, quoted + _QUOTING.get(mark, 0))
        kept = max(0, kept + _KEEPING.get(mark, 0))
        if mark in _MEANS:
            said.append((quoted, _MEANS[mark]))
    runs = groupby((each for each in said if each[1]), key=lambda each: each[0])
    return "\n".join(_led(depth, "".join(words for _, words in run)) for depth, run in runs)


def _filled(words: str, *, older: bool) -> str:
    """One line end is a blank, several are one fewer (RFC 1896 §3)."""
    if older:
        return _BLANKS.sub(" ", words)
    return _LINE_ENDS.sub(r"\1", _ONE_LINE_END.sub(" ", words))


def _led(depth: int, words: str) -> str:
    """The words, each line of a quote led by its marks."""
    if not depth:
        return words
    marks = "> " * min(depth, _DEEPEST_QUOTE)
    return "\n".join(f"{marks}{line.strip()}" for line in words.strip().split("\n"))
