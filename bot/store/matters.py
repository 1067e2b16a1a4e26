"""Matters that a person must look at."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from bot.core.happening import AttentionCode, AttentionItem
from bot.store.duties import slices
from bot.store.tables import ATTENTION, CASES


def told_since(connection: sa.Connection, letter_id: int) -> datetime | None:
    """When the oldest matter came up that this attention letter tells of."""
    query = sa.select(sa.func.min(ATTENTION.c.at)).where(ATTENTION.c.letter_id == letter_id)
    found: datetime | None = connection.scalar(query)
    return found


def spoken_of(connection: sa.Connection, numbers: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Of these cases that speak of a person: whose ids, by number."""
    found: dict[str, tuple[str, ...]] = {}
    for part in slices(sorted(numbers)):
        query = sa.select(CASES.c.number, CASES.c.not_for).where(CASES.c.number.in_(part))
        found |= {row.number: tuple(row.not_for) for row in connection.execute(query)}
    return {number: people for number, people in found.items() if people}


def items(connection: sa.Connection, where: sa.ColumnElement[bool]) -> tuple[AttentionItem, ...]:
    """The matters of which this is true, oldest first."""
    query = sa.select(ATTENTION).where(where).order_by(ATTENTION.c.id)
    return tuple(
        AttentionItem(
            id=row.id,
            code=AttentionCode(row.code),
            case_number=row.case_number,
            school=row.school,
            reader=row.reader,
            sender=row.sender,
            received_at=row.received_at,
            detail=row.detail,
            remarks=tuple(row.remarks),
            phone=row.phone,
        )
        for row in connection.execute(query)
    )
