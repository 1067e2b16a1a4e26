"""Invented values for the letters about what is kept of a case: handed over, or erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core import offers
from bot.core.clause import Clause
from bot.core.letter import LetterName, Value
from bot.writer.sample_school import CASE, EVERYWHERE
from bot.writer.sample_words import taps

_DOSSIER: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "requester": "Sofie Aerts",
    "requested_on": date(2026, 12, 8),
    "dossier_due": date(2027, 1, 8),
    "wants_copy": True,
    "authority_note": False,
    "files": (
        Clause("dossier voor de ouder.pdf", "file for the parent.pdf"),
        Clause("dossier intern.pdf", "internal file.pdf"),
    ),
    "n_marks": 2,
    "marks": (
        Clause("mail van 3 november: de naam van een leerling", "mail of 3 November: a pupil"),
        Clause("verslag van 10 november: een alinea", "minutes of 10 November: a paragraph"),
    ),
    "buttons": (),
}
_ERASED: Mapping[str, Value] = {
    **EVERYWHERE,
    "school": "",
    "erase_on": date(2027, 2, 1),
    "n": 2,
    "cases": (
        {"case_no": "K-2021-0007", "closed_on": date(2022, 1, 14)},
        {"case_no": "K-2021-0011", "closed_on": date(2022, 1, 28)},
    ),
    "held": (),
    "buttons": (),
}

SAMPLES_OF_KEEPING: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.DOSSIER_DRAFT: {
        "usual": _DOSSIER,
        "custody": {
            **_DOSSIER,
            "wants_copy": False,
            "authority_note": True,
            "n_marks": 1,
            "marks": (Clause("mail van 3 november: een adres", "mail of 3 November: an address"),),
        },
        "buttons": {
            **_DOSSIER,
            "buttons": taps(offers.SHOW.labelled("Toon het dossier", "Show the case")),
            "more_buttons": taps(offers.NOTE),
        },
        "bare": {
            "case_no": CASE,
            "requester": "Sofie Aerts",
            "requested_on": date(2026, 12, 8),
            "dossier_due": date(2027, 1, 8),
            "n_marks": 0,
        },
    },
    LetterName.RETENTION_LIST: {
        "usual": _ERASED,
        "held": {
            **_ERASED,
            "held": (
                {
                    "case_no": "K-2020-0003",
                    "reason": Clause("de zaak loopt bij de rechter", "the case is in court"),
                },
            ),
        },
        "buttons": {
            **_ERASED,
            "buttons": taps(offers.WHAT_ELSE, about=""),
            "more_buttons": taps(offers.HOW_IT_IS, about=""),
        },
        "bare": {
            "erase_on": date(2027, 2, 1),
            "n": 1,
            "cases": ({"case_no": "K-2021-0007", "closed_on": date(2022, 1, 14)},),
        },
    },
}
