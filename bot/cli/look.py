"""`register`, `show`, `mails`, `outbox`, `log`: looking into the books."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.cli.opening import complain, look_into, or_say_why, settings_of
from bot.cli.pause import paused_line
from bot.cli.tables import (
    clean,
    letters_table,
    local,
    log_table,
    mails_table,
    print_table,
    short,
)
from bot.clock import SystemClock

if TYPE_CHECKING:
    from bot.store.accounts import Accounts

# The places of mails, in the words of the accounting line: one, and several.
_PLACES: Mapping[str, tuple[str, str]] = {
    "case": ("dossier", "dossiers"),
    "other": ("ander register", "andere registers"),
    "log": ("log", "log"),
    "set_aside": ("apart", "apart"),
    "waiting": ("wachtend", "wachtend"),
    "erased": ("gewist", "gewist"),
}


@or_say_why
def register(
    config: Path, *, as_json: bool, year: int | None, status: str | None, everything: bool = False
) -> int:
    """The register of cases; `everything`: of questions, suggestions and praise too."""
    if status is not None and (wrong := _no_status(status)):
        complain(wrong)
        return 2
    with _books(config) as (accounts, _):
        cases = accounts.register(year=year, status=status, everything=everything)
    if as_json:
        return _print_json(cases)
    print_table(
        ("number", "received", "kind", "status", "urgency", "from", "subject", "ack", "answer by"),
        [
            (
                case["number"],
                case["received_on"],
                case["kind"],
                case["status"],
                case["urgency"],
                (case["complainant"] or {}).get("email", ""),
                short(case["subject"]),
                case["ack"],
                _due(case, "handling"),
            )
            for case in cases
        ],
        nothing="no cases",
    )
    return 0


@or_say_why
def show_letter(config: Path, number: str, letter: int, *, whole: bool) -> int:
    """One letter of a case as it left: its words, or with `whole` every byte of the mail."""
    with _books(config) as (accounts, zone):
        content = accounts.as_it_left(number.upper(), letter)
        case = accounts.show(number.upper()) if content is not None else None
    if content is None or case is None:
        complain(f"there is no letter {letter} in a case {clean(number)}")
        return 2
    if whole:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return 0
    told = next(each for each in case["letters"] if each["id"] == letter)
    head = (
        ("letter", f"{told['letter']} ({told['language']}), template {told['template_hash']}"),
        ("to", told["to"]),
        ("status", f"{told['status']} {local(told['sent_at'], zone)}".strip()),
        ("subject", told["subject"]),
    )
    for name, words in head:
        print(f"{name:<9} {clean(words)}")
    print()
    print("\n".join(map(clean, told["text"].split("\n"))), end="")
    return 0


@or_say_why
def show(config: Path, number: str, *, as_json: bool) -> int:
    """One case whole."""
    with _books(config) as (accounts, zone):
        case = accounts.show(number.upper())
    if case is None:
        complain(f"there is no case {clean(number)}")
        return 2
    if as_json:
        return _print_json(case)
    who = case["complainant"] or {"name": "", "email": "(no address)"}
    told = (
        ("from", f"{who['name']} <{who['email']}>".strip()),
        ("received", f"{local(case['received_at'], zone)}, via {case['via']}"),
        ("school", f"{case['school']}, handler {case['handler'] or '(nobody)'}"),
        ("stands", f"{case['status']}, {case['kind']}, urgency {case['urgency']}"),
        ("language", case["language"]),
        ("ack", _acknowledged(case, zone)),
        *(("signal", signal) for signal in case["signals"]),
        *(("hint", hint) for hint in case["hints"]),
    )
    print(f"{case['number']}  {clean(case['subject'])}")
    for name, words in told:
        print(f"{name:<9} {clean(words)}")
    print("\ndeadlines")
    print_table(
        ("duty", "due", "target", "met"),
        [
            (duty["kind"], duty["due_on"], duty["target_on"], local(duty["met_at"], zone))
            for duty in case["deadlines"]
        ],
    )
    print("\nmails")
    mails_table(case["mails"], zone, without="case")
    for mail in case["mails"]:
        print(_judged(mail))
    print("\nletters")
    letters_table(case["letters"], zone, without="case")
    if case["letters"]:
        print(f"read one with: gehoor show {case['number']} --letter {case['letters'][0]['id']}")
    print("\nlog")
    log_table(case["log"], zone, without="case")
    return 0


def _judged(mail: Mapping[str, Any]) -> str:
    """Which rule decided over a mail, and which were asked before it."""
    from bot.core.triage import EXPLAINED

    asked = [each["rule"] for each in mail["rules"] if each["outcome"] == "miss"]
    before = f" (eerst gevraagd: {', '.join(asked)})" if asked else ""
    rule = mail["rule"] or "nog niet gelezen"
    return f"mail {mail['id']}: {rule}: {EXPLAINED.get(rule, '')}{before}{_proven(mail)}"


def _proven(mail: Mapping[str, Any]) -> str:
    """Whether the mail of a colleague is proven to be theirs; nothing of other mail."""
    from bot.cli.explained import proven

    told = proven(mail["proof"])
    return f"; afzender: {told}" if told else ""


@or_say_why
def mails(config: Path, *, as_json: bool, since: str) -> int:
    """Every incoming mail and what became of it."""
    try:
        first = date.fromisoformat(since) if since else None
    except ValueError:
        complain(f"mails: --since {clean(since)} is no day like 2026-11-22")
        return 2
    with _books(config) as (accounts, zone):
        account = accounts.mails(since=first)
    if as_json:
        _print_json(account)
    else:
        mails_table(account["mails"], zone)
        print(accounting_line(account))
    return 0 if account["closes"] else 1


def accounting_line(account: dict[str, Any]) -> str:
    """The sum of all mails: `37 ontvangen = 31 dossiers + 4 log + 2 apart`."""
    places = Counter(mail["place"] for mail in account["mails"])
    parts = " + ".join(
        f"{places[place]} {several if places[place] > 1 else one}"
        for place, (one, several) in _PLACES.items()
        if places[place]
    )
    line = f"{account['received']} ontvangen = {parts or '0'}"
    return line if account["closes"] else f"{line}  (this does NOT close: see `gehoor log`)"


@or_say_why
def outbox(config: Path, *, as_json: bool) -> int:
    """The letters."""
    with _books(config) as (accounts, zone):
        letters, pause = accounts.letters(), accounts.pause(SystemClock().now())
    if as_json:
        return _print_json(letters)
    letters_table(letters, zone)
    if letters:
        counts = Counter(letter["status"] for letter in letters)
        print(f"{len(letters)} letters: {', '.join(f'{n} {name}' for name, n in counts.items())}")
    if pause is not None:
        print(paused_line(pause.until, zone))
    return 0


@or_say_why
def log(config: Path, number: str | None, *, as_json: bool, verify: bool) -> int:
    """The audit trail."""
    with _books(config) as (accounts, zone):
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
    log_table(entries, zone)
    return 0


@contextmanager
def _books(config: Path) -> Iterator[tuple[Accounts, ZoneInfo]]:
    from bot.store.accounts import Accounts

    settings = settings_of(config)
    database = look_into(settings)
    try:
        yield Accounts(database), settings.policy.zone
    finally:
        database.close()


def _no_status(word: str) -> str | None:
    """Why a word is no status of a case; None when it is one."""
    from bot.core.case import Status
    from bot.settings.explain import nearest

    known = [status.value for status in Status]
    if word in known:
        return None
    near = nearest(word, known)
    meant = f"did you mean {near}?" if near else f"it is one of {', '.join(known)}"
    return f"register: --status {clean(word)} does not exist; {meant}"


def _acknowledged(case: dict[str, Any], zone: ZoneInfo) -> str:
    when = local(case["acknowledged_at"], zone)
    return f"{case['ack']} {when}".strip()


def _due(case: dict[str, Any], kind: str) -> str:
    return next((duty["due_on"] for duty in case["deadlines"] if duty["kind"] == kind), "")


def _print_json(what: object) -> int:
    print(json.dumps(what, ensure_ascii=False, indent=2))
    return 0
