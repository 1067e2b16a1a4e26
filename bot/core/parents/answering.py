"""What the letters print that end a complaint: the findings, a refusal, what was put right."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.acting import Acting
from bot.core.calendar import Term, Unit
from bot.core.case import DeadlineKind, Detail, Urgency
from bot.core.clause import Clause
from bot.core.duties.refusal import NotPossible
from bot.core.instructions import Field, Verb
from bot.core.letter import Value
from bot.core.parents.addressed import has_child
from bot.core.parents.days import day_of, reason_of
from bot.core.parents.measures import measures_of
from bot.core.parents.outside import as_printed, bodies_for, bodies_named
from bot.core.parents.telling import case_of, words_of_order
from bot.core.parties import board, directors
from bot.core.plain import plain
from bot.core.triage.numbers import case_numbers_in

_NO_APOLOGY = frozenset({"nee", "neen", "geen", "no", "none", "-"})
_USUAL_APOLOGY = frozenset({"ja", "yes", "ok"})
_DAYS_IN_A_MONTH = 30
_DAYS_IN: Mapping[Unit, int] = {Unit.WEEKS: 7}
_ITS_SOLVED = ("opgelost", "solved", "resolved")
_NO_SUCH_BODY = Clause(
    "er is geen instantie '{said}'; gekend zijn: {known}",
    "there is no body '{said}'; known are: {known}",
)


def explanation_of(acting: Acting) -> str:
    """The motivation of an answer."""
    return acting.order.one(Field.EXPLANATION) or words_of_order(acting)


def facts_of(acting: Acting) -> str:
    """On what an answer rests: as ordered, else as the case has it."""
    return acting.order.one(Field.FACTS) or case_of(acting).details.get(Detail.FACTS, "")


def summary_of(acting: Acting) -> str:
    """What was put right."""
    return acting.order.one(Field.SUMMARY) or words_of_order(acting)


def why_refused(acting: Acting) -> str:
    """Why a complaint is not treated, in the words of a person."""
    order = acting.order
    return order.one(Field.EXPLANATION) or order.one(Field.REASON) or words_of_order(acting)


def codes_of(acting: Acting) -> tuple[str, ...]:
    """The conditions that a complaint does not meet, as the order names them."""
    return tuple(dict.fromkeys(acting.order.code.replace(",", " ").split()))


def not_admissible(acting: Acting) -> Mapping[str, Value]:
    """Why it is not treated, what can be done instead, and who looks at it again."""
    case, policy, order = case_of(acting), acting.policy, acting.order
    codes = codes_of(acting)
    age = policy.admissibility.facts_age
    other = case_numbers_in(f"{order.line} {why_refused(acting)}", policy.numbering)
    return {
        "received_date": case.received_on,
        "reasons": codes,
        "text": why_refused(acting),
        "alternatives": tuple(
            line.strip()
            for each in order.fields.get(Field.ALTERNATIVE, ())
            for line in each.splitlines()
            if line.strip()
        ),
        "facts_months": _months(age) if age and "too_old" in codes else None,
        "old_no": next((number for number in other if number != case.number), ""),
        "second_person": second_look(acting),
        **_end(acting),
    }


def outcome_upheld(acting: Acting) -> Mapping[str, Value]:
    """The complainant is right, or in part."""
    order = acting.order
    apology = order.one(Field.APOLOGY)
    own = plain(apology).strip(" .!") not in _NO_APOLOGY | _USUAL_APOLOGY
    return {
        "partly": order.verb is Verb.PARTLY_UPHELD,
        "points": order.one(Field.POINTS),
        "other_points": order.one(Field.OTHER_POINTS),
        "apologises": plain(apology).strip(" .!") not in _NO_APOLOGY,
        "apology": apology if own else "",
        "structural": tuple(each.strip() for each in order.fields.get(Field.STRUCTURAL, ())),
        "measures": _promised(acting),
        "has_child": has_child(case_of(acting)),
        "findings": explanation_of(acting),
        "lessons": order.one(Field.LESSONS),
        **_end(acting),
    }


def outcome_not_upheld(acting: Acting) -> Mapping[str, Value]:
    """The complainant is not right."""
    return {
        "facts_basis": facts_of(acting),
        "findings": explanation_of(acting),
        "offer": acting.order.one(Field.OFFER),
        "lessons": acting.order.one(Field.LESSONS),
        **_end(acting),
    }


def outcome_undetermined(acting: Acting) -> Mapping[str, Value]:
    """Nobody can say what happened."""
    return {
        "facts_basis": facts_of(acting),
        "findings": explanation_of(acting),
        "measures": _promised(acting),
        "lessons": acting.order.one(Field.LESSONS),
        **_end(acting),
    }


def cannot_solve(acting: Acting) -> Mapping[str, Value]:
    """What the school can do, what not, and why."""
    return {
        "what_possible": acting.order.one(Field.CAN),
        "what_not": acting.order.one(Field.CANNOT),
        "why": reason_of(acting.order) or acting.order.one(Field.EXPLANATION),
        "has_child": has_child(case_of(acting)),
        **_end(acting),
    }


def solved_without_talk(acting: Acting) -> Mapping[str, Value]:
    """What was put right at once, and what else was agreed."""
    agreed = "\n".join(f"- {each.text}" for each in measures_of(acting))
    return {
        "summary": "\n\n".join(filter(None, (summary_of(acting), agreed))),
        "text": _besides(acting),
        "close_on": day_of(DeadlineKind.REVIEW, acting.facts, acting.policy),
    }


def after_talk(acting: Acting) -> Mapping[str, Value]:
    """What was said in a talk that solved it, and what was agreed there."""
    return {
        "talk_date": acting.order.on,
        "summary": summary_of(acting),
        "agreements": tuple(
            {"text": each.text, "owner": each.owner_name, "due": each.due_on}
            for each in measures_of(acting)
        ),
        "solved": True,
        "text": _besides(acting),
        "close_on": day_of(DeadlineKind.REVIEW, acting.facts, acting.policy),
    }


def _besides(acting: Acting) -> str:
    """What else was typed: nothing that a person wrote for the complainant gets lost."""
    order = acting.order
    summed_up = bool(order.one(Field.SUMMARY))
    rest = (order.one(Field.TEXT), order.text.strip()) if summed_up else ()
    return "\n\n".join(filter(None, (*rest, order.one(Field.NEXT))))


def withdrawal_confirmed(acting: Acting) -> Mapping[str, Value]:
    """It stops, because the complainant asked so; what endangers pupils is looked into anyhow."""
    case = case_of(acting)
    return {
        "withdrawn_on": acting.order.on or acting.facts.today,
        "solved": _is_solved(reason_of(acting.order)),
        "stays_open": case.urgency in {Urgency.HIGH, Urgency.CRITICAL},
        "text": acting.order.one(Field.TEXT),
        "has_child": has_child(case),
        "review_until": day_of(DeadlineKind.REVIEW, acting.facts, acting.policy),
    }


def second_look(acting: Acting) -> str:
    """Who looks again at a refusal: nobody who wrote it, handles it or is spoken of."""
    case, policy = case_of(acting), acting.policy
    barred = {acting.by.id, case.handler, *case.not_for}
    return next(
        (
            one.name
            for one in (*directors(policy, case.school), *board(policy))
            if one.id not in barred
        ),
        "",
    )


def _end(acting: Acting) -> dict[str, Value]:
    """Till when one may say that it does not suffice, and who else can be asked.

    Raises:
        NotPossible: the order names a body that nobody knows.
    """
    case, policy = case_of(acting), acting.policy
    named = acting.order.one(Field.TO).replace(",", " ").split()
    try:
        bodies = bodies_named(named, policy) if named else bodies_for(case, policy)
    except LookupError as unknown:
        known = ", ".join(body.id for body in policy.outside)
        raise NotPossible(_NO_SUCH_BODY, said=unknown, known=known) from unknown
    return {
        "external_bodies": as_printed(bodies, case, policy),
        "review_until": day_of(DeadlineKind.REVIEW, acting.facts, policy),
    }


def _promised(acting: Acting) -> tuple[Value, ...]:
    return tuple({"text": each.text, "due": each.due_on} for each in measures_of(acting))


def _months(term: Term) -> int:
    if term.unit is Unit.MONTHS:
        return term.n
    return round(term.n * _DAYS_IN.get(term.unit, 1) / _DAYS_IN_A_MONTH)


def _is_solved(reason: str) -> bool:
    words = plain(reason)
    return any(word in words for word in _ITS_SOLVED) and "niet" not in words.split()
