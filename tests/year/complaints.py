"""What parents write in an invented school year: who, when, about what, in which language."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Brussels")
SEED = 2026
FORM = "webformulier@schoolbestuur-demerland.example"

# How many ordinary complaints come in each month: little in vacations, much before the reports.
A_MONTH: dict[tuple[int, int], int] = {
    (2026, 9): 26, (2026, 10): 31, (2026, 11): 35, (2026, 12): 26,
    (2027, 1): 28, (2027, 2): 21, (2027, 3): 33, (2027, 4): 20,
    (2027, 5): 27, (2027, 6): 28, (2027, 7): 4, (2027, 8): 6,
}  # fmt: skip
# When on a day, and how often of ten: at work, in the evening, at night.
HOURS: tuple[tuple[range, int], ...] = ((range(8, 18), 6), (range(18, 24), 3), (range(8), 1))
# In which of twenty languages' mails; Turkish is one that no letter is written in.
TONGUES = ("nl",) * 15 + ("fr",) * 2 + ("en", "de", "tr")
ONE_IN_THREE = 3  # comes by the form of the other school

FIRST = (
    "Nele", "Pieter", "Fatima", "Joris", "Lien", "Mehmet", "Sofie", "Wim", "Ewa", "Tom", "Amira",
    "Koen", "Griet", "Rachid", "Marieke", "Stijn", "Yasmine", "Filip", "Ilse", "Ludo",
)  # fmt: skip
LAST = (
    "Aerts", "Bogaert", "Cools", "Dierckx", "Engelen", "Faes", "Geerts", "Hendrickx", "Ibens",
    "Joossens", "Kenis", "Lambrecht", "Mertens", "Nijs", "Ooms", "Pauwels", "Quintens", "Rombouts",
)  # fmt: skip
CHILD = ("Wout", "Lore", "Noor", "Seppe", "Mila", "Arne", "Elif", "Kacper", "Jade", "Tibo")

# Subject and words, per language; {child} and {group} make each a little different.
TOPICS: dict[str, tuple[tuple[str, str], ...]] = {
    "nl": (
        ("De bus", "De schoolbus kwam weer te laat en {child} uit {group} stond in de regen."),
        ("Strafstudie", "{child} uit {group} kreeg strafstudie zonder dat iemand zei waarom."),
        ("Rekening", "Op de rekening van {child} ({group}) staat een uitstap die niet doorging."),
        ("Toiletten", "In de toiletten bij {group} is al weken geen papier, zegt {child}."),
        ("Rapport", "Op het rapport van {child} ({group}) staat een punt dat niet klopt."),
        ("Eten", "{child} uit {group} kreeg deze week twee keer geen warm eten, wel betaald."),
        ("Huiswerk", "{child} ({group}) zit elke avond twee uur aan huiswerk. Dat is te veel."),
        ("Verwarming", "In het lokaal van {group} is het veertien graden. {child} is nu ziek."),
        ("Oudercontact", "Voor {child} uit {group} was er geen plaats meer op het oudercontact."),
        ("Zwemmen", "{child} uit {group} kwam alweer zonder handdoek thuis van het zwemmen."),
        ("Opvang", "De opvang van {group} sloot te vroeg en {child} stond alleen aan de poort."),
        ("Boeken", "De boeken van {child} ({group}) zijn in november nog niet geleverd."),
    ),
    "fr": (
        ("Le bus", "Le bus scolaire est encore arrivé en retard et {child} ({group}) attendait."),
        ("La facture", "La facture de {child} ({group}) compte une sortie qui n'a pas eu lieu."),
    ),
    "en": (
        ("The bus", "The school bus was late again and {child} ({group}) stood in the rain."),
        ("Lunch", "My child {child} ({group}) got no warm lunch twice this week, though we paid."),
    ),
    "de": (("Der Bus", "Der Schulbus kam wieder zu spät und {child} ({group}) stand im Regen."),),
    "tr": (("Servis", "Okul servisi yine geç geldi ve {child} ({group}) yağmurda bekledi."),),
}
WISH: dict[str, str] = {
    "nl": "Ik vind dat onaanvaardbaar en wil graag weten wat de school daaraan doet.",
    "fr": "Je trouve cela inacceptable et je voudrais savoir ce que l'école compte faire.",
    "en": "I find this unacceptable and would like to know what the school will do about it.",
    "de": "Das ist nicht hinnehmbar. Ich möchte wissen, was die Schule dagegen tut.",
    "tr": "Bunu kabul edilemez buluyorum ve okulun cevap vermesini bekliyorum.",
}


@dataclass(frozen=True, kw_only=True)
class Written:
    """A complaint as it comes in: `at` is when our server took it, `seen_at` when it lay there."""

    key: str
    at: datetime
    sender: str
    subject: str
    text: str
    course: str = ""
    seen_at: datetime | None = None

    @property
    def message_id(self) -> str:
        return f"<{self.key.replace(' ', '.').replace(',', '')}@postvak.example>"

    @property
    def address(self) -> str:
        """Where the complainant is answered, for who writes by mail."""
        return self.sender.partition("<")[2].rstrip(">") or self.sender


def local(day: str, hour: str = "12:00", *, fold: int = 0) -> datetime:
    """A local moment of the school: "2026-10-25", "02:30"; `fold` 1 is the second 02:30."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZONE, fold=fold)


def ordinary(courses: Sequence[str]) -> Iterator[Written]:
    """The ordinary complaints of the year, oldest first, each on one of these courses."""
    chance = random.Random(SEED)
    deck = list(courses)
    chance.shuffle(deck)
    moments = sorted(_moments(chance))
    assert len(moments) == len(deck)
    for n, (at, course) in enumerate(zip(moments, deck, strict=True), start=1):
        yield _written(n, at, course, chance)


def _moments(chance: random.Random) -> Iterator[datetime]:
    for (year, month), count in A_MONTH.items():
        for _ in range(count):
            (hours,) = chance.choices([hours for hours, _ in HOURS], [often for _, often in HOURS])
            at = time(chance.choice(hours), chance.randrange(60), chance.randrange(60))
            day = datetime(year, month, chance.randint(1, monthrange(year, month)[1]), tzinfo=ZONE)
            yield day + timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def _written(n: int, at: datetime, course: str, chance: random.Random) -> Written:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    address = f"{first}.{last}{n}@postvak.example".lower()
    tongue = chance.choice(TONGUES)
    subject, words = chance.choice(TOPICS[tongue])
    child, group = chance.choice(CHILD), f"{chance.randint(1, 6)}{chance.choice('ABC')}"
    text = f"{words.format(child=child, group=group)} {WISH[tongue]}"
    if n % ONE_IN_THREE:
        text = f"Beste\n\n{text}\n\n{first} {last}"
        sender = f"{first} {last} <{address}>"
    else:
        sender, subject = FORM, "Nieuw formulier"
        text = (
            f"Naam: {first} {last}\nE-mail: {address}\nTelefoon: 0470 00 {n // 100:02} {n % 100:02}"
            f"\nSchool: Secundaire school Kapelhof\nLeerling en klas: {child} {group}\n"
            f"Wat is er gebeurd: {text}"
        )
    return Written(key=f"c{n:03}", at=at, sender=sender, subject=subject, text=text, course=course)
