"""The answers to a preview: yes, no, or another text. A yes sends exactly what was shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core import offers
from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.decision import Effect, Release, SettleDraft
from bot.core.draft import Draft, DraftStatus, seal_of
from bot.core.duties.refusal import NotPossible
from bot.core.instructions import Verb
from bot.core.letter import LetterOrder
from bot.core.parents.orders import order_of
from bot.core.parents.telling import case_of
from bot.core.parties import find_person
from bot.core.policy import Person
from bot.core.procedure import Move, move_for
from bot.core.staff import letters_shown
from bot.core.staff.changes import changes_since
from bot.core.staff.names_of_letters import letter_name
from bot.core.staff.second_person import nobody_else_can, second_for
from bot.core.staff.shown import copied, dropped, held, preview, still_waits, told
from bot.core.staff.stepping import remembered, stepped
from bot.core.staff.to_fill_in import fill_in_label, filled_in
from bot.core.staff.waiting import (
    ONLY_THE_LETTER,
    as_its_author,
    meant_by,
    reworded,
    says_something,
    shown_again,
    with_fields,
)
from bot.core.staff.warnings import wrote_since
from bot.core.staff.with_letter import as_sentence, lacking, leaves, not_now
from bot.core.staff.words_of_letters import Changed, Told, Why, tell
from bot.core.staff.written import WRITTEN


def yes(acting: Acting) -> Answer:
    """The letter leaves and its step is taken; or it goes on to who must approve it besides.

    Where today's letter is another than what was shown, that one is shown instead.
    """
    draft = meant_by(acting, authors_too=False)
    if isinstance(draft, Asked):
        return draft
    drawn = as_its_author(acting, draft)
    move = move_for(WRITTEN[draft.order.verb].step, case_of(acting).status)
    if move is None and draft.order.verb not in ONLY_THE_LETTER:
        return not_now(acting)
    try:
        order = order_of(draft.letter, drawn)
        remarks = _why_again(acting, drawn, draft, order)
        if remarks is not None:
            return shown_again(drawn, draft, order, to=acting.by, remarks=remarks)
        second = second_for(move, drawn) if move else None
        if second is not None and acting.by.id == draft.by:
            return _asks_second(drawn, draft, order, second)
        return _approved(acting, drawn, draft, order, move)
    except NotPossible as no:
        return Asked(as_sentence(no, acting.by))


def no(acting: Acting) -> Answer:
    """The letter does not leave and nothing changes; its author learns that it was not approved."""
    draft = meant_by(acting, authors_too=True)
    if isinstance(draft, Asked):
        return draft
    said = tell(Told.DOES_NOT_LEAVE, acting.by, letter=letter_name(draft.letter, acting.by))
    effects = dropped(draft)
    author = find_person(acting.policy, draft.by)
    if author is not None and author.id != acting.by.id:
        why = tell(
            Told.NOT_APPROVED,
            author,
            name=acting.by.name,
            letter=letter_name(draft.letter, author),
        )
        effects.append(told(acting, why, to=author))
    return Done(effects=tuple(effects), case=acting.case, said=(said,), undoable=False)


def text(acting: Acting) -> Answer:
    """Another text in the letter: it is written anew and shown again.

    What its author writes anew the author reads first; what the approver writes the author sees.
    """
    draft = meant_by(acting, authors_too=True)
    if isinstance(draft, Asked):
        return draft
    written = WRITTEN[draft.order.verb]
    if not says_something(acting.order):
        was = with_fields(draft.order)
        mail = filled_in(Verb.TEXT, written.fields, was, acting.by, seal=draft.seal)
        return Asked(tell(Why.WHAT_INSTEAD, acting.by), prefilled=(fill_in_label(acting.by), mail))
    drawn = as_its_author(acting, replace(draft, order=reworded(draft.order, acting.order)))
    if asked := lacking(drawn):
        return asked
    try:
        order = order_of(draft.letter, drawn)
        move = move_for(written.step, case_of(acting).status)
        second = second_for(move, drawn) if move else None
    except NotPossible as no_more:
        return Asked(as_sentence(no_more, acting.by))
    effects: list[Effect] = [
        *dropped(draft),
        held(drawn, draft.letter, order, approver=acting.by),
        preview(
            drawn,
            draft.letter,
            order,
            to=acting.by,
            then=second if second and second.id != acting.by.id else None,
        ),
    ]
    if acting.by.id != drawn.by.id:
        state = tell(Told.CHANGED_BY, drawn.by, name=acting.by.name)
        effects.append(copied(drawn, order, to=drawn.by, state=state))
    return Done(effects=tuple(effects), case=acting.case, shown=True, undoable=False)


def _why_again(
    acting: Acting, drawn: Acting, draft: Draft, order: LetterOrder
) -> tuple[str, ...] | None:
    """Why a yes does not stand for the letter of today; None when it does.

    That the complainant wrote since is told by the preview itself.
    """
    remarks: list[str] = []
    if acting.order.seal and acting.order.seal.casefold() != draft.seal:
        remarks.append(tell(Changed.TEXT, acting.by))
    if seal_of(order) != draft.seal:
        remarks += changes_since(drawn, draft, order, acting.by)
    return tuple(remarks) if remarks or wrote_since(draft, acting.facts) else None


def _asks_second(drawn: Acting, draft: Draft, order: LetterOrder, second: Person) -> Done:
    """Its author has read it: the second person gets the same letter, for approval."""
    said = tell(
        Told.WAITS_FOR,
        drawn.by,
        letter=letter_name(draft.letter, drawn.by),
        name=second.name,
    )
    effects = (
        *dropped(draft),
        held(drawn, draft.letter, order, approver=second),
        preview(drawn, draft.letter, order, to=second),
    )
    return Done(effects=effects, case=drawn.case, said=(said,), undoable=False)


def _approved(
    acting: Acting, drawn: Acting, draft: Draft, order: LetterOrder, move: Move | None
) -> Done:
    """The letter may leave, in ten minutes; the step of the order is taken now."""
    before = case_of(acting)
    leaves_at = acting.facts.now + still_waits(draft.letter)
    effects: list[Effect] = [
        Release(draft.letter_id, leaves_at),
        SettleDraft(draft.letter_id, DraftStatus.APPROVED),
    ]
    after, said = before, [leaves(draft.letter, order, acting.by)]
    proof = f"{draft.order.verb.value} by {draft.by}, approved: {acting.proof}"
    if move is not None:
        after, taken = stepped(move, drawn, proof=proof)
        effects += taken
        if nobody_else_can(move, drawn):
            said.append(tell(Told.ONE_PERSON, acting.by))
    effects.append(remembered(drawn, before, by=acting.by, letters=(draft.letter_id,)))
    if drawn.by.id != acting.by.id:
        state = tell(Told.APPROVED, drawn.by, name=acting.by.name)
        stop = (offers.choice(offers.STOP, drawn.by),)
        effects.append(copied(drawn, order, to=drawn.by, state=state, choices=stop))
    return Done(
        effects=tuple(effects),
        case=after,
        said=tuple(said),
        next_choices=(offers.choice(offers.STOP, acting.by),),
    )


ACTS: Mapping[Verb, Act] = {
    Verb.YES: yes,
    Verb.NO: no,
    Verb.TEXT: text,
    **letters_shown.ACTS,
}
