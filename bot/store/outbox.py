"""The outbox: it reads and marks letters; only the ledger adds one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.core.happening import SentLetter
from bot.core.letter import ACKNOWLEDGES, ALARMS
from bot.core.pause import Pause
from bot.store import pauses
from bot.store.database import Database
from bot.store.sent import sent_letter
from bot.store.tables import LETTERS

# After a 4xx or a lost connection: minutes until the next try, then every hour (RFC 5321 §4.5.4.1).
_PAUSES = (1, 5, 15, 60)
_GIVE_UP_AFTER = timedelta(days=5)
_PAUSE_WHEN_UNCERTAIN = timedelta(minutes=15)
_ALARMS = tuple(name.value for name in ALARMS)
_IS_ALARM = LETTERS.c.letter.in_(_ALARMS)
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A letter that may leave now. `again`: its first try ended uncertain; `alarm`: it is one."""

    id: int
    mailbox: str
    to: str
    content: bytes
    attempts: int
    queued_at: datetime
    again: bool
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one letter: accepted, refused, delayed or uncertain, and the words for it."""

    letter: Queued
    status: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """An outcome that casework has yet to hear."""

    letter: SentLetter
    status: str
    error: str


class Outbox:
    """Letters waiting, on their way, and gone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(
        self,
        now: datetime,
        *,
        limit: int,
        urgent: bool = False,
        breaker: int = 0,
        inside_only: bool = False,
    ) -> list[Queued]:
        """Letters that may leave now, alarms first, then the oldest.

        `urgent` ignores pauses after a delay. While the breaker is tripped, automatic letters to
        outsiders who had one in the last hour stay behind; with `inside_only` all letters to
        outsiders do; while a pause lasts, all automatic ones that no person let go.
        """
        waits = LETTERS.c.status.in_(("queued", "uncertain"))
        due = LETTERS.c.not_before <= now
        if urgent:
            # An uncertain one keeps its pause: a report may still tell what became of it.
            # So does one that was never tried: somebody may still want it back.
            due |= (LETTERS.c.status == "queued") & (LETTERS.c.attempts > 0)
        query = sa.select(LETTERS).where(waits, due).order_by(LETTERS.c.id).limit(limit)
        if inside_only:
            query = query.where(LETTERS.c.to_staff.is_(True))
        with self._database.reading() as connection:
            freed_at = pauses.freed_at(connection)
            if pauses.until(connection, now) is not None:
                query = query.where(pauses.LEAVES)
            if breaker and self._tripped(connection, now, breaker):
                query = query.where(
                    LETTERS.c.to_staff.is_(True) | (LETTERS.c.origin == "person") | ~_had_one()
                ).params(hour_ago=now - timedelta(hours=1))
            return [
                Queued(
                    id=row.id,
                    mailbox=row.mailbox,
                    to=row.to_address,
                    content=row.content,
                    attempts=row.attempts,
                    # What waited for the end of a pause did not wait for the server.
                    queued_at=max(row.queued_at, freed_at) if freed_at else row.queued_at,
                    again=row.status == "uncertain",
                    alarm=row.letter in _ALARMS,
                )
                # An alarm passes all that waits.
                for some in (query.where(_IS_ALARM), query.where(~_IS_ALARM))
                for row in connection.execute(some)
            ]

    def tripped(self, now: datetime, breaker: int) -> bool:
        """Whether the loop breaker holds automatic letters to outsiders back."""
        with self._database.reading() as connection:
            return bool(breaker) and self._tripped(connection, now, breaker)

    def pause(self, now: datetime) -> Pause | None:
        """The pause that keeps automatic letters to outsiders back now."""
        with self._database.reading() as connection:
            return pauses.lasting(connection, now)

    def next_at(self, now: datetime) -> datetime | None:
        """When the next waiting letter may leave; what a pause keeps back, not before its end."""
        query = sa.select(sa.func.min(LETTERS.c.not_before)).where(
            LETTERS.c.status.in_(("queued", "uncertain")), LETTERS.c.not_before < NEVER
        )
        with self._database.reading() as connection:
            until = pauses.until(connection, now)
            leaves = query if until is None else query.where(pauses.LEAVES)
            found: datetime | None = connection.scalar(leaves)
        return min((at for at in (found, until) if at is not None), default=None)

    def mark(self, results: Sequence[Result], at: datetime) -> None:
        """Writes down what became of letters, all in one transaction."""
        with self._database.writing() as connection:
            accepted = [_accepted(result, at) for result in results if result.status == "accepted"]
            if accepted:
                connection.execute(_MARK_ACCEPTED, accepted)
            for result in results:
                if result.status != "accepted":
                    update = sa.update(LETTERS).where(LETTERS.c.id == result.letter.id)
                    connection.execute(update.values(_columns(result, at)))

    def news(self, limit: int) -> list[News]:
        """Outcomes that casework has not heard, oldest first."""
        query = (
            sa.select(LETTERS).where(LETTERS.c.news.is_(True)).order_by(LETTERS.c.id).limit(limit)
        )
        with self._database.reading() as connection:
            return [
                News(letter=sent_letter(row), status=row.status, error=row.error or "")
                for row in connection.execute(query)
            ]

    def late_acknowledgments(self, now: datetime, after: timedelta) -> list[SentLetter]:
        """Acknowledgments that wanted to leave `after` ago or longer and are still here.

        None while a pause keeps them back, nor so soon after it: that is told in one line.
        """
        query = sa.select(LETTERS).where(
            LETTERS.c.letter.in_([name.value for name in ACKNOWLEDGES]),
            LETTERS.c.status == "queued",
            LETTERS.c.queued_at <= now - after,
        )
        with self._database.reading() as connection:
            freed_at = pauses.freed_at(connection)
            if freed_at is not None and freed_at > now - after:
                return []
            return [sent_letter(row) for row in connection.execute(query)]

    def to_archive(self, mailbox: str, limit: int) -> list[tuple[int, datetime, bytes]]:
        """Accepted letters of which the archive folder has no copy yet: id, instant, message."""
        query = (
            sa.select(LETTERS.c.id, LETTERS.c.sent_at, LETTERS.c.content)
            .where(
                LETTERS.c.mailbox == mailbox,
                LETTERS.c.status == "sent",
                LETTERS.c.archived.is_(False),
            )
            .order_by(LETTERS.c.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [(row.id, row.sent_at, row.content) for row in connection.execute(query)]

    def mark_archived(self, ids: Sequence[int]) -> None:
        """The archive folder has these letters."""
        with self._database.writing() as connection:
            update = sa.update(LETTERS).where(LETTERS.c.id.in_(ids))
            connection.execute(update.values(archived=True))

    def counts(self) -> dict[str, int]:
        """How many letters stand at each status."""
        query = sa.select(LETTERS.c.status, sa.func.count()).group_by(LETTERS.c.status)
        with self._database.reading() as connection:
            return {status: count for status, count in connection.execute(query)}  # noqa: C416

    @staticmethod
    def _tripped(connection: sa.Connection, now: datetime, breaker: int) -> bool:
        """Counts the automatic letters of ten minutes to outsiders who had one the hour before."""
        lately = {"lately": now - timedelta(minutes=10), "hour_ago": now - timedelta(hours=1)}
        return (connection.scalar(_ECHOES, lately) or 0) >= breaker


_EARLIER = LETTERS.alias("earlier")


def _had_one(*also: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether the reader of a letter had another automatic one since `hour_ago`."""
    return (
        sa.select(_EARLIER.c.id)
        .where(
            _EARLIER.c.to_address == LETTERS.c.to_address,
            _EARLIER.c.to_staff.is_(False),
            _EARLIER.c.origin != "person",
            _EARLIER.c.id != LETTERS.c.id,
            _EARLIER.c.sent_at > sa.bindparam("hour_ago"),
            *also,
        )
        .exists()
    )


# Built once: it is asked each time that letters leave.
_ECHOES = (
    sa.select(sa.func.count())
    .select_from(LETTERS)
    .where(
        LETTERS.c.sent_at > sa.bindparam("lately"),
        LETTERS.c.to_staff.is_(False),
        LETTERS.c.origin != "person",
        _had_one(_EARLIER.c.sent_at <= LETTERS.c.sent_at),
    )
)
_MARK_ACCEPTED = (
    sa.update(LETTERS)
    .where(LETTERS.c.id == sa.bindparam("which"))
    .values(
        status="sent",
        error=None,
        news=True,
        sent_at=sa.bindparam("at"),
        attempts=sa.bindparam("tries"),
    )
)


def _accepted(result: Result, at: datetime) -> dict[str, Any]:
    return {"which": result.letter.id, "at": at, "tries": result.letter.attempts + 1}


def _columns(result: Result, at: datetime) -> dict[str, Any]:
    attempts, words = result.letter.attempts + 1, result.words[:500]
    match result.status:
        case "refused":
            return {"status": "refused", "attempts": attempts, "error": words, "news": True}
        case "uncertain":
            return {
                "status": "uncertain",
                "attempts": attempts,
                "error": words,
                "news": result.letter.again,
                "not_before": NEVER if result.letter.again else at + _PAUSE_WHEN_UNCERTAIN,
            }
        case _:
            return _delayed(result, at, attempts, words)


def _delayed(result: Result, at: datetime, attempts: int, words: str) -> dict[str, Any]:
    waited = at - result.letter.queued_at
    if waited >= _GIVE_UP_AFTER:
        words = f"gave up after {waited.days} days: {words}"
        return {"status": "refused", "attempts": attempts, "error": words, "news": True}
    minutes = _PAUSES[min(attempts, len(_PAUSES)) - 1]
    pause = timedelta(minutes=minutes * random.uniform(0.8, 1.2))  # noqa: S311  # spreads retries
    return {"attempts": attempts, "error": words, "not_before": at + pause}
