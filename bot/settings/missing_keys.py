"""Which keys of a starting file the school's own file lacks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def keys_missing(folder: Path, name: str, text: str) -> Iterator[str]:
    """The keys of a starting file that the file in the folder does not have."""
    if not name.endswith(".toml"):
        return
    try:
        there = tomllib.loads((folder / name).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return  # `check` says what is wrong with it
    known = set(_keys(there))
    yield from (f"{name}: {key}" for key in _keys(tomllib.loads(text)) if key not in known)


def _keys(table: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Every key with its path; of a list of tables, the keys that any of them has."""
    seen = set()
    for key, value in table.items():
        here = f"{path}{key}"
        tables = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
        inner = [part for part in tables if isinstance(part, dict)]
        if not inner:
            yield here
        for part in inner:
            for found in _keys(part, f"{here}."):
                if found not in seen:
                    seen.add(found)
                    yield found
