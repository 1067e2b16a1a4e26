"""The style sheet is written into our own markup: no mark moves, and no value is printed again."""

from __future__ import annotations

import html
import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.house_style import (
    COLOUR,
    DARK_GROUND,
    INK,
    PALE_GROUND,
    PLAIN_STYLE,
    HouseStyle,
    shades_of,
)
from bot.core.letter import LetterName
from bot.writer.layout import Head, Sheet
from bot.writer.letters import Writer
from bot.writer.markdown import skeleton
from bot.writer.marks import clean, mark, marks_in
from bot.writer.samples import sample_order
from bot.writer.stylesheet import stylesheet
from tests.pages import Page
from tests.writer.conftest import SHIPPED, sign

CSS = (SHIPPED / "letter.css").read_text("utf-8")
SHEET = Sheet(SHIPPED, PLAIN_STYLE)
HEAD = Head(school="Basisschool Demerland", case_no="K-2026-0042", title="Dag", trial="")
MARKS = [mark(number) for number in range(12)]
PIECES = st.sampled_from(
    [
        *MARKS,
        *("## ", "### ", "#### ", "- ", "1. ", "> ", "> ## ", "---", "**", "*", "\\", "\n", "\n\n"),
        *("[hier](mailto:x@y.example)", "<b>", "</td>", "<!--", "-->", "&nbsp;", "&amp;", "&", "'"),
        *(
            '"',
            "=",
            "`",
            "~",
            "|",
            "]]>",
            "é",
            "\u00a0",
            "\u200b",
            "\u2028",
            "עברית",
            "😀",
            " ",
            "a",
        ),
    ]
)


def words_of(markup: str) -> str:
    return Page(markup).whole.words


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_marks_and_words_come_through_letter_for_letter(body: str) -> None:
    made = skeleton(body).html
    styled = SHEET.dress(made)
    assert marks_in(styled) == marks_in(made)
    assert words_of(styled) == words_of(made)
    assert re.sub(' style="[^"]*"', "", styled).count("<") == re.sub(
        ' style="[^"]*"', "", made.replace("<tr>", "<tbody><tr>").replace("</tr>", "</tr></tbody>")
    ).count("<")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60).map(clean))
def test_what_anybody_typed_stands_on_the_page_as_it_was_escaped(typed: str) -> None:
    said = f"x {typed}"  # so that it is no number, which can be tapped
    page = SHEET.page(f"<p>{mark(0)}</p>\n", [said], language="nl", head=HEAD)
    shown = html.escape(said).replace("\n", "<br>")
    assert f'<p style="margin:0 0 16px">{shown}</p>' in page


@given(st.text(max_size=60).map(clean), st.sampled_from(Head._fields))
def test_nor_does_the_head_print_anything_again(typed: str, field: str) -> None:
    head = Head(*("rust",) * 4)._replace(**{field: f"«{typed}»"})
    page = SHEET.page("<p>a</p>\n", [], language="nl", head=head)
    assert page.count(html.escape(f"«{typed}»")) == (2 if field == "title" else 1)


def test_letters_that_differ_in_their_values_are_laid_out_once() -> None:
    sheet = Sheet(SHIPPED, PLAIN_STYLE)
    for school, value in product(("De Linde", "De Beuk"), ("een", "twee")):
        head = HEAD._replace(school=school)
        page = sheet.page(f"<p>{mark(0)}</p>\n", [value], language="nl", head=head)
        assert school in page
        assert f">{value}</p>" in page
    assert sheet._laid_out.cache_info().misses == 1


def test_what_is_meant_for_outlook_alone_comes_through() -> None:
    order = sample_order(LetterName.PREVIEW, "usual", "nl", "u")
    page = Writer(SHIPPED, sign=sign).write(order).html
    room = "<!--[if mso]>&nbsp;&nbsp;<![endif]-->"
    assert f">{room}Verstuur{room}</a> {room}<a " in page
    assert '<!--[if mso]><table role="presentation" width="600"' in page
    assert "<!--[if mso]></td></tr></table><![endif]-->" in page
    assert "<o:PixelsPerInch>96</o:PixelsPerInch>" in page


def test_screens_get_their_rules_as_they_are_and_elements_theirs() -> None:
    order = sample_order(LetterName.ACKNOWLEDGMENT, "usual", "nl", "u")
    page = Writer(SHIPPED).write(order).html
    (kept,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    assert "@media (prefers-color-scheme: dark) { .page, .outer {" in kept
    assert "@media only screen and (max-width: 480px) {" in kept
    outside = re.sub(r"@media.*", "", kept)
    assert outside.strip() == ":root { color-scheme: light dark; }"
    # Where the characters are said, a reader looks in the first kilobyte only.
    assert page.index('<meta charset="utf-8">') < 1024


def test_the_colour_of_the_school_is_in_both() -> None:
    sheet = stylesheet(CSS, "#5b2d8e")
    assert 'style="color:#5b2d8e' in sheet.piece("<a>x</a>")
    assert "#cbb1e6" in sheet.screens
    assert "var(" not in f"{sheet}"
    assert "/*" not in f"{sheet}"


def test_the_shades_are_made_for_the_grounds_that_they_stand_on() -> None:
    assert f"--quote: {PALE_GROUND};" in CSS
    assert f"--quote-dark: {DARK_GROUND};" in CSS
    assert f"--desk-dark: {INK};" in CSS
    for name, shade in zip(("", "-deep", "-light"), shades_of(COLOUR), strict=True):
        assert f"--school{name}: {shade};" in CSS


def test_a_colour_without_a_name_in_the_sheet_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match="schol"):
        stylesheet("p { color: var(--schol); }", "#000000")


def test_nothing_is_fetched() -> None:
    link = '<link rel="stylesheet" href="http://127.0.0.1:1/a.css">'
    page = f"<!DOCTYPE html><html><head>{link}</head><body><p>a</p></body></html>"
    assert '<p style="margin:0 0 16px">a</p>' in stylesheet(CSS, "#000000").page(page)


def test_each_school_has_a_sheet_of_its_own() -> None:
    plain, own = (Sheet(SHIPPED, HouseStyle(colour=one)) for one in ("#174a5b", "#5b2d8e"))
    assert plain.dress("<h1>a</h1>") != own.dress("<h1>a</h1>")
