"""A complaint in treatment, and the words that describe where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.core.mail import Address


class Status(StrEnum):
    """Where a case stands in the procedure."""

    INTAKE = "intake"
    CLARIFYING = "clarifying"
    INFORMAL = "informal"
    HANDLING = "handling"
    INVESTIGATING = "investigating"
    ANSWERED = "answered"
    REMEDYING = "remedying"
    DISSATISFIED = "dissatisfied"
    MEDIATION = "mediation"
    EXTERNAL = "external"
    NOT_ADMISSIBLE = "not_admissible"
    CANNOT_SOLVE = "cannot_solve"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    MERGED = "merged"
    REROUTED = "rerouted"
    ANONYMISED = "anonymised"


class Kind(StrEnum):
    """What a human mail asks for. The bot proposes it, a person decides."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    UNCLEAR = "unclear"


class Urgency(StrEnum):
    """How soon a person must look."""

    NONE = "none"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class Ack(StrEnum):
    """What became of the acknowledgment of a case (see `register --json`)."""

    NONE = "none"  # no address, or the school's own choice
    QUEUED = "queued"  # waiting to leave; also delayed and uncertain
    SENT = "sent"  # accepted by the mail server, no bounce known
    HELD = "held"  # written, but a person decides
    FAILED = "failed"  # refused, bounced or given up
    WAIVED = "waived"  # a person told the complainant in another way
    TRIAL = "trial"  # went to the coordinator, because the bot is on trial


class Anonymous(StrEnum):
    """Whether a complainant is known."""

    NONE = "none"  # known
    NAME_WITHHELD = "name_withheld"  # known, but asks that others do not know
    FULL = "full"  # writes without a name


class Track(StrEnum):
    """The way a complaint is treated: a talk first, or the written procedure."""

    INFORMAL = "informal"
    FORMAL = "formal"


class Via(StrEnum):
    """How the complaint reached the school."""

    EMAIL = "email"
    FORWARDED = "forwarded"
    WEBFORM = "webform"
    LETTER = "letter"
    ORAL = "oral"
    PHONE = "phone"


