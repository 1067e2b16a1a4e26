"""`make bench`: speed and memory of the real program against a real Dovecot; nothing passes or
fails here, it prints figures. `--mails DIR` takes the backlog from a folder of raw mails instead.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from bot.clock import SystemClock, monotonic, pause
from tests.bench.mails import Made, backlog
from tests.mailservers import PASSWORD, Dovecot

GEHOOR = [sys.executable, "-m", "bot"]
_COORDINATOR = "ann.peeters@schoolbestuur-demerland.example"


class Sink:
    """The sink process, and what it has taken so far."""

    def __init__(self, folder: Path) -> None:
        self.lines = folder / "sink.txt"
        with self.lines.open("wb") as out:
            self.process = subprocess.Popen([sys.executable, "-m", "tests.bench.sink"], stdout=out)
        self.port = int(self._wait(1)[0])

    def taken(self) -> list[tuple[float, str]]:
        """When, and to whom."""
        lines = self.lines.read_text().splitlines()[1:]
        return [(float(at), to) for at, _, to in (line.partition(" ") for line in lines)]

    def stop(self) -> None:
        """Ends the process."""
        self.process.terminate()
        self.process.wait()

    def _wait(self, count: int) -> list[str]:
        while len(lines := self.lines.read_text().splitlines()) < count:
            pause(0.01)
        return lines


@contextmanager
def school(dovecot: Dovecot, sink: Sink, folder: Path, user: str) -> Iterator[dict[str, str]]:
    """The example school on these servers, with the breaker and the provider rate off."""
    config = folder / user
    (config / "calendar").mkdir(parents=True)
    example = Path(__file__).parents[1] / "data" / "example-config"
    for path in example.rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        if path.name == "bot.toml":
            text = text.replace("14143", str(dovecot.mailbox(user).port))
            text = text.replace("14025", str(sink.port))
            text = text.replace('user     = "klachten"', f'user     = "{user}"')
            text = text.replace("sqlite:///var/gehoor.db", f"sqlite:///{folder}/{user}.db")
            text = text.replace("var/heartbeat", f"{folder}/{user}.heartbeat")
            text = text.replace("breaker_per_10min         = 60", "breaker_per_10min = 0")
        (config / path.relative_to(example)).write_text(text, encoding="utf-8")
    env = os.environ | {
        "GEHOOR_CONFIG": str(config),
        "GEHOOR_SIGNING_KEY": "x" * 40,
        "GEHOOR_IMAP_PASSWORD": PASSWORD,
    }
    yield env


def ask(env: dict[str, str], *command: str) -> Any:  # JSON
    """The answer of a command in JSON."""
    done = subprocess.run([*GEHOOR, *command, "--json"], env=env, capture_output=True, check=False)
    return json.loads(done.stdout)


def measure_backlog(dovecot: Dovecot, sink: Sink, folder: Path, mails: list[Made]) -> None:
    """A backlog taken in by `run --once`: registered, acknowledged, noticed, filed."""
    at = SystemClock().now()
    with school(dovecot, sink, folder, "backlog") as env:
        dovecot.fill("backlog", ((mail.raw, at) for mail in mails))
        before = len(sink.taken())
        started = monotonic()
        child = psutil.Popen([*GEHOOR, "run", "--once"], env=env, stderr=subprocess.DEVNULL)
        peak = 0
        while child.poll() is None:
            try:
                peak = max(peak, child.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            pause(0.05)
        seconds = monotonic() - started
        letters = sink.taken()[before:]
        account = ask(env, "mails")
    sent = Counter(to for _, to in letters)
    automatic = {mail.sender for mail in mails if mail.kind == "automatic"}
    complaints = {mail.sender for mail in mails if mail.kind == "complaint"}
    last = max((at for at, to in letters if to in complaints), default=started) - started
    print(f"backlog of {len(mails)}: whole round {seconds:.1f} s = {len(mails) / seconds:.0f} a s")
    print(f"  last acknowledgment accepted after {last:.1f} s = {len(mails) / last:.0f} a second")
    print(f"  {sum(sent[to] for to in complaints)} acknowledgments to {len(complaints)} parents,")
    print(f"  {sum(sent[to] for to in automatic)} letters to {len(automatic)} machines,")
    print(f"  {sent[_COORDINATOR]} letters to the coordinator")
    print(f"  verdicts {account['sum']}, closes {account['closes']}, peak {peak / 1e6:.0f} MB")


def measure_idle(dovecot: Dovecot, sink: Sink, folder: Path, count: int, rest: float) -> None:
    """The daemon on a quiet mailbox: delivery to acknowledgment, then memory and CPU at rest."""
    with school(dovecot, sink, folder, "quiet") as env:
        errors = (folder / "quiet.err").open("wb")
        child = psutil.Popen([*GEHOOR, "run"], env=env, stderr=errors)
        try:
            heartbeat = folder / "quiet.heartbeat"
            while not (heartbeat.exists() and json.loads(heartbeat.read_text())["mailboxes"]):
                pause(0.05)
            pause(1.5)
            waits: list[float] = []
            for mail in backlog(count * 2, seed=7):
                if mail.kind != "complaint" or len(waits) == count:
                    continue
                started = monotonic()
                dovecot.deliver(mail.raw, "quiet")
                while not any(to == mail.sender for _, to in sink.taken()):
                    pause(0.005)
                waits.append(next(at for at, to in sink.taken() if to == mail.sender) - started)
            print(
                f"delivery to acknowledgment accepted, {len(waits)} mails: median"
                f" {statistics.median(waits):.2f} s, longest {max(waits):.2f} s"
                " (Dovecot itself holds a notice back 0.5 s)"
            )
            pause(2)
            before = sum(child.cpu_times()[:2])
            pause(rest)
            used = sum(child.cpu_times()[:2]) - before
            print(
                f"at rest: {child.memory_info().rss / 1e6:.0f} MB,"
                f" {1000 * used / rest:.2f} ms CPU a second"
            )
        finally:
            started = monotonic()
            child.send_signal(signal.SIGTERM)
            child.wait(20)
            print(f"SIGTERM to end: {monotonic() - started:.1f} s, exit {child.returncode}")
            errors.close()


def measure_start() -> None:
    """How long a command takes to answer."""
    for command in (["--help"], ["health"]):
        waits = []
        for _ in range(7):
            started = monotonic()
            subprocess.run([*GEHOOR, *command], capture_output=True, check=False)
            waits.append(monotonic() - started)
        print(f"gehoor {command[0]}: median {statistics.median(waits):.2f} s")


def main() -> None:
    """Measures what was asked for."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…")
    parser.add_argument("--count", type=int, default=2000, help="mails in the backlog")
    parser.add_argument("--mails", type=Path, help="a folder of raw mails for the backlog")
    parser.add_argument("--idle", type=int, default=20, help="deliveries to the quiet mailbox")
    parser.add_argument("--rest", type=float, default=20.0, help="seconds at rest")
    parser.add_argument("--only", choices=["start", "idle", "backlog"])
    chosen = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")  # noqa: TID251  # when it was measured
    if chosen.only in {None, "start"}:
        measure_start()
    if chosen.only == "start":
        return
    with tempfile.TemporaryDirectory(prefix="gehoor-bench-") as name, Dovecot() as dovecot:
        folder = Path(name)
        sink = Sink(folder)
        try:
            if chosen.only in {None, "idle"}:
                measure_idle(dovecot, sink, folder, chosen.idle, chosen.rest)
            if chosen.only in {None, "backlog"}:
                measure_backlog(dovecot, sink, folder, _mails(chosen.mails, chosen.count))
        finally:
            sink.stop()


def _mails(folder: Path | None, count: int) -> list[Made]:
    if folder is None:
        return list(backlog(count))
    manifest = json.loads((folder / "manifest.json").read_text())
    kinds = {"auto": "automatic", "attach": "complaint"}
    return [
        Made(kind=kinds.get(row[1], row[1]), sender=row[3], raw=path.read_bytes())
        for row, path in zip(manifest, sorted((folder / "new").iterdir()), strict=True)
    ]


if __name__ == "__main__":
    main()
