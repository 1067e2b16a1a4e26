from __future__ import annotations

from bot.core.case import Status
from bot.core.procedure import MOVES
from tests.docs.procedure_page import PAGE, PICTURE, page, picture


def test_the_page_and_picture_of_the_procedure_are_drawn_from_its_table() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make docs`"
    assert PICTURE.read_text("utf-8") == picture(), "run `make docs`"


def test_the_page_has_every_row_and_the_picture_every_status() -> None:
    assert page().count("\n| `") == len(MOVES)
    assert all(f">{status.value}<" in picture() for status in Status)
