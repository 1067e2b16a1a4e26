"""Tells the words of the writer from the older mail below, between and above them."""

# ruff: noqa: RUF001 - programs set dashes of every length
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.core.new_words.attribution import (
    FOLDED_OVER,
    Attribution,
    attribution_at,
    may_close,
)
from bot.core.new_words.header_block import is_header_block
from bot.core.new_words.mailers import ABOVE, FORWARDED, ORIGINAL, REPLY_ABOVE
from bot.core.new_words.subjects import is_forward, is_reply

_LOOKED_AT = 5_000  # lines; nobody types more, and what follows is kept as it is
_LONGEST_LINE = 300  # characters
_LONGEST_HEAD = 16  # lines
_FEW_BLANKS = 3  # lines between an attribution and its quote

_QUOTED = re.compile(r"\s{0,3}>(?![:;]-?[()])")  # ">:(" is a face
_DASHES = r"[\s>*_]{0,8}(?:[-–—_=]\s?){2,40}\s*"
_ORIGINAL_LINE = re.compile(rf"{_DASHES}(?:{'|'.join(ORIGINAL)})\b[\s\W]*$", re.IGNORECASE)
_FORWARDED_LINE = re.compile(
    rf"(?:{_DASHES}|[\s>*_]{{0,8}})(?:{'|'.join(FORWARDED)})(?!\w)", re.IGNORECASE
)
_ABOVE_LINE = re.compile(rf"(?:{'|'.join(REPLY_ABOVE)})", re.IGNORECASE)
# GroupWise: ">>> Ilse <ilse@post.example> 3-3-2025 14:22 >>>", and the older mail without marks.
_BETWEEN_MARKS = re.compile(r">>>\s[^>]{1,120}(?:>[^>]{1,60})?\d{1,2}[:.]\d\d[^>]{0,20}>>>\s*$")
_LINK_LEFT_OPEN = re.compile(r"[<(]https?://[^\s<>()]{0,280}$", re.IGNORECASE)
_LINK_ALONE = re.compile(r"\s?[<(]https?://[^\s<>()]{1,280}[>)]\s*>+\s*$", re.IGNORECASE)
# Hotmail strews marks of direction between the figures of a date.
_UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff"))
_SEPARATOR = re.compile(
    r"\s*(?:[-_=*–—]\s?){2,60}(?:$|\s*(?:[^\W\d_][\w'’.-]{0,30}\s){1,5}\s*(?:[-_=*–—]\s?){2,60}$)"
)


@dataclass(slots=True)
class Parted:
    """The lines of the writer, and the mail that was passed on below them.

    `loose` says that some of the writer's lines are led by ">" though no mail program did it.
    """

    own: list[str] = field(default_factory=list)
    passed_on: list[str] = field(default_factory=list)
    loose: bool = False


def parted(lines: Sequence[str], subject: str) -> Parted:
    """The writer's own lines, those between quoted lines too, and what was passed on.

    A sign that a person may have typed ("Op 3 mei om 10:30 schreef Juf An:") counts only where an
    older mail can be: above a marked quote, or in a mail that may be an answer.
    """
    looks = looks_of(lines[:_LOOKED_AT])
    return _Reader(
        lines=lines,
        looks=looks,
        closes=[may_close(look) for look in looks],
        passes_on=is_forward(subject),
        answers=is_reply(subject),
        may_answer=is_reply(subject) or not subject.strip(),
    ).read()


def looks_of(lines: Iterable[str]) -> list[str]:
    """The lines as signs are looked for in them: short, without marks of direction.

    A line that is cut ends in "…", so that nothing ends there by chance.
    """
    return [_look(line) for line in lines]


def _look(line: str) -> str:
    if len(line) > _LONGEST_LINE:
        line = f"{line[:_LONGEST_LINE]}…"
    return line if line.isascii() else line.translate(_UNSEEN)


def is_forward_line(line: str) -> bool:
    """Whether a mail program says in this line that a mail was passed on."""
    return _FORWARDED_LINE.match(line) is not None


def is_quoted(line: str) -> bool:
    """Whether a line is led by the mark of a quote."""
    return _QUOTED.match(line) is not None


