"""Invented values for the overviews of a day, a week and a month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.case import DeadlineKind
from bot.core.clause import Clause
from bot.core.duties.words import what
from bot.core.letter import LetterName, Value
from bot.writer.sample_school import DEMERLAND, EVERYWHERE, KAPELHOF
from bot.writer.samples_of_the_day import SAMPLES_OF_THE_DAY

_LATE: Mapping[str, Value] = {
    "about": "K-2026-0009",
    "school": DEMERLAND,
    "what": what(DeadlineKind.HANDLING, 0),
    "n_days": 4,
    "whose": "Ann Peeters",
}
_PROMISED: Mapping[str, Value] = {
    "about": "K-2026-0012",
    "school": DEMERLAND,
    "what": what(DeadlineKind.MEASURE, 2),
    "when": Clause("vrijdag 11", "Friday 11"),
    "whose": "Carla Maes",
}
_WEEK: Mapping[str, Value] = {
    **EVERYWHERE,
    "week": 50,
    "since": date(2026, 11, 30),
    "schools": (
        {
            "name": DEMERLAND,
            "new": 3,
            "closed": 2,
            "open": 7,
            "old": 1,
            "acks": Clause("3 van 3", "3 of 3"),
            "answers": Clause("1 van 2", "1 of 2"),
        },
    ),
    "late": (_LATE,),
    "n_late_more": 0,
    "promised": (_PROMISED,),
    "n_promised_more": 0,
    "rising": (
        Clause(
            "pesten: 6 meldingen in vier weken, 2 in de vier weken daarvoor",
            "pesten: 6 messages in four weeks, 2 in the four weeks before",
        ),
    ),
    "all_schools": True,
}
_LAST_MONTH = Clause("november 2026", "November 2026")
_MONTH: Mapping[str, Value] = {
    **EVERYWHERE,
    "school": "",
    "month": _LAST_MONTH,
    "schools": (
        {"name": DEMERLAND, "new": 9, "open": 7, "late": 1},
        {"name": KAPELHOF, "new": 4, "open": 4, "late": 0},
    ),
    "late": ({**_LATE, "n_days": 6, "whose": Clause("de coördinator", "the coordinator")},),
    "n_late_more": 0,
    "outside": (
        {
            "about": "K-2026-0004",
            "school": KAPELHOF,
            "body": Clause("bemiddeling", "mediation"),
        },
    ),
    "n_outside_more": 0,
    "promised": ({**_PROMISED, "whose": Clause("de directeur", "the director")},),
    "n_promised_more": 0,
    "n_alarms": 2,
    "n_seen": 2,
    "seen_after": Clause("38 minuten", "38 minutes"),
    "n_directors": 1,
}

SAMPLES_OF_OVERVIEWS: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.DAILY_DIGEST: SAMPLES_OF_THE_DAY,
    LetterName.WEEKLY_DIRECTOR: {
        "usual": _WEEK,
        "two_schools": {
            **_WEEK,
            "school": "",
            "schools": (
                {
                    "name": DEMERLAND,
                    "new": 12,
                    "closed": 9,
                    "open": 30,
                    "old": 0,
                    "acks": Clause("100 %", "100%"),
                    "answers": Clause("83 %", "83%"),
                },
                {
                    "name": KAPELHOF,
                    "new": 0,
                    "closed": 0,
                    "open": 1,
                    "old": 0,
                    "acks": "",
                    "answers": "",
                },
            ),
            "n_late_more": 4,
            "n_promised_more": 2,
            "all_schools": False,
        },
        "bare": {"week": 1, "schools": ()},
    },
    LetterName.BOARD_MONTHLY: {
        "usual": _MONTH,
        "everything": {
            **_MONTH,
            "n_late_more": 3,
            "n_outside_more": 1,
            "n_promised_more": 2,
            "n_alarms": 1,
            "n_seen": 0,
            "seen_after": "",
            "n_directors": 3,
        },
        "bare": {"month": _LAST_MONTH, "schools": (), "n_alarms": 0},
    },
}
