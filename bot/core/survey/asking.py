"""The question for satisfaction: whether and when it is asked, once more, and no longer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.core.calendar import local_date
from bot.core.case import Case, Deadline, DeadlineKind, Status, Survey, Urgency
from bot.core.decision import Effect, Save, Send, Settle
from bot.core.duties.ladder import Rung
from bot.core.facts import Facts
from bot.core.letter import LetterName, LetterOrder, Origin, Value
from bot.core.parents.addressed import has_child, signer_of, to_complainant
from bot.core.policy import Policy
from bot.core.procedure import Step, move_for
from bot.core.reach import may_write
from bot.core.step import take

NOT_ANSWERED = "no answer to the question for satisfaction"
# In these somebody else is asked about the case, and a question of ours would only hurt.
_ELSEWHERE = frozenset({Status.MEDIATION, Status.EXTERNAL, Status.DISSATISFIED, Status.REROUTED})
_ASKED = frozenset({Survey.SENT, Survey.REMINDED})


def why_not(case: Case, facts: Facts, policy: Policy) -> str:
    """Why the complainant is not asked at all; "" when nothing is against it. It names nobody."""
    against: Mapping[str, bool] = {
        "the school does not ask": not policy.surveys,
        "somebody may be in danger": case.urgency is Urgency.CRITICAL,
        "others are at work on it": case.status in _ELSEWHERE,
        "it is treated again": move_for(Step.SURVEY, case.status) is None,
        "the complainant wants no more of it": case.survey is Survey.STOPPED,
        "no letter reaches the complainant": not may_write(case, facts, policy),
    }
    return next((why for why, holds in against.items() if holds), "")


def day_to_ask(
    case: Case, duty: Deadline, _rung: Rung, facts: Facts, policy: Policy
) -> list[Effect]:
    """Asked once in the life of a case; what is against it is written down as the proof.

    While a reaction is owed to the complainant, or the school has still to agree on what every
    letter says, the question waits for a later rung.
    """
    if policy.missing or _waits_for_us(case):
        return []
    why = "asked before" if case.survey is not Survey.NONE else why_not(case, facts, policy)
    if why:
        return [_settled(case, duty, facts, f"not asked: {why}")]
    move = move_for(Step.SURVEY, case.status)
    assert move is not None
    asked = replace(case, survey=Survey.SENT)
    _, effects = take(move, asked, facts, policy, by="bot", proof="asked")
    letter = _letter(LetterName.SURVEY, case, facts, policy, _of_question(case, policy))
    return [*effects, Send(letter, "the complainant is asked how it went")]


def not_answered(
    case: Case, duty: Deadline, _rung: Rung, facts: Facts, policy: Policy
) -> list[Effect]:
    """Asked once more, and no longer once the time for an answer has passed."""
    over = facts.today > duty.due_on or case.survey not in _ASKED
    if over or (why_not(case, facts, policy) and not policy.missing):
        ended = Survey.EXPIRED if case.survey in _ASKED else case.survey
        return [Save(replace(case, survey=ended)), _settled(case, duty, facts, NOT_ANSWERED)]
    if case.survey is Survey.REMINDED or policy.missing or _waits_for_us(case):
        return []
    again = replace(case, survey=Survey.REMINDED)
    letter = _letter(LetterName.SURVEY_REMINDER, case, facts, policy, {"sent_on": duty.start_on})
    return [Save(again), Send(letter, "the complainant is asked once more how it went")]


def survey_reader(case: Case, policy: Policy) -> str:
    """Who reads the answers; "" where the case speaks of that person."""
    reader = signer_of(case, policy)
    return "" if reader.id in case.not_for else reader.name


def _of_question(case: Case, policy: Policy) -> Mapping[str, Value]:
    return {
        "answered_on": _answered_on(case, policy),
        "survey_reader": survey_reader(case, policy),
        "has_child": has_child(case),
    }


def _answered_on(case: Case, policy: Policy) -> date | None:
    """The day on which the complainant had the answer: the question was planned on it."""
    planned = [duty for duty in case.deadlines if duty.kind is DeadlineKind.SATISFACTION]
    if planned:
        return max(duty.start_on for duty in planned)
    met = [
        local_date(duty.met_at, policy.zone)
        for duty in case.deadlines
        if duty.kind is DeadlineKind.HANDLING and duty.met_at is not None
    ]
    return max(met, default=None)


def _waits_for_us(case: Case) -> bool:
    """Whether the complainant waits for a word of a person."""
    owed = {DeadlineKind.DISSATISFIED_REPLY, DeadlineKind.CLOSED_REPLY}
    return any(duty.kind in owed and duty.met_at is None for duty in case.deadlines)


def _letter(
    name: LetterName, case: Case, facts: Facts, policy: Policy, values: Mapping[str, Value]
) -> LetterOrder:
    """In the thread of the complaint, by the calendar."""
    known = replace(facts, opening=facts.opening or facts.mail)
    return to_complainant(name, case, values, known, policy, origin=Origin.GENERATED)


def _settled(case: Case, duty: Deadline, facts: Facts, proof: str) -> Settle:
    return Settle(
        case_number=case.number,
        kind=duty.kind,
        at=facts.now,
        proof=proof,
        start_on=duty.start_on,
        n=duty.n,
    )
