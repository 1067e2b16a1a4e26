"""Cases, each with its deadlines: rows to values and back."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from bot.core.case import (
    Ack,
    Anonymous,
    Case,
    Deadline,
    Detail,
    Kind,
    Outcome,
    Status,
    Survey,
    Track,
    Urgency,
    Via,
)
from bot.core.mail import Address
from bot.store.duties import deadlines_of, deadlines_of_case
from bot.store.tables import CASES

_ONE_CASE = sa.select(CASES).where(CASES.c.number == sa.bindparam("number"))


def find_case(connection: sa.Connection, number: str) -> Case | None:
    """The case with this number, or None."""
    row = connection.execute(_ONE_CASE, {"number": number}).first()
    if row is None:
        return None
    return case_of(row, deadlines_of_case(connection, number))


def get_cases(connection: sa.Connection, query: sa.Select[Any]) -> list[Case]:
    """The cases of a query over the cases table, each with its deadlines."""
    rows = connection.execute(query).all()
    duties = deadlines_of(connection, [row.number for row in rows])
    return [case_of(row, duties.get(row.number, ())) for row in rows]


def case_of(row: sa.Row[Any], deadlines: tuple[Deadline, ...] = ()) -> Case:
    """A row of cases as the core knows it."""
    complainant = (
        Address(row.complainant_email or "", row.complainant_name or "")
        if row.complainant_email or row.complainant_name
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
        stopped_on=row.stopped_on,
        not_for=row.not_for,
        topic=row.topic,
        before=Status(row.before) if row.before else None,
        details={Detail(name): text for name, text in row.details.items()},
        refused_for=tuple(row.refused_for),
        survey=Survey(row.survey),
        scores=tuple(row.scores),
        alarms=row.alarms,
        alarmed_at=row.alarmed_at,
        alarm_seen_at=row.alarm_seen_at,
        deadlines=deadlines,
    )


def mean_score(case: Case) -> float | None:
    """The mean of the scores that were given, to one decimal (4.25 is 4.3); None without any."""
    given = [score for score in case.scores if score is not None]
    if not given:
        return None
    mean = Decimal(sum(given)) / len(given)
    return float(mean.quantize(Decimal("0.1"), ROUND_HALF_UP))


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
        "stopped_on": case.stopped_on,
        "not_for": case.not_for,
        "topic": case.topic,
        "before": case.before.value if case.before else None,
        "details": {name.value: text for name, text in case.details.items()},
        "refused_for": list(case.refused_for),
        "survey": case.survey.value,
        "scores": list(case.scores),
        "survey_score": mean_score(case),
        "alarms": case.alarms,
        "alarmed_at": case.alarmed_at,
        "alarm_seen_at": case.alarm_seen_at,
    }
