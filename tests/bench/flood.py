"""A flood into a real mailbox: `python -m tests.bench.flood [--count N] [--senders N]`.

So many mails of one sender, then so many senders with a mail each, taken in by the real program.
It needs Dovecot; it prints figures, and nothing passes or fails.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import psutil

from bot.clock import SystemClock, monotonic, pause
from tests.bench.run import GEHOOR, Sink, ask, school
from tests.builders import raw_mail
from tests.mailservers import Dovecot

_ANGRY = "boos@postvak.example"


def one_sender(count: int) -> Iterator[bytes]:
    """Mails of one person, each with a subject of its own."""
    for n in range(count):
        yield raw_mail(
            f"Klacht {n}: mijn zoon moest weer nablijven. Dat is onaanvaardbaar.",
            sender=f"Jo Maes <{_ANGRY}>",
            subject=f"Klacht nummer {n}",
            message_id=f"<{n}@postvak.example>",
        )


def many_senders(count: int) -> Iterator[bytes]:
    """A mail each of so many people."""
    for n in range(count):
        yield raw_mail(
            "De bus kwam vanmorgen niet. Mijn dochter stond een uur in de regen. Een klacht dus.",
            sender=f"Jo Maes <jo.maes{n}@postvak.example>",
            subject="De bus",
            message_id=f"<{n}@postvak.example>",
        )


def measure(name: str, raws: Iterable[bytes], dovecot: Dovecot, sink: Sink, folder: Path) -> None:
    """One round over all of them, and what the books say afterwards."""
    now = SystemClock().now()
    with school(dovecot, sink, folder, name) as env:
        _switch_breaker_on(env)
        dovecot.fill(name, ((raw, now) for raw in raws))
        before = len(sink.taken())
        started = monotonic()
        peak = _peak_of_a_round(env)
        seconds = monotonic() - started
        letters = Counter(to for _, to in sink.taken()[before:])
        account, cases, outbox = ask(env, "mails"), ask(env, "register"), ask(env, "outbox")
    count = account["received"]
    numbers = [int(case["number"].rpartition("-")[2]) for case in cases]
    gaps = sum(later - earlier != 1 for earlier, later in pairwise(sorted(numbers)))
    attention = [letter for letter in outbox if letter["letter"] == "attention"]
    outside = sum(n for to, n in letters.items() if to.endswith("@postvak.example"))
    print(f"{name}: {count} mails, {seconds:.0f} s = {count / seconds:.0f} a second, {peak:.0f} MB")
    print(f"  {len(cases)} cases, {gaps} gaps, acks {dict(Counter(c['ack'] for c in cases))}")
    print(f"  {outside} letters to senders, {len(attention)} attention letters, the longest")
    print(f"  {_longest_attention(folder / f'{name}.db') / 1000:.0f} kB")
    print(f"  verdicts {account['sum']}, closes {account['closes']}")


def _switch_breaker_on(env: dict[str, str]) -> None:
    path = Path(env["GEHOOR_CONFIG"]) / "bot.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("per_10min = 0", "per_10min = 60"), encoding="utf-8")


def _longest_attention(database: Path) -> int:
    """Bytes of the longest letter about matters for a person."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT max(length(content)) FROM outbox WHERE letter = 'attention'"
        return int(connection.execute(query).fetchone()[0] or 0)


def _peak_of_a_round(env: dict[str, str]) -> float:
    """Megabytes of memory at most."""
    child = psutil.Popen([*GEHOOR, "run", "--once"], env=env, stderr=subprocess.DEVNULL)
    peak = 0
    while child.poll() is None:
        try:
            peak = max(peak, child.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        pause(0.05)
    return peak / 1e6


def main() -> None:
    """Measures both floods."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=10_000, help="mails of one sender")
    parser.add_argument("--senders", type=int, default=1_000, help="senders with one mail")
    chosen = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="gehoor-flood-") as name, Dovecot() as dovecot:
        sink = Sink(Path(name))
        try:
            measure("one", one_sender(chosen.count), dovecot, sink, Path(name))
            measure("many", many_senders(chosen.senders), dovecot, sink, Path(name))
        finally:
            sink.stop()


if __name__ == "__main__":
    main()
