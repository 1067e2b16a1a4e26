"""Where buttons may stand in a template of the administrator, and what a check says of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.letter import LetterName
from bot.writer.letters import Writer
from bot.writer.sample_school import sample_button
from bot.writer.samples import sample_order
from tests.taps import SHIPPED, own


@pytest.mark.parametrize(
    ("body", "key", "said"),
    [
        ("{{ buttons }}", "regel 3", "een lijst wordt niet zomaar afgedrukt"),
        ("tekst\n\n{{ case_no|buttons }}", "regel 5", "neemt een lijst van knoppen"),
        ("{{ duties|buttons }}", "regel 3", "neemt een lijst van knoppen"),
        ("{{ buttons|buttons('x') }}", "regel 3", "neemt niets tussen zijn haakjes"),
        ("{{ buttons|button }}", "regel 3", 'bedoelde je "buttons"'),
        ("{{ buttons|join }}", "regel 3", "gebruik voor een rij het filter buttons"),
        ("{% for b in buttons %}\n{{ b.command }}\n{% endfor %}", "regel 4", 'geen "command"'),
        ("{% for b in buttons %}\n{{ b|date }}\n{% endfor %}", "regel 4", "neemt een datum"),
        ("[klik](https://x.example/{{ buttons|buttons }})", "regel 3", "adres van een link"),
    ],
)
def test_check_finds_buttons_in_a_wrong_place_with_their_line(
    body: str, key: str, said: str, tmp_path: Path
) -> None:
    found = own(tmp_path, body).check()
    assert [each.key for each in found if said in each.text] == [key]


def test_a_button_in_a_subject_is_found_too(tmp_path: Path) -> None:
    writer = own(tmp_path, "tekst")
    file = tmp_path / "nl" / "staff" / "reminder.md"
    file.write_text("Subject: {{ buttons|buttons }}\n\ntekst\n", "utf-8")
    found = {(each.key, each.text) for each in writer.check()}
    assert ("regel 1", "een knop hoort niet in een onderwerp") in found


@pytest.mark.parametrize(
    "body",
    [
        "{{ buttons|buttons }}",
        "{% if buttons %}{% for b in buttons %}{{ b }} {% endfor %}{% endif %}",
    ],
)
def test_an_administrator_may_place_buttons_elsewhere(body: str, tmp_path: Path) -> None:
    assert own(tmp_path, body).check() == []


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("nl", "Antwoord: K-2026-0042 A of K-2026-0042 B"),
        ("en", "Reply: K-2026-0042 A or K-2026-0042 B"),
        ("fr", "Répondez : K-2026-0042 A ou K-2026-0042 B"),
        ("de", "Antworten Sie: K-2026-0042 A oder K-2026-0042 B"),
    ],
)
def test_the_words_are_in_the_language_of_the_letter(
    language: str, row: str, tmp_path: Path
) -> None:
    file = tmp_path / language / "staff" / "reminder.md"
    file.parent.mkdir(parents=True)
    file.write_text("Subject: x\n\n{{ buttons|buttons }}\n", "utf-8")
    order = sample_order(LetterName.REMINDER, "usual", language, "u")
    some = (sample_button("a", "A"), sample_button("b", "B"))
    order = replace(order, values={**order.values, "buttons": some})
    assert Writer(SHIPPED, tmp_path).write(order).text == f"{row}\n"
