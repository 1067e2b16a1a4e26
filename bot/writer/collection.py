"""The collection: every letter in every language it has, and what the school changed in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache
from pathlib import Path

from bot.core.house_style import HouseStyles
from bot.core.letter import AUDIENCE, Audience, Broken, Button, Letter, LetterName
from bot.writer.courtesy import COURTESY
from bot.writer.days import COURTESY_LANGUAGES
from bot.writer.edition import parts_of
from bot.writer.grammar import TemplateRefused
from bot.writer.letters import Writer
from bot.writer.library import Library, Source, read_plain
from bot.writer.names import NAMES
from bot.writer.samples import SAMPLES, sample_order
from bot.writer.words import DEFAULT_LANGUAGE, FORMS, LANGUAGES

USUAL = "usual"  # the sample case that every letter has
_COMMENT = re.compile(r"\s*\{#-?(.*?)-?#\}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One letter in one language.

    `own` says that the administrator's file stands for the shipped one, `own_parts` which shared
    parts of it do. With a `fault` the shipped words go out instead.
    """

    name: LetterName
    language: str
    own: bool
    own_parts: tuple[str, ...]
    fault: Broken | None

    @property
    def audience(self) -> Audience:
        """Whom the letter is for."""
        return AUDIENCE[self.name]

    @property
    def path(self) -> str:
        """Where its template lies, below either folder."""
        return path_of(self.name, self.language)

    @property
    def touched(self) -> bool:
        """Whether words of the school are in it."""
        return self.own or bool(self.own_parts)


def courtesies_of(name: LetterName, language: str) -> tuple[str, ...]:
    """The paths of the blocks in other languages that may go below a letter: only a Dutch one."""
    if language != DEFAULT_LANGUAGE or "courtesy" not in NAMES[name].meaning:
        return ()
    return tuple(f"{each}/{COURTESY}" for each in COURTESY_LANGUAGES)


def path_of(name: LetterName, language: str) -> str:
    """Where the template of a letter lies, below either folder."""
    return f"{language}/{AUDIENCE[name]}/{name}.md"


