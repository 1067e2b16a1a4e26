"""Which order of staff becomes which letter and step: what it needs, what it leaves in the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.core.acting import Acting
from bot.core.case import Case, Detail, Track
from bot.core.decision import Effect, Owe, Postpone
from bot.core.instructions import Field, Order, Verb
from bot.core.letter import LetterName
from bot.core.parents.answering import (
    codes_of,
    explanation_of,
    facts_of,
    summary_of,
    why_refused,
)
from bot.core.parents.days import more_time, reason_of
from bot.core.parents.measures import owed_for
from bot.core.parents.talks import with_talk
from bot.core.parents.telling import case_of
from bot.core.procedure import Step
from bot.core.staff import needs
from bot.core.staff.needs import Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An order with a letter: its step, what must be filled in, and what of it is kept.

    `main` is the field that its free words stand in; None: they stand in none. `fields` are those
    that a mail to be filled in offers. `changed` is the case with what the order says of it,
    `also` what follows besides the step. `settled` is the order with its day, where it may have one
    that letters print; `dated` is the letter of an order that has.
    """

    step: Step
    letter: LetterName
    main: Field | None = None
    fields: tuple[Field, ...] = ()
    needs: Callable[[Acting], Missing | None] = lambda _: None
    changed: Callable[[Acting], Case] = case_of
    also: Callable[[Acting], list[Effect]] = lambda _: []
    settled: Callable[[Acting], Order] = lambda acting: acting.order
    dated: LetterName | None = None

    def letter_of(self, order: Order) -> LetterName:
        """The letter that this order comes to."""
        return self.dated if self.dated and order.on else self.letter


_FINDING = (Field.MEASURE, Field.STRUCTURAL, Field.LESSONS)
_OF_DETAIL: Mapping[Detail, Callable[[Acting], str]] = {
    Detail.EXPLANATION: explanation_of,
    Detail.FACTS: facts_of,
    Detail.APOLOGY: lambda acting: acting.order.one(Field.APOLOGY),
    Detail.LESSONS: lambda acting: acting.order.one(Field.LESSONS),
    Detail.OFFER: lambda acting: acting.order.one(Field.OFFER),
}


def _kept(acting: Acting, said: Mapping[Detail, str]) -> Case:
    """The case with what the order says of it; what it does not say stays as it was."""
    case = case_of(acting)
    known = {detail: text for detail, text in said.items() if text}
    return replace(case, details={**case.details, **known})


def _found(acting: Acting) -> Case:
    return _kept(acting, {detail: read(acting) for detail, read in _OF_DETAIL.items()})


def _reason_kept(acting: Acting) -> Case:
    return _kept(acting, {Detail.REASON: reason_of(acting.order)})


def _put_right(acting: Acting) -> Case:
    return _kept(acting, {Detail.SUMMARY: summary_of(acting)})


def _refused(acting: Acting) -> Case:
    case = _kept(acting, {Detail.REASON: why_refused(acting)})
    return replace(case, admissible=False, refused_for=codes_of(acting))


def _handed_over(acting: Acting) -> Case:
    """Taken up again, by somebody else where the order names one."""
    case = _reason_kept(acting)
    return replace(case, handler=acting.order.whom or case.handler)


def _talk_first(acting: Acting) -> Case:
    return replace(case_of(acting), track=Track.INFORMAL)


def _formal(acting: Acting) -> Case:
    return replace(case_of(acting), track=Track.FORMAL)


def _measures(acting: Acting) -> list[Effect]:
    return [Owe(case_of(acting).number, duty) for duty in owed_for(acting)]


def _more_time(acting: Acting) -> list[Effect]:
    case = case_of(acting)
    _, moved = more_time(case, acting.order, acting.facts, acting.policy)
    return [Postpone(case.number, moved)]


def _finding(
    step: Step,
    letter: LetterName,
    *fields: Field,
    needs: Callable[[Acting], Missing | None] = needs.explanation,
) -> Written:
    return Written(
        step=step,
        letter=letter,
        main=Field.EXPLANATION,
        fields=(*fields, *_FINDING),
        needs=needs,
        changed=_found,
        also=_measures,
    )


