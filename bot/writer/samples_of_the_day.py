"""Invented values for the overview of a day: one Tuesday of a coordinator of two schools."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core import offers
from bot.core.clause import Clause
from bot.core.letter import Value
from bot.core.offers import SHOW, Offer
from bot.writer.sample_school import DEMERLAND, EVERYWHERE, KAPELHOF
from bot.writer.sample_words import tap, taps


def _line(
    about: str,
    when: Clause,
    what: Clause,
    *choices: Offer,
    school: str = DEMERLAND,
    whose: Clause | str = "",
) -> dict[str, Value]:
    return {
        "about": about,
        "school": school,
        "when": when,
        "what": what,
        "whose": whose,
        "buttons": taps(*choices, about=about),
    }


def _group(title: Clause, *lines: dict[str, Value], urgent: bool = False) -> dict[str, Value]:
    return {"title": title, "urgent": urgent, "lines": lines}


_CHOOSE = (offers.SIMPLE, offers.COMPLEX, SHOW)
_ANSWER = (offers.WRITE_ANSWER, offers.MORE_TIME, SHOW)
_WAITING = _group(
    Clause("Wacht op een ander", "Waiting for others"),
    _line(
        "K-2026-0019",
        Clause("tot vrijdag 11", "until Friday 11"),
        Clause(
            "De melder kiest een moment voor het gesprek.",
            "The complainant chooses a moment for the talk.",
        ),
        school=KAPELHOF,
    ),
    _line(
        "K-2026-0023",
        Clause("tot vrijdag 18", "until Friday 18"),
        Clause("De melder geeft nog uitleg.", "The complainant still has to explain."),
    ),
    _line(
        "K-2026-0012",
        Clause("vrijdag 11, beloofd", "Friday 11, promised"),
        Clause("Beloofde maatregel 2.", "Promised measure 2."),
        offers.REMIND,
        offers.DONE.on(2),
        SHOW,
        whose=Clause("Bij Carla Maes.", "With Carla Maes."),
    ),
)
_GROUPS = (
    _group(
        Clause("Eerst dit: iemand weet nog van niets", "First this: somebody knows nothing yet"),
        _line(
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
    _group(
        Clause("Te laat", "Late"),
        _line(
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
    _group(
        Clause("Vandaag", "Today"),
        _line(
            "K-2026-0022",
            Clause("vandaag", "today"),
            Clause("Kies eenvoudig of complex.", "Choose simple or complex."),
            *_CHOOSE,
        ),
        _line(
            "K-2026-0015",
            Clause("vandaag", "today"),
            Clause("Schrijf het verslag van het gesprek.", "Write the minutes of the talk."),
            offers.MINUTES,
            SHOW,
            school=KAPELHOF,
            whose=Clause("Voor Bert Claes.", "For Bert Claes."),
        ),
    ),
    _group(
        Clause("Morgen en donderdag", "Tomorrow and Thursday"),
        _line(
            "K-2026-0024",
            Clause("woensdag 9", "Wednesday 9"),
            Clause(
                "Nieuw sinds gisteren. Kies eenvoudig of complex.",
                "New since yesterday. Choose simple or complex.",
            ),
            *_CHOOSE,
        ),
        _line(
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
        _line(
            "K-2026-0009",
            Clause("donderdag 10, beloofd", "Thursday 10, promised"),
            Clause(
                "Antwoord aan de melder. Lukt het niet, laat het de melder dan vandaag weten.",
                "Answer the complainant. If that cannot be done, let the complainant know today.",
            ),
            *_ANSWER,
        ),
    ),
    _group(
        Clause("Daarna", "After that"),
        _line(
            "K-2026-0013",
            Clause("dinsdag 22, beloofd", "Tuesday 22, promised"),
            Clause("Antwoord aan de melder.", "Answer the complainant."),
            *_ANSWER,
        ),
    ),
    _WAITING,
    _group(
        Clause("Beloofd", "Promised"),
        _line(
            "K-2026-0008",
            Clause("vrijdag 18, beloofd", "Friday 18, promised"),
            Clause("Voer beloofde maatregel 1 uit.", "Carry out promised measure 1."),
            offers.DONE.on(1),
            SHOW,
        ),
    ),
)
_VACATION = Clause(
    "Vanaf maandag 21 december is het kerstvakantie, tot en met zondag 3 januari. Beloofde dagen "
    "blijven staan: K-2026-0013 (22 december) en K-2026-0015 (29 december) vallen erin.",
    "The Christmas vacation lasts from Monday 21 December to Sunday 3 January. Promised days do "
    "not move: K-2026-0013 (22 December) and K-2026-0015 (29 December) fall within it.",
)
_AWAY = offers.AWAY.with_words(" tot 3 januari, vervanger Bert", " until 3 January, deputy Bert")
FULL: Mapping[str, Value] = {
    **EVERYWHERE,
    "school": "",
    "today": date(2026, 12, 8),
    "first_name": "Ann",
    "n_untold": 1,
    "n_late": 1,
    "n_today": 2,
    "n_week": 6,
    "n_open": 11,
    "n_open_late": 1,
    "groups": _GROUPS,
    "n_more": 0,
    "n_further": 9,
    "apart": (
        _line(
            "mail 411",
            Clause("gisteren", "yesterday"),
            Clause(
                "Mogelijk reclame of bedrog. Niet beantwoord; klik op niets.",
                "Possibly advertising or fraud. Not answered; click on nothing.",
            ),
            offers.COMPLAINT,
            school="",
        ),
        _line(
            "mail 409",
            Clause("vrijdag", "Friday"),
            Clause(
                "Noemt een dossier, maar het adres hoort daar niet bij.",
                "Names a case, but the address does not belong to it.",
            ),
            offers.COMPLAINT,
            school="",
        ),
    ),
    "n_apart_more": 0,
    "n_apart_before": 3,
    "accounting": Clause(
        "Sinds gisteren 7.30 uur: 6 mails = 2 klachten + 2 antwoorden + 1 vraag + 1 mogelijke "
        "reclame. Niets bleef liggen.",
        "Since yesterday at 7:30: 6 e-mails = 2 complaints + 2 replies + 1 question + 1 possible "
        "advertisement. Nothing was left lying.",
    ),
    "rising": (
        Clause(
            "pesten: 6 meldingen in vier weken, 2 in de vier weken daarvoor",
            "pesten: 6 messages in four weeks, 2 in the four weeks before",
        ),
    ),
    "stood_still": "",
    "calendar": (_VACATION,),
    "away": (tap(_AWAY, ""),),
    "by_mail": True,
}


def without_buttons(values: Mapping[str, Value]) -> dict[str, Value]:
    """The same overview while nothing can be ordered by mail."""

    def bare(value: Value) -> Value:
        match value:
            case Clause():
                return value
            case tuple():
                return tuple(bare(each) for each in value)
            case Mapping():
                return {
                    name: () if name in {"buttons", "away"} else bare(each)
                    for name, each in value.items()
                }
            case _:
                return value

    return {name: bare(value) for name, value in values.items()} | {"by_mail": False, "away": ()}


_QUIET: Mapping[str, Value] = {
    **without_buttons(FULL),
    "n_untold": 0,
    "n_late": 0,
    "n_today": 0,
    "n_week": 0,
    "n_open": 1,
    "n_open_late": 0,
    "groups": (
        _group(
            Clause("Wacht op een ander", "Waiting for others"),
            _line(
                "K-2026-0023",
                Clause("tot vrijdag 18", "until Friday 18"),
                Clause("De melder geeft nog uitleg.", "The complainant still has to explain."),
            ),
        ),
    ),
    "n_further": 0,
    "apart": (),
    "n_apart_before": 0,
    "accounting": Clause(
        "Sinds gisteren 7.30 uur: geen nieuwe mail.", "Since yesterday at 7:30: no new mail."
    ),
    "rising": (),
    "calendar": (),
}

SAMPLES_OF_THE_DAY: Mapping[str, Mapping[str, Value]] = {
    "usual": without_buttons(FULL),
    "buttons": FULL,
    "quiet": _QUIET,
    "after_silence": {
        **_QUIET,
        "n_late": 2,
        "n_open": 4,
        "n_open_late": 2,
        "n_more": 14,
        "n_apart_more": 1,
        "n_apart_before": 1,
        "n_further": 1,
        "apart": (
            _line(
                "mail 411",
                Clause("gisteren", "yesterday"),
                Clause("Vraagt een mens. Niet beantwoord.", "Needs a person. Not answered."),
            ),
        ),
        "stood_still": Clause(
            "De bot lag stil van maandag 30 november tot en met maandag 7 december; wat "
            "intussen binnenkwam, is gelezen.",
            "The bot was down from Monday 30 November to Monday 7 December; what came in meanwhile "
            "has been read.",
        ),
        "calendar": (
            Clause(
                "De kalender 2027-2028 ontbreekt: zolang tellen er geen vakanties mee.",
                "The calendar 2027-2028 is missing: until it is there no vacations count.",
            ),
        ),
    },
    "bare": {
        "today": date(2026, 12, 8),
        "groups": (),
        "n_untold": 2,
        "n_late": 0,
        "n_today": 1,
        "n_week": 3,
        "n_open": 0,
        "n_open_late": 0,
        "n_more": 1,
        "n_further": 0,
    },
}
