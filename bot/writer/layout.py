"""The sheet a letter is written on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from bot.core.house_style import HouseStyle
from bot.writer.marks import Shown, fill_html, mark, moved, verbatim
from bot.writer.stylesheet import Stylesheet, stylesheet

_TRIAL_RULE = "=" * 40
# The values of the sheet itself, in the order of their marks; those of the body come after.
_OWN = ("school", "case_no", "title", "trial")


class Head(NamedTuple):
    """What stands on the sheet beside the letter: texts, "" where there is none."""

    school: str
    case_no: str
    title: str
    trial: str


class Sheet:
    """The one page for HTML letters, in the style of a school; lies in the `folder` of templates.

    Each page is laid out and styled once for all letters that differ only in their values.
    """

    def __init__(self, folder: Path, style: HouseStyle) -> None:
        css = (folder / "letter.css").read_text("utf-8")
        self._style = style
        self._stylesheet: Stylesheet = stylesheet(css, style.colour)
        self._template = _template((folder / "layout.html").read_text("utf-8"))
        self._laid_out = lru_cache(maxsize=128)(self._lay_out)

    def dress(self, markup: str) -> str:
        """A piece of our own markup with its style, as it stands anywhere on the page."""
        return self._stylesheet.piece(markup)

    def page(self, body: str, values: Sequence[Shown], *, language: str, head: Head) -> str:
        """The whole page around a body with marks, the values in their places."""
        laid_out = self._laid_out(body, language, tuple(map(bool, head)))
        return fill_html(laid_out, [*map(verbatim, head), *values], self.dress)

    def _lay_out(self, body: str, language: str, said: tuple[bool, ...]) -> str:
        own = {name: mark(at) if said[at] else "" for at, name in enumerate(_OWN)}
        page = self._template.render(
            {name: Markup(text) for name, text in own.items()},  # noqa: S704 -- marks
            body=Markup(moved(body, len(_OWN))),  # noqa: S704 -- made by us, with marks for values
            language=language,
            logo=self._style.logo,
            screens=Markup(self._stylesheet.screens),  # noqa: S704 -- shipped with us
        )
        return self._stylesheet.page(page)


@lru_cache(maxsize=64)
def sheet_of(folder: Path, style: HouseStyle) -> Sheet:
    """The sheet of a school; every writer of the process has the same."""
    return Sheet(folder, style)


@lru_cache(maxsize=8)
def _template(source: str) -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source)


def plain(body: str, *, trial: str) -> str:
    """The text part: the body, ending in one line feed, under the trial heading if there is one."""
    heading = f"{_TRIAL_RULE}\n{trial}\n{_TRIAL_RULE}\n\n" if trial else ""
    return f"{heading}{body}\n"
