"""The invented replies of mail programs: are the writer's own words found, and nothing else?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from bot.core.reading import new_words
from tests.score.agreement import Point

_FIGURE = "replies of mail programs"


def points(path: Path) -> Iterator[Point]:
    """A point for every reply of a file of JSON lines; white space counts for nothing."""
    with path.open(encoding="utf-8") as replies:
        for reply in map(json.loads, replies):
            said = new_words(reply["text"], reply["subject"])
            yield Point(_FIGURE, reply["id"], _bare(said) == _bare(reply["new"]))


def _bare(text: str) -> str:
    return "".join(text.split())
