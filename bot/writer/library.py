"""Finds the words: the administrator's template where there is one, else the shipped one."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from bot.core.letter import AUDIENCE, LetterName
from bot.writer.grammar import TemplateRefused
from bot.writer.words import DEFAULT_LANGUAGE, LANGUAGES

_LARGEST = 500_000  # bytes; a long letter has four thousand
_WORD = re.compile(rb"\S+")
_PAIR = re.compile(rb"\[[^\[\]|{}\n]*\|")
_LONGEST_WORD = 40

# What the system says of a file that cannot be read, in words that tell what to do.
_WHY_NOT = {
    errno.EACCES: "de bot heeft er geen rechten op",
    errno.EISDIR: "het is een map, geen bestand",
    errno.ELOOP: "het is een verwijzing naar zichzelf",
}


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
            word = self._word_at(error.start)
            near = f' (bij "{word}")' if word else ""
            said = f"is niet in UTF-8 geschreven{near}; bewaar het opnieuw als UTF-8"
            raise TemplateRefused(self.file, line, word, said) from error
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @property
    def has_forms(self) -> bool:
        """Whether a `[u|je]` pair may stand in it; only then does the form change its words."""
        return _PAIR.search(self.raw) is not None

    def _word_at(self, place: int) -> str:
        """The word there as an old Windows would show it; "" when it is no word at all."""
        for found in _WORD.finditer(self.raw, max(0, place - _LONGEST_WORD)):
            if found.end() > place:
                word = found[0].decode("cp1252", "replace")
                return word if word.isprintable() and len(word) <= _LONGEST_WORD else ""
        return ""


class Library:
    """Two shelves of templates: `overrides` stand before `shipped`, one file at a time.

    Shipped files are read once. Overrides are read for each letter, so that a change counts from
    the next letter on, whatever the clocks of the machine say.
    """

    def __init__(self, shipped: Path, overrides: Path | None = None) -> None:
        self.shipped = shipped
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
        raise LookupError(f"there is no template of the letter {name} in {self.shipped}")

    def parts(self, language: str) -> list[str]:
        """The paths of the shared parts that were shipped in a language."""
        files = sorted(self.shipped.glob(f"{language}/parts/*.md"))
        return [file.relative_to(self.shipped).as_posix() for file in files]

    def find(self, path: str, *, own: bool) -> Source | None:
        """The file at this path below the shelves, or None."""
        if own and self._overrides is not None:
            found = _own(self._overrides, path)
            if found is not None:
                return found
        if path not in self._known:
            self._known[path] = _read(self.shipped / path)
        return self._known[path]


def read_plain(file: Path) -> bytes:
    """The bytes of an ordinary file, at most a little more than a letter may have.

    Raises OSError; of a pipe or a device too, which would keep whoever reads it waiting.
    """
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb", buffering=0) as opened:  # noqa: PTH123 -- it is open already
        kind = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(kind):
            raise OSError(errno.EISDIR, "")
        if not stat.S_ISREG(kind):
            raise OSError(errno.EINVAL, "het is geen gewoon bestand")
        return opened.read(_LARGEST + 1)


def _own(folder: Path, path: str) -> Source | None:
    """The administrator's file; raises TemplateRefused when it is there and cannot be used."""
    file = folder / path
    try:
        source = _read(file)
    except OSError as error:
        why = _WHY_NOT.get(error.errno or 0) or error.strerror
        raise TemplateRefused(str(file), 1, file.name, f"is niet te lezen: {why}") from error
    if source is None:
        if file.is_symlink():
            text = "is niet te lezen: het verwijst naar iets wat er niet is"
            raise TemplateRefused(str(file), 1, file.name, text)
        return None
    if len(source.raw) > _LARGEST:
        raise TemplateRefused(str(file), 1, file.name, f"is groter dan {_LARGEST // 1000} kB")
    # A link may not carry words of elsewhere into a letter, whoever placed it.
    home = os.path.realpath(folder)
    if os.path.commonpath((home, os.path.realpath(file))) != home:
        text = "is niet te lezen: het verwijst naar een bestand buiten de map met brieven"
        raise TemplateRefused(str(file), 1, file.name, text)
    return source


def _read(file: Path) -> Source | None:
    try:
        return Source(str(file), read_plain(file))
    except (FileNotFoundError, NotADirectoryError):
        return None
