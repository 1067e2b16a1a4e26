"""What an overview says of each duty: one plain sentence, and at most three choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.core.case import Ack, DeadlineKind, Urgency
from bot.core.choices import Choice
from bot.core.desk import Owed
from bot.core.facts import Facts
from bot.core.letter import Hold
from bot.core.lost_letters import code_in, meaning_of
from bot.core.policy import Policy
from bot.core.reading.hints import HINTS, SEVERAL

# An acknowledgment leaves within minutes; one that is not gone by then needs a person.
_LEAVES_WITHIN = timedelta(hours=4)
_SOON = timedelta(days=2)

_SHOW: Choice = ("Toon", "TOON")
_SIMPLE: Choice = ("Eenvoudig", "EENVOUDIG")
_COMPLEX: Choice = ("Complex", "COMPLEX")
_ANSWER: Choice = ("Schrijf antwoord", "ANTWOORDBRIEF")


@dataclass(frozen=True, slots=True)
class _Said:
    """How one kind of duty is told. `passed` is said when somebody else let the day go by."""

    says: str
    choices: tuple[Choice, ...] = (_SHOW,)
    passed: str = ""


DUTIES: Mapping[DeadlineKind, _Said] = {
    DeadlineKind.ACK: _Said(
        "Laat de melder weten dat het bericht aankwam.", (("Gebeld", "NOTITIE gebeld"), _SHOW)
    ),
    DeadlineKind.CLASSIFY: _Said("Kies: eenvoudig of complex.", (_SIMPLE, _COMPLEX, _SHOW)),
    DeadlineKind.ADMISSIBILITY: _Said(
        "Beslis of de klacht ontvankelijk is.", (("Ontvankelijk", "ONTVANKELIJK"), _SHOW)
    ),
    DeadlineKind.HANDLING: _Said("Antwoord aan de melder.", (_ANSWER, ("Meer tijd", "VERLENG"))),
    DeadlineKind.STATUS: _Said(
        "Laat de melder weten hoe het staat.", (("Stand van zaken", "STATUS"), _SHOW)
    ),
    DeadlineKind.CLARIFY_REPLY: _Said(
        "De melder geeft nog uitleg.",
        passed="De uitleg van de melder kwam niet. Beslis hoe het verdergaat.",
    ),
    DeadlineKind.INFORMAL: _Said(
        "Rond het informele gesprek af, of ga formeel verder.",
        (("Opgelost", "OPGELOST"), ("Formeel verder", "FORMEEL"), _SHOW),
    ),
    DeadlineKind.TALK_REPLY: _Said(
        "De melder kiest een moment voor het gesprek.",
        passed="De melder koos nog geen moment voor het gesprek. Bel even.",
    ),
    DeadlineKind.TALK_MINUTES: _Said(
        "Schrijf het verslag van het gesprek.", (("Schrijf verslag", "VERSLAG"), _SHOW)
    ),
    DeadlineKind.MEASURE: _Said("Voer de beloofde maatregel uit."),
    DeadlineKind.DISSATISFIED_REPLY: _Said(
        "De melder is niet tevreden: kies de volgende stap.", (("Herbekijk", "HERBEKIJK"), _SHOW)
    ),
    DeadlineKind.MEDIATION_REPLY: _Said(
        "De melder beslist over bemiddeling.",
        passed="De melder besliste nog niet over bemiddeling. Kies hoe het verdergaat.",
    ),
    DeadlineKind.MEDIATION_STATUS: _Said("Vraag na hoe de bemiddeling loopt."),
    DeadlineKind.EXTERNAL_CHECK: _Said("Vraag na hoe het staat bij de instantie buiten de school."),
    DeadlineKind.BOARD_REACTION: _Said("Het bestuur reageert op het oordeel van de commissie."),
    DeadlineKind.DOSSIER_REQUEST: _Said(
        "Geef de melder het gevraagde dossier.", (("Maak dossier", "DOSSIER"), _SHOW)
    ),
    DeadlineKind.CLOSED_REPLY: _Said(
        "Antwoord op het bericht in dit afgesloten dossier.", (_ANSWER, _SHOW)
    ),
    DeadlineKind.REPLY_OTHER: _Said(
        "Antwoord op de vraag of opmerking.", (_ANSWER, ("Was een klacht", "WEL KLACHT"), _SHOW)
    ),
    # What the bot does by itself; no overview tells of these.
    DeadlineKind.REVIEW: _Said("De melder kan nog reageren op het antwoord."),
    DeadlineKind.SATISFACTION: _Said("De tevredenheidsvraag vertrekt."),
    DeadlineKind.SURVEY_REPLY: _Said("De melder kan de vragenlijst nog invullen."),
    DeadlineKind.RETENTION: _Said("Het einde van de bewaartijd."),
}
# What others must do: there the reader waits, whatever the day.
WAITED_FOR = frozenset({DeadlineKind.CLARIFY_REPLY, DeadlineKind.TALK_REPLY,
                        DeadlineKind.MEDIATION_REPLY})  # fmt: skip

_HELD: Mapping[Hold | None, str] = {
    Hold.CRITICAL: "De ontvangstmelding wacht tot iemand de dringende melding op zich neemt.",
    Hold.LIMIT: "De ontvangstmelding wacht: dit adres kreeg er kort na elkaar al genoeg.",
    Hold.OLD: "De ontvangstmelding wacht: de mail was al meer dan een maand oud.",
    Hold.CONFIG: "De ontvangstmelding wacht: er ontbreekt een afspraak (gehoor check zegt welke).",
    Hold.FORWARDED: "De ontvangstmelding wacht: kijk na of het adres echt van de melder is.",
    None: "De ontvangstmelding wacht op een beslissing.",
}
_NEVER_ARRIVED = "De ontvangstmelding kwam niet aan."
_STILL_HERE = "De mailserver nam de ontvangstmelding nog niet aan."
_TO_POST = "De ontvangstmelding is klaar om af te drukken en te posten."
_LEAVING = "De ontvangstmelding vertrekt."
_ON_TRIAL = "De bot is op proef: de melder kreeg geen ontvangstmelding."
_NO_PHONE = "Er is geen telefoonnummer; vraag het na op het secretariaat."


def knows_nothing(row: Owed, facts: Facts) -> bool:
    """Whether this is an acknowledgment that did not get out, so that a person must."""
    if row.kind is not DeadlineKind.ACK:
        return False
    delayed = row.ack is Ack.QUEUED and facts.now - row.opened_at >= _LEAVES_WITHIN
    return row.ack in {Ack.NONE, Ack.HELD, Ack.FAILED} or delayed


def is_leaving(row: Owed, facts: Facts) -> bool:
    """Whether this is an acknowledgment that leaves by itself any minute."""
    queued = row.kind is DeadlineKind.ACK and row.ack is Ack.QUEUED
    return queued and not knows_nothing(row, facts)


def sentence(  # noqa: PLR0911  # one line a way to say it
    row: Owed, facts: Facts, *, waits: bool = False
) -> str:
    """What must be done, or what is waited for: never a name, never a word of a complaint."""
    said = DUTIES[row.kind]
    match row.kind:
        case DeadlineKind.ACK:
            return _of_acknowledgment(row, facts)
        case DeadlineKind.MEASURE:
            return f"Beloofde maatregel {row.n}." if waits else f"Beloofde maatregel {row.n}: doen."
        case DeadlineKind.CLASSIFY if HINTS[SEVERAL] in row.hints:
            return f"{said.says} Misschien twee klachten in één mail."
        case DeadlineKind.HANDLING if row.due_on < facts.today:
            return f"{said.says} Vertel vandaag waarom het later wordt, en tot wanneer."
        case DeadlineKind.HANDLING if row.target_on - facts.today <= _SOON:
            return f"{said.says} Lukt het niet, laat het de melder dan vandaag weten."
        case _ if said.passed and row.due_on < facts.today:
            return said.passed
        case _:
            return said.says


def choices(  # noqa: PLR0911  # one line a set of choices
    row: Owed, facts: Facts, policy: Policy, *, waits: bool = False
) -> tuple[Choice, ...]:
    """What the reader can do about it with two taps; none sends a letter unread."""
    said = DUTIES[row.kind]
    match row.kind:
        case DeadlineKind.ACK if row.ack is Ack.FAILED:
            return (("Nieuw adres", "ADRES"), ("Gebeld", "NOTITIE gebeld"))
        case DeadlineKind.ACK if row.ack is Ack.NONE:
            return (("Gepost", "NOTITIE met de post verstuurd"), _SHOW)
        case DeadlineKind.MEASURE:
            nudge = (("Herinner", "HERINNER"),) if waits else ()
            return (*nudge, ("Klaar", f"KLAAR {row.n}"))
        case _ if waits or (row.kind in WAITED_FOR and row.due_on >= facts.today):
            return ()  # nothing helps but patience
        case DeadlineKind.CLASSIFY if HINTS[SEVERAL] in row.hints:
            return (("Splits", "SPLITS 2"), _COMPLEX, _SHOW)
        case DeadlineKind.CLASSIFY if row.urgency is Urgency.HIGH:
            return (_COMPLEX, _SHOW)  # what may be serious is never simple
        case DeadlineKind.HANDLING if policy.terms.extension is None or row.due_on < facts.today:
            return (_ANSWER, _SHOW)
        case _:
            return said.choices


def _of_acknowledgment(  # noqa: PLR0911  # one line a way to say it
    row: Owed, facts: Facts
) -> str:
    call = f"Bel {row.phone}." if row.phone else _NO_PHONE
    match row.ack:
        case Ack.NONE:
            return _TO_POST
        case Ack.HELD:
            return _HELD[row.hold]
        case Ack.FAILED:
            reason = meaning_of(code_in(row.why, permanent=True))
            return " ".join(filter(None, (_NEVER_ARRIVED, reason, call)))
        case Ack.QUEUED if knows_nothing(row, facts):
            return f"{_STILL_HERE} {call}"
        case Ack.QUEUED:
            return _LEAVING
        case Ack.TRIAL:
            return _ON_TRIAL
        case _:
            return DUTIES[DeadlineKind.ACK].says
