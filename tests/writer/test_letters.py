from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.core.happening import AttentionCode
from bot.core.letter import AUDIENCE, Button, Letter, LetterName, Value
from bot.writer.letters import Writer
from bot.writer.names import NAMES
from bot.writer.names_of_staff import SHOWN
from bot.writer.proofs import proof_orders
from bot.writer.samples import SAMPLES, sample_order
from bot.writer.words import FORMS, LANGUAGES, write_date, write_moment

if TYPE_CHECKING:
    from tests.writer.conftest import Order, Wrote

SHIPPED = Path(__file__).parents[2] / "templates"
GOLDEN = Path(__file__).parents[1] / "golden" / "letters"
AN_ITEM: Mapping[str, Value] = {
    "case_no": None,
    "sender": "",
    "received": None,
    "detail": "",
    "remarks": (),
    "phone": "",
}
UPDATE = os.environ.get("GEHOOR_UPDATE_GOLDEN") == "1"
# Samples of which the page looks different too: these words run from right to left.
AS_PAGE_TOO = {"courtesy_ar"}
PROOFS = [
    (name, sample, language, form)
    for name, samples in SAMPLES.items()
    for sample in samples
    for language in LANGUAGES
    if (SHIPPED / language / AUDIENCE[name] / f"{name}.md").exists()
    for form in FORMS
]


def golden(path: str, written: str) -> None:
    file = GOLDEN / path
    if UPDATE:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written, "utf-8")
    assert file.read_text("utf-8") == written


@pytest.mark.parametrize(("name", "sample", "language", "form"), PROOFS)
def test_every_letter_reads_as_its_golden_one(
    name: LetterName, sample: str, language: str, form: str, shipped: Writer
) -> None:
    letter = shipped.write(sample_order(name, sample, language, form))
    golden(f"{name}-{sample}-{language}-{form}.txt", f"Subject: {letter.subject}\n\n{letter.text}")
    if sample == "usual":
        golden(f"{name}-{language}-{form}.html", letter.html)
    elif sample in AS_PAGE_TOO:
        golden(f"{name}-{sample}-{language}-{form}.html", letter.html)


def test_no_golden_letter_is_left_of_a_letter_that_is_gone() -> None:
    known = {f"{n}-{s}-{la}-{f}.txt" for n, s, la, f in PROOFS}
    known |= {f"{n}-{la}-{f}.html" for n, s, la, f in PROOFS if s == "usual"}
    known |= {f"{n}-{s}-{la}-{f}.html" for n, s, la, f in PROOFS if s in AS_PAGE_TOO}
    if UPDATE:
        for left in {file.name for file in GOLDEN.iterdir()} - known:
            (GOLDEN / left).unlink()
    assert {file.name for file in GOLDEN.iterdir()} == known


@pytest.fixture(scope="module")
def proofs(shipped: Writer) -> list[Letter]:
    return [shipped.write(order) for order in proof_orders()]


def test_the_text_part_reads_well_on_its_own(proofs: list[Letter]) -> None:
    for letter in proofs:
        assert "\n\n\n" not in letter.text, letter.subject
        if letter.order.name is not LetterName.LETTER_SHOWN:  # this one prints a template
            assert not re.search(r"[ \t]\n|\*\*|^#|\{|\}|\[[^\]]*\|", letter.text, re.MULTILINE)
        assert letter.text.endswith("\n")
        assert letter.text[0].strip()


def test_the_page_loads_nothing_from_outside_and_says_its_language(proofs: list[Letter]) -> None:
    for letter in proofs:
        assert not re.search(r"<(img|link|script|iframe|object)|url\(|@import|http", letter.html)
        assert f'<html lang="{letter.language}" dir="ltr">' in letter.html
        assert re.search(rf'<body[^>]*>\s*<div lang="{letter.language}" dir="ltr">', letter.html)
        assert letter.html.count("<h1") == 1
        assert len(re.findall("<table", letter.html)) == letter.html.count('role="presentation"')


def buttons_in(value: object) -> list[Button]:
    match value:
        case Button():
            return [value]
        case Mapping():
            return [button for each in value.values() for button in buttons_in(each)]
        case tuple():
            return [button for each in value for button in buttons_in(each)]
        case _:
            return []


def test_a_letter_has_the_buttons_that_the_core_gave_it_and_no_other(
    proofs: list[Letter],
) -> None:
    for letter in proofs:
        given = buttons_in(letter.order.values)
        printed = re.findall(r'<a class="(?:button|more)[ a-z]*" [^>]*href="mailto:', letter.html)
        assert len(printed) == letter.html.count("mailto:") <= len(given)
        assert bool(printed) is bool(given)
        if not given:
            # A letter that waits for a yes, and TOON BRIEF, exist only where orders come by mail.
            words = r"\b(EENVOUDIG|COMPLEX|GEZIEN|VALS ALARM|NEEM|KLAAR|VERLENG|TOON(?! BRIEF))\b"
            assert not re.search(words, letter.text)


