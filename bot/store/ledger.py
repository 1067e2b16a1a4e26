"""The ledger: one page is one transaction; only finished paperwork is recorded on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar, assert_never

import sqlalchemy as sa

from bot.core.case import Case
from bot.core.decision import (
    Away,
    Back,
    BeginPause,
    Cancel,
    Decision,
    EndPause,
    File,
    Note,
    Owe,
    Paperwork,
    Postpone,
    Reach,
    Release,
    Remember,
    Restore,
    Returned,
    Save,
    Send,
    Settle,
    SettleDraft,
    Tell,
)
from bot.core.triage.numbers import COMPLAINTS, numbering_of
from bot.store import absences, drafts, duties, papers, pauses
from bot.store.audit import GENESIS
from bot.store.database import Database
from bot.store.lookup import Lookup
from bot.store.register import case_values
from bot.store.rows import About, Rows
from bot.store.tables import AUDIT, CASES, COUNTERS, LETTERS

__all__ = ["About", "Ledger", "Page", "TornPageError"]

T = TypeVar("T")


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
        self._offered: dict[str, tuple[str, int]] = {}  # number → its register and year
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
        return self.next_numbers(numbering, COMPLAINTS, year)[0]

    def next_numbers(
        self, numbering: str, series: str, year: int, count: int = 1
    ) -> tuple[str, ...]:
        """The numbers that come next in a register (its letter); taken when they are saved.

        They are taken in this order, so that none is left out.
        """
        last = self._counters.get(f"{series}-{year}", 0)
        own = numbering_of(numbering, series)
        numbers = tuple(own.format(year=year, n=last + 1 + n) for n in range(count))
        self._offered |= dict.fromkeys(numbers, (series, year))
        return numbers

    def record(  # noqa: C901, PLR0912  # one line an effect
        self, paperwork: Paperwork, *, at: datetime, about: About
    ) -> None:
        """Writes a decision and all its letters down.

        Raises:
            sqlalchemy.exc.IntegrityError: the key of the decision, or of a rung it reaches, was
                recorded before: then nothing of it is.
            LookupError: the day moves of a duty that the case does not have.
        """
        decision = paperwork.decision
        rows = Rows(self._take, at, about, self._prev)
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
                    self._save(case, at, _opener(case, decision, about))
                case File(mail_id=None):
                    rows.filed = effect
                case File():
                    rows.refiled.append(effect)
                case Owe(case_number, deadline):
                    rows.owe(duties.deadline_values(case_number, deadline))
                case Settle() | Postpone() | Reach():
                    self._of_duty(effect, rows)
                case Away(absence):
                    rows.log("away", None, absences.begin(self._connection, absence))
                case Back(person):
                    today = at.astimezone(UTC).date()
                    rows.log("back", None, absences.end(self._connection, person, today))
                case BeginPause(pause):
                    rows.log("pause_began", None, pauses.begin(self._connection, pause))
                case EndPause(why):
                    pauses.end(self._connection, at)
                    rows.log("pause_ended", None, why)
                case Send():
                    rows.post(next(letters), effect)
                case Release() | Cancel() | Returned():
                    self._of_letter(effect, rows, decision.case_number, at)
                case SettleDraft(letter_id, status):
                    drafts.settle(self._connection, letter_id, status)
                    rows.log(f"draft_{status.value}", decision.case_number, letter_id=letter_id)
                case Remember(step):
                    rows.remember(step)
                case Restore(before, step_id):
                    rows.written_duties(self._connection, before.number)
                    self._restore(before, step_id)
                    rows.log("step_undone", before.number, f"step {step_id}")
                case Note(event, reason, case_number):
                    rows.log(event, case_number, reason)
                case Tell(item):
                    rows.tell(item)
                case _:
                    assert_never(effect)
        rows.write(self._connection)
        self._prev = rows.prev

    def heard(self, letter_ids: Sequence[int]) -> None:
        """The outcomes of these letters were decided upon.

        Raises:
            TornPageError: what was decided upon them is lost with the page: they are heard again.
        """
        if self._torn:
            raise TornPageError
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

    def _save(self, case: Case, at: datetime, about: About) -> None:
        values = case_values(case)
        if case.number not in self._offered:
            self._connection.execute(_UPDATE_CASE, values | {"which": case.number})
            self._keep_own(case)
            return
        series, year = self._offered.pop(case.number)
        n = self._take(f"{series}-{year}")
        fresh = {
            "series": series,
            "year": year,
            "n": n,
            "opened_at": at,
            "opened_by": about.mail_id,
        }
        self._connection.execute(_INSERT_CASE, values | fresh)
        self._keep_own(case)
        if about.words and series == COMPLAINTS:
            self.look.index.keep(case.number, about.words)

    def _keep_own(self, case: Case) -> None:
        if case.details:  # nobody who takes in a mail pays for what persons fill in later
            papers.keep_own(self._connection, case)

    def _of_duty(self, effect: Settle | Postpone | Reach, rows: Rows) -> None:
        """A duty is met, moves or reminds; also one that is owed by the same decision."""
        rows.written_duties(self._connection, effect.case_number)
        match effect:
            case Settle():
                duties.settle(self._connection, effect)
                rows.settled(effect)
            case Postpone(case_number):
                moved = duties.postpone(self._connection, effect)
                rows.log("deadline_moved", case_number, moved)
            case Reach():
                duties.reach(self._connection, effect)
                rows.reached(effect)

    def _restore(self, before: Case, step_id: int) -> None:
        """The case and its duties as they were; a duty that came since is owed no more."""
        self._connection.execute(_UPDATE_CASE, case_values(before) | {"which": before.number})
        papers.keep_own(self._connection, before)
        duties.replace_all(self._connection, before)
        drafts.mark_undone(self._connection, step_id)

    def _of_letter(
        self, effect: Release | Cancel | Returned, rows: Rows, case_number: str | None, at: datetime
    ) -> None:
        """A letter of ours may leave, must not any more, or came back."""
        letter_id = effect.letter_id
        update = sa.update(LETTERS).where(LETTERS.c.id == letter_id)
        match effect:
            case Release(_, not_before, by_person):
                # Its age counts from now: what waited for a person did not wait for the server.
                free = {"status": "queued", "queued_at": at, "not_before": not_before or at}
                self._connection.execute(update.values(free | {"error": None, "let_go": by_person}))
                rows.log("letter_released", case_number, letter_id=letter_id)
            case Cancel():
                # What left is not called back: its row goes on saying so.
                here = LETTERS.c.status.in_(("held", "queued", "uncertain"))
                self._connection.execute(update.where(here).values(status="cancelled", error=None))
                rows.log("letter_cancelled", case_number, letter_id=letter_id)
            case Returned(_, why):
                self._connection.execute(update.values(status="refused", error=why))
                rows.log("letter_returned", case_number, why, letter_id)

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
        last = self._counters.get("audit", 0)
        if not last:
            return GENESIS
        return str(self._connection.scalar(sa.select(AUDIT.c.hash).where(AUDIT.c.n == last)))

    def _take(self, counter: str) -> int:
        self._counters[counter] = taken = self._counters.get(counter, 0) + 1
        return taken


def _opener(case: Case, decision: Decision, about: About) -> About:
    """The mail that opens a case: the one that arrived, or one that lay apart till now."""
    apart = (
        about.apart.get(effect.mail_id)
        for effect in decision.effects
        if isinstance(effect, File) and effect.mail_id and effect.case_number == case.number
    )
    return next((each for each in apart if each is not None), about)


# Built once: under a backlog, building a statement costs more than running it.
_INSERT_CASE = sa.insert(CASES)
_UPDATE_CASE = sa.update(CASES).where(CASES.c.number == sa.bindparam("which"))
