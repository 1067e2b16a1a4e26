"""The orders about the bot itself: for administrators alone."""

from __future__ import annotations

from bot.core.instructions import Verb
from bot.core.instructions.entry import Entry, Form, Theme


def _order(  # noqa: PLR0913  # one row of the table
    verb: Verb,
    nl: str,
    en: str,
    does: str,
    does_en: str,
    *,
    form: Form = Form.NOTHING,
    moves: bool = False,
    example: str = "",
    example_en: str = "",
) -> Entry:
    return Entry(
        verb=verb,
        nl=nl,
        en=en,
        theme=Theme.ADMIN,
        does=does,
        does_en=does_en,
        example=example or nl.partition("|")[0],
        example_en=example_en or en.partition("|")[0],
        form=form,
        needs_case=False,
        moves=moves,
        repeats=not moves,
    )


ADMIN = (
    _order(
        Verb.ADMIN,
        "ADMIN",
        "ADMIN",
        "wat een beheerder per mail kan vragen, als knoppen",
        "what an administrator can ask by mail, as buttons",
        form=Form.WHICH,
    ),
    _order(
        Verb.ADMIN_STATUS,
        "ADMIN STATUS|ADMIN TOESTAND",
        "ADMIN STATUS|ADMIN STATE|ADMIN HEALTH",
        "hoe het met de bot gaat: mailboxen, brieven die wachten, kalender, pauze",
        "how the bot is doing: mailboxes, letters that wait, calendar, pause",
    ),
    _order(
        Verb.ADMIN_CHECK,
        "ADMIN CHECK|ADMIN CONTROLE",
        "ADMIN CHECK",
        "kijkt de instellingen na zoals ze nu op de schijf staan, en wat nog af te spreken is",
        "checks the settings as they lie there now, and what is still to be agreed",
    ),
    _order(
        Verb.LETTER_LIST,
        "ADMIN SJABLOON LIJST|ADMIN SJABLONEN|ADMIN SJABLONEN LIJST|ADMIN BRIEVEN",
        "ADMIN TEMPLATE LIST|ADMIN TEMPLATES|ADMIN TEMPLATES LIST|ADMIN LETTERS",
        "alle brieven: van wie de woorden zijn, en of ze werken",
        "all letters: whose words they have, and whether they work",
    ),
    _order(
        Verb.LETTER_SHOWN,
        "ADMIN SJABLOON TOON|ADMIN BRIEF TOON|ADMIN TOON BRIEF|ADMIN TOON SJABLOON",
        "ADMIN TEMPLATE SHOW|ADMIN SHOW TEMPLATE|ADMIN LETTER SHOW|ADMIN SHOW LETTER",
        "één brief zoals die zou vertrekken, met het bestand en de namen die erin mogen",
        "one letter as it would leave, with its file and the names it may use",
        form=Form.QUERY,
        example="ADMIN SJABLOON TOON ontvangstmelding fr u",
        example_en="ADMIN TEMPLATE SHOW acknowledgment fr u",
    ),
    _order(
        Verb.LETTER_TEST,
        "ADMIN SJABLOON TEST|ADMIN SJABLONEN TEST",
        "ADMIN TEMPLATE TEST|ADMIN TEMPLATES TEST",
        "probeert jullie eigen brieven in elke vorm en voor elk geval",
        "tries your own letters in every form and for every case",
    ),
    _order(
        Verb.LETTER_CHANGE,
        "ADMIN SJABLOON|ADMIN SJABLOON ZET|ADMIN SJABLOON TERUG|ADMIN SJABLOON WIJZIG",
        "ADMIN TEMPLATE|ADMIN TEMPLATE SET|ADMIN TEMPLATE CHANGE",
        "zegt hoe je een brief wijzigt: dat kan niet per mail",
        "says how a letter is changed: that cannot be done by mail",
        form=Form.WHICH,
    ),
    _order(
        Verb.RECALCULATE,
        "ADMIN HERBEREKEN",
        "ADMIN RECALCULATE|ADMIN RECOMPUTE",
        "toont welke dagen anders zouden zijn met de afspraken en de kalender van nu; er verandert "
        "niets",
        "shows which days would differ with the agreements and the calendar of now; nothing "
        "changes",
    ),
    _order(
        Verb.ADMIN_PAUSE,
        "ADMIN PAUZE|ADMIN PAUZEER",
        "ADMIN PAUSE",
        "houdt automatische brieven aan ouders tegen, tot een dag of uur; hoogstens vijf werkdagen",
        "keeps automatic letters to parents back, until a day or hour; at most five working days",
        form=Form.UNTIL,
        moves=True,
        example="ADMIN PAUZE tot morgen 9u",
        example_en="ADMIN PAUSE until tomorrow 9:00",
    ),
    _order(
        Verb.ADMIN_RESUME,
        "ADMIN HERVAT|ADMIN VERDER|ADMIN PAUZE STOP|ADMIN PAUZE VOORBIJ",
        "ADMIN RESUME|ADMIN CONTINUE|ADMIN PAUSE STOP|ADMIN PAUSE OVER",
        "beëindigt de pauze: wat wachtte, vertrekt",
        "ends the pause: what waited leaves",
        moves=True,
    ),
)
