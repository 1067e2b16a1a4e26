"""Orders that come to a letter to the complainant: it is shown, and the step waits for a yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core import offers
from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.case import Anonymous
from bot.core.clause import in_language
from bot.core.decision import Effect, Send
from bot.core.duties.refusal import NotPossible
from bot.core.instructions import Order, Verb
from bot.core.instructions.verbs import word_of
from bot.core.letter import LetterName, LetterOrder
from bot.core.parents.addressed import signer_of
from bot.core.parents.orders import order_of
from bot.core.parents.questions import seal_of_questions
from bot.core.parents.telling import case_of
from bot.core.policy import Person
from bot.core.procedure import Approval, Move, move_for
from bot.core.staff.names_of_letters import letter_name
from bot.core.staff.second_person import second_for
from bot.core.staff.shown import dropped, held, leaving, preview, still_waits, waiting_in
from bot.core.staff.stepping import remembered, stepped
from bot.core.staff.to_fill_in import to_fill_in
from bot.core.staff.words import why
from bot.core.staff.words_of_letters import Told, Why, tell
from bot.core.staff.written import WRITTEN
from bot.core.states import STATES
from bot.core.whom import people_meant

# What ends a complaint: of these only one can wait for a yes.
_ANSWERS = frozenset(
    {
        Verb.UPHELD, Verb.PARTLY_UPHELD, Verb.NOT_UPHELD, Verb.UNDETERMINED, Verb.CANNOT_SOLVE,
        Verb.NOT_ADMISSIBLE, Verb.SOLVED,
    }
)  # fmt: skip
# Whatever the school switched off: a person has read these, word by word.
_ALWAYS_SHOWN = frozenset({LetterName.CRISIS_CONTACT})


def ordered(acting: Acting) -> Answer:
    """An order with a letter: what is missing is asked, else the letter is shown, or leaves."""
    move = move_for(WRITTEN[acting.order.verb].step, case_of(acting).status)
    if move is None:
        return not_now(acting)
    named = _whom_named(acting)
    if isinstance(named, Asked):
        return named
    try:
        settled = replace(named, order=WRITTEN[named.order.verb].settled(named))
        if asked := lacking(settled) or out_of_reach(settled):
            return asked
        return _written(move, settled)
    except NotPossible as no:
        return Asked(as_sentence(no, acting.by))


def _written(move: Move, acting: Acting) -> Done:
    written = WRITTEN[acting.order.verb]
    order = order_of(written.letter_of(acting.order), acting)
    if _needs_no_yes(move, acting, order):
        return _sent(move, acting, order)
    return shown(order.name, acting, order)


def shown(letter: LetterName, acting: Acting, order: LetterOrder) -> Done:
    """The letter, held, and the preview to who ordered it; one of its kind that waits is dropped.

    Nothing else changes: the step is taken with the yes.
    """
    case = case_of(acting)
    move = move_for(WRITTEN[acting.order.verb].step, case.status)
    then = second_for(move, acting) if move else None
    effects: list[Effect] = []
    for draft in waiting_in(case.number, acting.facts):
        if _same_kind(draft.order.verb, acting.order.verb):
            effects += dropped(draft)
    effects += [
        held(acting, letter, order, approver=acting.by),
        preview(acting, letter, order, to=acting.by, then=then),
    ]
    return Done(effects=tuple(effects), case=case, shown=True, undoable=False)


def promises_kept(acting: Acting) -> tuple[Effect, ...]:
    """The letter that tells the complainant that all is done that was promised, to be read first.

    `acting.case` is the case as it is since the last measure was carried out.
    """
    case = case_of(acting)
    if out_of_reach(acting) is not None or case.complainant is None:
        return ()
    # Whoever carried it out may have no business with letters: who handles the case reads it.
    handler = signer_of(case, acting.policy)
    told = replace(acting, order=Order(verb=Verb.DONE), by=handler)
    order = order_of(LetterName.MEASURES_DONE, told)
    return shown(LetterName.MEASURES_DONE, told, order).effects


def not_now(acting: Acting) -> Asked:
    """The step cannot be taken where the case stands."""
    case = case_of(acting)
    state = in_language(STATES[case.status], acting.by)
    return Asked(why("not_now", acting.by, number=case.number, state=state))


def lacking(acting: Acting) -> Asked | None:
    """What the letter of an order cannot do without, asked with a mail to fill in."""
    written = WRITTEN[acting.order.verb]
    try:
        missing = written.needs(acting)
    except NotPossible as no:
        return Asked(as_sentence(no, acting.by))
    if missing is None:
        return None
    order = acting.order
    if written.main and order.text and not order.one(written.main):
        order = replace(order, fields={**order.fields, written.main: (order.text,)})
    rest = (field for field in written.fields if field not in missing.fields)
    fields = (*missing.fields, *(field for field in rest if order.one(field)))
    return Asked(missing.why, prefilled=to_fill_in(order.verb, fields, order, acting.by))


def as_sentence(no: NotPossible, reader: Person) -> str:
    """A reason as a whole sentence, in the language of its reader."""
    said = no.told(reader).rstrip(".")
    return f"{said[:1].upper()}{said[1:]}."


def leaves(letter: LetterName, order: LetterOrder, reader: Person) -> str:
    """What is said of a letter that may leave."""
    minutes = still_waits(letter).seconds // 60
    told = Told.LEAVES_SOON if minutes else Told.LEAVES_NOW
    return tell(
        told if order.to else Told.IS_PRINTED,
        reader,
        letter=letter_name(letter, reader),
        minutes=minutes,
    )


def _whom_named(acting: Acting) -> Acting | Asked:
    """The order with the id of whom it names; with whom one talks may be anybody, as typed."""
    said = acting.order.whom.strip()
    if not said:
        return acting
    people, case = people_meant(said, acting.by, acting.policy), case_of(acting)
    if len(people) > 1:
        word = word_of(acting.order.verb, acting.by.language)
        return Asked(
            why("which_person", acting.by, said=said),
            choices=tuple((one.name, f"{word} {one.id}") for one in people),
        )
    if not people:
        free = acting.order.verb is Verb.INFORMAL
        return acting if free else Asked(why("nobody", acting.by, said=said))
    if people[0].id in case.not_for:
        return Asked(why("about_them", acting.by, number=case.number, name=people[0].name))
    return replace(acting, order=replace(acting.order, whom=people[0].id))


def out_of_reach(acting: Acting) -> Asked | None:
    """Who gave neither an address nor a name can be told nothing, by mail or on paper."""
    case = case_of(acting)
    addressed = case.complainant is not None and case.complainant.email
    if addressed or case.anonymous is not Anonymous.FULL:
        return None
    return Asked(tell(Why.NOBODY_TO_WRITE_TO, acting.by, number=case.number))


def _needs_no_yes(move: Move, acting: Acting, order: LetterOrder) -> bool:
    """Whether it leaves as it is: no words of a person in it, or the school wants no preview.

    The notice of a new complaint shows the questions; its button carries the seal of exactly those.
    """
    if order.name in _ALWAYS_SHOWN or second_for(move, acting) is not None:
        return False
    if acting.order.seal and order.name is LetterName.CLARIFICATION_REQUEST:
        return acting.order.seal == seal_of_questions(order)
    unseen = move.approval is Approval.PREVIEW and order.name in acting.policy.approvals.unpreviewed
    return unseen or move.approval is Approval.NONE


def _sent(move: Move, acting: Acting, order: LetterOrder) -> Done:
    """The letter leaves without a yes, after the time in which it can be stopped."""
    before = case_of(acting)
    after, effects = stepped(move, acting, proof=acting.proof)
    send = Send(
        leaving(order, order.name, acting),
        "ordered by a person",
        not_before=acting.facts.now + still_waits(order.name),
    )
    return Done(
        effects=(send, *effects, remembered(acting, before, by=acting.by)),
        case=after,
        said=(leaves(order.name, order, acting.by),),
        next_choices=(offers.choice(offers.STOP, acting.by),),
    )


def _same_kind(one: Verb, other: Verb) -> bool:
    return one is other or {one, other} <= _ANSWERS


ACTS: Mapping[Verb, Act] = dict.fromkeys(
    [verb for verb in WRITTEN if verb not in {Verb.DONE, Verb.NO_COMPLAINT}], ordered
)
