"""What else happens in an invented school year: special mails, bounces, people away, a dead bot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from tests.offices import KATRIEN
from tests.year.complaints import FORM, Written, local, ordinary
from tests.year.courses import deck

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)
# When the bot is looked after, local time; the last two only when something happened since.
ROUNDS = ("07:30", "08:05", "12:00", "17:00")

# The server room was flooded: nobody looks, mail piles up. (From, until: both local.)
OUTAGE = (local("2027-03-08", "00:00"), local("2027-03-15", "07:00"))
# The mail server of the school was being moved: the bot runs, but cannot reach its mailbox.
UNREACHABLE = (local("2027-05-20", "07:00"), local("2027-05-20", "13:00"))
# The process ends and starts again, by night and in the middle of a morning.
RESTARTS = (
    local("2026-11-01", "06:00"),
    local("2027-01-01", "00:00"),
    local("2027-01-14", "10:00"),
    local("2027-05-03", "07:31"),
    local("2027-07-01", "06:00"),
)

# Bert leaves the school: he goes from people.toml, and the coordinator gets another deputy.
BERT_LEAVES = local("2027-02-01", "06:00")
WITHOUT_BERT = (
    ("people.toml", 'deputy  = "bert"', 'deputy  = "dirk"'),
    (
        "people.toml",
        """[[person]]
id      = "bert"
name    = "Bert Claes"
email   = "bert.claes@schoolbestuur-demerland.example"
roles   = ["handler"]
schools = ["kapelhof"]
deputy  = "ann"

""",
        "",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Away:
    """Somebody is away, first and last day. `told` at 09:00 of the first: by the person, naming a
    `deputy` or not; else only an automatic answer to a letter of ours tells it. `back_on`: says so.
    """

    person: str
    first: str
    last: str
    declared: bool = True
    deputy: str = ""
    back_on: str = ""

    def covers(self, day: date) -> bool:
        """Whether the person does nothing for complaints on this day."""
        last = self.back_on or self.last
        return date.fromisoformat(self.first) <= day <= date.fromisoformat(last)


AWAY = (
    Away(person="ann", first="2026-10-19", last="2026-10-23", deputy="bert"),
    Away(person="carla", first="2026-11-30", last="2026-12-04"),
    Away(person="bert", first="2026-12-07", last="2026-12-18", back_on="2026-12-14"),
    Away(person="ann", first="2027-01-11", last="2027-01-15"),
    Away(person="ann", first="2027-04-26", last="2027-04-30", declared=False),
    Away(person="dirk", first="2027-05-10", last="2027-05-14"),
    Away(person="els", first="2027-06-14", last="2027-06-18", declared=False),
    Away(person="ann", first="2027-07-05", last="2027-08-13", deputy="dirk"),
)


class Trouble(StrEnum):
    """What becomes of an acknowledgment."""

    BOUNCED = "bounced"  # accepted, but it comes back ten minutes later
    REFUSED = "refused"  # 550
    UNCERTAIN = "uncertain"  # cut off between the text and the answer, twice
    SLOW = "slow"  # 451, for a day


class Called(NamedTuple):
    """What becomes of an acknowledgment, and after how many school days the parent is called."""

    trouble: Trouble
    after: int | None  # None: nobody calls


# Ordinary complaints whose acknowledgment does not simply arrive.
TROUBLES: dict[str, Called] = {
    "c007": Called(Trouble.BOUNCED, 1),
    "c023": Called(Trouble.BOUNCED, None),
    "c052": Called(Trouble.REFUSED, 2),
    "c076": Called(Trouble.UNCERTAIN, 1),
    "c101": Called(Trouble.SLOW, None),
    "c131": Called(Trouble.BOUNCED, 6),
    "c160": Called(Trouble.REFUSED, None),
    "c197": Called(Trouble.BOUNCED, 2),
    "c230": Called(Trouble.UNCERTAIN, 3),
    "c247": Called(Trouble.SLOW, None),
    "c278": Called(Trouble.BOUNCED, None),
}

# Parents who write again in their case: so many calendar days after the complaint, and what.
REPLIES: tuple[tuple[str, int, str], ...] = (
    ("c004", 3, "Nog iets vergeten: het gebeurde ook vorige week al."),
    ("c012", 16, "Hoe staat het met mijn klacht? Ik heb nog niets gehoord."),
    ("c040", 2, "Bedankt voor uw bericht."),
    ("c041", 9, "Ik wil graag een kopie van mijn volledige dossier ontvangen."),
    ("c066", 30, "Ik ben niet tevreden met het antwoord."),
    ("c088", 6, "Ik trek mijn klacht in. Het is opgelost met de juf."),
    ("c110", 4, "In bijlage nog de brief van de dokter, die ik vergeten was."),
    ("c150", 12, "Ik wil mijn dossier inkijken."),
    ("c205", 5, "Nog een aanvulling: ook de buurjongen stond daar."),
    ("c206", 21, "Wanneer krijg ik een antwoord?"),
)

CRY = "Mijn dochter wil niet meer leven. Wat moet ik doen?"
FORWARDED = """

