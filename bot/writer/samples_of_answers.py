"""Invented values for the letters that answer a complaint, or say why there is no answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.letter import LetterName, Value
from bot.writer.sample_school import BARE, PUPIL, SIGNED

_REVIEW = date(2027, 2, 21)
_COMMISSION: Mapping[str, Value] = {
    "name": "Klachtencommissie van het net",
    "what": "Voor een klacht waarover eerst op school is gepraat.",
    "contact": "klachten.commissie.example",
    "term": "",
}
_DISPUTES: Mapping[str, Value] = {
    "name": "Geschillencommissie",
    "what": "Over toelating en verwijdering.",
    "contact": "030 000 00 00",
    "term": "binnen 6 weken",
}
_OUTSIDE = (_COMMISSION, _DISPUTES)
_REASONS = (
    "too_old",
    "already_treated",
    "in_court",
    "no_concrete_pupil",
    "no_interest",
    "policy",
    "other_procedure",
    "anonymous",
    "no_facts",
)
_MEASURES: tuple[Mapping[str, Value], ...] = (
    {"text": "Er staat elke pauze iemand bij het voetbalveld", "due": date(2027, 1, 11)},
    {"text": f"De juf vraagt {PUPIL} elke vrijdag hoe het gaat", "due": None},
)
_BASIS = (
    "Uw mail en het verslag van ons gesprek. We praatten met drie leerlingen, twee leerkrachten "
    "en de toezichter van de speelplaats."
)
_REFUSED: Mapping[str, Value] = {
    **SIGNED,
    "received_date": date(2026, 12, 8),
    "reasons": ("too_old",),
    "facts_months": 6,
    "text": "Het gaat over de uitstap van mei 2025.",
    "alternatives": ("U kunt er met de zorgcoördinator over praten.",),
    "external_bodies": (_COMMISSION,),
    "review_until": date(2027, 1, 8),
    "second_person": "Carla Maes",
    "old_no": "",
    "other_procedure": "",
}
_UPHELD: Mapping[str, Value] = {
    **SIGNED,
    "partly": False,
    "points": "",
    "other_points": "",
    "apology": "",
    "apologises": True,
    "has_child": True,
    "findings": f"{PUPIL} is tussen oktober en december meer dan eens uitgelachen en geduwd. "
    "De toezichter zag het twee keer en meldde het niet.",
    "measures": _MEASURES,
    "structural": (),
    "lessons": "",
    "review_until": _REVIEW,
    "external_bodies": (),
}
_NOT_UPHELD: Mapping[str, Value] = {
    **SIGNED,
    "facts_basis": _BASIS,
    "findings": f"De toets van {PUPIL} is verbeterd zoals die van de anderen.",
    "offer": "",
    "lessons": "",
    "review_until": _REVIEW,
    "external_bodies": (_COMMISSION,),
}
_UNDETERMINED: Mapping[str, Value] = {
    **SIGNED,
    "facts_basis": _BASIS,
    "findings": f"De jas van {PUPIL} lag om drie uur nog in de gang. Niemand zag wie hem nam.",
    "measures": _MEASURES,
    "lessons": "",
    "review_until": _REVIEW,
    "external_bodies": (),
}
_NO_WAY_OUT: Mapping[str, Value] = {
    **SIGNED,
    "what_possible": f"{PUPIL} kan na de vakantie in de andere groep van het derde leerjaar.",
    "what_not": "We kunnen geen bus inleggen.",
    "why": "Daarvoor is er geen vergunning, en het vervoer is niet van de school.",
    "has_child": True,
    "review_until": _REVIEW,
    "external_bodies": _OUTSIDE,
}
_MEDIATION: Mapping[str, Value] = {
    **SIGNED,
    "mediator": "Femke Baert, bemiddelaar van het net",
    "cost_free": True,
    "cost_line": "",
    "reply_by": date(2027, 2, 5),
    "support_line": "",
}
_LESSONS = "Een melding van een ouder schrijven we voortaan dezelfde dag op."

SAMPLES_OF_ANSWERS: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.NOT_ADMISSIBLE: {
        "usual": _REFUSED,
        "everything": {
            **_REFUSED,
            "reasons": (*_REASONS, "De school heeft hier niets mee te maken."),
            "old_no": "K-2025-0007",
            "other_procedure": "het beroep bij de beroepscommissie",
            "external_bodies": _OUTSIDE,
        },
        "reasons": {
            **BARE,
            "received_date": date(2026, 12, 8),
            "reasons": ("too_old", "already_treated", "other_procedure"),
        },
        "bare": {
            **BARE,
            "received_date": date(2026, 12, 8),
            "text": "De winkel over wie u schrijft, hoort niet bij de school.",
        },
    },
    LetterName.OUTCOME_UPHELD: {
        "usual": _UPHELD,
        "partly": {
            **_UPHELD,
            "partly": True,
            "points": "Het toezicht op de speelplaats was niet genoeg.",
            "other_points": "De juf heeft wel degelijk met de klas gepraat.",
            "structural": ("Wie toezicht houdt, schrijft op wat er gebeurt.",),
            "lessons": _LESSONS,
            "external_bodies": _OUTSIDE,
        },
        "own_words": {
            **_UPHELD,
            "has_child": False,
            "apology": f"Wij hadden {PUPIL} moeten helpen. Dat deden we niet. Het spijt me zeer.",
        },
        "sorry": {**_UPHELD, "has_child": False, "measures": ()},
        "bare": {**BARE, "findings": "Het hek stond open."},
    },
    LetterName.OUTCOME_NOT_UPHELD: {
        "usual": _NOT_UPHELD,
        "everything": {
            **_NOT_UPHELD,
            "offer": "De juf overloopt de toets graag met u.",
            "lessons": _LESSONS,
            "external_bodies": _OUTSIDE,
        },
        "bare": {**BARE, "facts_basis": "De camera.", "findings": "Er was niemand."},
    },
    LetterName.OUTCOME_UNDETERMINED: {
        "usual": _UNDETERMINED,
        "everything": {**_UNDETERMINED, "lessons": _LESSONS, "external_bodies": _OUTSIDE},
        "bare": {**BARE, "facts_basis": "De camera.", "findings": "Er is niets te zien."},
    },
    LetterName.CANNOT_SOLVE: {
        "usual": _NO_WAY_OUT,
        "bare": {**BARE, "what_not": "Het schooljaar overdoen.", "why": "Dat beslist een ander."},
    },
    LetterName.MEDIATION_PROPOSAL: {
        "usual": _MEDIATION,
        "paid": {
            **_MEDIATION,
            "cost_free": False,
            "cost_line": "De eerste twee uur betaalt de school. Daarna betalen we elk de helft.",
            "support_line": "het CLB",
        },
        "bare": BARE,
    },
}
