"""The ledger: one page is one transaction; only finished paperwork is recorded on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

import sqlalchemy as sa

from bot.core.case import Case
from bot.core.decision import (
    File,
    Note,
    Owe,
    Paperwork,
    Release,
    Save,
    Send,
    Settle,
    Tell,
)
from bot.core.letter import ReadyLetter
from bot.store.audit import GENESIS, hash_of
from bot.store.database import Database
from bot.store.lookup import Lookup
from bot.store.register import case_values, deadline_values
from bot.store.tables import ATTENTION, AUDIT, CASES, COUNTERS, DEADLINES, LETTERS, MAILS

_AUDIT, _LETTER = "audit", "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a decision is about, besides its case: the mail as it was read, or a letter of ours.

    `heard` is the outbox row whose outcome was decided upon; `told` are the attention rows that
    the first letter of the decision tells a person of.
    """

    mail_id: int | None = None
    mailbox: str = ""
    message_id: str | None = None
    content_key: str | None = None
    sender: str | None = None
    subject: str = ""
    thread_subject: str = ""
    trail: tuple[str, ...] = ()
    heard: int | None = None
    told: tuple[int, ...] = ()
    actor: str = "bot"


class Ledger:
    """Opens pages to write on, and glances at what is written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def glance(self) -> Iterator[Lookup]:
        """A snapshot to look things up in."""
        with self._database.reading() as connection:
            yield Lookup(connection)

    @contextmanager
    def open_page(self) -> Iterator[Page]:
        """One transaction: everything on the page is kept, or nothing."""
        with self._database.writing() as connection:
            page = Page(connection)
            yield page
            page.close()


class Page:
    """One transaction of the ledger.

    Several entries may share it; each has its savepoint, so that one that fails leaves the others.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.look = Lookup(connection)
        # Locked rows where the database locks rows; on SQLite the transaction itself is the lock.
        rows = connection.execute(sa.select(COUNTERS).with_for_update())
        self._counters: dict[str, int] = {row.name: row.last for row in rows}
        self._saved = dict(self._counters)
        self._prev = self._last_hash()

    @contextmanager
    def entry(self) -> Iterator[None]:
        """A savepoint: what fails inside leaves no trace, not even a number."""
        before = dict(self._counters), self._prev
        try:
            with self._connection.begin_nested():
                yield
        except BaseException:
            self._counters, self._prev = before
            raise

    def next_number(self, numbering: str, year: int) -> str:
        """The number the next case of this year would get; taken only when the case is saved."""
        return numbering.format(year=year, n=self._counters.get(f"K-{year}", 0) + 1)

    def record(  # noqa: C901, PLR0912  # one branch an effect
        self, paperwork: Paperwork, *, at: datetime, about: About
    ) -> None:
        """Writes a decision and all its letters down.

        Raises:
            sqlalchemy.exc.IntegrityError: the decision's key was recorded before.
        """
        decision = paperwork.decision
        letters = iter(paperwork.letters)
        # The case first: the rows below point at it.
        for effect in decision.effects:
            if isinstance(effect, Save):
                self._save(effect.case, about)
        main = self._log(
            at=at,
            event=decision.event,
            case_number=decision.case_number,
            mail_id=about.mail_id,
            letter_id=about.heard,
            actor=about.actor,
            reason=decision.reason,
            key=decision.key,
        )
        if about.heard is not None:
            self._mark_letter(about.heard, news=False)
        for effect in decision.effects:
            match effect:
                case Save():
                    pass
                case File():
                    self._file(effect, about)
                case Owe(case_number, deadline):
                    self._insert(DEADLINES, deadline_values(case_number, deadline))
                case Settle():
                    self._settle(effect, at=at, about=about)
                case Send(_, reason):
                    self._post(next(letters), reason, at=at, about=about)
                case Release(letter_id):
                    self._mark_letter(letter_id, status="queued", not_before=at, error=None)
                    self._note(at, about, "letter_released", decision.case_number, "", letter_id)
                case Note(event, reason, case_number):
                    self._note(at, about, event, case_number, reason)
                case Tell(item):
                    self._insert(
                        ATTENTION,
                        {
                            "audit_n": main,
                            "at": at,
                            "code": item.code.value,
                            "case_number": item.case_number,
                            "school": item.school,
                            "mail_id": about.mail_id,
                            "sender": item.sender,
                            "received_at": item.received_at,
                            "detail": item.detail,
                        },
                    )
                case _:
                    assert_never(effect)

    def close(self) -> None:
        """Puts the counters back where they are kept."""
        for name, last in self._counters.items():
            if name not in self._saved:
                self._insert(COUNTERS, {"name": name, "last": last})
            elif self._saved[name] != last:
                update = sa.update(COUNTERS).where(COUNTERS.c.name == name)
                self._connection.execute(update.values(last=last))

    # --- one kind of row each -----------------------------------------------------------------

    def _save(self, case: Case, about: About) -> None:
        values = case_values(case)
        year = case.received_on.year
        update = sa.update(CASES).where(CASES.c.number == case.number).values(values)
        if self._connection.execute(update).rowcount:
            return
        n = self._take(f"K-{year}")
        self._insert(
            CASES, values | {"series": "K", "year": year, "n": n, "opened_by": about.mail_id}
        )

    def _file(self, filed: File, about: About) -> None:
        update = sa.update(MAILS).where(MAILS.c.id == about.mail_id)
        self._connection.execute(
            update.values(
                verdict=filed.verdict.value,
                rule=filed.rule,
                place=filed.place.value,
                owed=filed.owed,
                set_aside=filed.set_aside,
                case_number=filed.case_number,
                message_id=about.message_id,
                content_key=about.content_key,
                sender=about.sender,
                subject=about.subject,
                trail=list(about.trail),
            )
        )

    def _settle(self, effect: Settle, *, at: datetime, about: About) -> None:
        update = sa.update(DEADLINES).where(
            DEADLINES.c.case_number == effect.case_number,
            DEADLINES.c.kind == effect.kind.value,
        )
        self._connection.execute(update.values(met_at=effect.at, proof=effect.proof))
        event = f"{effect.kind.value}_met" if effect.at else f"{effect.kind.value}_owed_again"
        self._note(at, about, event, effect.case_number, effect.proof, about.heard)

    def _post(self, letter: ReadyLetter, reason: str, *, at: datetime, about: About) -> None:
        order, letter_id = letter.order, self._take(_LETTER)
        audit_n = self._note(
            at,
            about,
            "letter_held" if order.held else "letter_queued",
            order.case_number,
            f"{order.name.value}: {f'held, {order.held.value}' if order.held else reason}",
            letter_id,
        )
        self._insert(
            LETTERS,
            {
                "id": letter_id,
                "audit_n": audit_n,
                "message_id": letter.message_id,
                "letter": order.name.value,
                "language": order.language,
                "to_address": order.to,
                "to_staff": order.to_staff or order.trial_for is not None,
                "origin": order.origin.value,
                "case_number": order.case_number,
                "mailbox": letter.mailbox,
                "subject": letter.subject,
                "thread_subject": about.thread_subject,
                "content": letter.content,
                "template_hash": letter.template_hash,
                "meant_for": order.trial_for,
                "status": "held" if order.held else "queued",
                "queued_at": at,
                "not_before": at,
                "error": order.held.value if order.held else None,
                "attempts": 0,
                "news": False,
                "archived": False,
            },
        )
        if about.told:
            update = sa.update(ATTENTION).where(ATTENTION.c.id.in_(about.told))
            self._connection.execute(update.values(letter_id=letter_id))

    def _mark_letter(self, letter_id: int, **values: Any) -> None:  # noqa: ANN401  # columns
        update = sa.update(LETTERS).where(LETTERS.c.id == letter_id)
        self._connection.execute(update.values(values))

    # --- the audit trail ----------------------------------------------------------------------

    def _note(  # noqa: PLR0913, PLR0917  # the columns of an entry
        self,
        at: datetime,
        about: About,
        event: str,
        case_number: str | None,
        reason: str,
        letter_id: int | None = None,
    ) -> int:
        return self._log(
            at=at,
            event=event,
            case_number=case_number,
            mail_id=about.mail_id,
            letter_id=letter_id,
            actor=about.actor,
            reason=reason,
            key=None,
        )

    def _log(self, **entry: Any) -> int:  # noqa: ANN401  # columns
        n = self._take(_AUDIT)
        entry["n"] = n
        digest = hash_of(entry, self._prev)
        self._insert(AUDIT, entry | {"prev": self._prev, "hash": digest})
        self._prev = digest
        return n

    def _last_hash(self) -> str:
        last = self._counters.get(_AUDIT, 0)
        if not last:
            return GENESIS
        found = self._connection.scalar(sa.select(AUDIT.c.hash).where(AUDIT.c.n == last))
        return str(found)

    def _take(self, counter: str) -> int:
        self._counters[counter] = taken = self._counters.get(counter, 0) + 1
        return taken

    def _insert(self, table: sa.FromClause, values: Mapping[str, Any]) -> None:
        self._connection.execute(sa.insert(table), values)  # type: ignore[arg-type]
