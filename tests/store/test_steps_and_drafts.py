from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.core.case import Ack, Case, DeadlineKind, Detail, Status
from bot.core.decision import (
    Cancel,
    Effect,
    Owe,
    Postpone,
    Reach,
    Release,
    Remember,
    Restore,
    Save,
    Send,
    Settle,
    SettleDraft,
)
from bot.core.draft import Draft, DraftStatus, StepTaken
from bot.core.instructions import Field, Order, Verb
from bot.core.letter import Hold, LetterName
from bot.store.accounts import Accounts
from bot.store.database import Database
from bot.store.ledger import Ledger
from bot.store.outbox import Outbox
from tests.bookkeeping import deadlines_of, open_case, write
from tests.builders import NOON, TODAY, a_case, a_deadline, an_order

NUMBER = "K-2026-0001"
SOON = timedelta(minutes=10)
ORDER = Order(
    verb=Verb.UPHELD, number=NUMBER, fields={Field.EXPLANATION: ("Het klopt.",)}, line="GEGROND"
)
HANDLING = a_deadline(DeadlineKind.HANDLING)


def a_draft(**changes: object) -> Draft:
    values: dict[str, object] = {
        "case_number": NUMBER,
        "letter": LetterName.OUTCOME_UPHELD,
        "order": ORDER,
        "seal": "abcdefgh",
        "by": "bert",
        "approver": "carla",
        "made_on": TODAY,
        "asked_at": NOON,
    }
    return Draft(**(values | changes))  # type: ignore[arg-type]


def the_case(database: Database) -> Case:
    with Ledger(database).glance() as look:
        case = look.case(NUMBER)
    assert case is not None
    return case


def shown(database: Database, **changes: object) -> Draft:
    """A letter that was written and shown."""
    order = an_order(name=LetterName.OUTCOME_UPHELD)
    write(database, Send(order, "asked for", draft=a_draft(**changes)))
    with Ledger(database).glance() as look:
        *_, draft = look.drafts([NUMBER])
    return draft


def steps(database: Database, since: datetime = NOON) -> tuple[StepTaken, ...]:
    with Ledger(database).glance() as look:
        return look.steps([NUMBER], since)


def remembered(before: Case, verb: Verb = Verb.TAKE) -> Remember:
    return Remember(StepTaken(case_number=NUMBER, by="bert", verb=verb, at=NOON, before=before))


def taken(database: Database, *effects: Effect, verb: Verb = Verb.TAKE) -> StepTaken:
    """A step with these effects, as it is found again."""
    write(database, *effects, remembered(the_case(database), verb))
    return steps(database)[0]


# --- letters that wait for a yes


def test_a_letter_that_is_shown_is_held_and_kept_with_its_order(either: Database) -> None:
    open_case(either, a_case())
    draft = shown(either)
    assert draft == a_draft(letter_id=draft.letter_id)
    (letter,) = Accounts(either).letters()
    assert (letter["status"], letter["error"]) == ("held", Hold.PREVIEW.value)
    assert Outbox(either).due(NOON + timedelta(days=9), limit=9, urgent=True) == []
    assert Accounts(either).log()[-1]["event"] == "letter_held"


def test_a_letter_that_is_approved_leaves_ten_minutes_later(either: Database) -> None:
    open_case(either, a_case())
    draft = shown(either)
    write(
        either,
        Release(draft.letter_id, NOON + SOON),
        SettleDraft(draft.letter_id, DraftStatus.APPROVED),
    )
    outbox = Outbox(either)
    assert outbox.due(NOON, limit=9, urgent=True) == []
    assert outbox.next_at(NOON) == NOON + SOON
    assert [letter.id for letter in outbox.due(NOON + SOON, limit=9)] == [draft.letter_id]
    with Ledger(either).glance() as look:
        assert look.drafts([NUMBER], "bert") == ()
        kept = look.draft(draft.letter_id)
    assert kept is not None
    assert kept.status is DraftStatus.APPROVED
    events = [entry["event"] for entry in Accounts(either).log()]
    assert events[-2:] == ["letter_released", "draft_approved"]
    assert Accounts(either).verify() is None


