"""Four eyes: who besides its author must approve a letter, and never somebody it is about."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.acting import Acting
from bot.core.case import Case
from bot.core.duties.presence import acting as stands_in
from bot.core.instructions import Verb
from bot.core.parties import board, coordinator, directors, find_person, handler_of
from bot.core.policy import Person, Policy, Role
from bot.core.procedure import Approval, Move, Step


def second_for(move: Move, acting: Acting) -> Person | None:
    """Who must approve the letter of this step besides its author; None: nobody, or nobody can.

    Where the case speaks of a director no director approves it, but the board; who is away is
    stood in for.
    """
    case, policy, facts = acting.case, acting.policy, acting.facts
    assert case is not None
    if not _asks_another(move, acting):
        return None
    barred = (acting.by.id, *case.not_for)
    above = (*_holders(_agreed(move, acting), case, policy), *board(policy))
    line = (*above, coordinator(policy, case.school))
    first = next((person for person in line if person.id not in barred), None)
    if first is None:
        return None
    return stands_in(first, facts.absences, facts.today, policy, school=case.school, not_for=barred)


def nobody_else_can(move: Move, acting: Acting) -> bool:
    """Whether a second person was agreed on, and there is none who may approve it."""
    return _asks_another(move, acting) and second_for(move, acting) is None


def _asks_another(move: Move, acting: Acting) -> bool:
    case = acting.case
    assert case is not None
    role = _agreed(move, acting)
    if not role:
        return False
    # Who decides alone, or writes as the handler whom the school trusts with it, asks nobody.
    decides = move.step is Step.EXTEND or role == Role.HANDLER
    return not (decides and acting.by in _holders(role, case, acting.policy))


def _agreed(move: Move, acting: Acting) -> str:
    """The role or id of who approves a letter of this step; "" for nobody."""
    approvals = acting.policy.approvals
    if move.step is Step.EXTEND:
        return "" if approvals.extension == Role.HANDLER else approvals.extension
    if move.approval is not Approval.SECOND:
        return ""
    if acting.order.verb is Verb.NOT_ADMISSIBLE:
        return (approvals.answer or Role.DIRECTOR) if approvals.refusal else ""
    return approvals.answer


def _holders(role: str, case: Case, policy: Policy) -> Iterator[Person]:
    """Who has this role for a case, or who is meant by this id."""
    person = find_person(policy, role)
    if person is not None:
        yield person
    elif role == Role.DIRECTOR:
        # The case speaks of one of them: then it is judged by those above them all.
        heads = directors(policy, case.school)
        if not any(head.id in case.not_for for head in heads):
            yield from heads
        else:
            yield from _above_directors(policy)
    elif role == Role.COORDINATOR:
        yield coordinator(policy, case.school)
    elif role == Role.HANDLER:
        yield handler_of(policy, case)
    else:
        yield from (
            each
            for each in policy.people
            if role in each.roles and (not each.schools or case.school in each.schools)
        )


def _above_directors(policy: Policy) -> Iterator[Person]:
    route = policy.route_about.get(Role.DIRECTOR, Role.BOARD.value)
    person = find_person(policy, route)
    yield from (person,) if person else board(policy)
