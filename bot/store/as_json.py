"""Values of the core as JSON and back, exactly: every field by its type, so that none is forgotten.

What is read may come from an earlier release: a field it did not know has its default.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def as_json(value: Any) -> Any:  # noqa: ANN401, PLR0911  # any value of the core, a line a kind
    """A value of the core as what JSON knows.

    Raises:
        TypeError: a kind of value that has no form in JSON yet.
    """
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case tuple():
            return [as_json(each) for each in value]
        case Mapping():
            return {as_json(name): as_json(each) for name, each in value.items()}
        case _ if dataclasses.is_dataclass(value):
            names = (field.name for field in dataclasses.fields(value))
            return {name: as_json(getattr(value, name)) for name in names}
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON")


def from_json(kind: type[T], found: Any) -> T:  # noqa: ANN401  # whatever JSON holds
    """What `as_json` made of a value of this kind.

    Raises:
        TypeError: a kind of value that has no form in JSON yet.
        ValueError: it was made of another kind.
    """
    read: T = _read(kind, found)
    return read


def _read(kind: Any, found: Any) -> Any:  # noqa: ANN401, PLR0911  # one line a kind
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in {types.UnionType, typing.Union}:
        (some,) = (part for part in parts if part is not type(None))
        return None if found is None else _read(some, found)
    if origin is tuple:
        return tuple(_read(parts[0], each) for each in found)
    if origin is not None and issubclass(origin, Mapping):
        return {_read(parts[0], name): _read(parts[1], each) for name, each in found.items()}
    if kind in {str, int, bool}:
        return found
    if kind in {date, datetime}:
        return kind.fromisoformat(found)
    if issubclass(kind, Enum):
        return kind(found)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _fields(kind)
        return kind(**{name: _read(hints[name], each) for name, each in found.items()})
    raise TypeError(f"{kind} has no form in JSON")


@cache
def _fields(kind: Any) -> dict[str, Any]:  # noqa: ANN401  # a dataclass
    return typing.get_type_hints(kind)
