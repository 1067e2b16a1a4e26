"""Duties of a case came to a rung: one letter to each person who is told, however many duties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bot.core.applied import applied
from bot.core.case import Ack, Case, Deadline, DeadlineKind, Status
from bot.core.decision import Decision, Effect, Reach, Send, Tell
from bot.core.duties import letters, status
from bot.core.duties.ladder import Circle, Rung, due_rung, next_on
from bot.core.duties.moving import stands_still
from bot.core.duties.owed import ENDS_WITH_THE_ANSWER
from bot.core.duties.presence import acting, is_away
from bot.core.facts import Facts
from bot.core.happening import AttentionCode, AttentionItem
from bot.core.parties import admins, board, coordinator, directors, find_person, handler_of
from bot.core.policy import Person, Policy

# These acknowledgments are owed to nobody: there is no address, or the bot is on trial.
_NO_ACK = frozenset({Ack.NONE, Ack.TRIAL})
# What the bot does by itself when a duty comes to a rung, besides telling staff.
ByItself: TypeAlias = Callable[[Case, Deadline, Rung, Facts, Policy], list[Effect]]
# In these nobody treats a complaint any more.
_OVER = frozenset(
    {
        Status.NOT_ADMISSIBLE,
        Status.CANNOT_SOLVE,
        Status.WITHDRAWN,
        Status.CLOSED,
        Status.MERGED,
        Status.REROUTED,
        Status.ANONYMISED,
    }
)


@dataclass(slots=True)
class _Reader:
    """A person who is told today, of these duties, perhaps standing in for another."""

    person: Person
    told: list[tuple[Deadline, Rung]] = field(default_factory=list)
    stand_in_for: str = ""

    @property
    def overdue(self) -> bool:
        return any(rung.late for _, rung in self.told)

    @property
    def duties(self) -> list[Deadline]:
        """The most urgent first: what is late, then by its day."""
        told = sorted(self.told, key=lambda each: (not each[1].late, each[0].target_on))
        return [duty for duty, _ in told]


def on_duties_due(
    facts: Facts, policy: Policy, own_steps: Mapping[DeadlineKind, ByItself]
) -> Decision:
    """Reminders and overdue letters of one case for today, each rung exactly once.

    `own_steps` is what the bot does by itself then, by what came to its day.
    """
    case = facts.case
    assert case is not None
    reached = _reached(case, facts, policy)
    to_tell = [
        (duty, rung)
        for duty, rung in reached
        if rung.circles and status.is_told(case, duty, facts, policy)
    ]
    readers = _readers(case, to_tell, facts, policy)
    effects: list[Effect] = [
        *(_reach(case, duty, rung, policy) for duty, rung in reached),
        *_asleep(case, facts, policy),
        *(
            Send(
                letters.reminder(
                    case,
                    reader.duties,
                    facts,
                    policy,
                    to=reader.person,
                    overdue=reader.overdue,
                    stand_in_for=reader.stand_in_for,
                ),
                _rungs(reader.told),
            )
            for reader in readers
        ),
    ]
    if to_tell and not readers:
        effects.append(_nobody(case, policy))
    for duty, rung in reached:
        by_itself = own_steps.get(duty.kind)
        if by_itself is not None:
            # Each acts on the case as the one before left it.
            effects += by_itself(applied(case, effects), duty, rung, facts, policy)
    return Decision(
        event="duties_due",
        reason=_rungs(reached) or "no rung",
        effects=tuple(effects),
        case_number=case.number,
    )


def _rungs(told: Sequence[tuple[Deadline, Rung]]) -> str:
    """Which rungs, as the audit trail says it: "handling T-2wd, measure 2 T"."""
    return ", ".join(
        " ".join(filter(None, (duty.kind.value, str(duty.n or ""), rung.stage)))
        for duty, rung in told
    )


def _reached(case: Case, facts: Facts, policy: Policy) -> list[tuple[Deadline, Rung]]:
    """Each duty that came to a rung, with the highest of its rungs by now."""
    found = (
        (duty, due_rung(duty, facts.today, policy.calendar))
        for duty in case.deadlines
        if duty.next_on is not None and not _is_asleep(duty, case)
    )
    return [(duty, rung) for duty, rung in found if rung is not None]


def _is_asleep(duty: Deadline, case: Case) -> bool:
    """Nobody need do anything about it now: it waits, the case is over, or nobody gets it."""
    over = case.status in _OVER and duty.kind in ENDS_WITH_THE_ANSWER
    unowed = duty.kind is DeadlineKind.ACK and case.ack in _NO_ACK and not case.by_post
    return stands_still(duty, case) or over or unowed


def _asleep(case: Case, facts: Facts, policy: Policy) -> Iterator[Reach]:
    """Duties that came to a day on which nobody is told: they are not asked for again."""
    if not policy.calendar.is_working_day(facts.today):
        return
    for duty in case.deadlines:
        due = duty.met_at is None and duty.next_on is not None and duty.next_on <= facts.today
        if due and _is_asleep(duty, case):
            yield Reach(case_number=case.number, deadline=duty, stage=None, next_on=None)
        elif due and due_rung(duty, facts.today, policy.calendar) is None:
            other_day = next_on(duty, policy.calendar)
            if other_day is not None and other_day <= facts.today:
                other_day = policy.calendar.next_school_day(facts.today)
            yield Reach(case_number=case.number, deadline=duty, stage=None, next_on=other_day)


def _reach(case: Case, duty: Deadline, rung: Rung, policy: Policy) -> Reach:
    following = next_on(replace(duty, stage=rung.stage), policy.calendar)
    return Reach(case_number=case.number, deadline=duty, stage=rung.stage, next_on=following)


def _readers(
    case: Case, reached: Sequence[tuple[Deadline, Rung]], facts: Facts, policy: Policy
) -> list[_Reader]:
    """Who is told today, each person once, with all the duties of which that person is told."""
    readers: dict[str, _Reader] = {}
    for duty, rung in reached:
        meant = [
            person
            for circle in rung.circles
            for person in _circle(circle, duty, rung, case, facts, policy)
        ]
        # Where nobody stands above the handler, the coordinator still has to know.
        for person in meant or [coordinator(policy, case.school)]:
            actor = acting(
                person,
                facts.absences,
                facts.today,
                policy,
                school=case.school,
                not_for=case.not_for,
            )
            if actor is None:
                continue
            away = actor != person and is_away(person.id, facts.absences, facts.today)
            reader = readers.setdefault(
                actor.id, _Reader(actor, stand_in_for=person.name if away else "")
            )
            if not away:
                reader.stand_in_for = ""
            if (duty, rung) not in reader.told:
                reader.told.append((duty, rung))
    return list(readers.values())


def _circle(  # noqa: PLR0913, PLR0917  # who stands there depends on each of them
    circle: Circle, duty: Deadline, rung: Rung, case: Case, facts: Facts, policy: Policy
) -> Sequence[Person]:
    """The persons of a circle. A director of whom the case speaks is replaced by the board."""
    match circle:
        case Circle.HANDLER:
            owner = find_person(policy, duty.owner) if duty.owner else None
            return [owner or handler_of(policy, case)]
        case Circle.COORDINATOR:
            return [coordinator(policy, case.school)]
        case Circle.DIRECTOR:
            heads = directors(policy, case.school)
            unnamed = [head for head in heads if head.id not in case.not_for]
            return unnamed or (_chair(case, facts, policy) if heads or rung.late else [])
        case Circle.BOARD:
            return _chair(case, facts, policy)


def _chair(case: Case, facts: Facts, policy: Policy) -> Sequence[Person]:
    """The first of the board in people.toml who is not named and is here; else who is not named.

    Another of the board goes before who stands in for the chair: that may be who is late.
    """
    unnamed = [person for person in board(policy) if person.id not in case.not_for]
    here = [one for one in unnamed if not is_away(one.id, facts.absences, facts.today)]
    return (here or unnamed)[:1]


def _nobody(case: Case, policy: Policy) -> Tell:
    """Everybody in line is named in the case: who looks after the bot must find a reader."""
    unnamed = (person.id for person in admins(policy) if person.id not in case.not_for)
    return Tell(
        AttentionItem(
            code=AttentionCode.EVERYBODY_NAMED,
            case_number=case.number,
            school=case.school,
            reader=next(unnamed, ""),
        )
    )
