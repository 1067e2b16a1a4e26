"""What a case is when a step is taken back: as before, but for what else happened since."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.core.case import Case, Deadline

T = TypeVar("T", Case, Deadline)


def taken_back(before: Case, after: Case, now: Case) -> Case:
    """The case without what a step changed: `before` it, right `after` it, and as it is `now`.

    A letter that left meanwhile, a rung that was reached, what a complainant wrote: all that stays.
    """
    case = _without(before, after, now)
    was, then, stands = _by_key(before), _by_key(after), _by_key(now)
    duties = []
    for key, duty in (was | stands).items():
        if key not in then:
            # Owed since, whatever the step did; or ended by the step, and so owed again.
            duties.append(stands.get(key, duty))
        elif key not in was:
            # Started by the step: gone with it, unless somebody met it since.
            duties += [stands[key]] if stands[key] != then[key] else []
        elif key in stands:
            duties.append(_without(was[key], then[key], stands[key]))
    return replace(case, deadlines=tuple(duties))


def _without(before: T, after: T, now: T) -> T:
    """Each field as before, where nothing but the step changed it."""
    changes: dict[str, Any] = {
        field.name: getattr(before, field.name)
        for field in fields(now)
        if field.name != "deadlines" and getattr(now, field.name) == getattr(after, field.name)
    }
    return replace(now, **changes)


def _by_key(case: Case) -> dict[tuple[Any, ...], Deadline]:
    return {(duty.kind, duty.start_on, duty.n): duty for duty in case.deadlines}
