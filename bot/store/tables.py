"""The tables, as SQLModel classes. Rows never leave this folder."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.columns import UTCDateTime, Words


def _instant(*, null: bool = True, index: bool = False) -> Any:  # noqa: ANN401  # as sqlmodel's own Field
    return Field(default=None, sa_type=UTCDateTime, nullable=null, index=index)


def _place() -> sa.Column[int]:
    """Grows with the year and the number, so that the index of words gives the newest first.

    The entries of other registers stand for their cases, and have none.
    """
    return sa.Column("place", sa.BigInteger(), sa.Computed(PLACE, persisted=True))


PLACE = "CASE WHEN series = 'K' THEN year * CAST(1000000 AS BIGINT) + n END"


class AuditRow(SQLModel, table=True):
    """One line of the audit trail; `hash` covers every field and the hash before it."""

    __tablename__ = "audit"

    n: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = _instant(null=False)
    event: str
    case_number: str | None = Field(default=None, index=True)
    mail_id: int | None = None
    letter_id: int | None = None
    actor: str
    reason: str
    key: str | None = Field(default=None, unique=True)
    prev: str
    hash: str


class CounterRow(SQLModel, table=True):
    """A gap-free counter: a register's year ("K-2026"), the audit trail, the letters."""

    __tablename__ = "counter"

    name: str = Field(primary_key=True)
    last: int


class MailboxRow(SQLModel, table=True):
    """What we know of a watched mailbox from the last look."""

    __tablename__ = "mailbox"

    address: str = Field(primary_key=True)
    start_from: date
    uidvalidity: int | None = None
    junk_uid: int = 0
    junk_count: int = 0  # seen in the junk folder, and no person told yet
    junk_senders: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    looked_at: datetime | None = _instant()
    error: str | None = None
    trouble_at: datetime | None = _instant()  # the first failure since the last good look
    restored_at: datetime | None = _instant()  # the good look after it


class CaseRow(SQLModel, table=True):
    """One case of the register."""

    __tablename__ = "cases"

    number: str = Field(primary_key=True)
    series: str = Field(index=True)  # "K"
    year: int = Field(index=True)
    n: int
    kind: str
    status: str
    track: str
    simple: bool | None = None
    admissible: bool | None = None
    urgency: str = Field(index=True)
    language: str
    form: str
    school: str
    received_at: datetime = _instant(null=False)
    received_on: date = Field(index=True)
    via: str
    subject: str
    complainant_name: str | None = None
    complainant_email: str | None = Field(default=None, index=True)
    handler: str | None = None
    ack: str
    acknowledged_at: datetime | None = _instant()
    outcome: str | None = None
    survey_score: float | None = None
    pupil_writes: bool = False
    signals: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    hints: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    parties: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    anonymous: str = "none"
    facts_on: date | None = None
    closed_on: date | None = Field(default=None, index=True)
    stopped_on: date | None = None
    not_for: tuple[str, ...] = Field(default=(), sa_type=Words)
    topic: str | None = None
    before: str | None = None
    details: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    refused_for: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    survey: str = "none"
    scores: list[int | None] = Field(default_factory=list, sa_type=sa.JSON)
    alarms: int = 0
    alarmed_at: datetime | None = _instant()
    alarm_seen_at: datetime | None = _instant()
    opened_at: datetime | None = _instant(index=True)  # when it was put on the register
    opened_by: int | None = None  # the mail
    place: int | None = Field(default=None, sa_column=_place())  # in the register of complaints


class DeadlineRow(SQLModel, table=True):
    """One dated duty of a case."""

    __tablename__ = "deadline"
    __table_args__ = (sa.UniqueConstraint("case_number", "kind", "start_on", "n"),)

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="cases.number")
    kind: str
    start_on: date
    n: int = 0  # tells those of one kind and one start apart
    due_on: date
    target_on: date
    rolled_from: date | None = None
    rule: str
    source: str
    owner: str | None = None  # a person; empty: the handler
    what: str = ""
    met_at: datetime | None = _instant()
    proof: str | None = None
    stage: str | None = None
    next_on: date | None = None  # of the next rung of its ladder
    again_on: date | None = None  # a complainant who has not answered is asked once more
    moved: list[dict[str, str]] = Field(default_factory=list, sa_type=sa.JSON)


class AbsenceRow(SQLModel, table=True):
    """A time that a person is away."""

    __tablename__ = "absence"

    person: str = Field(primary_key=True)
    first: date = Field(primary_key=True)
    last: date = Field(index=True)
    deputy: str | None = None
    declared: bool = True


