"""Checks that for every task there is somebody, who can be reached and is not judge of himself."""

from __future__ import annotations

from collections.abc import Iterator

from bot.settings.finding import Finding, Level
from bot.settings.load import Settings
from bot.settings.schema.people import ROLE_NAMES, PersonConfig

_ENOUGH_SAFETY_CONTACTS = 2
# Roles with terms of their own: when their holder is away, a deadline runs on.
_WITH_TERMS = frozenset({"coordinator", "handler", "director"})

_SAFETY = (
    "Dringende meldingen gaan naar minstens twee personen, van wie één buiten de school werkt, ook "
    "in de vakantie."
)


def people_to_name(settings: Settings) -> Iterator[Finding]:
    """Which tasks nobody has, and who cannot be reached."""
    yield from _coordinators(settings)
    yield from _telephones(settings)
    yield from _tasks(settings)
    yield from _safety_contacts(settings)
    yield from _routes(settings)
    yield from _approvers(settings)
    yield from _deputies(settings)


def _coordinators(settings: Settings) -> Iterator[Finding]:
    if not any(person.phone for person in _with(settings, "coordinator")):
        yield _people(
            Level.ERROR,
            "person.phone",
            "De coördinator heeft geen telefoonnummer; elke ontvangstmelding aan een ouder "
            "vermeldt dat nummer.",
            "De klachtencoördinator is … (naam en telefoonnummer); die naam en dat nummer staan in "
            "elke ontvangstmelding.",
        )


def _telephones(settings: Settings) -> Iterator[Finding]:
    for n, person in enumerate(settings.people.person):
        if person.phone:
            continue
        if "safety" in person.roles:
            yield _people(
                Level.WARNING,
                f"person[{n}].phone",
                f"{person.id} krijgt dringende meldingen maar heeft geen telefoonnummer; de "
                "anderen kunnen dan niet bellen.",
            )
        elif "handler" in person.roles:
            yield _people(
                Level.WARNING,
                f"person[{n}].phone",
                f"{person.id} behandelt klachten maar heeft geen telefoonnummer; in brieven staat "
                "dan dat van de coördinator.",
            )


def _tasks(settings: Settings) -> Iterator[Finding]:
    for role, text, sentence in (
        ("admin", "Niemand is beheerder (admin): wie krijgt de meldingen over de bot zelf?", ""),
        (
            "board",
            "Niemand is van het schoolbestuur (board): naar wie gaat wat te laat is?",
            "Van een klacht die over tijd is, krijgt het schoolbestuur bericht.",
        ),
        (
            "dpo",
            "Wie is de functionaris voor gegevensbescherming (dpo)?",
            "De functionaris voor gegevensbescherming is … (naam en mailadres).",
        ),
    ):
        if not _with(settings, role):
            yield _people(Level.WARNING, "person.roles", text, sentence)
    for school in settings.people.school:
        for role, what in {"handler": "behandelaar", "director": "directeur"}.items():
            sentence = f"In {school.name} behandelt … de klachten." if role == "handler" else ""
            if not any(_is_for(person, school.id) for person in _with(settings, role)):
                yield _people(
                    Level.WARNING,
                    "person.roles",
                    f"{school.name} heeft geen {what}; de coördinator doet het dan.",
                    sentence,
                )


def _safety_contacts(settings: Settings) -> Iterator[Finding]:
    contacts = _with(settings, "safety")
    if len(contacts) < _ENOUGH_SAFETY_CONTACTS:
        yield _people(
            Level.ERROR,
            "person.roles",
            f"Wie krijgt dringende meldingen, ook in de vakantie? Geef minstens twee personen de "
            f"rol safety; nu: {len(contacts)}.",
            _SAFETY,
        )
    outside = [person for person in contacts if is_outside(settings, person.email)]
    if contacts and not outside:
        yield _people(
            Level.WARNING,
            "person.roles",
            "Geen van de veiligheidscontacten werkt buiten de school (CLB, vertrouwenspersoon): "
            "wie helpt als het over de school zelf gaat?",
            _SAFETY,
        )
    for n, person in enumerate(settings.people.person):
        if person in outside and person.body:
            yield _people(
                Level.OK,
                f"person[{n}].body",
                f"{person.id} werkt buiten de school en krijgt de tekst van dringende berichten. "
                "Is dat schriftelijk afgesproken?",
            )


