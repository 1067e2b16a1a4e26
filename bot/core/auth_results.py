"""Reads an Authentication-Results field (RFC 8601): what a server found out about who wrote.

Strict where the grammar is: whoever sends a mail chooses words that the server repeats here (the
envelope sender, signing domains), so a field that breaks the grammar anywhere says nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_LONGEST = 8_000  # characters; the parser cuts a longer one, and a cut one has lost its end
_NOT_HARMLESS = re.compile(r"[^\w.@+/:=-]", re.ASCII)
# A letter that means something, a pair with its backslash, a run of what means nothing.
_PIECES = re.compile(r'([();"])|(\\.?)|([^();"\\]+)', re.DOTALL)
_PARENTHESES = {"(": 1, ")": -1}
# What may stand for an id or a value of ours; `=` never does in an id.
_ID = re.compile(r"([^\s=/;]{1,255})(?: (\d{1,3}))?")
_METHOD = re.compile(r"([a-z][\w-]*) ?(?:/ ?(\d{1,3}) ?)?= ?([a-z][\w-]*)(?= |$)", re.ASCII)
_PROPERTY = re.compile(
    r" ([a-z][\w-]*)(?: ?\. ?([a-z][\w-]*))? ?=(?: (?![\w.-]+=))?(\S*)(?= |$)", re.ASCII
)
_KNOWN_VERSION = "1"  # RFC 8601 §2.2: what is of another version is not understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one method found: "dkim", "pass", {"header.d": "school.example"}; in lower case."""

    method: str
    result: str
    properties: Mapping[str, str]


def authserv_id(field: str) -> str | None:
    """Who says so, in lower case; "" where no name is given, None where it cannot be read.

    It is known of a field that breaks the grammar further on, too.
    """
    head = _bare(field, ";")
    if head is None:
        return None
    if "=" in head:
        return ""
    named = _ID.fullmatch(_one_space(head))
    return named[1].lower() if named else None


def read_results(field: str) -> tuple[Result, ...] | None:
    """Every result of a field, in order; None when it breaks the grammar anywhere."""
    bare = _bare(field) if len(field) < _LONGEST else None
    if bare is None:
        return None
    first, *others = (_one_space(part).lower() for part in bare.split(";"))
    if "=" in first:
        others.insert(0, first)  # Microsoft gave no name before its results for years
    elif not _is_known_version(first):
        return None
    results: list[Result] = []
    for part in others:
        if " " not in part and "=" not in part:
            continue  # nothing, "none", or the domain of the reader that Microsoft puts between
        result = _result(part)
        if result is None:
            return None
        results += result
    return tuple(results)


def _is_known_version(head: str) -> bool:
    named = _ID.fullmatch(head)
    return named is not None and named[2] in {None, _KNOWN_VERSION}


def _result(part: str) -> list[Result] | None:
    """The result in one part; none of a version that is not known; None when it is no result."""
    method = _METHOD.match(part)
    if method is None:
        return None
    properties: dict[str, str] = {}
    at = method.end()
    while at < len(part):
        found = _PROPERTY.match(part, at)
        if found is None:
            return None
        name = ".".join(filter(None, (found[1], found[2])))
        if properties.setdefault(name, found[3]) != found[3]:
            return None  # two values for one thing: one of them is not the server's
        at = found.end()
    known = method[2] in {None, _KNOWN_VERSION}
    return [Result(method=method[1], result=method[3], properties=properties)] if known else []


def _one_space(text: str) -> str:
    return " ".join(text.split())


def _bare(field: str, until: str = "") -> str | None:
    """The field up to a mark: comments are blanks, quoted strings harmless words (RFC 5322 §3.2).

    None when a comment or a quoted string has no end, or an end without a beginning.
    """
    kept: list[str] = []
    depth, quoted = 0, False
    for mark, pair, run in _PIECES.findall(field[:_LONGEST]):
        if pair and not (quoted or depth):
            return None  # a backslash means nothing here, and no server writes one
        if mark == '"' and not depth:
            quoted = not quoted
        elif mark in _PARENTHESES and not quoted:
            depth += _PARENTHESES[mark]
            kept.append(" ")
        elif mark and mark == until and not (quoted or depth):
            break
        elif not depth:
            letters = mark or pair or run
            kept.append(_NOT_HARMLESS.sub("?", letters) if quoted else letters)
        if depth < 0:
            return None
    return None if depth or quoted else "".join(kept)
