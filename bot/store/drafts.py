"""Letters that wait for a yes, and steps that can be taken back: rows to values and back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.core.case import Case
from bot.core.draft import Draft, DraftStatus, StepTaken
from bot.core.instructions import Order, Verb
from bot.core.letter import LetterName
from bot.core.taken_back import taken_back
from bot.store.as_json import as_json, from_json
from bot.store.register import find_case
from bot.store.tables import DRAFTS, LETTERS, STEPS

_WAITING = DraftStatus.WAITING.value
_MARK_UNDONE = sa.update(STEPS).where(STEPS.c.id == sa.bindparam("which")).values(undone=True)
_INSERT_STEP = sa.insert(STEPS)


def draft_values(draft: Draft, letter_id: int) -> dict[str, Any]:
    """A letter that was shown, under its row in the outbox, as the columns of its row."""
    return {
        "letter_id": letter_id,
        "case_number": draft.case_number,
        "letter": draft.letter.value,
        "instruction": as_json(draft.order),
        "seal": draft.seal,
        "by": draft.by,
        "approver": draft.approver,
        "made_on": draft.made_on,
        "asked_at": draft.asked_at,
        "status": draft.status.value,
    }


def settle(connection: sa.Connection, letter_id: int, status: DraftStatus) -> None:
    """What became of a letter that waited for a yes."""
    update = sa.update(DRAFTS).where(DRAFTS.c.letter_id == letter_id)
    connection.execute(update.values(status=status.value))


def find(connection: sa.Connection, letter_id: int) -> Draft | None:
    """The letter that was shown, with this row in the outbox."""
    row = connection.execute(sa.select(DRAFTS).where(DRAFTS.c.letter_id == letter_id)).first()
    return None if row is None else _draft_of(row)


def waiting(
    connection: sa.Connection, numbers: Collection[str], person: str | None
) -> tuple[Draft, ...]:
    """The letters that wait for a yes in these cases, or that this person wrote or approves."""
    ways: list[sa.ColumnElement[bool]] = [DRAFTS.c.case_number.in_(list(numbers))]
    if person is not None:
        ways += [DRAFTS.c.by == person, DRAFTS.c.approver == person]
    # A look for each, because a database that is asked for either reads all of the table.
    each = (sa.select(DRAFTS.c.letter_id).where(DRAFTS.c.status == _WAITING, way) for way in ways)
    query = (
        sa.select(DRAFTS)
        .where(DRAFTS.c.letter_id.in_(sa.union(*each)))
        .order_by(DRAFTS.c.letter_id)
    )
    return tuple(map(_draft_of, connection.execute(query)))


def asked_before(connection: sa.Connection, at: datetime) -> tuple[Draft, ...]:
    """The letters that wait for a yes, and whose approver was asked before this instant."""
    query = (
        sa.select(DRAFTS)
        .where(DRAFTS.c.status == _WAITING, DRAFTS.c.asked_at < at)
        .order_by(DRAFTS.c.letter_id)
    )
    return tuple(map(_draft_of, connection.execute(query)))


def step_values(step: StepTaken, letters: Sequence[int]) -> dict[str, Any]:
    """What a person's order changed, with the letters it let go, as the columns of its row."""
    return {
        "case_number": step.case_number,
        "by": step.by,
        "verb": step.verb.value,
        "at": step.at,
        "before": as_json(step.before),
        "letters": list(dict.fromkeys((*step.letters, *letters))),
        "undone": step.undone,
    }


def remember(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Keeps the steps of one decision, in order; what they come to is written already."""
    after: dict[str, Any] = {}
    for row in reversed(rows):
        number = row["case_number"]
        if number not in after:
            case = find_case(connection, number)
            assert case is not None
            after[number] = as_json(case)
        # A step ended where the next of the same decision began.
        row["after"], after[number] = after[number], row["before"]
    connection.execute(_INSERT_STEP, rows)


def mark_undone(connection: sa.Connection, step_id: int) -> None:
    """The step was taken back."""
    connection.execute(_MARK_UNDONE, {"which": step_id})


def steps_since(
    connection: sa.Connection, numbers: Collection[str], since: datetime
) -> tuple[StepTaken, ...]:
    """What persons changed in these cases since an instant, the newest first.

    `before` is the case with this step alone taken back: what else happened since is in it.
    """
    query = (
        sa.select(STEPS)
        .where(STEPS.c.case_number.in_(list(numbers)), STEPS.c.at >= since)
        .order_by(STEPS.c.id.desc())
    )
    found: list[StepTaken] = []
    for row in connection.execute(query).all():
        now = find_case(connection, row.case_number)
        assert now is not None
        before, after = from_json(Case, row.before), from_json(Case, row.after)
        found.append(_step_of(row, taken_back(before, after, now)))
    return tuple(found)


def not_left(
    connection: sa.Connection, numbers: Collection[str], after: datetime
) -> frozenset[int]:
    """The letters of these cases that wait to leave, and will not before this instant."""
    query = sa.select(LETTERS.c.id).where(
        LETTERS.c.case_number.in_(list(numbers)),
        LETTERS.c.status == "queued",
        LETTERS.c.not_before > after,
    )
    return frozenset(connection.scalars(query))


def _draft_of(row: Any) -> Draft:  # noqa: ANN401  # a row
    return Draft(
        letter_id=row.letter_id,
        case_number=row.case_number,
        letter=LetterName(row.letter),
        order=from_json(Order, row.instruction),
        seal=row.seal,
        by=row.by,
        approver=row.approver,
        made_on=row.made_on,
        asked_at=row.asked_at,
        status=DraftStatus(row.status),
    )


def _step_of(row: Any, before: Case) -> StepTaken:  # noqa: ANN401  # a row
    return StepTaken(
        id=row.id,
        case_number=row.case_number,
        by=row.by,
        verb=Verb(row.verb),
        at=row.at,
        before=before,
        letters=tuple(row.letters),
        undone=row.undone,
    )
