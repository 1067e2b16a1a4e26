"""What letters to staff say of a case and its mail: how it came, what alarms, what is lacking."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.case import Ack, Case, Via
from bot.core.clause import Clause, in_language
from bot.core.letter import Hold
from bot.core.policy import Person

_WAITS = Clause("wordt niet automatisch verstuurd", "is not sent automatically")
# What is said of the acknowledgment; what happens later is told by other letters.
ACK_STATUS: Mapping[Ack, Clause] = {
    Ack.QUEUED: Clause("wordt nu verstuurd", "is being sent now"),
    Ack.TRIAL: Clause(
        "wordt niet verstuurd: de bot is op proef", "is not sent: the bot is on trial"
    ),
    Ack.HELD: _WAITS,
    Ack.NONE: _WAITS,
    Ack.SENT: Clause("is verstuurd", "has been sent"),
    Ack.FAILED: Clause("is niet aangekomen", "did not arrive"),
    Ack.WAIVED: Clause(
        "is door een medewerker op een andere manier gegeven",
        "was given in another way by a member of staff",
    ),
}
_PAUSED = Clause(
    "wacht op het einde van de pauze van de automatische brieven",
    "waits for the end of the pause of automatic letters",
)
NO_ACK = Clause("geen ontvangstmelding", "no acknowledgment")
_WHY_HELD: Mapping[Hold, Clause] = {
    Hold.CRITICAL: Clause(
        "eerst moet iemand de dringende melding zien", "first somebody must see the urgent message"
    ),
    Hold.LIMIT: Clause(
        "dit adres kreeg er kort geleden al een of meer", "this address had one or more shortly ago"
    ),
    Hold.OLD: Clause(
        "het bericht is al lang geleden binnengekomen", "the message came in long ago"
    ),
    Hold.CONFIG: Clause(
        "de school moet eerst nog iets afspreken (zie gehoor check)",
        "the school must first agree on something (see gehoor check)",
    ),
    Hold.PREVIEW: Clause(
        "eerst moet iemand ze nalezen en ja zeggen", "first somebody must read it and say yes"
    ),
    Hold.FORWARDED: Clause(
        "eerst moet iemand bevestigen dat dit echt de melder is",
        "first somebody must confirm that this really is the complainant",
    ),
}
_TO_POST = Clause(
    "er is geen mailadres; ze is klaar om af te drukken en te posten",
    "there is no e-mail address; it is ready to be printed and posted",
)
_NO_ADDRESS = Clause("er is geen adres", "there is no address")
_AGREED_FOR_FORWARDS = Clause(
    "zo is afgesproken voor mail die iemand doorstuurt", "so it is agreed for forwarded mail"
)
_AGREED_FOR_NAMELESS = Clause(
    "zo is afgesproken voor berichten zonder naam", "so it is agreed for messages without a name"
)
# What must be asked before a complaint can be treated.
MISSING: Mapping[str, Clause] = {
    "pupil": Clause("over welke leerling of klas het gaat", "which pupil or class it is about"),
    "date": Clause("wanneer het gebeurde", "when it happened"),
    "facts": Clause("wat er precies gebeurde", "what exactly happened"),
}
VIA: Mapping[Via, Clause] = {
    Via.EMAIL: Clause("e-mail", "e-mail"),
    Via.FORWARDED: Clause("een doorgestuurde mail", "a forwarded e-mail"),
    Via.WEBFORM: Clause("het webformulier", "the web form"),
    Via.LETTER: Clause("brief", "letter"),
    Via.ORAL: Clause("een gesprek", "a talk"),
    Via.PHONE: Clause("telefoon", "telephone"),
}
SIGNALS: Mapping[str, Clause] = {
    "self_harm": Clause("zelfdoding of zichzelf pijn doen", "suicide or self-harm"),
    "sexual_abuse": Clause("seksueel misbruik", "sexual abuse"),
    "child_abuse": Clause("kindermishandeling", "child abuse"),
    "violence": Clause("geweld of bedreiging", "violence or threats"),
    "missing": Clause("een kind dat vermist is", "a missing child"),
    "danger_now": Clause("gevaar op dit moment", "danger at this moment"),
    "bullying_serious": Clause("ernstig pesten", "serious bullying"),
    "staff_conduct": Clause("gedrag van personeel", "conduct of staff"),
    "discrimination": Clause("discriminatie", "discrimination"),
    "legal_press": Clause("advocaat, rechtbank of pers", "lawyer, court or press"),
}
LANGUAGES: Mapping[str, Clause] = {
    "nl": Clause("Nederlands", "Dutch"),
    "fr": Clause("Frans", "French"),
    "en": Clause("Engels", "English"),
    "de": Clause("Duits", "German"),
    "tr": Clause("Turks", "Turkish"),
    "ar": Clause("Arabisch", "Arabic"),
    "pl": Clause("Pools", "Polish"),
    "uk": Clause("Oekraïens", "Ukrainian"),
    "ro": Clause("Roemeens", "Romanian"),
    "es": Clause("Spaans", "Spanish"),
    "bg": Clause("Bulgaars", "Bulgarian"),
}


def named(code: str, names: Mapping[str, Clause], reader: Person) -> str:
    """What a code stands for, in the language of its reader; an unknown one as it is."""
    clause = names.get(code)
    return in_language(clause, reader) if clause else code


def ack_status(case: Case, hold: Hold | None, reader: Person, *, paused: bool = False) -> str:
    """What is said of the acknowledgment when a letter to staff is written, with the reason.

    `paused`: automatic letters to outsiders wait now.
    """
    if paused and case.ack is Ack.QUEUED:
        return in_language(_PAUSED, reader)
    status = in_language(ACK_STATUS[case.ack], reader)
    because = _because(case, hold)
    return f"{status}: {in_language(because, reader)}" if because else status


def _because(case: Case, hold: Hold | None) -> Clause | None:
    if case.ack is Ack.HELD:
        return _WHY_HELD[hold] if hold is not None else None
    if case.ack is not Ack.NONE:
        return None
    if case.complainant is None:
        return _NO_ADDRESS
    if not case.complainant.email:
        return _TO_POST
    return _AGREED_FOR_FORWARDS if case.via is Via.FORWARDED else _AGREED_FOR_NAMELESS
