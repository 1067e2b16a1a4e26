"""How the file of a case is told on a phone: its state, its steps and its papers, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.case import Case, DeadlineKind, Status
from bot.core.clause import Clause, in_language
from bot.core.duties.words import SILENT, WORDS
from bot.core.facts import Paper
from bot.core.instructions import Verb
from bot.core.instructions.verbs import word_of
from bot.core.letter import AUDIENCE, Audience, LetterName
from bot.core.parties import find_person, staff_by_address
from bot.core.policy import Person, Policy
from bot.core.staff.names_of_letters import letter_name
from bot.core.staff.rights import STEPS
from bot.core.states import STATES

# What a line of the log tells, by its event. What is not here is of no use to who reads a file.
_EVENTS: Mapping[str, Clause] = {
    "case_opened": Clause("geregistreerd", "registered"),
    "mail_joined_case": Clause("een mail kwam in het dossier", "a mail came into the file"),
    "note": Clause("notitie", "note"),
    "deadline_moved": Clause("een dag is verzet", "a day moved"),
    "reminded": Clause("herinnering verstuurd", "reminder sent"),
    "letter_cancelled": Clause("een brief vertrok niet", "a letter did not leave"),
    "letter_returned": Clause("een brief kwam terug", "a letter came back"),
    "step_undone": Clause("een opdracht is teruggenomen", "an order was taken back"),
    "alarm_repeated": Clause("het alarm ging opnieuw", "the alarm went off again"),
    "draft_approved": Clause("een brief is goedgekeurd", "a letter was approved"),
}
_MET = Clause("gedaan: {what}", "done: {what}")
_MET_BY_EVENT = {f"{kind.value}_met": kind for kind in DeadlineKind}
_STEP = re.compile(r"(?P<was>\w+) → (?P<now>\w+) by (?P<by>[\w-]+): (?P<step>\w+)")
_BY = re.compile(r"\bby (?P<by>[\w-]+)$")
_ORDERED = {step.value: verb for verb, step in STEPS.items() if verb is not Verb.STOP_CLOCK}
_BOT = Clause("de bot", "the bot")
_COMPLAINANT = Clause("de melder", "the complainant")
_FROM_COMPLAINANT = Clause("mail van de melder", "mail of the complainant")
_FROM = Clause("mail van {name}", "mail of {name}")
_LETTER = Clause("brief: {name}", "letter: {name}")
_AUTOMATIC: Mapping[LetterName, Clause] = {
    LetterName.ACKNOWLEDGMENT: Clause("ontvangstmelding", "acknowledgment"),
    LetterName.ANONYMOUS_REPLY: Clause("ontvangstmelding", "acknowledgment"),
    LetterName.CLOSED_CASE_REPLY: Clause("antwoord na het einde", "reply after the end"),
    LetterName.CLARIFICATION_REMINDER: Clause("herinnering aan de vragen", "reminder of questions"),
    LetterName.SURVEY: Clause("vraag hoe het ging", "question how it went"),
    LetterName.SURVEY_REMINDER: Clause("vraag hoe het ging", "question how it went"),
    LetterName.SURVEY_THANKS: Clause("dank voor de cijfers", "thanks for the scores"),
    LetterName.ADDITION_RECEIVED: Clause("aanvulling aangekomen", "addition received"),
    LetterName.DOSSIER_RECEIPT: Clause("vraag om het dossier", "request for the file"),
    LetterName.LETTER_TO_POST: Clause("om af te drukken en te posten", "to be printed and posted"),
}
_NOT_SENT = {
    "held": Clause("nog niet verstuurd", "not sent yet"),
    "queued": Clause("vertrekt", "is leaving"),
    "cancelled": Clause("niet verstuurd", "not sent"),
    "refused": Clause("niet aangekomen", "did not arrive"),
    "uncertain": Clause("misschien niet aangekomen", "may not have arrived"),
}


def state_of(status: Status, reader: Person) -> str:
    """Where a case stands, as words that stand alone: "Nog niet ingedeeld"."""
    said = in_language(STATES[status], reader).removeprefix("is ")
    return f"{said[:1].upper()}{said[1:]}"


def duty_of(kind: DeadlineKind, reader: Person) -> str:
    """What is owed; "" for what nobody of the school does."""
    return "" if kind in SILENT else in_language(WORDS[kind].what, reader)


def step_told(event: str, reason: str, reader: Person, policy: Policy) -> str:
    """A line of the log in words; "" where it tells nothing to who reads a file."""
    if event == "step" and (found := _STEP.fullmatch(reason)):
        who, what = _who(found["by"], reader, policy), _what(found["step"], reader)
        return f"{who}: {what} ({state_of(Status(found['now']), reader).lower()})"
    if (met := _MET_BY_EVENT.get(event)) is not None:
        what = duty_of(met, reader)
        return in_language(_MET, reader).format(what=what) if what else ""
    clause = _EVENTS.get(event)
    if clause is None:
        return ""
    said, by = in_language(clause, reader), _BY.search(reason)
    return f"{_who(by['by'], reader, policy)}: {said}" if by else said


def paper_told(paper: Paper, case: Case, reader: Person, policy: Policy) -> str:
    """What a paper is: whose mail, or which letter to the complainant; "" for letters to staff."""
    if not paper.outgoing:
        writer = staff_by_address(policy, paper.who)
        known = writer or next((one for one in policy.people if one.name == paper.who), None)
        if known is not None:
            return in_language(_FROM, reader).format(name=known.name)
        own = case.complainant is not None and case.complainant.key == paper.who.casefold()
        name = paper.who.partition("@")[0][:1] + "…" if not own else ""
        return in_language(_FROM_COMPLAINANT if own else _FROM, reader).format(name=name)
    letter = LetterName(paper.name)
    automatic = _AUTOMATIC.get(letter)
    if automatic is None and AUDIENCE[letter] is not Audience.PARENT:
        return ""
    name = in_language(automatic, reader) if automatic else letter_name(letter, reader)
    said = in_language(_LETTER, reader).format(name=name)
    status = _NOT_SENT.get(paper.status)
    return f"{said}, {in_language(status, reader)}" if status else said


def _who(by: str, reader: Person, policy: Policy) -> str:
    if by in {"bot", "complainant"}:
        return in_language(_BOT if by == "bot" else _COMPLAINANT, reader)
    person = find_person(policy, by)
    return person.name if person else by


def _what(step: str, reader: Person) -> str:
    verb = _ORDERED.get(step)
    return word_of(verb, reader.language).lower() if verb else step.replace("_", " ")
