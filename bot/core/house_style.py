"""The house style: the colour and the logo of a school, and the shades that people can read.

Contrast is that of WCAG 2.2: a text needs 4.5:1 on its ground (1.4.3), a frame 3:1 (1.4.11).
"""

from __future__ import annotations

import colorsys
import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

COLOUR = "#174a5b"  # of a school that has none
READABLE = 4.5

WHITE, INK = "#ffffff", "#14191c"
# The darkest ground that the colour of a school stands on in a light letter, and the lightest that
# its light shade stands on in a dark one: both are the ground of a quote.
PALE_GROUND, DARK_GROUND = "#f2f5f7", "#273036"

_COMFORTABLE = 7.0  # in the dark thin letters of a colour blur: 1.4.6 rather than 1.4.3
_STEPS = 256
_GLARING = 0.8  # a fuller colour than this hurts on a dark screen
_DEEPER = 0.8  # how light the head of a dark letter is, beside that of a light one


class Shades(NamedTuple):
    """A school's colour as letters use it, each "#rrggbb".

    `strong` is read on white and white is read on it; `deep` is the ground of white words in a dark
    letter; `light` is read on the dark grounds, and dark words are read on it.
    """

    strong: str
    deep: str
    light: str


@lru_cache(maxsize=64)
def shades_of(colour: str) -> Shades:
    """The shades nearest to a colour ("#rrggbb") that can be read: itself where it can."""
    strong = next(one for one in _darker(colour) if contrast(one, PALE_GROUND) >= READABLE)
    hue, lightness, fullness = _hls(strong)
    light = next(one for one in _lighter(colour) if contrast(one, DARK_GROUND) >= _COMFORTABLE)
    return Shades(strong, _hex(hue, lightness * _DEEPER, fullness), light)


@lru_cache(maxsize=4096)
def contrast(one: str, other: str) -> float:
    """How far two colours ("#rrggbb") stand apart: 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True, kw_only=True)
class Logo:
    """A picture that was checked; `width` and `height` are how large it is shown, in CSS pixels."""

    content: bytes = field(repr=False)
    kind: Literal["png", "jpeg", "gif"]
    width: int
    height: int

    @cached_property
    def content_id(self) -> str:
        """What the page calls it (RFC 2392): the same picture has the same name everywhere."""
        return f"logo.{hashlib.sha256(self.content).hexdigest()[:24]}@gehoor"

    @cached_property
    def base64(self) -> str:
        """The picture in letters, on one line (RFC 4648)."""
        return b64encode(self.content).decode("ascii")

    @property
    def data_address(self) -> str:
        """The picture as an address that holds it all (RFC 2397), for a page outside a mail."""
        return f"data:image/{self.kind};base64,{self.base64}"


@dataclass(frozen=True, kw_only=True)
class HouseStyle:
    """How the letters of a school look."""

    colour: str = COLOUR
    logo: Logo | None = None


PLAIN_STYLE = HouseStyle()


@dataclass(frozen=True, kw_only=True)
class HouseStyles:
    """The style of the board, and of each school by its name where it has one of its own."""

    board: HouseStyle = PLAIN_STYLE
    schools: Mapping[str, HouseStyle] = field(default_factory=dict)

    def of(self, school: object) -> HouseStyle:
        """The style of the school that a letter names."""
        return self.schools.get(school, self.board) if isinstance(school, str) else self.board


def _darker(colour: str) -> Iterator[str]:
    """The colour itself, then ever darker shades of it, down to black."""
    hue, lightness, fullness = _hls(colour)
    yield colour
    for step in range(_STEPS, -1, -1):
        yield _hex(hue, lightness * step / _STEPS, fullness)


def _lighter(colour: str) -> Iterator[str]:
    """Ever lighter shades, up to white, none of them glaring."""
    hue, lightness, fullness = _hls(colour)
    for step in range(_STEPS + 1):
        up = lightness + (1 - lightness) * step / _STEPS
        yield _hex(hue, up, min(fullness, _GLARING))


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _hls(colour: str) -> tuple[float, float, float]:
    red, green, blue = _rgb(colour)
    return colorsys.rgb_to_hls(red, green, blue)


def _hex(hue: float, lightness: float, fullness: float) -> str:
    parts = colorsys.hls_to_rgb(hue, lightness, fullness)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def _luminance(colour: str) -> float:
    """The relative luminance (WCAG 2.2, from sRGB)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- sRGB
        for part in _rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
