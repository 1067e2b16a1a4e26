from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.letter import AUDIENCE, Audience, Letter, LetterName, LetterOrder, Value
from bot.writer.letters import Writer
from bot.writer.names import NAMES
from bot.writer.names_of_parents import NAMES_OF_PARENTS
from bot.writer.samples import SAMPLES, sample_order
from bot.writer.words import FORMS, LANGUAGES

if TYPE_CHECKING:
    from bot.writer.buttons import Sign
    from tests.writer.conftest import Order

SHIPPED = Path(__file__).parents[2] / "templates"
TYPED = "zonder punt [a|b] {{ x }} **vet**"
OF_PERSONS = re.compile("in the words of a person|what (a|that) person adds")
BY_THEMSELVES = {
    LetterName.CLARIFICATION_REMINDER,
    LetterName.SURVEY,
    LetterName.SURVEY_REMINDER,
    LetterName.SURVEY_THANKS,
    LetterName.DOSSIER_RECEIPT,
    LetterName.ADDITION_RECEIVED,
}


def changed(order: LetterOrder, **values: Value) -> LetterOrder:
    return replace(order, values={**order.values, **values})


def source(name: LetterName, language: str) -> str:
    text = (SHIPPED / language / "parent" / f"{name}.md").read_text("utf-8")
    return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)


def test_every_letter_to_a_complainant_is_written_in_every_language() -> None:
    for name in LetterName:
        if AUDIENCE[name] is Audience.PARENT:
            for language in LANGUAGES:
                assert (SHIPPED / language / "parent" / f"{name}.md").exists(), (language, name)


@pytest.mark.parametrize("name", NAMES_OF_PARENTS)
def test_a_letter_says_the_same_in_every_language(name: LetterName) -> None:
    def asked_and_printed(language: str) -> set[str]:
        text = source(name, language)
        return {
            *re.findall(r"\{\{\s*([\w.|]+)", text),
            *re.findall(r"\{% (?:el)?if ([^%]*?) \+?%\}", text),
            *re.findall(r"parts/\w+", text),
        }

    for language in LANGUAGES:
        assert asked_and_printed(language) == asked_and_printed("nl"), language


@pytest.mark.parametrize("name", NAMES_OF_PARENTS)
def test_the_comment_on_top_lists_every_name_of_the_letter(name: LetterName) -> None:
    for language in LANGUAGES:
        text = (SHIPPED / language / "parent" / f"{name}.md").read_text("utf-8")
        comment = text.split("#}")[0]
        ours = {each for part in NAMES_OF_PARENTS[name] for each in part}
        assert {each for each in ours if not re.search(rf"\b{each}\b", comment)} == set(), language


@pytest.mark.parametrize("name", NAMES_OF_PARENTS)
def test_a_letter_prints_every_name_it_may_use(name: LetterName) -> None:
    parts = {
        part: (SHIPPED / "nl" / f"{part}.md").read_text("utf-8")
        for part in re.findall(r"parts/\w+", source(name, "nl"))
    }
    whole = source(name, "nl") + "".join(parts.values())
    code = " ".join(re.findall(r"\{[{%](.*?)[%}]\}", whole))
    ours = {each for part in NAMES_OF_PARENTS[name] for each in part}
    assert {each for each in ours if not re.search(rf"\b{each}\b", code)} == set()


