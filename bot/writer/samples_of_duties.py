"""Invented values for the letters about what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core import offers
from bot.core.case import DeadlineKind, Status
from bot.core.clause import Clause
from bot.core.duties.words import what
from bot.core.happening import Remark
from bot.core.letter import LetterName, Value
from bot.core.reading import Intent
from bot.writer.sample_school import CASE, EVERYWHERE, PRIVACY_LINE, RECEIVED
from bot.writer.sample_words import taps

_ANSWER: Mapping[str, Value] = {
    "what": what(DeadlineKind.HANDLING, 0),
    "target": date(2026, 12, 31),
    "due": date(2027, 1, 3),
    "n_days": 5,
    "late": False,
    "since": date(2026, 12, 31),
    "promise_broken": False,
}
_MINUTES: Mapping[str, Value] = {
    **_ANSWER,
    "what": what(DeadlineKind.TALK_MINUTES, 0),
    "due": date(2026, 12, 31),
}
_LATE: Mapping[str, Value] = {
    **_ANSWER,
    "n_days": 1,
    "late": True,
    "since": date(2027, 1, 3),
    "promise_broken": True,
}
_CHOOSE: Mapping[str, Value] = {
    **_MINUTES,
    "what": what(DeadlineKind.CLASSIFY, 0),
    "n_days": 0,
}


def _owed(*duties: Mapping[str, Value]) -> Mapping[str, Value]:
    """The values of these duties, the first of them also by itself."""
    return {**duties[0], "duties": duties}


_REMINDER: Mapping[str, Value] = {
    **EVERYWHERE,
    **_owed(_ANSWER),
    "case_no": CASE,
    "extend_to": date(2027, 2, 2),
    "stand_in_for": "",
    "status_text": "",
    "buttons": (),
}
_OVERDUE: Mapping[str, Value] = {
    **EVERYWHERE,
    **_owed(_LATE),
    "case_no": CASE,
    "handler": "Ann Peeters",
    "last_step": Clause("ontvangstmelding gegeven", "acknowledgment given"),
    "last_on": date(2026, 11, 19),
    "parent_told": False,
    "stand_in_for": "",
    "buttons": (),
}
_STATUS: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "state": Status.HANDLING.value,
    "text": "",
    "next_step": "",
    "handling_due": date(2027, 1, 22),
    "contact_phone": "011 00 00 01",
    "privacy_line": PRIVACY_LINE,
}
_REPLIED: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "name": "Sofie Aerts",
    "address": "sofie.aerts@ouders.example",
    "received_local": RECEIVED,
    "remarks": ("talk_decline",),
    "handling_due": date(2027, 1, 22),
    "stand_in_for": "",
    "attachments": (),
    "new_text": "Dag mevrouw\n\nLiever geen gesprek. Kunt u het me schrijven?\n\nSofie Aerts",
    "buttons": (),
}

SAMPLES_OF_DUTIES: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.STATUS_UPDATE: {
        "usual": _STATUS,
        "everything": {
            **_STATUS,
            "salutation": "Beste mevrouw Aerts",
            "state": Status.INFORMAL.value,
            "text": "We spraken met twee leerkrachten en met de begeleider van de speelplaats.",
            "next_step": "We bellen op vrijdag 11 december om een gesprek af te spreken.",
        },
        "bare": {
            "case_no": CASE,
            "school": "Basisschool Demerland",
            "state": Status.CLARIFYING.value,
        },
        **{
            state.value: {**_STATUS, "state": state.value}
            for state in (
                Status.INTAKE,
                Status.INVESTIGATING,
                Status.REMEDYING,
                Status.DISSATISFIED,
                Status.MEDIATION,
                Status.EXTERNAL,
            )
        },
    },
    LetterName.PARENT_REPLIED: {
        "usual": _REPLIED,
        "remarks": {
            **_REPLIED,
            "remarks": tuple(each.value for each in (*Remark, *Intent)),
            "attachments": ("brief.pdf",),
            "stand_in_for": "Bert Claes",
        },
        "buttons": {
            **_REPLIED,
            "buttons": taps(offers.WRITE_ANSWER, offers.SHOW),
            "guess": Clause("extra uitleg", "more explanation"),
            "more_buttons": taps(offers.GIVE.with_words()),
        },
        "bare": {"case_no": CASE, "new_text": "Ja"},
    },
    LetterName.REMINDER: {
        "usual": _REMINDER,
        "today": {
            **_REMINDER,
            **_owed(_CHOOSE),
            "extend_to": None,
            "handler": "Bert Claes",
            "stand_in_for": "Bert Claes",
        },
        "several": {**_REMINDER, **_owed({**_MINUTES, "n_days": 1}, {**_ANSWER, "n_days": 1})},
        "late": {**_REMINDER, **_owed({**_LATE, "n_days": 2}, _CHOOSE), "extend_to": None},
        "status": {
            **_REMINDER,
            **_owed({**_CHOOSE, "what": what(DeadlineKind.STATUS, 0)}),
            "extend_to": None,
            "status_text": Clause(
                "We zijn bezig met uw klacht.\nOns antwoord volgt op 22 januari.",
                "We are working on your complaint.\nOur answer follows on 22 January.",
            ),
        },
        "buttons": {
            **_REMINDER,
            "buttons": taps(offers.WRITE_ANSWER, offers.MORE_TIME, offers.SHOW),
        },
        "bare": {"case_no": CASE, **_owed(_ANSWER)},
    },
    LetterName.OVERDUE: {
        "usual": _OVERDUE,
        "told": {**_OVERDUE, "parent_told": True, "stand_in_for": "Els Wouters"},
        "several": {
            **_OVERDUE,
            **_owed(
                {**_LATE, "n_days": 5},
                {**_MINUTES, "target": date(2027, 1, 15), "due": date(2027, 1, 15)},
            ),
        },
        "promise_stands": {
            **_OVERDUE,
            **_owed({**_LATE, "since": date(2026, 12, 31), "promise_broken": False}),
        },
        "not_yet": {
            **_OVERDUE,
            **_owed({**_MINUTES, "what": what(DeadlineKind.ACK, 0), "n_days": 2}),
        },
        "buttons": {
            **_OVERDUE,
            "buttons": taps(
                offers.HOW_IT_STANDS.labelled("Bericht aan de melder", "Write to the complainant"),
                offers.TAKE_OVER,
                offers.GIVE,
            ),
        },
        "bare": {"case_no": CASE, **_owed(_LATE)},
    },
}
