"""Invented values for the overview of a day, told to a coordinator of two schools."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core import offers
from bot.core.clause import Clause
from bot.core.letter import Value
from bot.writer.sample_lines import GROUPS, group, line
from bot.writer.sample_school import EVERYWHERE
from bot.writer.sample_words import tap

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
    "groups": GROUPS,
    "n_more": 0,
    "n_further": 9,
    "apart": (
        line(
            "mail 411",
            Clause("gisteren", "yesterday"),
            Clause(
                "Mogelijk reclame of bedrog. Niet beantwoord; klik op niets.",
                "Possibly advertising or fraud. Not answered; click on nothing.",
            ),
            offers.COMPLAINT,
            school="",
        ),
        line(
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
        group(
            Clause("Wacht op een ander", "Waiting for others"),
            line(
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
            line(
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
