"""The style sheet of letters: letter.css in the colours of a school, written into the elements.

Only markup that we made meets css-inline, with marks where the values go: what anybody typed is put
in afterwards, and is not parsed and printed again by anything.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from css_inline import CSSInliner

from bot.core.house_style import shades_of

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_COLOURS = re.compile(r":root\s*\{([^{}]*)\}")
_COLOUR = re.compile(r"--([a-z-]+)\s*:\s*([^;]+);")
_USE = re.compile(r"var\(--([a-z-]+)\)")
_SCREENS = re.compile(r"@media[^{}]*\{(?:[^{}]*\{[^{}]*\})*\s*\}")
_BLANKS = re.compile(r"\s+")


class Stylesheet(NamedTuple):
    """The rules for the elements, and those for kinds of screens, which go along as they are."""

    rules: str
    screens: str

    def page(self, markup: str) -> str:
        """A whole page, each element with its style."""
        return _inliner(self.rules).inline(markup)

    def piece(self, markup: str) -> str:
        """A piece of a page, each element with its style."""
        return _piece(self.rules, markup)


def stylesheet(css: str, colour: str) -> Stylesheet:
    """The sheet for a school of this colour ("#rrggbb"); raises KeyError for an unknown name."""
    css = _COMMENT.sub("", css)
    strong, deep, light = shades_of(colour)
    known = {name: value for root in _COLOURS.findall(css) for name, value in _COLOUR.findall(root)}
    known |= {"school": strong, "school-deep": deep, "school-light": light}
    filled = _USE.sub(lambda use: known[use[1]], _COLOURS.sub("", css))
    screens = "\n".join(_BLANKS.sub(" ", each) for each in _SCREENS.findall(filled))
    return Stylesheet(_SCREENS.sub("", filled), screens)


@lru_cache(maxsize=64)
def _inliner(rules: str) -> CSSInliner:
    return CSSInliner(
        extra_css=rules,
        inline_style_tags=False,
        keep_style_tags=True,
        minify_css=True,
        load_remote_stylesheets=False,
    )


@lru_cache(maxsize=1024)
def _piece(rules: str, markup: str) -> str:
    return _inliner(rules).inline_fragment(markup, "")
