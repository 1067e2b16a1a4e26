from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.settings.words.difficult import difficult_words
from bot.settings.words.lists import load_words
from bot.writer.letters import Writer
from bot.writer.wording import Wording, long_sentences, own_words

if TYPE_CHECKING:
    from bot.writer.proofs import Finding
    from tests.writer.conftest import Order

SHIPPED = Path(__file__).parents[2] / "templates"
WORDING = Wording(promises=load_words().promises, difficult=difficult_words())
LONG = "We " + "schrijven en " * 13 + "rusten"  # 28 words


def found(overrides: Path, body: str, language: str = "nl", subject: str = "Dag") -> list[Finding]:
    file = overrides / language / "parent" / "acknowledgment.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"Subject: [{{{{ case_no }}}}] {subject}\n\n{body}\n", "utf-8")
    return Writer(SHIPPED, overrides).check(WORDING)


def test_the_letters_that_ship_promise_nothing_and_are_plain(shipped: Writer) -> None:
    assert shipped.check(WORDING) == []


@pytest.mark.parametrize(
    ("language", "body", "word"),
    [
        ("nl", "We garanderen u een oplossing.", "garanderen"),
        ("nl", "Uw klacht is zeker terecht.", "zeker terecht"),
        ("fr", "Nous garantissons que tout ira bien.", "garantissons"),
        ("en", "We guarantee that it stops.", "guarantee"),
        ("de", "Wir garantieren eine Lösung.", "garantieren"),
    ],
)
def test_a_promise_that_nobody_can_keep_is_a_warning(
    language: str, body: str, word: str, overrides: Path
) -> None:
    (finding,) = found(overrides, body, language)
    assert (finding.level, finding.word) == ("warning", word)
    assert finding.file == f"{language}/parent/acknowledgment.md"


def test_a_promise_in_a_subject_counts_too(overrides: Path) -> None:
    (finding,) = found(overrides, "Dag.", subject="We garanderen een antwoord")
    assert finding.level == "warning"


@pytest.mark.parametrize(
    "body",
    [
        "We kunnen u niets garanderen dat we niet weten.",
        "Een oplossing kunnen we niet garanderen.",
        "We voeren uit wat we u beloofd hebben.",
    ],
)
def test_a_promise_that_is_not_made_is_none(body: str, overrides: Path) -> None:
    assert found(overrides, body) == []


def test_a_long_sentence_is_a_hint_with_its_first_words(overrides: Path) -> None:
    (finding,) = found(overrides, f"Kort. {LONG}.")
    assert finding.level == "ok"
    assert finding.text.startswith('een zin van 28 woorden ("We schrijven en schrijven en')
    shorter = LONG.replace("schrijven en ", "", 2)
    assert found(overrides, f"{shorter} zonder einde.") != []
    assert found(overrides, f"{shorter} eindeloos.") == []


def test_items_of_a_list_are_sentences_of_their_own(overrides: Path) -> None:
    items = "\n".join(f"- punt {n} van de lijst die hier staat" for n in range(6))
    assert found(overrides, items) == []


def test_a_difficult_word_is_a_hint_with_the_plain_one(overrides: Path) -> None:
    (finding,) = found(overrides, "Met betrekking\ntot uw klacht schrijven we u.")
    assert (finding.level, finding.text) == (
        "ok",
        '"Met betrekking tot" is een moeilijk woord; misschien: "over"',
    )
    assert found(overrides, "We kennen de woordenlijst van het indienen.") == []


def test_a_school_adds_a_difficult_word_and_takes_one_out(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "nl.toml").write_text(
        '[difficult]\nEchter = ""\n"remediëren" = "bijwerken"\n', "utf-8"
    )
    own = difficult_words(tmp_path)["nl"]
    assert "echter" not in own
    assert own["remediëren"] == "bijwerken"
    assert own["tevens"] == "ook"


@pytest.mark.parametrize("table", ["difficult = ['x']", "[difficult]\nx = 1"])
def test_a_list_of_difficult_words_that_is_none_is_told_with_its_file(
    table: str, tmp_path: Path
) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "nl.toml").write_text(table, "utf-8")
    with pytest.raises(ValueError, match=r"nl\.toml: \[difficult\]"):
        difficult_words(tmp_path)


def test_what_a_person_typed_is_not_looked_at(shipped: Writer, order: Order) -> None:
    typed = f"Geachte, tevens {LONG} en teneinde dit alles te regelen."
    letter = shipped.write(order(salutation=typed))
    assert typed in letter.text
    assert typed not in own_words(letter)
    assert list(long_sentences(letter)) == []
    assert list(WORDING.hard_words(letter)) == []


def test_every_letter_can_be_written_whatever_the_school_changed(overrides: Path) -> None:
    file = overrides / "nl" / "parts" / "signature_auto.md"
    file.parent.mkdir(parents=True)
    file.write_text("Groeten\n", "utf-8")
    assert Writer(SHIPPED, overrides).check(whole=True) == []
