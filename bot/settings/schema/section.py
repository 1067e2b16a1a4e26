"""The kinds of value that config files hold, and the table every section is made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

Language = Literal["nl", "fr", "en", "de"]

_DURATION = re.compile(r"(?P<count>\d{1,6})(?P<unit>ms|s|m|h|d)")
_UNITS = {"ms": "milliseconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_TERM = re.compile(r"\d{1,4}(cd|wd|sd|w|mo)")
_SECRET = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|file:.+")
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@(?P<domain>[^@\s<>,;\".]+(\.[^@\s<>,;\".]+)*)")
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class Section(BaseModel):
    """A table of a config file: an unknown key is refused, and no value changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("may not be empty")
    return value.strip()


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    shape = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if shape is None:
        raise ValueError('must be a number with ms, s, m, h or d in quotes, like "60s"')
    return timedelta(**{_UNITS[shape["unit"]]: int(shape["count"])})


def _term(value: str) -> str:
    if _TERM.fullmatch(value) is None:
        raise ValueError(
            f'"{value}" is no term: a number with cd (calendar days), wd (working days), '
            'sd (school days), w (weeks) or mo (months), like "10sd"'
        )
    return value


def _secret(value: str) -> str:
    if _SECRET.fullmatch(value) is None:
        raise ValueError(
            'a secret is never written here: "env:NAME" reads an environment variable, '
            '"file:/path" reads a file'
        )
    return value


def _address(value: str) -> str:
    shape = _ADDRESS.fullmatch(value.strip())
    if shape is None:
        raise ValueError(f'"{value}" is no mail address')
    local, _, domain = value.strip().rpartition("@")
    return f"{local}@{domain.lower()}"


def _domain(value: str) -> str:
    bare = value.strip().lower().removeprefix("@")
    if _DOMAIN.fullmatch(bare) is None:
        raise ValueError(f'"{value}" is no domain, like "school.example"')
    return bare


def _id(value: str) -> str:
    if _ID.fullmatch(value) is None:
        raise ValueError(f'"{value}" is no id: small letters, digits, "-" and "_" only')
    return value


def _colour(value: str) -> str:
    small = value.strip().lower()
    if _COLOUR.fullmatch(small) is None:
        raise ValueError(
            f'"{value}" is no colour: "#" and six digits or letters from a to f, like "#174a5b"'
        )
    return small


def _day(value: object) -> object:
    # A date-time would carry an hour that nobody meant, and pydantic would read a number as one.
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("must be a date without quotes, like 2026-09-01")  # noqa: TRY004 - pydantic reports only ValueError with its key
    return value


def _per_language(value: object) -> object:
    # One text alone is the Dutch one: Dutch is what every other language falls back to.
    return {"nl": value} if isinstance(value, str) else value


Flag = StrictBool
Text = Annotated[str, AfterValidator(_text)]
Count = Annotated[int, Field(strict=True, ge=0)]
Day = Annotated[date, BeforeValidator(_day)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
TermText = Annotated[str, AfterValidator(_term)]
SecretRef = Annotated[str, AfterValidator(_secret)]
MailAddress = Annotated[str, AfterValidator(_address)]
Domain = Annotated[str, AfterValidator(_domain)]
Id = Annotated[str, AfterValidator(_id)]
Colour = Annotated[str, AfterValidator(_colour)]
Texts = Annotated[Mapping[Language, Text], BeforeValidator(_per_language)]

# What each kind is called in docs/config.md and in errors.
KIND_NAMES: tuple[tuple[Any, str], ...] = (
    (Duration, 'duration, like "60s"'),
    (TermText, 'term, like "10sd"'),
    (SecretRef, '"env:NAME" or "file:/path"'),
    (MailAddress, "mail address"),
    (Domain, "domain"),
    (Id, "id"),
    (Colour, 'colour, like "#174a5b"'),
    (Texts, "text, or a text per language"),
    (Text, "text"),
    (Count, "whole number"),
    (Day, "date"),
    (Flag, "true or false"),
)
