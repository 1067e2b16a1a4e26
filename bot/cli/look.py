"""`register`, `show`, `mails`, `outbox`, `log`: looking into the books."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.cli.opening import complain, look_into, or_say_why, settings_of

# The places of mails, in the words of the accounting line.
_PLACES = {
    "case": "dossiers",
    "other": "andere registers",
    "log": "log",
    "set_aside": "apart",
    "waiting": "wachtend",
    "erased": "gewist",
}


@or_say_why
def register(config: Path, *, as_json: bool, year: int | None, status: str | None) -> int:
    """The register of cases."""
    accounts, zone = _accounts(config)
    cases = accounts.register(year=year, status=status)
    if as_json:
        return _print_json(cases)
    _table(
        ("number", "received", "kind", "status", "urgency", "from", "ack", "answer by"),
        [
            (
                case["number"],
                _local(case["received_at"], zone),
                case["kind"],
                case["status"],
                case["urgency"],
                (case["complainant"] or {}).get("email", ""),
                case["ack"],
                _due(case, "handling"),
            )
            for case in cases
        ],
    )
    return 0


@or_say_why
def show(config: Path, number: str, *, as_json: bool) -> int:
    """One case whole."""
    accounts, zone = _accounts(config)
    case = accounts.show(number.upper())
    if case is None:
        complain(f"there is no case {number}")
        return 2
    if as_json:
        return _print_json(case)
    who = case["complainant"] or {"name": "", "email": "(no address)"}
    print(f"{case['number']}  {case['subject']}")
    print(f"from      {who['name']} <{who['email']}>, {_local(case['received_at'], zone)}")
    print(f"school    {case['school']}   handler {case['handler'] or '-'}")
    print(f"stands    {case['status']}, {case['kind']}, urgency {case['urgency']}")
    print(f"language  {case['language']}   acknowledgment {case['ack']}")
    for signal in case["signals"]:
        print(f"signal    {signal}")
    for hint in case["hints"]:
        print(f"hint      {hint}")
    print("\ndeadlines")
    _table(
        ("duty", "due", "target", "met"),
        [
            (duty["kind"], duty["due_on"], duty["target_on"], _local(duty["met_at"], zone))
            for duty in case["deadlines"]
        ],
    )
    print("\nmails")
    _mails_table(case["mails"], zone)
    print("\nletters")
    _letters_table(case["letters"], zone)
    print("\nlog")
    _log_table(case["log"], zone)
    return 0


@or_say_why
def mails(config: Path, *, as_json: bool, since: str) -> int:
    """Every incoming mail and what became of it."""
    try:
        first = date.fromisoformat(since) if since else None
    except ValueError:
        complain(f"mails: --since {since} is no day like 2026-11-22")
        return 2
    accounts, zone = _accounts(config)
    account = accounts.mails(since=first)
    if as_json:
        _print_json(account)
    else:
        _mails_table(account["mails"], zone)
        print(accounting_line(account))
    return 0 if account["closes"] else 1


def accounting_line(account: dict[str, Any]) -> str:
    """The sum of all mails: `37 ontvangen = 31 dossiers + 4 log + 2 apart`."""
    places = Counter(mail["place"] for mail in account["mails"])
    parts = " + ".join(
        f"{places[place]} {word}" for place, word in _PLACES.items() if places[place]
    )
    line = f"{account['received']} ontvangen = {parts or '0'}"
    return line if account["closes"] else f"{line}  (this does NOT close: see `gehoor log`)"


@or_say_why
def outbox(config: Path, *, as_json: bool) -> int:
    """The letters."""
    accounts, zone = _accounts(config)
    letters = accounts.letters()
    if as_json:
        return _print_json(letters)
    _letters_table(letters, zone)
    return 0


@or_say_why
def log(config: Path, number: str | None, *, as_json: bool, verify: bool) -> int:
    """The audit trail."""
    accounts, zone = _accounts(config)
    if verify:
        broken = accounts.verify()
        if broken is not None:
            complain(f"the log is broken: entry {broken.n} {broken.what}")
            return 1
        print("the log is whole")
        return 0
    entries = accounts.log(number.upper() if number else None)
    if as_json:
        return _print_json(entries)
    _log_table(entries, zone)
    return 0


def _accounts(config: Path) -> tuple[Any, ZoneInfo]:
    from bot.store.accounts import Accounts

    settings = settings_of(config)
    return Accounts(look_into(settings)), settings.policy.zone


def _mails_table(found: Sequence[dict[str, Any]], zone: ZoneInfo) -> None:
    _table(
        ("mail", "uid", "received", "from", "verdict", "rule", "place", "case"),
        [
            (
                mail["id"],
                mail["uid"],
                _local(mail["received_at"], zone),
                mail["sender"] or "",
                mail["verdict"] or "waiting",
                mail["rule"] or "",
                mail["place"] + (" (owed)" if mail["owed"] else ""),
                mail["case"] or "",
            )
            for mail in found
        ],
    )


def _letters_table(found: Sequence[dict[str, Any]], zone: ZoneInfo) -> None:
    _table(
        ("letter", "name", "to", "case", "status", "sent", "why"),
        [
            (
                letter["id"],
                letter["letter"],
                letter["to"],
                letter["case"] or "",
                letter["status"],
                _local(letter["sent_at"], zone),
                letter["error"] or "",
            )
            for letter in found
        ],
    )


def _log_table(found: Sequence[dict[str, Any]], zone: ZoneInfo) -> None:
    _table(
        ("n", "at", "event", "case", "mail", "letter", "by", "reason"),
        [
            (
                entry["n"],
                _local(entry["at"], zone),
                entry["event"],
                entry["case"] or "",
                entry["mail"] or "",
                entry["letter"] or "",
                entry["actor"],
                entry["reason"],
            )
            for entry in found
        ],
    )


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    # A pipe has no width of its own: nothing is cut off there.
    console = Console()
    if not console.is_terminal:
        console = Console(width=400)
    console.print(table)


def _local(at: str | None, zone: ZoneInfo) -> str:
    if at is None:
        return ""
    return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _due(case: dict[str, Any], kind: str) -> str:
    return next((duty["due_on"] for duty in case["deadlines"] if duty["kind"] == kind), "")


def _print_json(what: object) -> int:
    print(json.dumps(what, ensure_ascii=False, indent=2))
    return 0
