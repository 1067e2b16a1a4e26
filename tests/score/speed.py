"""How fast mails are read, one by one in one process, and whether memory grows."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.cli.read import judge_by_presets
from bot.clock import monotonic


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Milliseconds a mail, and megabytes that three more readings of all of them cost."""

    mails: int
    median: float
    slowest: float
    slowest_file: str
    grown: float


def speed_of(files: Sequence[Path]) -> Speed:
    """Reads all files five times: twice to warm up, to measure, and to see whether memory grows."""
    judge = judge_by_presets()
    for path in (*files, *files):
        judge.account(path)
    before = _megabytes()
    took = {}
    for path in files:
        started = monotonic()
        judge.account(path)
        took[path] = (monotonic() - started) * 1000
    for path in (*files, *files):
        judge.account(path)
    slowest = max(took, key=lambda path: took[path])
    return Speed(
        mails=len(files),
        median=statistics.median(took.values()),
        slowest=took[slowest],
        slowest_file=slowest.name,
        grown=_megabytes() - before,
    )


def _megabytes() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 1e6
