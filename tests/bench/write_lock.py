"""How long the write lock of the database is held: for a mail alone, and for a group of them.

`python -m tests.bench.write_lock` works on invented mails without any server; it prints figures.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import structlog

from bot.clock import SystemClock, monotonic
from bot.core.calendar import local_date
from bot.office.casework import GROUP, Casework
from bot.settings.load import load
from bot.store.database import Database
from bot.store.inbox import Arrival
from bot.store.ledger import Ledger, Page
from bot.wiring import Bot, build
from tests.bench.mails import TO, backlog
from tests.schoolhouse import open_school

_MAILS = 500
_ALONE = 200


class TimedLedger(Ledger):
    """The ledger, noting how long each page was open: from before BEGIN until after COMMIT."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.held: list[float] = []

    @contextmanager
    def open_page(self) -> Iterator[Page]:
        """The ledger's own page, with a watch beside it."""
        started = monotonic()
        with super().open_page() as page:
            yield page
        self.held.append(monotonic() - started)


def take_in(bot: Bot, casework: Casework, first_uid: int, count: int, *, at_once: int) -> float:
    """Stores and works on so many mails; the seconds it took from parse to commit."""
    now = SystemClock().now()
    mails = list(backlog(first_uid + count, seed=7))[first_uid:]
    seconds = 0.0
    for start in range(0, count, at_once):
        arrivals = [
            Arrival(
                uid=first_uid + start + place + 1,
                received_at=now - timedelta(minutes=1),
                received_on=local_date(now, bot.policy.zone),
                size=len(mail.raw),
                raw=mail.raw,
            )
            for place, mail in enumerate(mails[start : start + at_once])
        ]
        bot.inbox.store(TO, 1, arrivals, now)
        started = monotonic()
        casework.work()
        seconds += monotonic() - started
    return seconds


def measure(bot: Bot, first_uid: int, count: int, *, at_once: int) -> None:
    """Prints one line of figures."""
    ledger = TimedLedger(bot.database)
    casework = replace(bot.casework, ledger=ledger)
    seconds = take_in(bot, casework, first_uid, count, at_once=at_once)
    pages = [held * 1000 for held in ledger.held]
    what = "alone" if at_once == 1 else f"in groups of {at_once}"
    share = sum(ledger.held) / seconds
    print(
        f"{count} mails {what}: {len(pages)} pages, lock held median"
        f" {statistics.median(pages):.1f} ms, longest {max(pages):.1f} ms,"
        f" {sum(pages) / count:.1f} ms a mail; {share:.0%} of {seconds / count * 1000:.1f} ms"
    )


def main() -> None:
    """Measures both, on a database in a folder of its own."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with tempfile.TemporaryDirectory(prefix="gehoor-lock-") as name:
        school = open_school(Path(name))
        os.chdir(school.folder)
        bot = build(load(school.config, school.env))
        take_in(
            bot, bot.casework, 0, GROUP, at_once=GROUP
        )  # warms up: statements, word lists, templates
        measure(bot, GROUP, _ALONE, at_once=1)
        measure(bot, GROUP + _ALONE, _MAILS, at_once=GROUP)
        bot.database.close()


if __name__ == "__main__":
    main()
