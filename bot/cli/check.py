"""`check`: what is wrong, what there is to agree on, and how every letter reads."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.core.calendar import local_date
from bot.settings.check.agreements import ToAgree, to_agree
from bot.settings.check.findings import as_json as findings_as_json
from bot.settings.check.findings import findings, findings_of, worst
from bot.settings.finding import Finding, Level
from bot.settings.load import Settings, load
from bot.settings.problem import ConfigError

if TYPE_CHECKING:
    from bot.core.letter import LetterOrder

_EXIT = {Level.OK: 0, Level.WARNING: 1, Level.ERROR: 2}
# Nothing between these lines is a secret, an address of a person or an id.
_SEND_BACK = "----- zonder geheimen: stuur dit terug / without secrets: send this back -----"
_END = "----- einde / end -----"
_SIGNS = {Level.ERROR: "FOUT  ", Level.WARNING: "LET OP", Level.OK: "OK    "}
_WIDTH = 100


def check(config: Path, *, online: bool, as_json: bool) -> int:
    """Everything there is to say about a config, worst first."""
    report: list[str] = []
    agreements: list[ToAgree] = []
    found = sorted(
        examined(config, online=online, letters=True, report=report, agreements=agreements),
        key=lambda one: -_EXIT[one.level],
    )
    level = worst(found)
    if as_json:
        told = {
            **findings_as_json(found),
            "to_agree": [_as_json(each) for each in agreements],
            **({"report": report} if online else {}),
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return _EXIT[level]
    # What is only to be talked over stands in a list of its own, with the words to agree on.
    talked_over = {each.finding for each in agreements if each.finding.level is not Level.ERROR}
    for finding in found:
        if finding not in talked_over:
            where = f"{finding.file}: {finding.key}" if finding.key else finding.file
            print(f"{_SIGNS[finding.level]} {where}: {finding.text}")
    _print_agreements(agreements)
    print(_counted(found))
    if report:
        print("", _SEND_BACK, *report, _END, sep="\n")
    return _EXIT[level]


def examined(
    config: Path,
    *,
    online: bool,
    letters: bool,
    report: list[str] | None = None,
    agreements: list[ToAgree] | None = None,
) -> Iterator[Finding]:
    """What is found, in the order of looking; what goes beyond findings is put into the lists.

    `letters` has all letters written, instead of those alone in which the school has a word.
    """
    try:
        settings = load(config, os.environ)
    except ConfigError as error:
        yield from findings_of(error)
        try:  # a password that is not set yet hides nothing else
            settings = load(config, os.environ, needs_secrets=False)
        except ConfigError:
            return
        online = False
    if agreements is not None:
        agreements += to_agree(settings)
    yield from findings(settings, _today(settings))
    yield from _letters(settings, whole=letters)
    yield from _secrets_ending(settings)
    yield from _paused(settings)
    if online:
        from bot.cli.online import Online

        asked = Online(
            settings=settings, clock=SystemClock(), report=[] if report is None else report
        )
        yield from asked.findings()


def _print_agreements(agreements: Sequence[ToAgree]) -> None:
    if not agreements:
        return
    print(f"\nNog af te spreken ({len(agreements)}), elk met een zin voor jullie reglement:")
    for each in agreements:
        finding = each.finding
        print(f"\n- {finding.key} ({finding.file})")
        for line in (finding.text, f"Reglement: “{each.sentence}”"):
            print(textwrap.fill(line, _WIDTH, initial_indent="  ", subsequent_indent="  "))
    print()


def _counted(found: Sequence[Finding]) -> str:
    errors = sum(finding.level is Level.ERROR for finding in found)
    warnings = sum(finding.level is Level.WARNING for finding in found)
    return (
        f"{errors} {'fout' if errors == 1 else 'fouten'},"
        f" {warnings} {'aandachtspunt' if warnings == 1 else 'aandachtspunten'}."
        " Dit is geen juridisch advies."
    )


def _as_json(agreement: ToAgree) -> dict[str, str]:
    finding = agreement.finding
    return {
        "level": finding.level.value,
        "file": finding.file,
        "key": finding.key,
        "text": finding.text,
        "sentence": agreement.sentence,
    }


def _letters(settings: Settings, *, whole: bool) -> Iterator[Finding]:
    """Every letter in every language and form, written with invented values."""
    from bot.office.examining import in_letters
    from bot.wiring import SHIPPED

    yield from in_letters(settings, SHIPPED, whole=whole, along=_shown_on_the_way)


def _paused(settings: Settings) -> Iterator[Finding]:
    """That automatic letters wait; nothing where there is no database yet to ask."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.cli.opening import NoDatabaseError, look_into
    from bot.cli.pause import paused_line
    from bot.store.accounts import Accounts
    from bot.store.database import DatabaseUnusableError

    try:
        database = look_into(settings)
    except (NoDatabaseError, DatabaseUnusableError, SQLAlchemyError, OSError):
        return
    try:
        pause = Accounts(database).pause(SystemClock().now())
    finally:
        database.close()
    if pause is not None:
        text = f"{paused_line(pause.until, settings.policy.zone)}. Beëindigen: gehoor resume."
        yield Finding(level=Level.WARNING, file="bot.toml", key="database", text=text)


def _shown_on_the_way(orders: Iterable[LetterOrder]) -> Iterable[LetterOrder]:
    """The same orders, with a bar on a terminal: writing them all takes some seconds."""
    if not sys.stderr.isatty():
        return orders
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(list(orders), "De brieven worden geschreven", console=console, transient=True)


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
