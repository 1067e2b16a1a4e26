"""The ledger: one page is one transaction; only finished paperwork is recorded on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, assert_never

import sqlalchemy as sa

from bot.core.case import Case
from bot.core.decision import (
    Cancel,
    File,
    Note,
    Owe,
    Paperwork,
    Release,
    Returned,
    Save,
    Send,
    Settle,
    Tell,
)
from bot.core.happening import AttentionItem
from bot.core.letter import ReadyLetter
from bot.store.audit import GENESIS, hash_of
from bot.store.database import Database
from bot.store.lookup import Lookup
from bot.store.register import case_values, deadline_values
from bot.store.tables import ATTENTION, AUDIT, CASES, COUNTERS, DEADLINES, LETTERS, MAILS

T = TypeVar("T")

_AUDIT, _LETTER = "audit", "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a decision is about, besides its case: the mail as it was read, or a letter of ours.

    `words` are those by which the case of a mail is found again when another is about the same.
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
    words: tuple[str, ...] = ()
    heard: int | None = None
    told: tuple[int, ...] = ()
    actor: str = "bot"


class TornPageError(Exception):
    """The transaction of a page is no longer whole: all of the page is given up."""


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
        self._offered: set[str] = set()
        self._torn = False

    @contextmanager
    def entry(self) -> Iterator[None]:
        """A savepoint: what fails inside leaves no trace, not even a number.

        Raises:
            TornPageError: a savepoint could not be set, kept or taken back: nothing of the page is.
        """
        before = dict(self._counters), self._prev
        savepoint = self._or_torn(self._connection.begin_nested)
        try:
            yield
        except BaseException:
            self._or_torn(savepoint.rollback)
            self._counters, self._prev = before
            raise
        self._or_torn(savepoint.commit)

    def next_number(self, numbering: str, year: int) -> str:
        """The number the next case of this year would get; taken only when the case is saved."""
        number = numbering.format(year=year, n=self._counters.get(f"K-{year}", 0) + 1)
        self._offered.add(number)
        return number

    def record(  # noqa: C901  # one line an effect
        self, paperwork: Paperwork, *, at: datetime, about: About
    ) -> None:
        """Writes a decision and all its letters down.

        Raises:
            sqlalchemy.exc.IntegrityError: the decision's key was recorded before.
        """
        decision = paperwork.decision
        rows = _Rows(self._take, at, about, self._prev)
        rows.log(
            event=decision.event,
            case_number=decision.case_number,
            letter_id=about.heard,
            reason=decision.reason,
            key=decision.key,
        )
        letters = iter(paperwork.letters)
        for effect in decision.effects:
            match effect:
                case Save(case):
                    self._save(case, about)
                case File():
                    rows.filed = effect
                case Owe(case_number, deadline):
                    rows.deadlines.append(deadline_values(case_number, deadline))
                case Settle():
                    rows.settle(effect)
                    self._settle(effect)
                case Send(_, reason):
                    rows.post(next(letters), reason)
                case Release(letter_id):
                    self._release(letter_id, at)
                    rows.log("letter_released", decision.case_number, letter_id=letter_id)
                case Cancel(letter_id):
                    self._end(letter_id, "cancelled", None)
                    rows.log("letter_cancelled", decision.case_number, letter_id=letter_id)
                case Returned(letter_id, why):
                    self._end(letter_id, "refused", why)
                    rows.log("letter_returned", decision.case_number, why, letter_id)
                case Note(event, reason, case_number):
                    rows.log(event, case_number, reason)
                case Tell(item):
                    rows.tell(item)
                case _:
                    assert_never(effect)
        self._write(rows, about)
        self._prev = rows.prev

    def heard(self, letter_ids: Sequence[int]) -> None:
        """The outcomes of these letters were decided upon."""
        update = sa.update(LETTERS).where(LETTERS.c.id.in_(letter_ids))
        self._connection.execute(update.values(news=False))

    def close(self) -> None:
        """Puts the counters back where they are kept.

        Raises:
            TornPageError: see `entry`.
        """
        if self._torn:
            raise TornPageError
        for name, last in self._counters.items():
            if name not in self._saved:
                self._connection.execute(sa.insert(COUNTERS), {"name": name, "last": last})
            elif self._saved[name] != last:
                update = sa.update(COUNTERS).where(COUNTERS.c.name == name)
                self._connection.execute(update.values(last=last))

    def _write(self, rows: _Rows, about: About) -> None:
        """Each table once; the audit entries first, because letters and matters point at them."""
        self._connection.execute(_INSERT_AUDIT, rows.audit)
        if rows.deadlines:
            self._connection.execute(_INSERT_DEADLINE, rows.deadlines)
        if rows.letters:
            self._connection.execute(_INSERT_LETTER, rows.letters)
        if rows.matters:
            self._connection.execute(_INSERT_ATTENTION, rows.matters)
        if rows.filed is not None:
            self._connection.execute(_FILE_MAIL, _filed(rows.filed, about))
        if about.told and rows.letters:
            update = sa.update(ATTENTION).where(ATTENTION.c.id.in_(about.told))
            self._connection.execute(update.values(letter_id=rows.letters[0]["id"]))

    def _save(self, case: Case, about: About) -> None:
        values = case_values(case)
        if case.number not in self._offered:
            self._connection.execute(_UPDATE_CASE, values | {"which": case.number})
            return
        self._offered.discard(case.number)
        year = case.received_on.year
        n = self._take(f"K-{year}")
        fresh = {"series": "K", "year": year, "n": n, "opened_by": about.mail_id}
        self._connection.execute(_INSERT_CASE, values | fresh)
        if about.words:
            self.look.index.keep(case.number, about.words)

    def _settle(self, effect: Settle) -> None:
        update = sa.update(DEADLINES).where(
            DEADLINES.c.case_number == effect.case_number,
            DEADLINES.c.kind == effect.kind.value,
        )
        self._connection.execute(update.values(met_at=effect.at, proof=effect.proof))

    def _release(self, letter_id: int, at: datetime) -> None:
        update = sa.update(LETTERS).where(LETTERS.c.id == letter_id)
        # Its age counts from now: a letter that waited for a person did not wait for the server.
        self._connection.execute(
            update.values(status="queued", queued_at=at, not_before=at, error=None)
        )

    def _end(self, letter_id: int, status: str, why: str | None) -> None:
        update = sa.update(LETTERS).where(LETTERS.c.id == letter_id)
        self._connection.execute(update.values(status=status, error=why))

    def _or_torn(self, step: Callable[[], T]) -> T:
        # A full disk makes SQLite take back all of the transaction by itself: what came after it
        # would be kept with numbers that follow on nothing.
        if self._torn:
            raise TornPageError
        self._torn = True
        done = step()
        self._torn = False
        return done

    def _last_hash(self) -> str:
        last = self._counters.get(_AUDIT, 0)
        if not last:
            return GENESIS
        return str(self._connection.scalar(sa.select(AUDIT.c.hash).where(AUDIT.c.n == last)))

    def _take(self, counter: str) -> int:
        self._counters[counter] = taken = self._counters.get(counter, 0) + 1
        return taken


class _Rows:
    """The rows one decision becomes, gathered so that each table is written once."""

    def __init__(self, take: Callable[[str], int], at: datetime, about: About, prev: str) -> None:
        self._take, self._at, self._about, self.prev = take, at, about, prev
        self.audit: list[dict[str, Any]] = []
        self.deadlines: list[dict[str, Any]] = []
        self.letters: list[dict[str, Any]] = []
        self.matters: list[dict[str, Any]] = []
        self.filed: File | None = None

    def log(  # the columns of an entry
        self,
        event: str,
        case_number: str | None,
        reason: str = "",
        letter_id: int | None = None,
        key: str | None = None,
    ) -> int:
        """An entry of the audit trail, chained to the one before; its number."""
        entry: dict[str, Any] = {
            "n": self._take(_AUDIT),
            "at": self._at,
            "event": event,
            "case_number": case_number,
            "mail_id": self._about.mail_id,
            "letter_id": letter_id,
            "actor": self._about.actor,
            "reason": reason,
            "key": key,
        }
        digest = hash_of(entry, self.prev)
        self.audit.append(entry | {"prev": self.prev, "hash": digest})
        self.prev = digest
        return int(entry["n"])

    def settle(self, effect: Settle) -> None:
        """A duty that is met, or owed again."""
        event = f"{effect.kind.value}_met" if effect.at else f"{effect.kind.value}_owed_again"
        self.log(event, effect.case_number, effect.proof, self._about.heard)

    def post(self, letter: ReadyLetter, reason: str) -> None:
        """A letter with the audit entry it cannot exist without."""
        order, letter_id = letter.order, self._take(_LETTER)
        why = f"held, {order.held.value}" if order.held else reason
        event = "letter_held" if order.held else "letter_queued"
        audit_n = self.log(event, order.case_number, f"{order.name.value}: {why}", letter_id)
        self.letters.append(
            {
                "id": letter_id,
                "audit_n": audit_n,
                "message_id": letter.message_id,
                "letter": order.name.value,
                "language": letter.language,
                "to_address": order.to,
                "to_staff": order.to_staff or order.trial_for is not None,
                "origin": order.origin.value,
                "case_number": order.case_number,
                "mailbox": letter.mailbox,
                "subject": letter.subject,
                "thread_subject": self._about.thread_subject,
                "content": letter.content,
                "template_hash": letter.template_hash,
                "meant_for": order.trial_for,
                "status": "held" if order.held else "queued",
                "queued_at": self._at,
                "not_before": self._at,
                "error": order.held.value if order.held else None,
                "attempts": 0,
                "news": False,
                "archived": False,
            }
        )

    def tell(self, item: AttentionItem) -> None:
        """A matter for a person, under the decision's own entry."""
        self.matters.append(
            {
                "audit_n": self.audit[0]["n"],
                "at": self._at,
                "code": item.code.value,
                "case_number": item.case_number,
                "school": item.school,
                "reader": item.reader,
                "mail_id": self._about.mail_id,
                "sender": item.sender,
                "received_at": item.received_at,
                "detail": item.detail,
                "remarks": list(item.remarks),
                "phone": item.phone,
            }
        )


def _filed(filed: File, about: About) -> dict[str, Any]:
    """Where a mail ended, as the columns of its row."""
    return {
        "which": about.mail_id,
        "verdict": filed.verdict.value,
        "rule": filed.rule,
        "place": filed.place.value,
        "owed": filed.owed,
        "set_aside": filed.set_aside,
        "case_number": filed.case_number,
        "message_id": about.message_id,
        "content_key": about.content_key,
        "sender": about.sender,
        "subject": about.subject,
        "trail": list(about.trail),
    }


# Built once: under a backlog, building a statement costs more than running it.
_INSERT_AUDIT = sa.insert(AUDIT)
_INSERT_CASE = sa.insert(CASES)
_INSERT_DEADLINE = sa.insert(DEADLINES)
_INSERT_LETTER = sa.insert(LETTERS)
_INSERT_ATTENTION = sa.insert(ATTENTION)
_UPDATE_CASE = sa.update(CASES).where(CASES.c.number == sa.bindparam("which"))
_FILE_MAIL = sa.update(MAILS).where(MAILS.c.id == sa.bindparam("which"))
