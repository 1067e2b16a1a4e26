"""Difficult words in letters to parents, and the plain one: `[difficult]` of the word files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.settings.words.files import sources_of


def difficult_words(folder: Path | None = None) -> Mapping[str, Mapping[str, str]]:
    """For each language the difficult word in small letters → what to write instead.

    What `folder`/words/*.toml says of a word goes before what ships; "" takes a word out.

    Raises:
        ValueError: a file cannot be read, or a word has no text beside it.
    """
    found: dict[str, dict[str, str]] = {}
    for source in sources_of(folder):
        table = source.tables.get("difficult", {})
        if not isinstance(table, dict):
            raise ValueError(  # noqa: TRY004 - a wrong file, not a wrong program
                f"{source.file}: [difficult] must be a table"
            )
        for word, plain in table.items():
            if not isinstance(plain, str):
                raise ValueError(  # noqa: TRY004 - a wrong file, not a wrong program
                    f'{source.file}: [difficult] {word} needs the plain word: {word} = "…"'
                )
            found.setdefault(source.language, {})[" ".join(word.casefold().split())] = plain
    return {
        language: {word: plain for word, plain in words.items() if plain}
        for language, words in found.items()
    }
