"""The accounts: register, mails, letters and log, as plain data for JSON and for tables.

Instants are ISO 8601 UTC with Z, dates YYYY-MM-DD, what is absent is None.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from bot.core.case import Case, Deadline, DeadlineKind
from bot.core.pause import Pause
from bot.core.triage.numbers import COMPLAINTS
from bot.core.verdict import PLACES, Place, Verdict
from bot.store import pauses
from bot.store.audit import Broken, instant, verify
from bot.store.database import Database
from bot.store.papers import text_of
from bot.store.register import find_case, get_cases, mean_score
from bot.store.tables import AUDIT, CASES, LETTERS, MAILS

Account: TypeAlias = dict[str, Any]

_PROOF = "proof "  # opens the entry of the trail that is no rule


class Accounts:
    """Reads the books; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(
        self,
        *,
        year: int | None = None,
        status: str | None = None,
        number: str | None = None,
        everything: bool = False,
    ) -> list[Account]:
        """The cases of the register, in the order of their numbers.

        `everything` are also the entries of questions, suggestions and praise.
        """
        query = sa.select(CASES).order_by(CASES.c.series, CASES.c.year, CASES.c.n)
        if not everything and number is None:
            query = query.where(CASES.c.series == COMPLAINTS)
        if year is not None:
            query = query.where(CASES.c.year == year)
        if status is not None:
            query = query.where(CASES.c.status == status)
        if number is not None:
            query = query.where(CASES.c.number == number)
        with self._database.reading() as connection:
            return [_case(case) for case in get_cases(connection, query)]

    def show(self, number: str) -> Account | None:
        """One case whole: its fields, mails, letters with their text, and log."""
        with self._database.reading() as connection:
            case = find_case(connection, number)
        if case is None:
            return None
        return _case(case) | {
            "anonymous": case.anonymous.value,
            "facts_on": _on(case.facts_on),
            "closed_on": _on(case.closed_on),
            "stopped_on": _on(case.stopped_on),
            "topic": case.topic,
            "details": {name.value: text for name, text in case.details.items()},
            "refused_for": list(case.refused_for),
            "survey": {"status": case.survey.value, "scores": list(case.scores)},
            "mails": self.mails(number=number)["mails"],
            "letters": self.letters(number=number, with_text=True),
            "log": self.log(number),
            "talks": [],
            "measures": [
                _measure(duty) for duty in case.deadlines if duty.kind is DeadlineKind.MEASURE
            ],
            "investigation": None,
        }

    def why(self, number: str) -> list[Account] | None:
        """The deadlines of a case with all that explains them; None when there is no such case."""
        with self._database.reading() as connection:
            case = find_case(connection, number)
        return None if case is None else [_reasons(duty) for duty in case.deadlines]

    def mails(self, *, since: date | None = None, number: str | None = None) -> Account:
        """Every incoming mail and what became of it; `closes` when the sum is right."""
        query = sa.select(MAILS).order_by(MAILS.c.id)
        if since is not None:
            query = query.where(MAILS.c.received_on >= since)
        if number is not None:
            query = query.where(MAILS.c.case_number == number)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            known = set(connection.scalars(sa.select(CASES.c.number)))
            logged = set(connection.scalars(sa.select(AUDIT.c.mail_id).distinct()))
        total = Counter(row.verdict or "waiting" for row in rows)
        return {
            "received": len(rows),
            "sum": dict(sorted(total.items())),
            "closes": all(_has_its_place(row, known, logged) for row in rows),
            "mails": [_mail(row) for row in rows],
        }

    def letters(self, *, number: str | None = None, with_text: bool = False) -> list[Account]:
        """The letters of the outbox, oldest first."""
        query = sa.select(LETTERS).order_by(LETTERS.c.id)
        if number is not None:
            query = query.where(LETTERS.c.case_number == number)
        with self._database.reading() as connection:
            return [_letter(row, with_text=with_text) for row in connection.execute(query)]

    def pause(self, now: datetime) -> Pause | None:
        """The pause that keeps automatic letters to outsiders back now."""
        with self._database.reading() as connection:
            return pauses.lasting(connection, now)

    def as_it_left(self, number: str, letter: int) -> bytes | None:
        """A letter of a case byte for byte (RFC 5322); None when the case has no such letter."""
        query = sa.select(LETTERS.c.content).where(
            LETTERS.c.id == letter, LETTERS.c.case_number == number
        )
        with self._database.reading() as connection:
            return connection.scalar(query)

    def log(self, number: str | None = None) -> list[Account]:
        """The audit trail, oldest first."""
        query = sa.select(AUDIT).order_by(AUDIT.c.n)
        if number is not None:
            query = query.where(AUDIT.c.case_number == number)
        with self._database.reading() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def verify(self) -> Broken | None:
        """The first entry of the log that does not fit the chain; None when all do."""
        with self._database.reading() as connection:
            return verify(connection)


