"""Invented values for the letters that tell staff what came in, and what needs a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core import offers
from bot.core.case import Ack, Via
from bot.core.clause import Clause
from bot.core.happening import AttentionCode, Remark
from bot.core.instructions import Verb
from bot.core.letter import LetterName, Value
from bot.core.offers import Offer
from bot.core.reading import HINTS, Intent
from bot.core.reading.hints import SEVERAL
from bot.core.words_of_notices import ACK_STATUS, LANGUAGES, MISSING, SIGNALS, VIA
from bot.writer.sample_school import CASE, EVERYWHERE, RECEIVED
from bot.writer.sample_words import FILL_IN, tap

_COMPLAINT = (
    "Beste directie,\n\nMijn zoon wordt al weken uitgelachen op de speelplaats. "
    "Ik heb het twee keer gevraagd, en er verandert niets.\n\n"
    "Kunt u mij bellen na 16 uur?\n\nSofie Aerts"
)
_NEW_COMPLAINT: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "name": "Sofie Aerts",
    "address": "sofie.aerts@ouders.example",
    "relation": "",
    "subject": "Pesten op de speelplaats",
    "lang": LANGUAGES["nl"],
    "via": VIA[Via.EMAIL],
    "received_local": RECEIVED,
    "classify_target": date(2026, 12, 11),
    "handling_due": date(2027, 1, 22),
    "ack_status": ACK_STATUS[Ack.QUEUED],
    "kind": "complaint",
    "urgency": "normal",
    "hints": (HINTS[SEVERAL],),
    "missing": (),
    "forwarded_by": "",
    "note": "",
    "phone": "",
    "name_withheld": False,
    "body_clean": _COMPLAINT,
    "attachments": ("foto.jpg", "agenda.pdf"),
}
_FORWARDED: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "name": "Sofie Aerts",
    "address_masked": "s…s@ouders.example",
    "sent": "maandag 7 december 2026 19:12",
    "subject": "Pesten op de speelplaats",
    "ack_waits": True,
    "bare": False,
}
_SAFETY_ALERT: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "signal_labels": (SIGNALS["violence"],),
    "contacts": (
        {"name": "Carla Maes", "phone": "011 00 00 03"},
        {"name": "Els Wouters", "phone": "011 00 00 05"},
        {"name": "Femke Baert", "phone": ""},
    ),
    "attempt": 1,
    "show_body": True,
    "subject": "Ik durf niet meer naar huis",
    "body": "Hij zei dat hij mij morgen opwacht met een mes.\nIk weet niet wat ik moet doen.",
    "ack_status": ACK_STATUS[Ack.HELD],
    "call_name": "Ann Peeters",
    "call_phone": "011 00 00 01",
    "plan_ref": "crisisplan, blauwe map in het secretariaat",
    "pupil_writes": False,
}
_ITEM: Mapping[str, Value] = {
    "code": "possible_follow_up",
    "case_no": CASE,
    "sender": "sofie@thuis.example",
    "received": RECEIVED,
    "detail": "Gehoor/2026",
    "remarks": (),
    "phone": "",
    "more": 0,
}
_NOTHING: Mapping[str, Value] = {
    "case_no": None,
    "sender": "",
    "received": None,
    "detail": "",
    "remarks": (),
    "phone": "",
    "more": 0,
}
_REMARKS = tuple(each.value for each in (*Remark, *Intent))
_ATTENTION: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "n": 1,
    "rest": 0,
    "items": (_ITEM,),
}

# What the notice of a new complaint offers.
_CHOICES: Mapping[str, Value] = {
    "simple": tap(offers.SIMPLE),
    "complex": tap(offers.COMPLEX),
    "send_questions": tap(offers.ASK.labelled("Verstuur deze vragen", "Send these questions")),
    "proposed_questions": (
        Clause("Over welke leerling of klas gaat het?", "Which pupil or class is it about?"),
        Clause("Wanneer gebeurde dit?", "When did this happen?"),
        Clause("Wat hoop je dat we doen?", "What do you hope that we do?"),
    ),
    "more_buttons": (
        tap(offers.TALK_FIRST),
        tap(offers.GIVE.with_words()),
        tap(offers.QUESTION),
        tap(offers.MORE_CHOICES),
    ),
    "empty_details": (
        Clause("leerling", "pupil"),
        Clause("klas", "class"),
        Clause("relatie", "relation"),
        Clause("thema", "topic"),
    ),
    "fill_in": FILL_IN,
    "involved": tap(offers.INVOLVED),
}

SAMPLES_OF_MESSAGES: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.FORWARD_RECEIVED: {
        "usual": _FORWARDED,
        "named": {"case_no": CASE, "bare": True},
        "bare": {"case_no": CASE},
    },
    LetterName.NEW_COMPLAINT: {
        "usual": _NEW_COMPLAINT,
        "urgent": {
            **_NEW_COMPLAINT,
            "urgency": "critical",
            "ack_status": ACK_STATUS[Ack.HELD],
            "hints": (),
        },
        "forwarded": {
            **_NEW_COMPLAINT,
            "ack_status": ACK_STATUS[Ack.HELD],
            "hints": (),
            "missing": (MISSING["pupil"], MISSING["date"]),
            "forwarded_by": "Katrien De Smet",
            "note": "Deze mama mailde mij.\nIk denk dat dit bij jullie hoort.",
            "phone": "0470 00 00 00",
            "name_withheld": True,
        },
        "buttons": {**_NEW_COMPLAINT, **_CHOICES},
        "bare": {"case_no": CASE, "body_clean": "Help"},
    },
    LetterName.ATTENTION: {
        "usual": _ATTENTION,
        "every_code": {
            **_ATTENTION,
            "case_no": None,
            "n": len(AttentionCode),
            "items": tuple({**_ITEM, "code": code.value} for code in AttentionCode),
        },
        "remarks": {**_ATTENTION, "items": ({**_ITEM, "remarks": _REMARKS},)},
        "phone": {
            **_ATTENTION,
            "items": ({**_ITEM, "code": "ack_bounced", "phone": "0470 00 00 00"},),
        },
        "order": {
            **_ATTENTION,
            "items": (
                {
                    **_NOTHING,
                    "code": "order_noted",
                    "case_no": CASE,
                    "detail": f"gehoor say {CASE} simple --by ann",
                },
            ),
        },
        "flood": {
            "n": 9_995,
            "rest": 40,
            "items": ({**_ITEM, "code": "ack_held_limit", "more": 9_954},),
        },
        "bare": {
            "n": len(AttentionCode),
            "rest": 0,
            "items": tuple({**_NOTHING, "code": code.value} for code in AttentionCode),
        },
    },
    LetterName.SAFETY_ALERT: {
        "usual": _SAFETY_ALERT,
        "buttons": {
            **_SAFETY_ALERT,
            "buttons": (tap(Offer(Verb.SEEN, Clause("Ik neem dit op mij", "I take this on"))),),
            "more_buttons": (
                tap(
                    Offer(
                        Verb.CONTACT,
                        Clause("Schrijf de leerling of ouder", "Write to the pupil or parent"),
                    ).with_words()
                ),
            ),
        },
        "again": {**_SAFETY_ALERT, "attempt": 3, "pupil_writes": True},
        "outside": {**_SAFETY_ALERT, "show_body": False, "body": ""},
        "bare": {
            "signal_labels": (SIGNALS["danger_now"],),
            "contacts": ({"name": "Carla Maes", "phone": ""},),
            "attempt": 2,
            "show_body": False,
        },
    },
}
