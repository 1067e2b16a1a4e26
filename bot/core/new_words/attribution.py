"""The line by which a mail program says whose words follow: "Op ma 23 nov. schreef Ilse:"."""

# ruff: noqa: RUF001 - dashes, apostrophes and colons as programs set them
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.new_words.mailers import BETWEEN, MYSELF, OPENS, PARTICLES, WROTE

FOLDED_OVER = 7  # lines at most, blank ones too: a long name, a long address, a narrow window
_LONGEST = 500
_LONGEST_NAME = 8  # words
_STRANGE_WORDS = 2  # in lower case and no part of a name: "bob" and "john doe" are names too
_LONGEST_TITLE = 14  # words, strange ones too, where all else is as a program sets it
_SHORT = 80
_FOLDS_AT = 48  # characters: a program folds no line before that
_MARKS = " \t>"

_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = (
    r"(?<![\d:.])(?:\d{4}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}\b\.?|\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?(?:\d{4}|\d\d)\b"
    r"|\d{4}年\s?\d{1,2}月\s?\d{1,2}日(?:\s?\(?\w{1,3}\)?)?"
    rf"|\d{{4}}\.\s{_MONTH}\s\d{{1,2}}\b\.?|\d{{1,2}}-{_MONTH}-(?:\d{{4}}|\d\d)\b"
    rf"|\d{{1,2}}(?:er|e|st|nd|rd|th|\.|º)?\s+(?:de\s+|of\s+)?{_MONTH},?"
    r"(?:\s+(?:de\s+|del\s+)?\d{4}\b)?"
    r"|\d{1,2}\s(?:thg|tháng)\s\d{1,2},?\s\d{4}\b"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b)"
)
_TIME = r"(?:(?<![\d.])\d{1,2}\s?[:.hu]\s?\d{2}(?![.\d]\d)(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?)"
_ZONE = re.compile(r"\(?(?:UTC|GMT)?\s?[+-]\d{1,2}:?\d{0,2}\)?", re.IGNORECASE)
_DATED = re.compile(_DATE)
_TIMED = re.compile(_TIME, re.IGNORECASE)
_ADDRESS = re.compile(
    r"[<\[(]{0,2}(?:mailto:)?[^\s<>()\[\]\"]{1,200}@[^\s<>()\[\]\"]{1,200}[\s>)\]]*"
)
_WROTE = re.compile(rf"(?<!\w)(?:{'|'.join(WROTE)})(?!\w)", re.IGNORECASE)
_WROTE_LAST = frozenset(each.split()[-1].rpartition(r"\b")[2].replace("\\", "") for each in WROTE)
_OPENS = "|".join(OPENS)
_DAY = r"(?:[^\W\d_]{1,14}[.,]{0,2}\s+)"
_DATED_DAY = re.compile(rf"{_DAY}?{_DATE}")
_HEAD = re.compile(
    rf"[\s>*_–—-]*(?:(?:{_OPENS})[\s,]+)?{_DAY}?(?:de[nr]?\s+|the\s+)?(?:{_DATE}|{_TIME})",
    re.IGNORECASE,
)
_NEXT = re.compile(
    rf"[\s>*_–—-]*(?:(?:{_OPENS})[\s,]+)?(?:{_TIME},?\s+)?{_DAY}?{_DATE}", re.IGNORECASE
)
_OPENING = re.compile(rf"(?:^|\s)(?:{_OPENS})\s*$", re.IGNORECASE)
_WITHIN = re.compile(rf"(?<=[\s.!?-])(?:On|Op|Le|Am|El|Il|Em|Den)\s+{_DAY}?(?:{_DATE}|{_TIME})")
# Gmail once set neither verb nor colon: "2016-03-03 17:21 GMT+01:00 Ilse <ilse@post.example>".
_UNSIGNED = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+(?:\d{1,2}:\d\d\s+(?:GMT|UTC)[+-]\d\d:?\d\d\s+\S.{0,80}"
    r"|[^\W\d].{0,80}<[^\s<>]+@[^\s<>]+>)$"
)
# Yahoo on a phone sets the first words of the older mail on the same line, after blanks.
_RUNS_ON = re.compile(r"(?:>|\w{3}\s?):\s{2,10}(?=\S)")
_CLOCK = re.compile(r"\d[:.h]\d\d(?!\d)")
_EARLY = re.compile(r"[*_\s]*(?:\S{1,30}\s+){0,3}(?:\S{0,9}\d|\S{0,9}@|[<(]\S)")
_BRACKETED = re.compile(r"[<\[(](?:mailto:)?\S{1,200}@\S{1,200}[>\])]")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """An attribution: over how many lines, and what the writer said before it on the first one.

    `sure` says that no person writes like that; else it is one only where a quote must stand.
    """

    lines: int
    before: str = ""
    sure: bool = False


def may_close(line: str) -> bool:
    """Whether an attribution could end with this line; cheap, to be asked of every one."""
    end = line[-_SHORT:].rstrip(" \t*_>-")
    if end.endswith((":", "：")) or _runs_on(line):
        return True
    last = end.rsplit(None, 1)[-1:]
    return bool(last and (last[0].casefold() in _WROTE_LAST or _UNSIGNED.match(line.strip())))


