"""What a person says of who treats a case and how serious it is, and of being away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.core.absence import Absence
from bot.core.case import Deadline, DeadlineKind, Status, Urgency
from bot.core.clause import Clause
from bot.core.decision import Away, Back, Effect, Postpone, Save
from bot.core.duties.moving import classified_complex, classified_simple
from bot.core.duties.refusal import NotPossible, about_them, unknown
from bot.core.duties.said_of_duties import Said, settled
from bot.core.facts import Facts
from bot.core.happening import PersonDecided
from bot.core.parties import find_person
from bot.core.policy import Policy

_URGENT = Clause(
    "{number} is dringend, en kan dus niet eenvoudig zijn: kies complex",
    "{number} is urgent, so it cannot be simple: choose complex",
)
_UNTIL_WHEN = Clause("zeg tot en met welke dag", "say up to and including which day")
_OVER = Clause(
    "{day} is voorbij: zeg tot en met welke dag",
    "{day} has passed: say up to and including which day",
)
_OWN_DEPUTY = Clause(
    "wie weg is, kan niet zichzelf vervangen", "who is away cannot be the own deputy"
)


def taken(said: Said) -> list[Effect]:
    """Somebody treats the case from now on, or gives it to another; never whom it is about."""
    handler = find_person(said.policy, said.word.whom or said.word.by)
    if handler is None:
        raise unknown(said.word.whom or said.word.by)
    if handler.id in said.case.not_for:
        raise about_them(said.case.number, handler.name)
    return [Save(replace(said.case, handler=handler.id))]


def simple(said: Said) -> list[Effect]:
    """It can be put right soon: staff aim at an earlier day. What is serious never is simple."""
    if said.case.urgency in (Urgency.HIGH, Urgency.CRITICAL):
        raise NotPossible(_URGENT, number=said.case.number)
    return _classified(said, classified_simple, simple=True)


def complex_(said: Said) -> list[Effect]:
    """It must be looked into: staff have till the promised day."""
    return _classified(said, classified_complex, simple=False)


def _classified(
    said: Said, aim: Callable[[Deadline, date, Policy], Deadline], *, simple: bool
) -> list[Effect]:
    """Who says whether it is simple treats it from then on, and takes the case."""
    case = replace(
        said.case,
        simple=simple,
        admissible=True,
        status=Status.HANDLING if said.case.status is Status.INTAKE else said.case.status,
        handler=said.word.by if find_person(said.policy, said.word.by) else said.case.handler,
    )
    effects: list[Effect] = [Save(case)]
    for duty in case.deadlines:
        if duty.met_at is not None:
            continue
        if duty.kind in (DeadlineKind.CLASSIFY, DeadlineKind.ADMISSIBILITY):
            effects.append(settled(duty, said))
        elif duty.kind is DeadlineKind.HANDLING:
            aimed = aim(duty, said.facts.today, said.policy)
            effects += [Postpone(case.number, aimed)] if aimed != duty else []
    return effects


def away(word: PersonDecided, facts: Facts, policy: Policy) -> list[Effect]:
    """From today up to and including a day somebody else gets what comes, by name or by config."""
    if find_person(policy, word.by) is None:
        raise unknown(word.by)
    if word.on is None:
        raise NotPossible(_UNTIL_WHEN)
    if word.on < facts.today:
        raise NotPossible(_OVER, day=f"{word.on:%d-%m-%Y}")
    if word.whom and find_person(policy, word.whom) is None:
        raise unknown(word.whom)
    if word.whom == word.by:
        raise NotPossible(_OWN_DEPUTY)
    absence = Absence(
        person=word.by, first=facts.today, last=word.on, deputy=word.whom or None, declared=True
    )
    return [Away(absence)]


def back(word: PersonDecided, _facts: Facts, policy: Policy) -> list[Effect]:
    """Here again."""
    if find_person(policy, word.by) is None:
        raise unknown(word.by)
    return [Back(word.by)]
