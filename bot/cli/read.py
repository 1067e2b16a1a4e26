"""`read`: how the bot reads a mail, and which rule decided. Stores nothing, sends nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from bot.cli.opening import or_say_why
from bot.clock import SystemClock
from bot.core.calendar import local_date
from bot.core.case import Ack, Case, Kind, Status, Urgency, Via
from bot.core.facts import Facts, Link, Thread
from bot.core.mail import Address, IncomingMail
from bot.core.policy import Policy
from bot.core.tokens import Signer
from bot.core.triage import Finding, triage
from bot.core.triage.numbers import case_numbers_in
from bot.core.verdict import OPENS_A_CASE
from bot.post.parser import read_mail
from bot.settings.load import load
from bot.store.audit import instant

_BODIES: Mapping[str, bytes] = {
    ".txt": b"Content-Type: text/plain; charset=utf-8\r\n\r\n",
    ".html": b"Content-Type: text/html; charset=utf-8\r\n\r\n",
}
_SOMEBODY = Address("iemand@nergens.example", "Iemand")
# A complaint of fewer words says too little to be looked into.
_FEW_WORDS = 25


@or_say_why
def read(paths: list[Path], config: Path | None, *, as_json: bool) -> int:
    """Reads files and whole folders, in the order given; 1 when one could not be opened."""
    policy, signer = _agreed(config)
    unopened = False
    for path in _files(paths):
        account = _account(path, policy, signer)
        unopened |= account["error"] is not None
        print(json.dumps(account, ensure_ascii=False) if as_json else _in_words(account))
    return 1 if unopened else 0


def _agreed(config: Path | None) -> tuple[Policy, Signer]:
    """The school's policy; without a config that of the preset, with nobody in it."""
    if config is not None:
        settings = load(config, os.environ, needs_secrets=False)
        return settings.policy, Signer(_keys(config))
    with as_file(files("bot.config").joinpath("demo")) as demo:
        policy = load(demo, os.environ, needs_secrets=False).policy
    nobody: tuple[()] = ()
    return replace(policy, people=nobody, mailboxes=nobody, schools=nobody), Signer(())


def _keys(config: Path) -> tuple[bytes, ...]:
    """The signing keys when they are at hand; a signed id is not recognised without them."""
    from bot.settings.problem import ConfigError

    try:
        return load(config, os.environ).signing_keys
    except ConfigError:
        return ()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = (found for found in path.rglob("*") if found.is_file())
        yield from sorted(inside, key=os.fsencode)


def _account(path: Path, policy: Policy, signer: Signer) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        return _unopened(path, error.strerror or type(error).__name__)
    body_of = _BODIES.get(path.suffix.lower())
    mail = read_mail((body_of or b"") + raw)
    numbers = case_numbers_in(mail.subject, policy.numbering)
    # A body alone has no sender; it is judged as the words of somebody.
    judged = replace(mail, sender=_SOMEBODY, from_addresses=(_SOMEBODY,)) if body_of else mail
    facts = _facts(judged, numbers, policy, signer)
    return _told(path, mail, numbers, triage(judged, facts, policy))


def _facts(mail: IncomingMail, numbers: list[str], policy: Policy, signer: Signer) -> Facts:
    """What can be known without the books: a named case is taken to be the sender's own."""
    now = SystemClock().now()
    ids = (*mail.in_reply_to, *reversed(mail.references))
    signed = [number for each in ids if (number := signer.case_of(each))]
    threads = [
        *(Thread(Link.SIGNED_ID, _stand_in(number, mail, now)) for number in signed),
        *(Thread(Link.NUMBER, _stand_in(number, mail, now)) for number in numbers),
    ]
    return Facts(
        now=now,
        today=local_date(now, policy.zone),
        received_at=now,
        received_on=local_date(now, policy.zone),
        own=mail.message_id is not None and signer.case_of(mail.message_id) is not None,
        threads=tuple(threads),
    )


