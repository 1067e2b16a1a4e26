"""The names that each letter may use, and what they stand for.

The core fills them, templates print them, the gallery tells administrators what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.letter import LetterName
from bot.writer.names_of_admin import NAMES_OF_ADMIN
from bot.writer.names_of_parents import NAMES_OF_PARENTS
from bot.writer.names_of_staff import NAMES_OF_STAFF

# Known to every letter.
_EVERYWHERE = {
    "by_post": "ja als de brief afgedrukt en gepost wordt, omdat er geen e-mailadres is",
    "case_no": "nummer van het dossier, zoals K-2026-0042",
    "form": "hoe de lezer wordt aangesproken: u of je",
    "organisation": "naam van het schoolbestuur",
    "school": "naam van de school",
    "mailbox": "adres van de klachtenmailbox",
    "salutation": "aanspreking; zonder zekere naam de gewone van de taal",
}

_BUTTONS = "de keuzes van deze lezer (een lijst, voor het filter buttons)"
_DUTIES = (
    "wat nog moet gebeuren, het dringendste eerst (een lijst), elk met what, "
    "target, due, n_days, late, since en promise_broken"
)
_OF_THE_FIRST = {
    "due": "laatste dag van de termijn van de eerste taak (een datum)",
    "late": "ja als target voorbij is",
    "n_days": "werkdagen van vandaag tot target, of sindsdien",
    "promise_broken": "ja als due voorbij is",
    "since": "laatste dag waarop het nog op tijd was (een datum)",
    "target": "laatste werkdag om het te doen (een datum)",
    "what": "wat eerst moet gebeuren",
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one letter. Those in `needed` always have a value; others may be empty."""

    meaning: Mapping[str, str]
    needed: frozenset[str]


def _names(needed: Mapping[str, str], optional: Mapping[str, str]) -> Names:
    return Names({**_EVERYWHERE, **needed, **optional}, frozenset(needed))