def test_a_letter_says_the_word_that_does_it_or_what_to_do_by_hand(shipped: Writer) -> None:
    """Where nobody is proven to write, no word does anything, and none is named."""
    for name, by_hand, by_word in (
        (LetterName.REMINDER, "Laat de beheerder weten", "Antwoord GEEF AAN met een naam"),
        (LetterName.OVERDUE, "Laat de beheerder weten", "Antwoord met het woord ervoor"),
        (LetterName.PARENT_REPLIED, "vanuit de mailbox van het meldpunt", "Antwoord: K-2026-0042"),
        (LetterName.DELIVERY_FAILED, "met het commando gehoor waive", "Antwoord: K-2026-0042"),
    ):
        with_buttons = shipped.write(sample_order(name, "buttons", "nl", "je")).text
        without = shipped.write(sample_order(name, "usual", "nl", "je")).text
        assert by_hand in without
        assert "Antwoord:" not in without
        assert by_word not in without
        assert by_word in with_buttons
        assert "leest meteen wat ermee gebeurt" in with_buttons


def test_the_first_line_of_a_staff_letter_is_neutral(proofs: list[Letter]) -> None:
    for letter in proofs:
        if letter.order.name in {LetterName.SAFETY_ALERT, LetterName.NEW_COMPLAINT}:
            first = letter.text.split("\n", 1)[0]
            assert not re.search("Aerts|geweld|gevaar|danger|Pesten", first + letter.subject)


def test_the_form_changes_the_words_in_dutch(shipped: Writer, order: Order) -> None:
    polite, plain = shipped.write(order(form="u")), shipped.write(order(form="je"))
    assert "Wilt u iets toevoegen?" in polite.text
    assert "Wil je iets toevoegen?" in plain.text
    assert "We gebruiken uw gegevens" in polite.text
    assert "We gebruiken je gegevens" in plain.text
    assert "[" not in plain.text


def test_a_date_that_is_past_is_left_out_with_its_sentence(shipped: Writer, order: Order) -> None:
    letter = shipped.write(order(classify_due=None, handling_due=None, closed_until=None))
    assert "zo snel mogelijk" in letter.text
    assert "uiterlijk op" not in letter.text
    assert "None" not in letter.text


def test_a_contact_who_is_named_in_the_complaint_is_not_named_in_the_letter(
    shipped: Writer, order: Order
) -> None:
    letter = shipped.write(order(reader_named=False))
    assert "Ann Peeters" not in letter.text + letter.html
    assert "Iemand die niet bij de zaak betrokken is leest uw bericht" in letter.text


def test_without_a_telephone_number_nobody_is_asked_to_call(shipped: Writer, order: Order) -> None:
    for language in LANGUAGES:
        letter = shipped.write(order(language=language, contact_phone="", short_appeal_hint=True))
        assert not re.search(r"bel \.|: \.|call \.|appelez le \.|rufen Sie  an", letter.text)
        assert "011" not in letter.text


def test_a_mail_that_is_not_plainly_a_complaint_is_not_called_one(
    shipped: Writer, order: Order
) -> None:
    for language, word in (("nl", "klacht"), ("fr", "plainte"), ("en", "complaint")):
        text = shipped.write(order(language=language, unclear=True, privacy_line="")).text
        assert word not in text.split("\n\n")[1]


def test_a_language_without_letters_gets_dutch_and_two_sentences_more(
    shipped: Writer, order: Order
) -> None:
    values = {**SAMPLES[LetterName.ACKNOWLEDGMENT]["usual"]}
    del values["foreign"]
    letter = shipped.write(replace(order(language="tr"), values=values))
    assert letter.language == "nl"
    assert "Bedankt voor uw mail" in letter.text
    assert "you will have our answer by Friday 22 January 2027" in letter.text
    assert "au plus tard le vendredi 22 janvier 2027" in letter.text


def test_an_outsider_gets_an_alert_without_the_text(shipped: Writer, order: Order) -> None:
    letter = shipped.write(order(LetterName.SAFETY_ALERT, show_body=False, body="GEHEIM"))
    assert "GEHEIM" not in letter.text + letter.html
    assert "Ik durf niet" not in letter.text + letter.html
    assert "geweld of bedreiging" in letter.text
    assert "Bel Ann Peeters (011 00 00 01)" in letter.text


