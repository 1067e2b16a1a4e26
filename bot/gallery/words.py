"""What the gallery calls things: languages, readers and sample cases."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.letter import Audience

LANGUAGE_NAMES: Mapping[str, str] = {
    "nl": "Nederlands",
    "fr": "Français",
    "en": "English",
    "de": "Deutsch",
}
AUDIENCE_NAMES: Mapping[Audience, str] = {
    Audience.PARENT: "Aan ouders en leerlingen",
    Audience.STAFF: "Aan medewerkers",
    Audience.ADMIN: "Aan beheerders",
}

CASE_NAMES: Mapping[str, str] = {
    "usual": "zoals meestal",
    "everything": "met alles erin",
    "bare": "met zo weinig mogelijk",
    "after_silence": "na een storing",
    "again": "nog eens",
    "approver": "voor wie goedkeurt",
    "automatic": "vanzelf verstuurd",
    "away": "iemand is weg",
    "bare_suggestion": "een kort idee",
    "buttons": "met knoppen",
    "by_choice": "zelf een moment kiezen",
    "by_post": "per post",
    "coordinator": "voor de coördinator",
    "copy": "een kopie gevraagd",
    "courtesy_ar": "Arabisch blok",
    "courtesy_bg": "Bulgaars blok",
    "courtesy_es": "Spaans blok",
    "courtesy_pl": "Pools blok",
    "courtesy_ro": "Roemeens blok",
    "courtesy_tr": "Turks blok",
    "courtesy_uk": "Oekraïens blok",
    "dissatisfied": "niet tevreden",
    "every_code": "alle soorten zaken",
    "external": "buiten de school",
    "flood": "heel veel mails",
    "foreign": "in een andere taal",
    "forwarded": "doorgestuurd",
    "found": "iets gevonden",
    "half_done": "half uitgevoerd",
    "intake": "net binnen",
    "investigating": "in onderzoek",
    "late": "te laat",
    "letter": "met een brief erbij",
    "low": "niet tevreden",
    "mediation": "met een bemiddelaar",
    "moved": "de datum schuift op",
    "named": "met een naam",
    "none": "niets gevonden",
    "not_owed": "hoefde niet",
    "not_yet": "nog niet te laat",
    "old_key": "een oude sleutel",
    "online": "online",
    "order": "met een opdracht",
    "other": "iets anders",
    "outside": "zonder de tekst",
    "own_words": "in eigen woorden",
    "paid": "kost iets",
    "partly": "voor een deel",
    "passed_on": "door een collega",
    "phone": "per telefoon",
    "praise": "een compliment",
    "promise_stands": "de belofte geldt nog",
    "quiet": "een rustige dag",
    "reasons": "alle redenen",
    "recovered": "weer in orde",
    "remarks": "met opmerkingen",
    "remedying": "wordt opgelost",
    "safety": "voor wie over veiligheid gaat",
    "same_reader": "dezelfde lezer",
    "several": "meer dan één",
    "shut_out": "geen toegang meer",
    "solved": "opgelost",
    "sorry": "met excuses",
    "status": "met een stand van zaken",
    "stays_open": "blijft open",
    "suggestion": "een idee",
    "today": "vandaag",
    "told": "al gezegd",
    "two_schools": "twee scholen",
    "urgent": "dringend",
    "waits": "wacht nog",
    "warned": "met een waarschuwing",
    "warnings": "met aandachtspunten",
    "was_text": "als notitie bewaard",
}


def case_name(sample: str) -> str:
    """What a sample case is called; one without a name of its own is called by its key."""
    return CASE_NAMES.get(sample, sample.replace("_", " "))
