"""The first schema: tables, indexes and the documented views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store import papers, wordindex
from bot.store.columns import UTCDateTime, Words
from bot.store.tables import PLACE
from bot.store.views import VIEWS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915  # one statement a table or index
    """Makes every table of this release, then the views on them."""
    op.create_table(
        "audit",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_audit_case_number"), "audit", ["case_number"], unique=False)
    op.create_index("ix_audit_event", "audit", ["event", "n"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_audit_key", "audit", ["key"], postgresql_ops={"key": "text_pattern_ops"}
        )
    op.create_table(
        "cases",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("simple", sa.Boolean(), nullable=True),
        sa.Column("admissible", sa.Boolean(), nullable=True),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("complainant_name", sa.String(), nullable=True),
        sa.Column("complainant_email", sa.String(), nullable=True),
        sa.Column("handler", sa.String(), nullable=True),
        sa.Column("ack", sa.String(), nullable=False),
        sa.Column("acknowledged_at", UTCDateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("survey_score", sa.Float(), nullable=True),
        sa.Column("pupil_writes", sa.Boolean(), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("anonymous", sa.String(), nullable=False),
        sa.Column("facts_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("not_for", Words(), nullable=False),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("refused_for", sa.JSON(), nullable=False),
        sa.Column("survey", sa.String(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("alarms", sa.Integer(), nullable=False),
        sa.Column("alarmed_at", UTCDateTime(), nullable=True),
        sa.Column("alarm_seen_at", UTCDateTime(), nullable=True),
        sa.Column("opened_at", UTCDateTime(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("place", sa.BigInteger(), sa.Computed(PLACE, persisted=True), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_cases_ack", "cases", ["ack", "received_at"], unique=False)
    _index("ix_cases_alarmed", "cases", "alarmed_at", where=sa.column("alarmed_at").is_not(None))
    op.create_index(op.f("ix_cases_closed_on"), "cases", ["closed_on"], unique=False)
    op.create_index(
        op.f("ix_cases_complainant_email"), "cases", ["complainant_email"], unique=False
    )
    op.create_index(op.f("ix_cases_opened_at"), "cases", ["opened_at"], unique=False)
    op.create_index("ix_cases_place", "cases", ["place"], unique=True)
    op.create_index(op.f("ix_cases_received_on"), "cases", ["received_on"], unique=False)
    op.create_index(op.f("ix_cases_series"), "cases", ["series"], unique=False)
    tally = ["status", "school", "handler", "not_for", "received_on"]
    op.create_index("ix_cases_tally", "cases", tally, unique=False)
    op.create_index(op.f("ix_cases_urgency"), "cases", ["urgency"], unique=False)
    op.create_index(op.f("ix_cases_year"), "cases", ["year"], unique=False)
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "mailbox",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("start_from", sa.Date(), nullable=False),
        sa.Column("uidvalidity", sa.Integer(), nullable=True),
        sa.Column("junk_uid", sa.Integer(), nullable=False),
        sa.Column("junk_count", sa.Integer(), nullable=False),
        sa.Column("junk_senders", sa.JSON(), nullable=False),
        sa.Column("looked_at", UTCDateTime(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("trouble_at", UTCDateTime(), nullable=True),
        sa.Column("restored_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "absence",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("deputy", sa.String(), nullable=True),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", "first"),
    )
    op.create_index(op.f("ix_absence_last"), "absence", ["last"], unique=False)
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=False),
        sa.Column("rolled_from", sa.Date(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("met_at", UTCDateTime(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["cases.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_number", "kind", "start_on", "n"),
    )
    op.create_index("ix_deadline_kind", "deadline", ["kind", "due_on"], unique=False)
    unmet = sa.column("met_at").is_(None)
    _index("ix_deadline_next", "deadline", "next_on", "case_number", where=unmet)
    _index("ix_deadline_target", "deadline", "target_on", "kind", where=unmet)
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("uidvalidity", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Integer(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("content_key", sa.String(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("acknowledge", sa.Boolean(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("owed", sa.Boolean(), nullable=False),
        sa.Column("set_aside", sa.String(), nullable=True),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column("trail", sa.JSON(), nullable=False),
        sa.Column("archived_in", sa.String(), nullable=True),
        sa.Column("archived_uid", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["cases.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("mailbox", "uidvalidity", "uid"),
    )
    op.create_index("ix_mail_aside", "mail", ["place", "owed", "received_at"], unique=False)
    op.create_index(op.f("ix_mail_case_number"), "mail", ["case_number"], unique=False)
    op.create_index(op.f("ix_mail_content_key"), "mail", ["content_key"], unique=False)
    op.create_index(op.f("ix_mail_message_id"), "mail", ["message_id"], unique=False)
    op.create_index(op.f("ix_mail_one_id"), "mail", ["one_id"], unique=False)
    op.create_index("ix_mail_received", "mail", ["mailbox", "received_at"], unique=False)
    op.create_index("ix_mail_seen", "mail", ["seen_at", "verdict", "place"], unique=False)
    op.create_index(op.f("ix_mail_sha256"), "mail", ["sha256"], unique=False)
    unfiled = sa.column("archived_in").is_(None)
    _index("ix_mail_to_file", "mail", "mailbox", "uidvalidity", "uid", where=unfiled)
    op.create_index(op.f("ix_mail_verdict"), "mail", ["verdict"], unique=False)
    op.create_index("ix_mail_waiting", "mail", ["place", "id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("audit_n", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("to_staff", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("thread_subject", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("template_hash", sa.String(), nullable=False),
        sa.Column("meant_for", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("queued_at", UTCDateTime(), nullable=False),
        sa.Column("not_before", UTCDateTime(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("news", sa.Boolean(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("let_go", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_n"],
            ["audit.n"],
        ),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["cases.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
    )
    op.create_index(op.f("ix_outbox_case_number"), "outbox", ["case_number"], unique=False)
    op.create_index("ix_outbox_due", "outbox", ["status", "not_before"], unique=False)
    limits = ["queued_at", "letter", "status", "error", "origin", "thread_subject"]
    op.create_index("ix_outbox_meant_for", "outbox", ["meant_for", *limits], unique=False)
    op.create_index(op.f("ix_outbox_news"), "outbox", ["news"], unique=False)
    op.create_index(op.f("ix_outbox_sent_at"), "outbox", ["sent_at"], unique=False)
    not_archived = sa.column("archived").is_(sa.false())
    _index("ix_outbox_to_archive", "outbox", "mailbox", "status", "id", where=not_archived)
    op.create_index("ix_outbox_to", "outbox", ["to_address", *limits], unique=False)
    op.create_table(
        "attention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_n", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["audit_n"],
            ["audit.n"],
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["outbox.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_attention_case_number"), "attention", ["case_number"], unique=False)
    op.create_index(op.f("ix_attention_letter_id"), "attention", ["letter_id"], unique=False)
    op.create_index(op.f("ix_attention_mail_id"), "attention", ["mail_id"], unique=False)
    op.create_table(
        "listed",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["outbox.id"],
        ),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["mail.id"],
        ),
        sa.PrimaryKeyConstraint("mail_id", "letter_id"),
    )
    op.create_table(
        "raw_mail",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["mail.id"],
        ),
        sa.PrimaryKeyConstraint("mail_id"),
    )
    _papers_of_orders()
    wordindex.make(op.get_bind())
    papers.make(op.get_bind())
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")


def _papers_of_orders() -> None:
    """What is remembered of orders of staff, and of which papers the words are searched."""
    op.create_table(
        "draft",
        sa.Column("letter_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("instruction", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["outbox.id"]),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"]),
        sa.PrimaryKeyConstraint("letter_id"),
    )
    for of in ("case_number", "by", "approver"):
        name = f"ix_draft_{of.removesuffix('_number')}"
        op.create_index(name, "draft", [of, "status"], unique=False)
    op.create_index("ix_draft_asked", "draft", ["status", "asked_at"], unique=False)
    op.create_table(
        "step_taken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("letters", sa.JSON(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_step_taken_case", "step_taken", ["case_number", "at"], unique=False)
    op.create_table(
        "pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    _index("ix_pause_open", "pause", "until", where=sa.column("ended_at").is_(None))
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_paper_case", "paper", ["case_number"], unique=False)


def _index(name: str, table: str, *columns: str, where: sa.ColumnElement[bool]) -> None:
    """An index of only some rows."""
    op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)
