"""Invented values in the languages of staff: each is told to whoever reads Dutch or English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.core import offers
from bot.core.clause import Clause
from bot.core.letter import Value
from bot.core.offers import Offer, choice
from bot.core.policy import Person
from bot.writer.sample_school import CASE, sample_button

_READERS = tuple(
    Person(id="ann", name="Ann Peeters", email="ann@school.example", language=language)
    for language in ("nl", "en")
)


class Both(NamedTuple):
    """A value of a sample as it stands in a Dutch and in an English letter."""

    nl: Value
    en: Value


def tap(offer: Offer, about: str = CASE) -> Both:
    """The button of a choice in a letter to Ann, the coordinator."""
    dutch, english = (sample_button(*choice(offer, reader), about) for reader in _READERS)
    return Both(dutch, english)


def taps(*some: Offer, about: str = CASE) -> tuple[Value, ...]:
    """The buttons of several choices."""
    return tuple(tap(offer, about) for offer in some)


FILL_IN = tap(
    offers.DETAILS.labelled("Vul aan", "Fill in").with_words(
        "\nLEERLING: \nKLAS: \nRELATIE: \nTHEMA: ", "\nPUPIL: \nCLASS: \nRELATION: \nTOPIC: "
    )
)


def in_tongue(value: Value, language: str) -> Value:
    """The value as it stands in a letter of this language: Dutch, but for "en"."""
    match value:
        case Clause() | Both():
            return value.en if language == "en" else value.nl
        case tuple():
            return tuple(in_tongue(each, language) for each in value)
        case Mapping():
            return {name: in_tongue(each, language) for name, each in value.items()}
        case _:
            return value
