"""Every letter to staff and administrators exists in English, without Dutch words of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.core.letter import AUDIENCE, Audience, LetterName, Value
from bot.writer.letters import Writer
from bot.writer.samples import SAMPLES, sample_order
from tests.english import dutch_in

SHIPPED = Path(__file__).parents[2] / "templates"
WRITER = Writer(SHIPPED, sign=lambda _: "7f3k-92xd-q4mt-8hwa")
STAFF = [name for name in LetterName if AUDIENCE[name] is not Audience.PARENT]
# What others wrote, what a school agreed, and what is called so.
QUOTED = (
    "body", "body_clean", "new_text", "note", "subject", "about_text", "text", "piece", "sent",
    "shown_subject", "shown_text", "privacy_line", "plan_ref", "forwarded_by", "attachments",
    "mailbox", "organisation", "school", "name", "word", "remark",
    # A check speaks the language of the files; a letter says so.
    "errors", "warnings", "infos", "hints", "remarks", "agreements", "error", "fault", "source",
    "names",
)  # fmt: skip
# Languages and forms of letters, and an address, that look like Dutch words.
CODES = ("nl, fr, en, de", "nl, en", "(nl, u)", "(en, u)", "u or je", "klachten@")


def quoted(values: Mapping[str, Value]) -> Iterator[str]:
    """What of these values is not ours, line by line."""
    for name, value in values.items():
        yield from _texts(value, own=name not in QUOTED)


def _texts(value: Value, *, own: bool) -> Iterator[str]:
    match value:
        case str() if value and not own:
            yield from (line for line in value.splitlines() if line)
        case Mapping():
            yield from quoted(value)
            if not own:
                yield from (each for one in value.values() for each in _texts(one, own=False))
        case tuple():
            for each in value:
                yield from _texts(each, own=own)


@pytest.mark.parametrize("name", STAFF)
def test_who_reads_english_gets_an_english_letter(name: LetterName) -> None:
    for sample in SAMPLES[name]:
        order = sample_order(name, sample, "en", "je")
        letter = WRITER.write(order)
        inside = [one for one in (order.shows, *order.encloses) if one]
        theirs = [*quoted(order.values), *(one for each in inside for one in quoted(each.values))]
        forms = [line.replace("[uw|je]", "je") for line in theirs]
        assert letter.language == "en"
        assert dutch_in(f"{letter.subject}\n{letter.text}", but_for=[*theirs, *forms, *CODES]) == []
