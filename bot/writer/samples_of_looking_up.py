"""Invented values for the letters that answer a question of staff: a case, a list, all words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.letter import LetterName, Value
from bot.writer.sample_school import CASE, EVERYWHERE, RECEIVED, sample_button

_SHOW = sample_button("Toon", "TOON")
_FILL_IN = sample_button("Vul aan", "GEGEVENS\nLEERLING: \nKLAS: \nRELATIE: \nTHEMA: ")


def _detail(label: str, value: str = "") -> dict[str, Value]:
    return {"label": label, "value": value}


def _line(number: str, state: str, what: str, day: date, *, late: bool = False) -> dict[str, Value]:
    return {
        "number": number,
        "school": "Basisschool Demerland",
        "state": state,
        "next": what,
        "day": day,
        "late": late,
        "piece": "",
        "buttons": (sample_button("Toon", "TOON", number),),
    }


_CASE: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "state": "In behandeling, eenvoudig",
    "handler": "Ann Peeters",
    "name": "Sofie Aerts",
    "to_masked": "s…s@ouders.example",
    "received_date": RECEIVED.date(),
    "owed": (
        {
            "what": "antwoord aan de melder",
            "due": date(2027, 1, 22),
            "late": False,
            "whose": "Ann Peeters",
        },
        {"what": "bel de melder", "due": date(2026, 12, 9), "late": True, "whose": ""},
    ),
    "details": (
        _detail("Leerling", "Wout Aerts"),
        _detail("Klas", "3B"),
        _detail("Relatie"),
        _detail("Thema", "pesten"),
        _detail("Wens"),
    ),
    "fill_in": _FILL_IN,
    "about_text": "Mijn zoon wordt al weken uitgelachen op de speelplaats.",
    "mails": (
        {
            "day": date(2026, 12, 10),
            "what": "mail van de melder",
            "text": "Is er al nieuws?",
        },
        {"day": date(2026, 12, 8), "what": "brief: ontvangstmelding", "text": ""},
    ),
    "n_more_mails": 3,
    "log": (
        {"day": date(2026, 12, 9), "what": "Ann Peeters koos eenvoudig"},
        {"day": date(2026, 12, 8), "what": "geregistreerd"},
    ),
    "n_more_log": 4,
    "waiting": (
        {
            "what": "stand van zaken, sinds gisteren",
            "buttons": (
                sample_button("Toon brief", "TOON BRIEF"),
                sample_button("Verstuur", "JA"),
            ),
        },
    ),
    "buttons": (
        sample_button("Opgelost", "OPGELOST\nSAMENVATTING: "),
        sample_button("Schrijf antwoord", "ANTWOORD: "),
        sample_button("Meer tijd", "VERLENG\nREDEN: "),
    ),
    "more_buttons": (
        sample_button("Geef aan iemand anders", "GEEF AAN: "),
        sample_button("Notitie", "NOTITIE: "),
        sample_button("Ik ben betrokken", "BETROKKEN"),
    ),
}
_LIST: Mapping[str, Value] = {
    **EVERYWHERE,
    "school": "",
    "asked": "open dossiers van jou",
    "lines": (
        _line("K-2026-0011", "Nieuw", "kies eenvoudig of complex", date(2026, 12, 1), late=True),
        _line(CASE, "In behandeling", "antwoord aan de melder", date(2027, 1, 22)),
        _line("K-2026-0043", "Wacht op uitleg van de melder", "", date(2026, 12, 18)),
    ),
    "n_more": 12,
    "buttons": (
        sample_button("Alleen te laat", "LIJST laat", ""),
        sample_button("Van iedereen", "LIJST open", ""),
    ),
    "more_buttons": (),
}
_HELP: Mapping[str, Value] = {
    **EVERYWHERE,
    "school": "",
    "groups": (
        {
            "title": "Een nieuw bericht",
            "words": (
                {
                    "word": "EENVOUDIG",
                    "english": "SIMPLE",
                    "example": "",
                    "what": "de klacht is snel recht te zetten",
                },
                {
                    "word": "GEEF AAN",
                    "english": "ASSIGN",
                    "example": "GEEF AAN Bert",
                    "what": "iemand anders behandelt dit dossier",
                },
            ),
        },
        {
            "title": "Opzoeken",
            "words": (
                {
                    "word": "ZOEK",
                    "english": "SEARCH",
                    "example": "ZOEK speelplaats",
                    "what": "zoek in de dossiers",
                },
            ),
        },
    ),
    "buttons": (
        sample_button("Mijn dossiers", "LIJST mij", ""),
        sample_button("Te laat", "LIJST laat", ""),
    ),
}

SAMPLES_OF_LOOKING_UP: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.CASE_SHOWN: {
        "usual": _CASE,
        "letter": {
            **EVERYWHERE,
            "case_no": CASE,
            "state": "Wacht op een ja",
            "shown_subject": f"[{CASE}] Hoe het met uw melding staat",
            "shown_text": "Beste mevrouw Aerts\n\nWe zijn ermee bezig.",
            "buttons": (sample_button("Verstuur", "JA"), sample_button("Niet versturen", "NEE")),
        },
        "bare": {"case_no": CASE, "state": "Nieuw"},
    },
    LetterName.CASES_SHOWN: {
        "usual": _LIST,
        "found": {
            **EVERYWHERE,
            "school": "",
            "asked": "speelplaats",
            "lines": (
                {
                    **_line(CASE, "In behandeling", "", date(2027, 1, 22)),
                    "piece": "al weken uitgelachen op de speelplaats",
                },
            ),
            "n_more": 1,
        },
        "none": {**EVERYWHERE, "asked": "zwembad", "lines": ()},
        "bare": {"lines": ()},
    },
    LetterName.HELP_SHOWN: {
        "usual": _HELP,
        "bare": {"groups": ()},
    },
}
