"""A letter that shows another, and a letter that brings others: their words are the very ones."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.letter import LetterName, LetterOrder, Value
from bot.writer.letters import Writer
from bot.writer.samples import sample_order

SHIPPED = Path(__file__).parents[2] / "templates"
FRAME = "=" * 40


def a_parents(language: str = "nl", **values: Value) -> LetterOrder:
    order = sample_order(LetterName.STATUS_UPDATE, "usual", language, "u")
    return replace(order, values={**order.values, **values})


def a_preview(of: LetterOrder, sample: str = "usual", **values: Value) -> LetterOrder:
    order = sample_order(LetterName.PREVIEW, sample, "nl", "je")
    return replace(order, shows=of, values={**order.values, **values})


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_a_preview_shows_the_letter_word_for_word(language: str, shipped: Writer) -> None:
    order = a_parents(language, text="Er is nieuws.")
    itself = shipped.write(order)
    shown = shipped.write(a_preview(order)).text.split(FRAME)[1].strip("\n")
    assert shown == f"{itself.subject}\n\n{itself.text.strip()}"


def test_what_anybody_typed_in_it_stays_text(shipped: Writer) -> None:
    typed = "**vet** <b>x</b> {{ case_no }} [klik](https://x.example)\n> JA\n---\n## titel"
    letter = shipped.write(a_preview(a_parents(text=typed)))
    assert typed in letter.text
    assert "<b>x</b>" not in letter.html
    assert "https://x.example</a>" not in letter.html
    assert 'href="https://x.example' not in letter.html
    frame = re.search(r'<td class="letter".*?</blockquote>', letter.html, re.DOTALL)
    assert frame is not None
    said = html.unescape(re.sub(r"<[^>]+>", "", frame[0].replace("<br>", "\n")))
    assert typed in said


def test_a_button_of_the_letter_shown_is_no_button_of_the_preview(shipped: Writer) -> None:
    inside = sample_order(LetterName.REMINDER, "buttons", "nl", "u")
    letter = shipped.write(a_preview(inside, buttons=(), more_buttons=()))
    assert "mailto:" not in letter.html


def test_a_preview_without_a_letter_is_a_mistake_of_ours(shipped: Writer) -> None:
    order = replace(sample_order(LetterName.PREVIEW, "usual", "nl", "u"), shows=None)
    with pytest.raises(ValueError, match="gives no shown_subject, shown_text"):
        shipped.write(order)


def test_letters_that_come_along_are_written_too(shipped: Writer) -> None:
    inside = (a_parents(), a_parents("fr"))
    order = replace(sample_order(LetterName.LETTER_TO_POST, "usual", "nl", "u"), encloses=inside)
    letter = shipped.write(order)
    dutch, french = letter.enclosed
    assert "Hoe staat het" not in letter.text
    assert dutch.subject == shipped.write(inside[0]).subject
    assert french.language == "fr"


def test_a_letter_that_is_posted_does_not_ask_for_a_mail_back(shipped: Writer) -> None:
    order = sample_order(LetterName.LETTER_TO_POST, "usual", "nl", "u")
    (paper,) = shipped.write(replace(order, encloses=(a_parents(),))).enclosed
    assert "Antwoorden? Schrijf ons of bel, en vermeld K-2026-0042." in paper.text
    assert paper.order.values["postal_address"] == order.values["postal_address"]
    preview = shipped.write(a_preview(a_parents(), "by_post"))
    assert paper.text.strip() in preview.text
    assert "Stuur gewoon een mail terug" not in preview.text


def test_a_broken_template_of_a_letter_inside_is_told(overrides: Path) -> None:
    file = overrides / "nl" / "parent" / "status_update.md"
    file.parent.mkdir(parents=True)
    file.write_text("Subject: x\n\n{{ wrong }}\n", "utf-8")
    writer = Writer(SHIPPED, overrides)
    for order in (
        a_preview(a_parents()),
        replace(
            sample_order(LetterName.LETTER_TO_POST, "usual", "nl", "u"), encloses=(a_parents(),)
        ),
    ):
        letter = writer.write(order)
        assert letter.broken is not None
        assert letter.broken.file == str(file)
    assert "We zijn bezig" in writer.write(a_preview(a_parents())).text


def test_nothing_of_the_case_shows_on_a_locked_screen(shipped: Writer) -> None:
    for name in (
        LetterName.PREVIEW,
        LetterName.CASE_SHOWN,
        LetterName.CASES_SHOWN,
        LetterName.LETTER_TO_POST,
        LetterName.NEW_COMPLAINT,
        LetterName.PARENT_REPLIED,
    ):
        letter = shipped.write(sample_order(name, "usual", "nl", "u"))
        first = letter.text.split("\n", 1)[0]
        assert not re.search("Aerts|Wout|speelplaats|pesten|uitgelachen", first + letter.subject)


def test_a_notice_without_choices_reads_as_it_did(shipped: Writer) -> None:
    text = shipped.write(sample_order(LetterName.NEW_COMPLAINT, "usual", "nl", "u")).text
    assert "bekijk het" not in text
    assert "Kies de volgende stap" not in text
    assert "betrokken? Lees dan niet verder en geef het meteen door" in text


def test_a_notice_with_choices_numbers_its_questions_and_ends_with_being_involved(
    shipped: Writer,
) -> None:
    letter = shipped.write(sample_order(LetterName.NEW_COMPLAINT, "buttons", "nl", "u"))
    assert "kies een stap uiterlijk op" in letter.subject
    assert "1. Over welke leerling of klas gaat het?\n2. Wanneer gebeurde dit?\n3. " in letter.text
    choices = re.findall(r"K-2026-0042 ([A-Z ]+)", letter.text.split("Kies de volgende stap")[1])
    assert [each.strip() for each in choices] == [
        "EENVOUDIG",
        "COMPLEX",
        "VRAAG UITLEG",
        "INFORMEEL",
        "GEEF AAN",
        "GEEN KLACHT",
        "MEER KEUZES",
        "GEGEVENS",
        "BETROKKEN",
    ]
