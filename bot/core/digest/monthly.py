"""The overview of a month for the school board: figures, and where a decision of theirs helps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from statistics import median

from bot.core.case import Status
from bot.core.clause import Clause
from bot.core.desk import Tally
from bot.core.digest.daily import Told
from bot.core.digest.overseen import (
    MOST_LINES,
    late_lines,
    promise_lines,
    role_of,
    total,
)
from bot.core.digest.saying import Voice
from bot.core.digest.whose import Sight
from bot.core.facts import Facts
from bot.core.letter import Value
from bot.core.parties import school_name
from bot.core.policy import Person, Policy

_OUTSIDE: Mapping[Status, Clause] = {
    Status.MEDIATION: Clause("bemiddeling", "mediation"),
    Status.EXTERNAL: Clause("een instantie buiten de school", "a body outside the school"),
}
_NO_SCHOOL = Clause("School nog niet bekend", "School not known yet")


def monthly(reader: Person, facts: Facts, policy: Policy) -> Told | None:
    """The overview of all schools; None when nothing is open and nothing came."""
    desk = facts.desk
    assert desk is not None
    sight, voice = Sight.of(reader, policy), Voice(reader.language, facts.today)
    tallies = [tally for tally in desk.tallies if sight.sees(tally.not_for)]
    rows = [
        row
        for row in desk.owed
        if sight.sees(row.not_for) and not sight.names_director(row.not_for)
    ]
    late = late_lines(rows, reader, facts, policy, said=role_of)
    promised = promise_lines(rows, reader, facts, policy, said=role_of)
    outside = tuple(
        {
            "about": number,
            "school": school_name(school, policy),
            "body": voice.said(_OUTSIDE[status]),
        }
        for number, school, status, not_for in desk.external
        if status in _OUTSIDE and sight.sees(not_for) and not sight.names_director(not_for)
    )
    sums = total(tallies)
    if not (sums.open or sums.came or late or promised or outside or desk.alarms):
        return None
    schools = {school.id: school.name for school in policy.schools}
    others = (tally.school for tally in tallies if tally.school not in schools)
    names = {**schools, **dict.fromkeys(others, voice.said(_NO_SCHOOL))}
    values: dict[str, Value] = {
        "month": voice.month(facts.today.replace(day=1) - timedelta(days=1)),
        "schools": tuple(
            _figures(name, total(one for one in tallies if one.school == school))
            for school, name in names.items()
        ),
        "late": late[:MOST_LINES],
        "n_late_more": len(late[MOST_LINES:]),
        "outside": outside[:MOST_LINES],
        "n_outside_more": len(outside[MOST_LINES:]),
        "promised": promised[:MOST_LINES],
        "n_promised_more": len(promised[MOST_LINES:]),
        "n_alarms": desk.alarms,
        "n_seen": len(desk.seen_minutes),
        "seen_after": voice.lasting(round(median(desk.seen_minutes))) if desk.seen_minutes else "",
        "n_directors": sum(tally.open for tally in tallies if sight.names_director(tally.not_for)),
        "organisation": policy.organisation,
        "school": "",
    }
    return Told(values)


def _figures(name: str, sums: Tally) -> Value:
    return {"name": name, "new": sums.came, "open": sums.open, "late": sums.late}
