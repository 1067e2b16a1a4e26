"""What a case is after effects: the same that the store makes of them, as a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.core.case import Case, Deadline
from bot.core.decision import Effect, Owe, Postpone, Reach, Restore, Save, Settle


def applied(case: Case, effects: Iterable[Effect]) -> Case:
    """The case with its duties after these effects on it, in order."""
    for effect in effects:
        match effect:
            case Save(saved) if saved.number == case.number:
                case = replace(saved, deadlines=case.deadlines)
            case Restore(before, _) if before.number == case.number:
                case = before
            case Owe(number, duty) if number == case.number:
                case = replace(case, deadlines=(*case.deadlines, duty))
            case Postpone(number, moved) if number == case.number:
                case = _each(case, moved, moved)
            case Reach() if effect.case_number == case.number:
                reached = replace(
                    effect.deadline,
                    stage=effect.stage or effect.deadline.stage,
                    next_on=effect.next_on,
                )
                case = _each(case, effect.deadline, reached)
            case Settle() if effect.case_number == case.number:
                case = _settled(case, effect)
            case _:
                pass
    return case


def _each(case: Case, was: Deadline, now: Deadline) -> Case:
    return replace(
        case,
        deadlines=tuple(now if _same(duty, was) else duty for duty in case.deadlines),
    )


def _same(one: Deadline, other: Deadline) -> bool:
    return (one.kind, one.start_on, one.n) == (other.kind, other.start_on, other.n)


def _settled(case: Case, effect: Settle) -> Case:
    def is_meant(duty: Deadline) -> bool:
        # The first proof stands: what is met is not met once more.
        if duty.kind is not effect.kind or (effect.at is not None and duty.met_at is not None):
            return False
        return effect.start_on is None or (duty.start_on, duty.n) == (effect.start_on, effect.n)

    return replace(
        case,
        deadlines=tuple(
            replace(duty, met_at=effect.at, proof=effect.proof, next_on=effect.next_on)
            if is_meant(duty)
            else duty
            for duty in case.deadlines
        ),
    )
