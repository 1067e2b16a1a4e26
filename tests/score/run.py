"""The scoreboard: how well the bot reads, against what others expect of the same mail.

`make score` reads the collection beside the project (`--collection DIR`) and the invented mails of
tests/data, and prints a table; `--misses` lists where the reading does not agree; `--docs` writes
the table to docs/quality.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.score.agreement import Point, judged

ROOT = Path(__file__).parents[2]
COLLECTION = ROOT.parent / "shared" / "corpora"


def main() -> int:
    """Prints the scoreboard."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", type=Path, default=COLLECTION)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--only", default="", help="figures that begin with this")
    given = parser.parse_args()
    points = [p for p in of_collection(given.collection) if p.figure.startswith(given.only)]
    for line in table(points):
        print(line)
    if given.misses:
        for point in points:
            if not point.agrees:
                print(f"{point.figure}\t{point.file}")
    return 0


def of_collection(folder: Path) -> Iterator[Point]:
    """Every point of the collection's labels."""
    lines = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [json.loads(line) for line in lines]
    accounts = read(sorted({label["file"] for label in labels}), folder)
    for label in labels:
        yield from judged(label, accounts[label["file"]])


def read(files: list[str], folder: Path) -> Mapping[str, Any]:
    """What `gehoor read` says of these files, by name."""
    command = [sys.executable, "-m", "bot", "read", "--json", *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True)
    accounts = [json.loads(line) for line in done.stdout.splitlines()]
    if len(accounts) != len(files):
        raise RuntimeError(done.stderr[-2_000:])
    return dict(zip(files, accounts, strict=True))


def table(points: list[Point]) -> Iterator[str]:
    """A line a figure: how many agree, of how many, in per cent."""
    asked, agreed = Counter[str](), Counter[str]()
    for point in points:
        asked[point.figure] += 1
        agreed[point.figure] += point.agrees
    for figure, total in asked.items():
        yield f"| {figure} | {agreed[figure]} of {total} | {agreed[figure] / total:.1%} |"


if __name__ == "__main__":
    sys.exit(main())
