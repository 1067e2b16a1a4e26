"""Whatever colour a school has: its letters can be read, in the light and in the dark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.house_style import (
    COLOUR,
    DARK_GROUND,
    INK,
    PALE_GROUND,
    WHITE,
    HouseStyle,
    HouseStyles,
    Logo,
    contrast,
    shades_of,
)

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_every_shade_can_be_read_where_it_stands(colour: str) -> None:
    strong, deep, light = shades_of(colour)
    for words, ground in (
        (strong, WHITE),
        (strong, PALE_GROUND),
        (WHITE, strong),
        (WHITE, deep),
        (light, DARK_GROUND),
        (light, INK),
        (INK, light),
    ):
        assert contrast(words, ground) >= 4.5, (words, ground)


@given(colours)
def test_a_colour_that_can_be_read_stays_as_it_is(colour: str) -> None:
    strong = shades_of(colour).strong
    assert (strong == colour) is (contrast(colour, PALE_GROUND) >= 4.5)
    assert shades_of(strong).strong == strong


@given(colours)
def test_the_darker_shade_is_the_nearest_that_can_be_read(colour: str) -> None:
    strong = shades_of(colour).strong
    if strong != colour:
        assert contrast(strong, PALE_GROUND) < 4.5 * 1.06


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#174a5b", "#174a5b", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


def test_yellow_becomes_a_darker_yellow_and_the_shipped_colour_stays() -> None:
    strong = shades_of("#ffcc00").strong
    red, green, blue = (int(strong[at : at + 2], 16) for at in (1, 3, 5))
    assert red > green > blue == 0
    assert shades_of(COLOUR).strong == COLOUR


def test_a_letter_of_a_school_without_a_style_looks_as_those_of_the_board() -> None:
    board, beech = HouseStyle(colour="#5b2d8e"), HouseStyle(colour="#00695c")
    styles = HouseStyles(board=board, schools={"De Beuk": beech})
    assert styles.of("De Beuk") == beech
    assert styles.of("De Linde") == styles.of(None) == board


def test_the_same_picture_has_the_same_name_in_every_letter() -> None:
    one, same, other = (
        Logo(content=content, kind="png", width=1, height=1) for content in (b"a", b"a", b"b")
    )
    assert one.content_id == same.content_id != other.content_id
    assert one.data_address == "data:image/png;base64,YQ=="
