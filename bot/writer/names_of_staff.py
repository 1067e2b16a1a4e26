"""The names that the letters of the work by e-mail may use: what is needed, what may be empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.core.letter import LetterName

_BUTTONS = "de keuzes van deze lezer, hoogstens drie (een lijst, voor het filter buttons)"
_MORE = "andere keuzes (een lijst, voor het filter links)"
_CASE = "nummer van het dossier, zoals K-2026-0042"


class Meaning(NamedTuple):
    """What the names of one letter stand for: those it cannot do without, and the others."""

    needed: Mapping[str, str]
    optional: Mapping[str, str]


# What a letter knows of the letter that it shows; the writer fills it in from the order.
SHOWN: Mapping[str, str] = {
    "shown_subject": "onderwerp van de brief die deze toont",
    "shown_text": "tekst van de brief die deze toont",
}

NAMES_OF_STAFF: Mapping[LetterName, Meaning] = {
    LetterName.PREVIEW: Meaning(
        {
            "case_no": _CASE,
            "letter_name": "welke brief het is, zoals: antwoord op de klacht",
            **SHOWN,
        },
        {
            "approved_by_other": "naam van wie hem schreef, als de lezer hem moet goedkeuren",
            "asks_again": "ja als dit de herinnering van de volgende ochtend is",
            "buttons": _BUTTONS,
            "by_post": "ja als hij afgedrukt en gepost wordt",
            "goes_after_minutes": "hoelang hij na het ja nog wacht (0: hij gaat meteen)",
            "more_buttons": _MORE,
            "to_masked": "een stukje van het adres waar hij heen gaat",
            "waits_for": "naam van wie daarna goedkeurt, als het ja van de lezer niet het laatste "
            "is",
            "warnings": "waar je eerst naar kijkt (een lijst)",
        },
    ),
    LetterName.COMMAND_RESULT: Meaning(
        {"effects": "wat gedaan is, elk een zin zonder punt (een lijst)"},
        {
            "buttons": _BUTTONS,
            "more_buttons": _MORE,
            "next_target": "laatste dag voor de volgende stap (een datum)",
            "next_what": "wat erna komt",
            "notes": "wat goed is om te weten (een lijst)",
            "undo_button": "de keuze om het ongedaan te maken (een knop)",
            "undo_minutes": "hoelang het ongedaan kan worden gemaakt",
        },
    ),
    LetterName.COMMAND_ERROR: Meaning(
        {},
        {
            "buttons": _BUTTONS,
            "effects": "wat van dezelfde mail wel uitgevoerd is (een lijst)",
            "more_buttons": _MORE,
            "prefilled": "een keuze waarvan de mail de velden al bevat (een knop)",
            "reason": "waarom niets gedaan is, en wat gevraagd wordt",
            "said": "de woorden waar het om gaat, zoals ze kwamen",
            "was_text": "ja als de mail als interne notitie bewaard is",
        },
    ),
    LetterName.WAS_IT_YOU: Meaning(
        {"orders": "de opdrachten die binnenkwamen, in woorden (een lijst)"},
        {
            "address": "het adres van de lezer dat de school kent",
            "buttons": _BUTTONS,
            "first_tap": "ja als het de tik uit de eerste mail was",
            "from_masked": "een stukje van het adres waar ze vandaan kwamen, als dat niet van de "
            "lezer is",
            "last": "ja als de lezer dit hierna een tijd niet meer gevraagd wordt",
            "more_buttons": _MORE,
            "received_local": "wanneer ze binnenkwamen (een dag met het uur)",
            "why": "waarom het gevraagd wordt: unproven (niet bewezen), other_address (ander"
            " adres) of old_key (oude sleutel)",
        },
    ),
    LetterName.CASE_SHOWN: Meaning(
        {
            "case_no": _CASE,
            "state": "waar het dossier staat, in woorden",
        },
        {
            "about_text": "wat de melder eerst schreef",
            "buttons": _BUTTONS,
            "details": "de gegevens (een lijst), elk met label en value (leeg als het niet "
            "geweten is)",
            "fill_in": "de keuze om in te vullen wat leeg is (een knop)",
            "handler": "naam van wie het behandelt",
            "log": "de laatste stappen (een lijst), elk met day (een datum) en what",
            "mails": "de laatste mails en brieven (een lijst), elk met day (een datum), what "
            "en text",
            "more_buttons": _MORE,
            "n_more_log": "hoeveel stappen niet in de lijst staan",
            "n_more_mails": "hoeveel mails en brieven niet in de lijst staan",
            "name": "naam van de melder",
            "owed": "wat nog moet gebeuren (een lijst), elk met what, due (een datum), late "
            "(ja of nee) en whose",
            "received_date": "dag waarop de klacht binnenkwam (een datum)",
            "to_masked": "een stukje van het adres van de melder",
            "waiting": "wat op een ja wacht (een lijst), elk met what en buttons",
            **SHOWN,
        },
    ),
    LetterName.CASES_SHOWN: Meaning(
        {
            "lines": "de dossiers (een lijst), elk met number, school, state, next (wat), day "
            "(een datum), late (ja of nee), piece (waar de woorden gevonden zijn) en "
            "buttons"
        },
        {
            "asked": "wat gevraagd is, zoals het begrepen werd",
            "buttons": _BUTTONS,
            "more_buttons": _MORE,
            "n_more": "hoeveel dossiers niet in de lijst staan",
        },
    ),
    LetterName.HELP_SHOWN: Meaning(
        {
            "groups": "de onderwerpen (een lijst), elk met title en words (een lijst); elk "
            "woord met word, english, example en what"
        },
        {"buttons": _BUTTONS, "more_buttons": _MORE},
    ),
    LetterName.FIRST_TAP: Meaning(
        {"buttons": "de ene keuze: tik hier (een lijst, voor het filter buttons)"},
        {
            "address": "het adres van de lezer dat de school kent",
            "first_name": "voornaam van de lezer",
        },
    ),
    LetterName.LETTER_TO_POST: Meaning(
        {
            "case_no": _CASE,
            "letter_name": "welke brief het is",
        },
        {
            "buttons": _BUTTONS,
            "more_buttons": _MORE,
            "n_letters": "hoeveel brieven erbij zitten",
            "post_by": "laatste dag om hem te posten (een datum)",
            "postal_address": "naam en postadres, regel per regel",
            "recipient": "naam van wie hem krijgt",
        },
    ),
    LetterName.RESPONDENT_NOTICE: Meaning(
        {
            "case_no": _CASE,
            "summary": "waarover het gaat, in de woorden van wie het behandelt",
        },
        {
            "awb_copy": "ja als de klacht zelf erbij zit",
            "first_name": "voornaam van de lezer",
            "handler": "naam van wie het behandelt",
            "handler_phone": "telefoonnummer van die persoon",
            "reply_by": "laatste dag om te antwoorden (een datum)",
            "talk_options": "momenten voor een gesprek (een lijst)",
        },
    ),
    LetterName.DOSSIER_DRAFT: Meaning(
        {
            "case_no": _CASE,
            "dossier_due": "laatste dag om te antwoorden (een datum)",
            "n_marks": "hoeveel namen en stukken weggelaten zijn",
            "requested_on": "dag waarop het gevraagd is (een datum)",
            "requester": "wie het vroeg",
        },
        {
            "authority_note": "ja als er een nota over het ouderlijk gezag is",
            "buttons": _BUTTONS,
            "files": "namen van de bijlagen (een lijst)",
            "marks": "wat weggelaten is, en waar (een lijst)",
            "more_buttons": _MORE,
            "wants_copy": "ja als een kopie gevraagd is, niet alleen inzage",
        },
    ),
}
