"""Who may order what: the row of the procedure says who, here stands who that is in this case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.core import sight
from bot.core.case import Case, Deadline, DeadlineKind
from bot.core.clause import Clause, in_language
from bot.core.duties.presence import acting
from bot.core.facts import Facts
from bot.core.instructions import Verb
from bot.core.parties import handler_of
from bot.core.policy import Person, Policy, Role
from bot.core.procedure import MOVES, Step, Who

__all__ = ["STEPS", "is_handler", "may", "may_see", "those_who_may", "who_may"]

# What is ordered → the step of the procedure that it is.
STEPS: Mapping[Verb, Step] = {
    Verb.TAKE: Step.TAKE,
    Verb.ASSIGN: Step.ASSIGN,
    Verb.INVOLVED: Step.STEP_ASIDE,
    Verb.SIMPLE: Step.SIMPLE,
    Verb.COMPLEX: Step.COMPLEX,
    Verb.ADMISSIBLE: Step.ADMIT,
    Verb.NOT_ADMISSIBLE: Step.REFUSE,
    Verb.NO_COMPLAINT: Step.REROUTE,
    Verb.COMPLAINT: Step.ACCEPT,
    Verb.INFORMAL: Step.TALK_FIRST,
    Verb.FORMAL: Step.GO_FORMAL,
    Verb.CLARIFY: Step.ASK,
    Verb.STOP_CLOCK: Step.ASK,
    Verb.START_CLOCK: Step.GO_ON,
    Verb.SOLVED: Step.SOLVE,
    Verb.STATUS: Step.TELL_STATUS,
    Verb.EXTEND: Step.EXTEND,
    Verb.UPHELD: Step.UPHOLD,
    Verb.PARTLY_UPHELD: Step.UPHOLD_PARTLY,
    Verb.NOT_UPHELD: Step.NOT_UPHOLD,
    Verb.UNDETERMINED: Step.LEAVE_OPEN,
    Verb.CANNOT_SOLVE: Step.CANNOT_SOLVE,
    Verb.MEASURE: Step.PROMISE,
    Verb.DONE: Step.CARRY_OUT,
    Verb.DISSATISFIED: Step.DISSATISFY,
    Verb.LOOK_AGAIN: Step.LOOK_AGAIN,
    Verb.WITHDRAWN: Step.WITHDRAW,
    Verb.CLOSE: Step.CLOSE,
    Verb.REOPEN: Step.REOPEN,
    Verb.REPLY: Step.WRITE,
    Verb.CONTACT: Step.CONTACT,
}
_HANDLER = frozenset({Who.HANDLER})
_ABOVE = frozenset({Who.HANDLER, Who.DIRECTOR, Who.BOARD})
_SAFETY = frozenset({Who.SAFETY, Who.HANDLER, Who.DIRECTOR})
# What moves nothing in the procedure; what is in neither table anybody may of whom no case speaks.
_BESIDES: Mapping[Verb, frozenset[Who]] = {
    Verb.ABOUT: _ABOVE,
    Verb.DETAILS: _ABOVE,
    Verb.ADDRESS: frozenset({Who.HANDLER, Who.DIRECTOR}),
    Verb.REMIND: _ABOVE,
    Verb.REPLY_LETTER: _ABOVE,
    Verb.SHOW_LETTER: _ABOVE,
    Verb.SEEN: _SAFETY,
    Verb.FALSE_ALARM: _SAFETY,
}

# How they are called to who asks, nearest to the case first.
_NAMED: Mapping[Who, Clause] = {
    Who.HANDLER: Clause("wie dit behandelt ({name})", "who handles it ({name})"),
    Who.SAFETY: Clause("een veiligheidscontact", "a safety contact"),
    Who.DIRECTOR: Clause("de directie", "the school leadership"),
    Who.BOARD: Clause("het schoolbestuur", "the school board"),
}
_OR = Clause(" of ", " or ")


def who_may(verb: Verb) -> frozenset[Who]:
    """Who may order this, by the table of the procedure; empty: whoever may see the case."""
    step = STEPS.get(verb)
    if step is None:
        return _BESIDES.get(verb, frozenset())
    return frozenset().union(*(move.who for move in MOVES if move.step is step))


def may(person: Person, verb: Verb, case: Case, facts: Facts, policy: Policy) -> bool:
    """Whether this person may order this of the case. Nobody may of whom the case speaks."""
    if person.id in case.not_for:
        return False
    allowed = who_may(verb)
    if not allowed:
        return may_see(person, case, facts, policy)
    if verb is Verb.TAKE and _serves(person, Role.HANDLER, case):
        return True
    if verb is Verb.DONE and any(duty.owner == person.id for duty in _measures(case)):
        return True
    return any(_IS[who](person, case, facts, policy) for who in allowed if who in _IS)


def those_who_may(verb: Verb, case: Case, reader: Person, policy: Policy) -> str:
    """Who may order this of the case, in words for who may not."""
    words = [
        in_language(_NAMED[who], reader).format(name=handler_of(policy, case).name)
        for who in _NAMED
        if who in (who_may(verb) or _ABOVE)
    ]
    *others, last = words or [in_language(_NAMED[Who.HANDLER], reader)]
    joint = in_language(_OR, reader)
    return joint.join((", ".join(others), last)) if others else last


def may_see(person: Person, case: Case, facts: Facts, policy: Policy) -> bool:
    """Whether this person may read the case: who treats it, who oversees it, who owes something."""
    if person.id in case.not_for:
        return False
    owes = any(duty.owner == person.id for duty in _measures(case))
    alarmed = _is_safety(person, case, facts, policy)
    return owes or alarmed or sight.may_see(person, case, facts, policy)


def is_handler(person: Person, case: Case, facts: Facts, policy: Policy) -> bool:
    """Whether this person handles the case, coordinates its school, or stands in for who does."""
    if case.handler == person.id or _serves(person, Role.COORDINATOR, case):
        return True
    stands_in = acting(
        handler_of(policy, case),
        facts.absences,
        facts.today,
        policy,
        school=case.school,
        not_for=case.not_for,
    )
    return stands_in == person


def _is_director(person: Person, case: Case, _facts: Facts, _policy: Policy) -> bool:
    return _serves(person, Role.DIRECTOR, case)


def _is_board(person: Person, _case: Case, _facts: Facts, _policy: Policy) -> bool:
    return Role.BOARD in person.roles


def _is_safety(person: Person, case: Case, _facts: Facts, _policy: Policy) -> bool:
    return case.alarms > 0 and _serves(person, Role.SAFETY, case)


_IS: Mapping[Who, Callable[[Person, Case, Facts, Policy], bool]] = {
    Who.HANDLER: is_handler,
    Who.DIRECTOR: _is_director,
    Who.BOARD: _is_board,
    Who.SAFETY: _is_safety,
}


def _serves(person: Person, role: Role, case: Case) -> bool:
    return role in person.roles and (not person.schools or case.school in person.schools)


def _measures(case: Case) -> list[Deadline]:
    return [
        duty for duty in case.deadlines if duty.kind is DeadlineKind.MEASURE and duty.met_at is None
    ]
