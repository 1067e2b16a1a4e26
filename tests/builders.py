"""Small makers of values for tests; every person and address is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from bot.core.case import Ack, Case, Deadline, DeadlineKind, Kind, Status, Urgency, Via
from bot.core.decision import Decision, Effect, Paperwork, Send
from bot.core.letter import LetterName, LetterOrder, Origin, ReadyLetter
from bot.core.mail import Address, IncomingMail
from bot.core.policy import Policy
from bot.settings.load import load

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
_LETTERS = count()
PARENT = Address("ilse.vdb@postvak.example", "Ilse Vandenbroucke")
MAILBOX = "klachten@schoolbestuur-demerland.example"


class SetClock:
    """A clock that stands where it was set until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


def a_case(number: str = "K-2026-0001", **changes: object) -> Case:
    values: dict[str, object] = {
        "number": number,
        "status": Status.INTAKE,
        "kind": Kind.COMPLAINT,
        "urgency": Urgency.NORMAL,
        "language": "nl",
        "form": "u",
        "school": "demerland",
        "received_at": NOON,
        "received_on": TODAY,
        "via": Via.EMAIL,
        "subject": "Klacht over de bus",
        "complainant": PARENT,
        "handler": "ann",
        "ack": Ack.QUEUED,
        "parties": (PARENT.key,),
    }
    return Case(**(values | changes))  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _example() -> Policy:
    secrets = {"GEHOOR_SIGNING_KEY": "k" * 40, "GEHOOR_IMAP_PASSWORD": "geheim"}
    return load(Path(__file__).parent / "data" / "example-config", secrets).policy


def a_policy(**changes: Any) -> Policy:
    """The example school, with other agreements where a test wants them."""
    return replace(_example(), **changes)


def a_deadline(kind: DeadlineKind = DeadlineKind.ACK, due_on: date = date(2026, 12, 4)) -> Deadline:
    return Deadline(
        kind=kind, start_on=TODAY, due_on=due_on, target_on=due_on, rule="10cd", source="agreed"
    )


def an_order(
    to: str = PARENT.email, number: str | None = "K-2026-0001", **changes: object
) -> LetterOrder:
    values: dict[str, object] = {
        "name": LetterName.ACKNOWLEDGMENT,
        "to": to,
        "language": "nl",
        "form": "u",
        "values": {},
        "origin": Origin.REPLIED,
        "case_number": number,
    }
    return LetterOrder(**(values | changes))  # type: ignore[arg-type]


def a_ready_letter(order: LetterOrder, message_id: str) -> ReadyLetter:
    return ReadyLetter(
        order=order,
        reason="a new case is acknowledged",
        mailbox=MAILBOX,
        language="nl",
        message_id=message_id,
        subject="[K-2026-0001] Uw bericht is goed aangekomen",
        content=b"Subject: x\r\n\r\nDag\r\n",
        template_hash="0" * 64,
    )


def paperwork(*effects: Effect, event: str = "case_opened", **fields: object) -> Paperwork:
    decision = Decision(event=event, reason="because", effects=effects, **fields)  # type: ignore[arg-type]
    letters = tuple(
        a_ready_letter(send.order, f"<{event}.{next(_LETTERS)}@schoolbestuur-demerland.example>")
        for send in decision.orders()
    )
    return Paperwork(decision, letters)


def a_letter_to(order: LetterOrder) -> Send:
    return Send(order, "a new case is acknowledged")


def a_mail(text: str = "Mijn zoon moest twee uur nablijven.", **changes: object) -> IncomingMail:
    values: dict[str, object] = {
        "message_id": "<een@postvak.example>",
        "sender": PARENT,
        "from_addresses": (PARENT,),
        "to": (Address(MAILBOX),),
        "subject": "Klacht over de manier van straffen",
        "text": text,
        "new_text": text,
    }
    return IncomingMail(**(values | changes))  # type: ignore[arg-type]


def raw_mail(  # noqa: PLR0913  # the headers a test may want
    text: str = "Mijn zoon moest twee uur nablijven. Ik vind dat onaanvaardbaar.",
    *,
    sender: str = "Ilse Vandenbroucke <ilse.vdb@postvak.example>",
    subject: str = "Klacht over de manier van straffen",
    message_id: str | None = "<een@postvak.example>",
    to: str = MAILBOX,
    headers: tuple[str, ...] = (),
) -> bytes:
    """A mail as it lies on the server."""
    lines = [
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        "Date: Tue, 24 Nov 2026 12:00:00 +0100",
        *([f"Message-ID: {message_id}"] if message_id else []),
        *headers,
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        *text.split("\n"),
        "",
    ]
    return "\r\n".join(lines).encode()
