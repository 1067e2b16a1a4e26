"""What a person says of one duty: it is met, gets more time, waits for an answer, is promised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.core.calendar import Term, Unit
from bot.core.case import Ack, Anonymous, Case, Deadline, DeadlineKind, Urgency
from bot.core.clause import Clause
from bot.core.decision import Cancel, Effect, Owe, Postpone, Save, Settle
from bot.core.duties import status
from bot.core.duties.moving import extended as given_more_time
from bot.core.duties.owed import ENDS_WITH_THE_ANSWER, dated, owed_from
from bot.core.duties.pausing import answered, clock_runs, clock_stops
from bot.core.duties.refusal import NotPossible, about_them, unknown
from bot.core.duties.words import WORDS, what
from bot.core.facts import Facts
from bot.core.happening import PersonDecided
from bot.core.parties import find_person
from bot.core.policy import Policy

# An acknowledgment of which nobody knows yet that it will arrive.
_UNDECIDED = frozenset({Ack.HELD, Ack.FAILED, Ack.QUEUED})

_WHICH_DUTY = Clause("zeg welke termijn klaar is", "say which duty is done")
_HOW = Clause("zeg hoe het gebeurd is: dat is het bewijs", "say how it was done: that is the proof")
_WAIVE = Clause(
    "de ontvangstmelding van {number}: zeg met 'gehoor waive' hoe de melder het weet",
    "the acknowledgment of {number}: say with 'gehoor waive' how the complainant knows",
)
_IN_CASE = Clause("{number}: {why}", "{number}: {why}")
_WHICH_MEASURE = Clause(
    "zeg in een zin welke maatregel beloofd is", "say in a sentence which measure is promised"
)
_BY_WHEN = Clause(
    "zeg tegen welke dag: daarover is niets afgesproken",
    "say by which day: nothing is agreed about that",
)
_LATER = Clause(
    "een maatregel wordt voor een latere dag beloofd dan {today}",
    "a measure is promised for a later day than {today}",
)
_RUNS_ON = Clause(
    "bij jullie loopt de termijn door terwijl de melder antwoordt (procedure.toml: "
    "terms.clarify_pauses_clock); vraag uitleg zonder de klok te stoppen",
    "at your school the term runs on while the complainant answers (procedure.toml: "
    "terms.clarify_pauses_clock); ask for details without stopping the clock",
)
_RUNS = Clause("de klok van {number} loopt al", "the clock of {number} runs already")
_NOT_OWED = Clause("{number} heeft geen open termijn '{what}'", "in {number} '{what}' is not open")
_ONLY_OTHERS = Clause(f"{_NOT_OWED.nl}; wel open: {{rest}}", f"{_NOT_OWED.en}; open are: {{rest}}")
_WHICH_OF = Clause("welke maatregel? open zijn {open}", "which measure? open are {open}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said, of which case, and what is known."""

    word: PersonDecided
    case: Case
    facts: Facts
    policy: Policy

    @property
    def proof(self) -> str:
        """What was done and by whom, as the proof of a duty tells it."""
        how = self.word.how.strip()
        return f"{self.word.what.value} by {self.word.by}" + (f": {how}" if how else "")


def met(said: Said) -> list[Effect]:
    """A duty is met; the answer also ends what only leads to it."""
    word, case = said.word, said.case
    if word.duty is None:
        raise NotPossible(_WHICH_DUTY)
    if not word.how.strip():
        raise NotPossible(_HOW)
    if word.duty is DeadlineKind.ACK:
        raise NotPossible(_WAIVE, number=case.number)
    duty = _open_duty(case, word.duty, word.n)
    if duty.kind is DeadlineKind.CLARIFY_REPLY:
        running, effects = answered(
            case, said.facts.today, said.facts.now, said.policy, proof=said.proof
        )
        return [Save(running), *effects]
    effects = [settled(duty, said)]
    if duty.kind is DeadlineKind.STATUS:
        effects += status.followed(case, duty, said.facts, said.policy)
    if duty.kind is DeadlineKind.HANDLING:
        ended = [one for one in case.deadlines if one.kind in ENDS_WITH_THE_ANSWER]
        effects += [settled(one, said) for one in ended if one.met_at is None and one != duty]
        after, told = _known_by_the_answer(said)
        effects += [*told, *_owed_after_the_answer(said)]
        if case.stopped_on is not None:
            after, _ = clock_runs(after, said.facts.today, said.policy)
        if after != case:
            effects.insert(0, Save(after))
    return effects


def _owed_after_the_answer(said: Said) -> list[Effect]:
    """The answer opens the time to say that it does not suffice, and a question how it went.

    Nobody is asked that where somebody may be in danger, or who writes without an address or name.
    """
    case, policy = said.case, said.policy
    asked = (
        case.urgency is not Urgency.CRITICAL
        and case.complainant is not None
        and not case.by_post
        and case.anonymous is not Anonymous.FULL
    )
    kinds = (DeadlineKind.REVIEW, *((DeadlineKind.SATISFACTION,) if asked else ()))
    agreed = (policy.duties[kind] for kind in kinds if kind in policy.duties)
    return [
        Owe(case.number, owed_from(said.facts.today, duty, policy.calendar, policy.vacation))
        for duty in agreed
        if not any(
            had.kind is duty.kind and had.start_on == said.facts.today for had in case.deadlines
        )
    ]


