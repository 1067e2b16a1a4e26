"""Cases and their deadlines: rows to values and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from bot.core.case import (
    Ack,
    Anonymous,
    Case,
    Deadline,
    DeadlineKind,
    Kind,
    Outcome,
    Status,
    Track,
    Urgency,
    Via,
)
from bot.core.mail import Address
from bot.store.tables import CASES, DEADLINES

_ONE_CASE = sa.select(CASES).where(CASES.c.number == sa.bindparam("number"))
_ITS_DEADLINES = (
    sa.select(DEADLINES)
    .where(DEADLINES.c.case_number == sa.bindparam("number"))
    .order_by(DEADLINES.c.id)
)


def find_case(connection: sa.Connection, number: str) -> Case | None:
    """The case with this number, or None."""
    row = connection.execute(_ONE_CASE, {"number": number}).first()
    if row is None:
        return None
    duties = connection.execute(_ITS_DEADLINES, {"number": number})
    return case_of(row, tuple(_deadline_of(duty) for duty in duties))


def get_cases(connection: sa.Connection, query: sa.Select[Any]) -> list[Case]:
    """The cases of a query over the cases table, each with its deadlines."""
    rows = connection.execute(query).all()
    duties = deadlines_of(connection, [row.number for row in rows])
    return [case_of(row, duties.get(row.number, ())) for row in rows]


def deadlines_of(
    connection: sa.Connection, numbers: Sequence[str]
) -> dict[str, tuple[Deadline, ...]]:
    """The deadlines of these cases, in the order they were owed."""
    found: dict[str, list[Deadline]] = {}
    for part in _slices(numbers, 500):
        query = (
            sa.select(DEADLINES).where(DEADLINES.c.case_number.in_(part)).order_by(DEADLINES.c.id)
        )
        for row in connection.execute(query):
            found.setdefault(row.case_number, []).append(_deadline_of(row))
    return {number: tuple(duties) for number, duties in found.items()}


def case_of(row: sa.Row[Any], deadlines: tuple[Deadline, ...] = ()) -> Case:
    """A row of cases as the core knows it."""
    complainant = (
        Address(row.complainant_email, row.complainant_name or "")
        if row.complainant_email
        else None
    )
    return Case(
        number=row.number,
        status=Status(row.status),
        kind=Kind(row.kind),
        urgency=Urgency(row.urgency),
        language=row.language,
        form=row.form,
        school=row.school,
        received_at=row.received_at,
        received_on=row.received_on,
        via=Via(row.via),
        subject=row.subject,
        complainant=complainant,
        handler=row.handler,
        track=Track(row.track),
        simple=row.simple,
        admissible=row.admissible,
        ack=Ack(row.ack),
        acknowledged_at=row.acknowledged_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        pupil_writes=row.pupil_writes,
        signals=tuple(row.signals),
        hints=tuple(row.hints),
        parties=tuple(row.parties),
        anonymous=Anonymous(row.anonymous),
        facts_on=row.facts_on,
        closed_on=row.closed_on,
        alarms=row.alarms,
        alarmed_at=row.alarmed_at,
        alarm_seen_at=row.alarm_seen_at,
        deadlines=deadlines,
    )


def case_values(case: Case) -> dict[str, Any]:
    """A case as the columns of its row."""
    return {
        "number": case.number,
        "status": case.status.value,
        "kind": case.kind.value,
        "urgency": case.urgency.value,
        "language": case.language,
        "form": case.form,
        "school": case.school,
        "received_at": case.received_at,
        "received_on": case.received_on,
        "via": case.via.value,
        "subject": case.subject,
        "complainant_name": case.complainant.name if case.complainant else None,
        "complainant_email": case.complainant.email if case.complainant else None,
        "handler": case.handler,
        "track": case.track.value,
        "simple": case.simple,
        "admissible": case.admissible,
        "ack": case.ack.value,
        "acknowledged_at": case.acknowledged_at,
        "outcome": case.outcome.value if case.outcome else None,
        "pupil_writes": case.pupil_writes,
        "signals": list(case.signals),
        "hints": list(case.hints),
        "parties": list(case.parties),
        "anonymous": case.anonymous.value,
        "facts_on": case.facts_on,
        "closed_on": case.closed_on,
        "alarms": case.alarms,
        "alarmed_at": case.alarmed_at,
        "alarm_seen_at": case.alarm_seen_at,
    }


def deadline_values(case_number: str, duty: Deadline) -> dict[str, Any]:
    """A deadline as the columns of its row."""
    return {
        "case_number": case_number,
        "kind": duty.kind.value,
        "start_on": duty.start_on,
        "due_on": duty.due_on,
        "target_on": duty.target_on,
        "rule": duty.rule,
        "source": duty.source,
        "met_at": duty.met_at,
        "proof": duty.proof,
        "stage": duty.stage,
    }


def _deadline_of(row: sa.Row[Any]) -> Deadline:
    return Deadline(
        kind=DeadlineKind(row.kind),
        start_on=row.start_on,
        due_on=row.due_on,
        target_on=row.target_on,
        rule=row.rule,
        source=row.source,
        met_at=row.met_at,
        proof=row.proof,
        stage=row.stage,
    )


def _slices(items: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
