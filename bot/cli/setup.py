"""`init`, `check`, `go-live`: before the bot works, and when its trial ends."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from bot.cli.opening import complain, or_say_why
from bot.clock import SystemClock
from bot.core.calendar import local_date
from bot.settings.check.findings import as_json as findings_as_json
from bot.settings.check.findings import findings, findings_of, worst
from bot.settings.finding import Finding, Level
from bot.settings.load import Settings, load
from bot.settings.problem import ConfigError
from bot.settings.questions import Question
from bot.settings.start import PresetName
from bot.settings.start import init as write_first

_EXIT = {Level.OK: 0, Level.WARNING: 1, Level.ERROR: 2}
# Nothing between these lines is a secret, an address of a person or an id.
_SEND_BACK = "----- zonder geheimen: stuur dit terug / without secrets: send this back -----"
_END = "----- einde / end -----"
_SIGNS = {Level.ERROR: "FOUT  ", Level.WARNING: "LET OP", Level.OK: "OK    "}


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


def check(config: Path, *, online: bool, as_json: bool) -> int:
    """Everything there is to say about a config, worst first."""
    report: list[str] = []
    found = sorted(_check(config, report, online=online), key=lambda one: -_EXIT[one.level])
    level = worst(found)
    if as_json:
        told = {**findings_as_json(found), **({"report": report} if online else {})}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return _EXIT[level]
    for finding in found:
        where = f"{finding.file}: {finding.key}" if finding.key else finding.file
        print(f"{_SIGNS[finding.level]} {where}: {finding.text}")
    errors = sum(finding.level is Level.ERROR for finding in found)
    warnings = sum(finding.level is Level.WARNING for finding in found)
    print(
        f"{errors} {'fout' if errors == 1 else 'fouten'},"
        f" {warnings} {'aandachtspunt' if warnings == 1 else 'aandachtspunten'}."
        " Dit is geen juridisch advies."
    )
    if report:
        print("", _SEND_BACK, *report, _END, sep="\n")
    return _EXIT[level]


def go_live(config: Path) -> int:
    """Ends the trial, when `check` finds no error."""
    found = list(_check(config, [], online=False))
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


def _check(config: Path, report: list[str], *, online: bool) -> Iterator[Finding]:
    try:
        settings = load(config, os.environ)
    except ConfigError as error:
        yield from findings_of(error)
        return
    yield from findings(settings, _today(settings))
    yield from _letters(settings)
    yield from _secrets_ending(settings)
    if online:
        from bot.cli.online import Online

        yield from Online(settings=settings, clock=SystemClock(), report=report).findings()


def _letters(settings: Settings) -> Iterator[Finding]:
    """Every letter in every language and form, written with invented values."""
    from bot.wiring import SHIPPED
    from bot.writer.letters import Writer

    writer = Writer(SHIPPED, settings.templates, zone=settings.policy.zone)
    for one in writer.check():
        yield Finding(level=Level(one.level), file=one.file, key=one.key, text=one.text)


def _secrets_ending(settings: Settings) -> Iterator[Finding]:
    """Secrets and certificates that end soon, or of which nobody knows when."""
    from bot.core.access import ANNOUNCED
    from bot.wiring import access_to_all

    for n, box in enumerate(settings.bot.mailbox):
        tokens = access_to_all(settings, SystemClock()).get(box.address)
        ends_on = tokens.state().secret_ends_on if tokens else None
        if ends_on is not None and (ends_on - _today(settings)).days <= ANNOUNCED:
            yield Finding(
                level=Level.WARNING,
                file="bot.toml",
                key=f"mailbox[{n}].oauth",
                text=f"Het geheim of certificaat van de toepassing verloopt op {ends_on}. Maak een "
                "nieuw, zet het waar bot.toml het zoekt, pas secret_expires_on aan en herstart.",
            )


def _today(settings: Settings) -> date:
    return local_date(SystemClock().now(), settings.policy.zone)


def _ask(question: Question, suggestion: str, wrong: str) -> str:
    if wrong:
        print(wrong)
    hint = f" [{suggestion}]" if suggestion else ""
    return input(f"{question.text}{hint}: ").strip() or suggestion
