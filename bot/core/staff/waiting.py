"""The letters that wait for a yes: which one an answer means, and how it is drawn anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.acting import Acting, Asked, Done
from bot.core.draft import Draft
from bot.core.instructions import Field, Order, Verb
from bot.core.instructions.verbs import word_of
from bot.core.letter import LetterOrder
from bot.core.parents.telling import case_of
from bot.core.parties import find_person
from bot.core.policy import Person
from bot.core.procedure import move_for
from bot.core.staff.names_of_letters import letter_name
from bot.core.staff.second_person import second_for
from bot.core.staff.shown import dropped, held, preview, waiting_in
from bot.core.staff.words_of_letters import Why, tell
from bot.core.staff.written import WRITTEN

# Whose step was taken when they were ordered: only their letter waits.
ONLY_THE_LETTER = frozenset({Verb.DONE, Verb.NO_COMPLAINT})


def meant_by(acting: Acting, *, authors_too: bool) -> Draft | Asked:
    """The letter that is answered: that of the seal, else the only one that waits for this person.

    Without `authors_too` it must wait for this person's yes.
    """
    number, seal, by = case_of(acting).number, acting.order.seal.casefold(), acting.by
    waiting = waiting_in(number, acting.facts)
    mine = [
        draft for draft in waiting if by.id == draft.approver or (authors_too and by.id == draft.by)
    ]
    sealed = next((draft for draft in waiting if seal and draft.seal == seal), None)
    if sealed is not None or (waiting and not mine):
        draft = sealed or waiting[0]
        return draft if draft in mine else _not_yours(acting, draft)
    if not mine:
        elsewhere = [draft for draft in acting.facts.drafts if seal and draft.seal == seal]
        if elsewhere:
            return Asked(tell(Why.OTHER_CASE, by, number=elsewhere[0].case_number))
        return Asked(tell(Why.NOTHING_WAITS, by, number=number))
    if len(mine) > 1:
        word = word_of(acting.order.verb, by.language)
        return Asked(
            tell(Why.WHICH_LETTER, by, number=number, n=len(mine)),
            choices=tuple((letter_name(each.letter, by), f"{word} {each.seal}") for each in mine),
        )
    return mine[0]


def _not_yours(acting: Acting, draft: Draft) -> Asked:
    approver = find_person(acting.policy, draft.approver)
    return Asked(
        tell(
            Why.NOT_YOURS,
            acting.by,
            letter=letter_name(draft.letter, acting.by),
            number=draft.case_number,
            name=approver.name if approver else draft.approver,
        )
    )


def as_its_author(acting: Acting, draft: Draft) -> Acting:
    """The order as it was given, by whom it was given, with what is known today."""
    author = find_person(acting.policy, draft.by) or acting.by
    return replace(acting, order=draft.order, by=author)


def shown_again(  # noqa: PLR0913  # a letter, to whom and why
    drawn: Acting,
    draft: Draft,
    order: LetterOrder,
    *,
    to: Person,
    remarks: Sequence[str],
    asks_again: bool = False,
) -> Done:
    """The letter as it is today takes the place of the one that waited, and is shown."""
    move = move_for(WRITTEN[draft.order.verb].step, case_of(drawn).status)
    second = second_for(move, drawn) if move else None
    effects = (
        *dropped(draft),
        held(drawn, draft.letter, order, approver=to, made_on=draft.made_on),
        preview(
            drawn,
            draft.letter,
            order,
            to=to,
            then=second if to.id == drawn.by.id else None,
            remarks=remarks,
            asks_again=asks_again,
            since=draft,
        ),
    )
    return Done(effects=effects, case=drawn.case, shown=True, undoable=False)


def reworded(was: Order, now: Order) -> Order:
    """An order with another text: free words take the place of its free words, fields of theirs."""
    main = WRITTEN[was.verb].main
    fields = {**was.fields, **_filled(now)}
    if now.text.strip():
        for replaced in filter(None, (main, Field.TEXT, Field.QUESTION)):
            fields.pop(replaced, None)
        if main:
            return replace(was, fields={**fields, main: (now.text,)}, text="")
        return replace(was, fields=fields, text=now.text)
    return replace(was, fields=fields)


def with_fields(order: Order) -> Order:
    """An order with its free words in the field they stand for, so that they can be changed."""
    main = WRITTEN[order.verb].main
    if main is None or order.one(main) or not order.text:
        return order
    return replace(order, fields={**order.fields, main: (order.text,)})


def says_something(order: Order) -> bool:
    """Whether anything was typed under an order, besides the names of its fields."""
    return bool(order.text.strip() or _filled(order))


def _filled(order: Order) -> dict[Field, tuple[str, ...]]:
    """The fields of an order that were not left empty: those stay as they were."""
    return {
        field: typed
        for field, said in order.fields.items()
        if (typed := tuple(each for each in said if each.strip()))
    }
