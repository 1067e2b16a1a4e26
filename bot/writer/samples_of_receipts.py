"""Invented values for the letters that tell a complainant that something came in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.letter import LetterName, Value
from bot.writer.days import COURTESY_LANGUAGES
from bot.writer.sample_school import CASE, EVERYWHERE, PRIVACY_LINE

_ACKNOWLEDGMENT: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "received_date": date(2026, 12, 8),
    "classify_due": date(2026, 12, 11),
    "handling_due": date(2027, 1, 22),
    "closed_until": None,
    "contact_name": "Ann Peeters",
    "contact_phone": "011 00 00 01",
    "reader_named": True,
    "seen_by_person": False,
    "short_appeal_hint": False,
    "support_line": "het CLB",
    "unclear": False,
    "foreign": False,
    "courtesy": None,
    "passed_on": False,
    "privacy_line": PRIVACY_LINE,
}
_CLOSED: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "closed_on": date(2026, 11, 3),
    "reply_due": date(2026, 12, 11),
    "contact_name": "Ann Peeters",
    "reader_named": True,
    "privacy_line": PRIVACY_LINE,
}

SAMPLES_OF_RECEIPTS: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.ACKNOWLEDGMENT: {
        "usual": _ACKNOWLEDGMENT,
        "everything": {
            **_ACKNOWLEDGMENT,
            "closed_until": date(2027, 1, 3),
            "salutation": "Beste mevrouw Aerts",
            "seen_by_person": True,
            "short_appeal_hint": True,
        },
        "bare": {
            "case_no": CASE,
            "school": "Basisschool Demerland",
            "received_date": date(2026, 12, 8),
            "short_appeal_hint": True,
            "unclear": True,
        },
        "foreign": {**_ACKNOWLEDGMENT, "foreign": True, "unclear": True},
        **{
            f"courtesy_{language}": {**_ACKNOWLEDGMENT, "foreign": True, "courtesy": language}
            for language in COURTESY_LANGUAGES
        },
        "passed_on": {**_ACKNOWLEDGMENT, "passed_on": True},
    },
    LetterName.ANONYMOUS_REPLY: {
        "usual": {
            **EVERYWHERE,
            "case_no": CASE,
            "withheld_reader": "Ann Peeters",
            "privacy_line": PRIVACY_LINE,
        },
        "bare": {"case_no": CASE, "school": "Basisschool Demerland"},
    },
    LetterName.CLOSED_CASE_REPLY: {
        "usual": _CLOSED,
        "bare": {"case_no": CASE, "school": "Basisschool Demerland"},
    },
}
