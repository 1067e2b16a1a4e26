"""The shipped word lists, and a policy to read mail with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.core.calendar import Calendar, Vacation
from bot.core.facts import Facts
from bot.core.policy import Limits, Mailbox, Mode, Person, Policy, Role, WebForm
from bot.settings.words.lists import load_words
from tests.builders import MAILBOX

WORDS = load_words()
COORDINATOR = Person(
    id="ann",
    name="Ann De Smet",
    email="ann.desmet@schoolbestuur-demerland.example",
    roles=frozenset({Role.COORDINATOR}),
)
FORM = WebForm(sender="webformulier@schoolbestuur-demerland.example", fields={"text": "Wat"})


def a_reading_policy(**changes: object) -> Policy:
    values: dict[str, object] = {
        "organisation": "Scholengroep Demerland",
        "zone": ZoneInfo("Europe/Brussels"),
        "mode": Mode.LIVE,
        "preset": "vlaanderen",
        "mailboxes": (Mailbox(address=MAILBOX),),
        "schools": (),
        "people": (COORDINATOR,),
        "route_about": {},
        "duties": {},
        "vacation": next(iter(Vacation)),
        "calendar": Calendar.__new__(Calendar),
        "numbering": "K-{year}-{n:04d}",
        "form": "u",
        "languages": ("nl", "fr", "en", "de"),
        "limits": Limits(),
        "words": WORDS,
        "privacy_line": {},
        "pupil_domains": ("leerling-demerland.example",),
        "staff_domains": ("schoolbestuur-demerland.example", "devlieger-demerland.example"),
        "webforms": (FORM,),
    }
    return Policy(**(values | changes))  # type: ignore[arg-type]


def the_facts(**changes: object) -> Facts:
    values: dict[str, object] = {
        "now": datetime(2026, 11, 24, 11, 0, tzinfo=UTC),
        "today": date(2026, 11, 24),
        "mailbox": MAILBOX,
    }
    return Facts(**(values | changes))  # type: ignore[arg-type]
