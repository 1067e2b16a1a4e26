"""What `gehoor init` asks: only what has no default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from bot.settings.explain import nearest
from bot.settings.problem import ConfigError, Problem

_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\".]+(\.[^@\s<>,;\".]+)+")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?")


class Shape(StrEnum):
    """What an answer must look like."""

    TEXT = "text"
    ADDRESS = "address"
    HOST = "host"


class Question(NamedTuple):
    """One question: the name of its answer, what is asked, and the mark it replaces.

    `mark` is what stands in the starting files until somebody answers; "" where these hold an
    answer that most schools give. `choices` are the words that can be chosen, with what each means.
    """

    key: str
    text: str
    mark: str
    shape: Shape = Shape.TEXT
    choices: Mapping[str, str] = {}


# What says that somebody will answer later: the mark stays, and is asked for the next time.
LATER = "?"

PRESET = Question(
    "preset",
    "Welke regels en vakanties gelden?",
    "",
    choices={"vlaanderen": "Vlaanderen en Brussel", "nederland": "Nederland"},
)
# By preset: the bodies of law that the presets know.
LEGAL_STATUS: Mapping[str, Question] = {
    preset: Question("legal_status", "Wat voor school is het?", "", choices=choices)
    for preset, choices in {
        "vlaanderen": {
            "own_rules": "een vrije school, met eigen regels",
            "decree": "onder het Bestuursdecreet (een dienst van de Vlaamse overheid)",
            "dlb": "een school van een gemeente (Decreet Lokaal Bestuur)",
        },
        "nederland": {
            "wpo": "een school met een klachtenregeling volgens de onderwijswetten",
            "awb": "een openbare school (Algemene wet bestuursrecht)",
            "own_rules": "geen van beide, met eigen regels",
        },
    }.items()
}

QUESTIONS: tuple[Question, ...] = (
    Question("organisation", "Naam van het schoolbestuur", "INVULLEN schoolbestuur"),
    Question("school", "Naam van de school", "INVULLEN school"),
    Question("mailbox", "Adres van de klachtenmailbox", "klachten@invullen.example", Shape.ADDRESS),
    Question("imap_host", "Server van de mailbox (IMAP)", "imap.invullen.example", Shape.HOST),
    Question("imap_user", "Gebruikersnaam op die server", "INVULLEN imap-gebruiker"),
    Question("smtp_host", "Server voor uitgaande mail (SMTP)", "smtp.invullen.example", Shape.HOST),
    Question("smtp_user", "Gebruikersnaam op die server", "INVULLEN smtp-gebruiker"),
    Question("coordinator_name", "Naam van de klachtencoördinator", "INVULLEN coördinator"),
    Question(
        "coordinator_email",
        "Adres van de klachtencoördinator",
        "coordinator@invullen.example",
        Shape.ADDRESS,
    ),
    Question(
        "coordinator_phone",
        "Telefoon van de klachtencoördinator (staat in elke ontvangstmelding)",
        "INVULLEN telefoon coördinator",
    ),
    Question("director_name", "Naam van de directeur", "INVULLEN directeur"),
    Question(
        "director_email", "Adres van de directeur", "directeur@invullen.example", Shape.ADDRESS
    ),
    Question(
        "board_name",
        "Naam van een bestuurslid (behandelt een klacht over de directeur)",
        "INVULLEN bestuurslid",
    ),
    Question(
        "board_email", "Mailadres van dat bestuurslid", "bestuur@invullen.example", Shape.ADDRESS
    ),
    Question(
        "safety_name",
        "Wie buiten de school krijgt mee de dringende meldingen (CLB, vertrouwenspersoon)?",
        "INVULLEN contact buiten de school",
    ),
    Question(
        "safety_email", "Adres van die persoon", "contact@clb-invullen.example", Shape.ADDRESS
    ),
    Question("safety_phone", "Telefoon van die persoon", "INVULLEN telefoon buiten de school"),
    Question("admin_email", "Adres van de beheerder", "beheer@invullen.example", Shape.ADDRESS),
)


def suggestion(question: Question, answers: Mapping[str, str]) -> str:
    """What most answer, given what was answered before; "" when nobody can say."""
    if question.choices:
        return next(iter(question.choices))
    mailbox, imap_host = answers.get("mailbox", ""), answers.get("imap_host", "")
    if question.key == "imap_user":
        return mailbox
    if question.key == "smtp_user":
        return answers.get("imap_user", mailbox)
    if question.key == "smtp_host" and imap_host:
        # Microsoft 365 is the one whose two names have nothing in common.
        known = {"outlook.office365.com": "smtp.office365.com"}
        return known.get(imap_host, imap_host.replace("imap.", "smtp.", 1))
    return ""


def complaint(question: Question, answer: str) -> str:
    """Why an answer cannot be used, in Dutch; "" when it can."""
    if not answer.strip():
        return f"Vul hier iets in, of {LATER} om het later te doen."
    if question.choices and answer.strip() not in question.choices:
        close = nearest(answer.strip(), question.choices)
        meant = f" Bedoelde je {close}?" if close else ""
        return f"Kies uit: {', '.join(question.choices)}.{meant}"
    if question.shape is Shape.ADDRESS and _ADDRESS.fullmatch(answer.strip()) is None:
        return "Dit is geen mailadres."
    if question.shape is Shape.HOST and _HOST.fullmatch(answer.strip()) is None:
        return "Dit is geen naam van een server, zoals imap.school.example."
    if not answer.isprintable():
        return "Hier staan tekens in die niet kunnen."
    return ""


def given(answers: Mapping[str, object]) -> dict[str, str]:
    """Answers as a file holds them, proved to be answers to questions.

    Raises:
        ConfigError: an answer to no question, told with the question that it may be for; or one
            that cannot be used.
    """
    found: dict[str, str] = {}
    problems = []
    for key, answer in answers.items():
        asked = KNOWN.get(key, ())
        if not asked:
            close = nearest(key, KNOWN)
            wrong = "geen vraag" + (f"; bedoelde je `{close}`?" if close else "")
        elif not isinstance(answer, str):
            wrong = f'een antwoord staat tussen aanhalingstekens: {key} = "…"'
        elif answer.strip() in ("", LATER):
            continue  # somebody will answer later
        else:
            # A status that the other preset alone knows is told when the preset is sure.
            wrongs = [complaint(question, answer) for question in asked]
            wrong = "" if "" in wrongs else f"{wrongs[0]} ({answer})"
            found[key] = answer.strip()
        if wrong:
            problems.append(Problem(file="init", key=key, text=wrong))
    if problems:
        raise ConfigError(problems)
    return found


# Every key that an answer may have, with the questions of that name.
KNOWN: Mapping[str, tuple[Question, ...]] = {
    PRESET.key: (PRESET,),
    "legal_status": tuple(LEGAL_STATUS.values()),
    **{question.key: (question,) for question in QUESTIONS},
}
