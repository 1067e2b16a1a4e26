"""How long the hardest mails take: `python -m tests.fuzz.hard [--only WORD]`, a megabyte each.

Seconds are of work and of the clock, for the machine may be busy. Nothing passes or fails here.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
from itertools import chain
from pathlib import Path
from time import perf_counter, process_time

from bot.cli.read import judge_by_presets
from tests.hardmails import hard_mails, near_hits

_WARM_UP = b"From: a@b.example\n\nMijn zoon wordt gepest. Ik heb een klacht.\n"
_SHOWN = 20


def main() -> None:
    """Reads each of them from a file, as `gehoor read` does."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--only", default="", metavar="WORD", help="whose name holds this")
    only = asked.parse_args().only
    judge = judge_by_presets()
    took: list[tuple[float, float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mail.eml"
        path.write_bytes(_WARM_UP)
        judge.account(path)
        for name, make in chain(hard_mails(), near_hits()):
            if only not in name:
                continue
            path.write_bytes(make())
            at, worked = perf_counter(), process_time()
            judge.account(path)
            took.append((process_time() - worked, perf_counter() - at, name))
    took.sort(reverse=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{len(took)} mails, load {os.getloadavg()[0]:.1f}, peak {peak:.0f} MB")
    print(f"{sum(work > 1 for work, _, _ in took)} of them took over a second of work")
    for work, clock, name in took[:_SHOWN]:
        print(f"  {work:6.2f} s of work  {clock:6.2f} s  {name}")


if __name__ == "__main__":
    main()
