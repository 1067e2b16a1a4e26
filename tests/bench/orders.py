"""From order to answer: `python -m tests.bench.orders [--count N]`.

The daemon on a quiet mailbox in Dovecot, and a server that takes its letters: a coordinator taps,
and reads what came of it. It prints figures, and nothing passes or fails.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import tempfile
from pathlib import Path

import psutil

from bot.clock import SystemClock, monotonic, pause
from bot.core.calendar import local_date
from bot.core.tokens import Signer
from tests.bench.run import GEHOOR, Sink, ask, school
from tests.builders import MAILBOX, a_policy, raw_mail
from tests.mailservers import Dovecot

_COORDINATOR = "ann.peeters@schoolbestuur-demerland.example"
_PROVEN = (
    "Authentication-Results: mx.schoolbestuur-demerland.example;"
    " dmarc=pass header.from=schoolbestuur-demerland.example"
)
_ORDERS = ("NOTITIE gebeld met de school", "LIJST", "ZOEK bus", "TOON", "HELP")
_PATIENCE = 30.0  # seconds


def _parents(count: int) -> list[bytes]:
    return [
        raw_mail(
            "De bus kwam vanmorgen niet. Mijn dochter stond een uur in de regen. Een klacht dus.",
            sender=f"Jo Maes <jo.maes{n}@postvak.example>",
            subject="De bus",
            message_id=f"<{n}@postvak.example>",
        )
        for n in range(count)
    ]


def _tapped(order: str, number: str, n: int) -> bytes:
    """The mail that a button makes."""
    today = local_date(SystemClock().now(), a_policy().zone)
    key = Signer((b"x" * 40,)).staff_key("ann", number, today)
    return raw_mail(
        f"{number} {order}\n\nSleutel (laten staan): {key}",
        sender=f"Ann Peeters <{_COORDINATOR}>",
        to=MAILBOX,
        subject=f"[{number}] {order}",
        message_id=f"<order.{n}@schoolbestuur-demerland.example>",
        headers=(_PROVEN,),
    )


def _to_coordinator(sink: Sink) -> list[float]:
    return [at for at, to in sink.taken() if to == _COORDINATOR]


def measure(dovecot: Dovecot, sink: Sink, folder: Path, count: int) -> None:
    """Orders one by one, each delivered when the daemon has nothing else to do."""
    with school(dovecot, sink, folder, "orders") as env:
        now = SystemClock().now()
        dovecot.fill("orders", ((raw, now) for raw in _parents(count)))
        errors = (folder / "orders.err").open("wb")
        child = psutil.Popen([*GEHOOR, "run"], env=env, stderr=errors)
        try:
            heartbeat = folder / "orders.heartbeat"
            while not (heartbeat.exists() and json.loads(heartbeat.read_text())["mailboxes"]):
                pause(0.05)
            while len(ask(env, "register")) < count:
                pause(0.5)
            pause(3.0)
            numbers = [case["number"] for case in ask(env, "register")]
            for order in _ORDERS:
                waits = []
                for n, number in enumerate(numbers):
                    before = len(_to_coordinator(sink))
                    started = monotonic()
                    dovecot.deliver(
                        _tapped(order, number, 100 * _ORDERS.index(order) + n), "orders"
                    )
                    while len(_to_coordinator(sink)) == before:
                        if monotonic() - started > _PATIENCE:
                            raise SystemExit(f"no answer to {order}")
                        pause(0.005)
                    waits.append(_to_coordinator(sink)[before] - started)
                    pause(0.3)
                print(
                    f"{order}: delivery to answer accepted, {len(waits)} orders: median"
                    f" {statistics.median(waits):.2f} s, longest {max(waits):.2f} s"
                )
            names = {letter["letter"] for letter in ask(env, "outbox")}
            print(f"letters: {', '.join(sorted(names))}")
            print("(Dovecot itself holds a notice back 0.5 s)")
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(20)
            errors.close()


def main() -> None:
    """Starts the servers and measures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=10, help="cases, and orders of each kind")
    chosen = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="gehoor-orders-") as name, Dovecot() as dovecot:
        sink = Sink(Path(name))
        try:
            measure(dovecot, sink, Path(name), chosen.count)
        finally:
            sink.stop()


if __name__ == "__main__":
    main()
