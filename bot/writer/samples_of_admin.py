"""Invented values for the letters about the bot itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone

from bot.core import offers
from bot.core.case import DeadlineKind
from bot.core.clause import Clause
from bot.core.duties.words import WORDS
from bot.core.letter import LetterName, Value
from bot.writer.sample_school import EVERYWHERE, RECEIVED
from bot.writer.sample_words import taps

_ZONE = timezone(timedelta(hours=1))
_UNTIL = datetime(2026, 12, 9, 18, 0, tzinfo=_ZONE)
_ACK = Clause("ontvangstmelding", "acknowledgment")
_OF_NO_CASE: Mapping[str, Value] = {**EVERYWHERE, "school": ""}
_PAUSE: Mapping[str, Value] = {
    **_OF_NO_CASE,
    "state": "began",
    "by": "Gust Hermans",
    "began": RECEIVED,
    "until": _UNTIL,
    "n_letters": 0,
    "n_acks": 0,
    "is_admin": True,
    "buttons": taps(offers.RESUME, about=""),
}
_STATE: Mapping[str, Value] = {
    **_OF_NO_CASE,
    "version": "0.1.0",
    "heartbeat": RECEIVED,
    "trial": False,
    "boxes": (
        {"address": str(EVERYWHERE["mailbox"]), "looked_at": RECEIVED, "error": ""},
        {
            "address": "klachten@kapelhof.example",
            "looked_at": RECEIVED,
            "error": "the server refuses the login",
        },
    ),
    "tokens": (
        {
            "address": str(EVERYWHERE["mailbox"]),
            "expires_at": _UNTIL,
            "secret_ends": date(2027, 6, 1),
            "trouble": "",
        },
    ),
    "mail_servers": (),
    "n_queued": 2,
    "n_uncertain": 0,
    "n_refused": 1,
    "nobody_reached": False,
    "oldest_owed": None,
    "calendar_until": date(2028, 8, 31),
    "n_open": 14,
    "paused_until": None,
    "n_kept_back": 0,
    "buttons": taps(offers.CHECK, offers.PAUSE, about=""),
}
_CONFIG: Mapping[str, Value] = {
    **_OF_NO_CASE,
    "errors": (),
    "warnings": ("people.toml: person[2]: niemand vervangt Carla Maes.",),
    "hints": ("procedure.toml: terms.handling: 45cd: kijk de bron zelf na.",),
    "agreements": (
        {
            "where": "procedure.toml: anonymous",
            "what": "Wat doen jullie met berichten zonder naam? Meestal beslist door de directie.",
            "sentence": "Een melding zonder naam behandelt de school als een signaal.",
        },
    ),
    "buttons": taps(offers.TEST_LETTERS, offers.RECALCULATE, about=""),
}


def _letter(name: str, called: Value = "", **more: Value) -> Value:
    languages: Value = ("nl", "fr", "en", "de")
    usual: dict[str, Value] = {"languages": languages, "own": (), "own_parts": (), "faulty": ()}
    return {"name": name, "called": called, **usual, **more}


_LETTERS: Mapping[str, Value] = {
    **_OF_NO_CASE,
    "groups": (
        {
            "audience": "parent",
            "letters": (
                _letter("acknowledgment", _ACK, own=("nl",), faulty=("nl",)),
                _letter("anonymous_reply", own_parts=("nl", "fr")),
            ),
        },
        {"audience": "staff", "letters": (_letter("attention", languages=("nl", "en")),)},
        {"audience": "admin", "letters": (_letter("config_check", languages=("nl",)),)},
    ),
    "n_own": 1,
    "n_faulty": 1,
    "buttons": taps(offers.SEE_LETTER, offers.TEST_LETTERS, offers.CHANGE_LETTER, about=""),
}
_LETTER: Mapping[str, Value] = {
    **_OF_NO_CASE,
    "letter_name": _ACK,
    "language": "nl",
    "address_form": "u",
    "file": "nl/parent/acknowledgment.md",
    "whose": "own",
    "fault": "",
    "shown_subject": "[K-2026-0042] Uw bericht is aangekomen",
    "shown_text": "Beste mevrouw Aerts\n\nUw bericht is aangekomen op dinsdag 8 december 2026.",
    "source": "Subject: [{{ case_no }}] [Uw|Je] bericht is aangekomen\n\n{{ salutation }}\n\n"
    "[Uw|Je] bericht is aangekomen op {{ received_date|date }}.",
    "cut": False,
    "names": (
        {"name": "case_no", "meaning": "nummer van het dossier, zoals K-2026-0042"},
        {"name": "received_date", "meaning": "dag waarop de mail binnenkwam (een datum)"},
    ),
    "buttons": taps(offers.ALL_LETTERS, offers.TEST_LETTERS, offers.CHANGE_LETTER, about=""),
}
_TESTED: Mapping[str, Value] = {
    **_OF_NO_CASE,
    "n_files": 3,
    "errors": (
        'nl/parent/acknowledgment.md, regel 12: onbekende naam "shcool" (bedoelde je "school"?)',
    ),
    "remarks": ("nl/parent/reply.md: een zin van 31 woorden: maak er twee van",),
    "buttons": taps(offers.ALL_LETTERS, offers.CHANGE_LETTER, about=""),
}
_DATES: Mapping[str, Value] = {
    **_OF_NO_CASE,
    "n_duties": 31,
    "lines": (
        {
            "number": "K-2026-0042",
            "what": WORDS[DeadlineKind.HANDLING].what,
            "was": date(2027, 1, 22),
            "now": date(2027, 1, 7),
            "aim": False,
            "rule": "45cd",
            "new_rule": "30cd",
        },
        {
            "number": "K-2026-0043",
            "what": WORDS[DeadlineKind.CLASSIFY].what,
            "was": date(2026, 12, 11),
            "now": date(2026, 12, 10),
            "aim": True,
            "rule": "3sd",
            "new_rule": "3sd",
        },
    ),
    "n_more": 4,
    "buttons": taps(offers.CHECK, about=""),
}

SAMPLES_OF_ADMIN: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.PAUSE: {
        "usual": _PAUSE,
        "coordinator": {**_PAUSE, "n_letters": 1, "is_admin": False, "buttons": ()},
        "lasts": {**_PAUSE, "state": "lasts", "n_letters": 7, "n_acks": 5},
        "ended": {**_PAUSE, "state": "ended", "n_letters": 7, "n_acks": 5, "buttons": ()},
        "bare": {
            "state": "ended",
            "by": "gust",
            "began": RECEIVED,
            "until": _UNTIL,
            "n_letters": 0,
            "n_acks": 0,
        },
    },
    LetterName.STATE_SHOWN: {
        "usual": _STATE,
        "paused": {
            **_STATE,
            "trial": True,
            "nobody_reached": True,
            "paused_until": _UNTIL,
            "n_kept_back": 7,
            "oldest_owed": RECEIVED,
            "mail_servers": ("bot.toml: mailbox[0].smtp: connection refused",),
            "tokens": (
                {
                    "address": str(EVERYWHERE["mailbox"]),
                    "expires_at": None,
                    "secret_ends": None,
                    "trouble": Clause(
                        "Maak een nieuw geheim in de beheerpagina van de aanbieder.",
                        "Make a new secret on the provider's page for administrators.",
                    ),
                },
            ),
            "buttons": taps(offers.CHECK, offers.RESUME, about=""),
        },
        "bare": {
            "version": "0.1.0",
            "boxes": (),
            "tokens": (),
            "mail_servers": (),
            "n_queued": 1,
            "n_uncertain": 0,
            "n_refused": 0,
            "n_open": 0,
        },
    },
    LetterName.CONFIG_SHOWN: {
        "usual": _CONFIG,
        "errors": {**_CONFIG, "errors": ("bot.toml: mailbox[0].adress: bedoelde je address?",)},
        "bare": {},
    },
    LetterName.LETTERS_SHOWN: {
        "usual": _LETTERS,
        "bare": {"groups": (), "n_own": 0, "n_faulty": 0},
    },
    LetterName.LETTER_SHOWN: {
        "usual": _LETTER,
        "fault": {
            **_LETTER,
            "fault": 'regel 12: onbekende naam "shcool" (bedoelde je "school"?)',
            "cut": True,
        },
        "part": {**_LETTER, "whose": "part"},
        "bare": {
            "letter_name": "reply",
            "language": "en",
            "address_form": "u",
            "file": "en/parent/reply.md",
            "whose": "shipped",
            "shown_subject": "An answer",
            "shown_text": "Dear Ms Aerts",
            "source": "Subject: An answer",
            "names": (),
        },
    },
    LetterName.LETTERS_TESTED: {
        "usual": _TESTED,
        "well": {**_TESTED, "n_files": 1, "errors": (), "remarks": ()},
        "bare": {"n_files": 0},
    },
    LetterName.DATES_SHOWN: {
        "usual": _DATES,
        "same": {**_DATES, "lines": (), "n_more": 0},
        "bare": {"n_duties": 1, "lines": (), "n_more": 0},
    },
}
