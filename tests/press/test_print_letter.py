"""A letter on paper says what the letter says, for an eye, for an ear, and for a window."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from bot.core.house_style import HouseStyle, Logo
from bot.core.letter import AUDIENCE, Audience, Letter, LetterName, LetterOrder
from bot.press.blocks import blocks_of
from bot.press.letter import Window, print_letter
from bot.writer.letters import Writer
from bot.writer.samples import SAMPLES, sample_order
from bot.writer.words import write_date
from tests.pictures import png

SHIPPED = Path(__file__).parents[2] / "templates"
WRITER = Writer(SHIPPED)
DAY = date(2026, 12, 8)
ADDRESS = "Sofie Aerts\nKerkstraat 1 bus 2\n3999 Demerland"
MILLIMETRE = 72 / 25.4
TO_PARENTS = [
    (name, sample, language)
    for name, samples in SAMPLES.items()
    for sample in samples
    for language in ("nl", "fr", "en", "de")
    if AUDIENCE[name] is Audience.PARENT
]


def a_letter(language: str = "nl", **values: str) -> Letter:
    order = sample_order(LetterName.STATUS_UPDATE, "usual", language, "u")
    return WRITER.write(replace(order, values={**order.values, **values}))


def printed(letter: Letter, window: Window = Window.RIGHT) -> bytes:
    dated = write_date(DAY, letter.language)
    return print_letter(letter, "Basisschool Demerland", day=DAY, dated=dated, window=window)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def part(whole: Any, *path: str | int) -> Any:
    """What lies at this path in a PDF, each step followed to where it points."""
    for key in path:
        whole = whole.get_object()[key]
    return whole.get_object()


def words(text: str) -> list[str]:
    """Letters and figures, without what only lays a text out."""
    return re.findall(r"\w+", text.replace("\u200b", ""))


def places(page: PageObject) -> dict[str, tuple[float, float]]:
    """Where each piece of text stands: millimetres from the left and from the top of the sheet."""
    found: dict[str, tuple[float, float]] = {}

    def keep(text: str, sheet: list[float], line: list[float], *_: object) -> None:
        if text.strip():
            across = line[4] * sheet[0] + line[5] * sheet[2] + sheet[4]
            up = line[4] * sheet[1] + line[5] * sheet[3] + sheet[5]
            down = float(page.mediabox.height) - up
            found[text.strip()] = (across / MILLIMETRE, down / MILLIMETRE)

    page.extract_text(visitor_text=keep)
    return found


@pytest.mark.parametrize(("name", "sample", "language"), TO_PARENTS)
def test_every_letter_to_parents_is_printed_whole(
    name: LetterName, sample: str, language: str
) -> None:
    letter = WRITER.write(sample_order(name, sample, language, "u"))
    pdf = text_of(printed(letter))
    # A PDF keeps words that run from right to left as they are drawn, not as they are spelled.
    drawn = ("R", "AL")
    body = [
        word
        for word in words(letter.text)
        if not word.isdigit() and unicodedata.bidirectional(word[0]) not in drawn
    ]
    on_paper = words(pdf)
    assert [word for word in body if word not in on_paper] == []


def test_the_head_names_school_day_number_and_subject() -> None:
    text = text_of(printed(a_letter(postal_address=ADDRESS)))
    for said in (
        "Basisschool Demerland",
        "Schoolbestuur Demerland",
        "dinsdag 8 december 2026",
        "Ons kenmerk: K-2026-0042",
        "Hoe staat het met uw klacht?",
        "blz. 1 van 1",
    ):
        assert said in text
    assert "[K-2026-0042]" not in text


@pytest.mark.parametrize(
    ("language", "reference", "page"),
    [
        ("fr", "Notre référence : K-2026-0042", "page 1 sur 1"),
        ("en", "Our reference: K-2026-0042", "page 1 of 1"),
        ("de", "Unser Zeichen: K-2026-0042", "Seite 1 von 1"),
    ],
)
def test_head_and_foot_speak_the_language_of_the_letter(
    language: str, reference: str, page: str
) -> None:
    pdf = printed(a_letter(language))
    assert reference in text_of(pdf)
    assert page in text_of(pdf)
    assert part(read(pdf).trailer, "/Root", "/Lang") == language


@pytest.mark.parametrize(("window", "left"), [(Window.RIGHT, 107), (Window.LEFT, 25)])
def test_the_address_stands_behind_the_window(window: Window, left: int) -> None:
    (page,) = read(printed(a_letter(postal_address=ADDRESS), window)).pages
    for line in ADDRESS.splitlines():
        across, down = places(page)[line]
        assert abs(across - left) < 1
        assert 50 < down < 90
    assert abs(float(page.mediabox.width) / MILLIMETRE - 210) < 1
    assert abs(float(page.mediabox.height) / MILLIMETRE - 297) < 1


@pytest.mark.parametrize(
    "typed", ["Kerkstraat 1 bus 2, 3999 Demerland", "Kerkstraat 1 bus 2\n\n3999 Demerland\n"]
)
def test_the_name_stands_above_the_street_however_that_was_typed(typed: str) -> None:
    letter = a_letter(postal_address=typed, recipient="Sofie Aerts")
    (page,) = read(printed(letter)).pages
    heights = [places(page)[line][1] for line in ADDRESS.splitlines()]
    assert heights == sorted(heights)
    assert heights[0] > 50


def test_without_an_address_there_is_room_to_write_one() -> None:
    (page,) = read(printed(a_letter())).pages
    assert not [text for text, (_, down) in places(page).items() if 40 < down < 92]


def test_the_pages_of_a_long_letter_are_counted_and_named() -> None:
    pages = read(printed(a_letter(text="Een lange zin die doorgaat. " * 600))).pages
    count = len(pages)
    assert count > 2
    for number, page in enumerate(pages, 1):
        assert f"blz. {number} van {count}" in page.extract_text()
    assert "K-2026-0042" in pages[1].extract_text().split("\n")[0]


def test_it_is_tagged_titled_and_its_fonts_are_inside() -> None:
    reader = read(printed(a_letter(text="Yağmur Şahin, Поштовани, مرحبا")))
    root = part(reader.trailer, "/Root")
    assert part(root, "/MarkInfo", "/Marked")
    assert reader.metadata is not None
    assert reader.metadata.title == "Hoe staat het met uw klacht?"
    fonts = [
        part(font, "/DescendantFonts", 0, "/FontDescriptor")
        for page in reader.pages
        for font in part(page, "/Resources", "/Font").values()
    ]
    assert len(fonts) >= 2
    assert all({"/FontFile2", "/FontFile3"} & set(each) for each in fonts)
    kept = part(root, "/Metadata").get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in kept
    assert "<pdfuaid:part>1</pdfuaid:part>" in kept


@pytest.mark.parametrize(
    "typed",
    [
        "Yağmur Şahin, Đorđe, Łukasz, Ștefan",
        "Поштовани, ово је одговор",  # noqa: RUF001 -- the very letters in question
        "Ελληνικά",
        "שלום",
        "مرحبا",
    ],
)
def test_names_in_other_scripts_are_printed(typed: str) -> None:
    text = text_of(printed(a_letter(text=typed)))
    assert set(words(typed)) <= {*words(text), *(word[::-1] for word in words(text))}


def test_a_sign_without_a_font_costs_no_letter() -> None:
    text = text_of(printed(a_letter(text="voor \U0001f9ff\u4e2d\ua9c1 na")))
    assert {"voor", "na"} <= set(words(text))


SIGNS = ["#", "$", "*", "_", "@", "<a>", "\\", "//", "/*", "`", "[", "]", "{", "}", '"', "'", "~"]
SIGNS += ["#import", "#read(", '"/etc/passwd"', ")", "= ", "- ", "\n", "\n\n", " ", "a", "é", "\t"]
SIGNS += ["&lt;", "<br>", "<hr>", "</td>", "</p>", "\u202e", "ع", "😀", "A" * 90]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=30))
def test_nothing_typed_is_read_as_an_instruction(signs: list[str]) -> None:
    letter = a_letter(text="".join(signs) + "\n\nEINDE")
    text = text_of(printed(letter))
    assert "EINDE" in text
    assert "Meldpunt klachten, Basisschool Demerland" in text
    assert "root:" not in text


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert printed(a_letter()) == printed(a_letter())


def test_a_button_is_not_printed_and_an_address_of_a_link_is() -> None:
    page = (
        '<td class="body"><h1>Titel</h1>'
        '<p>Lees <a href="https://demerland.example/klacht">meer</a> of schrijf '
        '<a href="mailto:k@demerland.example">k@demerland.example</a>, bel '
        '<a href="tel:011000001"><span>011 00 00 01</span></a>.</p>'
        '<p><a class="button" href="mailto:x@y.example?subject=JA">Ja</a></p></td><td>voet</td>'
    )
    (only,) = blocks_of(page)
    runs = only["runs"]
    assert isinstance(runs, list)
    assert "".join(text for text, _ in runs) == (
        "Lees meer (https://demerland.example/klacht) of schrijf k@demerland.example, bel "
        "011 00 00 01."
    )


def test_lists_quotes_and_emphasis_keep_their_shape() -> None:
    page = (
        '<td class="body"><ol start="3"><li>een</li><li><p><strong>twee</strong></p></li></ol>'
        '<blockquote><p style="white-space:pre-wrap">a  b<br>c<br><br>שלום</p></blockquote>'
        "<hr><p>klein</p></td>"
    )
    numbered, quote, rule, small = blocks_of(page)
    assert (numbered["kind"], numbered["start"]) == ("ol", 3)
    assert rule == {"kind": "rule"}
    assert small["small"] is True
    inside = quote["blocks"]
    assert isinstance(inside, list)
    assert [block["runs"] for block in inside] == [
        [["a  b", ""], ["\n", ""], ["c", ""]],
        [["שלום", ""]],
    ]
    assert [block["rtl"] for block in inside] == [False, True]
    items = numbered["blocks"]
    assert isinstance(items, list)
    assert [item["blocks"][0]["runs"] for item in items] == [[["een", ""]], [["twee", "strong"]]]


def test_typst_is_loaded_when_the_first_letter_is_printed_and_not_before() -> None:
    code = "import sys, bot.press.letter; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_letter_without_a_number_is_printed_too() -> None:
    order = sample_order(LetterName.STATUS_UPDATE, "usual", "nl", "u")
    bare: LetterOrder = replace(order, case_number=None)
    assert "Hoe staat het" in text_of(printed(replace(WRITER.write(order), order=bare)))


def pictures(pdf: bytes) -> list[Any]:
    """The pictures on all sheets, without what says where they are clear."""
    return [
        one.get_object()
        for page in read(pdf).pages
        for one in part(page, "/Resources").get("/XObject", {}).values()
        if one.get_object()["/Subtype"] == "/Image"
    ]


def test_the_logo_and_the_colour_of_the_school_are_on_paper_too() -> None:
    logo = Logo(content=png(120, 40), kind="png", width=120, height=40)
    letter = replace(a_letter(), style=HouseStyle(colour="#5b2d8e", logo=logo))
    pdf = printed(letter)
    (image,) = pictures(pdf)
    assert (image["/Width"], image["/Height"]) == (120, 40)
    assert text_of(pdf) == text_of(printed(a_letter()))
    assert part(read(pdf).trailer, "/Root", "/StructTreeRoot") is not None
    assert b"pdfuaid:part>1" in pdf
    assert pictures(printed(a_letter())) == []


def test_a_logo_that_cannot_be_drawn_stops_no_letter() -> None:
    logo = Logo(content=b"GIF89a\x01\x00\x01\x00\x00;", kind="gif", width=1, height=1)
    pdf = printed(replace(a_letter(), style=HouseStyle(logo=logo)))
    assert text_of(pdf) == text_of(printed(a_letter()))


def test_words_around_a_quote_in_a_frame_stay_in_the_body() -> None:
    page = (
        '<td class="body"><p>voor</p><table><tr><td class="quote"><blockquote><p>citaat</p>'
        "</blockquote></td></tr></table><p>na</p></td><td>voet</td>"
    )
    assert [block["kind"] for block in blocks_of(page)] == ["p", "blockquote", "p"]
