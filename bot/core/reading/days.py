"""When did it happen? The newest day of the facts that a text names, seen from its receipt."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from bot.core.mail import IncomingMail
from bot.core.plain import plain
from bot.core.reading.day_rules import NO_FACT, RULES, Rule, Seen
from bot.core.reading.grammar import Grammar
from bot.core.vocabulary import Vocabulary

_READ_CHARACTERS = 20_000  # some 3,500 words; what stands behind them a person reads
_MOST_MOMENTS = 60  # more dates than that are a list, and no account
_MOST_HEADS = 10
_BEFORE = 40  # characters in which a word that belongs to a date stands before it
_REACH = 300  # characters to either side in which its sentence ends
_TOKEN = re.compile(r"[a-z]+|\d+")
_SENTENCE_END = re.compile(r"[.!?]+(?= |$)")
_AND = re.compile(r",? ?(?:(?:en|of|et|ou|and|or|und|oder|&) )?(?:op |le |on |am )?")
_SENT_LINE = re.compile(
    r"^[ \t>*]{0,40}(?:verzonden|verstuurd|datum|sent|date|envoyé|gesendet)"
    r"[ \t]{0,9}\*?[ \t]{0,9}:\**(.{0,120})$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDays:
    """What a text says of when: `on` is the newest day of the facts, None when it names none.

    `goes_on`: it is said to last since a day. `named`: the text names a day or a period at all.
    """

    on: date | None = None
    goes_on: bool = False
    named: bool = False


class _Moment(NamedTuple):
    """The days that some words name; a single day when `first` is `last`."""

    first: date
    last: date
    end: int
    since: bool
    contact: bool


class _Form(NamedTuple):
    rule: Rule
    pattern: re.Pattern[str]


class _Reader(NamedTuple):
    grammar: Grammar
    openings: frozenset[str]
    forms: tuple[_Form, ...]


def facts_in(
    text: str, vocabulary: Mapping[str, Vocabulary], language: str | None, today: date | None
) -> FactDays:
    """The days of the facts in a text that came in on the local date `today`; never later days.

    Of a text in an unsure language only dates with figures are read: "hier" is a day in French
    and a place in Dutch. In a forwarded mail "yesterday" is seen from the day that its own head
    names. Days on which somebody only called or wrote count when the text names no other.
    """
    if today is None:
        return FactDays()
    sure = language is not None and language in vocabulary
    spoken = [vocabulary[language]] if sure and language else list(vocabulary.values())
    readers = [_reader(one, figures_only=not sure) for one in spoken]
    found = [
        moment
        for part, seen_from in _parts(text[:_READ_CHARACTERS], readers, today)
        for reader in readers
        for moment in _moments(part, reader, seen_from)
    ]
    facts = [moment for moment in found if not moment.contact] or found
    days = [moment.last for moment in facts if moment.first == moment.last]
    periods = [
        min(moment.last, today)
        for moment in facts
        if not any(moment.first <= day <= moment.last for day in days)  # the day says it better
    ]
    return FactDays(
        on=max([*days, *periods], default=None),
        goes_on=any(moment.since for moment in found),
        named=bool(found),
    )


def sent_on(
    mail: IncomingMail, vocabulary: Mapping[str, Vocabulary], received_on: date | None
) -> date | None:
    """The day from which a mail's words are seen: of one passed on, the day its own head names."""
    sent = mail.passed_on.sent if mail.passed_on else ""
    return facts_in(sent, vocabulary, None, received_on).on or received_on


def _parts(text: str, readers: Sequence[_Reader], today: date) -> Iterator[tuple[str, date]]:
    """The plain text, cut where the head of an older mail says from when the rest is."""
    at, seen_from = 0, today
    for head in islice(_SENT_LINE.finditer(text), _MOST_HEADS):
        sent = [day.last for one in readers for day in _moments(plain(head[1]), one, today)]
        if not sent or not text[: head.start()].strip():
            continue
        yield plain(text[at : head.start()]), seen_from
        at, seen_from = head.end(), max(sent)
    yield plain(text[at:]), seen_from


def _moments(text: str, reader: _Reader, today: date) -> Iterator[_Moment]:
    """Every moment in plain text on which something may have happened."""
    behind = found = 0
    none_before = False
    for token in _TOKEN.finditer(text):
        at = token.start()
        if at < behind or not _may_begin(text, token[0], at, reader):
            continue
        moment = _moment_at(text, at, reader, today)
        if moment is None:
            continue
        # "elke dinsdag en donderdag": what is said of the one is said of the other.
        none_here = not moment.first <= min(moment.last, today)
        none_here |= none_before and _AND.fullmatch(text, behind, at) is not None
        behind, none_before = moment.end, none_here
        found += 1
        if not none_here:
            yield moment
        if found == _MOST_MOMENTS:
            return


def _may_begin(text: str, word: str, at: int, reader: _Reader) -> bool:
    before = text[at - 1 : at]
    if before.isalnum():
        return False
    if word[0].isdigit():  # not within "0470/12.34.56"
        return not (before in {".", ",", "/", ":", "-"} and text[at - 2 : at - 1].isdigit())
    return word in reader.openings


def _moment_at(text: str, at: int, reader: _Reader, today: date) -> _Moment | None:
    """What the first form that fits here means."""
    for rule, pattern in reader.forms:
        match = pattern.match(text, at)
        if match is None:
            continue
        grammar, before = reader.grammar, text[max(0, at - _BEFORE) : at]
        ends = _SENTENCE_END.search(text, match.end(), match.end() + _REACH)
        since = grammar.since.match(match[0]) or grammar.follows_since.search(before)
        asked = ends is not None and "?" in ends[0]
        days = rule.read(Seen(match, before, asked, since is not None, today), grammar)
        if days is None:
            continue
        if grammar.no_fact.search(before):
            days = NO_FACT
        sentence = _SENTENCE_END.split(text[max(0, at - _REACH) : at])[-1]
        sentence += text[at : ends.start() if ends else match.end() + _REACH]
        contact = grammar.contact.search(sentence) is not None
        return _Moment(*days, match.end(), since is not None, contact)
    return None


@functools.lru_cache(maxsize=16)  # a language each, twice
def _reader(vocabulary: Vocabulary, *, figures_only: bool) -> _Reader:
    grammar = Grammar(vocabulary)
    forms = (
        _Form(rule, grammar.filled(rule.form)) for rule in RULES if rule.figures or not figures_only
    )
    return _Reader(grammar, grammar.openings, tuple(forms))
