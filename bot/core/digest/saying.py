"""Says days and numbers as people do, in Dutch, in as few words as an overview has room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.core.calendar import Calendar
from bot.core.duties.ladder import working_days_between

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_FAR = 180  # days: a day so long ago or ahead is told with its year


def weekday(day: date) -> str:
    """The name of the day: "woensdag"."""
    return _DAYS[day.weekday()]


def month(day: date) -> str:
    """The month with its year: "november 2026"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def day_of_month(day: date, today: date) -> str:
    """A day as "1 december"; with its year when that is not plain."""
    plain = f"{day.day} {_MONTHS[day.month - 1]}"
    return plain if abs((day - today).days) < _FAR else f"{plain} {day.year}"


def near_day(day: date, today: date) -> str:
    """A day close by: "woensdag 9", "vrijdag 1 januari"."""
    same_month = (day.year, day.month) == (today.year, today.month)
    return f"{weekday(day)} {day.day if same_month else day_of_month(day, today)}"


def whole_day(day: date, today: date) -> str:
    """A day with its name and month: "maandag 21 december"."""
    return f"{weekday(day)} {day_of_month(day, today)}"


def owed_on(day: date, today: date, calendar: Calendar) -> str:
    """When something is owed: "vandaag", "woensdag 9", "sinds 1 december, 5 werkdagen"."""
    if day == today:
        return "vandaag"
    if day > today:
        return near_day(day, today)
    late = working_days_between(day, today, calendar)
    return f"sinds {day_of_month(day, today)}, {counted(late, 'werkdag', 'werkdagen')}"


def moment(instant: datetime, today: date) -> str:
    """A local instant: "gisteren 7.30 uur", "vrijdag 4 december 7.30 uur"."""
    days_ago = (today - instant.date()).days
    names = {0: "vandaag", 1: "gisteren"}
    return (
        f"{names.get(days_ago) or whole_day(instant.date(), today)} {instant.hour}.{instant:%M} uur"
    )


def ago(day: date, today: date) -> str:
    """A day gone by: "vandaag", "gisteren", "vrijdag"; a week and more ago "op 1 december"."""
    days = (today - day).days
    names = {0: "vandaag", 1: "gisteren"}
    return names.get(days) or (weekday(day) if days < len(_DAYS) else f"{day_of_month(day, today)}")


def counted(n: int, one: str, many: str) -> str:
    """A number with its word: "1 mail", "6 mails"."""
    return f"{n} {one if n == 1 else many}"


def joined(words: Sequence[str]) -> str:
    """Words in a row: "a", "a en b", "a, b en c"."""
    *most, last = words
    return f"{', '.join(most)} en {last}" if most else last


def share(part: int, whole: int) -> str:
    """How many of how many: "7 van 8"; from ten on as a percentage, "83 %"."""
    return f"{part} van {whole}" if whole < 10 else f"{round(100 * part / whole)} %"  # noqa: PLR2004


def lasting(minutes: int) -> str:
    """A length of time: "38 minuten", "2 uur 5 minuten", "3 dagen"."""
    hours, rest = divmod(minutes, 60)
    if hours >= 48:  # noqa: PLR2004 - two days
        return f"{hours // 24} dagen"
    short = counted(rest, "minuut", "minuten")
    if not hours:
        return short
    return f"{hours} uur {short}" if rest else f"{hours} uur"
