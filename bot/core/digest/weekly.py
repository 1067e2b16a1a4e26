"""The overview of a week for directors, without a trace of the cases that speak of a director."""

from __future__ import annotations

from bot.core.calendar import local_date
from bot.core.desk import Tally
from bot.core.digest import notes
from bot.core.digest.daily import Told
from bot.core.digest.overseen import (
    MOST_LINES,
    late_lines,
    name_of,
    promise_lines,
    total,
)
from bot.core.digest.saying import Voice
from bot.core.digest.whose import Sight
from bot.core.duties.presence import acting
from bot.core.facts import Facts
from bot.core.letter import Value
from bot.core.policy import Person, Policy, Role


def weekly(reader: Person, facts: Facts, policy: Policy) -> Told | None:
    """The overview of this person's schools; None when nothing is open and nothing came."""
    desk = facts.desk
    assert desk is not None
    schools = _schools_of(reader, facts, policy)

    sight = Sight.of(reader, policy)

    def told(school: str, not_for: tuple[str, ...]) -> bool:
        in_sight = sight.sees(not_for) and not sight.names_director(not_for)
        return school in schools and in_sight

    tallies = [tally for tally in desk.tallies if told(tally.school, tally.not_for)]
    rows = [row for row in desk.owed if told(row.school, row.not_for)]
    late = late_lines(rows, reader, facts, policy, said=name_of)
    promised = promise_lines(rows, reader, facts, policy, said=name_of)
    sums = total(tallies)
    if not (sums.open or sums.came or sums.closed or late or promised):
        return None
    voice = Voice(reader.language, facts.today)
    names = [school.name for school in policy.schools if school.id in schools]
    values: dict[str, Value] = {
        "week": facts.today.isocalendar().week,
        "since": local_date(desk.since, policy.zone) if desk.since else None,
        "schools": tuple(
            {
                "name": school.name,
                **_figures(total(tally for tally in tallies if tally.school == school.id), voice),
            }
            for school in policy.schools
            if school.id in schools
        ),
        "late": late[:MOST_LINES],
        "n_late_more": len(late[MOST_LINES:]),
        "promised": promised[:MOST_LINES],
        "n_promised_more": len(promised[MOST_LINES:]),
        "rising": notes.rising(desk, voice),
        "all_schools": len(policy.schools) > len(names),
        "school": names[0] if len(names) == 1 else "",
        "organisation": policy.organisation,
    }
    return Told(values)


def _schools_of(reader: Person, facts: Facts, policy: Policy) -> frozenset[str]:
    """The schools of all directors who are this person, or for whom this person stands in."""
    everywhere = tuple(school.id for school in policy.schools)
    return frozenset(
        school
        for person in policy.people
        if Role.DIRECTOR in person.roles
        and (here := acting(person, facts.absences, facts.today, policy)) is not None
        and here.id == reader.id
        for school in person.schools or everywhere
    )


def _figures(sums: Tally, voice: Voice) -> dict[str, Value]:
    return {
        "new": sums.came,
        "closed": sums.closed,
        "open": sums.open,
        "old": sums.old,
        "acks": voice.share(sums.acks_in_time, sums.acks) if sums.acks else "",
        "answers": voice.share(sums.answers_in_time, sums.answers) if sums.answers else "",
    }
