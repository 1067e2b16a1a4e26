"""Invented lines of the overview of a day: one Tuesday of a coordinator of two schools."""

from __future__ import annotations

from bot.core import offers
from bot.core.clause import Clause
from bot.core.letter import Value
from bot.core.offers import SHOW, Offer
from bot.writer.sample_school import DEMERLAND, KAPELHOF
from bot.writer.sample_words import taps


def line(
    about: str,
    when: Clause,
    what: Clause,
    *choices: Offer,
    school: str = DEMERLAND,
    whose: Clause | str = "",
) -> dict[str, Value]:
    """One line: what it is about, when, what, and the choices below it."""
    return {
        "about": about,
        "school": school,
        "when": when,
        "what": what,
        "whose": whose,
        "buttons": taps(*choices, about=about),
    }


def group(title: Clause, *lines: dict[str, Value], urgent: bool = False) -> dict[str, Value]:
    """A part of the overview."""
    return {"title": title, "urgent": urgent, "lines": lines}


_CHOOSE = (offers.SIMPLE, offers.COMPLEX, SHOW)
_ANSWER = (offers.WRITE_ANSWER, offers.MORE_TIME, SHOW)
WAITING = group(
    Clause("Wacht op een ander", "Waiting for others"),
    line(
        "K-2026-0019",
        Clause("tot vrijdag 11", "until Friday 11"),
        Clause(
            "De melder kiest een moment voor het gesprek.",
            "The complainant chooses a moment for the talk.",
        ),
        school=KAPELHOF,
    ),
    line(
        "K-2026-0023",
        Clause("tot vrijdag 18", "until Friday 18"),
        Clause("De melder geeft nog uitleg.", "The complainant still has to explain."),
    ),
    line(
        "K-2026-0012",
        Clause("vrijdag 11, beloofd", "Friday 11, promised"),
        Clause("Beloofde maatregel 2.", "Promised measure 2."),
        offers.REMIND,
        offers.DONE.on(2),
        SHOW,
        whose=Clause("Bij Carla Maes.", "With Carla Maes."),
    ),
)
GROUPS = (
    group(
        Clause("Eerst dit: iemand weet nog van niets", "First this: somebody knows nothing yet"),
        line(
            "K-2026-0021",
            Clause("sinds 1 december", "since 1 December"),
            Clause(
                "De ontvangstmelding kwam niet aan. Dit adres bestaat niet bij de ontvanger. "
                "Misschien staat er een tikfout in. Er is geen telefoonnummer; vraag het na op het "
                "secretariaat.",
                "The acknowledgment did not arrive. This address does not exist at the "
                "recipient's. Perhaps it is misspelt. There is no telephone number; ask the school "
                "office.",
            ),
            offers.NEW_ADDRESS,
            offers.CALLED,
            SHOW,
        ),
        urgent=True,
    ),
    group(
        Clause("Te laat", "Late"),
        line(
            "K-2026-0011",
            Clause("sinds 1 december, 5 werkdagen", "since 1 December, 5 working days"),
            Clause(
                "Beslis of de klacht ontvankelijk is.",
                "Decide whether the complaint is admissible.",
            ),
            offers.ADMISSIBLE,
            SHOW,
        ),
        urgent=True,
    ),
    group(
        Clause("Vandaag", "Today"),
        line(
            "K-2026-0022",
            Clause("vandaag", "today"),
            Clause("Kies eenvoudig of complex.", "Choose simple or complex."),
            *_CHOOSE,
        ),
        line(
            "K-2026-0015",
            Clause("vandaag", "today"),
            Clause("Schrijf het verslag van het gesprek.", "Write the minutes of the talk."),
            offers.MINUTES,
            SHOW,
            school=KAPELHOF,
            whose=Clause("Voor Bert Claes.", "For Bert Claes."),
        ),
    ),
    group(
        Clause("Morgen en donderdag", "Tomorrow and Thursday"),
        line(
            "K-2026-0024",
            Clause("woensdag 9", "Wednesday 9"),
            Clause(
                "Nieuw sinds gisteren. Kies eenvoudig of complex.",
                "New since yesterday. Choose simple or complex.",
            ),
            *_CHOOSE,
        ),
        line(
            "K-2026-0026",
            Clause("donderdag 10", "Thursday 10"),
            Clause(
                "Nieuw sinds gisteren. Kies eenvoudig of complex. Misschien twee klachten in één "
                "mail.",
                "New since yesterday. Choose simple or complex. Perhaps two complaints in one "
                "e-mail.",
            ),
            offers.SPLIT.on(2),
            offers.COMPLEX,
            SHOW,
            school=KAPELHOF,
        ),
        line(
            "K-2026-0009",
            Clause("donderdag 10, beloofd", "Thursday 10, promised"),
            Clause(
                "Antwoord aan de melder. Lukt het niet, laat het de melder dan vandaag weten.",
                "Answer the complainant. If that cannot be done, let the complainant know today.",
            ),
            *_ANSWER,
        ),
    ),
    group(
        Clause("Daarna", "After that"),
        line(
            "K-2026-0013",
            Clause("dinsdag 22, beloofd", "Tuesday 22, promised"),
            Clause("Antwoord aan de melder.", "Answer the complainant."),
            *_ANSWER,
        ),
    ),
    WAITING,
    group(
        Clause("Beloofd", "Promised"),
        line(
            "K-2026-0008",
            Clause("vrijdag 18, beloofd", "Friday 18, promised"),
            Clause("Voer beloofde maatregel 1 uit.", "Carry out promised measure 1."),
            offers.DONE.on(1),
            SHOW,
        ),
    ),
)
