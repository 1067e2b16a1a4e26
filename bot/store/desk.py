"""What lies on everybody's desk: gathered once for all readers, in a few indexed queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from bot.core.case import Ack, DeadlineKind, Status, Urgency
from bot.core.desk import Aside, Desk, Owed
from bot.core.duties.moving import STOPS
from bot.core.happening import AttentionCode
from bot.core.letter import Hold, LetterName
from bot.core.verdict import Place
from bot.store.columns import UTCDateTime
from bot.store.duties import slices
from bot.store.figures import AT_REST, tallies
from bot.store.sent import ACKS
from bot.store.tables import ATTENTION, CASES, DEADLINES, LETTERS, LISTED, MAILS

_ASIDE_FOR = timedelta(days=60)
_ASIDE_AT_MOST = 200
_TOPIC_DAYS = 28
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

# What must still be done when a case is over: these keep it on the desk.
OWED_AT_REST = (
    DeadlineKind.ACK,
    DeadlineKind.MEASURE,
    DeadlineKind.CLOSED_REPLY,
    DeadlineKind.REPLY_OTHER,
    DeadlineKind.DOSSIER_REQUEST,
)
_OUTSIDE = (Status.MEDIATION, Status.EXTERNAL)

_SINCE = sa.bindparam("since", type_=UTCDateTime())
_OWED = (
    sa.select(
        CASES.c.number,
        CASES.c.school,
        CASES.c.handler,
        CASES.c.status,
        CASES.c.urgency,
        DEADLINES.c.kind,
        DEADLINES.c.start_on,
        DEADLINES.c.due_on,
        DEADLINES.c.target_on,
        DEADLINES.c.stage,
        CASES.c.received_on,
        CASES.c.received_at,
        CASES.c.opened_at,
        CASES.c.ack,
        DEADLINES.c.owner,
        DEADLINES.c.what,
        DEADLINES.c.n,
        CASES.c.simple,
        CASES.c.stopped_on,
        CASES.c.not_for,
        CASES.c.hints,
    )
    .join(CASES, CASES.c.number == DEADLINES.c.case_number)
    .where(
        DEADLINES.c.met_at.is_(None),
        DEADLINES.c.target_on <= sa.bindparam("horizon_on"),
        CASES.c.status.not_in([status.value for status in AT_REST])
        | DEADLINES.c.kind.in_([kind.value for kind in OWED_AT_REST]),
    )
    .order_by(DEADLINES.c.target_on, DEADLINES.c.case_number, DEADLINES.c.id)
)
_ASIDE = (
    sa.select(
        MAILS.c.id,
        MAILS.c.received_at,
        MAILS.c.set_aside,
        sa.select(ATTENTION.c.school)
        .where(ATTENTION.c.mail_id == MAILS.c.id)
        .order_by(ATTENTION.c.id)
        .limit(1)
        .scalar_subquery()
        .label("school"),
        sa.select(LISTED.c.mail_id).where(LISTED.c.mail_id == MAILS.c.id).exists().label("listed"),
    )
    .where(
        MAILS.c.place == Place.SET_ASIDE.value,
        MAILS.c.owed.is_(True),
        MAILS.c.received_at > _SINCE,
    )
    .order_by(MAILS.c.received_at.desc(), MAILS.c.id.desc())
    .limit(_ASIDE_AT_MOST)
)
_VERDICT = sa.func.coalesce(MAILS.c.verdict, sa.literal_column("'waiting'"))
_RECEIVED = (
    sa.select(_VERDICT, MAILS.c.place, sa.func.count())
    .where(MAILS.c.seen_at > _SINCE)
    .group_by(_VERDICT, MAILS.c.place)
)
_TOPICS = (
    sa.select(
        CASES.c.topic,
        sa.func.count(sa.case((CASES.c.received_on > sa.bindparam("recent_on"), 1))),
        sa.func.count(),
    )
    .where(
        CASES.c.received_on > sa.bindparam("earlier_on"),
        CASES.c.topic.is_not(None),
        CASES.c.status.not_in([Status.MERGED.value, Status.REROUTED.value]),
    )
    .group_by(CASES.c.topic)
)
_ALARMED = (
    sa.select(CASES.c.number, CASES.c.alarm_seen_at)
    .where(CASES.c.alarmed_at > _SINCE)
    .order_by(CASES.c.alarmed_at, CASES.c.number)
)
_EXTERNAL = (
    sa.select(CASES.c.number, CASES.c.school, CASES.c.status, CASES.c.not_for)
    .where(CASES.c.status.in_([status.value for status in _OUTSIDE]))
    .order_by(CASES.c.number)
)


def gather(
    connection: sa.Connection,
    *,
    since: datetime | None,
    horizon_on: date,
    now: datetime,
    zone: tzinfo,
) -> Desk:
    """The desk at this instant, with the duties whose target day is not beyond the horizon.

    Without `since` everything that ever came counts. The mornings that were missed are not known
    here.
    """
    today = now.astimezone(zone).date()
    from_instant = {"since": since or _BEGINNING}
    owed = _owed(connection, horizon_on)
    received, places = _received(connection, from_instant)
    alarms = _alarms(connection, since or _BEGINNING)
    return Desk(
        since=since,
        horizon_on=horizon_on,
        owed=owed,
        aside=_aside(connection, now),
        tallies=tallies(connection, owed, since or _BEGINNING, today, zone),
        received=received,
        places=places,
        topics=_topics(connection, today),
        alarms=len(alarms),
        seen_minutes=tuple(
            (seen_at - rang_at) // timedelta(minutes=1)
            for rang_at, seen_at in alarms
            if seen_at is not None and seen_at >= rang_at
        ),
        external=tuple(
            (row.number, row.school, Status(row.status), row.not_for)
            for row in connection.execute(_EXTERNAL)
        ),
    )


def _owed(connection: sa.Connection, horizon_on: date) -> tuple[Owed, ...]:
    rows = connection.execute(_OWED, {"horizon_on": horizon_on}).all()
    untold = [
        row.number
        for row in rows
        if row.kind == DeadlineKind.ACK.value and row.ack != Ack.SENT.value
    ]
    kept = _kept_back(connection, untold)
    phones = _phones(connection, untold)
    return tuple(_owed_of(row, kept, phones) for row in rows)


def _owed_of(
    row: Any,  # noqa: ANN401  # rows of this query
    kept: Mapping[str, tuple[str, Hold | None]],
    phones: Mapping[str, str],
) -> Owed:
    kind = DeadlineKind(row.kind)
    is_ack = kind is DeadlineKind.ACK
    why, hold = kept.get(row.number, ("", None)) if is_ack else ("", None)
    return Owed(
        number=row.number,
        school=row.school,
        handler=row.handler,
        status=Status(row.status),
        urgency=Urgency(row.urgency),
        kind=kind,
        start_on=row.start_on,
        due_on=row.due_on,
        target_on=row.target_on,
        stage=row.stage,
        since=row.received_on,
        opened_at=row.opened_at or row.received_at,
        ack=Ack(row.ack),
        phone=phones.get(row.number, "") if is_ack else "",
        why=why,
        hold=hold,
        owner=row.owner,
        what=row.what,
        n=row.n,
        simple=row.simple,
        stopped=row.stopped_on is not None
        and kind in STOPS
        and row.due_on >= row.stopped_on,  # what had passed before waits for nobody
        not_for=row.not_for,
        hints=tuple(row.hints),
    )


def _kept_back(
    connection: sa.Connection, numbers: Sequence[str]
) -> dict[str, tuple[str, Hold | None]]:
    """What keeps the acknowledgment of these cases: of each the newest letter tells."""
    found: dict[str, tuple[str, Hold | None]] = {}
    for part in slices(numbers):
        query = (
            sa.select(LETTERS.c.case_number, LETTERS.c.status, LETTERS.c.error)
            .where(
                LETTERS.c.case_number.in_(part),
                LETTERS.c.letter.in_(ACKS),
                LETTERS.c.status.in_(("held", "refused", "uncertain", "queued")),
            )
            .order_by(LETTERS.c.id)
        )
        for row in connection.execute(query):
            hold = Hold(row.error) if row.status == "held" else None
            found[row.case_number] = (row.error or "", hold)
    return found


def _phones(connection: sa.Connection, numbers: Sequence[str]) -> dict[str, str]:
    """Where the complainant can be called, as a matter for a person told it."""
    found: dict[str, str] = {}
    for part in slices(numbers):
        query = (
            sa.select(ATTENTION.c.case_number, ATTENTION.c.phone)
            .where(ATTENTION.c.case_number.in_(part), ATTENTION.c.phone != "")
            .order_by(ATTENTION.c.id)
        )
        found |= {row.case_number: row.phone for row in connection.execute(query)}
    return found


def _aside(connection: sa.Connection, now: datetime) -> tuple[Aside, ...]:
    codes = {code.value for code in AttentionCode}
    return tuple(
        Aside(
            mail_id=row.id,
            received_at=row.received_at,
            # What was set aside because it broke the reader has no code, but an error.
            code=row.set_aside if row.set_aside in codes else AttentionCode.UNREADABLE.value,
            school=row.school or "",
            listed=bool(row.listed),
        )
        for row in connection.execute(_ASIDE, {"since": now - _ASIDE_FOR})
    )


def _received(
    connection: sa.Connection, from_instant: Mapping[str, datetime]
) -> tuple[dict[str, int], dict[str, int]]:
    """How many mails came, by verdict and by where they ended; both add up to the same."""
    verdicts: dict[str, int] = {}
    places: dict[str, int] = {}
    for verdict, place, count in connection.execute(_RECEIVED, from_instant):
        verdicts[verdict] = verdicts.get(verdict, 0) + count
        places[place] = places.get(place, 0) + count
    return verdicts, places


def _alarms(connection: sa.Connection, since: datetime) -> list[tuple[datetime, datetime | None]]:
    """When each alarm rang first since then, and when somebody took it up."""
    seen = {row.number: row.alarm_seen_at for row in connection.execute(_ALARMED, {"since": since})}
    found: list[tuple[datetime, datetime | None]] = []
    for part in slices(list(seen)):
        query = (
            sa.select(LETTERS.c.case_number, sa.func.min(LETTERS.c.queued_at))
            .where(
                LETTERS.c.case_number.in_(part),
                LETTERS.c.letter == LetterName.SAFETY_ALERT.value,
                LETTERS.c.queued_at > since,
            )
            .group_by(LETTERS.c.case_number)
            .order_by(LETTERS.c.case_number)
        )
        found += ((rang_at, seen[number]) for number, rang_at in connection.execute(query))
    return found


def _topics(connection: sa.Connection, today: date) -> dict[str, tuple[int, int]]:
    """How many cases of each topic came in the last 28 days, and in the 28 before."""
    recent_on = today - timedelta(days=_TOPIC_DAYS)
    days = {"recent_on": recent_on, "earlier_on": recent_on - timedelta(days=_TOPIC_DAYS)}
    return {
        topic: (recent, both - recent) for topic, recent, both in connection.execute(_TOPICS, days)
    }
