"""Invented values for the letters of the work by e-mail: read first, done, not done, to be posted.

The letters they show or enclose are samples too; the writer writes them as it does any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core import offers
from bot.core.case import DeadlineKind
from bot.core.clause import Clause
from bot.core.duties.words import what
from bot.core.instructions import Verb
from bot.core.letter import LetterName, Value
from bot.core.offers import Offer
from bot.writer.sample_school import CASE, EVERYWHERE, RECEIVED, sample_button
from bot.writer.sample_words import Both, tap

_UNDO = tap(Offer(Verb.UNDO, Clause("Maak ongedaan", "Undo")))
_GIVE = tap(offers.GIVE.with_words())
_SHOW = tap(offers.SHOW.labelled("Toon het dossier", "Show the case"))
_STATUS, _ANSWER = (
    Clause("stand van zaken", "how it stands"),
    Clause("antwoord op de klacht", "answer to the complaint"),
)
_ACK = Clause("de ontvangstmelding", "the acknowledgment")
_PREVIEW: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "letter_name": _STATUS,
    "to_masked": "s…s@ouders.example",
    "warnings": (),
    "goes_after_minutes": 10,
    "asks_again": False,
    "approved_by_other": "",
    "waits_for": "",
    "by_post": False,
    "buttons": (
        tap(Offer(Verb.YES, Clause("Verstuur", "Send"))),
        tap(offers.HOW_IT_STANDS.labelled("Pas aan", "Change").with_words("\nTEKST: ", "\nTEXT: ")),
        tap(Offer(Verb.NO, Clause("Niet versturen", "Do not send"))),
    ),
    "more_buttons": (_GIVE, _SHOW),
}
_RESULT: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "effects": (
        Clause("Ann Peeters behandelt dit dossier nu", "Ann Peeters handles this case now"),
        Clause("de klacht is eenvoudig", "the complaint is simple"),
    ),
    "next_what": what(DeadlineKind.HANDLING, 0),
    "next_target": date(2026, 12, 15),
    "notes": (Clause("De directeur kreeg bericht.", "The director was told."),),
    "buttons": (
        tap(offers.SOLVED.with_words("\nSAMENVATTING: ", "\nSUMMARY: ")),
        tap(offers.WRITE_ANSWER),
        tap(offers.ASK),
    ),
    "more_buttons": (_GIVE, tap(offers.COMPLEX.labelled("Toch complex", "Complex after all"))),
    "undo_button": _UNDO,
    "undo_minutes": 30,
}
_ERROR: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "was_text": False,
    "reason": Clause(
        "GEGROND vraagt ook waarom: schrijf dat achter UITLEG.",
        "UPHELD needs the reason too: write it behind EXPLANATION.",
    ),
    "said": Clause("gegrond", "upheld"),
    "effects": (),
    "prefilled": tap(
        Offer(
            Verb.UPHELD,
            Clause("Vul de uitleg aan", "Fill in the explanation"),
            Clause("\nUITLEG: \nEXCUSES: \nMAATREGEL: ", "\nEXPLANATION: \nAPOLOGY: \nMEASURE: "),
        )
    ),
    "buttons": (_SHOW,),
    "more_buttons": (),
}
_NOT_ME = Both(
    sample_button("Nee, ik was het niet", "NIET IK"), sample_button("No, it was not me", "NOT ME")
)
_TAP_HERE = tap(offers.TAP_HERE, "")
_HER_ADDRESS = "ann.peeters@schoolbestuur-demerland.example"
_WAS_IT_YOU: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "orders": (Clause(f"EENVOUDIG ({CASE})", f"SIMPLE ({CASE})"),),
    "address": _HER_ADDRESS,
    "received_local": RECEIVED,
    "first_tap": False,
    "why": "other_address",
    "from_masked": "a…n@thuis.example",
    "last": False,
    "buttons": (tap(offers.SIMPLE.labelled("Ja, dat was ik", "Yes, that was me")),),
    "more_buttons": (_NOT_ME,),
}
_WRONG_PHONE: Mapping[str, Value] = {
    **_WAS_IT_YOU,
    "case_no": "",
    "orders": (Clause("HIER", "HERE"),),
    "first_tap": True,
    "buttons": (_TAP_HERE,),
    "more_buttons": (),
}

SAMPLES_OF_ORDERS: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.PREVIEW: {
        "usual": _PREVIEW,
        "warned": {
            **_PREVIEW,
            "letter_name": _ANSWER,
            "warnings": (
                Clause(
                    "Er staat een naam in van een andere leerling: Lander.",
                    "It holds the name of another pupil: Lander.",
                ),
                Clause(
                    "Er staat een belofte in: we houden vanaf volgende week toezicht.",
                    "It holds a promise: we supervise from next week on.",
                ),
            ),
            "waits_for": "Carla Maes",
        },
        "approver": {
            **_PREVIEW,
            "letter_name": _ANSWER,
            "approved_by_other": "Ann Peeters",
            "goes_after_minutes": 0,
        },
        "again": {**_PREVIEW, "asks_again": True},
        "by_post": {**_PREVIEW, "by_post": True, "to_masked": "", "more_buttons": ()},
        "bare": {"case_no": CASE, "letter_name": _STATUS},
    },
    LetterName.COMMAND_RESULT: {
        "usual": _RESULT,
        "away": {
            **EVERYWHERE,
            "effects": (
                Clause(
                    "afwezig tot en met 4 januari; Bert Claes neemt waar",
                    "away up to and including 4 January; Bert Claes stands in",
                ),
            ),
            "buttons": (tap(Offer(Verb.BACK, Clause("Ik ben terug", "I am back")), ""),),
        },
        "bare": {
            "effects": (Clause("de notitie staat in het dossier", "the note is in the file"),)
        },
    },
    LetterName.COMMAND_ERROR: {
        "usual": _ERROR,
        "was_text": {
            **EVERYWHERE,
            "case_no": CASE,
            "was_text": True,
            "buttons": (
                tap(
                    Offer(
                        Verb.SHOW_LETTER,
                        Clause("Toon als brief aan de melder", "Show as a letter"),
                    )
                ),
            ),
        },
        "half_done": {
            **_ERROR,
            "said": Clause("verleng tot 12/8", "extend to 12/8"),
            "reason": Clause("Welke dag is dat?", "Which day is that?"),
            "effects": (Clause("de klacht is complex", "the complaint is complex"),),
            "prefilled": None,
            "buttons": (
                tap(
                    offers.MORE_TIME.labelled("12 augustus", "12 August").with_words(
                        " 12-08-2027\nREDEN: ", " 12-08-2027\nREASON: "
                    )
                ),
                tap(
                    offers.MORE_TIME.labelled("8 december", "8 December").with_words(
                        " 08-12-2027\nREDEN: ", " 08-12-2027\nREASON: "
                    )
                ),
            ),
        },
        "bare": {"reason": Clause("Over welk dossier gaat het?", "Which case is it about?")},
    },
    LetterName.WAS_IT_YOU: {
        "usual": _WAS_IT_YOU,
        "last": {**_WAS_IT_YOU, "why": "unproven", "from_masked": "", "last": True},
        "old_key": {
            **_WAS_IT_YOU,
            "orders": (
                f"COMPLEX ({CASE})",
                Clause(f"GEEF AAN Bert ({CASE})", f"ASSIGN Bert ({CASE})"),
            ),
            "why": "old_key",
            "from_masked": "",
        },
        "first_tap": _WRONG_PHONE,
        "first_tap_unproven": {**_WRONG_PHONE, "why": "unproven", "from_masked": ""},
        "bare": {"orders": (Clause("AFWEZIG tot 4 januari", "AWAY until 4 January"),)},
    },
    LetterName.FIRST_TAP: {
        "usual": {
            **EVERYWHERE,
            "first_name": "Ann",
            "address": _HER_ADDRESS,
            "buttons": (_TAP_HERE,),
        },
        "bare": {"buttons": (_TAP_HERE,)},
    },
    LetterName.LETTER_TO_POST: {
        "usual": {
            **EVERYWHERE,
            "case_no": CASE,
            "letter_name": _ACK,
            "recipient": "Sofie Aerts",
            "postal_address": "Sofie Aerts\nKerkstraat 1 bus 2\n3999 Demerland",
            "post_by": date(2026, 12, 11),
            "n_letters": 1,
            "buttons": (tap(offers.POSTED),),
            "more_buttons": (
                tap(
                    offers.DETAILS.labelled(
                        "Er is toch een mailadres", "There is an e-mail address after all"
                    ).with_words("\nMAIL: ")
                ),
                _GIVE,
            ),
        },
        "bare": {"case_no": CASE, "letter_name": _ACK, "n_letters": 2},
    },
    LetterName.RESPONDENT_NOTICE: {
        "usual": {
            **EVERYWHERE,
            "case_no": CASE,
            "first_name": "Femke",
            "summary": Clause(
                "Een ouder vindt dat er op de speelplaats te weinig toezicht was.",
                "A parent thinks that there was too little supervision in the playground.",
            ),
            "handler": "Ann Peeters",
            "handler_phone": "011 00 00 01",
            "talk_options": (
                Clause("dinsdag 15 december om 16.00 uur", "Tuesday 15 December at 16:00"),
                Clause("woensdag 16 december om 12.30 uur", "Wednesday 16 December at 12:30"),
            ),
            "reply_by": date(2026, 12, 14),
            "awb_copy": True,
        },
        "bare": {
            "case_no": CASE,
            "summary": Clause("Het toezicht op de speelplaats.", "Supervision in the playground."),
        },
    },
}
