"""Invented values for the letters around an answer: receipts, the end, and how it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.core.letter import LetterName, Value
from bot.writer.sample_school import AUTOMATIC, BARE, EVERYWHERE, PUPIL, SIGNED, sample_button

_WITHDRAWN: Mapping[str, Value] = {
    **SIGNED,
    "withdrawn_on": date(2026, 12, 14),
    "solved": True,
    "stays_open": False,
    "has_child": True,
    "review_until": date(2027, 1, 13),
    "text": "",
}
_DONE: Mapping[str, Value] = {
    **SIGNED,
    "done": (
        {"text": "Er staat elke pauze iemand bij het voetbalveld", "done_on": date(2027, 1, 8)},
        {"text": f"De juf praat elke vrijdag met {PUPIL}", "done_on": None},
    ),
}
# Whoever writes in this case may say them: they are nobody's, and carry no key.
_TAPS = tuple(
    replace(sample_button(figure, figure), person="") for figure in ("1", "2", "3", "4", "5")
)
_SURVEY: Mapping[str, Value] = {
    **AUTOMATIC,
    "answered_on": date(2027, 1, 20),
    "survey_reader": "Carla Maes",
    "has_child": True,
    "taps": _TAPS,
}
_THANKS: Mapping[str, Value] = {
    **AUTOMATIC,
    "low": False,
    "survey_reader": "Carla Maes",
    "follow_up_by": None,
}
_OTHER: Mapping[str, Value] = {
    **SIGNED,
    "kind": "question",
    "owner": "het secretariaat",
    "reply_due": date(2026, 12, 22),
}
_FILE: Mapping[str, Value] = {
    **AUTOMATIC,
    "wants_copy": False,
    "identity_check": False,
    "dossier_due": date(2027, 1, 8),
}
_REOPENED: Mapping[str, Value] = {
    **SIGNED,
    "reason": "U stuurde ons een nieuw verslag van de dokter.",
    "handler": "Bert Claes",
    "new_reader": True,
    "handling_due": date(2027, 3, 5),
}
_CRISIS: Mapping[str, Value] = {
    **EVERYWHERE,
    "first_name": PUPIL,
    "contact_name": "Carla Maes",
    "contact_role": "leerlingbegeleider",
    "contact_phone": "011 00 00 03",
    "reachable_text": "Vandaag nog, tot 23 uur.",
    "helplines": (
        {"name": "Awel", "contact": "102"},
        {"name": "Zelfmoordlijn", "contact": "1813"},
    ),
    "text": "",
}
_ELSEWHERE: Mapping[str, Value] = {
    **SIGNED,
    "received_date": date(2026, 12, 8),
    "other_body": "de dienst Mobiliteit van de gemeente",
    "other_contact": "mobiliteit@gemeente.example",
}
_ADDED: Mapping[str, Value] = {
    **AUTOMATIC,
    "received_date": date(2026, 12, 16),
    "handling_due": date(2027, 1, 22),
    "due_moved": False,
}

SAMPLES_OF_CLOSING: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.WITHDRAWAL_CONFIRMED: {
        "usual": _WITHDRAWN,
        "stays_open": {
            **_WITHDRAWN,
            "solved": False,
            "stays_open": True,
            "text": "Bedankt dat u ons belde.",
        },
        "bare": BARE,
    },
    LetterName.MEASURES_DONE: {
        "usual": _DONE,
        "bare": {**BARE, "done": ({"text": "De poort sluit vanzelf", "done_on": None},)},
    },
    LetterName.SURVEY: {"usual": _SURVEY, "bare": BARE},
    LetterName.SURVEY_REMINDER: {
        "usual": {**AUTOMATIC, "sent_on": date(2027, 2, 3), "taps": _TAPS},
        "bare": BARE,
    },
    LetterName.SURVEY_THANKS: {
        "usual": _THANKS,
        "low": {**_THANKS, "low": True, "follow_up_by": date(2027, 2, 12)},
        "bare": {**BARE, "low": True},
    },
    LetterName.OTHER_RECEIPT: {
        "usual": _OTHER,
        "suggestion": {**_OTHER, "kind": "suggestion", "owner": "Els Wouters"},
        "praise": {**_OTHER, "kind": "praise", "owner": ""},
        "other": {**_OTHER, "kind": "other"},
        "bare": {**BARE, "kind": "question"},
        "bare_suggestion": {**BARE, "kind": "suggestion"},
    },
    LetterName.DOSSIER_RECEIPT: {
        "usual": _FILE,
        "copy": {**_FILE, "wants_copy": True, "identity_check": True},
        "bare": BARE,
    },
    LetterName.REOPENED: {
        "usual": _REOPENED,
        "same_reader": {**_REOPENED, "new_reader": False},
        "bare": {**BARE, "reason": "U hebt gelijk: we keken niet naar alles."},
    },
    LetterName.CRISIS_CONTACT: {
        "usual": _CRISIS,
        "own_words": {**_CRISIS, "text": "Ik ben morgen de hele dag op school, in lokaal 12."},
        "bare": {"contact_name": "Carla Maes", "contact_phone": "011 00 00 03"},
    },
    LetterName.WRONG_ADDRESS: {
        "usual": _ELSEWHERE,
        "bare": {**BARE, "other_body": "de dienst Mobiliteit van de gemeente"},
    },
    LetterName.ADDITION_RECEIVED: {
        "usual": _ADDED,
        "moved": {**_ADDED, "handling_due": date(2027, 2, 5), "due_moved": True},
        "bare": {**BARE, "received_date": date(2026, 12, 16)},
    },
    LetterName.REPLY: {
        "usual": {
            **SIGNED,
            "salutation": "Beste mevrouw Aerts",
            "text": f"{PUPIL} mag haar turnzak op school laten.\n\n"
            "Ik heb het ook aan de turnleerkracht gezegd.",
        },
        "bare": {**BARE, "text": "Dat is in orde."},
    },
}
