"""Who is away when."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from bot.core.absence import Absence
from bot.store.tables import ABSENCES

_NOT_OVER = (
    sa.select(ABSENCES)
    .where(ABSENCES.c.last >= sa.bindparam("today"))
    .order_by(ABSENCES.c.person, ABSENCES.c.first)
)


def absences(connection: sa.Connection, today: date) -> tuple[Absence, ...]:
    """Those that cover this day or lie ahead, of each person the nearest first."""
    return tuple(
        Absence(
            person=row.person,
            first=row.first,
            last=row.last,
            deputy=row.deputy,
            declared=row.declared,
        )
        for row in connection.execute(_NOT_OVER, {"today": today})
    )


def begin(connection: sa.Connection, absence: Absence) -> str:
    """A person is away; times of the same person that overlap it are replaced. As a reason."""
    connection.execute(
        sa.delete(ABSENCES).where(
            ABSENCES.c.person == absence.person,
            ABSENCES.c.first <= absence.last,
            ABSENCES.c.last >= absence.first,
        )
    )
    values = {
        "person": absence.person,
        "first": absence.first,
        "last": absence.last,
        "deputy": absence.deputy,
        "declared": absence.declared,
    }
    connection.execute(sa.insert(ABSENCES), values)
    deputy = f", {absence.deputy} stands in" if absence.deputy else ""
    told = "declared" if absence.declared else "seen from an automatic answer"
    return f"{absence.person} from {absence.first} to {absence.last}{deputy} ({told})"


def end(connection: sa.Connection, person: str, on: date) -> str:
    """A person is here again: the time that runs on this day ends, or the next one. As a reason."""
    nearest = (
        sa.select(sa.func.min(ABSENCES.c.first))
        .where(ABSENCES.c.person == person, ABSENCES.c.last >= on)
        .scalar_subquery()
    )
    connection.execute(
        sa.delete(ABSENCES).where(ABSENCES.c.person == person, ABSENCES.c.first == nearest)
    )
    return person
