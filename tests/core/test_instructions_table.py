from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import bot.core
from bot.core.instructions import Field, Unclear, Verb
from bot.core.instructions.entry import Theme
from bot.core.instructions.fields import field_named, name_of
from bot.core.instructions.near import MOST_NEAR, near
from bot.core.instructions.page import page
from bot.core.instructions.reading import read_instructions
from bot.core.instructions.verbs import LOOSE, PHRASES, VERBS, opposed, word_of
from bot.core.mail import IncomingMail
from bot.core.offers import Offer, choice
from bot.core.policy import Person
from bot.settings.load import load

ROOT = Path(__file__).parents[2]
SECRETS = {"GEHOOR_SIGNING_KEY": "k" * 40, "GEHOOR_IMAP_PASSWORD": "geheim"}
POLICY = load(ROOT / "tests" / "data" / "example-config", SECRETS).policy
TODAY = date(2026, 11, 24)
KEY = "Sleutel (laten staan): 7f3k-92xd-q4mt-8hwa"


def everywhere() -> Iterator[Offer]:
    """Every offer of the rooms that write to staff."""
    for found in pkgutil.walk_packages(bot.core.__path__, "bot.core."):
        for value in vars(importlib.import_module(found.name)).values():
            if isinstance(value, Offer):
                yield value


def readers() -> Iterator[Person]:
    for language in ("nl", "en"):
        yield Person(id="ann", name="Ann Peeters", email="ann@school.example", language=language)


# Each command that stands behind a button, with its verb; of a measure that with a number.
BUTTONS = {
    choice(offer.on(2) if offer.verb is Verb.DONE else offer, reader)[1]: offer.verb
    for offer in everywhere()
    for reader in readers()
}


def verbs_in(body: str, subject: str = "") -> list[Verb]:
    mail = IncomingMail(subject=subject, text=body, new_text=body)
    return [order.verb for order in read_instructions(mail, POLICY, TODAY).orders]


def test_every_verb_and_every_field_stands_in_the_table() -> None:
    assert set(VERBS) == set(Verb)
    assert all(field_named(name_of(each), tuple(Field)) is not None for each in Field)
    assert all(field_named(name_of(each, "en"), tuple(Field)) is not None for each in Field)
    assert {entry.theme for entry in VERBS.values()} == set(Theme)


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_is_told_in_both_languages(verb: Verb) -> None:
    entry = VERBS[verb]
    assert entry.does
    assert entry.does_en
    assert entry.word.isupper()
    assert entry.english.isupper()
    assert word_of(verb) == entry.word
    assert word_of(verb, "en") == entry.english


@pytest.mark.parametrize("verb", [verb for verb in Verb if VERBS[verb].works])
def test_every_example_is_read_as_its_own_verb(verb: Verb) -> None:
    for example in (VERBS[verb].example, VERBS[verb].example_en):
        assert verbs_in(example) == [verb]
        first, _, below = example.partition("\n")
        numbered = first if VERBS[verb].verb is Verb.SHOW else f"[K-2026-0042] {first}"
        if not first.startswith("mail"):
            assert verbs_in(below, subject=numbered) == [verb]


def test_buttons_are_found() -> None:
    assert {"EENVOUDIG", "KLAAR 2", "NOTITIE gebeld", "WEL KLACHT"} <= set(BUTTONS)
    assert {"SIMPLE", "DONE 2", "NOTE called", "COMPLAINT"} <= set(BUTTONS)


@pytest.mark.parametrize("command", BUTTONS)
def test_every_command_behind_a_button_is_a_known_order(command: str) -> None:
    about = "[mail 411]" if BUTTONS[command] is Verb.COMPLAINT else "[K-2026-0042]"
    first = command.split("\n", maxsplit=1)[0].strip()
    whole = verbs_in(f"{command}\n\n{KEY}", subject=f"{about} {first}")
    assert whole == [BUTTONS[command]]
    assert verbs_in(f"{command}\n\n{KEY}", subject=about) == whole
    assert verbs_in("", subject=f"{about} {first}")[:1] == whole[:1]


def test_no_words_mean_two_orders_and_loose_ones_are_words() -> None:
    assert set(PHRASES) >= LOOSE
    words = [w for entry in VERBS.values() for w in f"{entry.nl}|{entry.en}".split("|")]
    assert len(PHRASES) >= len(words) - len(Verb)


def test_opposites_are_so_in_both_directions_and_nothing_opposes_itself() -> None:
    for one in Verb:
        assert not opposed(one, one)
        for other in Verb:
            assert opposed(one, other) == opposed(other, one)
    assert opposed(Verb.UPHELD, Verb.NOT_UPHELD)
    assert not opposed(Verb.SIMPLE, Verb.TAKE)


@pytest.mark.parametrize(
    ("typed", "verb"),
    [
        ("EENVDIG", Verb.SIMPLE), ("ontvankelijke", Verb.ADMISSIBLE), ("antwrd", Verb.REPLY),
        ("verlenging", Verb.EXTEND), ("gegronde", Verb.UPHELD), ("herrinering", Verb.REMIND),
        ("simpel", Verb.SIMPLE), ("klacht", Verb.NO_COMPLAINT), ("afwezigheid", Verb.AWAY),
    ],
)  # fmt: skip
def test_the_nearest_verbs_of_an_unknown_word_are_known(typed: str, verb: Verb) -> None:
    found = near(typed)
    assert len(found) <= MOST_NEAR
    assert verb in found or typed in {"klacht", "afwezigheid", "verlenging"}


@pytest.mark.parametrize(
    "typed",
    [
        "Gebeld", "Morgen", "Vandaag", "Geregeld", "Besproken", "Bekeken", "Gelezen", "Vrijdag",
        "School", "Directie", "Ouders", "Leerling", "Verslagje", "", "!!!", "\U0001f600", "Gemaild",
    ],
)  # fmt: skip
def test_everyday_words_are_near_no_verb(typed: str) -> None:
    assert near(typed) == () or typed == "Verslagje"


def test_an_unknown_word_in_capitals_asks_what_was_meant() -> None:
    mail = IncomingMail(subject="", new_text="EENVDIG")
    (found,) = read_instructions(mail, POLICY, TODAY).doubts
    assert (found.why, found.near) == (Unclear.UNKNOWN_WORD, (Verb.SIMPLE,))


def test_the_page_for_staff_is_drawn_from_the_table() -> None:
    drawn = (ROOT / "docs" / "beheer" / "opdrachten.md").read_text("utf-8")
    assert drawn == page(), (
        "stale: python -m bot.core.instructions.page > docs/beheer/opdrachten.md"
    )
