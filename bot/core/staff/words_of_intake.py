"""What is said to staff of what they take in: of a new case, another register, a mail set apart."""

from __future__ import annotations

from enum import Enum

from bot.core.clause import Clause, in_language
from bot.core.policy import Person


class Took(Enum):
    """What was done: clauses behind "Gedaan:"."""

    OPENED = Clause(
        "{number} is geopend: {via}, ontvangen op {day}; {handler} behandelt het",
        "{number} is opened: {via}, received on {day}; {handler} handles it",
    )
    OPENED_UNHANDLED = Clause(
        "{number} is geopend: {via}, ontvangen op {day}; een beheerder zoekt wie het behandelt",
        "{number} is opened: {via}, received on {day}; an administrator finds who handles it",
    )
    ACK_GOES = Clause(
        "de ontvangstmelding gaat naar {address}", "the acknowledgment goes to {address}"
    )
    ACK_WAITS = Clause(
        "de ontvangstmelding wacht op een mens: wie behandelt, leest waarom",
        "the acknowledgment waits for a person: the handler reads why",
    )
    ACK_ON_PAPER = Clause(
        "de ontvangstmelding komt als PDF bij {handler}, om af te drukken en te posten",
        "the acknowledgment comes as a PDF to {handler}, to be printed and posted",
    )
    JOINED = Clause("mail {n} zit nu in {number}", "mail {n} is now in {number}")
    REROUTED = Clause(
        "{number} is geen klacht; het staat nu als {kind} in het register ({other})",
        "{number} is no complaint; it is now in the register as {kind} ({other})",
    )
    OWNED = Clause("{name} antwoordt uiterlijk op {day}", "{name} answers by {day} at the latest")
    SPAM = Clause(
        "{number} is spam: niemand krijgt een brief en niemand hoeft te antwoorden",
        "{number} is spam: nobody gets a letter and nobody need answer",
    )
    ACCEPTED = Clause(
        "{number} is toch een klacht; ontvangen op {day}, alle dagen tellen van toen",
        "{number} is a complaint after all; received on {day}, all days count from then",
    )


class Ask(Enum):
    """Why nothing was taken in: whole sentences."""

    TEXT = Clause(
        "Wat is de klacht? Schrijf ze onder TEKST en vul aan wat gekend is.",
        "What is the complaint? Write it under TEXT and fill in what is known.",
    )
    VIA = Clause(
        "'{value}' begrijp ik niet bij VIA. Het kan zijn: mondeling, telefoon of brief.",
        "I do not understand '{value}' at VIA. It can be: in person, telephone or letter.",
    )
    SCHOOL = Clause(
        "De school '{value}' ken ik niet. Het kan zijn: {known}.",
        "I do not know the school '{value}'. It can be: {known}.",
    )
    NO_SUCH_MAIL = Clause(
        "Mail {n} ligt niet (meer) apart: hij zit al in een dossier, of het nummer klopt niet.",
        "Mail {n} does not lie apart (any more): it is in a case already, or the number is wrong.",
    )
    NOT_YOURS = Clause(
        "Dat kan hier alleen wie klachten behandelt of coördineert, of de directie.",
        "Here only who handles or coordinates complaints can do that, or the school leadership.",
    )
    NOTHING_IN_IT = Clause(
        "In mail {n} staat geen nieuwe klacht met NIEUW.",
        "Mail {n} holds no new complaint with NEW.",
    )
    ABOUT_YOU = Clause(
        "Mail {n} gaat over de schrijver van deze opdracht: iemand anders bekijkt hem.",
        "Mail {n} is about the writer of this order: somebody else looks at it.",
    )
    WHICH_CASE = Clause(
        "Mail {n} noemt {number}, maar de afzender hoort daar niet bij. Hoort hij in dat dossier, "
        "of is het een nieuwe klacht?",
        "Mail {n} names {number}, but its sender is no part of it. Does it belong there, or is it "
        "a new complaint?",
    )
    WHICH_KIND = Clause(
        "Wat is {number} dan wel: een vraag, een suggestie, lof, spam of iets anders?",
        "What is {number} then: a question, a suggestion, praise, spam or something else?",
    )


def tell(what: Took | Ask, reader: Person, /, **values: object) -> str:
    """The clause or sentence in the language of its reader."""
    return in_language(what.value, reader).format(**values)
