"""`init`, `check`, `go-live`: before the bot works, and when its trial ends."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from bot.cli.opening import NoDatabaseError, complain, look_into, or_say_why
from bot.clock import SystemClock
from bot.core.calendar import local_date
from bot.core.policy import Mailbox
from bot.settings.check.findings import as_json as findings_as_json
from bot.settings.check.findings import findings, findings_of, worst
from bot.settings.finding import Finding, Level
from bot.settings.load import Settings, load
from bot.settings.problem import ConfigError
from bot.settings.questions import Question
from bot.settings.schema.bot import MailboxConfig
from bot.settings.start import PresetName
from bot.settings.start import init as write_first

_EXIT = {Level.OK: 0, Level.WARNING: 1, Level.ERROR: 2}
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
    found = sorted(_check(config, online=online), key=lambda one: -_EXIT[one.level])
    level = worst(found)
    if as_json:
        print(json.dumps(findings_as_json(found), ensure_ascii=False, indent=2))
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
    return _EXIT[level]


def go_live(config: Path) -> int:
    """Ends the trial, when `check` finds no error."""
    found = list(_check(config, online=False))
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


def _check(config: Path, *, online: bool) -> Iterator[Finding]:
    try:
        settings = load(config, os.environ)
    except ConfigError as error:
        yield from findings_of(error)
        return
    yield from findings(settings, _today(settings))
    yield from _letters(settings)
    if online:
        yield from _online(settings)


def _letters(settings: Settings) -> Iterator[Finding]:
    """Every letter in every language and form, written with invented values."""
    from bot.wiring import SHIPPED
    from bot.writer.letters import Writer

    writer = Writer(SHIPPED, settings.templates, zone=settings.policy.zone)
    for one in writer.check():
        yield Finding(level=Level(one.level), file=one.file, key=one.key, text=one.text)


def _online(settings: Settings) -> Iterator[Finding]:
    """Logs in to every server, looks at the folders, says how much old mail there is."""
    from bot.post.imap.server import MailboxUnusable
    from bot.wiring import imap_of

    clock = SystemClock()
    boxes = zip(settings.bot.mailbox, settings.policy.mailboxes, strict=True)
    for n, (config, mailbox) in enumerate(boxes):
        box = imap_of(settings, config, clock)
        try:
            box.connect()
            glances = box.glance(box.uids())
            first = _start_of(settings, mailbox, clock.now())
            days = [local_date(each.received_at, settings.policy.zone) for each in glances.values()]
            early = sum(day < first for day in days)
            yield _fine(
                f"{mailbox.address}: {len(days)} mails in {config.imap.inbox}, of which {early}"
                f" from before {first}: listed, never answered"
            )
        except MailboxUnusable as error:
            yield _unusable(f"mailbox[{n}].imap", str(error))
        finally:
            box.close()
        trouble = asyncio.run(_try_smtp(settings, config))
        yield (
            _unusable(f"mailbox[{n}].smtp", trouble)
            if trouble
            else _fine(f"{config.smtp.host}:{config.smtp.port} takes mail from {mailbox.address}")
        )


def _start_of(settings: Settings, mailbox: Mailbox, now: datetime) -> date:
    """The first day the bot answers for: as agreed, as fixed at the first contact, or as now."""
    from bot.office.intake import LOOK_BACK
    from bot.store.inbox import Inbox

    if mailbox.start_from is not None:
        return mailbox.start_from
    try:
        database = look_into(settings)
    except NoDatabaseError:
        fixed = None
    else:
        fixed = Inbox(database).start_of(mailbox.address)
        database.close()
    return fixed or local_date(now - LOOK_BACK, settings.policy.zone)


async def _try_smtp(settings: Settings, config: MailboxConfig) -> str | None:
    from bot.wiring import postman_of

    postman = postman_of(settings, config)
    try:
        return await postman.check(config.address)
    finally:
        await postman.close()


def _fine(text: str) -> Finding:
    return Finding(level=Level.OK, file="bot.toml", key="online", text=text)


def _unusable(key: str, text: str) -> Finding:
    return Finding(level=Level.ERROR, file="bot.toml", key=key, text=text)


def _today(settings: Settings) -> date:
    return local_date(SystemClock().now(), settings.policy.zone)


def _ask(question: Question, suggestion: str, wrong: str) -> str:
    if wrong:
        print(wrong)
    hint = f" [{suggestion}]" if suggestion else ""
    return input(f"{question.text}{hint}: ").strip() or suggestion
