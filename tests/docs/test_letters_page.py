from __future__ import annotations

import re
from pathlib import Path

from bot.core.letter import AUDIENCE, LetterName
from bot.writer.words import LANGUAGES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "beheer" / "brieven.md").read_text("utf-8")
ROW = re.compile(r"^\| [^|]+ \| `([a-z]+/[a-z_]+\.md)` \| ([a-z ]+) \|$", re.MULTILINE)


def test_the_page_on_letters_lists_every_letter_with_its_languages() -> None:
    shipped = ROOT / "templates"
    parts = {f"parts/{file.name}" for file in (shipped / "nl" / "parts").glob("*.md")}
    letters = {f"{AUDIENCE[name]}/{name}.md" for name in LetterName}
    told = dict(ROW.findall(PAGE))
    assert told.keys() == parts | letters
    for path, languages in told.items():
        there = [language for language in LANGUAGES if (shipped / language / path).exists()]
        assert languages.split() == there, path
