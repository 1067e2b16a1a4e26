"""Checks the days: is every day that a deadline may need on the calendar?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.settings.finding import Finding, Level
from bot.settings.load import Settings

_AUGUST, _MAY = 8, 5


def days_to_fill_in(settings: Settings, today: date) -> Iterator[Finding]:
    """Which school years nobody described; the next one only from 1 May on."""
    first = today.year if today.month >= _AUGUST else today.year - 1
    years = [first]
    if _MAY <= today.month < _AUGUST:
        years.append(first + 1)
    for year in years:
        name = f"{year}-{year + 1}"
        file = f"calendar/{name}.toml"
        if not any(name in known for known in settings.calendars):
            text = (
                f"De kalender voor {name} ontbreekt: op welke dagen is de school gesloten, behalve "
                "op feestdagen en in de schoolvakanties?"
            )
            yield Finding(level=Level.WARNING, file=file, key="closed_day", text=text)
        if not settings.policy.calendar.covers(date(year + 1, 7, 31)):
            text = (
                f"De schoolvakanties van {name} zijn nog niet bekend; schrijf ze zelf als "
                "[[vacation]], anders telt elke weekdag als schooldag."
            )
            yield Finding(level=Level.WARNING, file=file, key="vacation", text=text)
    if not settings.preset.region_is_certain and not any(
        year.region for year in settings.calendars.values()
    ):
        text = (
            f"In welke vakantieregio ligt de school? Nu rekenen we met {settings.preset.region}; "
            "scholen wijken soms af, kijk de meivakantie na."
        )
        file = next(iter(settings.calendars), "calendar")
        yield Finding(level=Level.WARNING, file=file, key="region", text=text)
