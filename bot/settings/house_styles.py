"""The house styles of a config: the board's, and that of each school that has its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Protocol

from bot.core.house_style import (
    PLAIN_STYLE,
    HouseStyle,
    HouseStyles,
    Logo,
    shades_of,
)
from bot.settings.finding import Finding, Level
from bot.settings.logo import LogoUnusableError, read_logo
from bot.settings.schema.bot import BotConfig
from bot.settings.schema.people import PeopleConfig

_HEAVY = 40_000  # bytes of a logo: ten times a letter
_BOT, _PEOPLE = "bot.toml", "people.toml"
# Told where a logo cannot be used: the file, the key, and why.
Complain = Callable[[str, str, str], None]


class Styled(Protocol):
    """A table of the config with a colour and a logo."""

    @property
    def colour(self) -> str | None:
        """The colour as "#rrggbb"."""

    @property
    def logo(self) -> str | None:
        """The file of the logo, from the folder of the config."""


def house_styles_of(
    folder: Path, bot: BotConfig, people: PeopleConfig, complain: Complain
) -> HouseStyles:
    """The styles as the config says; what a school leaves out it has from the board."""
    read = partial(_style, folder, complain)
    board = read(_BOT, "house_style", bot.house_style, PLAIN_STYLE)
    return HouseStyles(
        board=board,
        schools={
            school.name: read(_PEOPLE, f"school[{n}]", school, board)
            for n, school in enumerate(people.school)
        },
    )


def _style(  # noqa: PLR0913, PLR0917 -- one table of the config, and where it stands
    folder: Path, complain: Complain, file: str, key: str, table: Styled, board: HouseStyle
) -> HouseStyle:
    logo: Logo | None = board.logo
    if table.logo is not None:
        try:
            logo = read_logo(folder / table.logo)
        except LogoUnusableError as error:
            complain(file, f"{key}.logo", str(error))
    return HouseStyle(colour=table.colour or board.colour, logo=logo)


def looks_to_know(bot: BotConfig, people: PeopleConfig, styles: HouseStyles) -> Iterator[Finding]:
    """Colours that nobody could read on white, with what letters have instead; heavy logos."""
    yield from _to_know(_BOT, "house_style", bot.house_style, styles.board)
    for n, school in enumerate(people.school):
        yield from _to_know(_PEOPLE, f"school[{n}]", school, styles.of(school.name))


def _to_know(file: str, key: str, table: Styled, style: HouseStyle) -> Iterator[Finding]:
    strong = shades_of(style.colour).strong
    if table.colour is not None and strong != style.colour:
        text = (
            f"{style.colour} is te licht om op wit te lezen (WCAG 2.2 vraagt contrast 4,5). "
            f"De brieven krijgen de dichtste donkere tint die wel te lezen is: {strong}."
        )
        yield Finding(level=Level.OK, file=file, key=f"{key}.colour", text=text)
    if table.logo is not None and style.logo and len(style.logo.content) > _HEAVY:
        text = (
            f"Het logo weegt {len(style.logo.content) // 1000} kB, en elke brief aan een ouder "
            f"draagt het mee, ook in de database. Bewaar het kleiner: {_HEAVY // 1000} kB volstaat."
        )
        yield Finding(level=Level.OK, file=file, key=f"{key}.logo", text=text)
