"""Letters that wait for a person's yes, and steps that can be taken back."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.core.case import Case
from bot.core.letter import Button, LetterName, LetterOrder, Value
from bot.core.order import Order, Verb

_SEAL_LETTERS = 8  # base32: 40 bits, beside the key of the button


class DraftStatus(StrEnum):
    """What became of a letter that was shown."""

    WAITING = "waiting"
    APPROVED = "approved"
    DROPPED = "dropped"  # nobody wanted it, or another text took its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter to a complainant that was written and shown, and waits for a yes.

    `letter_id` is its row in the outbox (0 until it is recorded), `seal` stands for exactly what it
    says. `order` is what was ordered, so that the step can be taken when it is approved. `by` wrote
    it, `approver` must approve it (ids of persons). `made_on` is a local date, `asked_at` when the
    approver was last asked.
    """

    letter_id: int = 0
    case_number: str
    letter: LetterName
    order: Order
    seal: str
    by: str
    approver: str
    made_on: date
    asked_at: datetime
    status: DraftStatus = DraftStatus.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """What a person's order changed in a case, so that it can be taken back.

    `before` is the case with its duties as it was. `letters` are the outbox rows that it let go.
    """

    id: int = 0
    case_number: str
    by: str
    verb: Verb
    at: datetime
    before: Case
    letters: tuple[int, ...] = ()
    undone: bool = False


def seal_of_step(step: StepTaken) -> str:
    """The seal of what was ordered: its button takes back that order and no other."""
    return _seal([step.case_number, step.by, step.verb.value, step.at.isoformat()])


def seal_of(order: LetterOrder) -> str:
    """The seal of a letter: the same for the same words, another when anything in them changed."""
    return _seal([order.name.value, order.to, order.language, order.form, _plain(order.values)])


def _seal(words: Sequence[object]) -> str:
    said = json.dumps(words, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(said.encode()).digest()
    return base64.b32encode(digest).decode()[:_SEAL_LETTERS].lower()


def _plain(value: Value | Mapping[str, Value]) -> object:
    match value:
        case Mapping():
            return {str(name): _plain(each) for name, each in value.items()}
        case tuple():
            return [_plain(each) for each in value]
        case date():
            return value.isoformat()
        case Button():
            return value.spoken
        case _:
            return value
