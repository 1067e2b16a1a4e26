"""Invented values for the letters on the way to an answer: talks, questions, more time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone

from bot.core.letter import LetterName, Value
from bot.writer.sample_school import AUTOMATIC, BARE, PUPIL, SIGNED

_WINTER = timezone(timedelta(hours=1))
_ANSWER_BY = date(2027, 1, 22)
_TALK = datetime(2026, 12, 17, 16, 30, tzinfo=_WINTER)

_OFFER: Mapping[str, Value] = {
    **SIGNED,
    "received_date": date(2026, 12, 8),
    "handling_due": _ANSWER_BY,
    "informal_person": "Bert Claes",
    "informal_phone": "011 00 00 02",
    "support_line": "het CLB",
    "text": "",
}
_QUESTIONS: Mapping[str, Value] = {
    **SIGNED,
    "questions": (
        "Over welk kind gaat het, en in welke klas zit het?",
        "Wanneer en waar was dat?",
        "Wat hoopt u dat er gebeurt?",
    ),
    "reply_by": date(2026, 12, 23),
    "handling_due": _ANSWER_BY,
    "latest_due": None,
}
_REMINDER: Mapping[str, Value] = {
    **AUTOMATIC,
    "asked_date": date(2026, 12, 9),
    "reply_by": date(2026, 12, 23),
    "contact_phone": "011 00 00 01",
}
_INVITATION: Mapping[str, Value] = {
    **SIGNED,
    "options": (
        datetime(2026, 12, 15, 12, 15, tzinfo=_WINTER),
        _TALK,
    ),
    "duration": "een half uur",
    "place": "Schoolstraat 1, het lokaal naast het secretariaat",
    "who": ("Ann Peeters", "Els Wouters"),
    "reply_by": date(2026, 12, 14),
    "director_present": False,
    "remote_possible": False,
    "interpreter": False,
    "support_line": "",
    "text": "",
}
_APPOINTMENT: Mapping[str, Value] = {
    **SIGNED,
    "talk_at": _TALK,
    "talk_kind": "room",
    "place": "Schoolstraat 1, het lokaal naast het secretariaat",
    "who": ("Ann Peeters", "Els Wouters"),
}
_MINUTES: Mapping[str, Value] = {
    **SIGNED,
    "talk_date": date(2026, 12, 17),
    "summary": f"{PUPIL} werd sinds de herfst op de speelplaats uitgelachen, vooral rond het "
    "voetbal.\n\nU vroeg het twee keer aan de juf, en er veranderde niets.",
    "agreements": (
        {
            "text": "Er staat elke pauze iemand bij het voetbalveld",
            "owner": "Bert Claes",
            "due": date(2027, 1, 4),
        },
        {"text": "De klas praat erover in de kring", "owner": "", "due": None},
    ),
    "solved": False,
    "next_step": "We praten met de leerlingen die erbij waren.",
    "handling_due": _ANSWER_BY,
    "close_on": None,
}
_SOLVED: Mapping[str, Value] = {
    **SIGNED,
    "summary": f"De factuur van {PUPIL} is nagekeken en verbeterd. U krijgt 12 euro terug.",
    "close_on": date(2027, 1, 22),
}
_LATER: Mapping[str, Value] = {
    **SIGNED,
    "old_due": _ANSWER_BY,
    "new_due": date(2027, 2, 12),
    "reason": "We willen nog twee mensen horen die erbij waren. Dat lukt pas na de vakantie.",
    "already_late": False,
}

SAMPLES_OF_TALKS: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.INFORMAL_OFFER: {
        "usual": _OFFER,
        "everything": {
            **_OFFER,
            "salutation": "Beste mevrouw Aerts",
            "text": f"Bert Claes kent de klas van {PUPIL} goed. Hij kan na schooltijd.",
        },
        "bare": {**BARE, "informal_person": "de klasleerkracht"},
    },
    LetterName.FORMAL_NEXT_STEPS: {
        "usual": {**SIGNED, "handling_due": _ANSWER_BY},
        "automatic": {**AUTOMATIC, "contact_name": "", "handling_due": _ANSWER_BY},
        "bare": BARE,
    },
    LetterName.CLARIFICATION_REQUEST: {
        "usual": _QUESTIONS,
        "waits": {**_QUESTIONS, "latest_due": date(2027, 2, 21)},
        "bare": {**BARE, "questions": ("Wat is er precies gebeurd?",)},
    },
    LetterName.CLARIFICATION_REMINDER: {"usual": _REMINDER, "bare": BARE},
    LetterName.TALK_INVITATION: {
        "usual": _INVITATION,
        "everything": {
            **_INVITATION,
            "director_present": True,
            "remote_possible": True,
            "interpreter": True,
            "support_line": "het CLB",
            "text": "Past het overdag moeilijk? Op donderdag kan het ook 's avonds.",
        },
        "bare": BARE,
        "by_choice": {**BARE, "remote_possible": True, "place": "de school"},
    },
    LetterName.TALK_CONFIRMED: {
        "usual": _APPOINTMENT,
        "phone": {**_APPOINTMENT, "talk_kind": "phone", "place": "", "who": ("Ann Peeters",)},
        "online": {**_APPOINTMENT, "talk_kind": "online", "place": "gesprek.demerland.example"},
        "bare": {**BARE, "talk_at": _TALK},
    },
    LetterName.AFTER_TALK: {
        "usual": _MINUTES,
        "solved": {
            **_MINUTES,
            "solved": True,
            "next_step": "",
            "handling_due": None,
            "close_on": date(2027, 1, 22),
            "agreements": (
                {"text": "We bellen elkaar nog eens", "owner": "Ann Peeters", "due": None},
                {"text": "De bank is hersteld", "owner": "", "due": date(2027, 1, 4)},
            ),
        },
        "bare": {**BARE, "talk_date": date(2026, 12, 17), "summary": "U vertelde het ons."},
    },
    LetterName.SOLVED_WITHOUT_TALK: {
        "usual": _SOLVED,
        "bare": {**BARE, "summary": "De fiets is terug."},
    },
    LetterName.EXTENSION: {
        "usual": _LATER,
        "late": {**_LATER, "already_late": True},
        "bare": {
            **BARE,
            "old_due": _ANSWER_BY,
            "new_due": date(2027, 2, 12),
            "reason": "We wachten op een verslag.",
        },
    },
}
