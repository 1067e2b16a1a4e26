from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.letter import Button, Letter, LetterName, LetterOrder, Origin, Value
from bot.writer.letters import Writer
from bot.writer.samples import values_of

SHIPPED = Path(__file__).parents[2] / "templates"

Order = Callable[..., LetterOrder]
Wrote = Callable[..., Letter]


def sign(button: Button) -> str:
    """A key like any other; what is in one is tested where it is made."""
    return "7f3k-92xd-q4mt-8hwa" if button.person == "ann" else "0000-0000-0000-0000"


@pytest.fixture(scope="session")
def shipped() -> Writer:
    return Writer(SHIPPED, sign=sign)


@pytest.fixture
def overrides(tmp_path: Path) -> Path:
    return tmp_path / "overrides"


@pytest.fixture
def order() -> Order:
    def _order(
        name: LetterName = LetterName.ACKNOWLEDGMENT,
        *,
        language: str = "nl",
        form: str = "u",
        trial_for: str | None = None,
        **values: Value,
    ) -> LetterOrder:
        return LetterOrder(
            name=name,
            to="sofie.aerts@ouders.example",
            language=language,
            form=form,
            values={**values_of(name, "usual", language), **values},
            origin=Origin.REPLIED,
            case_number="K-2026-0042",
            trial_for=trial_for,
        )

    return _order


@pytest.fixture
def wrote(overrides: Path, order: Order) -> Wrote:
    """Write a template as the administrator's acknowledgment, and the letter that comes of it."""

    def _wrote(template: str | bytes, **given: Value) -> Letter:
        file = overrides / "nl" / "parent" / "acknowledgment.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(template if isinstance(template, bytes) else template.encode())
        return Writer(SHIPPED, overrides).write(order(**given))

    return _wrote
