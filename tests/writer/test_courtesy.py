from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.writer.days import COURTESY_LANGUAGES, DAYS, MONTHS, RIGHT_TO_LEFT
from bot.writer.letters import Writer
from bot.writer.words import write_date

if TYPE_CHECKING:
    from tests.writer.conftest import Order

SHIPPED = Path(__file__).parents[2] / "templates"
ENGLISH = "In English: we have received your message"
FRENCH = "En français : nous avons bien reçu votre message"


@pytest.mark.parametrize("language", COURTESY_LANGUAGES)
def test_the_block_stands_below_the_dutch_words_in_its_own_language(
    language: str, shipped: Writer, order: Order
) -> None:
    letter = shipped.write(order(foreign=True, courtesy=language))
    assert letter.language == "nl"
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    (block,) = re.findall(
        rf'<div class="passage" dir="{direction}" lang="{language}" style="text-align:[a-z]+">'
        r"(.+?)</div>",
        letter.html,
        re.DOTALL,
    )
    day = write_date(date(2027, 1, 22), language)
    for said in (block, letter.text):
        assert "K-2026-0042" in said
        assert day in said
    assert letter.text.index("Zo gaat het verder") < letter.text.index(day)
    assert ENGLISH not in letter.text
    assert "if someone is in danger right now, call 112" in letter.text


def test_without_the_block_the_two_sentences_are_english_and_french(
    shipped: Writer, order: Order
) -> None:
    letter = shipped.write(order(foreign=True, courtesy=""))
    assert ENGLISH in letter.text
    assert FRENCH in letter.text
    assert 'class="passage"' not in letter.html


def test_number_and_date_keep_their_direction_in_arabic(shipped: Writer, order: Order) -> None:
    letter = shipped.write(order(foreign=True, courtesy="ar"))
    assert "\u2068K-2026-0042\u2069" in letter.text
    assert re.search(r"<bdi>[^/]*K-2026-0042</span></bdi>", letter.html)
    assert 'dir="rtl" lang="ar" style="text-align:right"' in letter.html
    day = write_date(date(2027, 1, 22), "ar")
    assert f"\u2068{day}\u2069" in letter.text
    assert f"<bdi>{day}</bdi>" in letter.html


@pytest.mark.parametrize("language", COURTESY_LANGUAGES)
def test_a_day_that_nobody_can_promise_is_left_out(
    language: str, shipped: Writer, order: Order
) -> None:
    letter = shipped.write(order(foreign=True, courtesy=language, handling_due=None))
    block = letter.text.split("112.\n\n")[1].split("\n")[0]
    assert "K-2026-0042" in block
    assert block.count(". ") == 1, "what came and whom to ask, and nothing in between"


def test_a_language_without_a_block_and_a_word_that_is_none_print_nothing(
    shipped: Writer, order: Order
) -> None:
    for language in ("xx", "../nl", "nl"):
        letter = shipped.write(order(foreign=True, courtesy=language))
        assert ENGLISH in letter.text
        assert language not in letter.text.split("112.")[1][:40]


def test_every_block_says_that_a_native_speaker_must_read_it() -> None:
    for language in COURTESY_LANGUAGES:
        text = (SHIPPED / language / "parts" / "courtesy.md").read_text("utf-8")
        assert "TE LEZEN DOOR IEMAND DIE DE TAAL SPREEKT" in text
        assert f'"{language}" in courtesy_languages' in " ".join(text.split())


def test_every_language_names_all_days_and_months() -> None:
    assert set(DAYS) == set(MONTHS) == {"nl", "fr", "en", "de", *COURTESY_LANGUAGES}
    assert {len(set(names)) for names in DAYS.values()} == {7}
    assert {len(set(names)) for names in MONTHS.values()} == {12}


def test_a_school_words_the_block_itself_and_a_broken_one_stops_no_letter(
    overrides: Path, order: Order
) -> None:
    file = overrides / "tr" / "parts" / "courtesy.md"
    file.parent.mkdir(parents=True)
    given = order(foreign=True, courtesy="tr")
    shipped = Writer(SHIPPED, overrides).write(given)
    file.write_text("Merhaba {{ case_no }}, {{ handling_due|date }}.\n", encoding="utf-8")
    writer = Writer(SHIPPED, overrides)
    letter = writer.write(given)
    assert "Merhaba K-2026-0042, 22 Ocak 2027 Cuma." in letter.text
    assert letter.template_hash != shipped.template_hash
    assert re.fullmatch("[0-9a-f]{64}", letter.template_hash)
    assert writer.check() == []
    file.write_text("Merhaba {{ case_nr }}\n", encoding="utf-8")
    broken = writer.write(given)
    assert broken.text == shipped.text
    assert broken.broken is not None
    assert (broken.broken.file, broken.broken.line) == (str(file), 1)
    assert [(each.file, each.word) for each in writer.check()] == [(str(file), "case_nr")]


def test_a_letter_in_a_courtesy_language_is_told_to_be_out_of_place(overrides: Path) -> None:
    file = overrides / "tr" / "parent" / "acknowledgment.md"
    file.parent.mkdir(parents=True)
    file.write_text("Subject: x\n\ny\n", encoding="utf-8")
    (finding,) = Writer(SHIPPED, overrides).check()
    assert finding.text == 'in deze taal is er alleen "parts/courtesy.md"'


def test_what_a_sender_typed_stays_text_in_the_block(shipped: Writer, order: Order) -> None:
    typed = "<b>x</b> {{ 7*7 }} **y**"
    letter = shipped.write(order(foreign=True, courtesy="ar", case_no=typed))
    assert "<b>x</b>" not in letter.html
    assert f"\u2068{typed}\u2069" in letter.text
