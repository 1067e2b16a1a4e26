"""Dates, moments and greetings in the languages of the letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from jinja2 import Undefined

from bot.core.letter import Button
from bot.writer.buttons import Choices, Look
from bot.writer.days import DAYS, MONTHS, PLAINLY, WRITTEN
from bot.writer.marks import clean, spoken

DEFAULT_LANGUAGE = "nl"
LANGUAGES = ("nl", "fr", "en", "de")
FORMS = ("u", "je")

# How a letter opens when no name is sure.
SALUTATIONS: Mapping[str, str] = {
    "nl": "Dag",
    "fr": "Bonjour,",
    "en": "Hello,",
    "de": "Guten Tag,",
}


def trial_heading(address: str) -> str:
    """What stands above a letter of a bot on trial; Dutch, because the coordinator reads it."""
    return f"Proef: dit zou naar {address} gaan"


def write_date(day: date, language: str) -> str:
    """A day as a letter writes it, such as "dinsdag 8 december 2026"."""
    first = language == "fr" and day.day == 1
    return WRITTEN.get(language, PLAINLY).format(
        weekday=DAYS[language][day.weekday()],
        day="1er" if first else day.day,
        month=MONTHS[language][day.month - 1],
        year=day.year,
    )


def write_moment(moment: datetime, language: str) -> str:
    """A day and an hour, in the zone they carry: "dinsdag 8 december 2026, 14.05 uur"."""
    hour = {
        "nl": f"{moment:%H.%M} uur",
        "fr": f"{moment:%H} h {moment:%M}",
        "de": f"{moment:%H.%M} Uhr",
    }.get(language, f"{moment:%H:%M}")
    return f"{write_date(moment, language)}, {hour}"


def shown(value: object, language: str) -> str:
    """A value as it is printed. Raises TypeError for what is no text, number or date.

    None is printed as nothing. A name that was not given raises UndefinedError.
    """
    match value:
        case str():
            return str(value)
        case None:
            return ""
        case datetime():
            return write_moment(value, language)
        case date():
            return write_date(value, language)
        case bool():
            raise TypeError("een ja of nee wordt niet afgedrukt; vraag ernaar met if")
        case int():
            return str(value)
        case Undefined():
            return str(value)
        case Button():
            raise TypeError("een knop staat alleen; gebruik voor een rij het filter buttons")
        case _:
            raise TypeError("een lijst wordt niet zomaar afgedrukt; gebruik for of join")


def filters(language: str) -> dict[str, Callable[..., object]]:
    """The filters that a template may use. An empty value stays empty through each of them."""

    def write_day(value: object, other: str = language) -> object:
        if other not in DAYS:
            raise ValueError(f'het filter date kent de taal "{other}" niet')
        if isinstance(value, date):
            return write_date(value, other)
        if value is not None and not isinstance(value, Undefined):
            raise TypeError("het filter date neemt een datum")
        return value

    def join(values: object, between: str = ", ") -> str:
        if not isinstance(values, tuple):
            raise TypeError("het filter join neemt een lijst")
        # Each closes the directions it opened, or a name could turn its neighbours around.
        return between.join(clean(shown(value, language)) for value in values)

    def length(values: object) -> int:
        if not isinstance(values, tuple):
            raise TypeError("het filter length neemt een lijst")
        return len(values)

    return {"date": write_day, "dutch": _dutch, "join": join, "length": length, **_CHOICES}


def _dutch(value: object) -> object:
    if not isinstance(value, str):
        if value is None or isinstance(value, Undefined):
            return value
        raise TypeError("het filter dutch neemt een tekst")
    return spoken(value, DEFAULT_LANGUAGE) if value else ""


def _buttons(values: object) -> object:
    return _choices(values, "buttons", Look.ROW)


def _lead(values: object) -> object:
    return _choices(values, "lead", Look.LEAD)


def _links(values: object) -> object:
    return _choices(values, "links", Look.LINKS)


def _scale(values: object) -> object:
    return _choices(values, "scale", Look.SCALE)


def _choice(values: object, hint: str = "") -> object:
    return _choices(values, "choice", Look.CHOICE, hint)


def _choices(values: object, name: str, look: Look, hint: str = "") -> object:
    if values is None:
        return ""
    if isinstance(values, Button):
        values = (values,)
    if not isinstance(values, tuple) or not all(isinstance(one, Button) for one in values):
        raise TypeError(f"het filter {name} neemt een lijst van knoppen")
    return Choices(values, look, hint)


_CHOICES: Mapping[str, Callable[..., object]] = {
    "buttons": _buttons,
    "choice": _choice,
    "lead": _lead,
    "links": _links,
    "scale": _scale,
}
