"""`init` and `go-live`: before the bot works, and when its trial ends."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from bot.cli.check import examined
from bot.cli.opening import complain, or_say_why
from bot.clock import SystemClock
from bot.settings.check.findings import worst
from bot.settings.finding import Level
from bot.settings.questions import Question
from bot.settings.start import PresetName
from bot.settings.start import init as write_first


@or_say_why
def init(folder: Path, preset: str) -> int:
    """Writes a first config; asks at a terminal, leaves marks to fill in elsewhere."""
    if preset not in {"vlaanderen", "nederland"}:
        complain(f"init: --preset {preset}: it is vlaanderen or nederland")
        return 2
    chosen: PresetName = "nederland" if preset == "nederland" else "vlaanderen"
    at_terminal = sys.stdin.isatty()
    started = write_first(
        folder, today=SystemClock().now().date(), preset=chosen, ask=_ask if at_terminal else None
    )
    for path in started.written:
        print(f"geschreven: {path}")
    for key in started.missing:
        print(f"ontbreekt in wat er al stond: {key}")
    print(f"Lees {folder / 'LEESMIJ.md'}; kijk daarna na met: gehoor check --config {folder}")
    return 0


def go_live(config: Path) -> int:
    """Ends the trial, when `check` finds no error."""
    found = list(examined(config, online=False, letters=False))
    if worst(found) is Level.ERROR:
        for finding in found:
            if finding.level is Level.ERROR:
                complain(f"{finding.file}: {finding.key}: {finding.text}")
        complain("go-live: mend this first; letters keep going to the coordinator")
        return 2
    path = config / "bot.toml"
    text = path.read_text(encoding="utf-8")
    live, switched = re.subn(
        r'^(\s*mode\s*=\s*)(["\'])trial\2', r'\g<1>"live"', text, count=1, flags=re.MULTILINE
    )
    if not switched:
        print("the bot is live already")
        return 0
    try:
        _replace(path, live)
    except OSError as error:
        complain(f"{path}: cannot be written: {error.strerror}; run this as its owner")
        return 2
    print('bot.toml: mode = "live". Restart the bot: letters now go to parents.')
    return 0


def _replace(path: Path, text: str) -> None:
    """The file with other words, whole or not at all; who could read it still can."""
    known = path.stat()
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(known.st_mode)
    with suppress(PermissionError):
        os.chown(fresh, known.st_uid, known.st_gid)
    fresh.replace(path)


def _ask(question: Question, suggestion: str, wrong: str) -> str:
    if wrong:
        print(wrong)
    hint = f" [{suggestion}]" if suggestion else ""
    return input(f"{question.text}{hint}: ").strip() or suggestion