def attribution_at(
    lines: Sequence[str], at: int, is_quoted_from: Callable[[int], bool]
) -> Attribution | None:
    """The attribution that begins at a line, if one does.

    `is_quoted_from` says of a line's number whether a marked quote is the next thing from there.
    """
    first = lines[at]
    start = _start(first)
    if start is None:
        named = _UNSIGNED.match(first.strip()) is not None
        if named:
            return Attribution(lines=1, sure=True)
        return _in_any_language(lines, at, is_quoted_from)
    if runs_on := _runs_on(first):
        sure = _judged(first[start : runs_on.end()], is_marked=False)
        return Attribution(lines=1, before=first[:start].strip(), sure=True) if sure else None
    before = first[:start].rstrip(" \t-–—_")
    joined = first[start:]
    for count in range(1, FOLDED_OVER + 1):
        following = lines[at + count].strip(_MARKS) if at + count < len(lines) else ""
        if may_close(joined):
            sure = _judged(joined, is_marked=is_quoted_from(at + count))
            if sure or (sure is not None and not before):
                return Attribution(lines=count, before=before, sure=sure)
        if not _goes_on(joined, following):
            break
        joined = f"{joined} {following}"
    return None if before else _in_any_language(lines, at, is_quoted_from)


def _runs_on(line: str) -> re.Match[str] | None:
    return _RUNS_ON.search(line) if ":  " in line and _CLOCK.search(line) else None


def _start(line: str) -> int | None:
    """Where in the line an attribution may begin: with a date, with a name, after other words."""
    if _UNSIGNED.match(line.strip()):
        return None
    if _HEAD.match(line):
        return 0
    if within := _WITHIN.search(line):
        return within.start()
    wrote = _WROTE.search(line)
    if wrote is None:
        return None
    return 0 if _is_name(_ADDRESS.sub(" ", line[: wrote.start()])) else None


def _goes_on(joined: str, following: str) -> bool:
    """Whether an attribution may go on in the next line.

    A line that begins with a date begins an attribution of its own: what stands above it is the
    end of a letter, as "Gent, 23 november 2026". A blank line breaks one only after the date.
    """
    if joined.rstrip().endswith(":") or len(joined) > _LONGEST:
        return False
    if not following:
        return (
            not joined.rstrip().endswith((".", "!", "?"))
            and _DATED.search(joined) is not None
            and _TIMED.search(joined) is not None
        )
    return _NEXT.match(following) is None or _OPENING.search(joined) is not None


def _judged(text: str, *, is_marked: bool) -> bool | None:
    """Whether an attribution is sure; None when it is none at all."""
    bracketed = _BRACKETED.search(text) is not None
    rest, addresses = _ADDRESS.subn(" ", text)
    if not MYSELF.isdisjoint(_WORD.findall(rest)):
        return None
    rest, verbs = _WROTE.subn(" ", rest)
    rest, times = _TIMED.subn(" ", rest)  # before dates, lest "30 Koen" be one
    rest, dates = _DATED_DAY.subn(" ", rest)
    rest = _ZONE.sub(" ", rest)
    if bracketed and verbs and dates and times and text.rstrip(_MARKS + "*_").endswith(":"):
        return True if len(_WORD.findall(rest)) <= _LONGEST_TITLE else None
    if not _may_be_a_name(rest):
        is_titled = is_marked and _HEAD.match(text) and verbs and dates and times
        return False if is_titled and len(_WORD.findall(rest)) <= _LONGEST_TITLE else None
    if addresses and dates and (verbs or times):
        return True
    if is_marked and (verbs or addresses or (dates and times)):
        return False
    is_bare_name = verbs and dates and times and _may_be_a_name(rest, strange_words=0)
    return False if is_bare_name and (_HEAD.match(text) or _ends_dated(text)) else None


def _ends_dated(text: str) -> bool:
    """Whether nothing follows the date: "Ilse schreef op 3 mei om 14:22 op het bord:" tells."""
    last = max(found.end() for each in (_DATED, _TIMED) for found in each.finditer(text))
    tail = _ZONE.sub(" ", _WROTE.sub(" ", text[last:]))
    return all(word.casefold().rstrip(".") in BETWEEN for word in _WORD.findall(tail))


def _may_be_a_name(rest: str, *, strange_words: int = _STRANGE_WORDS) -> bool:
    """Whether what is left, without what programs write in such a line, can be somebody's name."""
    words = [word for word in _WORD.findall(rest) if word.casefold().rstrip(".") not in BETWEEN]
    strange = sum(word[0].islower() and word.casefold() not in PARTICLES for word in words)
    return len(words) <= _LONGEST_NAME and strange <= strange_words


def _is_name(text: str) -> bool:
    words = text.strip(" \"'*_,").split()
    return (
        0 < len(words) <= _LONGEST_NAME
        and all(
            not word.endswith((".", "!", "?", ":", ";")) or len(word) <= len("Jr.")
            for word in words
        )
        and _may_be_a_name(text)
        and MYSELF.isdisjoint(words)
    )


def _in_any_language(
    lines: Sequence[str], at: int, is_quoted_from: Callable[[int], bool]
) -> Attribution | None:
    """The attribution in a language nobody taught us: by address, hour and colon above a quote.

    A line that is folded is long, and what is not of a program ends in a stop.
    """
    joined = ""
    for count in range(1, FOLDED_OVER):
        line = lines[at + count - 1].strip(_MARKS) if at + count <= len(lines) else ""
        joined = f"{joined} {line}".strip()
        if line.endswith((":", "：")):
            return (
                Attribution(lines=count)
                if _unknown(joined) and is_quoted_from(at + count)
                else None
            )
        if len(line) < _FOLDS_AT or line.endswith((".", "!", "?")) or not _CLOCK.search(joined):
            return None
    return None


def _unknown(text: str) -> bool:
    """Whether these words may name the writer of the marked quote below, in any language."""
    rest, addresses = _ADDRESS.subn(" ", text)
    if not addresses or len(text) > _SHORT * 3 or not MYSELF.isdisjoint(_WORD.findall(rest)):
        return False
    return _may_be_a_name(rest) or (
        _CLOCK.search(rest) is not None
        and _EARLY.match(text) is not None
        and len(_WORD.findall(rest)) <= _LONGEST_TITLE
    )
