"""Invented values for the overviews of a day, a week and a month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.letter import LetterName, Value
from bot.writer.sample_school import EVERYWHERE, sample_button

_DEMERLAND, _KAPELHOF = "Basisschool Demerland", "Secundaire school Kapelhof"
_CHOOSE = "Kies: eenvoudig of complex."


def _line(  # what a line says
    about: str,
    when: str,
    what: str,
    *commands: tuple[str, str],
    school: str = _DEMERLAND,
    whose: str = "",
) -> dict[str, Value]:
    return {
        "about": about,
        "school": school,
        "when": when,
        "what": what,
        "whose": whose,
        "buttons": tuple(sample_button(label, command, about) for label, command in commands),
    }


def _group(title: str, *lines: dict[str, Value], urgent: bool = False) -> dict[str, Value]:
    return {"title": title, "urgent": urgent, "lines": lines}


_SHOW = ("Toon", "TOON")
_SIMPLE, _COMPLEX = ("Eenvoudig", "EENVOUDIG"), ("Complex", "COMPLEX")
_GROUPS = (
    _group(
        "Eerst dit: iemand weet nog van niets",
        _line(
            "K-2026-0021",
            "sinds 1 december",
            "De ontvangstmelding kwam niet aan. Dit adres bestaat niet bij de ontvanger. Misschien "
            "staat er een tikfout in. Er is geen telefoonnummer; vraag het na op het secretariaat.",
            ("Nieuw adres", "ADRES"),
            ("Gebeld", "NOTITIE gebeld"),
        ),
        urgent=True,
    ),
    _group(
        "Te laat",
        _line(
            "K-2026-0011",
            "sinds 1 december, 5 werkdagen",
            "Beslis of de klacht ontvankelijk is.",
            ("Ontvankelijk", "ONTVANKELIJK"),
            _SHOW,
        ),
        urgent=True,
    ),
    _group(
        "Vandaag",
        _line("K-2026-0022", "vandaag", _CHOOSE, _SIMPLE, _COMPLEX, _SHOW),
        _line(
            "K-2026-0015",
            "vandaag",
            "Schrijf het verslag van het gesprek.",
            ("Schrijf verslag", "VERSLAG"),
            _SHOW,
            school=_KAPELHOF,
            whose="Voor Bert Claes.",
        ),
    ),
    _group(
        "Morgen en donderdag",
        _line(
            "K-2026-0024",
            "woensdag 9",
            f"Nieuw sinds gisteren. {_CHOOSE}",
            _SIMPLE,
            _COMPLEX,
            _SHOW,
        ),
        _line(
            "K-2026-0026",
            "donderdag 10",
            f"Nieuw sinds gisteren. {_CHOOSE} Misschien twee klachten in één mail.",
            ("Splits", "SPLITS 2"),
            _COMPLEX,
            _SHOW,
            school=_KAPELHOF,
        ),
        _line(
            "K-2026-0009",
            "donderdag 10, beloofd",
            "Antwoord aan de melder. Lukt het niet, laat het de melder dan vandaag weten.",
            ("Schrijf antwoord", "ANTWOORDBRIEF"),
            ("Meer tijd", "VERLENG"),
        ),
    ),
    _group(
        "Daarna",
        _line(
            "K-2026-0013",
            "dinsdag 22, beloofd",
            "Antwoord aan de melder.",
            ("Schrijf antwoord", "ANTWOORDBRIEF"),
            ("Meer tijd", "VERLENG"),
        ),
    ),
    _group(
        "Wacht op een ander",
        _line(
            "K-2026-0019",
            "tot vrijdag 11",
            "De melder kiest een moment voor het gesprek.",
            school=_KAPELHOF,
        ),
        _line("K-2026-0023", "tot vrijdag 18", "De melder geeft nog uitleg."),
        _line(
            "K-2026-0012",
            "vrijdag 11, beloofd",
            "Beloofde maatregel 2.",
            ("Herinner", "HERINNER"),
            ("Klaar", "KLAAR 2"),
            whose="Bij Carla Maes.",
        ),
    ),
    _group(
        "Beloofd",
        _line(
            "K-2026-0008",
            "vrijdag 18, beloofd",
            "Beloofde maatregel 1: doen.",
            ("Klaar", "KLAAR 1"),
        ),
    ),
)
_VACATION = (
    "Vanaf maandag 21 december is het kerstvakantie, tot en met zondag 3 januari. Beloofde dagen "
    "blijven staan: K-2026-0013 (22 december) en K-2026-0015 (29 december) vallen erin."
)
_AWAY = (sample_button("Meld je afwezigheid", "AFWEZIG tot 3 januari, vervanger Bert", ""),)
_FULL: Mapping[str, Value] = {
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
            "gisteren",
            "Mogelijk reclame of bedrog. Niet beantwoord; klik op niets.",
            ("Was een klacht", "WEL KLACHT"),
            school="",
        ),
        _line(
            "mail 409",
            "vrijdag",
            "Noemt een dossier, maar het adres hoort daar niet bij.",
            ("Was een klacht", "WEL KLACHT"),
            school="",
        ),
    ),
    "n_apart_more": 0,
    "n_apart_before": 3,
    "accounting": (
        "Sinds gisteren 7.30 uur: 6 mails = 2 klachten + 2 antwoorden + 1 vraag + 1 mogelijke "
        "reclame. Niets bleef liggen."
    ),
    "rising": ("pesten: 6 meldingen in vier weken, 2 in de vier weken daarvoor",),
    "stood_still": "",
    "calendar": (_VACATION,),
    "away": _AWAY,
    "by_mail": True,
}


def _without_buttons(values: Mapping[str, Value]) -> dict[str, Value]:
    """The same overview while nothing can be ordered by mail."""

    def bare(value: Value) -> Value:
        match value:
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
    **_without_buttons(_FULL),
    "n_untold": 0,
    "n_late": 0,
    "n_today": 0,
    "n_week": 0,
    "n_open": 1,
    "n_open_late": 0,
    "groups": (
        _group(
            "Wacht op een ander",
            _line("K-2026-0023", "tot vrijdag 18", "De melder geeft nog uitleg."),
        ),
    ),
    "n_further": 0,
    "apart": (),
    "n_apart_before": 0,
    "accounting": "Sinds gisteren 7.30 uur: geen nieuwe mail.",
    "rising": (),
    "calendar": (),
}
_WEEK: Mapping[str, Value] = {
    **EVERYWHERE,
    "week": 50,
    "since": date(2026, 11, 30),
    "schools": (
        {
            "name": _DEMERLAND,
            "new": 3,
            "closed": 2,
            "open": 7,
            "old": 1,
            "acks": "3 van 3",
            "answers": "1 van 2",
        },
    ),
    "late": (
        {
            "about": "K-2026-0009",
            "school": _DEMERLAND,
            "what": "antwoord aan de melder",
            "n_days": 4,
            "whose": "Ann Peeters",
        },
    ),
    "n_late_more": 0,
    "promised": (
        {
            "about": "K-2026-0012",
            "school": _DEMERLAND,
            "what": "beloofde maatregel 2",
            "when": "vrijdag 11",
            "whose": "Carla Maes",
        },
    ),
    "n_promised_more": 0,
    "rising": ("pesten: 6 meldingen in vier weken, 2 in de vier weken daarvoor",),
    "all_schools": True,
}
_MONTH: Mapping[str, Value] = {
    **EVERYWHERE,
    "school": "",
    "month": "november 2026",
    "schools": (
        {"name": _DEMERLAND, "new": 9, "open": 7, "late": 1},
        {"name": _KAPELHOF, "new": 4, "open": 4, "late": 0},
    ),
    "late": (
        {
            "about": "K-2026-0009",
            "school": _DEMERLAND,
            "what": "antwoord aan de melder",
            "n_days": 6,
            "whose": "de coördinator",
        },
    ),
    "n_late_more": 0,
    "outside": ({"about": "K-2026-0004", "school": _KAPELHOF, "body": "bemiddeling"},),
    "n_outside_more": 0,
    "promised": (
        {
            "about": "K-2026-0012",
            "school": _DEMERLAND,
            "what": "beloofde maatregel 2",
            "when": "vrijdag 11",
            "whose": "de directeur",
        },
    ),
    "n_promised_more": 0,
    "n_alarms": 2,
    "n_seen": 2,
    "seen_after": "38 minuten",
    "n_directors": 1,
}

SAMPLES_OF_OVERVIEWS: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.DAILY_DIGEST: {
        "usual": _without_buttons(_FULL),
        "buttons": _FULL,
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
            "apart": (_line("mail 411", "gisteren", "Vraagt een mens. Niet beantwoord."),),
            "stood_still": (
                "De bot lag stil van maandag 30 november tot en met maandag 7 december; wat "
                "intussen binnenkwam, is gelezen."
            ),
            "calendar": ("De kalender 2027-2028 ontbreekt: zolang tellen er geen vakanties mee.",),
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
    },
    LetterName.WEEKLY_DIRECTOR: {
        "usual": _WEEK,
        "two_schools": {
            **_WEEK,
            "school": "",
            "schools": (
                {
                    "name": _DEMERLAND,
                    "new": 12,
                    "closed": 9,
                    "open": 30,
                    "old": 0,
                    "acks": "100 %",
                    "answers": "83 %",
                },
                {
                    "name": _KAPELHOF,
                    "new": 0,
                    "closed": 0,
                    "open": 1,
                    "old": 0,
                    "acks": "",
                    "answers": "",
                },
            ),
            "n_late_more": 4,
            "n_promised_more": 2,
            "all_schools": False,
        },
        "bare": {"week": 1, "schools": ()},
    },
    LetterName.BOARD_MONTHLY: {
        "usual": _MONTH,
        "everything": {
            **_MONTH,
            "n_late_more": 3,
            "n_outside_more": 1,
            "n_promised_more": 2,
            "n_alarms": 1,
            "n_seen": 0,
            "seen_after": "",
            "n_directors": 3,
        },
        "bare": {"month": "november 2026", "schools": (), "n_alarms": 0},
    },
}
