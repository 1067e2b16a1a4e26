"""An automatic answer of a colleague that says they are away: till when, and when they are back."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from bot.core.absence import Absence
from bot.core.decision import Away, Back, Effect
from bot.core.facts import Facts
from bot.core.mail import IncomingMail
from bot.core.parties import staff_by_address
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.reading.grammar import Grammar
from bot.core.triage.marks import Mark, marks_in_words
from bot.core.triage.people import staff_member
from bot.core.verdict import Sender, Verdict
from bot.core.vocabulary import Vocabulary

_UNTOLD = timedelta(days=13)  # with the first day two weeks, where the answer names no day
_DAY = timedelta(days=1)
_STALE = timedelta(days=90)  # a day without its year may lie so far back: an answer left on
_LONGEST = timedelta(days=366)
_READ_CHARACTERS = 4_000
_AROUND = 40  # characters before and behind a day in which its word stands
_SAYS_AWAY = frozenset({Mark.ABSENCE, Mark.TOPIC})

# Before a day: up to and including it …
_UNTIL = re.compile(
    r"\b(?:t/m|tem|t\.e\.m\.|tot(?: en met)?|until|till|through|to|jusqu'(?:au|a)|jusque|au"
    r"|bis(?: zum| einschliesslich)?)"
    r"(?: (?:en met|and including|including|le|the|op|dem|den|am))*[ :,]*$"
)
# … or the day on which somebody is here again, which words behind it may say too.
_BACK = re.compile(
    r"\b(?:terug\w*|weer|opnieuw|back|return\w*|retour|reviens|reviendrai|reprends|zuruck|wieder)"
    r"\b[^.!?]{0,30}$"
)
_BACK_BEHIND = re.compile(
    r"\.?[^.!?\d]{0,25}\b(?:terug|weer|opnieuw|back|de retour|zuruck|wieder)\b"
)

_YEAR = r"(20\d\d)(?!\d)"


def away_or_back(
    verdict: Verdict, sender: Sender, mail: IncomingMail, facts: Facts, policy: Policy
) -> tuple[Effect, ...]:
    """What a mail of a colleague tells of being away; what they declared themselves stands."""
    if verdict is Verdict.AUTO_REPLY:
        absence = absence_told(mail, facts, policy)
        known = absence and any(
            one.person == absence.person
            and one.covers(absence.first)
            and (one.declared or one.last >= absence.last)
            for one in facts.absences
        )
        return (Away(absence),) if absence and not known else ()
    writer = staff_member(mail, policy)
    if sender is not Sender.HUMAN or writer is None:
        return ()
    seen_away = any(one.person == writer.id and not one.declared for one in facts.absences)
    return (Back(writer.id),) if seen_away else ()


def absence_told(mail: IncomingMail, facts: Facts, policy: Policy) -> Absence | None:
    """The absence that an automatic answer tells of; None when it tells of none.

    It is that of the writer in people.toml, else of whom the letter went to that it answers. A
    bare confirmation that a mail arrived says nothing of being away.
    """
    person = staff_member(mail, policy)
    if person is None and facts.answered is not None:
        person = staff_by_address(policy, facts.answered.to)
    if person is None or not marks_in_words(mail, policy) & _SAYS_AWAY:
        return None
    first = facts.received_on or facts.today
    text = plain(f"{mail.subject} . {mail.new_text[:_READ_CHARACTERS]}")
    named = last_day(text, policy.words.vocabulary, first)
    if named is not None and named < first:
        return None  # they were away: the answer was left on
    return Absence(person=person.id, first=first, last=named or first + _UNTOLD, declared=False)


def last_day(text: str, vocabulary: Mapping[str, Vocabulary], today: date) -> date | None:
    """The last day of being away that a text (as `plain` gives it) names, seen from today.

    "Tot" counts that day in, "terug op" does not. Of several the latest counts.
    """
    named: list[date] = []
    for start, end, day in _days_in(text, vocabulary, today):
        before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        if _UNTIL.search(before):
            named.append(day)
        elif _BACK.search(before) or _BACK_BEHIND.match(behind):
            named.append(day - _DAY)
    return max(named, default=None)


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Grammar, date], date | None]


def _days_in(
    text: str, vocabulary: Mapping[str, Vocabulary], today: date
) -> Iterator[tuple[int, int, date]]:
    """Where days stand in a text, and which; of forms that overlap the exact one."""
    taken: list[tuple[int, int]] = []
    for words in vocabulary.values():
        grammar, forms = _forms(words)
        for form in forms:
            for match in form.pattern.finditer(text):
                start, end = match.span()
                if any(start < until and since < end for since, until in taken):
                    continue
                day = form.read(match, grammar, today)
                if day is not None and today - _LONGEST <= day <= today + _LONGEST:
                    taken.append((start, end))
                    yield start, end, day


def _iso(match: re.Match[str], _: Grammar, __: date) -> date | None:
    return _day(int(match[1]), int(match[2]), int(match[3]))


def _numeric(match: re.Match[str], _: Grammar, today: date) -> date | None:
    year = match[5] or "0"
    whole = int(year) + (2000 if len(year) == 2 else 0)  # noqa: PLR2004 - of 27/11/26
    return _near(int(match[2]), int(match[4]), whole, today)


def _written(match: re.Match[str], grammar: Grammar, today: date) -> date | None:
    day = int(match[2]) if match[2].isdigit() else 1  # "le premier décembre"
    return _near(day, grammar.month(match[3]), int(match[4] or 0), today)


def _month_first(match: re.Match[str], grammar: Grammar, today: date) -> date | None:
    return _near(int(match[2]), grammar.month(match[1]), int(match[3] or 0), today)


def _weekday(match: re.Match[str], grammar: Grammar, today: date) -> date | None:
    ahead = (grammar.place("weekdays", match[1]) - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)


def _near(day: int, month: int, year: int, today: date) -> date | None:
    """The day; without its year (0) the one that is neither long past nor beyond a year."""
    if year:
        return _day(year, month, day)
    years = (today.year - 1, today.year, today.year + 1)
    days = (found for each in years if (found := _day(each, month, day)))
    return next((found for found in days if found >= today - _STALE), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@functools.lru_cache(maxsize=8)
def _forms(words: Vocabulary) -> tuple[Grammar, tuple[_Form, ...]]:
    grammar = Grammar(words)
    forms = (
        (r"(20\d\d)-(\d\d)-(\d\d)(?!\d)", _iso),
        (r"%beside%(\d{1,2})([/.-])(\d{1,2})(?:\3(20\d\d|\d\d))?(?![\d/:])", _numeric),
        (rf"%beside%(\d{{1,2}}|%first%)%ordinal%\.? (?:%of% )?%month%(?:\.?,? {_YEAR})?", _written),
        (rf"%month_first%\.? (\d{{1,2}})%ordinal%(?!\d)(?:,? {_YEAR})?", _month_first),
        (r"%weekday%", _weekday),
    )
    return grammar, tuple(_Form(grammar.filled(rf"(?<![\w/]){form}"), read) for form, read in forms)