@pytest.mark.parametrize("name", NAMES_OF_PARENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_empty_leaves_no_trace(name: LetterName, language: str, shipped: Writer) -> None:
    order = sample_order(name, "bare", language, "u")
    bare = shipped.write(order)
    optional = set(NAMES[name].meaning) - set(order.values) - {"form", "salutation"}
    lists = {key: () for key in optional if "(a list" in NAMES[name].meaning[key]}
    texts = {
        key: ""
        for key in optional - set(lists)
        if not re.match("yes when", NAMES[name].meaning[key])
        and not re.search(r"\(a da(te|y)", NAMES[name].meaning[key])
    }
    assert shipped.write(changed(order, **lists)).text == bare.text
    assert shipped.write(changed(order, **texts)).text == bare.text
    assert not re.search(r"None|\(\)|: *\.|\s[,.]|  |:\n\n[^-1\w]", bare.text)


def paragraphs(letter: Letter) -> list[str]:
    return re.split(r"\n\n", letter.text.rstrip())


@pytest.mark.parametrize("name", NAMES_OF_PARENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_persons_type_ends_its_line_and_is_never_read_as_anything_else(
    name: LetterName, language: str, shipped: Writer
) -> None:
    typed = [key for key, said in NAMES[name].meaning.items() if OF_PERSONS.search(said)]
    usual = sample_order(name, "usual", language, "je")
    for key in typed:
        given: dict[str, Value] = {"cost_free": False, key: TYPED}
        letter = shipped.write(changed(usual, **given))
        assert re.search(rf"(^|: ){re.escape(TYPED)}$", letter.text, re.MULTILINE), key
        assert key == "next_step" or TYPED in paragraphs(letter), key
        assert "zonder punt" not in letter.subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_approved_a_letter_signs_it_and_nobody_signs_an_automatic_one(
    language: str, shipped: Writer
) -> None:
    for name in set(NAMES_OF_PARENTS) - {LetterName.CRISIS_CONTACT}:
        letter = shipped.write(sample_order(name, "usual", language, "u"))
        signed = "Ann Peeters, klachtencoördinator\nBasisschool Demerland · 011 00 00 01"
        assert (signed in letter.text) is (name not in BY_THEMSELVES), name
    letter = shipped.write(sample_order(LetterName.REPLY, "bare", language, "u"))
    closing = paragraphs(letter)[-3]
    assert closing.endswith(", Basisschool Demerland")


def test_the_letter_to_somebody_in_danger_has_no_number_and_is_always_familiar(
    shipped: Writer,
) -> None:
    for language in LANGUAGES:
        letters = [
            shipped.write(
                replace(
                    sample_order(LetterName.CRISIS_CONTACT, sample, language, form),
                    case_number="K-2026-0042",
                )
            )
            for sample in SAMPLES[LetterName.CRISIS_CONTACT]
            for form in FORMS
        ]
        for letter in letters:
            page = re.sub("<!--.*?-->", "", letter.html)  # where Outlook finds its frame
            whole = f"{letter.subject}{letter.text}{page}"
            assert not re.search(r"K-2026|\[|klacht|plainte|complaint|Beschwerde", whole)
            assert not re.search(r"\b(u|uw|vous|votre|Sie|Ihre)\b", letter.text)
            assert "112" in letter.text
            assert letter.text.rstrip().endswith("\n\nCarla Maes")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_to_refuse_has_a_sentence_of_its_own(
    language: str, shipped: Writer, order: Order
) -> None:
    codes = SAMPLES[LetterName.NOT_ADMISSIBLE]["everything"]["reasons"]
    assert isinstance(codes, tuple)
    text = shipped.write(order(LetterName.NOT_ADMISSIBLE, language=language, reasons=codes)).text
    said = [line for line in text.split("\n") if line.startswith("- ")][: len(codes)]
    assert len(set(said)) == len(codes)
    assert not [code for code in codes if f"- {code}" in text and "_" in str(code)]


def test_an_apology_in_own_words_takes_the_place_of_ours(shipped: Writer, order: Order) -> None:
    def said(**values: Value) -> str:
        return shipped.write(order(LetterName.OUTCOME_UPHELD, **values)).text

    assert "Het spijt ons. We bieden u en uw kind onze verontschuldigingen aan." in said()
    assert "We bieden u onze verontschuldigingen aan." in said(has_child=False)
    assert "uw kind" not in said(has_child=False)
    assert "verontschuldigingen" not in said(apologises=False)
    own = said(apology="Sorry van ons allemaal")
    assert "Sorry van ons allemaal" in own
    assert "verontschuldigingen" not in own


def test_the_worst_date_is_told_when_the_clock_stands_still(shipped: Writer) -> None:
    waits = shipped.write(sample_order(LetterName.CLARIFICATION_REQUEST, "waits", "nl", "u")).text
    assert "wat later komen, maar uiterlijk op zondag 21 februari 2027" in waits
    assert "22 januari" not in waits
    runs = shipped.write(sample_order(LetterName.CLARIFICATION_REQUEST, "usual", "nl", "u")).text
    assert "nog altijd uiterlijk op vrijdag 22 januari 2027" in runs


def test_questions_and_moments_are_numbered_as_they_are_answered(shipped: Writer) -> None:
    asked = shipped.write(sample_order(LetterName.CLARIFICATION_REQUEST, "usual", "nl", "u"))
    assert "\n2. Wanneer en waar was dat?\n3. Wat hoopt" in asked.text
    assert asked.html.count("<ol") == 1
    invited = shipped.write(sample_order(LetterName.TALK_INVITATION, "usual", "fr", "u"))
    assert "\n2. jeudi 17 décembre 2026, 16 h 30\n" in invited.text


@pytest.mark.parametrize(
    ("name", "subject", "told"),
    [
        (LetterName.REPLY, "{{ text }}", "naam van een leerling"),
        (LetterName.EXTENSION, "Langer: {{ reason }}", "wat iemand typte"),
        (LetterName.CRISIS_CONTACT, "Dag {{ first_name }}", "naam van een leerling"),
        (LetterName.SURVEY, "[{{ case_no }}]", "zegt niets"),
        (LetterName.SURVEY, "Hoe gaat het nu? " * 7, "langer dan 100 tekens"),
    ],
)
def test_a_subject_that_tells_too_much_or_nothing_is_found(
    name: LetterName, subject: str, told: str, overrides: Path
) -> None:
    file = overrides / "nl" / "parent" / f"{name}.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"Subject: {subject}\n\nDag\n", "utf-8")
    found = Writer(SHIPPED, overrides).check()
    assert {(each.file, each.key) for each in found} == {(f"nl/parent/{name}.md", "Subject")}
    assert all(told in each.text for each in found)


@pytest.mark.parametrize("sign", [None, lambda button: f"key of {button.person}"])
@pytest.mark.parametrize("name", [LetterName.SURVEY, LetterName.SURVEY_REMINDER])
def test_the_figures_of_the_question_can_be_tapped_and_carry_no_key(
    name: LetterName, sign: Sign | None
) -> None:
    writer = Writer(SHIPPED, sign=sign)
    for language in LANGUAGES:
        letter = writer.write(sample_order(name, "usual", language, "u"))
        assert "\n\n1 · 2 · 3 · 4 · 5\n\n" in letter.text
        assert re.findall(r'href="mailto:([^"]*)"', letter.html) == [
            "klachten@schoolbestuur-demerland.example?subject=%5BK-2026-0042%5D%20"
            f"{figure}&amp;body={figure}"
            for figure in (1, 2, 3, 4, 5)
        ]
        assert "Sleutel" not in letter.html + letter.text
