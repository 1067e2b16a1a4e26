"""calendar/*.toml: the days a school is closed besides public and school holidays."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from bot.core.almanac import get_region
from bot.settings.schema.section import Day, Section, Text

_A_YEAR = timedelta(days=366)


def _region(value: str) -> str:
    return get_region(value).name


Region = Annotated[str, AfterValidator(_region)]


class VacationConfig(Section):
    """A vacation of this school; both days belong to it."""

    name: Text = Field(description="Name of the vacation.")
    first: Day = Field(description="First day without school.")
    last: Day = Field(description="Last day without school.")

    @model_validator(mode="after")
    def _the_last_day_comes_last(self) -> VacationConfig:
        if self.last < self.first:
            raise ValueError(f"`last` ({self.last}) lies before `first` ({self.first})")
        if self.last - self.first >= _A_YEAR:
            raise ValueError(f"no vacation lasts from {self.first} to {self.last}")
        return self


class CalendarConfig(Section):
    """calendar/YEAR-YEAR.toml: one school year."""

    region: Region | None = Field(
        default=None,
        description="Whose public and school holidays count: BE-Flemish, BE-French, BE-German, "
        "NL-Noord, NL-Midden or NL-Zuid; left out: that of the preset.",
    )
    closed_day: tuple[Day, ...] = Field(
        default=(), description="Days on which the school is closed: no school days."
    )
    extra_holiday: tuple[Day, ...] = Field(
        default=(), description="Days on which nobody works: no working days either."
    )
    vacation: tuple[VacationConfig, ...] = Field(
        default=(), description="Vacations of this school besides those of the region."
    )
