"""Orders of staff in tests: who gives one, in which case, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.acting import Acting, Answer, Asked, Done
from bot.core.case import Case, Status
from bot.core.decision import Send
from bot.core.draft import Draft
from bot.core.duties.owed import owed_at_intake
from bot.core.facts import Facts
from bot.core.instructions import Field, Order, Verb
from bot.core.letter import LetterName, LetterOrder
from bot.core.parties import find_person
from bot.core.staff.previews import ACTS as PREVIEWS
from bot.core.staff.with_letter import ACTS as WITH_LETTER
from tests.builders import MAILBOX, NOON, TODAY, a_case, a_mail, a_policy

if TYPE_CHECKING:
    from bot.core.policy import Policy

ACTS = {**WITH_LETTER, **PREVIEWS}


def a_case_at_work(status: Status = Status.HANDLING, **changes: object) -> Case:
    """A case with the duties it has had since it came."""
    policy = a_policy()
    owed = owed_at_intake(TODAY, policy.duties, policy.calendar, policy.vacation)
    return a_case(**{"status": status, "deadlines": owed} | changes)  # type: ignore[arg-type]


def known(**changes: object) -> Facts:
    """What is known on the day the complaint came."""
    usual = Facts(now=NOON, today=TODAY, mailbox=MAILBOX, mail_id=7, opening=a_mail())
    return replace(usual, **changes)  # type: ignore[arg-type]


def acting(  # noqa: PLR0913  # all that an order may rest on
    verb: Verb,
    case: Case,
    facts: Facts,
    *,
    by: str = "ann",
    policy: Policy | None = None,
    fields: dict[Field, str] | None = None,
    **order: object,
) -> Acting:
    """An order of a person, by id, with its fields."""
    agreed = policy or a_policy()
    person = find_person(agreed, by)
    assert person is not None
    filled = {field: (text,) for field, text in (fields or {}).items()}
    given = Order(verb=verb, fields=filled, **order)  # type: ignore[arg-type]
    return Acting(order=given, by=person, case=case, mail=a_mail(), facts=facts, policy=agreed)


def answered(order: Acting) -> Answer:
    """What comes of it."""
    return ACTS[order.order.verb](order)


def done(order: Acting) -> Done:
    """What comes of an order that is carried out."""
    answer = answered(order)
    assert isinstance(answer, Done), answer
    return answer


def asked(order: Acting) -> Asked:
    """What is asked of an order that is not."""
    answer = answered(order)
    assert isinstance(answer, Asked), answer
    return answer


def draft_in(answer: Done, letter_id: int = 7) -> Draft:
    """The letter that waits from then on, under its row in the outbox."""
    drafts = [send.draft for send in sends(answer) if send.draft]
    assert len(drafts) == 1
    return replace(drafts[0], letter_id=letter_id)


def letters(answer: Done, name: LetterName) -> list[LetterOrder]:
    """The letters of this name that it sends."""
    return [send.order for send in sends(answer) if send.order.name is name]


def sends(answer: Done) -> list[Send]:
    """All letters that it sends."""
    return [effect for effect in answer.effects if isinstance(effect, Send)]


def labels(order: LetterOrder) -> dict[str, str]:
    """The buttons of a letter: label → command."""
    buttons = order.values["buttons"]
    assert isinstance(buttons, tuple)
    return {button.label: button.command for button in buttons}  # type: ignore[union-attr]
