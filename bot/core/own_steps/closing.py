"""The time to react to an answer has passed: the case closes, which ends it without a judgment."""

from __future__ import annotations

from bot.core.case import Case, Deadline, DeadlineKind, Status, Urgency
from bot.core.decision import Effect, Settle
from bot.core.duties.ladder import Rung
from bot.core.facts import Facts
from bot.core.policy import Policy
from bot.core.procedure import Step, move_for
from bot.core.step import take

PASSED = "the time to react has passed"
# In these the complainant had the last word of the school, and did not object. What a person must
# still decide (a mediation, somebody who is not satisfied) never ends by itself.
_CLOSES = frozenset({Status.ANSWERED, Status.NOT_ADMISSIBLE, Status.WITHDRAWN, Status.CANNOT_SOLVE})
# While any of these is owed the school has not done what it promised.
_HOLDS_OPEN = frozenset(
    {DeadlineKind.MEASURE, DeadlineKind.DISSATISFIED_REPLY, DeadlineKind.CLOSED_REPLY}
)


def review_passed(
    case: Case, duty: Deadline, _rung: Rung, facts: Facts, policy: Policy
) -> list[Effect]:
    """Closed by the bot; looked at again on a later rung while something promised is open.

    Where somebody may be in danger a person closes it, whatever the complainant wants.
    """
    owes = any(each.kind in _HOLDS_OPEN and each.met_at is None for each in case.deadlines)
    closes = case.status in _CLOSES and case.urgency is not Urgency.CRITICAL
    if case.status is Status.REMEDYING or (closes and owes):
        return []
    move = move_for(Step.CLOSE, case.status) if closes else None
    if move is None:
        return [
            Settle(
                case_number=case.number,
                kind=duty.kind,
                at=facts.now,
                proof=PASSED,
                start_on=duty.start_on,
                n=duty.n,
            )
        ]
    _, effects = take(move, case, facts, policy, by="bot", proof=PASSED)
    return effects
