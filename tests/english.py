"""Which words of a letter are Dutch, where its reader reads English."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Words that Dutch cannot do without and English does not have, and those of a complaints desk.
_COMMON = (
    "de het een van niet voor met op ook dat er wordt worden werd zijn heeft naar bij uit nog "
    "geen maar je jij jouw uw wij ons onze mij dit deze zo al wie wat waar hoe waarom wanneer tot"
)
_DAYS = (
    "vandaag morgen gisteren maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari "
    "februari maart mei juni juli augustus oktober werkdag werkdagen vakantie keer dagen uur"
)
_DESK = (
    "dossiers melder klacht klachten brief antwoord behandelaar leerling klas melding meldingen "
    "toon geef neem kies bel gebeld schrijf heropen notitie verlenging eenvoudig ontvankelijk "
    "opgelost ontvangst ontvangstmelding maatregel laat daarna beloofd uiterlijk"
)
DUTCH = frozenset(f"{_COMMON} {_DAYS} {_DESK}".split(" "))
_ADDRESS = re.compile(r"\S+@\S+")
_WORD = re.compile(r"\b[^\W\d_]+\b")


def dutch_in(text: str, *, but_for: Iterable[str] = ()) -> list[str]:
    """The lines that hold Dutch, of what is not quoted (`but_for`): names and words of others."""
    for quoted in sorted(but_for, key=len, reverse=True):
        text = text.replace(quoted, "")
    lines = (line.strip() for line in _ADDRESS.sub("", text).splitlines())
    return [line for line in lines if DUTCH & {word.lower() for word in _WORD.findall(line)}]