class Collection:
    """All letters. `overrides` is the administrator's folder, `zone` where instants are told.

    `styles` is how the letters of each school look.
    """

    def __init__(
        self,
        shipped: Path,
        overrides: Path | None,
        *,
        zone: tzinfo | None = None,
        styles: HouseStyles | None = None,
    ) -> None:
        self.overrides = overrides
        self._library = Library(shipped, overrides)
        self._writer = Writer(shipped, overrides, zone=zone, sign=_key_of_nobody, styles=styles)
        self._parts_of = lru_cache(maxsize=512)(parts_of)
        self._shipped: dict[str, str] = {}
        self._known: dict[tuple[LetterName, str, tuple[bytes, ...]], Exhibit] = {}

    def exhibits(self) -> list[Exhibit]:
        """Every letter in every language somebody wrote it in."""
        every = (self.exhibit(name, language) for name in LetterName for language in LANGUAGES)
        return [each for each in every if each]

    def exhibit(self, name: LetterName, language: str) -> Exhibit | None:
        """One letter in one language; None when nobody wrote it in that language."""
        path = path_of(name, language)
        own = self.has_own(path)
        if not own and not self._library.find(path, own=False):
            return None
        below = self._own_courtesies(name, language)
        if not own and not below and not self.has_own(f"{language}/parts"):
            return Exhibit(name=name, language=language, own=False, own_parts=(), fault=None)
        try:
            sources = [*self._sources(name, language), *self._sources_of(below)]
        except TemplateRefused as error:
            refused = self.below(error.file)
            return self._proven(
                name, language, own=own, parts=() if refused == path else (refused,)
            )
        key = (name, language, tuple(source.raw for source in sources))
        if key not in self._known:
            parts = tuple(self.below(one.file) for one in sources[1:] if self._is_own(one))
            self._known[key] = self._proven(name, language, own=own, parts=parts)
        return self._known[key]

    def letter(self, exhibit: Exhibit, sample: str, form: str) -> Letter:
        """The letter as it would leave now, for an invented reader.

        Raises KeyError when there is no such sample.
        """
        return self._writer.write(sample_order(exhibit.name, sample, exhibit.language, form))

    def parts(self) -> list[str]:
        """The paths of all shared parts: those of the letters, then the courtesy blocks."""
        order = (*LANGUAGES, *COURTESY_LANGUAGES)
        return [path for language in order for path in self._library.parts(language)]

    def parts_of(self, name: LetterName, language: str) -> tuple[str, ...]:
        """The paths of the shared parts that a letter prints; none when it cannot be read."""
        try:
            letter, *parts = self._sources(name, language) or (None,)
        except TemplateRefused:
            return ()
        if letter is None:
            return ()
        shipped = f"{self._library.shipped}/"
        included = (self.below(one.file).removeprefix(shipped) for one in parts)
        return (*included, *courtesies_of(name, language))

    def source(self, path: str, *, own: bool) -> Source | None:
        """The file that counts at this path; raises TemplateRefused."""
        return self._library.find(path, own=own)

    def digest(self, exhibit: Exhibit) -> str:
        """The SHA-256 (hex) that is kept with each such letter sent now."""
        return self.letter(exhibit, USUAL, FORMS[0]).template_hash

    def has_own(self, path: str) -> bool:
        """Whether the administrator placed anything at this path, readable or not."""
        if self.overrides is None:
            return False
        file = self.overrides / path
        return file.exists() or file.is_symlink()

    def own_text(self, path: str) -> str:
        """The administrator's source, as far as it can be read; "" when there is none."""
        if self.overrides is None:
            return ""
        try:
            raw = read_plain(self.overrides / path)
        except OSError:
            return ""
        return raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")

    def shipped_text(self, path: str) -> str:
        """The shipped source; "" when there is none."""
        if path not in self._shipped:
            found = self._library.find(path, own=False)
            self._shipped[path] = found.text() if found else ""
        return self._shipped[path]

    def comment(self, path: str) -> str:
        """What stands at the top of a template for whoever edits it; "" when nothing does."""
        return _comment(self.own_text(path)) or _comment(self.shipped_text(path))

    def below(self, file: str) -> str:
        """A file of the administrator as it is named below the folder; others as they are."""
        folder = f"{self.overrides}/" if self.overrides else ""
        return file.removeprefix(folder)

    def _sources(self, name: LetterName, language: str) -> list[Source]:
        """The template that counts, and its parts; raises TemplateRefused."""
        letter = self._library.find(path_of(name, language), own=True)
        if letter is None:  # nobody wrote it, or it was there a moment ago
            return []
        paths = self._parts_of(name, letter)
        return [letter, *self._sources_of(f"{language}/{path}" for path in paths)]

    def _own_courtesies(self, name: LetterName, language: str) -> tuple[str, ...]:
        """The school's own courtesy blocks that go below a letter."""
        return tuple(path for path in courtesies_of(name, language) if self.has_own(path))

    def _sources_of(self, paths: Iterable[str]) -> list[Source]:
        """The files that count at these paths; raises TemplateRefused."""
        found = (self._library.find(path, own=True) for path in paths)
        return [each for each in found if each]

    def _is_own(self, source: Source) -> bool:
        return self.below(source.file) != source.file

    def _proven(
        self, name: LetterName, language: str, *, own: bool, parts: tuple[str, ...]
    ) -> Exhibit:
        """A letter with words of the school, written for every invented reader first."""
        fault = None
        if own or parts:
            written = (
                self._writer.write(sample_order(name, sample, language, form))
                for sample in SAMPLES[name]
                for form in FORMS
            )
            fault = next((letter.broken for letter in written if letter.broken), None)
        return Exhibit(name=name, language=language, own=own, own_parts=parts, fault=fault)


@lru_cache(maxsize=512)
def _comment(text: str) -> str:
    found = _COMMENT.match(text)
    return found[1].strip() if found else ""


def _key_of_nobody(_button: Button) -> str:
    """A key as it looks in a letter; it opens nothing."""
    return "voor-beel-dsle-utel"
