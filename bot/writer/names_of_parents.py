"""The names that the letters to complainants may use: what is needed, what may be empty.

Every text among them is in the language of the letter, every word of a person as it was typed.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.letter import LetterName
from bot.writer.names_of_staff import Meaning

_ALWAYS = {
    "case_no": "nummer van het dossier, zoals K-2026-0042",
    "school": "naam van de school",
}
_PRIVACY = {"privacy_line": "wat de school over persoonsgegevens zegt"}
_SIGNED = {
    "contact_name": "wie tekent (leeg: het meldpunt tekent)",
    "contact_phone": "telefoonnummer van die persoon",
    "contact_role": "wat die persoon is, zoals: zorgcoördinator",
    "text": "wat een mens toevoegt, in een eigen alinea",
    **_PRIVACY,
}
_PHONE = {"contact_phone": "telefoonnummer van wie de mail leest"}
_RECEIVED = {"received_date": "dag waarop de klacht binnenkwam (een datum)"}
_DUE = {
    "handling_due": "beloofde dag van het antwoord (een datum; leeg als die voorbij is of als"
    " er geantwoord is)"
}
_REPLY_BY = {"reply_by": "laatste dag om te antwoorden (een datum)"}
_REVIEW = {
    "review_until": "laatste dag om te vragen het opnieuw te bekijken (een datum; leeg als "
    "die voorbij is)"
}
_CHILD = {"has_child": "ja als de lezer een ouder is van de leerling, of zoals een ouder"}
_SUPPORT = {"support_line": "wie ouders en leerlingen buiten de school helpt"}
_OUTSIDE = {
    "external_bodies": "instanties buiten de school (een lijst), elk met name, what, contact en "
    "term; de term staat in woorden of is leeg"
}
_MEASURES = {
    "measures": "wat de school gaat doen (een lijst), elk met text en due (een datum, of leeg)"
}
_LESSONS = {"lessons": "wat de school ervan leert, in de woorden van een mens"}
_FACTS = {
    "facts_basis": "wat bekeken is en welke soorten mensen gehoord zijn, in de woorden van "
    "een mens",
    "findings": "wat vastgesteld is, in de woorden van een mens",
}
_TAPS = {
    "taps": "de cijfers 1 tot 5 om aan te tikken (een lijst knoppen van niemand, voor"
    " het filter scale)"
}
_SURVEY_READER = {"survey_reader": "wie de antwoorden op de tevredenheidsvraag leest"}


def _signed(needed: Mapping[str, str], optional: Mapping[str, str]) -> Meaning:
    """A letter that a person approved, with a name below it."""
    may_be_empty = {name: said for name, said in _SIGNED.items() if name not in needed}
    return Meaning({**_ALWAYS, **needed}, {**may_be_empty, **optional})


def _automatic(needed: Mapping[str, str], optional: Mapping[str, str]) -> Meaning:
    """A letter that no person read before it left; the complaints desk signs."""
    return Meaning({**_ALWAYS, **needed}, {**_PRIVACY, **optional})


NAMES_OF_PARENTS: Mapping[LetterName, Meaning] = {
    LetterName.INFORMAL_OFFER: _signed(
        {"informal_person": "met wie het gesprek is"},
        {
            **_RECEIVED,
            **_DUE,
            **_SUPPORT,
            "informal_phone": "telefoonnummer van die persoon",
        },
    ),
    LetterName.FORMAL_NEXT_STEPS: _signed({}, _DUE),
    LetterName.CLARIFICATION_REQUEST: _signed(
        {"questions": "wat er gevraagd wordt (een lijst)"},
        {
            **_REPLY_BY,
            **_DUE,
            "latest_due": "allerlaatste dag van het antwoord, als de termijn stilstaat tot de lezer"
            " antwoordt (een datum; leeg als ze loopt)",
        },
    ),
    LetterName.CLARIFICATION_REMINDER: _automatic(
        {},
        {**_PHONE, **_REPLY_BY, "asked_date": "dag waarop het gevraagd is (een datum)"},
    ),
    LetterName.NOT_ADMISSIBLE: _signed(
        _RECEIVED,
        {
            **_OUTSIDE,
            **_REVIEW,
            "alternatives": "wat wel kan (een lijst)",
            "facts_months": "hoeveel maanden oud feiten mogen zijn",
            "old_no": "nummer van het dossier waarin het al behandeld is",
            "other_procedure": "de andere procedure, in woorden",
            "reasons": "waarom (een lijst): de codes too_old, already_treated, in_court, "
            "no_concrete_pupil, no_interest, policy, other_procedure, anonymous en "
            "no_facts, of zinnen",
            "second_person": "wie het opnieuw bekijkt",
            "text": "waarom, in de woorden van een mens",
        },
    ),
    LetterName.TALK_INVITATION: _signed(
        {},
        {
            **_REPLY_BY,
            **_SUPPORT,
            "director_present": "ja als de directeur erbij is",
            "duration": "hoelang het duurt, zoals: een half uur",
            "interpreter": "ja als de school gratis een tolk regelt",
            "options": "momenten om uit te kiezen (een lijst: dagen met hun uur, of teksten)",
            "place": "waar",
            "remote_possible": "ja als het per telefoon of online kan",
            "who": "wie erbij is (een lijst)",
        },
    ),
    LetterName.TALK_CONFIRMED: _signed(
        {"talk_at": "wanneer (een dag met het uur)"},
        {
            "place": "waar",
            "talk_kind": "room (in een lokaal), phone (per telefoon) of online",
            "who": "wie erbij is (een lijst)",
        },
    ),
    LetterName.AFTER_TALK: _signed(
        {
            "summary": "wat gezegd is, in de woorden van een mens",
            "talk_date": "dag van het gesprek (een datum)",
        },
        {
            **_DUE,
            "agreements": "wat afgesproken is (een lijst), elk met text, owner (of leeg) en due "
            "(een datum, of leeg)",
            "close_on": "dag waarop het dossier sluit als er geen antwoord komt (een datum)",
            "next_step": "wat er nu gebeurt, in de woorden van een mens",
            "solved": "ja als de school denkt dat het opgelost is",
        },
    ),
    LetterName.SOLVED_WITHOUT_TALK: _signed(
        {"summary": "wat rechtgezet is, in de woorden van een mens"},
        {"close_on": "dag waarop het dossier sluit als er geen antwoord komt (een datum)"},
    ),
    LetterName.EXTENSION: _signed(
        {
            "new_due": "nieuwe dag van het antwoord (een datum)",
            "old_due": "vroegere dag van het antwoord (een datum)",
            "reason": "waarom, in de woorden van een mens",
        },
        {"already_late": "ja als old_due voorbij is"},
    ),
    LetterName.OUTCOME_UPHELD: _signed(
        {"findings": _FACTS["findings"]},
        {
            **_CHILD,
            **_LESSONS,
            **_MEASURES,
            **_OUTSIDE,
            **_REVIEW,
            "apologises": "ja als de school zich verontschuldigt in de woorden van deze brief",
            "apology": "de excuses in de woorden van een mens, in plaats van die van deze brief",
            "other_points": "waarin de lezer geen gelijk heeft, als het voor een deel is",
            "partly": "ja als de lezer voor een deel gelijk heeft",
            "points": "waarin de lezer gelijk heeft, als het voor een deel is",
            "structural": "wat verandert opdat het niet opnieuw gebeurt (een lijst)",
        },
    ),
    LetterName.OUTCOME_NOT_UPHELD: _signed(
        _FACTS,
        {
            **_LESSONS,
            **_OUTSIDE,
            **_REVIEW,
            "offer": "wat de school kan doen, in de woorden van een mens",
        },
    ),
    LetterName.OUTCOME_UNDETERMINED: _signed(
        _FACTS, {**_LESSONS, **_MEASURES, **_OUTSIDE, **_REVIEW}
    ),
    LetterName.CANNOT_SOLVE: _signed(
        {
            "what_not": "wat de school niet kan doen, in de woorden van een mens",
            "why": "waarom niet, in de woorden van een mens",
        },
        {
            **_CHILD,
            **_OUTSIDE,
            **_REVIEW,
            "what_possible": "wat ze wel kan doen, in de woorden van een mens",
        },
    ),
    LetterName.MEDIATION_PROPOSAL: _signed(
        {},
        {
            **_REPLY_BY,
            **_SUPPORT,
            "cost_free": "ja als het de lezer niets kost",
            "cost_line": "wat het kost, in de woorden van een mens",
            "mediator": "wie zou kunnen bemiddelen",
        },
    ),
    LetterName.WITHDRAWAL_CONFIRMED: _signed(
        {},
        {
            **_CHILD,
            **_REVIEW,
            "solved": "ja als het opgelost is",
            "stays_open": "ja als de school misschien verder kijkt, voor de veiligheid van "
            "leerlingen",
            "withdrawn_on": "dag waarop de lezer het vroeg (een datum)",
        },
    ),
    LetterName.MEASURES_DONE: _signed(
        {"done": "wat gedaan is (een lijst), elk met text en done_on (een datum, of leeg)"}, {}
    ),
    LetterName.SURVEY: _automatic(
        {}, {**_CHILD, **_SURVEY_READER, **_TAPS, "answered_on": "dag van het antwoord (een datum)"}
    ),
    LetterName.SURVEY_REMINDER: _automatic(
        {}, {**_TAPS, "sent_on": "dag waarop het de eerste keer gevraagd is (een datum)"}
    ),
    LetterName.SURVEY_THANKS: _automatic(
        {},
        {
            **_SURVEY_READER,
            "follow_up_by": "laatste dag waarop die persoon belt of schrijft (een datum)",
            "low": "ja als de lezer niet tevreden was",
        },
    ),
    LetterName.OTHER_RECEIPT: _signed(
        {"kind": "question (vraag), suggestion (idee), praise (compliment) of other (iets anders)"},
        {"owner": "wie het behandelt", "reply_due": "laatste dag om te antwoorden (een datum)"},
    ),
    LetterName.DOSSIER_RECEIPT: _automatic(
        {},
        {
            "dossier_due": "laatste dag om iets te horen (een datum)",
            "identity_check": "ja als de lezer eerst moet zeggen wie hij of zij is",
            "wants_copy": "ja als een kopie gevraagd is, niet alleen om te kijken",
        },
    ),
    LetterName.REOPENED: _signed(
        {"reason": "waarom, in de woorden van een mens"},
        {
            **_DUE,
            "handler": "naam van wie het van nu af behandelt",
            "new_reader": "ja als die persoon het eerst niet behandelde",
        },
    ),
    LetterName.CRISIS_CONTACT: Meaning(
        {
            "contact_name": "wie schrijft, en luistert",
            "contact_phone": "telefoonnummer van die persoon",
        },
        {
            "contact_role": _SIGNED["contact_role"],
            "first_name": "voornaam van de lezer, als die zeker is",
            "helplines": "waar je zonder naam kunt praten (een lijst), elk met name en contact",
            "reachable_text": "wanneer die persoon bereikbaar is, in een zin",
            "text": "wat die persoon toevoegt",
        },
    ),
    LetterName.WRONG_ADDRESS: _signed(
        {"other_body": "wie kan helpen"},
        {**_RECEIVED, "other_contact": "hoe je hen bereikt"},
    ),
    LetterName.ADDITION_RECEIVED: _automatic(
        {"received_date": "dag waarop deze mail binnenkwam (een datum)"},
        {**_DUE, "due_moved": "ja als die dag een andere is dan eerst beloofd"},
    ),
    LetterName.REPLY: _signed({"text": "het antwoord, in de woorden van een mens"}, {}),
}
