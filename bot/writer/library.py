"""Finds the words: the administrator's template where there is one, else the shipped one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.core.letter import AUDIENCE, LetterName
from bot.writer.grammar import TemplateRefused
from bot.writer.words import DEFAULT_LANGUAGE, LANGUAGES


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one template file."""

    file: str
    raw: bytes

    def text(self) -> str:
        """The source as text; raises TemplateRefused when it is not UTF-8."""
        try:
            text = self.raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.raw.count(b"\n", 0, error.start) + 1
            word = f"{self.raw[error.start]:#04x}"
            raise TemplateRefused(self.file, line, word, "is niet in UTF-8 geschreven") from error
        return text.replace("\r\n", "\n")


class Library:
    """Two shelves of templates: `overrides` stand before `shipped`, one file at a time.

    Shipped files are read once. Overrides are read for each letter, so that a change counts from
    the next letter on, whatever the clocks of the machine say.
    """

    def __init__(self, shipped: Path, overrides: Path | None = None) -> None:
        self._shipped = shipped
        self._overrides = overrides
        self._known: dict[str, Source | None] = {}

    def letter(self, name: LetterName, language: str, *, own: bool) -> tuple[str, Source]:
        """The template of a letter and its language: the asked one, else Dutch.

        With `own` false the administrator's files do not exist. Raises LookupError when nobody
        wrote the letter, TemplateRefused when the administrator's file cannot be read.
        """
        wanted = (language,) if language in LANGUAGES else ()
        for candidate in dict.fromkeys((*wanted, DEFAULT_LANGUAGE)):
            found = self.find(f"{candidate}/{AUDIENCE[name]}/{name}.md", own=own)
            if found is not None:
                return candidate, found
        raise LookupError(f"there is no template of the letter {name} in {self._shipped}")

    def find(self, path: str, *, own: bool) -> Source | None:
        """The file at this path below the shelves, or None."""
        if own and self._overrides is not None:
            found = self._own(self._overrides / path)
            if found is not None:
                return found
        if path not in self._known:
            self._known[path] = _read(self._shipped / path)
        return self._known[path]

    def _own(self, file: Path) -> Source | None:
        try:
            return _read(file)
        except OSError as error:
            text = f"is niet te lezen: {error.strerror}"
            raise TemplateRefused(str(file), 1, "", text) from error


def _read(file: Path) -> Source | None:
    try:
        with file.open("rb", buffering=0) as opened:
            return Source(str(file), opened.read())
    except (FileNotFoundError, NotADirectoryError):
        return None
