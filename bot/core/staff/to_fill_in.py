"""Mails that are ready to be filled in: the word of an order, and its fields below it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.choices import Choice
from bot.core.instructions import Field, Order, Verb
from bot.core.instructions.fields import name_of
from bot.core.instructions.verbs import word_of
from bot.core.policy import Person

_LABEL = {"en": "Fill in"}


def filled_in(
    verb: Verb, fields: Sequence[Field], order: Order, reader: Person, *, seal: str = ""
) -> str:
    """The lines of such a mail, with what was typed before; empty fields are left to be written.

    An order without fields of its own is the word with a colon, and its text.
    """
    word = f"{word_of(verb, reader.language)} {seal}".strip()
    if not fields:
        return f"{word}: {order.text}"
    lines = (f"{name_of(field, reader.language)}: {order.one(field)}" for field in fields)
    return "\n".join((word, *lines))


def to_fill_in(
    verb: Verb, fields: Sequence[Field], order: Order, reader: Person, label: str = ""
) -> Choice:
    """A choice whose mail holds the word of an order and its fields."""
    return label or fill_in_label(reader), filled_in(verb, fields, order, reader)


def fill_in_label(reader: Person) -> str:
    """What stands on the button of such a mail."""
    return _LABEL.get(reader.language, "Vul aan")
