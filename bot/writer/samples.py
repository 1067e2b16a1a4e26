"""Invented values for every letter, to show and to try templates with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.case import Ack, Via
from bot.core.clause import Clause
from bot.core.happening import AttentionCode, Remark
from bot.core.instructions import Verb
from bot.core.letter import AUDIENCE, Audience, LetterName, LetterOrder, Origin, Value
from bot.core.offers import Offer
from bot.core.reading import HINTS, Intent
from bot.core.reading.hints import SEVERAL
from bot.core.words_of_notices import ACK_STATUS, LANGUAGES, MISSING, SIGNALS, VIA
from bot.writer.days import COURTESY_LANGUAGES
from bot.writer.sample_school import CASE, EVERYWHERE, PRIVACY_LINE, RECEIVED
from bot.writer.sample_words import in_tongue, tap
from bot.writer.samples_of_admin import SAMPLES_OF_ADMIN
from bot.writer.samples_of_answers import SAMPLES_OF_ANSWERS
from bot.writer.samples_of_closing import SAMPLES_OF_CLOSING
from bot.writer.samples_of_duties import SAMPLES_OF_DUTIES
from bot.writer.samples_of_keeping import SAMPLES_OF_KEEPING
from bot.writer.samples_of_looking_up import SAMPLES_OF_LOOKING_UP
from bot.writer.samples_of_orders import CHOICES_OF_A_NOTICE, SAMPLES_OF_ORDERS
from bot.writer.samples_of_overviews import SAMPLES_OF_OVERVIEWS
from bot.writer.samples_of_talks import SAMPLES_OF_TALKS
from bot.writer.samples_of_troubles import SAMPLES_OF_TROUBLES

_COMPLAINT = (
    "Beste directie,\n\nMijn zoon wordt al weken uitgelachen op de speelplaats. "
    "Ik heb het twee keer gevraagd, en er verandert niets.\n\n"
    "Kunt u mij bellen na 16 uur?\n\nSofie Aerts"
)
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
_CLOSED: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "closed_on": date(2026, 11, 3),
    "reply_due": date(2026, 12, 11),
    "contact_name": "Ann Peeters",
    "reader_named": True,
    "privacy_line": PRIVACY_LINE,
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

# Letter → what is special about the sample → its values.
SAMPLES: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
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
        "buttons": {**_NEW_COMPLAINT, **CHOICES_OF_A_NOTICE},
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
    **SAMPLES_OF_DUTIES,
    **SAMPLES_OF_OVERVIEWS,
    **SAMPLES_OF_ORDERS,
    **SAMPLES_OF_LOOKING_UP,
    **SAMPLES_OF_TALKS,
    **SAMPLES_OF_ANSWERS,
    **SAMPLES_OF_CLOSING,
    **SAMPLES_OF_ADMIN,
    **SAMPLES_OF_TROUBLES,
    **SAMPLES_OF_KEEPING,
}


def values_of(name: LetterName, sample: str, language: str) -> Mapping[str, Value]:
    """The values of a sample as they stand in a letter of this language."""
    values = SAMPLES[name][sample]
    return {each: in_tongue(value, language) for each, value in values.items()}


def sample_order(name: LetterName, sample: str, language: str, form: str) -> LetterOrder:
    """An order for a letter with invented values; `sample` is a key of SAMPLES[name]."""
    values = values_of(name, sample, language)
    to_parent = AUDIENCE[name] is Audience.PARENT
    number = values.get("case_no")

    def other(inside: LetterName) -> LetterOrder:
        return sample_order(inside, "usual", language, form)

    return LetterOrder(
        name=name,
        to="sofie.aerts@ouders.example" if to_parent else "ann@schoolbestuur-demerland.example",
        language=language,
        form=form,
        values=values,
        origin=Origin.REPLIED if to_parent else Origin.GENERATED,
        case_number=number if isinstance(number, str) else None,
        to_staff=not to_parent,
        shows=other(LetterName.STATUS_UPDATE) if name is LetterName.PREVIEW else None,
        encloses=(other(LetterName.ACKNOWLEDGMENT),) if name is LetterName.LETTER_TO_POST else (),
    )
