"""The step of an order whose letter leaves: the case as it is then, with all that follows."""

from __future__ import annotations

from dataclasses import replace

from bot.core.acting import Acting
from bot.core.applied import applied
from bot.core.case import Ack, Case, DeadlineKind
from bot.core.decision import Cancel, Effect, Remember, Save, Settle
from bot.core.draft import StepTaken
from bot.core.parents.telling import case_of
from bot.core.policy import Person
from bot.core.procedure import Move
from bot.core.staff.written import WRITTEN
from bot.core.step import take

# An acknowledgment of which nobody knows yet that it will arrive.
_UNDECIDED = frozenset({Ack.HELD, Ack.FAILED, Ack.QUEUED})


def stepped(move: Move, acting: Acting, *, proof: str) -> tuple[Case, list[Effect]]:
    """The case after the order, and the effects that make it so.

    Raises:
        bot.core.duties.refusal.NotPossible: what it promises cannot be promised today.
    """
    written, case = WRITTEN[acting.order.verb], case_of(acting)
    also = written.also(acting)
    said = written.changed(acting)
    # What the order promises or moves is in the case before the step is taken: it decides the goal.
    ready = applied(replace(said, deadlines=case.deadlines), also)
    known, told = _knows_it_arrived(ready, move, acting, proof)
    after, taken = take(move, known, acting.facts, acting.policy, by=acting.by.id, proof=proof)
    return after, [*also, *told, *taken]


def remembered(
    acting: Acting, before: Case, *, by: Person, letters: tuple[int, ...] = ()
) -> Remember:
    """How the case was, so that the step can be taken back while its letter has not left."""
    return Remember(
        StepTaken(
            case_number=before.number,
            by=by.id,
            verb=acting.order.verb,
            at=acting.facts.now,
            before=before,
            letters=letters,
        )
    )


def _knows_it_arrived(
    case: Case, move: Move, acting: Acting, proof: str
) -> tuple[Case, list[Effect]]:
    """Who has the answer knows that the complaint arrived: an acknowledgment comes too late."""
    unmet = [duty for duty in case.deadlines if duty.kind is DeadlineKind.ACK and not duty.met_at]
    if DeadlineKind.HANDLING not in move.meets or not unmet:
        return case, []
    effects: list[Effect] = [Cancel(letter.id) for letter in acting.facts.waiting_acks]
    effects += [
        Settle(
            case_number=case.number,
            kind=duty.kind,
            at=acting.facts.now,
            proof=f"answered: {proof}",
            start_on=duty.start_on,
            n=duty.n,
        )
        for duty in unmet
    ]
    known = replace(case, ack=Ack.WAIVED) if case.ack in _UNDECIDED else case
    return applied(known, effects), [Save(known), *effects]