class MailRow(SQLModel, table=True):
    """One mail seen in a mailbox. `verdict` empty means: stored, not yet decided."""

    __tablename__ = "mail"
    __table_args__ = (sa.UniqueConstraint("mailbox", "uidvalidity", "uid"),)

    id: int | None = Field(default=None, primary_key=True)
    mailbox: str
    uidvalidity: int
    uid: int
    received_at: datetime = _instant(null=False)
    received_on: date
    seen_at: datetime = _instant(null=False)
    size: int
    one_id: str | None = Field(default=None, index=True)  # the provider's, under every label
    sha256: str | None = Field(default=None, index=True)
    content_key: str | None = Field(default=None, index=True)
    message_id: str | None = Field(default=None, index=True)
    sender: str | None = None
    subject: str | None = None
    truncated: bool = False
    attempts: int = 0
    acknowledge: bool | None = None  # what a person ordered when adopting it
    verdict: str | None = Field(default=None, index=True)
    rule: str | None = None
    place: str = "waiting"
    owed: bool = False
    set_aside: str | None = None
    case_number: str | None = Field(default=None, foreign_key="cases.number", index=True)
    trail: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    archived_in: str | None = None
    archived_uid: int | None = None


class RawMailRow(SQLModel, table=True):
    """The mail as it came, zlib-packed; in a table of its own, so that lists stay quick."""

    __tablename__ = "raw_mail"

    mail_id: int = Field(primary_key=True, foreign_key="mail.id")
    packed: bytes


class LetterRow(SQLModel, table=True):
    """The outbox: one letter to one recipient. It cannot exist without its audit entry."""

    __tablename__ = "outbox"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    audit_n: int = Field(foreign_key="audit.n")
    message_id: str = Field(unique=True)
    letter: str
    language: str
    to_address: str
    to_staff: bool
    origin: str
    case_number: str | None = Field(default=None, foreign_key="cases.number", index=True)
    mailbox: str
    subject: str
    thread_subject: str  # normalised subject of the mail it answers, for the limits
    content: bytes
    template_hash: str
    meant_for: str | None = None  # on trial: the outsider it would have gone to
    status: str
    queued_at: datetime = _instant(null=False)
    not_before: datetime = _instant(null=False)
    sent_at: datetime | None = _instant(index=True)
    attempts: int = 0
    error: str | None = None
    news: bool = Field(default=False, index=True)  # an outcome that casework has not yet heard
    archived: bool = False
    let_go: bool = False  # it was held, and a person said that it may leave


class AttentionRow(SQLModel, table=True):
    """A matter for a person; `letter_id` empty means: not told yet."""

    __tablename__ = "attention"

    id: int | None = Field(default=None, primary_key=True)
    audit_n: int = Field(foreign_key="audit.n")
    at: datetime = _instant(null=False)
    code: str
    case_number: str | None = Field(default=None, index=True)
    school: str = ""
    reader: str = ""  # the person to tell; empty: the coordinator of the school
    mail_id: int | None = Field(default=None, index=True)
    sender: str = ""
    received_at: datetime | None = _instant()
    detail: str = ""
    remarks: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    phone: str = ""
    letter_id: int | None = Field(default=None, foreign_key="outbox.id", index=True)


class ListedRow(SQLModel, table=True):
    """A mail that lies apart and stands in an overview: the letter that lists it."""

    __tablename__ = "listed"

    mail_id: int = Field(primary_key=True, foreign_key="mail.id")
    letter_id: int = Field(primary_key=True, foreign_key="outbox.id")


class DraftRow(SQLModel, table=True):
    """A letter that was shown and waits for a yes, or did."""

    __tablename__ = "draft"

    letter_id: int = Field(
        primary_key=True, foreign_key="outbox.id", sa_column_kwargs={"autoincrement": False}
    )
    case_number: str = Field(foreign_key="cases.number")
    letter: str
    instruction: dict[str, Any] = Field(sa_type=sa.JSON)  # the order, whole
    seal: str
    by: str
    approver: str
    made_on: date
    asked_at: datetime = _instant(null=False)
    status: str


class StepRow(SQLModel, table=True):
    """What a person's order changed, with the case and its duties before and after."""

    __tablename__ = "step_taken"

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="cases.number")
    by: str
    verb: str
    at: datetime = _instant(null=False)
    before: dict[str, Any] = Field(sa_type=sa.JSON)
    after: dict[str, Any] = Field(sa_type=sa.JSON)
    letters: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    undone: bool = False


class PauseRow(SQLModel, table=True):
    """A time in which automatic letters to outsiders wait; `ended_at` empty: its end is to come."""

    __tablename__ = "pause"

    id: int | None = Field(default=None, primary_key=True)
    by: str
    began_at: datetime = _instant(null=False)
    until: datetime = _instant(null=False)
    ended_at: datetime | None = _instant()


class PaperRow(SQLModel, table=True):
    """A paper whose words are searched: a mail, a letter, or (with neither) the case itself."""

    __tablename__ = "paper"

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="cases.number")
    mail_id: int | None = None
    letter_id: int | None = None
    words: str


