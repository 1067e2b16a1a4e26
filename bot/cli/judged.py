"""One mail, judged without the books: what `read` tells of it, for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from bot.core.calendar import local_date
from bot.core.case import Ack, Case, Kind, Status, Urgency, Via
from bot.core.facts import Facts, Link, Thread
from bot.core.mail import Address, IncomingMail
from bot.core.plain import sentences
from bot.core.policy import Policy
from bot.core.reading import Reading
from bot.core.staff.keys import key_in
from bot.core.tokens import Signer
from bot.core.triage import Finding, triage
from bot.core.triage.numbers import case_numbers_in
from bot.core.triage.people import staff_proof
from bot.core.trust import Proof
from bot.core.verdict import OPENS_A_CASE
from bot.post.parser import read_mail
from bot.store.audit import instant

Account: TypeAlias = dict[str, Any]

_BODIES: Mapping[str, bytes] = {
    ".txt": b"Content-Type: text/plain; charset=utf-8\r\n\r\n",
    ".html": b"Content-Type: text/html; charset=utf-8\r\n\r\n",
}
_SOMEBODY = Address("iemand@nergens.example", "Iemand")


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Reads mails by what a school agreed. `now` is an aware UTC instant."""

    policy: Policy
    signer: Signer
    now: datetime

    def account(self, path: Path) -> Account:
        """How the mail in this file is read; an account with an `error` when it cannot be opened.

        A `.txt` or `.html` file is the body alone, judged as the words of somebody.
        """
        try:
            raw = path.read_bytes()
        except OSError as error:
            return _unopened(path, error.strerror or type(error).__name__)
        body_of = _BODIES.get(path.suffix.lower())
        mail = read_mail((body_of or b"") + raw)
        numbers = case_numbers_in(mail.subject, self.policy.numbering)
        judged = replace(mail, sender=_SOMEBODY, from_addresses=(_SOMEBODY,)) if body_of else mail
        facts = self._facts(judged, numbers)
        told = _told(path, mail, numbers, triage(judged, facts, self.policy))
        return told | {"proof": _proof(facts.proof)}

    def _came_to(self, mail: IncomingMail) -> str:
        """The mailbox that the mail was sent to; the first one where it names none of ours."""
        named = {address.key for address in (*mail.to, *mail.cc)}
        boxes = sorted(
            self.policy.mailboxes,
            key=lambda box: named.isdisjoint(map(str.casefold, (box.address, *box.aliases))),
        )
        return boxes[0].address if boxes else ""

    def _facts(self, mail: IncomingMail, numbers: list[str]) -> Facts:
        """What can be known without the books.

        A named case is taken to be the sender's own, and the mail to have come when it was sent.
        """
        sent = mail.sent_at
        received = sent if sent is not None and sent <= self.now else self.now
        ids = (*mail.in_reply_to, *reversed(mail.references))
        signed = [number for each in ids if (number := self.signer.case_of(each))]
        named = [
            *((Link.SIGNED_ID, number) for number in signed),
            *((Link.NUMBER, number) for number in numbers),
        ]
        return Facts(
            now=self.now,
            today=local_date(self.now, self.policy.zone),
            received_at=received,
            received_on=local_date(received, self.policy.zone),
            key=key_in(mail, self.signer, self.policy, local_date(self.now, self.policy.zone)),
            own=mail.message_id is not None and self.signer.case_of(mail.message_id) is not None,
            proof=staff_proof(mail, self._came_to(mail), self.policy),
            threads=tuple(
                Thread(link, _stand_in(number, mail, self.now)) for link, number in named
            ),
        )


def _proof(proof: Proof | None) -> Account | None:
    """Whether a mail in the name of a colleague is proven to be theirs."""
    return {"ok": proof.ok, "how": proof.how, "why": proof.why} if proof else None


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
        subject=mail.subject,
        complainant=mail.sender,
        handler=None,
        ack=Ack.SENT,
        parties=(mail.sender.key,) if mail.sender else (),
    )


