"""What is said to staff of an order that was carried out, and of how a case stands.

No clause says "u" or "je": the same stands in letters of both forms.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.case import Status
from bot.core.clause import Clause, in_language
from bot.core.policy import Person
from bot.core.staff.reasons import why

__all__ = ["SAID", "STATES", "Clause", "in_language", "said", "why"]


# --- what was done
SAID: Mapping[str, Clause] = {
    "taken": Clause(
        "{name} behandelt dit dossier nu",
        "{name} handles this case now",
    ),
    "assigned": Clause(
        "{name} behandelt dit dossier nu en krijgt er bericht van",
        "{name} handles this case now and is told so",
    ),
    "assigned_stand_in": Clause(
        "{name} behandelt dit dossier nu; {stand_in} krijgt bericht, want {name} is afwezig",
        "{name} handles this case now; {stand_in} is told, because {name} is away",
    ),
    "given_to_reader": Clause(
        "dit dossier is voor {name}",
        "this case is for {name}",
    ),
    "stepped_aside": Clause(
        "iemand anders behandelt dit dossier, en {name} krijgt er niets meer van",
        "somebody else handles this case, and {name} gets nothing more of it",
    ),
    "simple": Clause(
        "de klacht is eenvoudig, {name} behandelt ze",
        "the complaint is simple, {name} handles it",
    ),
    "complex": Clause(
        "de klacht is complex, {name} behandelt ze",
        "the complaint is complex, {name} handles it",
    ),
    "director_told": Clause(
        "de directie krijgt de klacht te lezen",
        "the school leadership gets the complaint to read",
    ),
    "admitted": Clause("de klacht is ontvankelijk", "the complaint is admissible"),
    "noted": Clause(
        "de notitie staat in het dossier; de melder ziet die niet",
        "the note is in the file; the complainant does not see it",
    ),
    "noted_ack": Clause(
        "de melder weet dat de klacht aankwam ({how}); de ontvangstmelding gaat niet meer",
        "the complainant knows that the complaint arrived ({how}); no acknowledgment follows",
    ),
    "detail": Clause("{field}: {value}", "{field}: {value}"),
    "detail_empty": Clause("{field}: leeggemaakt", "{field}: emptied"),
    "address": Clause(
        "het adres van de melder is nu {address}",
        "the address of the complainant is now {address}",
    ),
    "ack_again": Clause(
        "de ontvangstmelding gaat naar het nieuwe adres",
        "the acknowledgment goes to the new address",
    ),
    "address_is": Clause(
        "de gegevens van de melder zijn opgezocht",
        "what is known of the complainant was looked up",
    ),
    "about": Clause("de klacht gaat over: {value}", "the complaint is about: {value}"),
    "not_for": Clause(
        "{names} krijgt niets meer van dit dossier",
        "{names} gets nothing more of this case",
    ),
    "promised": Clause(
        "maatregel {n} staat genoteerd: {what} ({owner}, uiterlijk op {due})",
        "measure {n} is noted: {what} ({owner}, by {due} at the latest)",
    ),
    "kept": Clause("maatregel {n} is uitgevoerd", "measure {n} is carried out"),
    "all_kept": Clause("alle maatregelen zijn uitgevoerd", "all measures are carried out"),
    "met": Clause("dit is afgevinkt: {what}", "this is done: {what}"),
    "dissatisfied": Clause(
        "de melder is niet tevreden; het dossier is weer open",
        "the complainant is not satisfied; the case is open again",
    ),
    "closed": Clause("het dossier is afgesloten", "the case is closed"),
    "still_empty": Clause(
        "nog leeg voor het jaarverslag: {fields}",
        "still empty for the yearly report: {fields}",
    ),
    "stopped": Clause("de klok staat stil sinds vandaag", "the clock stands still from today"),
    "runs": Clause("de klok loopt weer", "the clock runs again"),
    "asked_handler": Clause("{name} kreeg een herinnering", "{name} was reminded"),
    "reminds": Clause("op {day} komt er een herinnering", "a reminder comes on {day}"),
    "seen": Clause(
        "{name} neemt dit op zich; de anderen weten het en het alarm zwijgt",
        "{name} takes this on; the others know and the alarm is silent",
    ),
    "taken_on": Clause(
        "{name} nam de dringende melding {number} op zich, om {time}",
        "{name} took on the urgent message {number}, at {time}",
    ),
    "asks_after": Clause(
        "{name} nam de dringende melding {number} op zich op {day} om {time}",
        "{name} took on the urgent message {number} on {day} at {time}",
    ),
    "false_alarm_asked": Clause(
        "{names} krijgt de vraag of dit klopt; tot dan blijft de melding dringend",
        "{names} is asked whether this is right; till then it stays urgent",
    ),
    "false_alarm_said": Clause(
        "{name} zegt dat melding {number} vals alarm is",
        "{name} says that message {number} is a false alarm",
    ),
    "false_alarm": Clause(
        "de melding is vals alarm, zeggen {first} en {name}; ze is niet meer dringend",
        "the message is a false alarm, say {first} and {name}; it is no longer urgent",
    ),
    "away": Clause(
        "afwezig tot en met {day}; {deputy} neemt waar",
        "away up to and including {day}; {deputy} stands in",
    ),
    "back": Clause("terug: alles komt weer rechtstreeks", "back: everything comes directly again"),
    "undone": Clause(
        "teruggenomen: het dossier staat weer zoals voor de opdracht van {time}",
        "taken back: the case is as it was before the order of {time}",
    ),
    "letter_stopped": Clause(
        "de brief aan de melder vertrekt niet",
        "the letter to the complainant does not leave",
    ),
    "only_letter_stopped": Clause(
        "de brief aan de melder vertrekt niet; wat er daarna nog veranderde, blijft zo, kijk na of "
        "het nog klopt",
        "the letter to the complainant does not leave; what changed after it stays so, see whether "
        "it still is right",
    ),
    "here": Clause(
        "alles werkt, dit toestel verstuurt vanaf het juiste adres",
        "all works, this device sends from the right address",
    ),
}

# How a case stands, as a clause behind its number.
STATES: Mapping[Status, Clause] = {
    Status.INTAKE: Clause("is nog niet ingedeeld", "is not classified yet"),
    Status.CLARIFYING: Clause("wacht op uitleg van de melder", "waits for the complainant"),
    Status.INFORMAL: Clause("is in een informeel gesprek", "is in an informal talk"),
    Status.HANDLING: Clause("is in behandeling", "is being handled"),
    Status.INVESTIGATING: Clause("wordt onderzocht", "is being looked into"),
    Status.ANSWERED: Clause("is beantwoord", "is answered"),
    Status.REMEDYING: Clause("is beantwoord, met maatregelen", "is answered, with measures"),
    Status.DISSATISFIED: Clause("wordt herbekeken", "is looked at again"),
    Status.MEDIATION: Clause("is in bemiddeling", "is in mediation"),
    Status.EXTERNAL: Clause(
        "ligt bij een instantie buiten de school", "lies with a body outside the school"
    ),
    Status.NOT_ADMISSIBLE: Clause("is niet ontvankelijk", "is not admissible"),
    Status.CANNOT_SOLVE: Clause("kon niet opgelost worden", "could not be solved"),
    Status.WITHDRAWN: Clause("is ingetrokken", "is withdrawn"),
    Status.CLOSED: Clause("is afgesloten", "is closed"),
    Status.MERGED: Clause("ging op in een ander dossier", "went into another case"),
    Status.REROUTED: Clause("is geen klacht", "is no complaint"),
    Status.ANONYMISED: Clause("is gewist", "is erased"),
}


def said(key: str, reader: Person, **values: object) -> str:
    """What was done, as a clause in the language of its reader."""
    return in_language(SAID[key], reader).format(**values)
