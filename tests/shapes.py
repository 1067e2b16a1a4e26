"""What the JSON of a command must look like: a shape for each value, told when it does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

Shape = Callable[[object], bool]
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


def text(value: object) -> bool:
    """Words, perhaps none."""
    return isinstance(value, str)


def words(value: object) -> bool:
    """At least a word."""
    return isinstance(value, str) and bool(value.strip())


def count(value: object) -> bool:
    """A whole number from 0 on."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def yes_no(value: object) -> bool:
    """True or false."""
    return isinstance(value, bool)


def instant(value: object) -> bool:
    """ISO 8601, UTC, with Z."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        return False
    return datetime.fromisoformat(value).tzinfo is not None


def day(value: object) -> bool:
    """YYYY-MM-DD."""
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def digest(value: object) -> bool:
    """SHA-256 in hex."""
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def nothing(value: object) -> bool:
    """Null."""
    return value is None


def maybe(shape: Shape) -> Shape:
    """Null or that."""
    return lambda value: value is None or shape(value)


def one_of(allowed: str) -> Shape:
    """One of these words, which are told with spaces between."""
    known = allowed.split()
    return lambda value: value in known


def many(shape: Shape) -> Shape:
    """A list of that."""
    return lambda value: isinstance(value, list) and all(map(shape, value))


def fields(**shapes: Shape) -> Shape:
    """An object with at least these keys; AssertionError names the first that does not fit."""

    def fits(value: object) -> bool:
        assert isinstance(value, Mapping), f"{value!r} is no object"
        for key, shape in shapes.items():
            name = key.rstrip("_")
            assert name in value, f"{name} is missing in {value}"
            assert shape(value[name]), f"{name} is {value[name]!r}"
        return True

    return fits
