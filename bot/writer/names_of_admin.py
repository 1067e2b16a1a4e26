"""The names that the letters about the bot itself may use: what is needed, what may be empty."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.letter import LetterName
from bot.writer.names_of_staff import Meaning

_CHOICES = {
    "buttons": "de keuzes van deze lezer, hoogstens drie (een lijst, voor het filter buttons)",
    "more_buttons": "andere keuzes (een lijst, voor het filter links)",
}

NAMES_OF_ADMIN: Mapping[LetterName, Meaning] = {
    LetterName.PAUSE: Meaning(
        {
            "began": "wanneer de pauze begon (een dag met het uur)",
            "by": "naam van wie ze begon",
            "n_acks": "hoeveel van die brieven ontvangstmeldingen zijn",
            "n_letters": "hoeveel brieven wachten",
            "state": "wat er is: began (ze begint), lasts (ze duurt nog) of ended (ze is voorbij)",
            "until": "tot wanneer ze duurt (een dag met het uur)",
        },
        {
            "buttons": _CHOICES["buttons"],
            "is_admin": "ja als de lezer de pauze zelf kan beëindigen",
        },
    ),
    LetterName.STATE_SHOWN: Meaning(
        {
            "n_open": "hoeveel dossiers open zijn",
            "n_queued": "hoeveel brieven wachten",
            "n_refused": "hoeveel brieven geweigerd zijn",
            "n_uncertain": "van hoeveel brieven het onzeker is of ze aankwamen",
            "version": "versie van de bot",
        },
        {
            **_CHOICES,
            "boxes": "de mailboxen (een lijst), elk met address, looked_at (een dag met het uur) "
            "en error",
            "calendar_until": "tot wanneer de schoolvakanties gekend zijn (een datum)",
            "heartbeat": "laatste levensteken van de bot (een dag met het uur)",
            "mail_servers": "waarom versturen niet lukt (een lijst)",
            "n_kept_back": "hoeveel brieven op het einde van de pauze wachten",
            "nobody_reached": "ja als een brief aan de school bij niemand aankwam",
            "oldest_owed": "oudste bericht zonder ontvangstmelding (een dag met het uur)",
            "paused_until": "tot wanneer automatische brieven wachten (een dag met het uur)",
            "tokens": "hoe de bot in een mailbox komt (een lijst), elk met address, expires_at "
            "(een dag met het uur), secret_ends (een datum) en trouble",
            "trial": "ja als de bot op proef is",
        },
    ),
    LetterName.CONFIG_SHOWN: Meaning(
        {},
        {
            **_CHOICES,
            "agreements": "wat nog af te spreken is (een lijst), elk met where, what en sentence "
            "(een zin voor het reglement)",
            "errors": "wat eerst moet (een lijst)",
            "hints": "wat goed is om te weten (een lijst)",
            "warnings": "waar op te letten is (een lijst)",
        },
    ),
    LetterName.LETTERS_SHOWN: Meaning(
        {
            "groups": "de brieven (een lijst), elk deel met audience en letters (een lijst van "
            "name, called, languages, own, own_parts en faulty)",
            "n_faulty": "hoeveel teksten niet werken",
            "n_own": "hoeveel teksten van de school zijn",
        },
        _CHOICES,
    ),
    LetterName.LETTER_SHOWN: Meaning(
        {
            "address_form": "in welke vorm de brief getoond wordt: u of je",
            "file": "het bestand van de brief",
            "language": "in welke taal de brief getoond wordt",
            "letter_name": "welke brief het is",
            "names": "de namen die in de brief mogen (een lijst), elk met name en meaning",
            "shown_subject": "onderwerp van de brief die deze toont",
            "shown_text": "tekst van de brief die deze toont",
            "source": "de tekst van het bestand",
            "whose": "van wie de woorden zijn: own (de school), part (deels) of shipped "
            "(meegeleverd)",
        },
        {
            **_CHOICES,
            "cut": "ja als het bestand langer is dan wat getoond wordt",
            "fault": "waarom de tekst van de school niet vertrekt",
        },
    ),
    LetterName.LETTERS_TESTED: Meaning(
        {"n_files": "hoeveel eigen bestanden er zijn"},
        {
            **_CHOICES,
            "errors": "welke brieven niet werken, en waarom (een lijst)",
            "remarks": "wat goed is om te weten (een lijst)",
        },
    ),
    LetterName.DATES_SHOWN: Meaning(
        {
            "lines": "de taken met een andere dag (een lijst), elk met number, what, was en now "
            "(datums), aim (ja of nee), rule en new_rule",
            "n_duties": "hoeveel taken open zijn",
            "n_more": "hoeveel taken niet in de lijst staan",
        },
        _CHOICES,
    ),
    LetterName.RETENTION_LIST: Meaning(
        {
            "cases": "de dossiers (een lijst), elk met case_no en closed_on (een datum)",
            "erase_on": "dag waarop ze gewist worden (een datum)",
            "n": "hoeveel dossiers het zijn",
        },
        {
            **_CHOICES,
            "held": "wat langer bewaard blijft (een lijst), elk met case_no en reason",
        },
    ),
}
