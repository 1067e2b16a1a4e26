"""A name that looks like Markdown, HTML or a template reads exactly so in every letter."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.letter import AUDIENCE, LetterName, LetterOrder, Value
from bot.writer.letters import Writer
from bot.writer.samples import SAMPLES, sample_order
from bot.writer.words import LANGUAGES

SHIPPED = Path(__file__).parents[2] / "templates"
WRITER = Writer(SHIPPED)
NAME = "**x** [a](javascript:b) {{ 7*7 }}"
PLAIN = "Qx" + "z" * (len(NAME) - 2)  # as long, and nothing a reader could stumble on
COMPARED = re.compile(r"['\"]([a-z_0-9]+)['\"]")


def called(value: Value, name: str, steering: frozenset[str]) -> Value:
    """Every text among the values becomes this name, but for the words that steer a letter."""
    match value:
        case str():
            return name if value and value not in steering else value
        case tuple():
            return tuple(called(one, name, steering) for one in value)
        case Mapping():
            return {key: called(one, name, steering) for key, one in value.items()}
        case _:
            return value


def order_with(name: LetterName, sample: str, language: str, form: str, words: str) -> LetterOrder:
    order = sample_order(name, sample, language, form)
    text = (SHIPPED / language / AUDIENCE[name] / f"{name}.md").read_text("utf-8")
    steering = frozenset(COMPARED.findall(text))
    values = {key: called(one, words, steering) for key, one in order.values.items()}
    return replace(order, values=values, case_number=order.case_number and words)


def put_for_plain(page: str, name: str) -> str:
    """The same words with another name; headings of overviews are said in capitals."""
    return page.replace(PLAIN, name).replace(PLAIN.upper(), name.upper())


@pytest.mark.parametrize("name", LetterName)
def test_a_name_reads_exactly_as_it_is_written(name: LetterName) -> None:
    printed = 0
    for language in LANGUAGES:
        if not (SHIPPED / language / AUDIENCE[name] / f"{name}.md").exists():
            continue
        for sample in SAMPLES[name]:
            for form in ("u", "je") if language == "nl" else ("u",):
                plain = WRITER.write(order_with(name, sample, language, form, PLAIN))
                attack = WRITER.write(order_with(name, sample, language, form, NAME))
                assert attack.text == put_for_plain(plain.text, NAME)
                assert attack.html == put_for_plain(plain.html, html.escape(NAME))
                if len(plain.subject) < 200:
                    assert attack.subject == put_for_plain(plain.subject, NAME)
                printed += attack.text.count(NAME)
    assert printed
