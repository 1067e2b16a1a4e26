"""Who may see which cases in a list, and what a line of it tells."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bot.core.case import Case, Deadline, DeadlineKind, Detail, Status
from bot.core.duties.moving import STOPS
from bot.core.duties.presence import acting
from bot.core.facts import CaseLine, Facts
from bot.core.parties import coordinator, find_person
from bot.core.policy import Person, Policy, Role

MOST_LINES = 20  # of one list; how many more there are is told

# What the school does; the complainant's own days, and what the bot does, are nobody's next.
ASKS_STAFF = frozenset(DeadlineKind) - {
    DeadlineKind.CLARIFY_REPLY,
    DeadlineKind.MEDIATION_REPLY,
    DeadlineKind.REVIEW,
    DeadlineKind.SATISFACTION,
    DeadlineKind.SURVEY_REPLY,
    DeadlineKind.RETENTION,
}
_OVERSEE = frozenset({Role.COORDINATOR, Role.DIRECTOR, Role.BOARD})


class Seen(NamedTuple):
    """What decides who may see a case in a list."""

    school: str
    status: Status
    handler: str | None
    not_for: tuple[str, ...]


def may_see(person: Person, line: Seen | Case | CaseLine, facts: Facts, policy: Policy) -> bool:
    """Whether this person may be told of the case in a list, be it by a number in a count.

    Whom it speaks of never; who handles it, or stands in today; who coordinates or directs its
    school, and the board; and while nobody took it up, whoever handles cases of its school.
    """
    if person.id in line.not_for:
        return False
    if line.handler == person.id:
        return True
    if any(_serves(person, role, line.school) for role in _OVERSEE):
        return True
    in_charge = find_person(policy, line.handler) if line.handler else None
    if in_charge is None or Role.COORDINATOR in in_charge.roles:
        waits = line.status is Status.INTAKE
        if waits and _serves(person, Role.HANDLER, line.school):
            return True
    return person == acting(
        in_charge or coordinator(policy, line.school),
        facts.absences,
        facts.today,
        policy,
        school=line.school,
        not_for=line.not_for,
    )


def _serves(person: Person, role: Role, school: str) -> bool:
    everywhere = role is Role.BOARD or not person.schools
    return role in person.roles and (everywhere or school in person.schools)


def line_of(case: Case, today: date, words: str = "") -> CaseLine:
    """A case as a line of a list. `words` is the place that was searched for."""
    owed = [duty for duty in case.deadlines if duty.met_at is None and duty.kind in ASKS_STAFF]
    running = [duty for duty in owed if not _waits(duty, case)]
    following = min(running, key=lambda duty: (duty.target_on, duty.kind), default=None)
    return CaseLine(
        number=case.number,
        school=case.school,
        status=case.status,
        handler=case.handler,
        received_on=case.received_on,
        next_on=following.target_on if following else None,
        next_what=following.kind.value if following else "",
        topic=case.topic,
        core=case.details.get(Detail.CORE, ""),
        late=any(duty.target_on < today for duty in running),
        not_for=case.not_for,
        words=words,
    )


def _waits(duty: Deadline, case: Case) -> bool:
    """Whether its day stands still while the complainant owes an answer."""
    return case.stopped_on is not None and duty.kind in STOPS and duty.due_on >= case.stopped_on
