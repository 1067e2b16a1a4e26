"""The shared parts: what stands in more than one letter, and the blocks in other languages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.core.letter import Broken, LetterName
from bot.writer.collection import Collection
from bot.writer.courtesy import COURTESY
from bot.writer.grammar import TemplateRefused
from bot.writer.words import LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A shared part in one language.

    `own` says that the administrator's file stands for the shipped one, `n_letters` in how many
    letters it is printed. With a `fault` these go out in the shipped words instead. `digest` is the
    SHA-256 (hex) of the file that counts.
    """

    path: str
    own: bool
    n_letters: int
    fault: Broken | None
    digest: str

    @property
    def name(self) -> str:
        """What it is called: its file without the suffix."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    @property
    def language(self) -> str:
        """The language it is written in."""
        return self.path.partition("/")[0]

    @property
    def is_courtesy(self) -> bool:
        """Whether it is a block below a Dutch letter, which a school has to switch on."""
        return self.path.endswith(COURTESY)


def parts_in(collection: Collection) -> list[Part]:
    """Every shared part in every language that somebody wrote it in."""
    exhibits = collection.exhibits()
    faults = {collection.below(one.fault.file): one.fault for one in exhibits if one.fault}
    printed = [
        path
        for name in LetterName
        for language in LANGUAGES
        for path in collection.parts_of(name, language)
    ]
    return [
        Part(
            path=path,
            own=collection.has_own(path),
            n_letters=printed.count(path),
            fault=faults.get(path),
            digest=_digest(collection, path, own=path not in faults),
        )
        for path in collection.parts()
    ]


def _digest(collection: Collection, path: str, *, own: bool) -> str:
    try:
        source = collection.source(path, own=own)
    except TemplateRefused:  # it cannot be read, and no letter would print it
        source = collection.source(path, own=False)
    return hashlib.sha256(source.raw if source else b"").hexdigest()
