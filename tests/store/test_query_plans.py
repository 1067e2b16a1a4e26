from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from bot.store import lookup
from bot.store.database import Database
from tests.builders import NOON


def plan(database: Database, query: sa.Select[Any], marks: dict[str, object]) -> list[str]:
    """How the database would answer, a step a line."""
    asked: list[tuple[str, object]] = []

    def note(_c: object, _k: object, statement: str, given: object, *_rest: object) -> None:
        asked.append((statement, given))

    with database.reading() as connection:
        sa.event.listen(database.engine, "before_cursor_execute", note)
        connection.execute(query, marks).all()
        sa.event.remove(database.engine, "before_cursor_execute", note)
        ((statement, given),) = asked
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)  # type: ignore[arg-type]
        return [step[3] for step in steps]


@pytest.mark.parametrize("query", [lookup._ACKNOWLEDGED, lookup._AUTOMATIC])
def test_the_limits_of_an_address_are_counted_in_an_index_alone(
    database: Database, query: sa.Select[Any]
) -> None:
    steps = plan(database, query, {"address": "ouder@thuis.example", "since": NOON})
    looks = [step for step in steps if "outbox" in step]
    assert len(looks) == 2
    assert all("USING COVERING INDEX" in step for step in looks)