def test_a_letter_that_waits_is_found_by_its_case_its_writer_and_its_approver(
    database: Database,
) -> None:
    open_case(database, a_case())
    draft = shown(database)
    with Ledger(database).glance() as look:
        for numbers, person in (([NUMBER], None), ([], "bert"), ([], "carla")):
            assert look.drafts(numbers, person) == (draft,)
        assert look.drafts([], "dirk") == ()
        assert look.drafts(["K-2026-0002"]) == ()


def test_what_waits_to_leave_can_still_be_called_back_but_not_in_its_last_seconds(
    database: Database,
) -> None:
    open_case(database, a_case())
    draft = shown(database)
    write(database, Release(draft.letter_id, NOON + SOON))
    with Ledger(database).glance() as look:
        assert look.letters_waiting([NUMBER], NOON) == {draft.letter_id}
        assert look.letters_waiting([NUMBER], NOON + SOON - timedelta(seconds=5)) == frozenset()
        assert look.letters_waiting(["K-2026-0002"], NOON) == frozenset()


def test_what_has_left_is_not_called_back(database: Database) -> None:
    open_case(database, a_case())
    draft = shown(database)
    for status, then in (("sent", "sent"), ("queued", "cancelled"), ("refused", "refused")):
        with database.writing() as connection:
            connection.execute(sa.text("UPDATE outbox SET status = :s"), {"s": status})
        write(database, Cancel(draft.letter_id))
        assert [letter["status"] for letter in Accounts(database).letters()] == [then]


def test_a_draft_of_a_case_that_is_not_there_leaves_no_half(either: Database) -> None:
    open_case(either, a_case())
    with pytest.raises(IntegrityError):
        shown(either, case_number="K-2026-0099")
    assert Accounts(either).letters() == []
    assert len(Accounts(either).log()) == 1


# --- duties within one decision


@pytest.mark.parametrize(
    ("effect", "met", "stage", "due"),
    [
        (
            Settle(case_number=NUMBER, kind=DeadlineKind.HANDLING, at=NOON, proof="x"),
            NOON,
            None,
            HANDLING.due_on,
        ),
        (
            Reach(case_number=NUMBER, deadline=HANDLING, stage="T", next_on=None),
            None,
            "T",
            HANDLING.due_on,
        ),
        (
            Postpone(NUMBER, replace(HANDLING, due_on=HANDLING.due_on + timedelta(days=7))),
            None,
            None,
            HANDLING.due_on + timedelta(days=7),
        ),
    ],
)
def test_what_is_owed_is_found_by_what_follows_in_the_same_decision(
    either: Database, effect: Effect, met: datetime | None, stage: str | None, due: object
) -> None:
    open_case(either, a_case())
    status = a_deadline(DeadlineKind.STATUS)
    write(either, Owe(NUMBER, HANDLING), Owe(NUMBER, status), effect)
    handling, other = deadlines_of(either, NUMBER)
    assert (handling.met_at, handling.stage, handling.due_on) == (met, stage, due)
    assert other == status


def test_what_is_owed_and_not_met_is_written_at_once(database: Database) -> None:
    open_case(database, a_case())
    heard: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *given: heard.append(given[2]))
    kinds = (DeadlineKind.HANDLING, DeadlineKind.STATUS, DeadlineKind.CLASSIFY)
    write(database, *(Owe(NUMBER, a_deadline(kind)) for kind in kinds))
    assert sum("INTO deadline" in statement for statement in heard) == 1


# --- steps that can be taken back


