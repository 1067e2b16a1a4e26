"""Is it a complaint at all? Out of the register of complaints, and back into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.core import answers as letters
from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.applied import applied
from bot.core.case import Ack, Anonymous, Case, Deadline, DeadlineKind, Detail, Kind, Urgency
from bot.core.clause import Clause, in_language
from bot.core.decision import Cancel, Effect, Owe, Save, Send, Settle
from bot.core.duties.owed import dated
from bot.core.instructions import Verb
from bot.core.instructions.verbs import word_of
from bot.core.letter import Hold, LetterName
from bot.core.mail import IncomingMail
from bot.core.other_registers import SERIES, entry_ends, entry_of, without_entry
from bot.core.parents.orders import order_of
from bot.core.parties import find_person
from bot.core.policy import Mode, Person
from bot.core.procedure import Move, Step, move_for
from bot.core.reading import HINTS, OTHER_PROCEDURE
from bot.core.staff.about_people import one_meant
from bot.core.staff.filled import case_of
from bot.core.staff.lying_apart import taken_in
from bot.core.staff.numbers import next_number
from bot.core.staff.with_letter import out_of_reach, shown
from bot.core.staff.words import why
from bot.core.staff.words_of_intake import Ask, Took, tell
from bot.core.step import take

_SPAM = "spam"
_KINDS: Mapping[str, Kind] = {
    "question": Kind.QUESTION,
    "suggestion": Kind.SUGGESTION,
    "praise": Kind.PRAISE,
    "other": Kind.UNCLEAR,
}
_NAMES: Mapping[str, Clause] = {
    "question": Clause("vraag", "question"),
    "suggestion": Clause("suggestie", "suggestion"),
    "praise": Clause("lof", "praise"),
    _SPAM: Clause("spam", "spam"),
    "other": Clause("andere", "other"),
}
_AFTER_ALL = Clause("Toch een klacht", "A complaint")


def no_complaint(acting: Acting) -> Answer:
    """A question, an idea, kind words or spam: who answers, and a letter that waits for a yes."""
    case, by, code = case_of(acting), acting.by, acting.order.code
    word = word_of(Verb.NO_COMPLAINT, by.language)
    if code not in _NAMES:
        named = [in_language(name, by) for name in _NAMES.values()]
        choices = tuple((name.capitalize(), f"{word} {name}") for name in named)
        return Asked(tell(Ask.WHICH_KIND, by, number=case.number), choices=choices)
    move = move_for(Step.REROUTE, case.status)
    assert move is not None
    if code == _SPAM:
        return _as_spam(move, acting)
    owner = _owner(acting, f"{word} {in_language(_NAMES[code], by)},")
    return owner if isinstance(owner, Asked) else _rerouted(move, owner, acting)


def complaint(acting: Acting) -> Answer:
    """A complaint after all: from another register, or a mail that lies apart."""
    if acting.case is not None:
        return _accepted(acting)
    number, by = acting.order.number, acting.by
    if number.startswith("mail "):
        return taken_in(acting)
    return Asked(why("no_such_case", by, number=number) if number else why("no_case", by))


def _owner(acting: Acting, command: str) -> Person | Asked:
    """Who answers it: whom the order names, else who handles the case."""
    case = case_of(acting)
    if acting.order.whom.strip():
        return one_meant(acting, command)
    handler = find_person(acting.policy, case.handler) if case.handler else None
    return handler or acting.by


def _rerouted(move: Move, owner: Person, acting: Acting) -> Done:
    """The case keeps its number; its entry in the other register has one of its own."""
    case, by, code = case_of(acting), acting.by, acting.order.code
    kind = _KINDS[code]
    number = next_number(acting, SERIES[kind], case.received_on.year)
    told = {**case.details, Detail.OTHER_NUMBER: number}
    _, taken = _taken(move, replace(case, kind=kind, details=told), acting)
    effects = [_owed_by(owner, each, case) for each in taken]
    after = applied(case, effects)
    effects.append(Save(entry_of(after, number, owner.id)))
    effects += _letter(after, owner, acting)
    named = in_language(_NAMES[code], by)
    said = [tell(Took.REROUTED, by, number=case.number, kind=named, other=number)]
    due = next((d for d in after.deadlines if d.kind is DeadlineKind.REPLY_OTHER), None)
    if due is not None:
        said.append(tell(Took.OWNED, by, name=owner.name, day=f"{due.due_on:%d/%m/%Y}"))
    return Done(effects=tuple(effects), case=after, said=tuple(said))


def _as_spam(move: Move, acting: Acting) -> Done:
    """Nobody is written to, and nobody need answer; a letter that has not left does not leave."""
    case, by, facts = case_of(acting), acting.by, acting.facts
    untold = case.ack in {Ack.QUEUED, Ack.HELD, Ack.FAILED, Ack.TRIAL}
    unread = replace(case, kind=Kind.UNCLEAR, ack=Ack.NONE if untold else case.ack)
    _, taken = _taken(move, unread, acting)
    effects: list[Effect] = [
        each
        for each in taken
        if not (isinstance(each, Owe) and each.deadline.kind is DeadlineKind.REPLY_OTHER)
    ]
    effects += [Cancel(letter.id) for letter in facts.waiting_acks]
    effects += [
        Settle(
            case_number=case.number,
            kind=duty.kind,
            at=facts.now,
            proof=f"spam: {acting.proof}",
            start_on=duty.start_on,
            n=duty.n,
        )
        for duty in case.deadlines
        if duty.kind is DeadlineKind.ACK and duty.met_at is None
    ]
    # What was cancelled is not sent by taking this back: the other order writes it anew.
    again = in_language(_AFTER_ALL, by), word_of(Verb.COMPLAINT, by.language)
    return Done(
        effects=tuple(effects),
        case=applied(case, effects),
        said=(tell(Took.SPAM, by, number=case.number),),
        undoable=False,
        next_choices=(again,),
    )


def _letter(after: Case, owner: Person, acting: Acting) -> tuple[Effect, ...]:
    """Thanks for the message, to be read first; none where nobody can be written to."""
    told = replace(acting, case=after, order=replace(acting.order, whom=owner.id))
    nameless = after.complainant is None or after.anonymous is Anonymous.FULL
    if nameless or out_of_reach(told) is not None:
        return ()
    order = order_of(LetterName.OTHER_RECEIPT, told)
    return shown(LetterName.OTHER_RECEIPT, told, order).effects


def _owed_by(owner: Person, effect: Effect, case: Case) -> Effect:
    """The answer is owed by whoever was named."""
    if not isinstance(effect, Owe) or effect.deadline.kind is not DeadlineKind.REPLY_OTHER:
        return effect
    whose = None if owner.id == case.handler else owner.id
    return Owe(effect.case_number, replace(effect.deadline, owner=whose))


def _accepted(acting: Acting) -> Done:
    """It is owed again what it was, by the same days; acknowledged only if nobody did so before."""
    case, by = case_of(acting), acting.by
    move = move_for(Step.ACCEPT, case.status)
    assert move is not None
    owed_again: list[Effect] = list(_owed_again(move, case, acting))
    ready = applied(case, owed_again)
    known, letter = _acknowledged(replace(without_entry(ready), kind=Kind.COMPLAINT), acting)
    _, taken = _taken(move, known, acting)
    effects = [*owed_again, *taken, *entry_ends(case), *letter]
    said = tell(Took.ACCEPTED, by, number=case.number, day=f"{case.received_on:%d/%m/%Y}")
    return Done(effects=tuple(effects), case=applied(case, effects), said=(said,))


def _owed_again(move: Move, case: Case, acting: Acting) -> Iterator[Settle]:
    """What fell when it was no complaint, by the days that were promised then."""
    kinds = [*move.starts, *([DeadlineKind.ACK] if case.ack is Ack.NONE else [])]
    for kind in kinds:
        duties = [duty for duty in case.deadlines if duty.kind is kind]
        if not duties or any(duty.met_at is None for duty in duties):
            continue
        last: Deadline = max(duties, key=lambda duty: (duty.start_on, duty.n))
        fresh = dated(replace(last, met_at=None), acting.policy.calendar)
        yield Settle(
            case_number=case.number,
            kind=kind,
            at=None,
            proof=f"a complaint after all: {acting.proof}",
            start_on=last.start_on,
            n=last.n,
            next_on=fresh.next_on,
        )


def _acknowledged(case: Case, acting: Acting) -> tuple[Case, list[Effect]]:
    """The acknowledgment, where none was written or the written one went no further."""
    facts, policy = acting.facts, acting.policy
    if case.ack is not Ack.NONE or letters.answer_to(case, policy) is None:
        return case, []
    hold = Hold.CONFIG if policy.missing else None
    if case.urgency is Urgency.CRITICAL or case.pupil_writes:
        hold = hold or Hold.CRITICAL
    usual = Ack.TRIAL if policy.mode is Mode.TRIAL else Ack.QUEUED
    known = replace(case, ack=Ack.HELD if hold else usual)
    mail = facts.opening or IncomingMail(subject=case.subject)
    short = HINTS[OTHER_PROCEDURE].nl in case.hints
    order = letters.acknowledgment(known, mail, facts, policy, short_appeal=short, held=hold)
    return known, [Send(order, "it is a complaint after all")]


def _taken(move: Move, case: Case, acting: Acting) -> tuple[Case, list[Effect]]:
    return take(move, case, acting.facts, acting.policy, by=acting.by.id, proof=acting.proof)


ACTS: Mapping[Verb, Act] = {Verb.NO_COMPLAINT: no_complaint, Verb.COMPLAINT: complaint}