class Outcome(StrEnum):
    """How a case ended."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    UNDETERMINED = "undetermined"
    SOLVED_INFORMALLY = "solved_informally"
    SIGNAL_HANDLED = "signal_handled"
    CANNOT_SOLVE = "cannot_solve"
    WITHDRAWN = "withdrawn"
    INADMISSIBLE = "inadmissible"
    REFERRED = "referred"


class Survey(StrEnum):
    """How far the question for satisfaction is."""

    NONE = "none"
    SENT = "sent"
    REMINDED = "reminded"
    ANSWERED = "answered"
    EXPIRED = "expired"
    STOPPED = "stopped"  # the complainant wants no more of these


class Detail(StrEnum):
    """What a person knows of a case besides the mail, each a text; a case has those it needs."""

    PUPIL = "pupil"  # who it is about; several names with a comma
    CLASS = "class"
    RELATION = "relation"  # of the complainant to the pupil
    PHONE = "phone"
    POSTAL_ADDRESS = "postal_address"
    ABOUT = "about"  # roles or names of whom it is about
    PLACE = "place"
    WISH = "wish"  # what the complainant hopes for
    CORE = "core"  # the complaint in one line, by staff
    REASON = "reason"  # why it was refused, withdrawn, reopened or closed
    SUMMARY = "summary"  # what was put right
    EXPLANATION = "explanation"  # the motivation of the answer
    FACTS = "facts"  # on what it rests
    APOLOGY = "apology"
    LESSONS = "lessons"  # without persons
    OFFER = "offer"
    SURVEY_WORDS = "survey_words"
    OTHER_NUMBER = "other_number"  # in the register of what it was instead; there: of the case
    FALSE_ALARM = "false_alarm"  # who first said that nobody is in danger ("carla: why")


class DeadlineKind(StrEnum):
    """What is owed: the duties that the bot keeps."""

    ACK = "ack"
    CLASSIFY = "classify"
    ADMISSIBILITY = "admissibility"
    HANDLING = "handling"
    STATUS = "status"
    CLARIFY_REPLY = "clarify_reply"
    INFORMAL = "informal"
    TALK_REPLY = "talk_reply"
    TALK_MINUTES = "talk_minutes"
    MEASURE = "measure"
    REVIEW = "review"
    DISSATISFIED_REPLY = "dissatisfied_reply"
    MEDIATION_REPLY = "mediation_reply"
    MEDIATION_STATUS = "mediation_status"
    EXTERNAL_CHECK = "external_check"
    BOARD_REACTION = "board_reaction"
    SATISFACTION = "satisfaction"
    SURVEY_REPLY = "survey_reply"
    DOSSIER_REQUEST = "dossier_request"
    CLOSED_REPLY = "closed_reply"
    REPLY_OTHER = "reply_other"
    RETENTION = "retention"


class Moving(StrEnum):
    """Why a promised day may move: there is no other way."""

    HOLD = "hold"  # the clock stood still while the complainant owed an answer
    EXTENSION = "extension"  # once, with a reason, before the day passed
    CLASSIFIED = "classified"  # a simple complaint: an earlier day for staff, none for the parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One time that a promised day moved. `on` is the local date on which it was decided."""

    on: date
    why: Moving
    from_due: date
    to_due: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One duty of a case, with the day it was promised for.

    `due_on` is the promised local date (its end, 23:59:59 local); `target_on` is the last working
    day not after it, the day staff see. `rule` is the term as agreed ("45cd"), `source` the law or
    choice it comes from. `rolled_from` is where the term ended before it was rolled to a working
    day. `n` tells duties of one kind and one start apart (measures), `owner` is who owes it when
    that is not the handler (a person's id), `what` is a promise in words. `stage` is the last rung
    of the ladder that was reached ("T-5wd"), `next_on` the local date of the next one; None: the
    duty reminds nobody any more. `again_on` is the local date on which the bot asks a complainant
    once more who has not answered.
    """

    kind: DeadlineKind
    start_on: date
    due_on: date
    target_on: date
    rule: str
    source: str = ""
    rolled_from: date | None = None
    n: int = 0
    owner: str | None = None
    what: str = ""
    met_at: datetime | None = None
    proof: str | None = None
    stage: str | None = None
    next_on: date | None = None
    again_on: date | None = None
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One complaint, as the core sees it. A change is a new value (`dataclasses.replace`).

    `received_at` is an aware UTC instant, `received_on` its local date. `handler` is a person's id.
    `alarms` counts the safety alerts that were sent, `alarmed_at` is the last of them.
    `parties` are the addresses that may write in this case, lower case, the complainant first.
    `facts_on` is the newest day of what happened that the text names; `closed_on` a local date.
    `stopped_on` is the local date since which the clock stands still, None while it runs.
    `not_for` are the ids of persons the case speaks of: they get nothing of it. `topic` is what it
    is about ("pesten"), proposed until a person says so. `before` is where the case stood before it
    waits for its complainant. `details` is what persons filled in. `refused_for` are the codes of
    the conditions it does not meet. `scores` are the four answers to the question for satisfaction,
    1 to 5 or None each; empty: none came.
    """

    number: str
    status: Status
    kind: Kind
    urgency: Urgency
    language: str
    form: str
    school: str
    received_at: datetime
    received_on: date
    via: Via
    subject: str
    complainant: Address | None
    handler: str | None
    track: Track = Track.FORMAL
    simple: bool | None = None
    admissible: bool | None = None
    ack: Ack = Ack.NONE
    acknowledged_at: datetime | None = None
    outcome: Outcome | None = None
    pupil_writes: bool = False
    signals: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    anonymous: Anonymous = Anonymous.NONE
    facts_on: date | None = None
    closed_on: date | None = None
    stopped_on: date | None = None
    not_for: tuple[str, ...] = ()
    topic: str | None = None
    before: Status | None = None
    details: Mapping[Detail, str] = field(default_factory=dict)
    refused_for: tuple[str, ...] = ()
    survey: Survey = Survey.NONE
    scores: tuple[int | None, ...] = ()
    alarms: int = 0
    alarmed_at: datetime | None = None
    alarm_seen_at: datetime | None = None
    deadlines: tuple[Deadline, ...] = ()

    @property
    def by_post(self) -> bool:
        """Whether letters to its complainant are printed and posted: there is no mail address."""
        return self.complainant is not None and not self.complainant.email
