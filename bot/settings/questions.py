"""What `gehoor init` asks: only what has no default."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from bot.settings.explain import nearest
from bot.settings.problem import ConfigError, Problem

_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\".]+(\.[^@\s<>,;\".]+)+")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?")


class Shape(StrEnum):
    """What an answer must look like."""

    TEXT = "text"
    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
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


_FEWEST_DIGITS = 6  # of a telephone number that a parent can call

# By shape: what looks right, and what is said of the rest.
_SHAPES: Mapping[Shape, tuple[Callable[[str], bool], str]] = {
    Shape.TEXT: (bool, ""),
    Shape.NAME: (
        lambda answer: any(map(str.isalpha, answer)) and "@" not in answer,
        "Dit is geen naam.",
    ),
    Shape.ADDRESS: (
        lambda answer: _ADDRESS.fullmatch(answer) is not None,
        "Dit is geen mailadres.",
    ),
    Shape.PHONE: (
        lambda answer: "@" not in answer and sum(map(str.isdigit, answer)) >= _FEWEST_DIGITS,
        "Dit is geen telefoonnummer.",
    ),
    Shape.HOST: (
        lambda answer: _HOST.fullmatch(answer) is not None,
        "Dit is geen naam van een server, zoals imap.school.example.",
    ),
}

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
    Question("organisation", "Naam van het schoolbestuur", "INVULLEN schoolbestuur", Shape.NAME),
    Question("school", "Naam van de school", "INVULLEN school", Shape.NAME),
    Question(
        "mailbox", "Mailadres van de klachtenmailbox", "klachten@invullen.example", Shape.ADDRESS
    ),
    Question("imap_host", "Server van de mailbox (IMAP)", "imap.invullen.example", Shape.HOST),
    Question("imap_user", "Gebruikersnaam op de IMAP-server", "INVULLEN imap-gebruiker"),
    Question("smtp_host", "Server voor uitgaande mail (SMTP)", "smtp.invullen.example", Shape.HOST),
    Question("smtp_user", "Gebruikersnaam op de SMTP-server", "INVULLEN smtp-gebruiker"),
    Question(
        "coordinator_name", "Naam van de klachtencoördinator", "INVULLEN coördinator", Shape.NAME
    ),
    Question(
        "coordinator_email",
        "Mailadres van de klachtencoördinator",
        "coordinator@invullen.example",
        Shape.ADDRESS,
    ),
    Question(
        "coordinator_phone",
        "Telefoon van de klachtencoördinator (staat in elke ontvangstmelding)",
        "INVULLEN telefoon coördinator",
        Shape.PHONE,
    ),
    Question("director_name", "Naam van de directeur", "INVULLEN directeur", Shape.NAME),
    Question(
        "director_email", "Mailadres van de directeur", "directeur@invullen.example", Shape.ADDRESS
    ),
    Question(
        "board_name",
        "Naam van een bestuurslid (behandelt een klacht over de directeur)",
        "INVULLEN bestuurslid",
        Shape.NAME,
    ),
    Question(
        "board_email", "Mailadres van het bestuurslid", "bestuur@invullen.example", Shape.ADDRESS
    ),
    Question(
        "safety_name",
        "Wie buiten de school krijgt mee de dringende meldingen (CLB, vertrouwenspersoon)?",
        "INVULLEN contact buiten de school",
        Shape.NAME,
    ),
    Question(
        "safety_email",
        "Mailadres van dat contact buiten de school",
        "contact@clb-invullen.example",
        Shape.ADDRESS,
    ),
    Question(
        "safety_phone",
        "Telefoon van dat contact buiten de school",
        "INVULLEN telefoon buiten de school",
        Shape.PHONE,
    ),
    Question("admin_email", "Mailadres van de beheerder", "beheer@invullen.example", Shape.ADDRESS),
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


def read(question: Question, answer: str) -> str:
    """An answer as it is kept: a word to choose is recognised in capitals, or by what it means."""
    answer = answer.strip()
    said = answer.casefold()
    return next(
        (
            word
            for word, meaning in question.choices.items()
            if said in (word.casefold(), meaning.casefold())
        ),
        answer,
    )


def complaint(question: Question, answer: str, answers: Mapping[str, str] | None = None) -> str:
    """Why an answer cannot be used, in Dutch; "" when it can. `answers` were given before."""
    answer = read(question, answer)
    if not answer:
        return f"Vul hier iets in, of {LATER} om het later te doen."
    if question.choices and answer not in question.choices:
        close = nearest(answer.casefold(), question.choices)
        meant = f" Bedoelde je {close}?" if close else ""
        return f"Kies uit: {', '.join(question.choices)}.{meant}"
    if not answer.isprintable():
        return "Hier staan tekens in die niet kunnen."
    looks_right, wrong = _SHAPES[question.shape]
    if not looks_right(answer):
        return wrong
    mailbox = "" if question.key == "mailbox" else (answers or {}).get("mailbox", "")
    if question.shape is Shape.ADDRESS and answer.casefold() == mailbox.casefold():
        # Its letters to this person would come back to itself.
        return "Dit is de klachtenmailbox zelf; geef het eigen mailadres van deze persoon."
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
            found[key] = read(asked[wrongs.index("") if "" in wrongs else 0], answer)
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