def _routes(settings: Settings) -> Iterator[Finding]:
    routes = settings.people.route_about
    for about, what, example, who in (
        ("director", "de directeur", "board", "het schoolbestuur"),
        ("board", "het schoolbestuur", "het id van de voorzitter", "de voorzitter"),
        ("coordinator", "de coördinator", "director", "de directeur"),
    ):
        sentence = f"Een klacht over {what} behandelt {who}."
        target = getattr(routes, about)
        key = f"route_about.{about}"
        if target is None:
            text = f"Naar wie gaat een klacht over {what}? Bijvoorbeeld: {example}."
            yield _people(Level.ERROR, key, text, sentence)
        elif target in ROLE_NAMES and not _with(settings, target):
            text = f"Een klacht over {what} gaat naar {target}, maar niemand heeft die rol."
            yield _people(Level.ERROR, key, text, sentence)
        elif about != "board" and all(about in person.roles for person in _meant(settings, target)):
            text = f"Een klacht over {what} gaat naar {target}: iemand die zelf die rol heeft."
            yield _people(Level.WARNING, key, text)


def _approvers(settings: Settings) -> Iterator[Finding]:
    """An answer that nobody but its author reads leaves with one pair of eyes."""
    approver = settings.people.answer_approver or "director"
    if approver == "handler":
        return
    above = _with(settings, "board")
    for school in settings.people.school:
        meant = [person for person in _meant(settings, approver) if _is_for(person, school.id)]
        handlers = [
            person
            for role in ("coordinator", "handler")
            for person in _with(settings, role)
            if _is_for(person, school.id)
        ]
        if not meant and not above:
            text = (
                f"Niemand kan in {school.name} een antwoord goedkeuren ({approver}): de "
                "coördinator doet het dan, en wat die zelf schrijft, leest niemand anders na."
            )
            yield _people(Level.WARNING, "answer_approver", text)
        elif not above and all(person in handlers for person in meant):
            text = (
                f"Wie in {school.name} antwoorden goedkeurt, behandelt er ook klachten, en er is "
                "geen schoolbestuur (board): eigen antwoorden leest dan niemand anders na."
            )
            yield _people(Level.WARNING, "answer_approver", text)


def _deputies(settings: Settings) -> Iterator[Finding]:
    for n, person in enumerate(settings.people.person):
        if person.deputy is None and _WITH_TERMS & set(person.roles):
            yield _people(
                Level.WARNING,
                f"person[{n}].deputy",
                f"Wie vervangt {person.id} bij afwezigheid? Termijnen lopen door.",
                "Wie klachten behandelt, heeft een vervanger. Termijnen lopen door als iemand "
                "afwezig is.",
            )


def is_outside(settings: Settings, address: str) -> bool:
    """Whether an address lies outside every domain of the board."""
    domain = address.casefold().rpartition("@")[2]
    own = {box.address.casefold().rpartition("@")[2] for box in settings.bot.mailbox}
    own |= set(settings.triage.staff_domains)
    return not any(domain == one or domain.endswith(f".{one}") for one in own)


def _meant(settings: Settings, target: str) -> list[PersonConfig]:
    """Whom a route leads to: the holders of a role, or one person."""
    holders = _with(settings, target)
    return holders or [person for person in settings.people.person if person.id == target]


def _with(settings: Settings, role: str) -> list[PersonConfig]:
    return [person for person in settings.people.person if role in person.roles]


def _is_for(person: PersonConfig, school: str) -> bool:
    return not person.schools or school in person.schools


def _people(level: Level, key: str, text: str, sentence: str = "") -> Finding:
    return Finding(level=level, file="people.toml", key=key, text=text, sentence=sentence)