def _table(model: type[SQLModel]) -> sa.Table:
    table = sa.inspect(model).local_table
    assert isinstance(table, sa.Table)
    return table


AUDIT = _table(AuditRow)
COUNTERS = _table(CounterRow)
BOXES = _table(MailboxRow)
CASES = _table(CaseRow)
DEADLINES = _table(DeadlineRow)
ABSENCES = _table(AbsenceRow)
MAILS = _table(MailRow)
RAW = _table(RawMailRow)
LETTERS = _table(LetterRow)
ATTENTION = _table(AttentionRow)
LISTED = _table(ListedRow)
DRAFTS = _table(DraftRow)
STEPS = _table(StepRow)
PAUSES = _table(PauseRow)
PAPERS = _table(PaperRow)
TABLES = (
    AUDIT,
    COUNTERS,
    BOXES,
    CASES,
    DEADLINES,
    ABSENCES,
    MAILS,
    RAW,
    LETTERS,
    ATTENTION,
    LISTED,
    DRAFTS,
    STEPS,
    PAUSES,
    PAPERS,
)


def _index(
    name: str, *columns: sa.Column[Any], where: sa.ColumnElement[bool] | None = None
) -> sa.Index:
    """An index; with `where` only of the rows that a round may look for, so that it stays small."""
    return sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


# What a round looks for, each in one index lookup.
_index("ix_outbox_due", LETTERS.c.status, LETTERS.c.not_before)
# All that the limits of one address ask, so that a flood of letters is counted in the index alone.
_LIMITS = (
    LETTERS.c.queued_at,
    LETTERS.c.letter,
    LETTERS.c.status,
    LETTERS.c.error,
    LETTERS.c.origin,
    LETTERS.c.thread_subject,
)
_index("ix_outbox_to", LETTERS.c.to_address, *_LIMITS)
_index("ix_outbox_meant_for", LETTERS.c.meant_for, *_LIMITS)
_index("ix_mail_waiting", MAILS.c.place, MAILS.c.id)
_index("ix_mail_aside", MAILS.c.place, MAILS.c.owed, MAILS.c.received_at)
_index(
    "ix_mail_to_file",
    MAILS.c.mailbox,
    MAILS.c.uidvalidity,
    MAILS.c.uid,
    where=MAILS.c.archived_in.is_(None),
)
_index(
    "ix_outbox_to_archive",
    LETTERS.c.mailbox,
    LETTERS.c.status,
    LETTERS.c.id,
    where=LETTERS.c.archived.is_(False),
)
_index("ix_mail_received", MAILS.c.mailbox, MAILS.c.received_at)
_index("ix_mail_seen", MAILS.c.seen_at, MAILS.c.verdict, MAILS.c.place)
_index("ix_audit_event", AUDIT.c.event, AUDIT.c.n)
# Whoever sorts words by the rules of a language finds no beginnings in an index without this.
sa.Index("ix_audit_key", AUDIT.c.key, postgresql_ops={"key": "text_pattern_ops"}).ddl_if(
    dialect="postgresql"
)
# What is owed: the rungs of a morning, what lies on the desks, and how much came in time.
_UNMET = DEADLINES.c.met_at.is_(None)
_index("ix_deadline_next", DEADLINES.c.next_on, DEADLINES.c.case_number, where=_UNMET)
_index("ix_deadline_target", DEADLINES.c.target_on, DEADLINES.c.kind, where=_UNMET)
_index("ix_deadline_kind", DEADLINES.c.kind, DEADLINES.c.due_on)
# The open cases are counted in the index alone.
_index(
    "ix_cases_tally",
    CASES.c.status,
    CASES.c.school,
    CASES.c.handler,
    CASES.c.not_for,
    CASES.c.received_on,
)
_index("ix_cases_alarmed", CASES.c.alarmed_at, where=CASES.c.alarmed_at.is_not(None))
_index("ix_cases_ack", CASES.c.ack, CASES.c.received_at)
sa.Index("ix_cases_place", CASES.c.place, unique=True)
# The letters that wait for a yes: of a case, of whoever wrote or approves them, and since when.
_index("ix_draft_case", DRAFTS.c.case_number, DRAFTS.c.status)
_index("ix_draft_by", DRAFTS.c.by, DRAFTS.c.status)
_index("ix_draft_approver", DRAFTS.c.approver, DRAFTS.c.status)
_index("ix_draft_asked", DRAFTS.c.status, DRAFTS.c.asked_at)
_index("ix_step_taken_case", STEPS.c.case_number, STEPS.c.at)
_index("ix_pause_open", PAUSES.c.until, where=PAUSES.c.ended_at.is_(None))
_index("ix_paper_case", PAPERS.c.case_number)