NAMES: Mapping[LetterName, Names] = {
    LetterName.ACKNOWLEDGMENT: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "school": _EVERYWHERE["school"],
            "received_date": "dag waarop de mail binnenkwam (een datum)",
        },
        {
            "classify_due": "laatste dag om de aanpak te kiezen (een datum; leeg als voorbij)",
            "closed_until": "laatste dag dat de school gesloten is (een datum; leeg als open)",
            "contact_name": "wie de mail leest",
            "contact_phone": "telefoonnummer van die persoon",
            "courtesy": "hetzelfde in de taal van de afzender, als de school dat aanzette",
            "foreign": "ja als de afzender een taal schrijft waarin er geen brieven zijn",
            "handling_due": "beloofde dag van het antwoord (een datum; leeg als die voorbij is)",
            "passed_on": "ja als een collega de mail doorgaf",
            "privacy_line": "wat de school over persoonsgegevens zegt",
            "reader_named": "ja als contact_name in de brief mag staan",
            "seen_by_person": "ja als een mens de mail al las",
            "short_appeal_hint": "ja als misschien een andere procedure met korte termijn geldt",
            "support_line": "wie ouders en leerlingen buiten de school helpt",
            "unclear": "ja als het niet zeker is dat de mail een klacht is",
        },
    ),
    LetterName.ANONYMOUS_REPLY: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "school": _EVERYWHERE["school"],
        },
        {
            "privacy_line": "wat de school over persoonsgegevens zegt",
            "withheld_reader": "de enige persoon die de naam zou weten",
        },
    ),
    LetterName.CLOSED_CASE_REPLY: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "school": _EVERYWHERE["school"],
        },
        {
            "closed_on": "dag waarop het dossier gesloten is (een datum)",
            "contact_name": "wie de mail leest",
            "privacy_line": "wat de school over persoonsgegevens zegt",
            "reader_named": "ja als contact_name in de brief mag staan",
            "reply_due": "laatste dag voor een antwoord van een mens (een datum; leeg als die "
            "voorbij is)",
        },
    ),
    LetterName.FORWARD_RECEIVED: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
        },
        {
            "ack_waits": "ja als de ontvangstmelding op een mens wacht",
            "address_masked": "een stukje van het adres van wie de mail schreef",
            "bare": "ja als deze lezer alleen het nummer krijgt",
            "name": "naam van wie de mail schreef",
            "sent": "wanneer hij geschreven is, zoals de mail zelf zegt",
            "subject": "onderwerp van de mail",
        },
    ),
    LetterName.NEW_COMPLAINT: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "body_clean": "de tekst van de mail",
        },
        {
            "ack_status": "wat er met de ontvangstmelding gebeurt",
            "address": "adres van de afzender",
            "attachments": "namen van de bijlagen (een lijst)",
            "buttons": "andere keuzes bovenaan (een lijst, voor het filter buttons)",
            "classify_target": "laatste werkdag om de aanpak te kiezen (een datum)",
            "complex": "de keuze dat er onderzoek of gesprekken nodig zijn (een knop)",
            "empty_details": "welke gegevens nog leeg zijn (een lijst)",
            "fill_in": "de keuze om ze in te vullen (een knop)",
            "forwarded_by": "de collega die de mail doorgaf",
            "handling_due": "dag van het antwoord, zoals beloofd aan de ouder (een datum)",
            "hints": "wat een tweede blik verdient (een lijst)",
            "involved": "de keuze voor een lezer die zelf betrokken is (een knop)",
            "kind": "complaint (klacht), question (vraag), suggestion (idee), praise "
            "(compliment) of unclear (onduidelijk)",
            "lang": "taal van de mail",
            "missing": "wat nog gevraagd moet worden (een lijst)",
            "more_buttons": "andere keuzes (een lijst, voor het filter links)",
            "name": "naam van de afzender",
            "name_withheld": "ja als anderen de naam niet mogen weten",
            "note": "wat de collega schreef die de mail doorgaf",
            "phone": "telefoonnummer dat in een formulier gevraagd is",
            "proposed_questions": "vragen die naar de melder kunnen gaan (een lijst)",
            "received_local": "wanneer de mail binnenkwam (een dag met het uur)",
            "relation": "ouder, leerling, buur, …",
            "send_questions": "de keuze om die vragen te sturen (een knop)",
            "simple": "de keuze dat het snel op te lossen is (een knop)",
            "subject": "onderwerp van de mail",
            "taken_down_by": "de collega die een klacht opschreef die geen mail was",
            "urgency": "none, normal, high of critical: van niet tot heel dringend",
            "via": "hoe de mail binnenkwam",
        },
    ),
    LetterName.ATTENTION: _names(
        {
            "items": "de zaken (een lijst), elk met code, case_no, sender, received, detail, "
            "remarks (een lijst), phone en more (hoeveel andere van deze afzender)",
            "n": "hoeveel zaken er zijn",
            "rest": "hoeveel daarvan niet in de lijst staan",
        },
        {},
    ),
    LetterName.SAFETY_ALERT: _names(
        {
            "attempt": "hoeveel keer het alarm al ging, deze keer meegeteld",
            "contacts": "de veiligheidscontacten (een lijst), elk met name en phone",
            "show_body": "ja als deze lezer de tekst mag krijgen",
            "signal_labels": "waarover de woorden lijken te gaan (een lijst)",
        },
        {
            "ack_status": "wat er met de ontvangstmelding gebeurt",
            "body": "de tekst van de mail",
            "buttons": _BUTTONS,
            "call_name": "wie een lezer zonder de tekst kan bellen",
            "call_phone": "telefoonnummer van die persoon",
            "more_buttons": "andere keuzes (een lijst, voor het filter links)",
            "plan_ref": "waar het veiligheidsplan van de school ligt",
            "pupil_writes": "ja als een leerling lijkt te schrijven",
            "subject": "onderwerp van de mail",
        },
    ),
    LetterName.TEMPLATE_BROKEN: _names(
        {
            "file": "het bestand met de fout",
            "line": "de regel van de fout",
            "error": "wat eraan scheelt, met de bekende naam die er het meest op lijkt",
        },
        {
            "buttons": _BUTTONS,
            "word": "het woord waar het om gaat",
        },
    ),
    LetterName.STATUS_UPDATE: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "school": _EVERYWHERE["school"],
            "state": "waar het dossier staat: intake, clarifying, informal, handling, "
            "investigating, remedying, dissatisfied, mediation of external",
        },
        {
            "contact_phone": "telefoonnummer van wie de mail leest",
            "handling_due": "beloofde dag van het antwoord (een datum; leeg als voorbij)",
            "next_step": "wat er nu gebeurt, in de woorden van een mens",
            "privacy_line": "wat de school over persoonsgegevens zegt",
            "text": "wat een mens toevoegt",
        },
    ),
    LetterName.PARENT_REPLIED: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "new_text": "wat de melder schrijft, zonder wat er geciteerd is",
        },
        {
            "address": "adres van de afzender",
            "attachments": "namen van de bijlagen (een lijst)",
            "buttons": _BUTTONS,
            "guess": "waar het op lijkt, in woorden",
            "handling_due": "beloofde dag van het antwoord (een datum)",
            "more_buttons": "andere keuzes (een lijst, voor het filter links)",
            "name": "naam van de afzender",
            "received_local": "wanneer de mail binnenkwam (een dag met het uur)",
            "remarks": "wat een tweede blik verdient (een lijst codes, zoals in attention)",
            "stand_in_for": "wie weg is, als de lezer vervangt",
        },
    ),
    LetterName.REMINDER: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "duties": _DUTIES,
        },
        {
            **_OF_THE_FIRST,
            "buttons": _BUTTONS,
            "extend_to": "laatste dag van de termijn na verlenging (een datum; leeg als er geen "
            "is)",
            "handler": "naam van wie het dossier behandelt",
            "stand_in_for": "wie weg is, als de lezer vervangt",
            "status_text": "voorstel van woorden voor de melder over hoe het staat",
        },
    ),
    LetterName.OVERDUE: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "duties": _DUTIES,
        },
        {
            **_OF_THE_FIRST,
            "buttons": _BUTTONS,
            "handler": "naam van wie het dossier behandelt",
            "last_on": "dag van de laatste stap (een datum)",
            "last_step": "wat het laatst gedaan is",
            "parent_told": "ja als de melder van een latere dag weet",
            "stand_in_for": "wie weg is, als de lezer vervangt",
        },
    ),
    LetterName.DAILY_DIGEST: _names(
        {
            "groups": "de delen (een lijst), elk met title, urgent (ja of nee) en lines (een "
            "lijst); elke regel met about, school, when, what, whose en buttons",
            "n_further": "hoeveel taken later komen",
            "n_late": "hoeveel taken te laat zijn",
            "n_more": "hoeveel regels weggelaten zijn",
            "n_open": "hoeveel dossiers open zijn",
            "n_open_late": "hoeveel daarvan te laat zijn",
            "n_today": "hoeveel taken vandaag aflopen",
            "n_untold": "hoeveel melders nog van niets weten",
            "n_week": "hoeveel taken deze week aflopen",
            "today": "de dag zelf (een datum)",
        },
        {
            "accounting": "de som van alle mail sinds het vorige overzicht",
            "apart": "mails die apart liggen (een lijst), elk met about, when, what en buttons",
            "away": "de keuze om te zeggen dat je weg bent (een lijst, voor het filter buttons)",
            "by_mail": "ja als brieven knoppen hebben",
            "calendar": "wat er over vakanties te weten is (een lijst)",
            "first_name": "voornaam van de lezer",
            "n_apart_before": "hoeveel mails apart liggen die al in een overzicht stonden",
            "n_apart_more": "hoeveel mails die apart liggen niet in de lijst staan",
            "rising": "onderwerpen die vaker voorkomen (een lijst)",
            "stood_still": "op welke dagen de bot niet werkte",
        },
    ),
    LetterName.WEEKLY_DIRECTOR: _names(
        {
            "schools": "de scholen (een lijst), elk met name, new, closed, open, old, acks en "
            "answers",
            "week": "nummer van de week",
        },
        {
            "all_schools": "ja als rising over meer scholen gaat dan deze",
            "late": "wat te laat is (een lijst), elk met about, school, what, n_days en whose",
            "n_late_more": "hoeveel daarvan niet in de lijst staan",
            "n_promised_more": "hoeveel beloftes niet in de lijst staan",
            "promised": "open beloftes (een lijst), elk met about, school, what, when en whose",
            "rising": "onderwerpen die vaker voorkomen (een lijst)",
            "since": "dag vanaf wanneer geteld wordt (een datum)",
        },
    ),
    LetterName.BOARD_MONTHLY: _names(
        {
            "month": "de maand waarover het gaat",
            "n_alarms": "hoeveel alarmen er waren",
            "schools": "de scholen (een lijst), elk met name, new, open en late",
        },
        {
            "late": "wat te laat is (een lijst), elk met about, school, what, n_days en whose"
            " (een rol)",
            "n_directors": "hoeveel open dossiers over een directeur gaan",
            "n_late_more": "hoeveel daarvan niet in de lijst staan",
            "n_outside_more": "hoeveel dossiers buiten de school niet in de lijst staan",
            "n_promised_more": "hoeveel beloftes niet in de lijst staan",
            "n_seen": "hoeveel alarmen iemand opnam",
            "outside": "dossiers die buiten de school lopen (een lijst), elk met about, school "
            "en body",
            "promised": "open beloftes (een lijst), elk met about, school, what, when en whose "
            "(een rol)",
            "seen_after": "na hoelang alarmen werden opgenomen (de mediaan, in woorden)",
        },
    ),
    LetterName.MAILBOX_UNREACHABLE: _names(
        {
            "mailbox": _EVERYWHERE["mailbox"],
            "since": "sinds wanneer hij niet bereikbaar is (een dag met het uur)",
            "whom": "wie dit leest: admin, coordinator of safety",
        },
        {
            "error_short": "wat de server zei; bij shut_out wat er scheelt en wat helpt",
            "first_ack_due": "dag waarop de eerste ontvangstmelding te laat zou zijn (een datum)",
            "missed": "hoeveel mails intussen binnenkwamen",
            "recovered": "ja als het weer werkt",
            "restored": "sinds wanneer hij weer werkt (een dag met het uur)",
            "shut_out": "ja als de bot er niet meer in mag (er is geen toegang te krijgen)",
        },
    ),
    LetterName.CONFIG_CHECK: _names(
        {
            "n": "hoeveel fouten en waarschuwingen er zijn",
        },
        {
            "errors": "wat brieven tegenhoudt (een lijst)",
            "for_coordinator": "ja als de lezer de bestanden niet kan veranderen",
            "infos": "wat goed is om te weten (een lijst)",
            "untapped": "namen van collega's die nog niet tikten in de eerste mail (een lijst)",
            "warnings": "wat nog afgesproken moet worden (een lijst)",
        },
    ),
    LetterName.DELIVERY_FAILED: _names(
        {
            "letter_name": "welke brief het was",
            "masked": "een stukje van het adres waar hij heen ging",
            "permanent": "ja als het niet opnieuw geprobeerd wordt",
        },
        {
            "buttons": _BUTTONS,
            "code": "de code van de mailserver (RFC 3463)",
            "meaning": "wat die code betekent",
            "owed": "ja als het de ontvangstmelding was, die nog moet",
            "phone_known": "ja als de melder gebeld kan worden",
            "sent_on": "dag waarop de brief vertrok (een datum)",
        },
    ),
    **{
        name: _names(each.needed, each.optional)
        for name, each in {**NAMES_OF_PARENTS, **NAMES_OF_STAFF, **NAMES_OF_ADMIN}.items()
    },
}
