"""Orders about people: who handles a case, who must not, who is away, who reads what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from bot.core import offers
from bot.core.absence import Absence
from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.case import Case
from bot.core.decision import Away, Back, Note, Save
from bot.core.duties.presence import acting as stands_in
from bot.core.instructions import Verb
from bot.core.parties import (
    is_inside,
)
from bot.core.policy import Person, Role
from bot.core.staff.handing_over import handed_over, without
from bot.core.staff.words import said, why
from bot.core.whom import people_meant

# Who may handle a case, besides whoever takes it over as next in line.
_HANDLES = frozenset({Role.HANDLER, Role.COORDINATOR, Role.DIRECTOR, Role.BOARD, Role.STAFF})

Somebody: TypeAlias = Person | Asked


def take(acting: Acting) -> Answer:
    """The writer handles the case from now on."""
    case, by = _case(acting), acting.by
    if case.handler == by.id:
        return Done(case=case, said=(said("taken", by, name=by.name),), undoable=False)
    after = replace(case, handler=by.id)
    return Done(effects=(Save(after),), case=after, said=(said("taken", by, name=by.name),))


def assign(acting: Acting) -> Answer:
    """Somebody else handles it, and gets it to read."""
    case, by, policy = _case(acting), acting.by, acting.policy
    person = one_meant(acting, "GEEF AAN")
    if isinstance(person, Asked):
        return person
    if not person.roles & _HANDLES or not is_inside(policy, person):
        return Asked(why("outsider", by, name=person.name))
    after = replace(case, handler=person.id)
    if person.id == by.id:
        return take(acting)
    letters, reader = handed_over(after, person, acting)
    key = "assigned" if reader == person else "assigned_stand_in"
    told = said(key, by, name=person.name, stand_in=reader.name)
    return Done(effects=(Save(after), *letters), case=after, said=(told,))


def step_aside(acting: Acting) -> Answer:
    """The writer is involved: the next in line handles it, and nothing more reaches the writer."""
    case, by = _case(acting), acting.by
    after, effects = without(case, (by.id,), acting)
    told = said("stepped_aside", by, name=by.name)
    return Done(effects=tuple(effects), case=after, said=(told,))


def away(acting: Acting) -> Answer:
    """From today up to and including a day somebody else gets what comes."""
    order, by, policy, facts = acting.order, acting.by, acting.policy, acting.facts
    if order.on is None:
        return Asked(why("until_when", by), prefilled=offers.to_fill_in(offers.AWAY, by))
    deputy: Person | None = None
    if order.whom:
        meant = one_meant(acting, f"AFWEZIG tot {order.on:%d/%m/%Y}, vervanger")
        if isinstance(meant, Asked):
            return meant
        deputy = meant
    if deputy == by:
        return Asked(why("own_deputy", by))
    if order.on < facts.today:
        return Asked(why("past_date", by))
    absence = Absence(
        person=by.id, first=facts.today, last=order.on, deputy=deputy.id if deputy else None
    )
    known = (*(one for one in facts.absences if one.person != by.id), absence)
    reader = stands_in(by, known, facts.today, policy) or deputy or by
    told = said("away", by, day=_day(acting), deputy=reader.name)
    return Done(effects=(Away(absence),), said=(told,), undoable=False)


def back(acting: Acting) -> Answer:
    """Here again."""
    return Done(effects=(Back(acting.by.id),), said=(said("back", acting.by),), undoable=False)


def here(acting: Acting) -> Answer:
    """The tap of the first day came from the right address."""
    noted = Note("first_tap", f"by {acting.by.id}")
    return Done(effects=(noted,), said=(said("here", acting.by),), undoable=False)


def one_meant(acting: Acting, command: str) -> Somebody:
    """Whom an order names; asked back when nobody or several are called so, or it is about them.

    `command` is the order without the person, for the choices.
    """
    by, policy, typed = acting.by, acting.policy, acting.order.whom.strip()
    barred = set(acting.case.not_for) if acting.case else set()
    if not typed:
        return Asked(why("whom", by), prefilled=(command.capitalize(), f"{command}: "))
    found = people_meant(typed, by, policy)
    if len(found) == 1 and found[0].id not in barred:
        return found[0]
    if len(found) == 1 and acting.case is not None:
        number = acting.case.number
        return Asked(why("about_them", by, number=number, name=found[0].name))
    key = "which_person" if found else "nobody"
    among = found or tuple(one for one in policy.people if one.roles & _HANDLES)
    choices = tuple(
        (one.name, f"{command} {one.id}") for one in among if one.id not in {*barred, by.id}
    )
    return Asked(why(key, by, said=typed), choices=choices)


def _day(acting: Acting) -> str:
    return f"{acting.order.on:%d/%m/%Y}"


def _case(acting: Acting) -> Case:
    assert acting.case is not None
    return acting.case


ACTS: Mapping[Verb, Act] = {
    Verb.TAKE: take,
    Verb.ASSIGN: assign,
    Verb.INVOLVED: step_aside,
    Verb.AWAY: away,
    Verb.BACK: back,
    Verb.HERE: here,
}
