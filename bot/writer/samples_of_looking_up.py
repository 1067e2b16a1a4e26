"""Invented values for the letters that answer a question of staff: a case, a list, all words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core import offers
from bot.core.case import DeadlineKind
from bot.core.clause import Clause
from bot.core.duties.words import what
from bot.core.instructions import Verb
from bot.core.letter import LetterName, Value
from bot.core.offers import Offer
from bot.writer.sample_school import CASE, EVERYWHERE, RECEIVED
from bot.writer.sample_words import FILL_IN, taps

_SEND = Offer(Verb.YES, Clause("Verstuur", "Send"))
_SHOW_LETTER = Offer(Verb.SHOW_LETTER, Clause("Toon brief", "Show letter"))
_LISTED = Offer(Verb.LIST, Clause("Lijst", "List"))
_HANDLED = Clause("In behandeling", "Being handled")


def _detail(label: Clause, value: str = "") -> dict[str, Value]:
    return {"label": label, "value": value}


def _line(
    number: str, state: Clause, what: Clause | str, day: date, *, late: bool = False
) -> dict[str, Value]:
    return {
        "number": number,
        "school": "Basisschool Demerland",
        "state": state,
        "next": what,
        "day": day,
        "late": late,
        "piece": "",
        "buttons": taps(offers.SHOW, about=number),
    }


_CASE: Mapping[str, Value] = {
    **EVERYWHERE,
    "case_no": CASE,
    "state": Clause("In behandeling", "Being handled"),
    "handler": "Ann Peeters",
    "name": "Sofie Aerts",
    "to_masked": "s…s@ouders.example",
    "received_date": RECEIVED.date(),
    "owed": (
        {
            "what": what(DeadlineKind.HANDLING, 0),
            "due": date(2027, 1, 22),
            "late": False,
            "whose": "Ann Peeters",
        },
        {
            "what": what(DeadlineKind.STATUS, 0),
            "due": date(2026, 12, 9),
            "late": True,
            "whose": "",
        },
    ),
    "details": (
        _detail(Clause("Leerling", "Pupil"), "Wout Aerts"),
        _detail(Clause("Klas", "Class"), "3B"),
        _detail(Clause("Relatie", "Relation")),
        _detail(Clause("Thema", "Topic"), "pesten"),
        _detail(Clause("Wens", "Wish")),
    ),
    "fill_in": FILL_IN,
    "about_text": "Mijn zoon wordt al weken uitgelachen op de speelplaats.",
    "mails": (
        {
            "day": date(2026, 12, 10),
            "what": Clause("mail van de melder", "mail of the complainant"),
            "text": "Is er al nieuws?",
        },
        {
            "day": date(2026, 12, 8),
            "what": Clause("brief: ontvangstmelding", "letter: acknowledgment"),
            "text": "",
        },
    ),
    "n_more_mails": 3,
    "log": (
        {
            "day": date(2026, 12, 9),
            "what": Clause("Ann Peeters: eenvoudig", "Ann Peeters: simple"),
        },
        {"day": date(2026, 12, 8), "what": Clause("geregistreerd", "registered")},
    ),
    "n_more_log": 4,
    "waiting": (
        {
            "what": Clause("stand van zaken, sinds gisteren", "how it stands, since yesterday"),
            "buttons": taps(_SHOW_LETTER, _SEND),
        },
    ),
    "buttons": taps(
        offers.SOLVED.with_words("\nSAMENVATTING: ", "\nSUMMARY: "),
        offers.WRITE_ANSWER,
        offers.MORE_TIME.with_words("\nREDEN: ", "\nREASON: "),
    ),
    "more_buttons": taps(offers.GIVE.with_words(), offers.NOTE.with_words(), offers.INVOLVED),
}
_LIST: Mapping[str, Value] = {
    **EVERYWHERE,
    "school": "",
    "asked": Clause("mij", "me"),
    "lines": (
        _line(
            "K-2026-0011",
            Clause("Nog niet ingedeeld", "Not classified yet"),
            what(DeadlineKind.CLASSIFY, 0),
            date(2026, 12, 1),
            late=True,
        ),
        _line(CASE, _HANDLED, what(DeadlineKind.HANDLING, 0), date(2027, 1, 22)),
        _line(
            "K-2026-0043",
            Clause("Wacht op uitleg van de melder", "Waits for the complainant"),
            "",
            date(2026, 12, 18),
        ),
    ),
    "n_more": 12,
    "buttons": taps(
        _LISTED.labelled("Alleen te laat", "Only late").with_words(" laat", " late"),
        _LISTED.labelled("Van iedereen", "Of everybody").with_words(" open"),
        about="",
    ),
    "more_buttons": (),
}
_HELP: Mapping[str, Value] = {
    **EVERYWHERE,
    "school": "",
    "groups": (
        {
            "title": Clause("Een nieuw bericht", "A new message"),
            "words": (
                {
                    "word": "EENVOUDIG",
                    "english": "SIMPLE",
                    "example": "",
                    "what": Clause(
                        "snel op te lossen; jij behandelt het", "soon put right; you handle it"
                    ),
                },
                {
                    "word": "GEEF AAN",
                    "english": "ASSIGN",
                    "example": Clause("GEEF AAN Bert", "ASSIGN Bert"),
                    "what": Clause(
                        "iemand anders behandelt dit dossier", "somebody else handles this case"
                    ),
                },
            ),
        },
        {
            "title": Clause("Opzoeken", "Looking up"),
            "words": (
                {
                    "word": "ZOEK",
                    "english": "SEARCH",
                    "example": Clause("ZOEK speelplaats", "SEARCH playground"),
                    "what": Clause("zoek in de dossiers", "search the cases"),
                },
            ),
        },
    ),
    "buttons": taps(
        _LISTED.labelled("Mijn dossiers", "My cases").with_words(" mij", " me"),
        _LISTED.labelled("Te laat", "Late").with_words(" laat", " late"),
        about="",
    ),
}

SAMPLES_OF_LOOKING_UP: Mapping[LetterName, Mapping[str, Mapping[str, Value]]] = {
    LetterName.CASE_SHOWN: {
        "usual": _CASE,
        "letter": {
            **EVERYWHERE,
            "case_no": CASE,
            "state": Clause("Wacht op een ja", "Waits for a yes"),
            "shown_subject": f"[{CASE}] Hoe het met uw melding staat",
            "shown_text": "Beste mevrouw Aerts\n\nWe zijn ermee bezig.",
            "buttons": taps(_SEND, Offer(Verb.NO, Clause("Niet versturen", "Do not send"))),
        },
        "bare": {"case_no": CASE, "state": Clause("Nog niet ingedeeld", "Not classified yet")},
    },
    LetterName.CASES_SHOWN: {
        "usual": _LIST,
        "found": {
            **EVERYWHERE,
            "school": "",
            "asked": "speelplaats",
            "lines": (
                {
                    **_line(CASE, _HANDLED, "", date(2027, 1, 22)),
                    "piece": "al weken uitgelachen op de speelplaats",
                },
            ),
            "n_more": 1,
        },
        "none": {**EVERYWHERE, "asked": "zwembad", "lines": ()},
        "bare": {"lines": ()},
    },
    LetterName.HELP_SHOWN: {
        "usual": _HELP,
        "bare": {"groups": ()},
    },
}
