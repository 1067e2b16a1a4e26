from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offices import NewOffice, Office


@pytest.fixture
def new_office(tmp_path: Path) -> Iterator[NewOffice]:
    """Makes an office on an edited example config."""
    made: list[Office] = []

    def make(*edits: tuple[str, str, str]) -> Office:
        made.append(Office(tmp_path / f"office{len(made)}", *edits))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def office(new_office: NewOffice) -> Office:
    """The example school, live."""
    return new_office()
