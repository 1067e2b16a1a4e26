from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.core.case import Ack, DeadlineKind
from bot.core.decision import Decision, Note, Owe, Paperwork, Save, Send, Settle
from bot.store.accounts import Accounts
from bot.store.database import Database
from bot.store.ledger import About, Ledger
from bot.store.schema import migrate
from bot.store.tables import AUDIT, CASES, LETTERS
from tests.builders import NOON, a_case, a_deadline, a_letter_to, an_order, paperwork

NUMBERING = "K-{year}-{n:04d}"


def record_a_case(ledger: Ledger) -> str:
    with ledger.open_page() as page, page.entry():
        number = page.next_number(NUMBERING, 2026)
        case = a_case(number)
        page.record(
            paperwork(
                Save(case),
                Owe(number, a_deadline()),
                a_letter_to(an_order(number=number)),
                case_number=number,
            ),
            at=NOON,
            about=About(),
        )
    return number


def test_a_case_is_recorded_with_its_letter_its_duty_and_its_reasons(database: Database) -> None:
    number = record_a_case(Ledger(database))
    case = Accounts(database).show(number)
    assert case is not None
    assert case["number"] == "K-2026-0001"
    assert [duty["kind"] for duty in case["deadlines"]] == ["ack"]
    assert [letter["status"] for letter in case["letters"]] == ["queued"]
    assert [entry["event"] for entry in case["log"]] == ["case_opened", "letter_queued"]


def test_a_failed_entry_leaves_no_trace_not_even_a_number(database: Database) -> None:
    ledger = Ledger(database)
    with ledger.open_page() as page:
        for attempt in range(3):
            try:
                with page.entry():
                    number = page.next_number(NUMBERING, 2026)
                    page.record(
                        paperwork(
                            Save(a_case(number)), event=f"case_{attempt}", case_number=number
                        ),
                        at=NOON,
                        about=About(),
                    )
                    if attempt == 1:
                        raise RuntimeError("pulled out")
            except RuntimeError:
                pass
    numbers = [case["number"] for case in Accounts(database).register()]
    assert numbers == ["K-2026-0001", "K-2026-0002"]
    assert [entry["n"] for entry in Accounts(database).log()] == [1, 2]
    assert Accounts(database).verify() is None


def test_a_savepoint_that_was_released_falls_with_its_page(database: Database) -> None:
    ledger = Ledger(database)

    def half_a_page() -> None:
        with ledger.open_page() as page:
            with page.entry():
                page.record(paperwork(Note("noted", "x")), at=NOON, about=About())
            raise RuntimeError("the light goes out")

    with pytest.raises(RuntimeError, match="light"):
        half_a_page()
    assert Accounts(database).log() == []


def test_the_database_itself_refuses_a_letter_without_audit_entry(database: Database) -> None:
    record_a_case(Ledger(database))
    with database.reading() as connection:
        row = dict(connection.execute(sa.select(LETTERS)).mappings().one())
    orphan = row | {"id": 99, "message_id": "<other@x.example>", "audit_n": 999}
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(sa.insert(LETTERS), orphan)


def test_paperwork_without_all_its_letters_cannot_be_made() -> None:
    decision = Decision(event="x", reason="y", effects=(Send(an_order(), "z"),))
    with pytest.raises(ValueError, match="letters"):
        Paperwork(decision, ())


def test_the_same_key_is_recorded_once(database: Database) -> None:
    ledger = Ledger(database)
    work = paperwork(Note("noted", "x"), key="alarm:K-2026-0001:2")
    with ledger.open_page() as page:
        page.record(work, at=NOON, about=About())
    with pytest.raises(IntegrityError), ledger.open_page() as page:
        page.record(work, at=NOON, about=About())
    assert len(Accounts(database).log()) == 2


def test_a_duty_is_met_with_its_proof_and_can_be_owed_again(database: Database) -> None:
    ledger = Ledger(database)
    number = record_a_case(ledger)
    met = Settle(case_number=number, kind=DeadlineKind.ACK, at=NOON, proof="letter 1 accepted")
    again = Settle(case_number=number, kind=DeadlineKind.ACK, at=None, proof="letter 1 bounced")
    for settle, ack in ((met, Ack.SENT), (again, Ack.FAILED)):
        with ledger.open_page() as page:
            page.record(
                paperwork(Save(a_case(number, ack=ack)), settle, case_number=number),
                at=NOON,
                about=About(),
            )
    case = Accounts(database).show(number)
    assert case is not None
    assert case["ack"] == "failed"
    assert case["deadlines"][0]["met_at"] is None
    assert [entry["event"] for entry in case["log"]][-1] == "ack_owed_again"


@pytest.mark.parametrize("column", ["reason", "event", "actor", "at", "case_number", "letter_id"])
def test_a_changed_entry_breaks_the_chain(database: Database, column: str) -> None:
    ledger = Ledger(database)
    record_a_case(ledger)
    record_a_case(ledger)
    changed = (
        NOON.replace(year=2020) if column == "at" else 7 if column == "letter_id" else "forged"
    )
    with database.writing() as connection:
        connection.execute(sa.update(AUDIT).where(AUDIT.c.n == 2).values({column: changed}))
    broken = Accounts(database).verify()
    assert broken is not None
    assert broken.n == 2


def test_a_removed_entry_breaks_the_chain(database: Database) -> None:
    ledger = Ledger(database)
    record_a_case(ledger)
    with database.writing() as connection:
        connection.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
        connection.execute(sa.delete(LETTERS))
        connection.execute(sa.delete(AUDIT).where(AUDIT.c.n == 1))
    broken = Accounts(database).verify()
    assert broken is not None
    assert broken.n == 1


@settings(max_examples=20, deadline=None)
@given(outcomes=st.lists(st.tuples(st.sampled_from([2025, 2026]), st.booleans()), max_size=12))
def test_numbers_run_without_a_gap_whatever_fails(
    tmp_path_factory: pytest.TempPathFactory, outcomes: list[tuple[int, bool]]
) -> None:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('db')}/gehoor.db")
    migrate(database, at=NOON)
    ledger = Ledger(database)
    for year, fails in outcomes:
        received = NOON.replace(year=year)
        try:
            with ledger.open_page() as page, page.entry():
                number = page.next_number(NUMBERING, year)
                case = a_case(number, received_at=received, received_on=received.date())
                page.record(paperwork(Save(case), case_number=number), at=NOON, about=About())
                if fails:
                    raise RuntimeError
        except RuntimeError:
            pass
    with database.reading() as connection:
        for year in (2025, 2026):
            query = sa.select(CASES.c.n).where(CASES.c.year == year).order_by(CASES.c.n)
            taken = list(connection.scalars(query))
            assert taken == list(range(1, len(taken) + 1))
    database.close()