def _stand_in(number: str, mail: IncomingMail, now: datetime) -> Case:
    return Case(
        number=number,
        status=Status.INTAKE,
        kind=Kind.UNCLEAR,
        urgency=Urgency.NORMAL,
        language="nl",
        form="u",
        school="",
        received_at=now,
        received_on=now.date(),
        via=Via.EMAIL,
        subject="",
        complainant=mail.sender,
        handler=None,
        ack=Ack.SENT,
        parties=(mail.sender.key,) if mail.sender else (),
    )


def _told(path: Path, mail: IncomingMail, numbers: list[str], finding: Finding) -> dict[str, Any]:
    reading = finding.reading
    opens = finding.verdict in OPENS_A_CASE
    critical = reading is not None and reading.urgency is Urgency.CRITICAL
    words = len(mail.new_text.split())
    return {
        "file": str(path),
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to[0] if mail.in_reply_to else None,
        "references": list(mail.references),
        "sender": None
        if mail.sender is None
        else {"name": mail.sender.name, "email": mail.sender.email},
        "subject": mail.subject,
        "sent_at": instant(mail.sent_at) if mail.sent_at else None,
        "language": reading.language if reading else None,
        "text": mail.text,
        "new_text": mail.new_text,
        "attachments": [
            {"name": part.name, "type": part.type, "size": part.size, "sha256": part.sha256}
            for part in mail.attachments
        ],
        "verdict": finding.verdict.value,
        "kind": reading.kind.value if reading else None,
        "rule": finding.rule,
        "may_acknowledge": opens and not critical and mail.sender is not None,
        "bounce": None
        if mail.bounce is None
        else {"recipients": list(mail.bounce.recipients), "permanent": mail.bounce.permanent},
        "signals": list(reading.codes) if reading else [],
        "urgency": reading.urgency.value if reading else "none",
        "needs_clarification": opens
        and reading is not None
        and reading.kind in {Kind.COMPLAINT, Kind.UNCLEAR}
        and words < _FEW_WORDS
        and not critical,
        "hints": [hint.code for hint in reading.hints] if reading else [],
        "case_numbers": numbers,
        "why": [
            *(f"{rule}: {outcome}" for rule, outcome in finding.why),
            *(reading.why if reading else ()),
        ],
        "error": None,
    }


def _unopened(path: Path, error: str) -> dict[str, Any]:
    lists = ("references", "attachments", "signals", "hints", "case_numbers", "why")
    nothing = (
        "message_id",
        "in_reply_to",
        "sender",
        "subject",
        "sent_at",
        "language",
        "text",
        "new_text",
        "verdict",
        "kind",
        "rule",
        "bounce",
    )
    return {
        "file": str(path),
        **dict.fromkeys(nothing),
        **{name: [] for name in lists},
        "may_acknowledge": False,
        "urgency": "none",
        "needs_clarification": False,
        "error": error,
    }


def _in_words(account: dict[str, Any]) -> str:
    if account["error"]:
        return f"{account['file']}\n  cannot be opened: {account['error']}\n"
    sender = account["sender"] or {"name": "", "email": "(nobody)"}
    rows = {
        "from": f"{sender['name']} <{sender['email']}>".strip(),
        "subject": account["subject"],
        "verdict": f"{account['verdict']} (rule {account['rule']})",
        "kind": account["kind"],
        "language": account["language"],
        "urgency": ", ".join([account["urgency"], *account["signals"]]),
        "hints": ", ".join(account["hints"]),
        "cases": ", ".join(account["case_numbers"]),
        "answered": "yes" if account["may_acknowledge"] else "no, or only by a person",
        "attached": ", ".join(part["name"] for part in account["attachments"]),
        "why": "; ".join(line for line in account["why"] if not line.endswith(": miss")),
    }
    told = [f"  {name:<9} {value}" for name, value in rows.items() if value]
    text = [f"  | {line}".rstrip() for line in account["new_text"].strip().splitlines()]
    return "\n".join([account["file"], *told, *text, ""])
