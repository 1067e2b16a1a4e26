"""ZOEK and LIJST over many mails: `python -m tests.bench.search [--mails N] [--postgres]`.

Cases with two mails each are written in bulk; it prints figures, and nothing passes or fails.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import process_time

import sqlalchemy as sa

from bot.clock import monotonic
from bot.core.case import Case, Status
from bot.core.facts import Facts
from bot.core.sight import Seen, may_see
from bot.core.wanted import wanted_in
from bot.store import papers
from bot.store.database import Database
from bot.store.duties import deadline_values
from bot.store.ledger import Ledger
from bot.store.lookup import Lookup
from bot.store.register import case_values
from bot.store.schema import migrate
from bot.store.tables import CASES, DEADLINES, PAPERS
from tests.builders import NOON, TODAY, a_case, a_deadline, a_policy
from tests.postgresservers import PostgreSQL

_WORDS_A_MAIL = 120
_USUAL = """
    de het een van mijn zoon dochter school juf meester klas kinderen dag week
    gisteren niet naar met voor werd is heeft wij ons klacht graag antwoord bus
    speelplaats pesten straf toets
""".split()  # noqa: SIM905  # a line of words
_TIMES = 7
_ASKED = (
    "zebra",
    "klacht",
    "zebra klacht",
    "speelplaats pesten straf",
    "de",
    "woord17",
    "woord1",
    "woo",
)


def _text(some: random.Random) -> str:
    rare = [f"woord{int(some.paretovariate(0.6)) % 40_000}" for _ in range(_WORDS_A_MAIL // 3)]
    usual = some.choices(_USUAL, k=_WORDS_A_MAIL - len(rare))
    words = [*rare, *usual]
    some.shuffle(words)
    return " ".join(words) + (" zebra" if some.random() < 0.0005 else "")


def _cases(count: int, some: random.Random) -> Iterator[Case]:
    for n in range(1, count + 1):
        yield a_case(
            f"K-2026-{n:05d}",
            status=Status.HANDLING if n > count - 500 else Status.CLOSED,
            school=some.choice(("demerland", "kapelhof")),
            handler=some.choice(("ann", "bert")),
            received_on=TODAY - timedelta(days=(count - n) % 1_500),
            not_for=("carla",) if some.random() < 0.1 else (),
            deadlines=(replace(a_deadline(), met_at=None if n > count - 500 else NOON),),
        )


def fill(database: Database, mails: int) -> None:
    """So many mails, two to a case."""
    some = random.Random(7)  # the same data each time
    cases = list(_cases(mails // 2, some))
    with database.writing() as connection:
        rows = [
            case_values(case) | {"series": "K", "year": 2026, "n": n}
            for n, case in enumerate(cases)
        ]
        connection.execute(sa.insert(CASES), rows)
        duties = [deadline_values(case.number, case.deadlines[0]) for case in cases]
        connection.execute(sa.insert(DEADLINES), duties)
        for case in cases:
            for _ in range(2):
                papers.keep(connection, case.number, _text(some))
        count = connection.scalar(sa.select(sa.func.count()).select_from(PAPERS))
    print(f"{count} mails in {len(cases)} cases")


def _timed(name: str, ask: Callable[[], object]) -> None:
    waits, worked = [], []
    for _ in range(_TIMES):
        started, busy = monotonic(), process_time()
        found = ask()
        waits.append(monotonic() - started)
        worked.append(process_time() - busy)
    lines, more = found  # type: ignore[misc]
    print(
        f"{name}: median {1000 * statistics.median(waits):.0f} ms, longest"
        f" {1000 * max(waits):.0f} ms, we worked {1000 * statistics.median(worked):.0f} ms,"
        f" {len(lines)} shown and {more} more"  # type: ignore[has-type]
    )


def measure(database: Database) -> None:
    """Searches and lists as three people may see them."""
    policy = a_policy()
    facts = Facts(now=NOON, today=TODAY)
    people = {person.id: person for person in policy.people}
    for who in ("els", "carla", "bert"):

        def sees(case: Seen, who: str = who) -> bool:
            return may_see(people[who], case, facts, policy)

        def ask(question: Callable[[Lookup], object]) -> object:
            with Ledger(database).glance() as look:
                return question(look)

        for asked in _ASKED:
            _timed(
                f"{who}: ZOEK {asked}",
                lambda asked=asked, sees=sees: ask(lambda look: look.searched(asked, TODAY, sees)),  # type: ignore[misc]
            )
        for asked in ("", "laat", "alles"):
            wanted = wanted_in(asked, policy)
            _timed(
                f"{who}: LIJST {asked}",
                lambda wanted=wanted, sees=sees, who=who: ask(  # type: ignore[misc]
                    lambda look: look.ordered(wanted, who, TODAY, sees)
                ),
            )


@contextmanager
def _database(folder: Path, *, postgres: bool) -> Iterator[Database]:
    with ExitStack() as running:
        url = f"sqlite:///{folder}/gehoor.db"
        if postgres:
            url = running.enter_context(PostgreSQL()).database("bench")
        database = Database(url)
        running.callback(database.close)
        migrate(database, at=NOON)
        yield database


def main() -> None:
    """Fills a database and asks."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--mails", type=int, default=100_000)
    parser.add_argument("--postgres", action="store_true", help="instead of SQLite")
    chosen = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="gehoor-search-") as name:
        folder = Path(name)
        with _database(folder, postgres=chosen.postgres) as database:
            fill(database, chosen.mails)
            measure(database)
            if database.path:
                print(f"database: {database.path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
