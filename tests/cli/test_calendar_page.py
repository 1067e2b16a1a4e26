from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.schoolhouse import Ask, School

PAGE = (Path(__file__).parents[2] / "docs" / "beheer" / "kalender.md").read_text("utf-8")
EXAMPLES = re.findall(r"```\n\$ gehoor (.+)\n([^`]+)```", PAGE)


@pytest.mark.parametrize(("words", "shown"), EXAMPLES, ids=[words for words, _ in EXAMPLES])
def test_the_page_on_the_calendar_shows_what_the_command_answers(
    words: str, shown: str, empty_school: School, answer: Ask
) -> None:
    for file in (empty_school.config / "calendar").iterdir():
        file.unlink()
    (calendar,) = re.findall(r"```toml\n([^`]+)```", PAGE)
    (empty_school.config / "calendar" / "2026-2027.toml").write_text(calendar, "utf-8")
    assert answer(empty_school, *shlex.split(words)).stdout == shown


def test_the_page_on_the_calendar_has_examples() -> None:
    assert len(EXAMPLES) >= 5
