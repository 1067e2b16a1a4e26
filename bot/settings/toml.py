"""Reads one TOML file of the config into its model, and collects what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.settings.explain import problems_of
from bot.settings.lines import Lines
from bot.settings.problem import Problem
from bot.settings.schema.section import Section

S = TypeVar("S", bound=Section)

_PLACE = re.compile(r"\s*\(at line (?P<line>\d+), column \d+\)")
_CURLY = re.compile("[\u201c\u201d\u201e\u2018\u2019]")


class Source:
    """One file: its name as errors print it, its model when it could be read, and its lines."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.path = folder / name
        self.problems: list[Problem] = []
        self.lines = Lines("")

    def read(self, model: type[S]) -> S | None:
        """The file as its model; None when that failed, and then `problems` says why."""
        values = self._values()
        if values is None:
            return None
        try:
            return model.model_validate(values)
        except ValidationError as error:
            self.problems += problems_of(error, model=model, file=self.name, lines=self.lines)
            return None

    def complain(self, key: str, text: str) -> None:
        """Add a problem that was found later, with the line of its key."""
        self.problems.append(
            Problem(file=self.name, key=key, text=text, line=self.lines.of(key) if key else None)
        )

    def _values(self) -> dict[str, Any] | None:
        try:
            # Windows editors put a byte order mark before the text, which TOML does not know.
            text = self.path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.complain("", "is no UTF-8 text; save it again as UTF-8")
            return None
        except OSError as error:
            self.complain("", f"cannot be read: {error.strerror} ({self.path})")
            return None
        self.lines = Lines(text)
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.problems.append(self._syntax(str(error), text.splitlines()))
            return None

    def _syntax(self, message: str, lines: list[str]) -> Problem:
        place = _PLACE.search(message)
        line = int(place["line"]) if place else None
        text = f"is no valid TOML: {_PLACE.sub('', message)}"
        if line and line <= len(lines) and _CURLY.search(lines[line - 1]):
            text += '; use straight quotes: "'
        return Problem(file=self.name, key="", text=text, line=line)
