"""The registers of questions, suggestions and praise: an entry for what was taken for a complaint.

An entry tells that there was one, and where it is treated; whose it is stands in its case alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.case import Ack, Case, Detail, Kind, Status, Track, Urgency
from bot.core.decision import Effect, Save
from bot.core.triage.numbers import OTHERS

_QUESTIONS, _SUGGESTIONS, _PRAISE = OTHERS
# What a message is → the letter of its register. What is neither is answered as a question is.
SERIES: Mapping[Kind, str] = {
    Kind.QUESTION: _QUESTIONS,
    Kind.SUGGESTION: _SUGGESTIONS,
    Kind.PRAISE: _PRAISE,
    Kind.UNCLEAR: _QUESTIONS,
}


def entry_of(case: Case, number: str, owner: str | None) -> Case:
    """The entry of a case, under its number there. `owner` (a person's id) answers it."""
    return Case(
        number=number,
        status=Status.REROUTED,
        kind=case.kind,
        urgency=Urgency.NONE,
        language=case.language,
        form=case.form,
        school=case.school,
        received_at=case.received_at,
        received_on=case.received_on,
        via=case.via,
        subject="",
        complainant=None,
        handler=owner,
        track=Track.FORMAL,
        ack=Ack.NONE,
        not_for=case.not_for,
        details={Detail.OTHER_NUMBER: case.number},
    )


def entry_ends(case: Case) -> list[Effect]:
    """Its entry, where it has one, goes back into the case: it is a complaint after all."""
    number = case.details.get(Detail.OTHER_NUMBER)
    if not number:
        return []
    ended = replace(entry_of(case, number, case.handler), status=Status.MERGED)
    return [Save(ended)]


def without_entry(case: Case) -> Case:
    """The case as one that stands in no other register."""
    kept: dict[Detail, str] = dict(case.details)
    kept.pop(Detail.OTHER_NUMBER, None)
    return replace(case, details=kept)
