"""A letter in a real browser: nothing runs off a small screen, nothing is asked of anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.house_style import HouseStyle, HouseStyles, Logo
from bot.core.letter import Letter, LetterName
from bot.writer.letters import Writer
from bot.writer.samples import SAMPLES, sample_order
from tests.chromium import CHROMIUM, Chromium, Page
from tests.pictures import png
from tests.writer.conftest import SHIPPED, sign

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

LOGO = Logo(content=png(540, 180), kind="png", width=180, height=60)
WRITER = Writer(SHIPPED, sign=sign, styles=HouseStyles(board=HouseStyle(logo=LOGO)))
LONG = "Gemeentelijkebasisschoolzonderspatiesinhaarnaam"
TELLING = (
    LetterName.ACKNOWLEDGMENT,
    LetterName.OUTCOME_UPHELD,
    LetterName.SURVEY,
    LetterName.NEW_COMPLAINT,
    LetterName.DAILY_DIGEST,
    LetterName.PREVIEW,
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with Chromium() as one:
        yield one


def shown(page: Page, letter: Letter, folder: Path) -> None:
    """The page as a mail program shows it, its picture at hand."""
    logo = letter.style.logo
    whole = letter.html
    if logo:
        whole = whole.replace(f"cid:{logo.content_id}", logo.data_address)
    file = folder / f"{letter.order.name}.html"
    file.write_text(whole, "utf-8")
    page.go(file.as_uri())


def written(name: LetterName) -> Letter:
    sample = "buttons" if "buttons" in SAMPLES[name] else "usual"
    order = sample_order(name, sample, "nl", "u")
    return WRITER.write(replace(order, values={**order.values, "school": LONG}))


@pytest.mark.parametrize("width", [320, 390, 800])
def test_no_screen_is_too_small(width: int, browser: Chromium, tmp_path: Path) -> None:
    page = browser.page(width=width)
    for name in TELLING:
        shown(page, written(name), tmp_path)
        assert page.see("document.documentElement.scrollWidth") <= width, name
        # WCAG 2.5.8 asks for 24 px; a thumb for more.
        small = "[...document.querySelectorAll('a.button')].filter(a => a.offsetHeight < 44)"
        assert page.see(f"{small}.length") == 0, name


def test_nothing_is_fetched_and_the_logo_is_seen(browser: Chromium, tmp_path: Path) -> None:
    page = browser.page(width=390)
    shown(page, written(LetterName.ACKNOWLEDGMENT), tmp_path)
    image = "document.querySelector('img')"
    assert page.see(f"[{image}.naturalWidth, {image}.width, {image}.height]") == [540, 180, 60]
    assert {re.split("[:/]", address)[0] for address in page.asked} <= {"file", "data"}
    assert page.complaints == []


def test_a_dark_screen_gets_a_dark_letter_with_the_logo_on_white(
    browser: Chromium, tmp_path: Path
) -> None:
    for dark, paper in ((False, "rgb(255, 255, 255)"), (True, "rgb(30, 37, 41)")):
        page = browser.page(width=800, dark=dark)
        shown(page, written(LetterName.ACKNOWLEDGMENT), tmp_path)
        assert [ground(page, one) for one in (".sheet", ".plate")] == [paper, "rgb(255, 255, 255)"]


def ground(page: Page, element: str) -> str:
    return str(page.see(f"getComputedStyle(document.querySelector('{element}')).backgroundColor"))
