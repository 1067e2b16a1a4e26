"""Orders about what was promised: a measure is noted, and carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core import offers
from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.applied import applied
from bot.core.case import Case, Deadline, DeadlineKind, Status
from bot.core.clause import in_language
from bot.core.decision import Effect, Owe
from bot.core.duties import said_of_duties
from bot.core.duties.said_of_duties import Said
from bot.core.duties.words import WORDS
from bot.core.happening import PersonDecided, PersonsWord
from bot.core.instructions import Field, Verb
from bot.core.parties import find_person
from bot.core.plain import plain
from bot.core.policy import Role
from bot.core.procedure import Step, move_for
from bot.core.staff.about_people import one_meant
from bot.core.staff.rights import is_handler
from bot.core.staff.with_letter import promises_kept
from bot.core.staff.words import said, why
from bot.core.step import take

# What else may be said to be done, by the word for it.
_DUTIES: Mapping[str, DeadlineKind] = {
    "verslag": DeadlineKind.TALK_MINUTES,
    "minutes": DeadlineKind.TALK_MINUTES,
    "dossier": DeadlineKind.DOSSIER_REQUEST,
    "bemiddeling": DeadlineKind.MEDIATION_STATUS,
    "mediation": DeadlineKind.MEDIATION_STATUS,
    "extern": DeadlineKind.EXTERNAL_CHECK,
    "external": DeadlineKind.EXTERNAL_CHECK,
    "bestuur": DeadlineKind.BOARD_REACTION,
    "board": DeadlineKind.BOARD_REACTION,
    "reactie": DeadlineKind.CLOSED_REPLY,
    "reply": DeadlineKind.CLOSED_REPLY,
    "status": DeadlineKind.STATUS,
    "vraag": DeadlineKind.REPLY_OTHER,
    "question": DeadlineKind.REPLY_OTHER,
}


def measure(acting: Acting) -> Answer:
    """Something is promised: what, by whom, by when."""
    case, by, order = _case(acting), acting.by, acting.order
    if not order.text.strip():
        return Asked(why("measure_text", by), prefilled=offers.to_fill_in(offers.MEASURE, by))
    whom = ""
    if order.whom:
        owner = one_meant(acting, f"MAATREGEL: {order.text.strip()},")
        if isinstance(owner, Asked):
            return owner
        whom = owner.id
    if order.on is not None and order.on <= acting.facts.today:
        ready = (f": {order.text.strip()}, {order.whom or me}, " for me in ("mij", "me"))
        again = offers.MEASURE.with_words(*ready)
        return Asked(why("day_ahead", by), prefilled=offers.choice(again, by))
    word = PersonDecided(
        what=PersonsWord.MEASURE_PROMISED,
        by=by.id,
        how=order.text.strip(),
        whom=whom,
        on=order.on,
    )
    (owed,) = said_of_duties.measure_promised(_said(word, case, acting))
    assert isinstance(owed, Owe)
    move = move_for(Step.PROMISE, case.status)
    assert move is not None
    after, effects = take(move, case, acting.facts, acting.policy, by=by.id, proof=acting.proof)
    promise = owed.deadline
    person = find_person(acting.policy, promise.owner or "")
    told = said(
        "promised",
        by,
        n=promise.n,
        what=promise.what,
        owner=person.name if person else "",
        due=f"{promise.due_on:%d/%m/%Y}",
    )
    return Done(effects=(*effects, owed), case=applied(after, [owed]), said=(told,))


def done(acting: Acting) -> Answer:
    """A measure is carried out; after the last the complainant is told, once somebody said yes."""
    case, by, n = _case(acting), acting.by, acting.order.n
    if kind := _DUTIES.get(plain(acting.order.text).strip()):
        return _duty_done(kind, acting)
    unmet = [d for d in case.deadlines if d.kind is DeadlineKind.MEASURE and d.met_at is None]
    mine = [duty for duty in unmet if duty.owner == by.id]
    open_here = unmet if is_handler_or_above(acting) else mine
    meant = [duty for duty in open_here if n is None or duty.n == n]
    if len(meant) != 1:
        key = "which_measure" if meant or (unmet and n is None) else "no_measure"
        choices = tuple((_labelled(duty), f"KLAAR {duty.n}") for duty in open_here)
        return Asked(why(key, by, number=case.number), choices=choices)
    (duty,) = meant
    after, effects = _met(duty, acting)
    told = [said("kept", by, n=duty.n)]
    if len(unmet) > 1 or case.status is not Status.REMEDYING:
        return Done(effects=tuple(effects), case=after, said=tuple(told))
    told.append(said("all_kept", by))
    return _last(after, effects, told, acting)


def is_handler_or_above(acting: Acting) -> bool:
    """Whether the writer may say so of whatever was promised, and not only of their own part."""
    from_above = acting.by.roles & {Role.DIRECTOR, Role.BOARD}
    return bool(from_above) or is_handler(acting.by, _case(acting), acting.facts, acting.policy)


def _last(after: Case, effects: list[Effect], told: list[str], acting: Acting) -> Answer:
    """All that was promised is done: the letter that says so is shown, where one can go."""
    letter = promises_kept(replace(acting, case=after))
    if letter:
        return Done(effects=(*effects, *letter), case=after, said=tuple(told))
    move = move_for(Step.CARRY_OUT_LAST, after.status)
    assert move is not None
    ended, taken = take(
        move, after, acting.facts, acting.policy, by=acting.by.id, proof=acting.proof
    )
    return Done(effects=(*effects, *taken), case=ended, said=tuple(told))


def _met(duty: Deadline, acting: Acting) -> tuple[Case, list[Effect]]:
    """The duty is met, on the word of the writer."""
    case, order = _case(acting), acting.order
    how = order.one(Field.TEXT) or order.text.strip() or "per mail"
    word = PersonDecided(
        what=PersonsWord.DUTY_MET, by=acting.by.id, how=how, duty=duty.kind, n=duty.n
    )
    effects = said_of_duties.met(_said(word, case, acting))
    return applied(case, effects), effects


def _duty_done(kind: DeadlineKind, acting: Acting) -> Answer:
    """Something else that was owed is done."""
    case = _case(acting)
    owed = [duty for duty in case.deadlines if duty.kind is kind and duty.met_at is None]
    what = in_language(WORDS[kind].what, acting.by)
    if not owed:
        return Asked(why("nothing_owed", acting.by, number=case.number))
    after, effects = _met(min(owed, key=lambda duty: duty.start_on), acting)
    return Done(effects=tuple(effects), case=after, said=(said("met", acting.by, what=what),))


def _said(word: PersonDecided, case: Case, acting: Acting) -> Said:
    return Said(word=word, case=case, facts=acting.facts, policy=acting.policy)


def _labelled(duty: Deadline) -> str:
    return f"Klaar {duty.n}"


def _case(acting: Acting) -> Case:
    assert acting.case is not None
    return acting.case


ACTS: Mapping[Verb, Act] = {Verb.MEASURE: measure, Verb.DONE: done}
