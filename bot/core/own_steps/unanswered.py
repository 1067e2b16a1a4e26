"""A complainant does not answer our questions: asked once more, then the case goes on without."""

from __future__ import annotations

from dataclasses import replace

from bot.core.case import Case, Deadline, DeadlineKind, Status, Urgency
from bot.core.decision import Effect, Send
from bot.core.duties.ladder import Rung
from bot.core.duties.pausing import NO_ANSWER
from bot.core.facts import Facts
from bot.core.letter import LetterName, Origin, Value
from bot.core.parents.addressed import phone_of, signer_of, to_complainant
from bot.core.policy import Policy
from bot.core.procedure import Step, move_for
from bot.core.reach import may_write
from bot.core.step import take


def not_answered(
    case: Case, duty: Deadline, rung: Rung, facts: Facts, policy: Policy
) -> list[Effect]:
    """Before its term has passed the question is asked again; after it nobody waits any more."""
    if facts.today <= duty.due_on:
        return _asked_again(case, duty, rung, facts, policy)
    move = move_for(Step.GO_ON, case.status)
    if move is None:
        return []
    _, effects = take(move, case, facts, policy, by="bot", proof=NO_ANSWER)
    return effects


def _asked_again(
    case: Case, duty: Deadline, rung: Rung, facts: Facts, policy: Policy
) -> list[Effect]:
    critical = case.urgency is Urgency.CRITICAL
    if rung.circles or critical or case.status is not Status.CLARIFYING:
        return []
    if not may_write(case, facts, policy):
        return []
    values: dict[str, Value] = {
        "asked_date": duty.start_on,
        "reply_by": duty.due_on,
        "contact_phone": phone_of(signer_of(case, policy), case, policy),
    }
    order = to_complainant(
        LetterName.CLARIFICATION_REMINDER,
        case,
        values,
        replace(facts, opening=facts.opening or facts.mail),
        policy,
        origin=Origin.GENERATED,
    )
    return [Send(order, f"{DeadlineKind.CLARIFY_REPLY.value} is asked once more")]
