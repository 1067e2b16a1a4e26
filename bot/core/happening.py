"""What can happen to the bot: each is a value that `decide` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from bot.core.case import DeadlineKind
from bot.core.draft import Draft
from bot.core.letter import Broken, LetterName
from bot.core.mail import IncomingMail


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLetter:
    """A letter of ours as the outbox remembers it; `id` is its row."""

    id: int
    name: LetterName
    to: str
    case_number: str | None
    message_id: str
    queued_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MailArrived:
    """A mail was stored and read."""

    mail: IncomingMail


@dataclass(frozen=True, slots=True)
class MailDefiedReading:
    """A mail could not be worked on after three tries; `error` is the class of what went wrong."""

    error: str


@dataclass(frozen=True, slots=True)
class LetterAccepted:
    """The mail server took a letter (250)."""

    letter: SentLetter


class Failure(StrEnum):
    """Why a letter did not get out."""

    REFUSED = "refused"  # 5xx, or given up after five days
    UNCERTAIN = "uncertain"  # twice cut off between the text and the answer
    LATE = "late"  # an acknowledgment not accepted four hours after it was due to leave


@dataclass(frozen=True, slots=True)
class LetterFailed:
    """A letter did not get out; `error` is the server's code and words, shortened."""

    letter: SentLetter
    failure: Failure
    error: str


@dataclass(frozen=True, slots=True)
class AlarmDue:
    """A critical case has not been seen by anybody yet: time to ring again (`attempt` from 2)."""

    attempt: int


@dataclass(frozen=True, slots=True)
class AttentionDue:
    """Matters that wait for one person may be told now."""

    items: tuple[AttentionItem, ...]


class AttentionCode(StrEnum):
    """Why a person must look. The words for each stand in the letter `attention`."""

    DOUBTFUL = "doubtful"
    LIST = "list"
    SPAM = "spam"
    UNREADABLE = "unreadable"
    FROM_OURSELVES = "from_ourselves"
    POSSIBLE_FOLLOW_UP = "possible_follow_up"
    STAFF_WITHOUT_CASE = "staff_without_case"
    STAFF_FORWARD = "staff_forward"
    ACK_HELD_CRITICAL = "ack_held_critical"
    ACK_HELD_LIMIT = "ack_held_limit"
    ACK_HELD_CONFIG = "ack_held_config"
    ACK_HELD_OLD = "ack_held_old"
    ACK_REFUSED = "ack_refused"
    ACK_BOUNCED = "ack_bounced"
    ACK_UNCERTAIN = "ack_uncertain"
    ACK_LATE = "ack_late"
    LETTER_FAILED = "letter_failed"
    EVERYBODY_NAMED = "everybody_named"
    HANDLING_PAST = "handling_past"
    PARENT_REPLIED = "parent_replied"
    ALERT_UNSEEN = "alert_unseen"
    BREAKER = "breaker"
    JUNK = "junk"
    TOO_LARGE = "too_large"
    SAME_ID = "same_id"
    ACK_HELD_FORWARDED = "ack_held_forwarded"
    FORWARDER_ANSWERED = "forwarder_answered"
    ORDER_NOTED = "order_noted"
    ORDER_FROM_ELSEWHERE = "order_from_elsewhere"
    ORDERS_IN_BULK = "orders_in_bulk"
    ACCESS_ENDS = "access_ends"
    ACCESS_NOT_KEPT = "access_not_kept"
    DRAFT_WAITS = "draft_waits"
    ACKS_PAUSED = "acks_paused"


class Remark(StrEnum):
    """What a person should know of a matter besides. The words stand in the letter `attention`."""

    NO_INNER_SENDER = "no_inner_sender"
    SEVERAL_SENDERS = "several_senders"
    INNER_STAFF = "inner_staff"
    INNER_OURS = "inner_ours"
    INNER_NOBODY = "inner_nobody"
    FORWARD_NAMES_CASE = "forward_names_case"
    NEW_SUBJECT = "new_subject"
    CASE_CLOSED = "case_closed"
    REPLY_SENT = "reply_sent"
    REPLY_HELD = "reply_held"
    ANSWER_SENT = "answer_sent"  # another automatic letter than that of a closed case
    CLARIFIED = "clarified"
    WENT_FORMAL = "went_formal"
    NOW_A_COMPLAINT = "now_a_complaint"
    REACTION_OWED = "reaction_owed"
    SURVEY_LOW = "survey_low"
    SURVEY_ANSWERED = "survey_answered"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionItem:
    """One matter for a person: ids and addresses only, never the text of a mail.

    `detail` completes the sentence (a count, a server's answer, a folder). `reader` is the id of
    the person to tell; empty: the coordinator of `school`. `remarks` are codes (`Remark`, or an
    `Intent` of the mail), `phone` is where the complainant can be called. `more` counts further
    matters of this kind and sender that are told with it.
    """

    id: int = 0
    code: AttentionCode
    case_number: str | None = None
    school: str = ""
    sender: str = ""
    received_at: datetime | None = None
    detail: str = ""
    reader: str = ""
    remarks: tuple[str, ...] = ()
    phone: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JunkSeen:
    """The junk folder holds mail that was not there before."""

    mailbox: str
    count: int
    senders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BreakerTripped:
    """Automatic letters to outsiders answer each other: they wait until it is quiet."""


