"""What a person says of a duty: it is met, moves, stands still, is promised or handed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.core.case import Status
from bot.core.decision import Decision, Effect
from bot.core.duties import said_of_duties as of_duties
from bot.core.duties import said_of_people as of_people
from bot.core.duties.refusal import NotPossible
from bot.core.duties.said_of_duties import Said
from bot.core.facts import Facts
from bot.core.happening import PersonDecided, PersonsWord
from bot.core.policy import Policy
from bot.core.procedure import FINAL, Step, move_for

__all__ = ["NotPossible", "on_said"]


_IS: Mapping[Status, str] = {
    Status.INTAKE: "is nog niet ingedeeld",
    Status.CLARIFYING: "wacht op uitleg van de melder",
    Status.INFORMAL: "is in een informeel gesprek",
    Status.HANDLING: "is in behandeling",
    Status.INVESTIGATING: "wordt onderzocht",
    Status.ANSWERED: "is beantwoord",
    Status.REMEDYING: "is beantwoord, met maatregelen",
    Status.DISSATISFIED: "wordt herbekeken",
    Status.MEDIATION: "is in bemiddeling",
    Status.EXTERNAL: "ligt bij een instantie buiten de school",
    Status.NOT_ADMISSIBLE: "is niet ontvankelijk",
    Status.CANNOT_SOLVE: "kon niet opgelost worden",
    Status.WITHDRAWN: "is ingetrokken",
    Status.CLOSED: "is afgesloten",
    Status.MERGED: "ging op in een ander dossier",
    Status.REROUTED: "is geen klacht",
    Status.ANONYMISED: "is gewist",
}
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
        raise NotPossible(f"dat kan nu niet: {case.number} {_IS[case.status]}")
    if happening.by in case.not_for:
        raise NotPossible(f"{case.number} gaat over jou: iemand anders moet dit doen")
    said = Said(word=happening, case=case, facts=facts, policy=policy)
    return Decision(
        event=happening.what.value,
        reason=happening.how.strip() or "said by a person",
        effects=tuple(act(said)),
        case_number=case.number,
    )
