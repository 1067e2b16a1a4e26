"""Why an order was not carried out: whole sentences, each with what is asked."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.clause import Clause, in_language
from bot.core.policy import Person

WHY: Mapping[str, Clause] = {
    "no_case": Clause(
        "Over welk dossier gaat dit? Er staat geen nummer bij.",
        "Which case is this about? There is no number.",
    ),
    "no_such_case": Clause("Het nummer {number} bestaat niet.", "There is no number {number}."),
    "several_cases": Clause(
        "Er staat meer dan één nummer bij. Over welk dossier gaat dit?",
        "There is more than one number. Which case is this about?",
    ),
    "involved": Clause(
        "{number} gaat over de schrijver van deze opdracht, of die is te dicht betrokken. Iemand "
        "anders behandelt het.",
        "{number} is about the writer of this order, or that person is too close to it. Somebody "
        "else handles it.",
    ),
    "not_yours": Clause("Dat kan hier alleen {who}.", "Here only {who} can do that."),
    "not_now": Clause(
        "Dat kan nu niet: {number} {state}.", "That cannot be done now: {number} {state}."
    ),
    "elsewhere": Clause(
        "Dat gaat nog op een andere manier: {how}.",
        "That is done in another way for now: {how}.",
    ),
    "unknown_word": Clause(
        "Dit woord ken ik niet. Wat is de bedoeling?",
        "I do not know this word. What is meant?",
    ),
    "denied": Clause(
        "Er staat een ontkenning bij. Wat is de bedoeling?",
        "It says not. What is meant?",
    ),
    "typing_error": Clause(
        "Misschien staat er een tikfout. Is dit de bedoeling?",
        "There may be a typing error. Is this what is meant?",
    ),
    "ambiguous_date": Clause(
        "Die datum kan op twee manieren gelezen worden. Welke dag is het?",
        "That date can be read in two ways. Which day is it?",
    ),
    "past_date": Clause(
        "Die dag is voorbij. Welke dag is het?", "That day has passed. Which day is it?"
    ),
    "contradiction": Clause(
        "Deze opdrachten spreken elkaar tegen. Wat is de bedoeling?",
        "These orders contradict each other. What is meant?",
    ),
    "nobody": Clause("Niemand heet '{said}'. Wie is het?", "Nobody is called '{said}'. Who is it?"),
    "which_person": Clause(
        "Er zijn er meer die zo heten: '{said}'. Wie is het?",
        "There are several of that name: '{said}'. Who is it?",
    ),
    "whom": Clause("Aan wie? Vul de naam aan.", "To whom? Fill in the name."),
    "about_them": Clause(
        "{number} gaat over {name}: kies iemand anders.",
        "{number} is about {name}: choose somebody else.",
    ),
    "outsider": Clause(
        "{name} werkt niet voor de school en kan geen dossier behandelen.",
        "{name} does not work for the school and cannot handle a case.",
    ),
    "done_before": Clause(
        "Dat is al gebeurd: dezelfde opdracht kwam om {time}.",
        "That was done already: the same order came at {time}.",
    ),
    "done_already": Clause("Dat is al zo: {what}.", "That is so already: {what}."),
    "urgent": Clause(
        "{number} is dringend en kan dus niet eenvoudig zijn.",
        "{number} is urgent, so it cannot be simple.",
    ),
    "nothing_to_note": Clause("De notitie is leeg. Vul ze aan.", "The note is empty. Fill it in."),
    "fields": Clause(
        "Wat moet er in het dossier? Vul aan, elk op een eigen regel.",
        "What goes into the file? Fill in, each on a line of its own.",
    ),
    "bad_value": Clause(
        "'{value}' past niet bij {field}. Het kan zijn: {known}.",
        "'{value}' does not fit {field}. It can be: {known}.",
    ),
    "bad_day": Clause(
        "'{value}' is geen dag die ik kan lezen, of ze ligt in de toekomst. Schrijf ze als "
        "24/11/2026.",
        "'{value}' is no day that I can read, or it lies ahead. Write it as 24/11/2026.",
    ),
    "bad_address": Clause("'{value}' is geen mailadres.", "'{value}' is no e-mail address."),
    "staff_address": Clause(
        "{value} is een adres van de school: brieven aan de melder kunnen daar niet heen.",
        "{value} is an address of the school: letters to the complainant cannot go there.",
    ),
    "confirm_address": Clause(
        "Alle brieven aan de melder gaan dan naar {value} in plaats van {old}. Klopt dat?",
        "All letters to the complainant then go to {value} instead of {old}. Is that right?",
    ),
    "about_whom": Clause(
        "Over wie gaat de klacht? Vul een naam of een functie aan.",
        "Whom is the complaint about? Fill in a name or an office.",
    ),
    "measure_text": Clause(
        "Welke maatregel, door wie en tegen wanneer? Vul aan: wat, wie, datum.",
        "Which measure, by whom and by when? Fill in: what, who, day.",
    ),
    "day_ahead": Clause(
        "Een maatregel heeft een dag na vandaag nodig.", "A measure needs a day after today."
    ),
    "which_measure": Clause("Welke maatregel is klaar?", "Which measure is done?"),
    "no_measure": Clause(
        "{number} heeft geen open maatregel met dat nummer.",
        "{number} has no open measure of that number.",
    ),
    "open_measures": Clause(
        "Er staan nog maatregelen open: {what}. Een dossier sluit pas als die klaar zijn.",
        "There are open measures: {what}. A case closes only when they are done.",
    ),
    "answer_first": Clause(
        "De melder kreeg nog geen antwoord. Een dossier sluit pas daarna.",
        "The complainant has no answer yet. A case closes only after that.",
    ),
    "what_was_done": Clause(
        "Wat is er met deze melding gedaan? Niemand kan antwoord krijgen, dus het dossier moet het "
        "zeggen.",
        "What was done with this? Nobody can get an answer, so the file must say so.",
    ),
    "why_close": Clause(
        "De melder is niet tevreden. Waarom wordt het dossier toch gesloten?",
        "The complainant is not satisfied. Why is the case closed all the same?",
    ),
    "why_stop": Clause(
        "Waarom staat de klok stil? Vul de reden aan.",
        "Why does the clock stand still? Fill in the reason.",
    ),
    "clock_runs_on": Clause(
        "Bij deze school loopt de termijn door terwijl de melder antwoordt.",
        "At this school the term runs on while the complainant answers.",
    ),
    "runs_already": Clause("De klok van {number} loopt.", "The clock of {number} runs."),
    "which_day": Clause(
        "Op welke dag moet de herinnering komen?", "On which day should the reminder come?"
    ),
    "nothing_owed": Clause(
        "In {number} moet nu niets gebeuren.", "Nothing is owed in {number} now."
    ),
    "no_alarm": Clause("In {number} ging geen alarm.", "No alarm went off in {number}."),
    "why_false": Clause(
        "Waarom is het vals alarm? Vul de reden aan.",
        "Why is it a false alarm? Fill in the reason.",
    ),
    "second_person": Clause(
        "{name} zei al dat het vals alarm is. Een tweede persoon moet dat bevestigen.",
        "{name} said already that it is a false alarm. A second person must confirm it.",
    ),
    "until_when": Clause("Tot en met welke dag?", "Up to and including which day?"),
    "own_deputy": Clause(
        "Wie weg is, kan niet zichzelf vervangen.", "Who is away cannot stand in."
    ),
    "nothing_to_undo": Clause(
        "Er is geen opdracht van het laatste half uur die terug kan.",
        "There is no order of the last half hour that can be taken back.",
    ),
    "ordered_since": Clause(
        "Daarna kwam nog een opdracht: {order}, om {time}. Neem eerst die terug.",
        "Another order came after it: {order}, at {time}. Take that back first.",
    ),
    "not_your_order": Clause(
        "De laatste opdracht in {number} kwam van {name}: alleen {name} kan die terugnemen.",
        "The last order in {number} came from {name}: only {name} can take it back.",
    ),
    "letter_left": Clause(
        "De brief van die opdracht is al weg. Wat de melder las, kan niet terug.",
        "The letter of that order has left. What the complainant read cannot be taken back.",
    ),
    "nothing_waits": Clause(
        "Er wacht geen brief meer die tegengehouden kan worden.",
        "No letter is waiting any more that could be stopped.",
    ),
    "more": Clause(
        "Dit kan nu met {number}. Kies, of antwoord met het woord.",
        "This can be done with {number} now. Choose, or answer with the word.",
    ),
    "cannot": Clause("{reason}", "{reason}"),
    "no_text": Clause("Er stond geen opdracht in deze mail.", "There was no order in this mail."),
}


def why(key: str, reader: Person, **values: object) -> str:
    """Why something was not done, as a sentence in the language of its reader."""
    return in_language(WHY[key], reader).format(**values)
