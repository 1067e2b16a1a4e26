"""`init` and `go-live`: before the bot works, and when its trial ends."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from bot.cli.check import examined
from bot.cli.opening import complain, or_say_why
from bot.clock import SystemClock
from bot.settings.check.findings import worst
from bot.settings.finding import Level
from bot.settings.problem import ConfigError, Problem
from bot.settings.questions import PRESET, Question
from bot.settings.rewrite import rewrite
from bot.settings.start import PresetName
from bot.settings.start import init as write_first

_GREETING = """\
Gehoor instellen. Enter neemt wat tussen haken staat. Weet je iets nog niet, typ dan een vraagteken:
`gehoor init` vraagt het de volgende keer opnieuw. Er wordt pas geschreven na de laatste vraag.
"""


@or_say_why
def init(folder: Path, preset: str | None, answers: Path | None) -> int:
    """Writes a first config; asks at a terminal, leaves marks to fill in elsewhere."""
    if preset not in (None, *PRESET.choices):
        complain(f"init: --preset {preset}: it is {' or '.join(PRESET.choices)}")
        return 2
    given = _answers_in(answers) if answers else {}
    asks = answers is None and sys.stdin.isatty()
    chosen: PresetName | None = None
    if preset is not None:
        chosen = "nederland" if preset == "nederland" else "vlaanderen"
    try:
        started = write_first(
            folder,
            today=SystemClock().now().date(),
            preset=chosen,
            answers=given,
            ask=_Ask() if asks else None,
        )
    except (EOFError, KeyboardInterrupt):
        print()
        complain("init: gestopt; er is niets geschreven")
        return 2
    for path in started.written:
        print(f"geschreven: {path}")
    for path in started.filled:
        print(f"aangevuld: {path}")
    for key in started.missing:
        print(f"ontbreekt in wat er al stond: {key}")
    for question in started.open:
        print(f"nog in te vullen: {question.key} ({question.text})")
    print(f"Lees {folder / 'LEESMIJ.md'}; kijk daarna na met: gehoor check --config {folder}")
    return 0


def _answers_in(file: Path) -> dict[str, Any]:
    """The answers in a file of TOML: the key of each question, and its answer.

    Raises:
        ConfigError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        text = f"kan niet gelezen worden: {error.strerror}"
    except ValueError as error:  # a slip in TOML, or bytes that are no text
        text = str(error)
    raise ConfigError([Problem(file=str(file), key="", text=text)])


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
        rewrite(path, live)
    except OSError as error:
        complain(f"{path}: cannot be written: {error.strerror}; run this as its owner")
        return 2
    print('bot.toml: mode = "live". Restart the bot: letters now go to parents.')
    return 0


class _Ask:
    """Asks at the terminal, one line a question; words to choose from stand above it."""

    def __init__(self) -> None:
        self._greeted = False

    def __call__(self, question: Question, suggestion: str, wrong: str) -> str:
        if not self._greeted:
            print(_GREETING)
            self._greeted = True
        if wrong:
            print(f"  {wrong}")
        else:
            for word, meaning in question.choices.items():
                print(f"  {word:<12} {meaning}")
        hint = f" [{suggestion}]" if suggestion else ""
        colon = "" if question.text.endswith("?") and not hint else ":"
        return input(f"{question.text}{hint}{colon} ").strip() or suggestion