---------- Doorgestuurd bericht ---------
Van: {name} <{address}>
Datum: {day}
Onderwerp: {subject}
Aan: Katrien De Smet

{text}
"""
SPECIAL = (
    # About the director: the board is in her place, and she hears nothing of it.
    Written(
        key="director",
        at=local("2026-10-07", "20:15"),
        sender="Maarten Ghys <maarten.ghys@postvak.example>",
        subject="Hoe er gesproken wordt",
        text="De directeur riep tegen mijn zoon in de gang. Dat is onaanvaardbaar.\nMaarten Ghys",
        course="never looked at",
    ),
    # About the coordinator: her deputy handles it.
    Written(
        key="coordinator",
        at=local("2026-11-16", "09:40"),
        sender="Leen Vets <leen.vets@postvak.example>",
        subject="Geen antwoord",
        text="Ann Peeters antwoordt nooit op mijn mails. Ik vind dat onaanvaardbaar.\nLeen Vets",
        course="late",
    ),
    # About Carla by name, after Bert left.
    Written(
        key="director again",
        at=local("2027-04-15", "18:05"),
        sender="Sam Wuyts <sam.wuyts@postvak.example>",
        subject="Gesprek aan de poort",
        text="Carla Maes lachte mijn vrouw uit aan de poort. Dat is onaanvaardbaar.\nSam Wuyts",
        course="late",
    ),
    # A cry on a Saturday night; somebody takes it up on Sunday.
    Written(
        key="cry",
        at=local("2026-11-28", "23:40"),
        sender="Hans Mol <hans.mol@postvak.example>",
        subject="Hulp",
        text=f"{CRY}\nHans Mol",
        course="thorough",
    ),
    # A cry while the bot was dead.
    Written(
        key="cry in the outage",
        at=local("2027-03-10", "21:10"),
        sender="Rita Put <rita.put@postvak.example>",
        subject="Ik weet het niet meer",
        text=f"{CRY}\nRita Put",
        course="thorough",
    ),
    # A cry that lay in another folder for five weeks.
    Written(
        key="cry seen late",
        at=local("2026-12-10", "10:00"),
        seen_at=local("2027-01-15", "09:00"),
        sender="Dora Lens <dora.lens@postvak.example>",
        subject="Dringend",
        text=f"{CRY}\nDora Lens",
        course="thorough",
    ),
    Written(
        key="nameless",
        at=local("2027-01-19", "22:45"),
        sender="anoniem <bezorgd2027@wegwerpmail.example>",
        subject="Turnles",
        text=(
            "Ik zet mijn naam hier niet onder. De turnleraar laat de kinderen elke week aan de kant"
            " staan. Dat is onaanvaardbaar."
        ),
        course="prompt",
    ),
    Written(
        key="name withheld",
        at=local("2026-12-02", "08:50"),
        sender="Inge Stas <inge.stas@postvak.example>",
        subject="Pesten",
        text=(
            "Mijn zoon wordt al maanden elke dag gepest. Ik wil niet dat anderen mijn naam kennen."
            "\n\nInge Stas"
        ),
        course="thorough",
    ),
    Written(
        key="pupil",
        at=local("2027-05-12", "16:35"),
        sender="Robbe <robbe@leerling-demerland.example>",
        subject="straf",
        text="Ik kreeg straf voor iets dat ik niet deed. Dat is niet eerlijk.\nRobbe 3B",
        course="prompt",
    ),
    # Passed on by a teacher: the acknowledgment waits until somebody says whose mail it is.
    Written(
        key="passed on",
        at=local("2026-10-14", "12:20"),
        sender=KATRIEN,
        subject="FW: middagpauze",
        text="Voor jullie."
        + FORWARDED.format(
            name="Hanne Smets",
            address="hanne.smets@postvak.example",
            day="dinsdag 13 oktober 2026",
            subject="middagpauze",
            text="Mijn dochter Fien uit 2A zat alleen op de middag. Dat is onaanvaardbaar.",
        ),
        course="prompt",
    ),
    Written(
        key="passed on, nobody looks",
        at=local("2027-02-02", "12:20"),
        sender=KATRIEN,
        subject="FW: speelplaats",
        text="Voor jullie."
        + FORWARDED.format(
            name="Bram Teugels",
            address="bram.teugels@postvak.example",
            day="maandag 1 februari 2027",
            subject="speelplaats",
            text="Mijn zoon Tuur uit 1C viel op de speelplaats en niemand belde ons. Ik klaag aan.",
        ),
        course="never looked at",
    ),
    # The night on which half past two comes twice, and the one on which it does not come.
    Written(
        key="half past two",
        at=local("2026-10-25", "02:30"),
        sender="Nora Claes <nora.c@postvak.example>",
        subject="Wakker",
        text="De bus van mijn zoon Jef (1B) rijdt niet meer langs ons. Onaanvaardbaar.\nNora",
        course="prompt",
    ),
    Written(
        key="half past two again",
        at=local("2026-10-25", "02:30", fold=1),
        sender="Otto Baets <otto.b@postvak.example>",
        subject="Wakker",
        text="De bus van mijn zoon Rik (2B) rijdt niet meer langs ons. Onaanvaardbaar.\nOtto",
        course="prompt",
    ),
    Written(
        key="a second to midnight",
        at=local("2026-12-31", "23:59:59"),
        sender="Paul Dries <paul.d@postvak.example>",
        subject="Rekening",
        text="Op de rekening van Tine (4A) staat een uitstap te veel. Onaanvaardbaar.\nPaul Dries",
        course="prompt",
    ),
    Written(
        key="midnight",
        at=local("2027-03-28", "00:00"),
        sender=FORM,
        subject="Nieuw formulier",
        text=(
            "Naam: Vera Luyten\nE-mail: vera.l@postvak.example\nSchool: Secundaire school Kapelhof"
            "\nLeerling en klas: Lou 5A\nWat is er gebeurd: De les viel voor de vijfde keer uit."
            " Ik vind dat onaanvaardbaar."
        ),
        course="prompt",
    ),
)

# A bot that lives sees a mail within a minute; here it is so only for who may be in danger.
AT_ONCE = tuple(
    written.seen_at or written.at
    for written in SPECIAL
    if "cry" in written.key and not OUTAGE[0] <= written.at < OUTAGE[1]
)

# Who takes up an alarm, and when.
SEEN: tuple[tuple[str, str, datetime], ...] = (
    ("cry", "carla", local("2026-11-29", "10:20")),
    ("cry in the outage", "els", local("2027-03-15", "11:00")),
    ("cry seen late", "carla", local("2027-01-17", "18:00")),
)
# Who lets a held acknowledgment go, and when.
RELEASED: tuple[tuple[str, str, datetime], ...] = (
    ("passed on", "ann", local("2026-10-16", "09:15")),
    ("cry seen late", "ann", local("2027-01-18", "09:15")),
)


class Other(NamedTuple):
    """A mail that opens no case."""

    at: datetime
    sender: str
    subject: str
    text: str
    headers: tuple[str, ...] = ()


_NEWS = ("List-Id: <nieuws.uitgever.example>", "List-Unsubscribe: <https://uitgever.example>")
OTHERS = (
    *(
        Other(
            local(f"{year}-{month:02}-09", "06:10"),
            "Nieuws <nieuws@uitgever.example>",
            f"Nieuwsbrief {month}",
            "De nieuwste schoolboeken.",
            _NEWS,
        )
        for year, month in ((2026, 9), (2026, 11), (2027, 1), (2027, 3), (2027, 5), (2027, 7))
    ),
    Other(
        local("2026-09-22", "03:00"),
        "no-reply@winkel.example",
        "Uw bestelling",
        "Uw bestelling is onderweg.",
    ),
    Other(
        local("2026-12-24", "23:00"),
        "Prijs <prijs@gewonnen.example>",
        "U won",
        "Klik hier.",
        ("X-Spam-Flag: YES",),
    ),
    Other(
        local("2027-02-17", "11:30"),
        KATRIEN,
        "Die klacht van gisteren",
        "Ik heb die mama zelf al gesproken.",
    ),
    Other(
        local("2027-06-30", "20:00"),
        "Onbekend <iemand@elders.example>",
        "Re: [K-2026-0003] Uw bericht",
        "Ik heb daar ook iets over te zeggen.",
    ),
    Other(
        local("2027-07-21", "04:00"),
        "no-reply@reizen.example",
        "Uw reis",
        "Uw reis is geboekt.",
    ),
)


def complaints() -> Iterator[Written]:
    """All three hundred complaints of the year."""
    yield from ordinary(deck())
    yield from SPECIAL