def _known_by_the_answer(said: Said) -> tuple[Case, list[Effect]]:
    """Who has the answer knows that the complaint arrived: an acknowledgment would come too late.

    One that still waits must not follow; whom it reached, or on trial did not, stays written down.
    """
    case = said.case
    unmet = [one for one in case.deadlines if one.kind is DeadlineKind.ACK and one.met_at is None]
    if not unmet:
        return case, []
    effects: list[Effect] = [Cancel(letter.id) for letter in said.facts.waiting_acks]
    effects += [replace(settled(one, said), proof=f"answered: {said.proof}") for one in unmet]
    return (replace(case, ack=Ack.WAIVED) if case.ack in _UNDECIDED else case), effects


def more_time(said: Said) -> list[Effect]:
    """The answer is promised for a later day: once, with a reason, before the first has passed."""
    word, case = said.word, said.case
    duty = _open_duty(case, word.duty or DeadlineKind.HANDLING, word.n)
    try:
        moved = given_more_time(duty, said.facts.today, word.how, said.policy)
    except NotPossible as no:
        raise NotPossible(_IN_CASE, number=case.number, why=no.why) from no
    return [Postpone(case.number, moved)]


def measure_promised(said: Said) -> list[Effect]:
    """A measure with its owner and its day: what was promised to the complainant."""
    word, case, policy, today = said.word, said.case, said.policy, said.facts.today
    if not word.how.strip():
        raise NotPossible(_WHICH_MEASURE)
    owner = find_person(policy, word.whom or case.handler or word.by)
    if owner is None:
        raise unknown(word.whom or word.by)
    if owner.id in case.not_for:
        raise about_them(case.number, owner.name)
    numbers = (duty.n for duty in case.deadlines if duty.kind is DeadlineKind.MEASURE)
    measure = replace(
        _day_of_measure(word.on, today, policy),
        n=max(numbers, default=0) + 1,
        owner=owner.id,
        what=word.how.strip(),
    )
    return [Owe(case.number, dated(measure, policy.calendar))]


def _day_of_measure(on: date | None, today: date, policy: Policy) -> Deadline:
    """By when: the day that was promised, else the agreed term."""
    if on is None:
        term = policy.duties.get(DeadlineKind.MEASURE)
        if term is None:
            raise NotPossible(_BY_WHEN)
        return owed_from(today, term, policy.calendar, policy.vacation)
    if on <= today:
        raise NotPossible(_LATER, today=f"{today:%d-%m-%Y}")
    term_in_days = Term((on - today).days, Unit.CALENDAR_DAYS)
    due = policy.calendar.due(today, term_in_days)
    return Deadline(
        kind=DeadlineKind.MEASURE,
        start_on=today,
        due_on=due.due_on,
        target_on=due.target_on,
        rule=str(term_in_days),
        source="de dag die beloofd is",
    )


def clock_stopped(said: Said) -> list[Effect]:
    """The complainant was asked something: till the answer comes the clock stands still."""
    case, policy = said.case, said.policy
    if not policy.terms.clarify_pauses_clock:
        raise NotPossible(_RUNS_ON)
    stopped, effects = clock_stops(case, said.facts.today, policy)
    return [Save(stopped), *effects]


def clock_started(said: Said) -> list[Effect]:
    """The clock runs again, because the answer came in another way."""
    if said.case.stopped_on is None:
        raise NotPossible(_RUNS, number=said.case.number)
    running, effects = answered(
        said.case, said.facts.today, said.facts.now, said.policy, proof=said.proof
    )
    return [Save(running), *effects]


def settled(duty: Deadline, said: Said) -> Settle:
    """The duty is met now, on the word of this person."""
    return Settle(
        case_number=said.case.number,
        kind=duty.kind,
        at=said.facts.now,
        proof=said.proof,
        start_on=duty.start_on,
        n=duty.n,
    )


def _open_duty(case: Case, kind: DeadlineKind, n: int) -> Deadline:
    """The open duty that is meant, the oldest first.

    Raises:
        NotPossible: there is none, or it is not said which.
    """
    unmet = [duty for duty in case.deadlines if duty.kind is kind and duty.met_at is None]
    meant = [duty for duty in unmet if not n or duty.n == n]
    if not meant:
        rest = sorted({what(duty.kind, duty.n) for duty in case.deadlines if not duty.met_at})
        raise NotPossible(
            _ONLY_OTHERS if rest else _NOT_OWED,
            number=case.number,
            what=WORDS[kind].what,
            rest=Clause(", ".join(one.nl for one in rest), ", ".join(one.en for one in rest)),
        )
    if kind is DeadlineKind.MEASURE and len(meant) > 1:
        raise NotPossible(_WHICH_OF, open=", ".join(str(duty.n) for duty in meant))
    return min(meant, key=lambda duty: duty.start_on)