def test_a_step_is_kept_and_restored_whole(either: Database) -> None:
    open_case(either, a_case(details={Detail.PUPIL: "Jo"}), HANDLING, a_deadline())
    before = the_case(either)
    fresh = a_deadline(DeadlineKind.STATUS)
    step = taken(
        either,
        Save(replace(before, status=Status.HANDLING, handler="bert", details={})),
        Settle(case_number=NUMBER, kind=DeadlineKind.HANDLING, at=NOON, proof="x"),
        Owe(NUMBER, fresh),
    )
    assert step.before == before
    assert (step.by, step.verb, step.at, step.undone) == ("bert", Verb.TAKE, NOON, False)
    write(either, Restore(step.before, step.id))
    assert the_case(either) == before
    assert [step.undone for step in steps(either)] == [True]
    assert Accounts(either).log()[-1]["event"] == "step_undone"
    assert Accounts(either).verify() is None


def test_only_the_steps_of_these_cases_and_this_half_hour_are_found(database: Database) -> None:
    open_case(database, a_case())
    taken(database)
    assert len(steps(database, NOON)) == 1
    assert steps(database, NOON + timedelta(seconds=1)) == ()
    with Ledger(database).glance() as look:
        assert look.steps(["K-2026-0002"], NOON) == ()


def test_what_happened_since_a_step_stays_when_it_is_taken_back(database: Database) -> None:
    open_case(database, a_case(), a_deadline(), HANDLING)
    before = the_case(database)
    taken(
        database,
        Save(replace(before, handler="bert")),
        Owe(NUMBER, a_deadline(DeadlineKind.STATUS)),
    )
    told = replace(the_case(database), ack=Ack.SENT, acknowledged_at=NOON)
    reply = a_deadline(DeadlineKind.REPLY_OTHER)
    write(
        database,
        Save(told),
        Settle(case_number=NUMBER, kind=DeadlineKind.ACK, at=NOON, proof="letter 1 accepted"),
        Reach(case_number=NUMBER, deadline=HANDLING, stage="T-5wd", next_on=TODAY),
        Owe(NUMBER, reply),
    )
    (step,) = steps(database)
    assert step.before.handler == "ann"
    assert step.before.ack is Ack.SENT
    ack, handling, other = step.before.deadlines
    assert ack.met_at == NOON
    assert (handling.stage, handling.next_on) == ("T-5wd", TODAY)
    assert other == reply


def test_of_two_steps_in_one_mail_each_is_taken_back_alone(database: Database) -> None:
    open_case(database, a_case())
    first = the_case(database)
    second = replace(first, handler="bert")
    third = replace(second, simple=True, topic="pesten")
    write(
        database,
        Save(second),
        remembered(first, Verb.TAKE),
        Save(third),
        remembered(second, Verb.SIMPLE),
    )
    newest, oldest = steps(database)
    assert (newest.verb, newest.before) == (Verb.SIMPLE, second)
    write(database, Restore(newest.before, newest.id))
    _, oldest = steps(database)
    assert oldest.before == first


def test_a_step_remembers_the_letters_it_lets_go_later(database: Database) -> None:
    open_case(database, a_case())
    order = an_order(name=LetterName.STATUS_UPDATE)
    step = taken(
        database,
        Send(order, "told", not_before=NOON + SOON),
        Send(order, "at once"),
        verb=Verb.STATUS,
    )
    waiting, _ = Accounts(database).letters()
    assert step.letters == (waiting["id"],)
    with Ledger(database).glance() as look:
        assert look.letters_waiting([NUMBER], NOON) == set(step.letters)


def test_a_step_in_a_decision_that_fails_leaves_nothing(either: Database) -> None:
    open_case(either, a_case(), HANDLING)
    before = the_case(either)
    step = taken(either, Save(replace(before, handler="bert")))
    nowhere = replace(HANDLING, start_on=TODAY + timedelta(days=99))
    with pytest.raises(LookupError):
        write(either, Restore(step.before, step.id), Postpone(NUMBER, nowhere))
    assert the_case(either).handler == "bert"
    assert [step.undone for step in steps(either)] == [False]
