"""What is said to staff of letters that wait: what became of them, what is missing, what changed.

Neither language says "u" or "je": the same clause stands in letters of both forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from bot.core.clause import Clause, in_language
from bot.core.policy import Person


class Told(Enum):
    """What became of a letter: clauses behind "Gedaan:"."""

    LEAVES_SOON = Clause(
        "de brief '{letter}' vertrekt over {minutes} minuten",
        "the letter '{letter}' leaves in {minutes} minutes",
    )
    LEAVES_NOW = Clause("de brief '{letter}' vertrekt nu", "the letter '{letter}' leaves now")
    IS_PRINTED = Clause(
        "de brief '{letter}' komt als PDF, om af te drukken en te posten",
        "the letter '{letter}' comes as a PDF, to be printed and posted",
    )
    WAITS_FOR = Clause(
        "de brief '{letter}' is nagelezen en wacht op de goedkeuring van {name}",
        "the letter '{letter}' was read and waits for the approval of {name}",
    )
    DOES_NOT_LEAVE = Clause(
        "de brief '{letter}' vertrekt niet", "the letter '{letter}' does not leave"
    )
    NOT_APPROVED = Clause(
        "{name} keurde de brief '{letter}' niet goed; de melder kreeg niets",
        "{name} did not approve the letter '{letter}'; the complainant got nothing",
    )
    NO_LONGER_POSSIBLE = Clause(
        "de brief '{letter}' vertrekt niet: {why}", "the letter '{letter}' does not leave: {why}"
    )
    APPROVED = Clause(
        "Goedgekeurd door {name}: deze brief gaat naar de melder",
        "Approved by {name}: this letter goes to the complainant",
    )
    WAITS = Clause(
        "Deze brief wacht op een ja van {name}; er is nog niets verstuurd",
        "This letter waits for a yes of {name}; nothing was sent yet",
    )
    CHANGED_BY = Clause(
        "{name} paste deze brief aan; zo ligt hij nu klaar",
        "{name} changed this letter; this is how it waits now",
    )
    ONE_PERSON = Clause(
        "niemand anders kan deze brief goedkeuren: het ja van de schrijver volstond",
        "nobody else can approve this letter: the yes of its author was enough",
    )


class Why(Enum):
    """Why a letter was not written or let go: whole sentences."""

    NOTHING_WAITS = Clause(
        "In {number} wacht geen brief op een ja: hij is al vertrokken, vervangen of geschrapt.",
        "No letter waits for a yes in {number}: it has left, was replaced or was dropped.",
    )
    NOT_YOURS = Clause(
        "De brief '{letter}' in {number} wacht op {name}.",
        "The letter '{letter}' in {number} waits for {name}.",
    )
    WHICH_LETTER = Clause(
        "In {number} wachten er {n} brieven. Welke is bedoeld?",
        "{n} letters wait in {number}. Which one is meant?",
    )
    OTHER_CASE = Clause(
        "Die brief hoort bij {number}: antwoord op de mail waarin hij stond.",
        "That letter belongs to {number}: answer the mail in which it stood.",
    )
    WHAT_INSTEAD = Clause(
        "Wat moet er anders? Vul alleen in wat verandert.",
        "What should be different? Fill in only what changes.",
    )
    NO_SUCH_NOTE = Clause(
        "Die notitie staat niet (meer) tussen de laatste mails van dit dossier. Schrijf de tekst "
        "opnieuw, achter ANTWOORD.",
        "That note is not (or no longer) among the last mails of this case. Write the text again, "
        "behind REPLY.",
    )
    NOBODY_TO_WRITE_TO = Clause(
        "Van {number} is geen naam of adres gekend: er kan geen brief gaan. Sluit het met SLUIT en "
        "schrijf erbij wat er met de melding gedaan is.",
        "No name or address is known for {number}: no letter can go. Close it with CLOSE and write "
        "what was done with it.",
    )
    EXPLANATION = Clause(
        "De melder moet kunnen lezen waarom: schrijf de uitleg erbij.",
        "The complainant must be able to read why: add the explanation.",
    )
    FACTS = Clause(
        "De melder moet kunnen lezen wat er bekeken is en met wie er gepraat is: schrijf de feiten "
        "erbij.",
        "The complainant must be able to read what was looked at and who was heard: add the facts.",
    )
    REASON = Clause(
        "De melder leest waarom: schrijf de reden erbij.",
        "The complainant reads why: add the reason.",
    )
    REASON_TO_REFUSE = Clause(
        "De melder moet kunnen lezen waarom de klacht niet behandeld wordt. Kies een of meer "
        "redenen ({codes}) of schrijf de uitleg.",
        "The complainant must be able to read why the complaint is not treated. Choose one or more "
        "reasons ({codes}) or write the explanation.",
    )
    CANNOT = Clause(
        "De melder moet kunnen lezen wat niet kan, en waarom: vul beide in.",
        "The complainant must be able to read what cannot be done, and why: fill in both.",
    )
    WORDS = Clause(
        "Wat moet de melder lezen? Schrijf het erbij.",
        "What should the complainant read? Write it.",
    )
    SUMMARY = Clause(
        "De melder leest wat er gedaan of afgesproken is: schrijf het erbij.",
        "The complainant reads what was put right or agreed: write it.",
    )
    QUESTIONS = Clause(
        "Welke vragen krijgt de melder? Schrijf ze elk op een regel.",
        "Which questions does the complainant get? Write each on a line.",
    )
    WHICH_ANSWER = Clause(
        "Welk antwoord wordt het? Kies, vul de mail aan en verstuur die. De brief komt daarna "
        "om na te lezen.",
        "Which answer will it be? Choose, fill in the mail and send it. The letter then comes to "
        "be read first.",
    )
    NO_ANSWER_NOW = Clause(
        "Een antwoord op de klacht kan nu niet: {number} {state}. Een gewone brief kan wel.",
        "The complaint cannot be answered now: {number} {state}. A plain letter can be written.",
    )


class Changed(Enum):
    """What is different since a letter was shown."""

    DAY = Clause(
        "Sinds deze brief klaarlag, is {which} veranderd: nu {day}.",
        "{which} changed since this letter was ready: now {day}.",
    )
    CASE = Clause(
        "Sinds deze brief klaarlag, is het dossier veranderd. Lees hem dus opnieuw na.",
        "The case has changed since this letter was ready. So read it again.",
    )
    TEXT = Clause(
        "Het ja ging over een vorige tekst. Dit is de tekst die nu klaarligt.",
        "The yes was about an earlier text. This is the text that waits now.",
    )


# The days of letters, as a remark names them.
DAYS: Mapping[str, Clause] = {
    "reply_by": Clause("de laatste dag om te antwoorden", "the last day for an answer"),
    "handling_due": Clause("de beloofde dag van het antwoord", "the promised day of the answer"),
    "latest_due": Clause("de uiterste dag van het antwoord", "the very last day of the answer"),
    "review_until": Clause("de laatste dag om te reageren", "the last day to object"),
    "close_on": Clause("de dag waarop het dossier sluit", "the day on which the case closes"),
    "new_due": Clause("de nieuwe dag van het antwoord", "the new day of the answer"),
    "reply_due": Clause("de dag van het antwoord", "the day of the answer"),
    "withdrawn_on": Clause("de dag van de intrekking", "the day of the withdrawal"),
}


def tell(what: Told | Why | Changed, reader: Person, /, **values: object) -> str:
    """The clause or sentence in the language of its reader."""
    return in_language(what.value, reader).format(**values)
