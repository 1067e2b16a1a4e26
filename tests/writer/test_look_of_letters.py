"""Every letter is a page that a screen reader, a phone, an old Outlook and weak eyes can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.house_style import HouseStyle, HouseStyles, Logo, contrast
from bot.core.letter import AUDIENCE, Audience, Letter, LetterName
from bot.writer.letters import Writer
from bot.writer.proofs import proof_orders
from bot.writer.samples import SAMPLES, sample_order
from tests.pages import VOID, Element, Page, in_the_dark
from tests.pictures import png
from tests.writer.conftest import SHIPPED, sign

LOGO = Logo(content=png(120, 40), kind="png", width=120, height=40)
STYLED = HouseStyles(board=HouseStyle(colour="#ffcc00", logo=LOGO))
BLOCKS = {"p", "div", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "hr"}
ADDRESSES = re.compile(r"(mailto:[^?@]+@[^?@]+\?subject=|tel:\+?[0-9]+$)")


@pytest.fixture(scope="module")
def pages() -> list[tuple[Letter, Element]]:
    """Every letter in every language, with a colour and a logo."""
    writer = Writer(SHIPPED, sign=sign, styles=STYLED)
    letters = (writer.write(order) for order in proof_orders() if order.form == "u")
    return [(letter, Page(letter.html).whole) for letter in letters]


def each(pages: list[tuple[Letter, Element]], *tags: str) -> Iterator[Element]:
    return (found for _, page in pages for found in page.found(*tags))


def test_every_page_says_its_language_and_where_it_reads_from(
    pages: list[tuple[Letter, Element]],
) -> None:
    for letter, page in pages:
        (html,), (body,) = page.found("html"), page.found("body")
        assert html.given["lang"] == body.given["lang"] == letter.language
        assert html.given["dir"] == "ltr"
        # Web mail throws html and body away: the first element in them says it once more.
        assert body.children[0].given["lang"] == letter.language
        assert body.children[0].given["dir"] == "ltr"
        assert page.found("title")[0].words.strip()


def test_headings_make_a_table_of_contents(pages: list[tuple[Letter, Element]]) -> None:
    for letter, page in pages:
        levels = [int(heading.tag[1]) for heading in page.found(*(f"h{n}" for n in range(1, 7)))]
        assert levels[0] == 1, letter.subject
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(heading.words.strip() for heading in each(pages, "h1", "h2", "h3"))


def test_lists_hold_items_and_paragraphs_hold_words(pages: list[tuple[Letter, Element]]) -> None:
    for one in each(pages, "ul", "ol"):
        assert one.children
        assert {child.tag for child in one.children} == {"li"}
        assert not one.said
    for one in each(pages, "li"):
        assert one.parent
        assert one.parent.tag in {"ul", "ol"}
    for one in each(pages, "p", "h1", "h2", "h3"):
        assert not {inner.tag for inner in one.all()} & (BLOCKS - {one.tag})
        assert not one.inside("p", "h1", "h2", "h3")
        assert one.words.strip()


def test_tables_only_lay_out_and_every_cell_stands_in_a_row(
    pages: list[tuple[Letter, Element]],
) -> None:
    for one in each(pages, "table"):
        assert one.given["role"] == "presentation"
        assert one.given["cellpadding"] == one.given["cellspacing"] == one.given["border"] == "0"
    places = {"td": "tr", "tr": "tbody", "tbody": "table"}
    for one in each(pages, *places):
        assert one.parent
        assert one.parent.tag == places[one.tag]


def test_a_link_is_words_that_say_where_it_leads(pages: list[tuple[Letter, Element]]) -> None:
    for one in each(pages, "a"):
        assert ADDRESSES.match(one.given["href"])
        assert one.words.strip()
        assert not one.inside("a")
        # WCAG 2.5.3: who says the words that stand there means this one.
        spoken = one.given.get("aria-label", one.words)
        for words in (said.strip() for inner in one.all() for said in inner.said):
            assert words in spoken


def test_a_thumb_hits_every_button(pages: list[tuple[Letter, Element]]) -> None:
    for one in each(pages, "a"):
        if "button" in one.kinds:
            up, *_ = (int(size) for size in re.findall(r"(\d+)px", one.style["padding"]))
            line = float(one.style["line-height"]) * 16
            assert 2 * up + line + 2 >= 44, one.words


def test_nothing_comes_from_outside_and_nothing_runs_or_hides(
    pages: list[tuple[Letter, Element]],
) -> None:
    known = {"html", "head", "meta", "title", "style", "body", "div", "span", "bdi", "strong", "em"}
    known |= {"table", "tbody", "tr", "td", "a", "li", *VOID, *BLOCKS}
    for letter, page in pages:
        assert {one.tag for one in page.all()} - {""} <= known
        assert not re.search(r"https?:|url\(|@import|var\(|display:\s*none", letter.html)
        assert not any(name.startswith("on") for one in page.all() for name in one.given)


def test_parents_see_the_logo_and_staff_get_no_heavier_mail(
    pages: list[tuple[Letter, Element]],
) -> None:
    for letter, page in pages:
        images = page.found("img")
        if AUDIENCE[letter.order.name] is not Audience.PARENT:
            assert images == []
            assert letter.style.logo is None
            continue
        (image,) = images
        assert letter.style.logo == LOGO
        assert image.given["src"] == f"cid:{LOGO.content_id}"
        assert image.given["alt"] in " ".join(page.words.split())
        assert (image.given["width"], image.given["height"]) == ("120", "40")
        assert image.ground == "#ffffff"


def test_everything_that_is_seen_has_its_own_looks(pages: list[tuple[Letter, Element]]) -> None:
    for one in each(pages, "a", "body", "td", "p", "h1", "h2", "h3", "ul", "ol", "li", "hr"):
        assert one.style, one.tag
    # Word gives room inside a ground or a frame to cells alone.
    for one in each(pages, "p", "div", "blockquote"):
        assert not {"padding", "background-color", "border"} & set(one.style)


def assert_readable(page: Element) -> None:
    """WCAG 2.2: words 4.5:1 on their ground (1.4.3), frames 3:1 (1.4.11)."""
    (body,) = page.found("body")
    for one in body.all():
        if one.said:
            assert contrast(one.ink, one.ground) >= 4.5, (one.said, one.ink, one.ground)
        if "button" in one.kinds:
            assert one.parent
            assert contrast(one.edge, one.parent.ground) >= 3, (one.edge, one.parent.ground)


def test_every_word_can_be_read_in_the_light_and_in_the_dark() -> None:
    for styles in (HouseStyles(), STYLED):
        writer = Writer(SHIPPED, sign=sign, styles=styles)
        for name, samples in SAMPLES.items():
            for sample in samples:
                page = writer.write(sample_order(name, sample, "nl", "u")).html
                assert_readable(Page(page).whole)
                assert_readable(Page(in_the_dark(page)).whole)


def test_the_dark_really_is_dark() -> None:
    page = Writer(SHIPPED).write(sample_order(LetterName.ACKNOWLEDGMENT, "usual", "nl", "u")).html
    (title,) = Page(in_the_dark(page)).whole.found("h1")
    assert contrast(title.ground, "#000000") < 1.5
    assert title.ink == "#7dc6de"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 0xFFFFFF))
def test_whatever_the_colour_of_the_school(number: int) -> None:
    styles = HouseStyles(board=HouseStyle(colour=f"#{number:06x}", logo=LOGO))
    writer = Writer(SHIPPED, sign=sign, styles=styles)
    for name, sample in (
        (LetterName.ACKNOWLEDGMENT, "usual"),
        (LetterName.PREVIEW, "usual"),
        (LetterName.DAILY_DIGEST, "buttons"),
    ):
        page = writer.write(sample_order(name, sample, "nl", "u")).html
        assert_readable(Page(page).whole)
        assert_readable(Page(in_the_dark(page)).whole)
