"""What is wrong with a config, told in one line each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake: in which file, at which key ("" for the whole file), and what to do."""

    file: str
    key: str
    text: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        line = f" (line {self.line})" if self.line else ""
        return " ".join(f"{where}: {self.text}{line}".split())


class ConfigError(Exception):
    """The config cannot be used; its text is one line for each problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
