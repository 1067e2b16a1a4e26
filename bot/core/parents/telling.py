"""What the letters print that ask, tell how it goes on, or only answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.acting import Acting
from bot.core.calendar import local_date
from bot.core.case import Case, DeadlineKind
from bot.core.clause import Clause
from bot.core.duties.refusal import NotPossible
from bot.core.instructions import Field
from bot.core.letter import LetterOrder, Value
from bot.core.parents.addressed import (
    language_of,
    phone_of,
    promised,
    signer_of,
)
from bot.core.parents.days import day_of, latest_due, more_time, reason_of
from bot.core.parents.outside import lines_to_call
from bot.core.parents.questions import (
    missing_in,
    proposed_questions,
    questions_in,
    usual_questions,
)
from bot.core.parties import find_person

# What a crisis letter does not hold: no number, nothing of the procedure.
_NOT_IN_A_CRISIS = frozenset({"case_no", "privacy_line"})
_NONE_DONE = Clause("er is nog geen maatregel klaar", "no measure is done yet")
_NO_PHONE = Clause(
    "zet eerst je telefoonnummer in people.toml: de brief nodigt uit om te bellen",
    "first put your telephone number in people.toml: the letter invites to call",
)


def case_of(acting: Acting) -> Case:
    """The case of an order that has one."""
    assert acting.case is not None
    return acting.case


def words_of_order(acting: Acting) -> str:
    """The free words of an order, in the field for it or after the verb."""
    return acting.order.one(Field.TEXT) or acting.order.text.strip()


def informal_offer(acting: Acting) -> Mapping[str, Value]:
    """A talk first, with whoever orders it or whom the order names, in people.toml or not."""
    case, policy, whom = case_of(acting), acting.policy, acting.order.whom.strip()
    person = find_person(policy, whom) if whom else acting.by
    return {
        "informal_person": person.name if person else whom,
        "informal_phone": phone_of(person, case, policy) if person else "",
        "text": words_of_order(acting),
        "received_date": case.received_on,
        "support_line": policy.support_line.get(language_of(case, policy), ""),
        "handling_due": _handling_due(acting),
    }


def formal_next_steps(acting: Acting) -> Mapping[str, Value]:
    """The written procedure from now on."""
    return {"handling_due": _handling_due(acting)}


def clarification_request(acting: Acting) -> Mapping[str, Value]:
    """What is asked: the lines of the order, else what the complaint does not tell."""
    case, facts, policy = case_of(acting), acting.facts, acting.policy
    return {
        "questions": questions_of(acting),
        "reply_by": day_of(DeadlineKind.CLARIFY_REPLY, facts, policy),
        "handling_due": _handling_due(acting),
        "latest_due": latest_due(case, facts, policy),
    }


def questions_of(acting: Acting) -> tuple[str, ...]:
    """The questions of an order, else the proposed ones."""
    case, facts, policy = case_of(acting), acting.facts, acting.policy
    typed = "\n".join((*acting.order.fields.get(Field.QUESTION, ()), words_of_order(acting)))
    return (
        questions_in(typed)
        or proposed_questions(case, missing_in(case, facts, policy), policy)
        or usual_questions(case, policy)
    )


def status_update(acting: Acting) -> Mapping[str, Value]:
    """How it stands, with what a person adds."""
    case = case_of(acting)
    return {
        "state": case.status.value,
        "text": words_of_order(acting),
        "next_step": acting.order.one(Field.NEXT),
        "handling_due": _handling_due(acting),
        "contact_phone": phone_of(signer_of(case, acting.policy), case, acting.policy),
    }


def extension(acting: Acting) -> Mapping[str, Value]:
    """The day that was promised, the one that is promised now, and why.

    Raises:
        NotPossible: the answer may not be extended.
    """
    case = case_of(acting)
    was, now = more_time(case, acting.order, acting.facts, acting.policy)
    return {"old_due": was.due_on, "new_due": now.due_on, "reason": reason_of(acting.order)}


def measures_done(acting: Acting) -> Mapping[str, Value]:
    """What was promised and is done.

    Raises:
        NotPossible: nothing was.
    """
    case, zone = case_of(acting), acting.policy.zone
    done: tuple[Value, ...] = tuple(
        {"text": duty.what, "done_on": local_date(duty.met_at, zone)}
        for duty in case.deadlines
        if duty.kind is DeadlineKind.MEASURE and duty.met_at is not None
    )
    if not done:
        raise NotPossible(_NONE_DONE)
    return {"done": done}


def other_receipt(acting: Acting) -> Mapping[str, Value]:
    """Thanks for a question, an idea or kind words, and who treats it."""
    case, policy = case_of(acting), acting.policy
    owner = find_person(policy, acting.order.whom) or signer_of(case, policy)
    return {
        "kind": acting.order.code or "question",
        "owner": "" if owner.id in case.not_for else owner.name,
        "reply_due": day_of(DeadlineKind.REPLY_OTHER, acting.facts, policy),
    }


def reopened(acting: Acting) -> Mapping[str, Value]:
    """Why it is looked at again, by whom, and by when there is an answer."""
    case, policy = case_of(acting), acting.policy
    named = find_person(policy, acting.order.whom)
    reader = named or signer_of(case, policy)
    return {
        "reason": reason_of(acting.order),
        "handler": "" if reader.id in case.not_for else reader.name,
        "new_reader": named is not None and named.id != case.handler,
        "handling_due": day_of(DeadlineKind.HANDLING, acting.facts, policy),
    }


def reply(acting: Acting) -> Mapping[str, Value]:
    """A person's own words."""
    return {"text": words_of_order(acting)}


def crisis_contact(acting: Acting) -> Mapping[str, Value]:
    """To somebody who may be in danger: a person who listens, and where to talk right now.

    Raises:
        NotPossible: no number to call this person is known.
    """
    case, policy = case_of(acting), acting.policy
    if not phone_of(acting.by, case, policy):
        raise NotPossible(_NO_PHONE)
    return {
        "helplines": lines_to_call(case, policy),
        "text": words_of_order(acting),
    }


def unnumbered(order: LetterOrder) -> LetterOrder:
    """The letter without the number of its case: whoever looks over a shoulder learns nothing."""
    kept = {name: value for name, value in order.values.items() if name not in _NOT_IN_A_CRISIS}
    return replace(order, values=kept, case_number=None)


def _handling_due(acting: Acting) -> Value:
    answer = promised(case_of(acting), acting.facts)
    return answer.due_on if answer else None
