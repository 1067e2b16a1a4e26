"""What an answer promises: each measure with who sees to it and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.core.acting import Acting
from bot.core.calendar import Term, Unit
from bot.core.case import Case, Deadline, DeadlineKind
from bot.core.clause import Clause
from bot.core.duties.owed import dated, owed_from
from bot.core.duties.refusal import NotPossible, about_them
from bot.core.instructions import Field
from bot.core.instructions.dates import Days, day_meant
from bot.core.parents.days import which_day
from bot.core.parties import handler_of
from bot.core.whom import people_meant

_FIELDS = (Field.MEASURE, Field.STRUCTURAL)
_OVER = Clause("{day} is voorbij: beloof een latere dag", "{day} has passed: promise a later day")
_BY_WHEN = Clause("zeg tegen welke dag: {text}", "say by which day: {text}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One measure: what, who sees to it (a person's id and name), and the promised local date."""

    text: str
    owner: str
    owner_name: str
    due_on: date | None


def measures_of(acting: Acting) -> tuple[Promise, ...]:
    """What an order promises the complainant, one a field: "tekst, wie, datum"."""
    return tuple(_promises(acting, Field.MEASURE))


def owed_for(acting: Acting) -> tuple[Deadline, ...]:
    """The duties that follow from what an order promises, also what changes for everybody.

    Raises:
        NotPossible: the day has passed, or none was agreed.
    """
    case = acting.case
    assert case is not None
    numbers = [duty.n for duty in case.deadlines if duty.kind is DeadlineKind.MEASURE]
    promises = [promise for field in _FIELDS for promise in _promises(acting, field)]
    return tuple(
        replace(
            _by(promise, acting),
            n=n,
            owner=promise.owner,
            what=promise.text,
        )
        for n, promise in enumerate(promises, start=max(numbers, default=0) + 1)
    )


def _promises(acting: Acting, field: Field) -> Iterator[Promise]:
    case = acting.case
    assert case is not None
    for said in acting.order.fields.get(field, ()):
        for line in filter(None, (each.strip(" -*•\t") for each in said.splitlines())):
            yield _promise(line, case, acting)


def _promise(line: str, case: Case, acting: Acting) -> Promise:
    """A measure as it was typed: a day and a person at its end are taken off, in any order."""
    policy, today = acting.policy, acting.facts.today
    text, owner, due_on = line, handler_of(policy, case), None
    days = Days(today, policy.words.vocabulary, english=acting.by.language == "en")
    for _ in range(2):
        rest, comma, last = text.rpartition(",")
        if not comma or not rest.strip():
            break
        meant = day_meant(last, days)
        if meant is not None and len(meant.dates) > 1:
            raise which_day(last.strip(), meant)
        people = people_meant(last, acting.by, policy)
        if due_on is None and meant is not None:
            text, due_on = rest, meant.day
        elif len(people) == 1 and owner is handler_of(policy, case):
            text, owner = rest, people[0]
        else:
            break
    if owner.id in case.not_for:
        raise about_them(case.number, owner.name)
    if due_on is not None and due_on < today:
        raise NotPossible(_OVER, day=f"{due_on:%d-%m-%Y}")
    return Promise(text=text.strip(" ,"), owner=owner.id, owner_name=owner.name, due_on=due_on)


def _by(promise: Promise, acting: Acting) -> Deadline:
    policy, today = acting.policy, acting.facts.today
    if promise.due_on is None:
        term = policy.duties.get(DeadlineKind.MEASURE)
        if term is None:
            raise NotPossible(_BY_WHEN, text=promise.text)
        return owed_from(today, term, policy.calendar, policy.vacation)
    days = Term((promise.due_on - today).days, Unit.CALENDAR_DAYS)
    due = policy.calendar.due(today, days)
    return dated(
        Deadline(
            kind=DeadlineKind.MEASURE,
            start_on=today,
            due_on=due.due_on,
            target_on=due.target_on,
            rule=str(days),
            source="de dag die beloofd is",
        ),
        policy.calendar,
    )
