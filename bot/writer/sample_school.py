"""The invented school of the sample letters: who it is, and what happens there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone

from bot.core.letter import Button, Value

CASE = "K-2026-0042"
DEMERLAND, KAPELHOF = "Basisschool Demerland", "Secundaire school Kapelhof"
RECEIVED = datetime(2026, 12, 8, 14, 5, tzinfo=timezone(timedelta(hours=1)))
EVERYWHERE: Mapping[str, Value] = {
    "organisation": "Schoolbestuur Demerland",
    "school": DEMERLAND,
    "mailbox": "klachten@schoolbestuur-demerland.example",
    "salutation": "",
}
PRIVACY_LINE = (
    "We gebruiken [uw|je] gegevens alleen om [uw|je] bericht te behandelen. "
    "Lees meer op demerland.example/privacy."
)

# What each letter to a complainant prints: the least there is, the rest, and who signs.
BARE: Mapping[str, Value] = {"case_no": CASE, "school": EVERYWHERE["school"]}
AUTOMATIC: Mapping[str, Value] = {**EVERYWHERE, "case_no": CASE, "privacy_line": PRIVACY_LINE}
SIGNED: Mapping[str, Value] = {
    **AUTOMATIC,
    "contact_name": "Ann Peeters",
    "contact_role": "klachtencoördinator",
    "contact_phone": "011 00 00 01",
}
# The pupil that persons write of in these letters; no subject may tell it.
PUPIL = "Lotte"


def sample_button(label: str, command: str, about: str = CASE) -> Button:
    """A button as it stands in a letter to Ann, the coordinator."""
    return Button(
        label=label,
        command=command,
        about=about,
        person="ann",
        mailbox="klachten@schoolbestuur-demerland.example",
        made_on=date(2026, 12, 8),
    )
