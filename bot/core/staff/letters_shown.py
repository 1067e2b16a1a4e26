"""Letters that staff ask to see: the one that waits, or that would leave next, and an empty one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.case import Detail
from bot.core.choices import Choice
from bot.core.clause import in_language
from bot.core.draft import Draft
from bot.core.instructions import Field, Order, Verb
from bot.core.instructions.verbs import word_of
from bot.core.parents.orders import order_of
from bot.core.parents.telling import case_of
from bot.core.parties import find_person
from bot.core.policy import Person
from bot.core.procedure import move_for
from bot.core.staff.own_notes import OwnNote, named_in, own_notes
from bot.core.staff.shown import choices_of, copied, waiting_in
from bot.core.staff.to_fill_in import to_fill_in
from bot.core.staff.waiting import as_its_author
from bot.core.staff.with_letter import lacking, ordered
from bot.core.staff.words_of_letters import Told, Why, tell
from bot.core.staff.written import WRITTEN
from bot.core.states import STATES

# What a letter of the answer may be, the likeliest first; nobody but a person knows which.
_ANSWERS = (
    Verb.UPHELD,
    Verb.PARTLY_UPHELD,
    Verb.NOT_UPHELD,
    Verb.UNDETERMINED,
    Verb.SOLVED,
    Verb.CANNOT_SOLVE,
)
# What would leave next where nothing waits: the first of these that the case can take.
_NEXT = (Verb.CLARIFY, Verb.STATUS)


def show_letter(acting: Acting) -> Answer:
    """A text as a letter to be read first: what was typed, what waits, one's last note, the next.

    Words that were meant for the parent and became a note are the letter; nobody types them again.
    """
    named = named_in(acting.order.text)
    if named is not None:
        return _of_note(named, acting)
    if acting.order.text.strip():
        return ordered(replace(acting, order=replace(acting.order, verb=Verb.REPLY, seal="")))
    waiting = waiting_in(case_of(acting).number, acting.facts)
    note = next(own_notes(acting), None)
    newest = max((draft.asked_at for draft in waiting), default=None)
    if note and (newest is None or note.paper.at > newest) and not acting.order.seal:
        return _as_letter(note, acting)
    sealed = [draft for draft in waiting if draft.seal == acting.order.seal.casefold()]
    if waiting:
        return _as_it_waits(acting, (sealed or list(waiting))[-1])
    return _next(acting)


def reply_letter(acting: Acting) -> Answer:
    """The answers that are possible now, each as a mail that holds the fields it needs."""
    case, by = case_of(acting), acting.by
    possible = [verb for verb in _ANSWERS if move_for(WRITTEN[verb].step, case.status)]
    known = Order(
        verb=Verb.REPLY,
        fields={Field.FACTS: (facts,)} if (facts := case.details.get(Detail.FACTS)) else {},
    )
    choices = tuple(_empty(verb, known, by) for verb in possible)
    plain_letter = to_fill_in(Verb.REPLY, (), Order(verb=Verb.REPLY), by, _label(Verb.REPLY, by))
    if not possible:
        state = in_language(STATES[case.status], by)
        return Asked(
            tell(Why.NO_ANSWER_NOW, by, number=case.number, state=state), choices=(plain_letter,)
        )
    return Asked(tell(Why.WHICH_ANSWER, by), choices=(*choices, plain_letter))


def _empty(verb: Verb, known: Order, by: Person) -> Choice:
    return to_fill_in(verb, WRITTEN[verb].fields, known, by, _label(verb, by))


def _label(verb: Verb, by: Person) -> str:
    return word_of(verb, by.language).capitalize()


def _as_it_waits(acting: Acting, draft: Draft) -> Answer:
    """A letter that waits, once more; with its choices for who may answer."""
    drawn = as_its_author(acting, draft)
    order = order_of(draft.letter, drawn)
    asked = find_person(acting.policy, draft.approver)
    state = tell(Told.WAITS, acting.by, name=asked.name if asked else draft.approver)
    mine = acting.by.id in {draft.approver, draft.by}
    choices = choices_of(draft.seal, drawn, acting.by) if mine else ()
    shown = copied(drawn, order, to=acting.by, state=state, choices=choices)
    return Done(effects=(shown,), case=acting.case, shown=True, undoable=False)


def _next(acting: Acting) -> Answer:
    """The letter that would leave next, to be read; nothing leaves without a yes."""
    status = case_of(acting).status
    for verb in _NEXT:
        order = replace(acting, order=Order(verb=verb))
        if move_for(WRITTEN[verb].step, status) and not lacking(order):
            return ordered(order)
    return reply_letter(acting)


def _of_note(mail_id: int, acting: Acting) -> Answer:
    """The very words that came in a mail, whatever was written since."""
    found = (note for note in own_notes(acting) if note.paper.mail_id == mail_id)
    note = next(found, None)
    if note is None:
        return Asked(tell(Why.NO_SUCH_NOTE, acting.by))
    return _as_letter(note, acting)


def _as_letter(note: OwnNote, acting: Acting) -> Answer:
    return ordered(replace(acting, order=Order(verb=Verb.REPLY, text=note.text)))


ACTS: Mapping[Verb, Act] = {Verb.SHOW_LETTER: show_letter, Verb.REPLY_LETTER: reply_letter}
