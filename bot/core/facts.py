"""What we know when we decide: gathered by casework, read by the core."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.core.absence import Absence
from bot.core.case import Case
from bot.core.desk import Desk
from bot.core.happening import AttentionItem, SentLetter
from bot.core.letter import Hold
from bot.core.mail import IncomingMail
from bot.core.tokens import StaffKey
from bot.core.trust import Proof


class Link(StrEnum):
    """How a mail names a case, strongest first."""

    KEY = "key"  # the key of a button about it
    SIGNED_ID = "signed_id"  # our signed Message-ID in In-Reply-To or References
    KNOWN_ID = "known_id"  # the Message-ID of a mail already in the case
    PLUS_ADDRESS = "plus_address"
    NUMBER = "number"  # the number in the subject


@dataclass(frozen=True, slots=True)
class Thread:
    """A case that a mail names, and how."""

    link: Link
    case: Case


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The mail came before: `case_number` of the first one (None when it opened none)."""

    how: str  # "raw" (same bytes) or "content" (same Message-ID, sender and body)
    case_number: str | None


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier case that may be about the same: its number, and the reason as a Dutch clause."""

    number: str
    reason: str
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a decision may rest on, besides the mail and the policy.

    Instants are aware UTC; `today` and `received_on` are local dates. `mailbox` is the address the
    mail came to, `folder` where it lies or will lie. `own` means: the mail's own Message-ID carries
    our valid signature. `threads` are the cases it names, strongest link first. `acks_in_24h` and
    `acks_same_subject_in_3h` count the acknowledgments to this sender. `acknowledge` is what a
    person ordered when this mail from before the start was adopted; None: nobody did.

    For what is no mail: `case` is its case, `mail` the mail that opened it or for which its alarm
    rings, `held_ack` the acknowledgment that waits because of `hold`, `waiting_acks` all of its
    acknowledgments that may still leave. Of a letter that failed or bounced: `tried` are the
    addresses where it did not arrive, `had` all to which it went, `items` what it told of.
    `similar` are earlier cases that this mail may be about, the likeliest first. `answered` is the
    letter of ours that the mail answers. `letters_in_24h` counts the automatic letters to its
    sender, `closed_replies_in_24h` those of them that answered a mail in a closed case.
    `absences` are those that cover today or lie ahead. `desk` is what lies on everybody's desk,
    for an overview. `replies_told_in_24h` counts the letters that told of a reply in this case.
    `noted` are the keys of what the audit trail holds of this trouble, or of checks before.
    `key` is the key of ours that the writer's own words carry, alive or not. `proof` is whether the
    provider proves that a mail in the name of somebody of the procedure is theirs; None: nobody of
    them is in From, or nothing was agreed on how to prove it.
    """

    now: datetime
    today: date
    mailbox: str = ""
    received_at: datetime | None = None
    received_on: date | None = None
    folder: str = ""
    next_number: str = ""
    own: bool = False
    duplicate: Duplicate | None = None
    same_id_other_body: bool = False
    threads: tuple[Thread, ...] = ()
    bounced: SentLetter | None = None
    acks_in_24h: int = 0
    acks_same_subject_in_3h: int = 0
    case: Case | None = None
    mail: IncomingMail | None = None
    held_ack: SentLetter | None = None
    hold: Hold | None = None
    items: tuple[AttentionItem, ...] = ()
    acknowledge: bool | None = None
    waiting_acks: tuple[SentLetter, ...] = ()
    mail_id: int | None = None  # of the mail behind an alarm that failed
    tried: tuple[str, ...] = ()
    had: tuple[str, ...] = ()
    similar: tuple[Similar, ...] = ()
    answered: SentLetter | None = None
    letters_in_24h: int = 0
    closed_replies_in_24h: int = 0
    absences: tuple[Absence, ...] = ()
    desk: Desk | None = None
    replies_told_in_24h: int = 0
    noted: frozenset[str] = frozenset()
    key: StaffKey | None = None
    proof: Proof | None = None
