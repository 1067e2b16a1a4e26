"""What is asked back before any order acts: which word, which case, which day was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.core.acting import Asked
from bot.core.choices import Choice
from bot.core.facts import Facts
from bot.core.instructions import Doubt, Order, Unclear, Verb
from bot.core.instructions.dates import Days, with_day
from bot.core.instructions.fields import name_of
from bot.core.instructions.verbs import VERBS, word_of
from bot.core.policy import Person, Policy
from bot.core.staff.answers import own_cases
from bot.core.staff.words import why

_LONGEST_TYPED = 400  # characters of orders that a button repeats


def of_doubt(doubt: Doubt, reader: Person, today: date, policy: Policy) -> Asked:
    """A line that was perhaps an order: the likeliest words, or the days it may say, as choices."""
    days = Days(today, policy.words.vocabulary)
    return Asked(why(doubt.why.value, reader), choices=tuple(_meant(doubt, reader, days)))


def of_order_elsewhere(verb: Verb, reader: Person) -> Asked:
    """An order that is known, and still done in another way."""
    entry = VERBS[verb]
    how = entry.does_en if reader.language == "en" else entry.does
    label = "Note" if reader.language == "en" else "Notitie"
    note = (label, f"{word_of(Verb.NOTE, reader.language)}: ")
    return Asked(why("elsewhere", reader, how=how), choices=(note,) if entry.needs_case else ())


def without_case(order: Order, number: str, reader: Person, facts: Facts) -> Asked:
    """An order that needs a case, and names none that there is: the reader's own to choose from."""
    choices = own_cases(reader, typed(order), facts)
    if number:
        return Asked(why("no_such_case", reader, number=number), choices=choices)
    return Asked(why("no_case", reader), choices=choices)


def typed(order: Order) -> str:
    """An order in words again, as a mail that gives it holds them."""
    lines = [_from_its_word(order)]
    for field, values in order.fields.items():
        lines += [f"{name_of(field)}: {value}" for value in values if value not in lines[0]]
    if order.text and order.text not in "\n".join(lines):
        lines.append(order.text)
    return "\n".join(lines)[:_LONGEST_TYPED]


def _from_its_word(order: Order) -> str:
    """The first line without the number or the tag in front of it."""
    entry = VERBS[order.verb]
    words = sorted(f"{entry.nl}|{entry.en}".split("|"), key=len, reverse=True)
    begins = re.search("|".join(map(re.escape, words)), order.line, re.IGNORECASE)
    return order.line[begins.start() :] if begins else word_of(order.verb)


def _meant(doubt: Doubt, reader: Person, days: Days) -> Iterator[Choice]:
    if doubt.why in (Unclear.AMBIGUOUS_DATE, Unclear.PAST_DATE) and doubt.near:
        word = word_of(doubt.near[0], reader.language)
        for day in doubt.dates:
            # The whole line with the day put right: a reason behind it is typed only once.
            lines = (with_day(doubt.line, day, days._replace(english=it)) for it in (False, True))
            whole = next((line for line in lines if line != doubt.line), f"{word} {day:%Y-%m-%d}")
            yield f"{day:%d/%m/%Y}", whole
        return
    for verb in doubt.near:
        word = word_of(verb, reader.language)
        yield word.capitalize(), word