def _told(path: Path, mail: IncomingMail, numbers: list[str], finding: Finding) -> Account:
    reading = finding.reading
    opens = finding.verdict in OPENS_A_CASE
    critical = reading is not None and reading.urgency is Urgency.CRITICAL
    return {
        **_empty(path),
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to[0] if mail.in_reply_to else None,
        "references": list(mail.references),
        "sender": _sender(mail),
        "subject": mail.subject,
        "sent_at": instant(mail.sent_at) if mail.sent_at else None,
        "text": mail.text,
        "new_text": mail.new_text,
        "unreadable": mail.unreadable,
        "enclosed": [
            {"sender": _sender(inner), "subject": inner.subject, "text": inner.text}
            for inner in mail.enclosed
        ],
        "attachments": [
            {"name": part.name, "type": part.type, "size": part.size, "sha256": part.sha256}
            for part in mail.attachments
        ],
        "verdict": finding.verdict.value,
        "rule": finding.rule,
        "may_acknowledge": opens and not critical and mail.sender is not None,
        "bounce": None
        if mail.bounce is None
        else {
            "recipients": list(mail.bounce.recipients),
            "permanent": mail.bounce.permanent,
            "original_message_id": mail.bounce.original_message_id,
        },
        "case_numbers": numbers,
        "rules": [{"rule": rule, "outcome": outcome} for rule, outcome in finding.why],
        "why": [
            *(f"{rule}: {outcome}" for rule, outcome in finding.why),
            *(reading.why if reading else ()),
        ],
        **(_read(mail, reading, opens=opens) if reading else {}),
    }


def _read(mail: IncomingMail, reading: Reading, *, opens: bool) -> Account:
    """What the words themselves say, with the words and where they stand."""
    return {
        "language": reading.language,
        "heard": reading.heard,
        "kind": reading.kind.value,
        "urgency": reading.urgency.value,
        "signals": list(reading.codes),
        "pupil_writes": reading.pupil_writes,
        "anonymous": reading.anonymous.value,
        "facts_on": reading.facts_on.isoformat() if reading.facts_on else None,
        "intents": [intent.value for intent in reading.intents],
        "missing": list(reading.missing),
        "needs_clarification": opens and bool(reading.missing),
        "hints": [hint.code for hint in reading.hints],
        "evidence": [*_evidence(mail, reading)],
    }


def _sender(mail: IncomingMail) -> Account | None:
    """Who would be answered; where nobody can be (several senders), the first one it names."""
    first = mail.sender or next(iter(mail.from_addresses), None)
    return {"name": first.name, "email": first.email} if first else None


def _evidence(mail: IncomingMail, reading: Reading) -> Iterator[Account]:
    """The words that led to each signal, cue and hint, and the line of the mail they stand in."""
    found = [
        *(("cue", kind.value, None, words) for kind, words in reading.cues.items()),
        *(("signal", each.code, each.level, each.words) for each in reading.signals),
        *(("hint", each.code, each.text, each.words) for each in reading.hints),
    ]
    lines: list[tuple[str, int, str]] = []
    if any(words for *_, words in found):
        lines.append(("subject", 0, sentences(mail.subject)))
        lines += [
            ("text", n, sentences(line)) for n, line in enumerate(mail.text.split("\n"), start=1)
        ]
    for what, code, says, words in found:
        yield {
            "what": what,
            "code": code,
            "says": says,
            "words": [{"words": said, **_place(said, lines)} for said in dict.fromkeys(words)],
        }


def _place(said: str, lines: list[tuple[str, int, str]]) -> Account:
    bare = said.strip(" .!?")
    for where, number, line in lines:
        if bare and bare in line:
            return {"in": where, "line": number or None}
    return {"in": "text", "line": None}  # over the end of a line


def _empty(path: Path) -> Account:
    """An account of which nothing is known yet: every field that scripts may rely on."""
    lists = (
        "references enclosed attachments signals hints case_numbers why rules intents missing"
        " evidence"
    )
    nothing = (
        "message_id in_reply_to sender subject sent_at language heard text new_text unreadable"
        " verdict kind rule bounce facts_on proof"
    )
    return {
        "file": str(path),
        **dict.fromkeys(nothing.split()),
        **{name: [] for name in lists.split()},
        "may_acknowledge": False,
        "urgency": "none",
        "pupil_writes": False,
        "anonymous": "none",
        "needs_clarification": False,
        "error": None,
    }


def _unopened(path: Path, error: str) -> Account:
    return {**_empty(path), "error": error}
