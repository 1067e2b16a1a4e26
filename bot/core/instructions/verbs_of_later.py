"""The orders that are known and still done in another way: they are answered with that way."""

from __future__ import annotations

from bot.core.instructions import Field, Verb
from bot.core.instructions.entry import Entry, Form, Theme


def _later(  # noqa: PLR0913  # one row of the table
    verb: Verb,
    nl: str,
    en: str,
    does: str,
    does_en: str,
    *,
    fields: tuple[Field, ...] = (),
    needs_case: bool = True,
    loose: str = "",
) -> Entry:
    return Entry(
        verb=verb,
        nl=nl,
        en=en,
        theme=Theme.OTHERWISE,
        does=does,
        does_en=does_en,
        example=nl.partition("|")[0],
        example_en=en.partition("|")[0],
        form=Form.TEXT,
        fields=fields,
        takes_text=True,
        needs_case=needs_case,
        works=False,
        loose=loose,
    )


OTHERWISE = (
    _later(
        Verb.TALK,
        "GESPREK",
        "TALK",
        "een gesprek voorstellen: bel of schrijf de melder, en noteer het moment",
        "proposing a talk: call or write, and note the moment",
        fields=(Field.PLACE, Field.TEXT),
    ),
    _later(
        Verb.TALK_OK,
        "GESPREK OK|PAST",
        "TALK OK",
        "een moment bevestigen: bel of schrijf de melder, en noteer het",
        "confirming a moment: call or write, and note it",
        loose="PAST",
    ),
    _later(
        Verb.TALK_HELD,
        "VERSLAG|GESPREK GEHAD",
        "MINUTES|TALK HELD",
        "het verslag van een gesprek: zet het in een notitie of een antwoord",
        "the minutes of a talk: put them in a note or an answer",
        fields=(Field.SUMMARY, Field.NEXT),
    ),
    _later(
        Verb.INVESTIGATE,
        "ONDERZOEK",
        "INVESTIGATE",
        "wat het onderzoek vond: zet het in een notitie",
        "what the inquiry found: put it in a note",
        fields=(Field.FACTS,),
    ),
    _later(
        Verb.HEARING,
        "WEDERHOOR",
        "HEARING",
        "wie beschuldigd wordt, horen: spreek af en noteer het",
        "hearing whoever is accused: arrange it and note it",
    ),
    _later(
        Verb.MEDIATION,
        "BEMIDDELING",
        "MEDIATION",
        "bemiddeling voorstellen: doe het in een antwoord",
        "proposing mediation: do it in an answer",
    ),
    _later(
        Verb.EXTERNAL,
        "EXTERN",
        "EXTERNAL",
        "een instantie buiten de school: noteer wie en wanneer",
        "a body outside the school: note who and when",
    ),
    _later(
        Verb.LINK,
        "KOPPEL",
        "LINK",
        "twee dossiers aan elkaar koppelen: noteer het nummer in beide",
        "linking two cases: note the number in both",
    ),
    _later(
        Verb.MERGE,
        "VOEG SAMEN",
        "MERGE",
        "twee dossiers samenvoegen: noteer het, en sluit het ene",
        "merging two cases: note it, and close the one",
    ),
    _later(
        Verb.SPLIT,
        "SPLITS",
        "SPLIT",
        "een dossier splitsen: neem de andere klacht op met NIEUW",
        "splitting a case: register the other complaint with NEW",
    ),
    _later(
        Verb.FORWARD,
        "DOORGEVEN|GEEF DOOR",
        "FORWARD|PASS ON",
        "iets doorgeven aan een andere dienst: bel of mail die zelf",
        "passing something on to another service: call or write it yourself",
    ),
    _later(
        Verb.CONFIDENTIAL,
        "VERTROUWELIJK",
        "CONFIDENTIAL",
        "de tekst voor anderen verbergen: vraag het de beheerder",
        "hiding the text from others: ask the administrator",
    ),
    _later(
        Verb.KEEP,
        "BEWAAR",
        "HOLD|KEEP",
        "niet wissen, ook na de bewaartermijn: vraag het de beheerder",
        "not erasing it, even after its term: ask the administrator",
    ),
    _later(
        Verb.RELEASE,
        "VRIJGEVEN",
        "RELEASE",
        "weer wissen na de bewaartermijn: vraag het de beheerder",
        "erasing it after its term again: ask the administrator",
    ),
    _later(
        Verb.DOSSIER,
        "DOSSIER|MAAK DOSSIER",
        "DOSSIER|CASE FILE",
        "een dossier om af te geven: vraag het de beheerder",
        "a file to hand over: ask the administrator",
    ),
    _later(
        Verb.REPORT,
        "RAPPORT",
        "REPORT",
        "het jaarverslag: vraag het de beheerder",
        "the yearly report: ask the administrator",
        needs_case=False,
    ),
    _later(
        Verb.DIGEST_WEEKLY,
        "DIGEST WEKELIJKS",
        "DIGEST WEEKLY|WEEKLY DIGEST",
        "een wekelijks overzicht in plaats van een dagelijks: vraag het de beheerder",
        "a weekly survey instead of a daily one: ask the administrator",
        needs_case=False,
    ),
)
