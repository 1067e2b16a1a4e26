"""What is said to staff of an order that was carried out.

No clause says "u" or "je": the same stands in letters of both forms.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.clause import Clause, in_language
from bot.core.policy import Person
from bot.core.staff.reasons import why

__all__ = ["SAID", "said", "why"]


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


def said(key: str, reader: Person, **values: object) -> str:
    """What was done, as a clause in the language of its reader."""
    return in_language(SAID[key], reader).format(**values)
