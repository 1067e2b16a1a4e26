"""The tables, as SQLModel classes. Rows never leave this folder."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An aware instant, stored as UTC, that comes back aware from every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuses a naive instant: nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Gives the instant back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def _instant(*, null: bool = True, index: bool = False) -> Any:  # noqa: ANN401  # as sqlmodel's own Field
    return Field(default=None, sa_type=UTCDateTime, nullable=null, index=index)


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


class CaseRow(SQLModel, table=True):
    """One case of the register."""

    __tablename__ = "cases"

    number: str = Field(primary_key=True)
    series: str = Field(index=True)  # "K"
    year: int = Field(index=True)
    n: int
    kind: str
    status: str = Field(index=True)
    track: str
    simple: bool | None = None
    admissible: bool | None = None
    urgency: str = Field(index=True)
    language: str
    form: str
    school: str
    received_at: datetime = _instant(null=False)
    received_on: date
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
    closed_on: date | None = None
    alarms: int = 0
    alarmed_at: datetime | None = _instant()
    alarm_seen_at: datetime | None = _instant()
    opened_by: int | None = None  # the mail


class DeadlineRow(SQLModel, table=True):
    """One dated duty of a case."""

    __tablename__ = "deadline"
    __table_args__ = (sa.UniqueConstraint("case_number", "kind", "start_on"),)

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="cases.number", index=True)
    kind: str
    start_on: date
    due_on: date = Field(index=True)
    target_on: date
    rule: str
    source: str
    met_at: datetime | None = _instant()
    proof: str | None = None
    stage: str | None = None


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


class AttentionRow(SQLModel, table=True):
    """A matter for a person; `letter_id` empty means: not told yet."""

    __tablename__ = "attention"

    id: int | None = Field(default=None, primary_key=True)
    audit_n: int = Field(foreign_key="audit.n")
    at: datetime = _instant(null=False)
    code: str
    case_number: str | None = None
    school: str = ""
    reader: str = ""  # the person to tell; empty: the coordinator of the school
    mail_id: int | None = None
    sender: str = ""
    received_at: datetime | None = _instant()
    detail: str = ""
    remarks: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    phone: str = ""
    letter_id: int | None = Field(default=None, foreign_key="outbox.id", index=True)


def _table(model: type[SQLModel]) -> sa.Table:
    table = sa.inspect(model).local_table
    assert isinstance(table, sa.Table)
    return table


AUDIT = _table(AuditRow)
COUNTERS = _table(CounterRow)
BOXES = _table(MailboxRow)
CASES = _table(CaseRow)
DEADLINES = _table(DeadlineRow)
MAILS = _table(MailRow)
RAW = _table(RawMailRow)
LETTERS = _table(LetterRow)
ATTENTION = _table(AttentionRow)
TABLES = (AUDIT, COUNTERS, BOXES, CASES, DEADLINES, MAILS, RAW, LETTERS, ATTENTION)

# What a round looks for, each in one index lookup.
sa.Index("ix_outbox_due", LETTERS.c.status, LETTERS.c.not_before)
# All that the limits of one address ask, so that a flood of letters is counted in the index alone.
_LIMITS = (
    LETTERS.c.queued_at,
    LETTERS.c.letter,
    LETTERS.c.status,
    LETTERS.c.error,
    LETTERS.c.origin,
    LETTERS.c.thread_subject,
)
sa.Index("ix_outbox_to", LETTERS.c.to_address, *_LIMITS)
sa.Index("ix_outbox_meant_for", LETTERS.c.meant_for, *_LIMITS)
sa.Index("ix_mail_waiting", MAILS.c.place, MAILS.c.id)

VIEWS = {
    "v_register": """
        SELECT number, kind, status, track, urgency, language, school, received_at, received_on,
               via, subject, complainant_name, complainant_email, handler, ack, acknowledged_at,
               outcome FROM cases""",
    "v_letters": """
        SELECT id, message_id, letter, language, to_address, case_number, status, queued_at,
               sent_at, attempts, error FROM outbox""",
    "v_deadlines": """
        SELECT case_number, kind, start_on, due_on, target_on, rule, source, met_at, stage
        FROM deadline""",
}
