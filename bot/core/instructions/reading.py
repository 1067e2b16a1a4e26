"""Reads what a mail of staff orders: its subject first, then the lines of its writer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.core.instructions import Doubt, Field, Instructions, Order, Unclear, Verb, judging
from bot.core.instructions.arguments import promise_in
from bot.core.instructions.blocks import Blocks
from bot.core.instructions.courtesy import bare, holds_back, is_courtesy
from bot.core.instructions.dates import Days
from bot.core.instructions.fields import field_named
from bot.core.instructions.fitting import Fitted, Reading, doubted
from bot.core.instructions.joining import contradictions, merged
from bot.core.instructions.judging import Within
from bot.core.instructions.line import is_opening, opened, spoken
from bot.core.instructions.own_lines import names_of, own_lines, tidy
from bot.core.mail import IncomingMail
from bot.core.new_words import is_reply
from bot.core.parties import staff_by_address
from bot.core.policy import Policy

_OF_A_CASE = (Field.PUPIL, Field.CLASS, Field.RELATION, Field.TOPIC, Field.WISH, Field.CORE)
_LONGEST_SUBJECT = 300  # characters
_PREFIX = re.compile(r"\s*[^\W\d_]{1,12}\.?\s*(?:\[\d+\])?\s*:\s*")
_TAG = re.compile(r"\s*\[([^\]]{0,40})\]\s*")


def read_instructions(mail: IncomingMail, policy: Policy, today: date) -> Instructions:
    """What a mail of staff orders, seen from the local date `today`.

    Only the writer's own words are read, never what is quoted, passed on or attached, nor a
    signature; of a long mail the first 100,000 characters and 2,000 lines. The subject orders
    first: what the body repeats of it only fills it in. The cost is linear in what is read.
    """
    writer = staff_by_address(policy, mail.sender.email) if mail.sender else None
    names = names_of(writer)
    english = writer is not None and writer.language == "en"
    reading = Reading(policy=policy, today=today, names=names, english=english)
    own = own_lines(mail, names)
    blocks = Blocks(reading, button=own.tapped)
    subject, asked = _read_subject(mail.subject, blocks)
    blocks.read(own.lines, subject)
    orders, doubts = merged(blocks.blocks)
    note = _note(blocks.left, names)
    if asked and (not orders or blocks.number):
        doubts.insert(0, asked)
    doubts += [*blocks.doubts, *_of_promises(orders, reading), *contradictions(orders)]
    doubts += [*_held_back(orders, note), *_loose_fields(blocks.left)]
    return Instructions(
        orders=tuple(orders),
        doubts=tuple(dict.fromkeys(doubts)),
        note=note,
        thanks=not (orders or doubts or note),
    )


def _read_subject(subject: str, blocks: Blocks) -> tuple[str, Doubt | None]:
    """The order in the subject ("" for none), or what must be asked back of it.

    The case that it names is that of all orders. In the subject of an answer ("Re: [K-2026-0042]
    …") only an order in capitals, alone behind a number, counts: that is how buttons write it;
    "Dossier" is the title of a letter.
    """
    subject = tidy(subject[:_LONGEST_SUBJECT])
    answers = is_reply(subject)
    while is_reply(subject):
        subject = _PREFIX.sub("", subject, count=1)
    numbering = blocks.reading.policy.numbering
    while (tag := _TAG.match(subject)) and not opened(tag[1], numbering)[0]:
        subject = subject[tag.end() :]
    numbers, rest = opened(subject, numbering)
    if answers and not (numbers and _is_of_a_button(rest, blocks.reading)):
        return "", None
    blocks.number = numbers[0] if len(numbers) == 1 else ""
    judgment = judging.judged(subject, Within.NOTHING, blocks.reading, button=blocks.button)
    goes_on = bool(numbers) and is_opening(rest)
    return (
        subject if goes_on or isinstance(judgment, Fitted) else "",
        judgment if isinstance(judgment, Doubt) and not goes_on else None,
    )


def _is_of_a_button(rest: str, reading: Reading) -> bool:
    found = spoken(rest, forgiving=False)
    return found is not None and found.loud and not bare(found.args, reading.names)


def _note(left: Sequence[str], names: Iterable[str]) -> str:
    """What is left of the words, without the thanks, the greeting and the goodbye around them."""
    names = frozenset(names)
    kept = list(left)
    while kept and is_courtesy(kept[0], names):
        kept.pop(0)
    while kept and is_courtesy(kept[-1], names):
        kept.pop()
    return "\n".join(kept)


def _of_promises(orders: Sequence[Order], reading: Reading) -> list[Doubt]:
    """What must be asked of the days that are promised in the fields of an answer."""
    days = Days(reading.today, reading.policy.words.vocabulary, english=reading.english)
    return [
        doubt
        for order in orders
        for name in (Field.MEASURE, Field.STRUCTURAL)
        for typed in order.fields.get(name, ())
        if (on := promise_in(typed, days, reading.policy).on)
        for doubt in doubted(on, order, typed)
    ]


def _held_back(orders: Sequence[Order], note: str) -> list[Doubt]:
    """A yes with a "but first" below it is none."""
    return [
        Doubt(why=Unclear.DENIED, line=note.split("\n", maxsplit=1)[0], near=(Verb.YES, Verb.NO))
        for order in orders
        if order.verb is Verb.YES and holds_back(note)
    ]


def _loose_fields(left: Iterable[str]) -> list[Doubt]:
    """Fields of a case without the order that fills them in: surely meant, and asked."""
    lines = (line for line in map(tidy, left) if line.partition(":")[0].isupper())
    named = (line for line in lines if field_named(line.partition(":")[0], _OF_A_CASE))
    first = next(named, None)
    return [Doubt(why=Unclear.UNKNOWN_WORD, line=first, near=(Verb.DETAILS,))] if first else []
