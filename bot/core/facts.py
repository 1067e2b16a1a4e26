"""What we know when we decide: gathered by casework, read by the core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from bot.core.absence import Absence
from bot.core.asked_for import AskedFor
from bot.core.case import Case, Status
from bot.core.desk import Desk
from bot.core.draft import Draft, StepTaken
from bot.core.happening import AttentionItem, SentLetter
from bot.core.letter import Hold
from bot.core.mail import IncomingMail
from bot.core.order import Instructions
from bot.core.pause import KeptBack, Pause
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

    how: str  # "raw" (same bytes), "content" or "receipt" (same Message-ID and sender)
    case_number: str | None


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier case that may be about the same: its number, and the reason as a Dutch clause."""

    number: str
    reason: str
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case in a list: what may be told of it on a line. `next_on` is the day staff aim at.

    `next_what` is the kind of duty (`DeadlineKind`) that is due then. `not_for` are the ids of
    persons who get nothing of it; `words` the place that was found.
    """

    number: str
    school: str
    status: Status
    handler: str | None
    received_on: date
    next_on: date | None = None
    next_what: str = ""
    topic: str | None = None
    core: str = ""
    late: bool = False
    not_for: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A mail or a letter in a file: its words, when (UTC), whose, and which way it went.

    `mail_id` is the row of a mail.
    """

    at: datetime
    name: str  # of a letter its template, of a mail its verdict
    who: str
    subject: str
    text: str
    outgoing: bool = False
    status: str = ""
    mail_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The file of a case, the newest papers and entries of its log first."""

    papers: tuple[Paper, ...] = ()
    log: tuple[tuple[datetime, str, str], ...] = ()  # when, event, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What belongs to one case, for an order about it; the names are those of `Facts`."""

    held_ack: SentLetter | None = None
    hold: Hold | None = None
    waiting_acks: tuple[SentLetter, ...] = ()
    file: CaseFile | None = None
    opening: IncomingMail | None = None
    apart: Apart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A mail that lies apart, with all that is known of it as if it arrived now.

    `words` are those by which its case would be found again when another mail is about the same,
    `text` is what it newly says.
    """

    mail_id: int
    mail: IncomingMail
    facts: Facts
    words: tuple[str, ...] = ()
    text: str = ""


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
    Of a mail of staff: `instructions` is what it orders; `drafts` are the letters that wait for a
    yes in the cases it names, or of its writer; `steps` what persons changed in these cases in the
    last half hour, the newest first; `letters_waiting` the outbox rows of approved letters that
    have not left. `open_cases` are those of the writer, `found` those that a list or a search asked
    for, `found_more` how many more there are. `file` is the file of the case it names, `opening`
    the mail that opened that case, as its writer meant it. `pupils_elsewhere` are the names of
    pupils in other open cases. `ordered_before` is when the same person gave the same order, word
    for word, in the last ten minutes; `asked_before` are the instants of the last day at which
    whoever would have ordered was asked whether they did. What belongs to one case alone
    (`held_ack`, `hold`, `waiting_acks`, `file` and `opening`) is of the first that it orders
    something of; `beside` has it of each, by number ("mail 411" for a mail that lies apart):
    see `of_case`.
    `next_numbers` are the numbers that come next, by the letter of the register and the year, as
    many as a mail may need.
    `pause` is the one whose end is not in the log yet, `kept_back` what waits because of it;
    `asked_for` is what an administrator asks of the bot itself.
    `unreachable` says that the last letter to the complainant of the case did not arrive.
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
    instructions: Instructions | None = None
    drafts: tuple[Draft, ...] = ()
    steps: tuple[StepTaken, ...] = ()
    letters_waiting: frozenset[int] = frozenset()
    open_cases: tuple[CaseLine, ...] = ()
    found: tuple[CaseLine, ...] = ()
    found_more: int = 0
    file: CaseFile | None = None
    opening: IncomingMail | None = None
    pupils_elsewhere: tuple[str, ...] = ()
    ordered_before: datetime | None = None
    asked_before: tuple[datetime, ...] = ()
    next_numbers: Mapping[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    beside: Mapping[str, Beside] = field(default_factory=dict)
    unreachable: bool = False
    pause: Pause | None = None
    kept_back: KeptBack = field(default_factory=KeptBack)
    asked_for: AskedFor | None = None

    @property
    def paused(self) -> bool:
        """Whether automatic letters to outsiders wait now."""
        return self.pause is not None and self.pause.lasts(self.now)

    def of_case(self, number: str) -> Facts:
        """The same facts, with what belongs to this case and to no other."""
        beside = self.beside.get(number, Beside())
        return replace(
            self,
            held_ack=beside.held_ack,
            hold=beside.hold,
            waiting_acks=beside.waiting_acks,
            file=beside.file,
            opening=beside.opening,
        )