def _asks_to_reply_above(line: str) -> bool:
    said = line.casefold()
    return any(word in said for word in ABOVE) and _ABOVE_LINE.search(line) is not None


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Goes down the lines.

    `older` says that a mail program has begun to quote, `begun` that a word of the writer has
    come: where he wrote nothing, the mail below is what he sent.
    """

    lines: Sequence[str]
    looks: Sequence[str]
    closes: Sequence[bool]
    passes_on: bool
    answers: bool
    may_answer: bool
    older: bool = False
    begun: bool = False
    at: int = 0
    found: Parted = field(default_factory=Parted)

    def read(self) -> Parted:
        self.older = self.answers
        while self.at < len(self.looks):
            if self._ends_here():
                return self.found
        self.found.own += self.lines[self.at :]
        if self.older:
            self._cut()
        return self.found

    def _ends_here(self) -> bool:
        """Reads on by a line or a few; True when no word of the writer comes any more."""
        line = self.looks[self.at]
        marked = is_quoted(line)
        if is_forward_line(line) and not (marked and self.older):
            return self._passed_on()
        if marked and not self._is_between_marks(line):
            return self._quoted_line()
        if self._is_head(line):
            return self._older_head()
        attribution = self._attribution()
        return self._take(1) if attribution is None else self._attributed(attribution)

    def _take(self, most: int) -> bool:
        """Takes this line for the writer's own, and those below it down to a blank one."""
        end = min(len(self.looks), self.at + most)
        while True:
            look = self.looks[self.at]
            self.begun = self.begun or not (_SEPARATOR.match(look) or look.isspace() or not look)
            self.found.own.append(self.lines[self.at])
            self.at += 1
            if self.at >= end or not self.looks[self.at].strip():
                return False

    def _passed_on(self) -> bool:
        self.found.passed_on = list(self.lines[self.at :])
        return True

    def _cut(self) -> bool:
        own = self.found.own
        while own and (not own[-1].strip() or _SEPARATOR.match(own[-1][:_LONGEST_LINE])):
            own.pop()
        return True

    def _older_head(self) -> bool:
        if self.passes_on:
            return self._passed_on()
        if self._is_marked_below():
            return False
        return self._cut() if self.begun else self._take(_LONGEST_HEAD)

    def _attributed(self, attribution: Attribution) -> bool:
        if self.passes_on:
            return self._passed_on()
        if attribution.before:
            self.found.own.append(attribution.before)
            self.begun = True
        self.at += attribution.lines
        self.older = True
        return self.begun and not self._is_quoted_from(self.at) and self._cut()

    def _quoted_line(self) -> bool:
        """A line led by ">": what a mail program set there goes, what a person set there stays."""
        if self.passes_on:
            return self._passed_on()
        line = self.lines[self.at]
        self.older = self.older or self._is_by_a_program()
        if not self.older:
            self.found.loose = self.begun = True
            self.found.own.append(line)
        self.at += 1
        following = self.lines[self.at] if self.at < len(self.lines) else ""
        if self.older and _LINK_ALONE.match(following[:_LONGEST_LINE]):
            self.at += 1
            return False
        if self.older and _LINK_LEFT_OPEN.search(line[-_LONGEST_LINE:]) and " " not in following:
            self.at += 1  # a link that was broken for its length
        return False

    def _is_by_a_program(self) -> bool:
        if is_header_block(self.looks, self.at):
            return True
        attribution = self._attribution()
        return attribution is not None and attribution.sure

    def _is_between_marks(self, line: str) -> bool:
        return _BETWEEN_MARKS.match(line) is not None and not self._is_quoted_from(self.at + 1)

    def _is_head(self, line: str) -> bool:
        return (
            self._is_between_marks(line)
            or _ORIGINAL_LINE.match(line) is not None
            or _asks_to_reply_above(line)
            or is_header_block(self.looks, self.at)
        )

    def _is_marked_below(self) -> bool:
        """Whether below the head of the older mail its lines are marked; then it is left here."""
        below = self.at
        end = min(len(self.looks), self.at + _LONGEST_HEAD)
        while below < end and self.looks[below].strip():
            below += 1
        if not self._is_quoted_from(below):
            return False
        self.at, self.older = below, True
        return True

    def _attribution(self) -> Attribution | None:
        if not any(self.closes[self.at : self.at + FOLDED_OVER]):
            return None
        attribution = attribution_at(self.looks, self.at, self._is_quoted_from)
        if attribution is None or attribution.sure or self.may_answer or self.passes_on:
            return attribution
        return attribution if self._is_quoted_from(self.at + attribution.lines) else None

    def _is_quoted_from(self, at: int) -> bool:
        following = (line for line in self.looks[at : at + _FEW_BLANKS + 1] if line.strip())
        return is_quoted(next(following, ""))