def test_the_alert_names_every_contact_with_or_without_number(shipped: Writer) -> None:
    letter = shipped.write(sample_order(LetterName.SAFETY_ALERT, "again", "nl", "je"))
    assert "   - Carla Maes: 011 00 00 03\n   - Els Wouters: 011 00 00 05\n" in letter.text
    assert "   - Femke Baert\n" in letter.text
    assert "Dit is bericht 3" in letter.text
    assert "Waarschijnlijk schrijft een leerling zelf." in letter.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_reason_for_attention_has_words_of_its_own(language: str, shipped: Writer) -> None:
    def first_line(code: str) -> str:
        items = ({**AN_ITEM, "code": code},)
        order = sample_order(LetterName.ATTENTION, "bare", language, "u")
        return shipped.write(replace(order, values={"items": items, "n": 1, "rest": 0})).text.split(
            "\n\n"
        )[2]

    written = [first_line(code) for code in [*AttentionCode, "unknown"]]
    assert len(set(written)) == len(AttentionCode) + 1


@pytest.mark.parametrize(
    ("count", "case_no", "subject"),
    [
        (1, None, "Gehoor: 1 zaak vraagt een mens"),
        (3, None, "Gehoor: 3 zaken vragen een mens"),
        (2, "K-2026-0042", "[K-2026-0042] Dit vraagt een mens"),
    ],
)
def test_the_subject_counts_the_matters(
    count: int, case_no: str | None, subject: str, shipped: Writer
) -> None:
    item = {**AN_ITEM, "code": "spam", "case_no": case_no}
    order = sample_order(LetterName.ATTENTION, "bare", "nl", "u")
    values = {"items": (item,) * count, "case_no": case_no, "n": count, "rest": 0}
    assert shipped.write(replace(order, values=values)).subject == subject


def test_a_letter_of_a_bot_on_trial_says_so_in_both_parts(shipped: Writer, order: Order) -> None:
    letter = shipped.write(order(trial_for="x<b>@ouders.example"))
    assert letter.subject == "[K-2026-0042] Uw bericht is goed aangekomen (proef)"
    assert letter.text.split("\n")[1] == "Proef: dit zou naar x<b>@ouders.example gaan"
    assert "Proef: dit zou naar x&lt;b&gt;@ouders.example gaan" in letter.html
    assert "Proef" not in shipped.write(order()).html


def test_an_order_without_a_needed_value_is_a_mistake_of_ours(
    shipped: Writer, order: Order
) -> None:
    values = {"case_no": "K-2026-0042"}
    with pytest.raises(ValueError, match="gives no received_date, school"):
        shipped.write(replace(order(), values=values))


def test_instants_are_told_where_the_school_is(order: Order) -> None:
    moment = datetime(2026, 12, 8, 23, 30, tzinfo=UTC)
    given = order(LetterName.NEW_COMPLAINT, received_local=moment)
    assert "dinsdag 8 december 2026, 23.30 uur" in Writer(SHIPPED).write(given).text
    at_home = Writer(SHIPPED, zone=ZoneInfo("Europe/Brussels"))
    assert "woensdag 9 december 2026, 00.30 uur" in at_home.write(given).text


@pytest.mark.parametrize(
    ("language", "written", "moment"),
    [
        ("nl", "dinsdag 1 december 2026", "dinsdag 1 december 2026, 09.05 uur"),
        ("fr", "mardi 1er décembre 2026", "mardi 1er décembre 2026, 09 h 05"),
        ("en", "Tuesday 1 December 2026", "Tuesday 1 December 2026, 09:05"),
        ("de", "Dienstag, 1. Dezember 2026", "Dienstag, 1. Dezember 2026, 09.05 Uhr"),
    ],
)
def test_dates_are_written_as_people_write_them(language: str, written: str, moment: str) -> None:
    assert write_date(date(2026, 12, 1), language) == written
    assert write_moment(datetime(2026, 12, 1, 9, 5, tzinfo=UTC), language) == moment


def test_samples_use_known_names_only_and_give_all_that_are_needed() -> None:
    for name, samples in SAMPLES.items():
        for values in samples.values():
            assert set(values) <= set(NAMES[name].meaning)
            # What a letter shows comes from the letter itself.
            assert NAMES[name].needed - set(SHOWN) <= set(values)


def test_the_same_order_gives_the_same_letter(shipped: Writer, order: Order) -> None:
    assert shipped.write(order()) == Writer(SHIPPED).write(order())


def test_an_override_that_says_nothing_prints_nothing_else(wrote: Wrote) -> None:
    assert wrote("Subject: x\n").text == "\n"


def test_every_letter_is_shipped_in_dutch_and_every_letter_to_parents_in_four_languages() -> None:
    written = {(name, language) for name, _, language, _ in PROOFS}
    assert {name for name, language in written if language == "nl"} == set(LetterName)
    assert {language for name, language in written if name is LetterName.ACKNOWLEDGMENT} == set(
        LANGUAGES
    )


def test_the_shipped_letters_pass_their_own_check(shipped: Writer) -> None:
    assert shipped.check() == []
    assert "handling_due" in shipped.known_names(LetterName.ACKNOWLEDGMENT)
