"""Orders to remind somebody: whoever is to act, at once, or the writer on a day to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from bot.core import offers
from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.case import Case
from bot.core.choices import buttons
from bot.core.clause import Clause, in_language
from bot.core.correspondence import to_staff
from bot.core.decision import Effect, Note, Send
from bot.core.duties import letters
from bot.core.duties.presence import acting as stands_in
from bot.core.duties.words import SILENT
from bot.core.instructions import Verb
from bot.core.letter import LetterName, LetterOrder, Value
from bot.core.parties import handler_of, school_name
from bot.core.policy import Person, Policy
from bot.core.staff.words import said, why

_ASKED_ON = Clause("herinnering, gevraagd op {day}", "reminder, asked for on {day}")
_MORNING = time(8)  # local: as the letters of the day leave


def remind(acting: Acting) -> Answer:
    """With a day: the writer is reminded on it. Without: whoever is to act, at once."""
    order, by, case, facts = acting.order, acting.by, _case(acting), acting.facts
    handler = handler_of(acting.policy, case)
    if order.on is not None:
        return _on_a_day(order.on, acting)
    if by.id == handler.id:
        return Asked(why("which_day", by), prefilled=offers.to_fill_in(offers.REMIND, by))
    owed = [duty for duty in case.deadlines if duty.met_at is None and duty.kind not in SILENT]
    reader = stands_in(
        handler,
        facts.absences,
        facts.today,
        acting.policy,
        school=case.school,
        not_for=case.not_for,
    )
    if not owed or reader is None or reader == by:
        return Asked(why("nothing_owed", by, number=case.number))
    letter = letters.reminder(
        case,
        sorted(owed, key=lambda duty: duty.target_on),
        facts,
        acting.policy,
        to=reader,
        overdue=False,
        stand_in_for=handler.name if reader.id != handler.id else "",
    )
    told = said("asked_handler", by, name=reader.name)
    effects: tuple[Effect, ...] = (
        Send(letter, "somebody above asks for it"),
        Note("reminded", f"by {by.id}", case.number),
    )
    return Done(effects=effects, case=case, said=(told,), undoable=False)


def reminder_on(day: date, what: str, *, case: Case, to: Person, acting: Acting) -> LetterOrder:
    """A letter that says on this day what its reader wanted to think of; no word of the case."""
    policy, facts = acting.policy, acting.facts
    about: dict[str, Value] = {
        "what": what,
        "target": day,
        "due": day,
        "n_days": 0,
        "late": False,
        "promise_broken": False,
        "since": day,
    }
    choices = offers.choices((offers.SHOW, offers.NOTE.with_words()), to)
    values: dict[str, Value] = {
        "case_no": case.number,
        "school": school_name(case.school, policy),
        "organisation": policy.organisation,
        "mailbox": facts.mailbox,
        **about,
        "duties": (about,),
        "buttons": buttons(choices, case.number, to, facts, policy, school=case.school),
    }
    return to_staff(LetterName.REMINDER, to, values, policy, case_number=case.number)


def morning_of(day: date, policy: Policy) -> datetime:
    """When the letters of a day leave, in UTC."""
    return datetime.combine(day, _MORNING, policy.zone).astimezone(UTC)


def _on_a_day(day: date, acting: Acting) -> Answer:
    by, case, facts, policy = acting.by, _case(acting), acting.facts, acting.policy
    if day <= facts.today:
        return Asked(why("which_day", by), prefilled=offers.to_fill_in(offers.REMIND, by))
    asked = in_language(_ASKED_ON, by).format(day=f"{facts.today:%d/%m}")
    letter = reminder_on(day, asked, case=case, to=by, acting=acting)
    effects: tuple[Effect, ...] = (
        Send(letter, "asked for on this day", not_before=morning_of(day, policy)),
        Note("reminder_asked", f"by {by.id} for {day.isoformat()}", case.number),
    )
    told = said("reminds", by, day=f"{day:%d/%m/%Y}")
    return Done(effects=effects, case=case, said=(told,), undoable=False)


def _case(acting: Acting) -> Case:
    assert acting.case is not None
    return acting.case


ACTS: Mapping[Verb, Act] = {Verb.REMIND: remind}
