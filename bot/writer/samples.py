"""Invented values for every letter, to show and to try templates with."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.letter import AUDIENCE, Audience, LetterName, LetterOrder, Origin, Value
from bot.writer.sample_words import in_tongue
from bot.writer.samples_of_admin import SAMPLES_OF_ADMIN
from bot.writer.samples_of_answers import SAMPLES_OF_ANSWERS
from bot.writer.samples_of_closing import SAMPLES_OF_CLOSING
from bot.writer.samples_of_duties import SAMPLES_OF_DUTIES
from bot.writer.samples_of_keeping import SAMPLES_OF_KEEPING
from bot.writer.samples_of_looking_up import SAMPLES_OF_LOOKING_UP
from bot.writer.samples_of_messages import SAMPLES_OF_MESSAGES
from bot.writer.samples_of_orders import SAMPLES_OF_ORDERS
from bot.writer.samples_of_overviews import SAMPLES_OF_OVERVIEWS
from bot.writer.samples_of_receipts import SAMPLES_OF_RECEIPTS
from bot.writer.samples_of_talks import SAMPLES_OF_TALKS
from bot.writer.samples_of_troubles import SAMPLES_OF_TROUBLES

# Letter → what is special about the sample → its values.
SAMPLES: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    **SAMPLES_OF_RECEIPTS,
    **SAMPLES_OF_MESSAGES,
    **SAMPLES_OF_DUTIES,
    **SAMPLES_OF_OVERVIEWS,
    **SAMPLES_OF_ORDERS,
    **SAMPLES_OF_LOOKING_UP,
    **SAMPLES_OF_TALKS,
    **SAMPLES_OF_ANSWERS,
    **SAMPLES_OF_CLOSING,
    **SAMPLES_OF_ADMIN,
    **SAMPLES_OF_TROUBLES,
    **SAMPLES_OF_KEEPING,
}


def values_of(name: LetterName, sample: str, language: str) -> Mapping[str, Value]:
    """The values of a sample as they stand in a letter of this language."""
    values = SAMPLES[name][sample]
    return {each: in_tongue(value, language) for each, value in values.items()}


def sample_order(name: LetterName, sample: str, language: str, form: str) -> LetterOrder:
    """An order for a letter with invented values; `sample` is a key of SAMPLES[name]."""
    values = values_of(name, sample, language)
    to_parent = AUDIENCE[name] is Audience.PARENT
    number = values.get("case_no")

    def other(inside: LetterName) -> LetterOrder:
        return sample_order(inside, "usual", language, form)

    return LetterOrder(
        name=name,
        to="sofie.aerts@ouders.example" if to_parent else "ann@schoolbestuur-demerland.example",
        language=language,
        form=form,
        values=values,
        origin=Origin.REPLIED if to_parent else Origin.GENERATED,
        case_number=number if isinstance(number, str) else None,
        to_staff=not to_parent,
        shows=other(LetterName.STATUS_UPDATE) if name is LetterName.PREVIEW else None,
        encloses=(other(LetterName.ACKNOWLEDGMENT),) if name is LetterName.LETTER_TO_POST else (),
    )
