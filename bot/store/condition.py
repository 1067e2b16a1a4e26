"""How the office stands: what the heartbeat tells and `gehoor health` judges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.core.case import Ack
from bot.store import pauses
from bot.store.audit import instant
from bot.store.database import Database
from bot.store.tables import AUDIT, BOXES, CASES, LETTERS

_SHOWN = ("queued", "uncertain", "refused")


def condition(
    database: Database, *, now: datetime, calendar_until: str | None, addresses: Sequence[str]
) -> dict[str, Any]:
    """The state of these mailboxes, outbox and owed acknowledgments, as plain data for JSON."""
    with database.reading() as connection:
        query = sa.select(LETTERS.c.status, sa.func.count()).where(LETTERS.c.status.in_(_SHOWN))
        rows = connection.execute(query.group_by(LETTERS.c.status))
        counts = {str(row[0]): int(row[1]) for row in rows}
        oldest = connection.scalar(
            sa.select(sa.func.min(CASES.c.received_at)).where(
                CASES.c.ack.in_([Ack.QUEUED.value, Ack.HELD.value, Ack.FAILED.value])
            )
        )
        # A mailbox that is no longer watched worries nobody.
        watched = sa.select(BOXES).where(BOXES.c.address.in_(addresses))
        boxes = connection.execute(watched.order_by(BOXES.c.address)).all()
        # Until staff can be reached again; what was lost stands in the audit trail.
        reached_at = connection.scalar(
            sa.select(LETTERS.c.sent_at)
            .where(
                LETTERS.c.to_staff.is_(True),
                LETTERS.c.status == "sent",
                LETTERS.c.sent_at.is_not(None),
            )
            .order_by(LETTERS.c.sent_at.desc())
            .limit(1)
        )
        unreached = sa.select(sa.func.count()).where(AUDIT.c.event == "nobody_reached")
        if reached_at is not None:
            unreached = unreached.where(AUDIT.c.at >= reached_at)
        nobody_reached = connection.scalar(unreached)
        paused_until = pauses.until(connection, now)
    return {
        "heartbeat_at": instant(now),
        "mailboxes": [
            {
                "address": box.address,
                "ok": box.error is None and box.looked_at is not None,
                "last_seen_at": instant(box.looked_at) if box.looked_at else None,
                "error": box.error,
            }
            for box in boxes
        ],
        "outbox": {status: counts.get(status, 0) for status in _SHOWN},
        "oldest_owed_ack": instant(oldest) if oldest else None,
        "calendar_until": calendar_until,
        "nobody_reached": nobody_reached or 0,
        "paused_until": instant(paused_until) if paused_until else None,
    }
