"""The scoreboard: how well the bot reads, against what others expect of the same mail.

`make score` reads the collection of real mails beside the project (`--collection DIR`), where it
is there, and the invented mails of tests/data and tests/golden, and prints a table. `--misses`
lists where the reading does not agree, `--only` takes the figures that begin so, `--docs` writes
the table into docs/quality.md.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from tests.score import prose, replies
from tests.score.agreement import Point, judged
from tests.score.speed import speed_of

ROOT = Path(__file__).parents[2]
COLLECTION = ROOT.parent / "shared" / "corpora"
DATA = ROOT / "tests" / "data"
QUALITY = ROOT / "docs" / "quality.md"
_DRAWN = re.compile(r"(<!-- drawn: make score -->\n).*?(<!-- end -->)", re.DOTALL)

# What is to be reached, in per cent.
GOALS: Mapping[str, float] = {
    "parse: no exception": 100,
    "parse: subject": 98,
    "parse: sender address": 99.5,
    "parse: body text": 88,
    "may we acknowledge, peers' own cases: machines caught": 97,
    "may we acknowledge, peers' own cases: humans passed": 100,
    "bounce: never acknowledged": 100,
    "bounce: detected": 98,
    "bounce: recipient": 98,
    "bounce: permanence": 98,
    "new words: exact": 82,
    "new words: exact, Dutch": 100,
    "new words: none lost": 100,
    "threads": 100,
    "ordinary mail: no critical alarm": 99,
    "ordinary mail: no high alarm": 95,
    "mails.jsonl: kind": 95,
    "mails.jsonl: urgency": 95,
    "mails.jsonl: language": 95,
    "mails.jsonl: case": 95,
    "mails.jsonl: critical found": 100,
}


def main() -> int:
    """Prints the scoreboard."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", type=Path, default=COLLECTION)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--only", default="", help="figures that begin with this")
    given = parser.parse_args()
    points = [p for p in _points(given.collection) if p.figure.startswith(given.only)]
    board = [*table(points)]
    if not given.only and given.collection.exists():
        board += ["", *_speed(given.collection)]
    print("\n".join(board))
    if given.misses:
        for point in points:
            if not point.agrees:
                print(f"{point.figure}\t{point.file}")
    if given.docs:
        today = SystemClock().now().date()
        drawn = "\n".join([f"Measured on {today} with `make score`.", "", *board, ""])
        text = QUALITY.read_text(encoding="utf-8")
        QUALITY.write_text(_DRAWN.sub(rf"\g<1>{drawn}\g<2>", text), encoding="utf-8")
    return 0


def _points(collection: Path) -> Iterator[Point]:
    if collection.exists():
        yield from of_collection(collection)
    yield from prose.ordinary_mail(DATA / "ordinary.jsonl")
    yield from prose.ordinary_mail(DATA / "ordinary2.jsonl", "ordinary mail, second set")
    yield from prose.ordinary_mail(DATA / "ordinary3.jsonl", "ordinary mail, third set")
    yield from prose.of_tongues(DATA / "tongues.jsonl")
    yield from replies.points(DATA / "replies.jsonl")
    yield from prose.mails_jsonl(DATA / "mails.jsonl")


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
    """A line a figure: how many agree, of how many, in per cent, and what is to be reached."""
    asked, agreed = Counter[str](), Counter[str]()
    for point in points:
        asked[point.figure] += 1
        agreed[point.figure] += point.agrees
    yield "| figure | agree | | to reach |"
    yield "|---|---|---|---|"
    for figure, total in asked.items():
        goal = f"{GOALS[figure]:g} %" if figure in GOALS else ""
        share = 100 * agreed[figure] / total
        yield f"| {figure} | {agreed[figure]} of {total} | {share:.1f} % | {goal} |"


def _speed(collection: Path) -> Iterator[str]:
    speed = speed_of(sorted(path for path in collection.rglob("messages/*/*") if path.is_file()))
    yield "| speed, one core | | to reach |"
    yield "|---|---|---|"
    yield f"| a mail, median of {speed.mails} | {speed.median:.2f} ms | 4 ms |"
    yield f"| the slowest mail | {speed.slowest:.0f} ms | 300 ms |"
    yield f"| memory that three more readings of all cost | {speed.grown:.1f} MB | 0 |"


if __name__ == "__main__":
    sys.exit(main())
