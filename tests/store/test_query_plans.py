from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.core.case import DeadlineKind
from bot.core.decision import Postpone, Reach, Settle
from bot.core.letter import LetterName
from bot.core.wanted import Wanted
from bot.post.parser import read_mail
from bot.store import papers, sent
from bot.store.boxes import Boxes
from bot.store.condition import condition
from bot.store.database import Database
from bot.store.inbox import Inbox
from bot.store.ledger import Ledger
from bot.store.lookup import Lookup
from bot.store.outbox import Outbox
from tests.bookkeeping import open_case, write
from tests.builders import MAILBOX, NOON, TODAY, a_case, a_deadline
from tests.offices import Office

# What grows with the years. The others hold a row a mailbox, a counter or a time of leave.
GROWING = (
    "audit",
    "cases",
    "deadline",
    "mail",
    "raw_mail",
    "outbox",
    "attention",
    "listed",
    "draft",
    "step_taken",
    "paper",
    "file_words_content",
)
SCAN = re.compile(rf"SCAN (?:TABLE )?(?:{'|'.join(GROWING)})\b")
DAY = timedelta(days=1)
ZONE = ZoneInfo("Europe/Brussels")
HANDLING = a_deadline(DeadlineKind.HANDLING)
NUMBER = "K-2026-0001"


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are executed meanwhile, with what is given to each."""
    heard: list[tuple[str, Any]] = []

    def note(_c: object, _k: object, statement: str, given: Any, *rest: object) -> None:
        if statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            many = rest[-1]
            heard.append((statement, given[0] if many else given))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield heard
    sa.event.remove(database.engine, "before_cursor_execute", note)


def steps_of(database: Database, statement: str, given: Any) -> list[str]:
    """How the database would answer, a step a line."""
    with database.reading() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        return [row[3] for row in rows]


def scans(database: Database, heard: list[tuple[str, Any]]) -> list[str]:
    """The statements that read the whole of a table, or of an index, that grows."""
    assert heard
    return [
        f"{step}: {statement}"
        for statement, given in dict(reversed(heard)).items()
        for step in steps_of(database, statement, given)
        if SCAN.match(step)
    ]


def a_letter() -> Any:
    return type("Letter", (), {"name": LetterName.NEW_COMPLAINT, "case_number": NUMBER})


QUESTIONS: dict[str, Callable[[Lookup], object]] = {
    "case": lambda look: look.case(NUMBER),
    "unseen_alarms": lambda look: look.unseen_alarms(),
    "due_cases": lambda look: look.due_cases(TODAY),
    "acks_owed_until": lambda look: look.acks_owed_until(TODAY),
    "handlers": lambda look: look.handlers(),
    "absences": lambda look: look.absences(TODAY),
    "desk": lambda look: look.desk(NOON - DAY, TODAY + 14 * DAY, NOON, ZONE),
    "first desk": lambda look: look.desk(None, TODAY + 14 * DAY, NOON, ZONE),
    "earlier": lambda look: look.earlier(1, "a", "b", "c"),
    "case_numbers_of_mails": lambda look: look.case_numbers_of_mails(["<een@postvak.example>"]),
    "mailbox_of": lambda look: look.mailbox_of(NUMBER),
    "opening_mail": lambda look: look.opening_mail(NUMBER),
    "letter": lambda look: look.letter(1),
    "letter_by_message_id": lambda look: look.letter_by_message_id("<een@postvak.example>"),
    "held_acknowledgment": lambda look: look.held_acknowledgment(NUMBER),
    "held_closed_reply": lambda look: look.held_closed_reply(NUMBER),
    "waiting_acknowledgments": lambda look: look.waiting_acknowledgments(NUMBER),
    "acknowledgments_to": lambda look: look.acknowledgments_to("a@x.example", "klacht", NOON),
    "automatic_letters_to": lambda look: look.automatic_letters_to("a@x.example", NOON),
    "readers_before": lambda look: look.readers_before(a_letter(), since=NOON),
    "attention_letters_since": lambda look: look.attention_letters_since("a@x.example", NOON),
    "asked_whose_since": lambda look: look.asked_whose_since("a@x.example", NOON),
    "searched": lambda look: look.searched("bus te laat", TODAY, bool),
    "replies_told": lambda look: look.replies_told(NUMBER, NOON),
    "draft": lambda look: look.draft(1),
    "drafts": lambda look: look.drafts([NUMBER], "ann"),
    "drafts_asked_before": lambda look: look.drafts_asked_before(NOON),
    "steps": lambda look: look.steps([NUMBER], NOON),
    "letters_waiting": lambda look: look.letters_waiting([NUMBER], NOON),
    "cases_of": lambda look: look.cases_of("ann", TODAY),
    "details_elsewhere": lambda look: list(look.details_elsewhere([NUMBER])),
    "ordered": lambda look: look.ordered(Wanted(), "ann", TODAY, bool),
    "ordered late": lambda look: look.ordered(
        Wanted(late=True, mine=True, school="demerland", topic="x"), "ann", TODAY, bool
    ),
    "file": lambda look: look.file(NUMBER, lambda raw, _: read_mail(raw)),
    "written_since": lambda look: look.written_since("a@x.example", NOON, but=1),
    "told_since": lambda look: look.told_since(1),
    "attention_of_letter": lambda look: look.attention_of_letter(1),
    "untold": lambda look: look.untold(),
    "pause": lambda look: look.pause(),
    "paused_letters": lambda look: look.paused_letters(NOON, DAY),
    "count_open_cases": lambda look: look.count_open_cases(),
    "has_entry": lambda look: look.has_entry("overview:2026-11-24:daily:ann"),
    "keys_with": lambda look: look.keys_with("overview:2026-11-24:"),
    "last_entry": lambda look: look.last_entry("overview_daily", before=NOON),
    "of_sender": lambda look: look.index.of_sender("a@x.example"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_reads_a_whole_table(database: Database, question: str) -> None:
    open_case(database, a_case(NUMBER), HANDLING)
    with asked(database) as heard, Ledger(database).glance() as look:
        QUESTIONS[question](look)
    assert scans(database, heard) == []


ROUNDS: dict[str, Callable[[Database], object]] = {
    "to_file": lambda database: Inbox(database).to_file(MAILBOX, 1),
    "waiting": lambda database: Inbox(database).waiting(25),
    "troubles": lambda database: Boxes(database).troubles(),
    "before_start": lambda database: Inbox(database).before_start(MAILBOX, TODAY),
    "due": lambda database: Outbox(database).due(NOON, limit=20),
    "urgent": lambda database: Outbox(database).due(NOON, limit=20, urgent=True, breaker=5),
    "inside": lambda database: Outbox(database).due(NOON, limit=20, inside_only=True),
    "tripped": lambda database: Outbox(database).tripped(NOON, 5),
    "pause": lambda database: Outbox(database).pause(NOON),
    "next_at": lambda database: Outbox(database).next_at(NOON),
    "news": lambda database: Outbox(database).news(100),
    "late": lambda database: Outbox(database).late_acknowledgments(NOON, DAY),
    "to_archive": lambda database: Outbox(database).to_archive(MAILBOX, 20),
    "condition": lambda database: condition(
        database, now=NOON, calendar_until=None, addresses=[MAILBOX]
    ),
}


@pytest.mark.parametrize("part", ROUNDS)
def test_no_part_of_a_round_reads_a_whole_table(database: Database, part: str) -> None:
    boxes = Boxes(database)
    boxes.open(MAILBOX, TODAY, TODAY)
    boxes.note_trouble(MAILBOX, at=NOON - DAY, error="x")
    boxes.note_look(MAILBOX, at=NOON)
    with asked(database) as heard:
        ROUNDS[part](database)
    assert scans(database, heard) == []


def test_nothing_that_is_written_of_a_duty_reads_a_whole_table(database: Database) -> None:
    open_case(database, a_case(NUMBER), HANDLING)
    kind = DeadlineKind.HANDLING
    with asked(database) as heard:
        write(
            database,
            Settle(case_number=NUMBER, kind=kind, at=NOON, proof="x"),
            Settle(case_number=NUMBER, kind=kind, at=NOON, proof="x", start_on=TODAY),
            Postpone(NUMBER, HANDLING),
            Reach(case_number=NUMBER, deadline=HANDLING, stage="T", next_on=None),
            Reach(case_number=NUMBER, deadline=HANDLING, stage=None, next_on=None),
        )
    assert sum(statement.startswith("UPDATE deadline") for statement, _ in heard) == 5
    assert scans(database, heard) == []


def test_no_round_reads_a_whole_table(tmp_path: Path) -> None:
    """From the first complaint of a new school to the day after which nobody looked at it."""
    office = Office(tmp_path)
    with asked(office.bot.database) as heard:
        office.write()
        office.round()
        office.write("Er is nog steeds niets gebeurd.")
        for _ in range(12):
            office.round(hours=21)
    assert office.letters("reminder")
    assert office.letters("daily_digest")
    assert scans(office.bot.database, heard) == []
    office.close()


@pytest.mark.parametrize("query", [sent._ACKNOWLEDGED, sent._AUTOMATIC])
def test_the_limits_of_an_address_are_counted_in_an_index_alone(
    database: Database, query: sa.Select[Any]
) -> None:
    marks = {"address": "ouder@thuis.example", "since": NOON}
    with asked(database) as heard, database.reading() as connection:
        connection.execute(query, marks).all()
    ((statement, given),) = heard
    looks = [step for step in steps_of(database, statement, given) if "outbox" in step]
    assert len(looks) == 2
    assert all("USING COVERING INDEX" in step for step in looks)


def test_open_cases_are_counted_in_an_index_alone(database: Database) -> None:
    with asked(database) as heard, Ledger(database).glance() as look:
        look.desk(NOON, TODAY, NOON, ZONE)
    steps = [step for statement, given in heard for step in steps_of(database, statement, given)]
    assert any("COVERING INDEX ix_cases_tally" in step for step in steps)
    assert any("COVERING INDEX ix_mail_seen" in step for step in steps)
    assert any("INDEX ix_deadline_target" in step for step in steps)
    assert any("INDEX ix_mail_aside" in step for step in steps)


def test_a_search_reads_the_index_of_words_once_in_its_own_order(database: Database) -> None:
    number = open_case(database, a_case(NUMBER))
    with database.writing() as connection:
        papers.keep(connection, number, "De bus kwam te laat.")
    with asked(database) as heard, Ledger(database).glance() as look:
        assert look.searched("bus te laat", TODAY, lambda _: True).lines
    (search,) = (each for each in heard if "file_words" in each[0])
    first, second = steps_of(database, *search)  # and no third, that would sort
    assert first.startswith("SCAN f VIRTUAL TABLE")
    assert "INDEX ix_cases_place" in second
