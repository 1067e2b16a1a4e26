"""The morning round over many open cases: `python -m tests.bench.morning [--cases N] [--people N]`.

Fills a database as a large board would in a year, then starts the real office: a round at night
that reads the calendar, and the one at eight o'clock of a school day with the reminders of all
duties that came to their day and everybody's overview. It prints figures; nothing passes or fails.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog

from bot.clock import monotonic
from bot.core.calendar import Calendar
from bot.core.case import Ack, Case, Deadline, DeadlineKind
from bot.core.duties.ladder import due_rung, next_on
from bot.core.mail import Address
from bot.settings.load import load
from bot.store.audit import GENESIS, hash_of
from bot.store.database import Database
from bot.store.duties import deadline_values
from bot.store.register import case_values
from bot.store.tables import AUDIT, CASES, COUNTERS, DEADLINES, LETTERS, MAILS
from tests.builders import MAILBOX, a_case
from tests.offices import SECRETS, Office

MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # eight o'clock in Brussels, a Tuesday
TODAY = MORNING.date()
DAY = timedelta(days=1)
_CAME_WITHIN = 300  # days
_LATE_SINCE = 20  # days that the latest answer is late
_ASIDE = 300  # mails that lie apart
_HANDLERS_BEFORE = 2  # of the example config
_A_LETTER = b"Subject: Uw bericht is goed aangekomen\r\n\r\n" + b"Dag mevrouw, " * 120


def hire(people: int, config: Path) -> list[str]:
    """So many people handle cases; the ids of those that are new."""
    new = [f"h{n:02d}" for n in range(1, people - _HANDLERS_BEFORE + 1)]
    path = config / "people.toml"
    text = path.read_text(encoding="utf-8")
    before, table, rest = text.partition("[route_about]")
    rows = (
        f'[[person]]\nid = "{one}"\nname = "Noor Maes {one}"\n'
        f'email = "{one}@schoolbestuur-demerland.example"\nphone = "011 00 01 00"\n'
        f'roles = ["handler"]\nschools = ["{_school(n)}"]\n'
        for n, one in enumerate(new)
    )
    path.write_text(before + "\n".join(rows) + "\n" + table + rest, encoding="utf-8")
    return new


def _school(n: int) -> str:
    return "kapelhof" if n % 2 else "demerland"


@dataclass
class Years:
    """What the register of a large board holds: `rungs` is about how many come each morning."""

    calendar: Calendar
    cases: int
    rungs: int
    handlers: list[str]
    dice: random.Random = field(default_factory=lambda: random.Random(20261124))
    _prev: str = GENESIS
    _entries: int = 0

    def fill(self, database: Database) -> None:
        """Writes all of it, a thousand cases at a time."""
        made = self._made()
        while some := list(islice(made, 1000)):
            with database.writing() as connection:
                for table in (AUDIT, CASES, DEADLINES, MAILS, LETTERS):
                    rows = [row for one in some for row in one.get(table.name, ())]
                    if rows:
                        connection.execute(sa.insert(table), rows)
        yesterday = self._entry(MORNING - DAY, "overview_daily", None)
        with database.writing() as connection:
            connection.execute(sa.insert(AUDIT), yesterday)
            last = {f"K-{TODAY.year}": self.cases, "audit": self._entries, "letter": self.cases}
            rows = [{"name": name, "last": count} for name, count in last.items()]
            connection.execute(sa.insert(COUNTERS), rows)

    def _made(self) -> Iterator[dict[str, list[dict[str, Any]]]]:
        received = sorted(self.dice.randint(1, _CAME_WITHIN) for _ in range(self.cases))
        for n, days in enumerate(reversed(received), start=1):
            yield self._one(n, MORNING - days * DAY)
        for n in range(_ASIDE):
            at = MORNING - n * timedelta(hours=4)
            yield {"mail": [_mail(self.cases + n + 1, at, None)]}

    def _one(self, n: int, at: datetime) -> dict[str, list[dict[str, Any]]]:
        """A case with all that lies around it."""
        held = self.dice.random() < 0.01
        case = a_case(
            f"K-{TODAY.year}-{n:04d}",
            received_at=at,
            received_on=at.date(),
            complainant=Address(f"ouder{n}@postvak.example", "Jo Maes"),
            handler=self.handlers[n % len(self.handlers)],
            school=_school(n % len(self.handlers)),
            ack=Ack.HELD if held else Ack.SENT,
            acknowledged_at=None if held else at,
        )
        series = {
            "series": "K",
            "year": TODAY.year,
            "n": n,
            "opened_at": at,
            "opened_by": n,
        }
        opened = self._entry(at, "case_opened", case.number)
        queued = self._entry(at, "letter_queued", case.number)
        return {
            "cases": [case_values(case) | series],
            "deadline": [deadline_values(case.number, each) for each in self._owed(case)],
            "mail": [_mail(n, at, case.number)],
            "audit": [opened, queued],
            "outbox": [_letter(n, queued["n"], case)],
        }

    def _owed(self, case: Case) -> Iterator[Deadline]:
        start = case.received_on
        done = {"met_at": case.received_at, "proof": "x"}
        ack = {"proof": None} if case.ack is Ack.HELD else done
        yield self._duty(DeadlineKind.ACK, start, start + 10 * DAY, "10cd", ack)
        yield self._duty(DeadlineKind.CLASSIFY, start, start + 4 * DAY, "3sd", done)
        yield self._duty(DeadlineKind.ADMISSIBILITY, start, start + 10 * DAY, "10cd", done)
        # Five rungs each, spread over so many days that as many come each morning as were wanted.
        ahead = round(self.cases * 7 / self.rungs)
        due_on = TODAY + self.dice.randint(-_LATE_SINCE, ahead) * DAY
        yield self._duty(DeadlineKind.HANDLING, start, max(due_on, start + 2 * DAY), "45cd")
        told = max(start, TODAY - self.dice.randint(0, 9) * DAY)
        yield self._duty(DeadlineKind.STATUS, told, told + 14 * DAY, "14cd")

    def _duty(
        self,
        kind: DeadlineKind,
        start_on: date,
        due_on: date,
        rule: str,
        changes: dict[str, Any] | None = None,
    ) -> Deadline:
        """A duty that has come as far on its ladder as it would have by yesterday evening."""
        target_on = due_on
        while not self.calendar.is_working_day(target_on) and target_on > start_on + DAY:
            target_on -= DAY
        duty = Deadline(
            kind=kind,
            start_on=start_on,
            due_on=due_on,
            target_on=target_on,
            rule=rule,
            source="agreed",
        )
        duty = replace(duty, **(changes or {}))
        step = due_rung(duty, TODAY - DAY, self.calendar)
        duty = replace(duty, stage=step.stage if step else None)
        return replace(duty, next_on=next_on(duty, self.calendar))

    def _entry(self, at: datetime, event: str, number: str | None) -> dict[str, Any]:
        self._entries += 1
        entry: dict[str, Any] = {
            "n": self._entries,
            "at": at,
            "event": event,
            "case_number": number,
            "mail_id": None,
            "letter_id": None,
            "actor": "bot",
            "reason": "because",
            "key": None,
        }
        whole = entry | {"prev": self._prev, "hash": hash_of(entry, self._prev)}
        self._prev = whole["hash"]
        return whole


def _mail(n: int, at: datetime, number: str | None) -> dict[str, Any]:
    return {
        "id": n,
        "mailbox": MAILBOX,
        "uidvalidity": 1,
        "uid": n,
        "received_at": at,
        "received_on": at.date(),
        "seen_at": at,
        "size": 2000,
        "truncated": False,
        "attempts": 1,
        "trail": [],
        "verdict": "complaint" if number else "doubtful",
        "rule": "x",
        "place": "case" if number else "set_aside",
        "owed": number is None,
        "set_aside": None if number else "doubtful",
        "case_number": number,
        "archived_in": "Gehoor/2026",
    }


def _letter(n: int, audit_n: int, case: Case) -> dict[str, Any]:
    held = case.ack is Ack.HELD
    return {
        "id": n,
        "audit_n": audit_n,
        "message_id": f"<{n}@schoolbestuur-demerland.example>",
        "letter": "acknowledgment",
        "language": "nl",
        "to_address": f"ouder{n}@postvak.example",
        "to_staff": False,
        "origin": "auto-replied",
        "case_number": case.number,
        "mailbox": MAILBOX,
        "subject": "Uw bericht is goed aangekomen",
        "thread_subject": "klacht over de bus",
        "content": _A_LETTER,
        "template_hash": "0" * 64,
        "status": "held" if held else "sent",
        "error": "limit" if held else None,
        "queued_at": case.received_at,
        "not_before": case.received_at,
        "sent_at": None if held else case.received_at,
        "attempts": 1,
        "news": False,
        "archived": True,
    }


def measure(office: Office, at: datetime, name: str) -> None:
    """One round at this instant, and what it did."""
    office.clock.at = at
    office.forget_letters()
    started = monotonic()
    trouble = office.rounds.once()
    seconds = monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{name}: {seconds:.1f} s, {peak:.0f} MB at most so far, {trouble or 'no trouble'}")
    print(f"  letters {dict(Counter(letter.name for letter in office.everything()))}")
    largest = max((len(each.content) for each in office.postman.letters), default=0)
    print(f"  the largest {largest / 1000:.0f} kB")


def main(arguments: Iterable[str] | None = None) -> None:
    """Fills a database in a process of its own, then measures in this one."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=20_000, help="open cases")
    parser.add_argument("--people", type=int, default=50, help="people who handle them")
    parser.add_argument("--rungs", type=int, default=400, help="duties that come to a rung")
    parser.add_argument("--fill", metavar="FOLDER", help=argparse.SUPPRESS)
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    if chosen.fill:
        folder = Path(chosen.fill)
        handlers = ["ann", "bert", *hire(chosen.people, folder / "config")]
        calendar = load(folder / "config", SECRETS).policy.calendar
        years = Years(calendar, chosen.cases, chosen.rungs, handlers)
        years.fill(Database(f"sqlite:///{folder}/gehoor.db"))
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="gehoor-morning-") as name:
        office = Office(Path(name))
        office.close()
        size = ["--cases", str(chosen.cases), "--people", str(chosen.people)]
        command = [sys.executable, "-m", "tests.bench.morning", *size]
        subprocess.run([*command, "--rungs", str(chosen.rungs), "--fill", name], check=True)
        office.start()
        print(f"{chosen.cases} open cases, {Path(name, 'gehoor.db').stat().st_size / 1e6:.0f} MB")
        measure(office, MORNING - timedelta(hours=5), "the night before, which reads the calendar")
        measure(office, MORNING, "eight o'clock")
        measure(office, MORNING + timedelta(minutes=1), "a minute later")
        office.close()


if __name__ == "__main__":
    main()
