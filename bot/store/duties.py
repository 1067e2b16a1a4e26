"""What is owed: the deadlines of cases, rows to values and back; how they are met and moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.core.case import Ack, Case, Deadline, DeadlineKind, Moved, Moving
from bot.core.decision import Postpone, Reach, Settle
from bot.store.tables import CASES, DEADLINES

_ITS_DEADLINES = (
    sa.select(DEADLINES)
    .where(DEADLINES.c.case_number == sa.bindparam("number"))
    .order_by(DEADLINES.c.id)
)
_NO_DUTIES = sa.delete(DEADLINES).where(DEADLINES.c.case_number == sa.bindparam("number"))
_OPEN = DEADLINES.c.met_at.is_(None)
_DUE_CASES = (
    sa.select(DEADLINES.c.case_number)
    .where(_OPEN, DEADLINES.c.next_on <= sa.bindparam("today"))
    .order_by(DEADLINES.c.next_on, DEADLINES.c.case_number)
)
# To whoever gave no address, or in a trial, no acknowledgment is owed.
# "none" too: where nothing is owed there is no duty, and who has no mail address is owed a letter.
ACK_IS_OWED = (Ack.NONE.value, Ack.QUEUED.value, Ack.HELD.value, Ack.FAILED.value)
_OWING_AN_ACK = (
    sa.select(CASES.c.school)
    .join(DEADLINES, DEADLINES.c.case_number == CASES.c.number)
    .where(
        _OPEN,
        # No target lies after its day: the index of targets finds them.
        DEADLINES.c.target_on <= sa.bindparam("day"),
        DEADLINES.c.kind == DeadlineKind.ACK.value,
        DEADLINES.c.due_on <= sa.bindparam("day"),
        CASES.c.ack.in_(ACK_IS_OWED),
    )
    .distinct()
)
_THIS_DUTY = (
    DEADLINES.c.case_number == sa.bindparam("of_case"),
    DEADLINES.c.kind == sa.bindparam("of_kind"),
    DEADLINES.c.start_on == sa.bindparam("from_day"),
    DEADLINES.c.n == sa.bindparam("nth"),
)
_DAYS_NOW = sa.select(DEADLINES.c.due_on, DEADLINES.c.target_on).where(*_THIS_DUTY)


def due_cases(connection: sa.Connection, today: date) -> list[str]:
    """The cases with a duty that is not met and came to a rung by today, the earliest first."""
    return list(dict.fromkeys(connection.scalars(_DUE_CASES, {"today": today})))


def schools_owing_an_ack(connection: sa.Connection, day: date) -> frozenset[str]:
    """The schools in which an acknowledgment is owed by this day, or was before."""
    return frozenset(connection.scalars(_OWING_AN_ACK, {"day": day}))


def deadlines_of_case(connection: sa.Connection, number: str) -> tuple[Deadline, ...]:
    """The deadlines of a case, in the order they were owed."""
    return tuple(map(deadline_of, connection.execute(_ITS_DEADLINES, {"number": number})))


def deadlines_of(
    connection: sa.Connection, numbers: Sequence[str]
) -> dict[str, tuple[Deadline, ...]]:
    """The deadlines of these cases, in the order they were owed."""
    found: dict[str, list[Deadline]] = {}
    for part in slices(numbers):
        query = (
            sa.select(DEADLINES).where(DEADLINES.c.case_number.in_(part)).order_by(DEADLINES.c.id)
        )
        for row in connection.execute(query):
            found.setdefault(row.case_number, []).append(deadline_of(row))
    return {number: tuple(duties) for number, duties in found.items()}


def settle(connection: sa.Connection, effect: Settle) -> None:
    """A duty is met, or owed again. The first proof stands: what is met is not met once more."""
    update = sa.update(DEADLINES).where(
        DEADLINES.c.case_number == effect.case_number, DEADLINES.c.kind == effect.kind.value
    )
    if effect.start_on is not None:
        update = update.where(DEADLINES.c.start_on == effect.start_on, DEADLINES.c.n == effect.n)
    if effect.at is not None:
        update = update.where(_OPEN)
    connection.execute(update.values(met_at=effect.at, proof=effect.proof, next_on=effect.next_on))


def postpone(connection: sa.Connection, effect: Postpone) -> str:
    """A promised day moves; what the audit trail says of it: from which day to which, and why.

    Raises:
        LookupError: the case has no such duty.
    """
    number, duty = effect.case_number, effect.deadline
    this = _this(number, duty)
    before = connection.execute(_DAYS_NOW, this).first()
    if before is None:
        raise LookupError(f"{number} owes no {duty.kind.value} from {duty.start_on}")
    promised = {
        "due_on": duty.due_on,
        "target_on": duty.target_on,
        "rolled_from": duty.rolled_from,
        "rule": duty.rule,
        "source": duty.source,
        "stage": duty.stage,
        "next_on": duty.next_on,
        "moved": [_moved_values(moved) for moved in duty.moved],
    }
    connection.execute(sa.update(DEADLINES).where(*_THIS_DUTY).values(promised), this)
    why = duty.moved[-1].why.value if duty.moved else "no reason given"
    changes = [
        f"{day} {old} → {new}"
        for day, old, new in (
            ("due", before.due_on, duty.due_on),
            ("target", before.target_on, duty.target_on),
        )
        if old != new
    ]
    return f"{duty.kind.value}: {', '.join(changes) or 'no other day'} ({why})"


def reach(connection: sa.Connection, effect: Reach) -> None:
    """A duty came to a rung, or (without a stage) only the day of its next rung is another."""
    values: dict[str, Any] = {"next_on": effect.next_on}
    if effect.stage is not None:
        values["stage"] = effect.stage
    this = _this(effect.case_number, effect.deadline)
    connection.execute(sa.update(DEADLINES).where(*_THIS_DUTY).values(values), this)


def replace_all(connection: sa.Connection, case: Case) -> None:
    """The duties of a case are these, and no others."""
    connection.execute(_NO_DUTIES, {"number": case.number})
    if case.deadlines:
        rows = [deadline_values(case.number, duty) for duty in case.deadlines]
        connection.execute(sa.insert(DEADLINES), rows)


def rung_key(effect: Reach) -> str:
    """The key under which the audit trail holds this rung: once for each day the duty had.

    A duty that moved climbs its ladder anew, also where the promised day stood and only the target
    is another: then the number of its moves tells the climbs apart.
    """
    duty = effect.deadline
    day = f"{duty.due_on}+{len(duty.moved)}" if duty.moved else f"{duty.due_on}"
    return (
        f"rung:{effect.case_number}:{duty.kind.value}:{duty.start_on}:{duty.n}:{day}:{effect.stage}"
    )


def deadline_values(case_number: str, duty: Deadline) -> dict[str, Any]:
    """A deadline as the columns of its row."""
    return {
        "case_number": case_number,
        "kind": duty.kind.value,
        "start_on": duty.start_on,
        "n": duty.n,
        "due_on": duty.due_on,
        "target_on": duty.target_on,
        "rolled_from": duty.rolled_from,
        "rule": duty.rule,
        "source": duty.source,
        "owner": duty.owner,
        "what": duty.what,
        "met_at": duty.met_at,
        "proof": duty.proof,
        "stage": duty.stage,
        "next_on": duty.next_on,
        "again_on": duty.again_on,
        "moved": [_moved_values(moved) for moved in duty.moved],
    }


def deadline_of(row: sa.Row[Any]) -> Deadline:
    """A row of deadlines as the core knows it."""
    return Deadline(
        kind=DeadlineKind(row.kind),
        start_on=row.start_on,
        n=row.n,
        due_on=row.due_on,
        target_on=row.target_on,
        rolled_from=row.rolled_from,
        rule=row.rule,
        source=row.source,
        owner=row.owner,
        what=row.what,
        met_at=row.met_at,
        proof=row.proof,
        stage=row.stage,
        next_on=row.next_on,
        again_on=row.again_on,
        moved=tuple(_moved_of(moved) for moved in row.moved),
    )


def slices(items: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    """The items in parts that fit in one statement of any database."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _this(case_number: str, duty: Deadline) -> dict[str, Any]:
    return {
        "of_case": case_number,
        "of_kind": duty.kind.value,
        "from_day": duty.start_on,
        "nth": duty.n,
    }


def _moved_values(moved: Moved) -> dict[str, str]:
    return {
        "on": moved.on.isoformat(),
        "why": moved.why.value,
        "from_due": moved.from_due.isoformat(),
        "to_due": moved.to_due.isoformat(),
        "reason": moved.reason,
    }


def _moved_of(moved: dict[str, str]) -> Moved:
    return Moved(
        on=date.fromisoformat(moved["on"]),
        why=Moving(moved["why"]),
        from_due=date.fromisoformat(moved["from_due"]),
        to_due=date.fromisoformat(moved["to_due"]),
        reason=moved["reason"],
    )