WRITTEN: Mapping[Verb, Written] = {
    Verb.NOT_ADMISSIBLE: Written(
        step=Step.REFUSE,
        letter=LetterName.NOT_ADMISSIBLE,
        main=Field.EXPLANATION,
        fields=(Field.EXPLANATION, Field.ALTERNATIVE),
        needs=needs.reason_to_refuse,
        changed=_refused,
    ),
    Verb.INFORMAL: Written(
        step=Step.TALK_FIRST, letter=LetterName.INFORMAL_OFFER, changed=_talk_first
    ),
    Verb.FORMAL: Written(
        step=Step.GO_FORMAL, letter=LetterName.FORMAL_NEXT_STEPS, changed=_formal
    ),
    Verb.CLARIFY: Written(
        step=Step.ASK, letter=LetterName.CLARIFICATION_REQUEST, needs=needs.questions
    ),
    Verb.SOLVED: Written(
        step=Step.SOLVE,
        letter=LetterName.SOLVED_WITHOUT_TALK,
        main=Field.SUMMARY,
        fields=(Field.SUMMARY, Field.TALK_ON),
        needs=needs.summary,
        changed=_put_right,
        also=_measures,
        settled=with_talk,
        dated=LetterName.AFTER_TALK,
    ),
    Verb.STATUS: Written(
        step=Step.TELL_STATUS,
        letter=LetterName.STATUS_UPDATE,
        main=Field.TEXT,
        fields=(Field.TEXT, Field.NEXT),
    ),
    Verb.EXTEND: Written(
        step=Step.EXTEND,
        letter=LetterName.EXTENSION,
        main=Field.REASON,
        fields=(Field.REASON,),
        needs=needs.reason,
        also=_more_time,
    ),
    Verb.UPHELD: _finding(
        Step.UPHOLD,
        LetterName.OUTCOME_UPHELD,
        Field.EXPLANATION, Field.FACTS, Field.APOLOGY,
    ),
    Verb.PARTLY_UPHELD: _finding(
        Step.UPHOLD_PARTLY,
        LetterName.OUTCOME_UPHELD,
        Field.POINTS, Field.OTHER_POINTS, Field.EXPLANATION, Field.FACTS, Field.APOLOGY,
    ),
    Verb.NOT_UPHELD: _finding(
        Step.NOT_UPHOLD,
        LetterName.OUTCOME_NOT_UPHELD,
        Field.EXPLANATION, Field.FACTS, Field.OFFER,
        needs=needs.explanation_and_facts,
    ),
    Verb.UNDETERMINED: _finding(
        Step.LEAVE_OPEN,
        LetterName.OUTCOME_UNDETERMINED,
        Field.EXPLANATION, Field.FACTS,
        needs=needs.explanation_and_facts,
    ),
    Verb.CANNOT_SOLVE: Written(
        step=Step.CANNOT_SOLVE,
        letter=LetterName.CANNOT_SOLVE,
        main=Field.REASON,
        fields=(Field.CANNOT, Field.REASON, Field.CAN, Field.TO),
        needs=needs.what_cannot_be_done,
        changed=_reason_kept,
    ),
    Verb.LOOK_AGAIN: Written(
        step=Step.LOOK_AGAIN,
        letter=LetterName.REOPENED,
        main=Field.REASON,
        fields=(Field.REASON,),
        needs=needs.reason,
        changed=_handed_over,
    ),
    Verb.REOPEN: Written(
        step=Step.REOPEN,
        letter=LetterName.REOPENED,
        main=Field.REASON,
        fields=(Field.REASON,),
        needs=needs.reason,
        changed=_handed_over,
    ),
    Verb.WITHDRAWN: Written(
        step=Step.WITHDRAW,
        letter=LetterName.WITHDRAWAL_CONFIRMED,
        main=Field.TEXT,
        fields=(Field.TEXT,),
        changed=_reason_kept,
    ),
    Verb.REPLY: Written(step=Step.WRITE, letter=LetterName.REPLY, needs=needs.words),
    Verb.CONTACT: Written(step=Step.CONTACT, letter=LetterName.CRISIS_CONTACT),
    # The promise is kept and the case moved already: only its letter waits for a yes.
    Verb.DONE: Written(step=Step.CARRY_OUT_LAST, letter=LetterName.MEASURES_DONE),
    Verb.NO_COMPLAINT: Written(step=Step.REROUTE, letter=LetterName.OTHER_RECEIPT),
}  # fmt: skip
