"""A complaint that a colleague wrote down: what the order says of it, as a mail of its writer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.core.case import Via
from bot.core.instructions import Field, Order, Verb
from bot.core.instructions.fields import name_of
from bot.core.instructions.reading import read_instructions
from bot.core.mail import Address, IncomingMail, PassedOn
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.triage.passed_on import parents_mail
from bot.core.triage.people import staff_member

_LONGEST_NAME = 120
_LONGEST_SUBJECT = 80
_VIAS: Mapping[str, Via] = {
    "mondeling": Via.ORAL, "gesprek": Via.ORAL, "oral": Via.ORAL, "in person": Via.ORAL,
    "aan de poort": Via.ORAL, "langs geweest": Via.ORAL,
    "telefoon": Via.PHONE, "telefonisch": Via.PHONE, "gebeld": Via.PHONE, "gsm": Via.PHONE,
    "telephone": Via.PHONE, "phone": Via.PHONE, "called": Via.PHONE,
    "brief": Via.LETTER, "post": Via.LETTER, "papier": Via.LETTER, "schriftelijk": Via.LETTER,
    "letter": Via.LETTER, "paper": Via.LETTER,
}  # fmt: skip
# What stands below the words, so that whoever reads them knows it, and it is never asked again.
_BESIDE = (
    Field.PUPIL,
    Field.CLASS,
    Field.RELATION,
    Field.FACTS_ON,
    Field.PLACE,
    Field.ABOUT,
    Field.WISH,
)
_SENTENCE = re.compile(r"[.!?\n]")


def as_meant(mail: IncomingMail, policy: Policy) -> IncomingMail:
    """A mail as its writer meant it; of a complaint that a colleague wrote down the complaint."""
    meant = parents_mail(mail, policy)
    if meant is not mail or staff_member(mail, policy) is None:
        return meant
    # No day is taken from these orders: they were carried out before.
    then = mail.sent_at.date() if mail.sent_at else date.max
    orders = read_instructions(mail, policy, then).orders
    found = next((order for order in orders if order.verb is Verb.NEW and not order.number), None)
    return taken_down(found, mail) if found is not None and words_in(found) else meant


def taken_down(order: Order, mail: IncomingMail) -> IncomingMail:
    """What the order says, as a mail of who complains; what came with the mail comes with it.

    Without an address its sender has the name alone, without both it has none.
    """
    name = " ".join(order.one(Field.NAME).split())[:_LONGEST_NAME]
    address = address_in(order)
    sender = Address(address, name) if address or name else None
    beside = [
        f"{name_of(field).capitalize()}: {' '.join(value.split())}"
        for field in _BESIDE
        if (value := order.one(field))
    ]
    words = words_in(order)
    text = "\n\n".join(filter(None, (words, "\n".join(beside))))
    by = mail.sender or Address("")
    return replace(
        IncomingMail(to=mail.to),
        sender=sender,
        from_addresses=(sender,) if sender else (),
        subject=_subject_of(order, words),
        text=text,
        new_text=text,
        attachments=mail.attachments,
        passed_on=PassedOn(
            by=by,
            how=(via_in(order) or Via.ORAL).value,
            phone=" ".join(order.one(Field.PHONE).split())[:40],
            school=order.one(Field.SCHOOL),
        ),
    )


def words_in(order: Order) -> str:
    """The words of the complaint."""
    return "\n\n".join(filter(None, (order.one(Field.TEXT), order.text.strip())))


def address_in(order: Order) -> str:
    """The mail address as it was typed, without marks around it."""
    return order.one(Field.MAIL).removeprefix("mailto:").strip(" <>")


def via_in(order: Order) -> Via | None:
    """How it reached the school; None for words that say nothing of that."""
    said = plain(order.one(Field.VIA)).strip(" .")
    if said in _VIAS:
        return _VIAS[said]
    return next((via for words, via in _VIAS.items() if words in said), None)


def _subject_of(order: Order, words: str) -> str:
    """The complaint in one line: as a person put it, else the beginning of its first sentence."""
    said = order.one(Field.CORE) or _SENTENCE.split(words, maxsplit=1)[0]
    line = " ".join(said.split())
    return (
        line if len(line) <= _LONGEST_SUBJECT else f"{line[:_LONGEST_SUBJECT].rsplit(' ', 1)[0]} …"
    )
