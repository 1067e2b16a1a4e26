"""The names of what may be filled in under an order, in Dutch and English."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise

from rapidfuzz.distance import OSA

from bot.core.instructions import Field
from bot.core.plain import plain

_SHORTEST_MISTYPED = 6  # letters
_NEXT = re.compile(r"(?:^|\s+)(?=[A-Z][A-Z-]{1,14}(?: [A-Z]{2,7})?:(?:\s|$))")

# Field → its names, the usual Dutch one first and the usual English one behind "/".
_NAMES: Mapping[Field, str] = {
    Field.NAME: "NAAM|MELDER/NAME",
    Field.MAIL: "MAIL|E-MAIL|MAILADRES/EMAIL|E-MAIL ADDRESS",
    Field.PHONE: "TEL|TELEFOON|GSM/PHONE|TELEPHONE|MOBILE",
    Field.POSTAL_ADDRESS: "ADRES|POSTADRES/ADDRESS|POSTAL ADDRESS",
    Field.PUPIL: "LEERLING|LEERLINGEN|KIND/PUPIL|PUPILS|STUDENT|CHILD",
    Field.CLASS: "KLAS/CLASS",
    Field.SCHOOL: "SCHOOL/SCHOOL",
    Field.RELATION: "RELATIE/RELATION",
    Field.TOPIC: "THEMA|ONDERWERP/TOPIC|THEME",
    Field.ABOUT: "OVER/ABOUT",
    Field.FACTS_ON: "FEITEN OP|OP|DATUM FEITEN/FACTS ON|HAPPENED ON|ON",
    Field.PLACE: "PLAATS|WAAR/PLACE|WHERE",
    Field.WISH: "WENS|VERWACHTING/WISH",
    Field.CORE: "KERN/CORE",
    Field.LANGUAGE: "TAAL/LANGUAGE",
    Field.FORM: "VORM|AANSPREKING/FORM",
    Field.VIA: "VIA/VIA",
    Field.RECEIVED: "ONTVANGEN|ONTVANGEN OP/RECEIVED|RECEIVED ON",
    Field.TEXT: "TEKST|KLACHT/TEXT|COMPLAINT",
    Field.EXPLANATION: "UITLEG|MOTIVERING/EXPLANATION",
    Field.FACTS: "FEITEN/FACTS",
    Field.APOLOGY: "EXCUSES|EXCUUS/APOLOGY|APOLOGIES",
    Field.MEASURE: "MAATREGEL|HERSTEL/MEASURE|REMEDY",
    Field.STRUCTURAL: "STRUCTUREEL/STRUCTURAL",
    Field.LESSONS: "GELEERD/LESSONS|LEARNED",
    Field.OFFER: "AANBOD/OFFER",
    Field.POINTS: "PUNTEN/POINTS",
    Field.OTHER_POINTS: "ANDERE PUNTEN/OTHER POINTS",
    Field.REASON: "REDEN/REASON",
    Field.SUMMARY: "SAMENVATTING/SUMMARY",
    Field.TALK_ON: "GESPREK OP|GESPREK VAN/TALK ON",
    Field.NEXT: "VERDER/NEXT",
    Field.ALTERNATIVE: "KAN WEL/ALTERNATIVE|ALTERNATIVES|INSTEAD",
    Field.CAN: "WEL/CAN",
    Field.CANNOT: "NIET/CANNOT",
    Field.TO: "NAAR/TO",
    Field.QUESTION: "VRAAG/QUESTION",
}


def name_of(field: Field, language: str = "nl") -> str:
    """The usual name of a field: Dutch, but for "en"."""
    dutch, english = _NAMES[field].split("/")
    return (english if language == "en" else dutch).partition("|")[0]


def field_named(name: str, among: Collection[Field]) -> Field | None:
    """The field of this name, as typed; one typing error in a long name is forgiven."""
    typed = " ".join(plain(name).replace("-", " ").replace("_", " ").split())
    if (known := _FIELDS.get(typed, frozenset()) & frozenset(among)) or len(
        typed
    ) < _SHORTEST_MISTYPED:
        return next(iter(known), None)
    near = (
        found
        for names, found in _FIELDS.items()
        if len(names) >= _SHORTEST_MISTYPED and OSA.distance(typed, names, score_cutoff=1) <= 1
    )
    return next((each for found in near for each in found if each in among), None)


def split_at_fields(text: str, among: Collection[Field]) -> list[str]:
    """The text, cut before every name in capitals of these fields: a program lost the line ends."""
    starts = [
        found.end()
        for found in _NEXT.finditer(text)
        if field_named(text[found.end() :].partition(":")[0], among)
    ]
    edges = [0, *starts, len(text)]
    return [text[start:end].strip() for start, end in pairwise(edges)]


def _fields() -> Mapping[str, frozenset[Field]]:
    found: dict[str, frozenset[Field]] = {}
    for field, listed in _NAMES.items():
        for name in listed.replace("/", "|").split("|"):
            key = plain(name).replace("-", " ")
            found[key] = found.get(key, frozenset()) | {field}
    return found


_FIELDS = _fields()
