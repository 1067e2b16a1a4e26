"""Invented values for the letters of the work by e-mail: read first, done, not done, to be posted.

The letters they show or enclose are samples too; the writer writes them as it does any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.letter import LetterName, Value
from bot.writer.sample_school import CASE, EVERYWHERE, RECEIVED, sample_button

_UNDO = sample_button("Maak ongedaan", "ONGEDAAN")
_PREVIEW: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "letter_name": "stand van zaken",
    "to_masked": "s…s@ouders.example",
    "warnings": (),
    "goes_after_minutes": 10,
    "asks_again": False,
    "approved_by_other": "",
    "waits_for": "",
    "by_post": False,
    "buttons": (
        sample_button("Verstuur", "JA"),
        sample_button("Pas aan", "STATUS\nTEKST: "),
        sample_button("Niet versturen", "NEE"),
    ),
    "more_buttons": (
        sample_button("Geef aan iemand anders", "GEEF AAN: "),
        sample_button("Toon het dossier", "TOON"),
    ),
}
_RESULT: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "effects": ("Ann Peeters behandelt dit dossier", "de klacht wordt eenvoudig behandeld"),
    "next_what": "Bel de melder, of schrijf een antwoord",
    "next_target": date(2026, 12, 15),
    "notes": ("De directeur kreeg bericht.",),
    "buttons": (
        sample_button("Opgelost", "OPGELOST\nSAMENVATTING: "),
        sample_button("Schrijf antwoord", "ANTWOORD: "),
        sample_button("Stel een vraag", "VRAAG UITLEG: "),
    ),
    "more_buttons": (
        sample_button("Geef aan iemand anders", "GEEF AAN: "),
        sample_button("Toch complex", "COMPLEX"),
    ),
    "undo_button": _UNDO,
    "undo_minutes": 30,
}
_ERROR: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "was_text": False,
    "reason": "GEGROND vraagt ook waarom: schrijf dat achter UITLEG.",
    "said": "gegrond",
    "effects": (),
    "prefilled": sample_button("Vul de uitleg aan", "GEGROND\nUITLEG: \nEXCUSES: \nMAATREGEL: "),
    "buttons": (sample_button("Toon het dossier", "TOON"),),
    "more_buttons": (),
}
_WAS_IT_YOU: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "orders": (f"EENVOUDIG ({CASE})",),
    "received_local": RECEIVED,
    "why": "other_address",
    "from_masked": "a…n@thuis.example",
    "buttons": (sample_button("Ja, dat was ik", "EENVOUDIG"),),
    "more_buttons": (sample_button("Nee, ik was het niet", "NIET IK"),),
}

# What the notice of a new complaint offers.
CHOICES_OF_A_NOTICE: Mapping[str, Value] = {
    "simple": sample_button("Eenvoudig", "EENVOUDIG"),
    "complex": sample_button("Complex", "COMPLEX"),
    "send_questions": sample_button("Verstuur deze vragen", "VRAAG UITLEG"),
    "proposed_questions": (
        "Over welke leerling of klas gaat het?",
        "Wanneer gebeurde dit?",
        "Wat hoop je dat we doen?",
    ),
    "more_buttons": (
        sample_button("Eerst een gesprek", "INFORMEEL"),
        sample_button("Geef aan iemand anders", "GEEF AAN: "),
        sample_button("Geen klacht", "GEEN KLACHT: "),
        sample_button("Meer keuzes", "TOON"),
    ),
    "empty_details": ("leerling", "klas", "relatie", "thema"),
    "fill_in": sample_button("Vul aan", "GEGEVENS\nLEERLING: \nKLAS: \nRELATIE: \nTHEMA: "),
    "involved": sample_button("Ik ben betrokken", "BETROKKEN"),
}

SAMPLES_OF_ORDERS: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.PREVIEW: {
        "usual": _PREVIEW,
        "warned": {
            **_PREVIEW,
            "letter_name": "antwoord op de klacht",
            "warnings": (
                "Er staat een naam in van een andere leerling: Lander.",
                "Er staat een belofte in: wij zullen vanaf maandag toezicht houden.",
            ),
            "waits_for": "Carla Maes",
        },
        "approver": {
            **_PREVIEW,
            "letter_name": "antwoord op de klacht",
            "approved_by_other": "Ann Peeters",
            "goes_after_minutes": 0,
        },
        "again": {**_PREVIEW, "asks_again": True},
        "by_post": {**_PREVIEW, "by_post": True, "to_masked": "", "more_buttons": ()},
        "bare": {"case_no": CASE, "letter_name": "stand van zaken"},
    },
    LetterName.COMMAND_RESULT: {
        "usual": _RESULT,
        "away": {
            **EVERYWHERE,
            "effects": ("de herinneringen gaan tot 4 januari naar Bert Claes",),
            "buttons": (sample_button("Ik ben terug", "TERUG", ""),),
        },
        "bare": {"effects": ("de notitie staat in het dossier",)},
    },
    LetterName.COMMAND_ERROR: {
        "usual": _ERROR,
        "was_text": {
            **EVERYWHERE,
            "case_no": CASE,
            "was_text": True,
            "buttons": (sample_button("Toon als brief aan de ouder", "TOON BRIEF"),),
        },
        "half_done": {
            **_ERROR,
            "said": "verleng tot 12/8",
            "reason": "Welke dag is dat?",
            "effects": ("de klacht wordt complex behandeld",),
            "prefilled": None,
            "buttons": (
                sample_button("12 augustus", "VERLENG 12-08-2027\nREDEN: "),
                sample_button("8 december", "VERLENG 08-12-2027\nREDEN: "),
            ),
        },
        "bare": {"reason": "Over welk dossier gaat het?"},
    },
    LetterName.WAS_IT_YOU: {
        "usual": _WAS_IT_YOU,
        "old_key": {
            **_WAS_IT_YOU,
            "orders": (f"COMPLEX ({CASE})", f"GEEF AAN Bert ({CASE})"),
            "why": "old_key",
            "from_masked": "",
        },
        "bare": {"orders": ("AFWEZIG tot 4 januari",)},
    },
    LetterName.FIRST_TAP: {
        "usual": {
            **EVERYWHERE,
            "first_name": "Ann",
            "buttons": (sample_button("Tik hier", "TEST", ""),),
        },
        "bare": {"buttons": (sample_button("Tik hier", "TEST", ""),)},
    },
    LetterName.LETTER_TO_POST: {
        "usual": {
            **EVERYWHERE,
            "case_no": CASE,
            "letter_name": "de ontvangstmelding",
            "recipient": "Sofie Aerts",
            "postal_address": "Sofie Aerts\nKerkstraat 1 bus 2\n3999 Demerland",
            "post_by": date(2026, 12, 11),
            "n_letters": 1,
            "buttons": (sample_button("Gepost", "GEPOST"),),
            "more_buttons": (
                sample_button("Er is toch een mailadres", "GEGEVENS\nMAIL: "),
                sample_button("Geef aan iemand anders", "GEEF AAN: "),
            ),
        },
        "bare": {"case_no": CASE, "letter_name": "de ontvangstmelding", "n_letters": 2},
    },
    LetterName.RESPONDENT_NOTICE: {
        "usual": {
            **EVERYWHERE,
            "case_no": CASE,
            "first_name": "Femke",
            "summary": "Een ouder vindt dat er op de speelplaats te weinig toezicht was.",
            "handler": "Ann Peeters",
            "handler_phone": "011 00 00 01",
            "talk_options": ("dinsdag 15 december om 16.00 uur", "woensdag 16 december, 12.30 uur"),
            "reply_by": date(2026, 12, 14),
            "awb_copy": True,
        },
        "bare": {"case_no": CASE, "summary": "Het toezicht op de speelplaats."},
    },
}
