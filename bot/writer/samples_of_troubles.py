"""Invented values for the letters about what goes wrong: a mailbox, the config, a letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from bot.core import offers
from bot.core.clause import Clause
from bot.core.letter import LetterName, Value
from bot.core.lost_letters import meaning_of
from bot.writer.sample_school import CASE, EVERYWHERE, RECEIVED
from bot.writer.sample_words import taps

_TROUBLE: Mapping[str, Value] = {
    **EVERYWHERE,
    "whom": "admin",
    "since": RECEIVED,
    "error_short": "login failed: [AUTHENTICATIONFAILED] Invalid credentials",
    "first_ack_due": date(2026, 12, 18),
    "shut_out": False,
    "recovered": False,
    "restored": None,
    "missed": 0,
}
_REMEDY = Clause(
    "Het geheim of certificaat van de toepassing is verlopen. Maak een nieuw in "
    "entra.microsoft.com > App-registraties > de toepassing > Certificaten en geheimen, en zet het "
    "in bot.toml bij [mailbox.oauth], met secret_expires_on. (secret_expired)",
    "The secret or certificate of the application has ended. Make a new one in "
    "entra.microsoft.com > App registrations > the application > Certificates & secrets, and put "
    "it in bot.toml at [mailbox.oauth], with secret_expires_on. (secret_expired)",
)
_NO_SUCH_ADDRESS, _FULL = "5.1.1", "4.2.2"


def _meaning(code: str) -> Clause:
    return Clause(meaning_of(code, "nl"), meaning_of(code, "en"))


_LOST: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "letter_name": Clause("ontvangstmelding", "acknowledgment"),
    "masked": "s…s@ouders.example",
    "sent_on": date(2026, 12, 8),
    "code": _NO_SUCH_ADDRESS,
    "meaning": _meaning(_NO_SUCH_ADDRESS),
    "permanent": True,
    "owed": True,
    "phone_known": False,
    "buttons": (),
}
# The findings of a check are in the language of the files, whoever reads them.
_ERROR = "people.toml: person[2].email: er is geen adres"
_WARNING = "procedure.toml: privacy_line.je: er is geen tekst voor de je-vorm"
_INFO = "calendar/2026-2027.toml: de kalender loopt tot 31 augustus 2027"
_CHECK: Mapping[str, Value] = {
    **EVERYWHERE,
    "n": 1,
    "errors": (),
    "warnings": (_WARNING,),
    "infos": (_INFO,),
}
_BROKEN: Mapping[str, Value] = {
    **EVERYWHERE,
    "school": "",
    "file": "config/templates/nl/parent/acknowledgment.md",
    "line": 12,
    "word": "shcool",
    "error": 'onbekende naam "shcool" (bedoelde je "school"?)',
    "buttons": (),
}

SAMPLES_OF_TROUBLES: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.MAILBOX_UNREACHABLE: {
        "usual": _TROUBLE,
        "coordinator": {**_TROUBLE, "whom": "coordinator"},
        "safety": {**_TROUBLE, "whom": "safety"},
        "shut_out": {**_TROUBLE, "shut_out": True, "error_short": _REMEDY},
        "recovered": {
            **_TROUBLE,
            "recovered": True,
            "restored": RECEIVED + timedelta(hours=3),
            "missed": 4,
        },
        "bare": {"mailbox": EVERYWHERE["mailbox"], "since": RECEIVED, "whom": "admin"},
    },
    LetterName.CONFIG_CHECK: {
        "usual": {**_CHECK, "n": 2, "errors": (_ERROR,), "infos": ()},
        "warnings": _CHECK,
        "coordinator": {**_CHECK, "for_coordinator": True},
        "untapped": {
            **_CHECK,
            "n": 0,
            "warnings": (),
            "infos": (),
            "untapped": ("Bert Claes", "Els Wouters"),
        },
        "bare": {"n": 1, "warnings": (_WARNING,)},
    },
    LetterName.DELIVERY_FAILED: {
        "usual": _LOST,
        "phone": {**_LOST, "phone_known": True},
        "not_owed": {
            **_LOST,
            "letter_name": Clause("stand van zaken", "how it stands"),
            "owed": False,
        },
        "waits": {
            **_LOST,
            "permanent": False,
            "code": _FULL,
            "meaning": _meaning(_FULL),
        },
        "buttons": {
            **_LOST,
            "buttons": taps(offers.CALLED, offers.NEW_ADDRESS, offers.POSTED),
        },
        "bare": {
            "letter_name": Clause("brief", "letter"),
            "masked": "s…s@ouders.example",
            "permanent": True,
        },
    },
    LetterName.TEMPLATE_BROKEN: {
        "usual": _BROKEN,
        "buttons": {**_BROKEN, "buttons": taps(offers.TEST_LETTERS, about="")},
        "bare": {
            "file": "config/templates/nl/parent/reply.md",
            "line": 1,
            "error": "is niet te lezen: het is een map, geen bestand",
        },
    },
}
