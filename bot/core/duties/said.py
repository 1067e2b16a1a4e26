"""What a person says of a duty: it is met, moves, stands still, is promised or handed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.core.clause import Clause
from bot.core.decision import Decision, Effect
from bot.core.duties import said_of_duties as of_duties
from bot.core.duties import said_of_people as of_people
from bot.core.duties.refusal import NotPossible
from bot.core.duties.said_of_duties import Said
from bot.core.facts import Facts
from bot.core.happening import PersonDecided, PersonsWord
from bot.core.policy import Policy
from bot.core.procedure import FINAL, Step, move_for
from bot.core.states import STATES

__all__ = ["NotPossible", "on_said"]

_NOT_NOW = Clause("dat kan nu niet: {number} {state}", "that cannot be done now: {number} {state}")
_ABOUT_YOU = Clause(
    "{number} gaat over jou: iemand anders moet dit doen",
    "{number} is about you: somebody else must do this",
)

# What may be said of a case, and the step of the procedure that it is: while that can be taken.
_OF_CASES: Mapping[PersonsWord, tuple[Callable[[Said], list[Effect]], Step | None]] = {
    PersonsWord.DUTY_MET: (of_duties.met, None),
    PersonsWord.TERM_EXTENDED: (of_duties.more_time, Step.EXTEND),
    PersonsWord.CLOCK_STOPPED: (of_duties.clock_stopped, Step.ASK),
    PersonsWord.CLOCK_RUNS: (of_duties.clock_started, None),
    PersonsWord.MEASURE_PROMISED: (of_duties.measure_promised, Step.PROMISE),
    PersonsWord.CASE_TAKEN: (of_people.taken, Step.TAKE),
    PersonsWord.SIMPLE: (of_people.simple, Step.SIMPLE),
    PersonsWord.COMPLEX: (of_people.complex_, Step.COMPLEX),
}
_OF_PRESENCE: Mapping[
    PersonsWord, Callable[[PersonDecided, Facts, Policy], list[Effect]]
] = {
    PersonsWord.AWAY: of_people.away,
    PersonsWord.BACK: of_people.back,
}  # fmt: skip


def on_said(happening: PersonDecided, facts: Facts, policy: Policy) -> Decision:
    """What a person said of a duty or of being away is done and written down under their name.

    Raises:
        NotPossible: it cannot be done now.
    """
    if happening.what in _OF_PRESENCE:
        effects = _OF_PRESENCE[happening.what](happening, facts, policy)
        return Decision(
            event=happening.what.value, reason="said by the person", effects=tuple(effects)
        )
    case = facts.case
    assert case is not None
    act, step = _OF_CASES[happening.what]
    if case.status in FINAL or (step and move_for(step, case.status) is None):
        raise NotPossible(_NOT_NOW, number=case.number, state=STATES[case.status])
    if happening.by in case.not_for:
        raise NotPossible(_ABOUT_YOU, number=case.number)
    said = Said(word=happening, case=case, facts=facts, policy=policy)
    return Decision(
        event=happening.what.value,
        reason=happening.how.strip() or "said by a person",
        effects=tuple(act(said)),
        case_number=case.number,
    )