@dataclass(frozen=True, slots=True)
class TemplateBroke:
    """An administrator's template could not be used; the shipped text went out."""

    broken: Broken


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDecided:
    """A person settles what only a person may settle.

    `by` is the person's id, `how` the reason, the proof or the promise in words. `duty` and `n` say
    which duty is met, `whom` is the person who takes the case, owes the measure or stands in, `on`
    a local date: till when somebody is away, or by when something is promised.
    """

    what: PersonsWord
    by: str
    how: str = ""
    duty: DeadlineKind | None = None
    n: int = 0
    whom: str = ""
    on: date | None = None


class PersonsWord(StrEnum):
    """What a person may say: at the terminal, or in a mail."""

    ALARM_SEEN = "alarm_seen"
    ACK_RELEASED = "ack_released"
    ACK_WAIVED = "ack_waived"
    DUTY_MET = "duty_met"
    TERM_EXTENDED = "term_extended"
    CLOCK_STOPPED = "clock_stopped"
    CLOCK_RUNS = "clock_runs"
    MEASURE_PROMISED = "measure_promised"
    CASE_TAKEN = "case_taken"
    SIMPLE = "simple"
    COMPLEX = "complex"
    AWAY = "away"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class DutiesDue:
    """Duties of a case came to a rung of their ladder."""


@dataclass(frozen=True, slots=True)
class DraftWaits:
    """A letter was shown on an earlier day and still waits for a yes; it is a working morning."""

    draft: Draft


class Overview(StrEnum):
    """The letters that tell a person how all cases stand."""

    DAILY = "daily"  # each school day, who handles or coordinates
    WEEKLY = "weekly"  # the first school day of a week, directors
    MONTHLY = "monthly"  # the first school day of a month, the board


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewDue:
    """It is the morning on which a person (id) gets an overview."""

    overview: Overview
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxTrouble:
    """A mailbox cannot be used since an instant, or can be again (`restored_at`).

    `error` is what the server said. `taken_in` counts the mails received in between.
    """

    mailbox: str
    since: datetime
    error: str = ""
    restored_at: datetime | None = None
    taken_in: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessAtRisk:
    """The bot may be shut out of a mailbox, and of its outgoing server with it.

    `ends_on` is the last day of its secret or certificate. `trouble` says per language why tokens
    cannot be renewed or kept and what to do, in sentences for people; empty while they can.
    `shut_out`: without a person, the bot does not get in any more.
    """

    mailbox: str
    ends_on: date | None = None
    trouble: Mapping[str, str] = field(default_factory=dict)
    shut_out: bool = False


@dataclass(frozen=True, slots=True)
class TrustProbed:
    """A forged mail was handed in to a mailbox from outside, and was believed or not."""

    mailbox: str
    believed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigChecked:
    """What `gehoor check` says of the config, each a line for people; errors stop letters.

    `untapped` are the names of colleagues whose phone has not proven itself since their first day.
    """

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    infos: tuple[str, ...] = ()
    untapped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """Other days count than when the duties were dated; `fingerprint` stands for all of them."""

    fingerprint: str


@dataclass(frozen=True, slots=True)
class LettersPaused:
    """An administrator (id) keeps automatic letters to outsiders back; None: for the usual time."""

    by: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LettersResumed:
    """An administrator (id) lets them leave again."""

    by: str


class PauseNews(StrEnum):
    """What is to be told of a pause."""

    OVER = "over"  # its instant has come
    LASTS = "lasts"  # on the morning of another working day
    LATE = "late"  # acknowledgments wait for four hours because of it


@dataclass(frozen=True, slots=True)
class PauseStands:
    """A pause began and nobody has ended it."""

    news: PauseNews


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNew:
    """Somebody of people.toml (id) was never written to at the address of today.

    `proven`: an order came from that address before.
    """

    person: str
    proven: bool = False


Happening: TypeAlias = (
    MailArrived
    | MailDefiedReading
    | LetterAccepted
    | LetterFailed
    | AlarmDue
    | AttentionDue
    | JunkSeen
    | BreakerTripped
    | TemplateBroke
    | PersonDecided
    | DutiesDue
    | DraftWaits
    | OverviewDue
    | MailboxTrouble
    | AccessAtRisk
    | TrustProbed
    | ConfigChecked
    | CalendarChanged
    | LettersPaused
    | LettersResumed
    | PauseStands
    | PersonNew
)
