"""Orders that move a case without a letter: from how it is treated to its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core import offers
from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.case import Ack, Anonymous, Case, DeadlineKind, Detail, Status, Urgency
from bot.core.decision import Cancel, Effect, Note, Postpone, Save, Send, Settle
from bot.core.duties.moving import classified_complex, classified_simple
from bot.core.empty_details import to_fill_in, uncounted
from bot.core.instructions import Field, Verb
from bot.core.instructions.fields import name_of
from bot.core.parties import directors
from bot.core.plain import plain
from bot.core.procedure import move_for
from bot.core.staff.choices_now import choices_now
from bot.core.staff.handing_over import given_to
from bot.core.staff.rights import STEPS
from bot.core.staff.words import said, why
from bot.core.step import take

# How a complainant learns that the complaint arrived, where no letter told it.
_TOLD_OTHERWISE = re.compile(
    r"(?:op)?gebeld|getelefoneerd|telefonisch|met de post|per post|mondeling|langs ?geweest"
    r"|gesproken|called|phoned|by (?:phone|post|mail)|spoke"
)
# "none": it goes by post, and somebody says so.
_ACK_OPEN = frozenset({Ack.NONE, Ack.HELD, Ack.FAILED, Ack.QUEUED})
_SERIOUS = frozenset({Urgency.HIGH, Urgency.CRITICAL})
# Nobody is at work on these, and nobody could answer them.
_UNANSWERED = frozenset({Status.HANDLING, Status.INVESTIGATING})


def simple(acting: Acting) -> Answer:
    """It can be put right soon: the writer handles it, and aims at an earlier day."""
    if _case(acting).urgency in _SERIOUS:
        number = _case(acting).number
        complex_ = offers.choice(offers.COMPLEX, acting.by)
        return Asked(why("urgent", acting.by, number=number), choices=(complex_,))
    return _classified(acting, simple=True)


def complex_(acting: Acting) -> Answer:
    """It must be looked into: the writer handles it, and the school leadership reads it."""
    return _classified(acting, simple=False)


def admissible(acting: Acting) -> Answer:
    """A person decided that it is treated."""
    after, effects = _stepped(acting, replace(_case(acting), admissible=True))
    return Done(effects=tuple(effects), case=after, said=(said("admitted", acting.by),))


def note(acting: Acting) -> Answer:
    """The words are in the file with their mail; some say that the complainant knows already."""
    case, by = _case(acting), acting.by
    text = acting.order.text.strip() or acting.order.one(Field.TEXT)
    if not text:
        return Asked(why("nothing_to_note", by), prefilled=offers.to_fill_in(offers.NOTE, by))
    written = Note("note", f"by {by.id}", case.number)
    owed = [d for d in case.deadlines if d.kind is DeadlineKind.ACK and d.met_at is None]
    known = _TOLD_OTHERWISE.search(plain(text))
    if not owed or known is None or case.ack not in _ACK_OPEN:
        return Done(effects=(written,), case=case, said=(said("noted", by),), undoable=False)
    after = replace(case, ack=Ack.WAIVED)
    effects: list[Effect] = [written, Save(after)]
    effects += [Cancel(letter.id) for letter in acting.facts.waiting_acks]
    effects.append(
        Settle(
            case_number=case.number,
            kind=DeadlineKind.ACK,
            at=acting.facts.now,
            proof=f"{known[0]}, {acting.proof}",
        )
    )
    told = said("noted_ack", by, how=known[0])
    return Done(effects=tuple(effects), case=after, said=(told,), undoable=False)


def dissatisfied(acting: Acting) -> Answer:
    """The complainant finds that the answer does not suffice."""
    case = _case(acting)
    reason = acting.order.one(Field.REASON) or acting.order.text.strip()
    if reason:
        case = replace(case, details={**case.details, Detail.REASON: reason})
    after, effects = _stepped(acting, case)
    return Done(effects=tuple(effects), case=after, said=(said("dissatisfied", acting.by),))


def close(acting: Acting) -> Answer:
    """The end, once the complainant has an answer and what was promised is done."""
    case, by = _case(acting), acting.by
    reason = acting.order.one(Field.REASON) or acting.order.text.strip()
    measures = [d for d in case.deadlines if d.kind is DeadlineKind.MEASURE and d.met_at is None]
    if measures:
        what = "; ".join(f"{duty.n}. {duty.what}" for duty in measures)
        ready = tuple((f"Klaar {duty.n}", f"KLAAR {duty.n}") for duty in measures)
        return Asked(why("open_measures", by, what=what), choices=ready)
    nameless = case.anonymous is Anonymous.FULL or case.complainant is None
    if case.status in _UNANSWERED and not nameless:
        answers_first = offers.choices((offers.WRITE_ANSWER, offers.SOLVED.with_words()), by)
        return Asked(why("answer_first", by), choices=answers_first)
    if case.status in _UNANSWERED and not reason:
        return Asked(why("what_was_done", by), prefilled=offers.to_fill_in(offers.CLOSE, by))
    if case.status is Status.DISSATISFIED and not reason:
        return Asked(why("why_close", by), prefilled=offers.to_fill_in(offers.CLOSE, by))
    if reason:
        kept = Detail.SUMMARY if case.status in _UNANSWERED else Detail.REASON
        case = replace(case, details={**case.details, kept: reason})
    after, effects = _stepped(acting, case)
    empty = [name_of(each, by.language).lower() for each in uncounted(case)]
    notes = (said("still_empty", by, fields=", ".join(empty)),) if empty else ()
    choices = (to_fill_in(case),) if empty else ()
    return Done(
        effects=tuple(effects),
        case=after,
        said=(said("closed", by),),
        notes=notes,
        next_choices=choices,
    )


def stop_clock(acting: Acting) -> Answer:
    """The term stands still for a reason, till it is started again or the time for it is over."""
    case, by = _case(acting), acting.by
    if not acting.policy.terms.clarify_pauses_clock:
        return Asked(why("clock_runs_on", by))
    if not (acting.order.one(Field.REASON) or acting.order.text.strip()):
        return Asked(why("why_stop", by), prefilled=offers.to_fill_in(offers.STOP_CLOCK, by))
    after, effects = _stepped(acting, case)
    return Done(effects=tuple(effects), case=after, said=(said("stopped", by),))


def start_clock(acting: Acting) -> Answer:
    """The term runs again, whether the complainant answered or not."""
    after, effects = _stepped(acting, _case(acting))
    return Done(effects=tuple(effects), case=after, said=(said("runs", acting.by),))


def more(acting: Acting) -> Answer:
    """Everything that can be ordered of the case now."""
    case, by = _case(acting), acting.by
    choices = choices_now(case, by, acting.facts, acting.policy)
    return Asked(why("more", by, number=case.number), choices=tuple(choices))


def _classified(acting: Acting, *, simple: bool) -> Answer:
    case, by, facts, policy = _case(acting), acting.by, acting.facts, acting.policy
    # What may keep it from being treated stands beside the button in the notice.
    key = "simple" if simple else "complex"
    known = replace(case, simple=simple, admissible=True, handler=by.id)
    after, effects = _stepped(acting, known)
    aim = classified_simple if simple else classified_complex
    for duty in after.deadlines:
        if duty.kind is DeadlineKind.HANDLING and duty.met_at is None:
            aimed = aim(duty, facts.today, policy)
            effects += [Postpone(case.number, aimed)] if aimed != duty else []
    told = [said(key, by, name=by.name)]
    if not simple:
        letters = _to_directors(after, acting)
        effects += letters
        told += [said("director_told", by)] if letters else []
    return Done(effects=tuple(effects), case=None, said=tuple(told))


def _to_directors(case: Case, acting: Acting) -> list[Effect]:
    """The complaint to the school's leadership, but to nobody of whom it speaks."""
    if case.urgency in _SERIOUS or acting.facts.opening is None:
        return []  # they read it when it came in
    heads = directors(acting.policy, case.school)
    readers = [one for one in heads if one.id not in case.not_for and one != acting.by]
    reason = "a complex complaint is told to the leadership"
    return [Send(given_to(case, one, acting), reason) for one in readers]


def _stepped(acting: Acting, case: Case) -> tuple[Case, list[Effect]]:
    """The case after the row of the procedure that this order is."""
    move = move_for(STEPS[acting.order.verb], case.status)
    assert move is not None
    return take(move, case, acting.facts, acting.policy, by=acting.by.id, proof=acting.proof)


def _case(acting: Acting) -> Case:
    assert acting.case is not None
    return acting.case


ACTS: Mapping[Verb, Act] = {
    Verb.SIMPLE: simple,
    Verb.COMPLEX: complex_,
    Verb.ADMISSIBLE: admissible,
    Verb.NOTE: note,
    Verb.DISSATISFIED: dissatisfied,
    Verb.CLOSE: close,
    Verb.STOP_CLOCK: stop_clock,
    Verb.START_CLOCK: start_clock,
    Verb.MORE: more,
}
