"""The pauses of automatic letters to outsiders: which lasts, and which letters it keeps back."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.core.letter import Origin
from bot.core.pause import KeptBack, Pause
from bot.store.audit import instant
from bot.store.sent import ACKS
from bot.store.tables import LETTERS, PAUSES

# What a pause never keeps back: letters to staff, and what a person approved or let go.
LEAVES = (
    LETTERS.c.to_staff.is_(True)
    | (LETTERS.c.origin == Origin.PERSON.value)
    | LETTERS.c.let_go.is_(True)
)
_WAITS = (LETTERS.c.status.in_(("queued", "uncertain")), ~LEAVES)
_LASTING = sa.select(PAUSES.c.until).where(
    PAUSES.c.ended_at.is_(None), PAUSES.c.until > sa.bindparam("now", type_=PAUSES.c.until.type)
)
_NOT_NOTED = (
    sa.select(PAUSES).where(PAUSES.c.ended_at.is_(None)).order_by(PAUSES.c.id.desc()).limit(1)
)
_LATEST = sa.select(PAUSES).order_by(PAUSES.c.id.desc()).limit(1)


def until(connection: sa.Connection, now: datetime) -> datetime | None:
    """Till when letters wait; None while they do not."""
    found: datetime | None = connection.scalar(_LASTING, {"now": now})
    return found


def last(connection: sa.Connection) -> Pause | None:
    """The pause whose end is not in the log yet, also when its instant has come."""
    row = connection.execute(_NOT_NOTED).one_or_none()
    if row is None:
        return None
    return Pause(id=row.id, by=row.by, began_at=row.began_at, until=row.until)


def lasting(connection: sa.Connection, now: datetime) -> Pause | None:
    """The pause that keeps letters back now."""
    found = last(connection)
    return found if found is not None and found.lasts(now) else None


def freed_at(connection: sa.Connection) -> datetime | None:
    """When the latest pause ends or ended; None when there never was any.

    What waited for a person's word did not wait for a server: its age counts from then.
    """
    row = connection.execute(_LATEST).one_or_none()
    if row is None:
        return None
    freed: datetime = min(row.until, row.ended_at or row.until)
    return freed


def waiting(connection: sa.Connection, now: datetime, late_after: timedelta) -> KeptBack:
    """What waits because of the pause; all of it when none lasts."""
    acks = LETTERS.c.letter.in_(ACKS)
    query = sa.select(
        sa.func.count(),
        sa.func.count().filter(acks),
        sa.func.count().filter(acks, LETTERS.c.queued_at <= now - late_after),
    ).where(*_WAITS, LETTERS.c.not_before <= now)
    letters, owed, late = connection.execute(query).one()
    return KeptBack(letters=letters, acks=owed, late=late)


def begin(connection: sa.Connection, pause: Pause) -> str:
    """Letters wait from now on; one that lasted is replaced. As a reason."""
    end(connection, pause.began_at)
    values = {"by": pause.by, "began_at": pause.began_at, "until": pause.until}
    connection.execute(sa.insert(PAUSES), values)
    return f"until {instant(pause.until)} by {pause.by}"


def end(connection: sa.Connection, at: datetime) -> None:
    """No letter waits any more."""
    update = sa.update(PAUSES).where(PAUSES.c.ended_at.is_(None))
    connection.execute(update.values(ended_at=at))