def _has_its_place(row: Any, cases: set[str], logged: set[int | None]) -> bool:  # noqa: ANN401
    """Whether a mail ended where its verdict may end, and what it points at exists."""
    if row.verdict is None:
        return bool(row.place == Place.WAITING.value)
    if Place(row.place) not in PLACES[Verdict(row.verdict)]:
        return False
    if row.place == Place.CASE.value and row.case_number not in cases:
        return False
    return row.verdict == Verdict.BEFORE_START.value or row.id in logged


def _case(case: Case) -> Account:
    return {
        "number": case.number,
        "kind": case.kind.value,
        "status": case.status.value,
        "track": case.track.value,
        "class": None if case.simple is None else "simple" if case.simple else "complex",
        "admissible": None if case.admissible is None else "yes" if case.admissible else "no",
        "urgency": case.urgency.value,
        "language": case.language,
        "school": case.school,
        "received_at": instant(case.received_at),
        "received_on": case.received_on.isoformat(),
        "via": case.via.value,
        "subject": case.subject,
        "complainant": None
        if case.complainant is None
        else {"name": case.complainant.name, "email": case.complainant.email},
        "handler": case.handler,
        "acknowledged_at": _at(case.acknowledged_at),
        "ack": case.ack.value,
        "outcome": case.outcome.value if case.outcome else None,
        "survey_score": mean_score(case),
        "signals": list(case.signals),
        "hints": list(case.hints),
        "deadlines": [
            {
                "kind": duty.kind.value,
                "due_on": duty.due_on.isoformat(),
                "target_on": duty.target_on.isoformat(),
                "met_at": _at(duty.met_at),
                "stage": duty.stage,
            }
            for duty in case.deadlines
        ],
    }


def _reasons(duty: Deadline) -> Account:
    """Why a duty is owed by its day: where it starts, what it comes from, how it moved."""
    return {
        "kind": duty.kind.value,
        "start_on": duty.start_on.isoformat(),
        "n": duty.n,
        "due_on": duty.due_on.isoformat(),
        "target_on": duty.target_on.isoformat(),
        "rolled_from": _on(duty.rolled_from),
        "rule": duty.rule,
        "source": duty.source,
        "owner": duty.owner,
        "what": duty.what,
        "met_at": _at(duty.met_at),
        "proof": duty.proof,
        "stage": duty.stage,
        "next_on": _on(duty.next_on),
        "moves": [
            {
                "on": moved.on.isoformat(),
                "why": moved.why.value,
                "from_due": moved.from_due.isoformat(),
                "to_due": moved.to_due.isoformat(),
                "reason": moved.reason,
            }
            for moved in duty.moved
        ],
    }


def _measure(duty: Deadline) -> Account:
    """What was promised, by whom, for when."""
    return {
        "n": duty.n,
        "text": duty.what,
        "owner": duty.owner,
        "due_on": duty.due_on.isoformat(),
        "done_at": _at(duty.met_at),
    }


def _mail(row: Any) -> Account:  # noqa: ANN401  # a row
    return {
        "id": row.id,
        "mailbox": row.mailbox,
        "uidvalidity": row.uidvalidity,
        "uid": row.uid,
        "message_id": row.message_id,
        "received_at": instant(row.received_at),
        "sender": row.sender,
        "subject": row.subject,
        "verdict": row.verdict,
        "rule": row.rule,
        "place": row.place,
        "owed": row.owed,
        "case": row.case_number,
        "set_aside": row.set_aside,
        "rules": [
            {"rule": rule, "outcome": "hit" if rule == row.rule else "miss"}
            for rule in row.trail
            if not rule.startswith(_PROOF)
        ],
        "proof": next((_proof(each) for each in row.trail if each.startswith(_PROOF)), None),
    }


def _proof(entry: str) -> Account:
    """What the trail keeps of the proof that somebody of the school wrote a mail."""
    how, _, why = entry.removeprefix(_PROOF).partition(": ")
    return {"ok": how != "none", "how": how, "why": why}


def _letter(row: Any, *, with_text: bool) -> Account:  # noqa: ANN401  # a row
    letter = {
        "id": row.id,
        "message_id": row.message_id,
        "letter": row.letter,
        "language": row.language,
        "to": row.to_address,
        "case": row.case_number,
        "status": row.status,
        "queued_at": instant(row.queued_at),
        "sent_at": _at(row.sent_at),
        "attempts": row.attempts,
        "error": row.error,
    }
    said = {
        "subject": row.subject,
        "text": text_of(row.content),
        "template_hash": row.template_hash,
    }
    return letter | said if with_text else letter


def _entry(row: Any) -> Account:  # noqa: ANN401  # a row
    return {
        "n": row.n,
        "at": instant(row.at),
        "event": row.event,
        "case": row.case_number,
        "mail": row.mail_id,
        "letter": row.letter_id,
        "actor": row.actor,
        "reason": row.reason,
        "prev": row.prev,
        "hash": row.hash,
    }


def _on(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _at(at: datetime | None) -> str | None:
    return None if at is None else instant(at)
