"""`gehoor why`: each deadline of a case explained, day by day."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.cli.counted import ending, length, not_counted, spoken
from bot.cli.opening import complain, look_into, or_say_why, settings_of
from bot.cli.tables import clean, local
from bot.core.calendar import Due, Term
from bot.core.case import DeadlineKind, Moving
from bot.core.duties.words import what
from bot.core.policy import Policy

_MOVING: Mapping[Moving, str] = {
    Moving.HOLD: "de klok stond stil",
    Moving.EXTENSION: "verlengd",
    Moving.CLASSIFIED: "eenvoudige klacht",
}


@or_say_why
def why(config: Path, number: str, *, as_json: bool) -> int:
    """Explains each deadline of a case; 2 when there is no such case."""
    from bot.store.accounts import Accounts

    settings = settings_of(config)
    database = look_into(settings)
    try:
        duties = Accounts(database).why(number.upper())
    finally:
        database.close()
    if duties is None:
        complain(f"there is no case {clean(number)}")
        return 2
    counted = [(duty, _counted(duty, settings.policy)) for duty in duties]
    if as_json:
        found = [_as_json(duty, due) for duty, due in counted]
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for duty, due in counted:
        print("\n".join(_as_text(duty, due, settings.policy)), end="\n\n")
    return 0


def _counted(duty: Mapping[str, Any], policy: Policy) -> Due:
    """The term counted once more, with each day that did not count."""
    agreed = policy.duties.get(DeadlineKind(duty["kind"]))
    start = date.fromisoformat(duty["start_on"])
    if agreed is None:
        return policy.calendar.due(start, Term.parse(duty["rule"]), vacation=policy.vacation)
    return policy.calendar.due(
        start, Term.parse(duty["rule"]), roll=agreed.roll, vacation=policy.vacation
    )


def _as_json(duty: Mapping[str, Any], due: Due) -> dict[str, Any]:
    skipped = [{"date": day.date.isoformat(), "reason": day.reason} for day in due.skipped]
    same = {
        name: duty[name]
        for name in ("kind", "due_on", "target_on", "rule", "source", "rolled_from")
    }
    rest = {name: duty[name] for name in ("n", "owner", "what", "met_at", "proof", "stage")}
    return same | {"start": duty["start_on"], "skipped": skipped, "moves": duty["moves"]} | rest


def _as_text(duty: Mapping[str, Any], due: Due, policy: Policy) -> Iterator[str]:
    kind = DeadlineKind(duty["kind"])
    promise = f": {clean(duty['what'])}" if duty["what"] else ""
    yield f"{what(kind, duty['n']).nl}{promise} ({kind.value})"
    for label, words in (*_beginning(duty), *_end(duty, due), *_so_far(duty, policy)):
        yield f"  {label:<12} {words}"
    if due.skipped:
        yield from (f"  {line}" for line in not_counted(due.skipped))


def _beginning(duty: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    start = date.fromisoformat(duty["start_on"])
    yield "begin", f"{spoken(start)}; de dag erna is dag 1"
    yield "termijn", length(Term.parse(duty["rule"]))
    yield "bron", clean(duty["source"])


def _end(duty: Mapping[str, Any], due: Due) -> Iterator[tuple[str, str]]:
    """When it was to end, and how it moved since."""
    promised = _first_promise(duty)
    if due.due_on == promised:
        yield from ending(due)
    else:
        yield "uiterlijk", f"{spoken(promised)}, tot het einde van die dag (23.59 uur)"
        yield "", "met de kalender van toen; een beloofde dag schuift niet mee met een nieuwe"
    for move in duty["moves"]:
        yield f"op {move['on'][8:10]}/{move['on'][5:7]}", _moved(move, duty["target_on"])


def _moved(move: Mapping[str, str], target_on: str) -> str:
    """One move of a day in words, with its reason."""
    why_moved, reason = _MOVING[Moving(move["why"])], move["reason"]
    because = f" ({clean(reason)})" if reason else ""
    if move["from_due"] == move["to_due"]:
        target = spoken(date.fromisoformat(target_on))
        return f"{why_moved}; de streefdatum is nu {target}{because}"
    before, after = (spoken(date.fromisoformat(move[key])) for key in ("from_due", "to_due"))
    return f"{why_moved}: van {before} naar {after}{because}"


def _first_promise(duty: Mapping[str, Any]) -> date:
    moves = duty["moves"]
    return date.fromisoformat(moves[0]["from_due"] if moves else duty["due_on"])


def _so_far(duty: Mapping[str, Any], policy: Policy) -> Iterator[tuple[str, str]]:
    if duty["met_at"]:
        yield "voldaan", f"{local(duty['met_at'], policy.zone)}: {clean(duty['proof'] or '')}"
    else:
        yield "stand", "nog open"
    if duty["stage"]:
        yield "herinnerd", f"tot en met stap {duty['stage']}"
