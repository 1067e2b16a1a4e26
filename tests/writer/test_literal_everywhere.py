"""A name that looks like Markdown, HTML, a header or a template reads so in every letter."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.letter import AUDIENCE, LetterName, LetterOrder, Value
from bot.writer.letters import Writer
from bot.writer.marks import clean, one_line
from bot.writer.samples import SAMPLES, sample_order
from bot.writer.words import LANGUAGES

SHIPPED = Path(__file__).parents[2] / "templates"
WRITER = Writer(SHIPPED)
NAMES = {
    "Markdown and template": "**x** [a](javascript:b) {{ 7*7 }}",
    "HTML and forms": "</td></table><script>alert(1)</script> [u|je] &amp; <!-- {% if x %}",
    "a header": "x\r\nBcc: iedereen@elders.example\r\nSubject: gehackt\r\n.\r\nQUIT",
    "our own marks": "a\ue0000\ue001b\ue000999\ue001 \ue002c\ue003 \uf8ff %EE%80%80",
    "turned around": "a\u202etxet\u2066 b\u200fc",
}
# What the school and the bot say of themselves: in the head on one line, with forms of its own.
OURS = frozenset({"case_no", "organisation", "school", "privacy_line", "support_line", "mailbox"})
TITLE = re.compile("<title>.*?</title>|<h1.*?</h1>")
LONGEST_SUBJECT = 200  # characters; a longer one is cut, wherever the name then is
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


def order_with(  # noqa: PLR0913, PLR0917
    name: LetterName, sample: str, language: str, form: str, words: str, ours: frozenset[str]
) -> LetterOrder:
    order = sample_order(name, sample, language, form)
    text = (SHIPPED / language / AUDIENCE[name] / f"{name}.md").read_text("utf-8")
    steering = frozenset(COMPARED.findall(text))
    values = {
        key: one if key in ours else called(one, words, steering)
        for key, one in order.values.items()
    }
    number = order.case_number if "case_no" in ours else order.case_number and words
    return replace(order, values=values, case_number=number)


def plain_for(name: str) -> str:
    """A name as long, and nothing a reader could stumble on."""
    return "Qx" + "z" * (len(name) - 2)


def put(page: str, plain: str, name: str) -> str:
    """The same words with another name; headings of overviews are said in capitals."""
    return page.replace(plain, name).replace(plain.upper(), name.upper())


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("name", LetterName)
def test_a_name_reads_exactly_as_it_is_written(name: LetterName, kind: str) -> None:
    typed, harmless = NAMES[kind], plain_for(NAMES[kind])
    seen = clean(typed)
    first = kind == next(iter(NAMES))
    ours: frozenset[str] = frozenset() if first else OURS
    printed = 0
    for language in LANGUAGES:
        if not (SHIPPED / language / AUDIENCE[name] / f"{name}.md").exists():
            continue
        # One name is tried on every sample, the others on a usual letter.
        for sample in SAMPLES[name] if first else ("usual",):
            for form in ("u", "je") if language == "nl" else ("u",):
                plain, attack = (
                    WRITER.write(order_with(name, sample, language, form, words, ours))
                    for words in (harmless, typed)
                )
                assert attack.text == put(plain.text, harmless, seen)
                # The head of the page says the subject, on one line.
                page, head = html.escape(seen).replace("\n", "<br>"), html.escape(one_line(typed))
                expected = put(plain.html, harmless, head)
                got = attack.html.replace(page, head)
                assert TITLE.sub("", got) == TITLE.sub("", expected)
                if max(len(plain.subject), len(attack.subject)) < LONGEST_SUBJECT:
                    assert got == expected
                    assert attack.subject == one_line(put(plain.subject, harmless, typed))
                assert attack.subject.isprintable() or "\uf8ff" in attack.subject
                printed += attack.text.count(seen)
    assert printed or not first
