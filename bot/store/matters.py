"""Matters that a person must look at."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.core.happening import AttentionCode, AttentionItem
from bot.store.tables import ATTENTION


def told_since(connection: sa.Connection, letter_id: int) -> datetime | None:
    """When the oldest matter came up that this attention letter tells of."""
    query = sa.select(sa.func.min(ATTENTION.c.at)).where(ATTENTION.c.letter_id == letter_id)
    found: datetime | None = connection.scalar(query)
    return found


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
