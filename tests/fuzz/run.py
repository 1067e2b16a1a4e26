"""A coverage-guided fuzzer on what reads mail: `python -m tests.fuzz.run --target parser`.

It needs atheris, which is no dependency of the tests: `pip install atheris` (Linux, x86-64). Seeds
are the golden mails and, where there is one, the collection of real mails beside the repository.

What it finds is told on one line each and its bytes are kept in `--findings`, named by what went
wrong; what was learnt about the code stays there too and is built upon by the next run. A finding
that is mended becomes a golden mail. Nothing passes or fails here.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from time import thread_time
from types import TracebackType
from typing import Any

_ROOT = Path(__file__).parents[2]
_SEEDS = (_ROOT / "tests" / "golden" / "mails", _ROOT.parent / "shared" / "corpora" / "messages")
_LONGEST = 10_000  # bytes of an input: what is slow shows itself in that
_SLOW = 0.3  # seconds; watched code runs some five times slower than code that is not
_HANGS = 30  # seconds
_TARGETS = ("parser", "bounces", "new_words", "rules")


class Findings:
    """What went wrong so far: an example of each kind, kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: set[str] = set()
        self.tried = 0
        folder.mkdir(parents=True, exist_ok=True)

    def watch(self, read: Callable[[bytes], object], raw: bytes) -> None:
        """Reads the bytes; keeps them when an exception escapes, or when it took too long."""
        self.tried += 1
        started = thread_time()
        try:
            read(raw)
        except Exception as error:  # noqa: BLE001 - to see them all is what it is for
            self._keep(raw, f"{type(error).__name__}-{_place(error.__traceback__)}", error)
        if thread_time() - started > _SLOW:
            self._keep(raw, f"slow-{len(raw).bit_length()}", None)

    def _keep(self, raw: bytes, kind: str, error: Exception | None) -> None:
        if kind in self._known:
            return
        self._known.add(kind)
        name = f"{kind}-{hashlib.sha256(raw).hexdigest()[:8]}.eml"
        (self._folder / name).write_bytes(raw)
        said = traceback.format_exception_only(error)[-1].strip() if error else "took too long"
        print(f"FOUND {name}: {said}", file=sys.stderr, flush=True)


def _place(trace: TracebackType | None) -> str:
    """The last line of ours that an exception went through."""
    frames = [frame for frame in traceback.extract_tb(trace) if "/bot/" in frame.filename]
    return f"{Path(frames[-1].filename).stem}-{frames[-1].lineno}" if frames else "elsewhere"


def main() -> None:
    """Runs one target for so many minutes."""
    logging.disable(logging.CRITICAL)
    asked = _asked()
    try:
        atheris: Any = importlib.import_module("atheris")
    except ImportError:
        sys.exit("the fuzzer needs atheris: pip install atheris")
    with atheris.instrument_imports(include=["bot"]):
        targets = importlib.import_module("tests.fuzz.targets")
    folder = asked.findings / asked.target
    corpus, seeds = folder / "corpus", folder / "seeds"
    corpus.mkdir(parents=True, exist_ok=True)
    read, seed = targets.TARGETS[asked.target]
    targets.plant(seeds, (path for each in _SEEDS for path in each.rglob("*")), seed)
    (folder / "words").write_text(targets.words(), encoding="ascii")
    findings = Findings(folder)
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={round(asked.minutes * 60)}",
            f"-max_len={_LONGEST}",
            f"-timeout={_HANGS}",
            f"-dict={folder / 'words'}",
            f"-artifact_prefix={folder}/hangs-",
            "-print_final_stats=1",
            str(corpus),
            str(seeds),
        ],
        lambda raw: findings.watch(read, raw),
    )
    atheris.Fuzz()


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--target", choices=_TARGETS, default="parser")
    asked.add_argument("--findings", type=Path, default=_ROOT / "build" / "fuzz")
    return asked.parse_args()


if __name__ == "__main__":
    main()
