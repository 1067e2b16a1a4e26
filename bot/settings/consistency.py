"""What must agree between the tables and files of a config, after each was read by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bot.settings.explain import nearest
from bot.settings.schema.bot import BotConfig
from bot.settings.schema.calendar import CalendarConfig
from bot.settings.schema.people import ROLE_NAMES, PeopleConfig, PersonConfig
from bot.settings.schema.procedure import ProcedureConfig
from bot.settings.schema.section import Section
from bot.settings.schema.triage import TriageConfig

PEOPLE = "people.toml"

# Bounds that only a slip passes; days, about as many as a unit takes.
_LONGEST_TERM, _LONGEST_KEEPING = 10 * 366, 100 * 366
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 12, 31)
_TERM = re.compile(r"(\d+)(cd|wd|sd|w|mo)")
_DAYS_IN = {"cd": 1, "wd": 1, "sd": 1, "w": 7, "mo": 30}
_SCHOOL_YEAR = re.compile(r"(20\d\d)-(20\d\d)\.toml$")


class Slip(NamedTuple):
    """One thing that does not fit: the file, the key and what to do."""

    file: str
    key: str
    text: str


def slips_in_people(people: PeopleConfig) -> Iterator[Slip]:
    """Ids and addresses used twice, deputies and schools that are not there."""
    schools = [school.id for school in people.school]
    persons = [person.id for person in people.person]
    yield from _twice(PEOPLE, "school", "id", schools)
    yield from _twice(PEOPLE, "person", "id", persons)
    yield from _twice(PEOPLE, "person", "email", [p.email.casefold() for p in people.person])
    # Two schools with one id: which of them a person meant is not the person's slip.
    sure = schools if len(set(schools)) == len(schools) else None
    for n, person in enumerate(people.person):
        yield from _slips_in_person(f"person[{n}]", person, persons, sure)
    if not any("coordinator" in person.roles for person in people.person):
        yield Slip(PEOPLE, "person", 'nobody has the role "coordinator": every letter ends there')
    for who in ("registrar", "investigator"):
        yield from _known(PEOPLE, who, getattr(people, who), persons, "person")
    known = [*persons, *sorted(ROLE_NAMES)]
    for who in ("answer_author", "answer_approver"):
        yield from _known(PEOPLE, who, getattr(people, who), known, "role or person")
    for about, target in people.route_about.model_dump(exclude_none=True).items():
        key = f"route_about.{about}"
        yield from _known(PEOPLE, key, target, known, "role or person")
        if target == about:
            text = f'a complaint about "{about}" cannot go to "{about}"; name another or a person'
            yield Slip(PEOPLE, key, text)


def _slips_in_person(
    key: str, person: PersonConfig, persons: list[str], schools: list[str] | None
) -> Iterator[Slip]:
    if person.deputy == person.id:
        yield Slip(PEOPLE, f"{key}.deputy", f'"{person.id}" cannot be their own deputy')
    yield from _known(PEOPLE, f"{key}.deputy", person.deputy, persons, "person")
    for place, school in enumerate(person.schools if schools is not None else ()):
        yield from _known(PEOPLE, f"{key}.schools[{place}]", school, schools or (), "school")
    if person.topics and "handler" not in person.roles:
        yield Slip(PEOPLE, f"{key}.topics", 'topics are for a person with the role "handler"')


def slips_in_bot(bot: BotConfig, people: PeopleConfig) -> Iterator[Slip]:
    """Addresses that would make the bot write to itself, and schools that are not there."""
    file = "bot.toml"
    boxes: dict[str, str] = {}
    logins: dict[tuple[str, int, str, str], str] = {}
    schools = [school.id for school in people.school]
    for n, box in enumerate(bot.mailbox):
        key = f"mailbox[{n}]"
        named = {f"{key}.address": box.address}
        named |= {f"{key}.aliases[{place}]": alias for place, alias in enumerate(box.aliases)}
        for where, address in named.items():
            if address.casefold() in boxes:
                text = f"{address} is already {boxes[address.casefold()]}"
                yield Slip(file, where, text)
            boxes.setdefault(address.casefold(), where)
        login = (box.imap.host.casefold(), box.imap.port, box.imap.user, box.imap.inbox)
        if login in logins:
            yield Slip(file, f"{key}.imap", f"is the same folder as {logins[login]}.imap")
        logins.setdefault(login, key)
        yield from _known(file, f"{key}.school", box.school, schools, "school")
        if box.school is None and len(schools) > 1:
            text = f"is missing: which school is a mail about that names none? {', '.join(schools)}"
            yield Slip(file, f"{key}.school", text)
    for n, person in enumerate(people.person):
        if person.email.casefold() in boxes:
            where = boxes[person.email.casefold()]
            text = (
                f"{person.email} is {where} in bot.toml: letters to this person would come back as "
                "new mail; give the person's own address"
            )
            yield Slip(PEOPLE, f"person[{n}].email", text)


def slips_in_triage(triage: TriageConfig, bot: BotConfig) -> Iterator[Slip]:
    """Forms that write from the mailbox itself: their mail would be taken for our own."""
    own = {box.address.casefold() for box in bot.mailbox}
    own |= {alias.casefold() for box in bot.mailbox for alias in box.aliases}
    for n, form in enumerate(triage.webform):
        if form.sender.casefold() in own:
            text = f"{form.sender} is a mailbox of the bot; let the form write from another address"
            yield Slip("triage.toml", f"webform[{n}].sender", text)
    senders = [form.sender.casefold() for form in triage.webform]
    yield from _twice("triage.toml", "webform", "sender", senders)


def slips_in_procedure(procedure: ProcedureConfig, people: PeopleConfig) -> Iterator[Slip]:
    """Roles and persons that are named but not there."""
    file = "procedure.toml"
    persons = [person.id for person in people.person]
    known = [*persons, *sorted(ROLE_NAMES)]
    policy = procedure.policy
    named = {
        "policy.suggestions.owner": policy.suggestions.owner,
        "policy.apology.who": policy.apology.who if policy.apology else None,
        "policy.compensation_by": policy.compensation_by,
        "channels.oral": procedure.channels.oral,
        "extension.by": procedure.extension.by,
    }
    if policy.prevention_meeting:
        named["policy.prevention_meeting.owner"] = policy.prevention_meeting.owner
    named |= {f"dossier.who[{n}]": who for n, who in enumerate(procedure.dossier.who)}
    named |= {f"report.recipients[{n}]": who for n, who in enumerate(procedure.report.recipients)}
    for key, who in named.items():
        yield from _known(file, key, who, known, "role or person")
    for n, mediator in enumerate(procedure.mediation.mediators):
        yield from _known(file, f"mediation.mediators[{n}]", mediator, persons, "person")
    yield from _known(file, "clb.contact", procedure.clb.contact, persons, "person")
    yield from _twice(file, "external", "id", [body.id for body in procedure.external or ()])
    yield from _endless(file, "terms", procedure.terms, _LONGEST_TERM)
    yield from _endless(file, "retention", procedure.retention, _LONGEST_KEEPING)


def slips_in_calendars(calendars: dict[str, CalendarConfig]) -> Iterator[Slip]:
    """School years that are said to lie in different regions, and days of another year."""
    for name, year in calendars.items():
        yield from _days_of_another_year(name, year)
    regions = {name: year.region for name, year in calendars.items() if year.region is not None}
    first = next(iter(regions), None)
    for name, region in regions.items():
        if first is not None and region != regions[first]:
            text = f'"{region}" differs from "{regions[first]}" in {first}; one board, one region'
            yield Slip(name, "region", text)


def _days_of_another_year(file: str, year: CalendarConfig) -> Iterator[Slip]:
    """Days that lie outside the school year which the file is named for: a slip in a year."""
    named = _SCHOOL_YEAR.search(file)
    first = date(int(named[1]), 7, 1) if named else _EARLIEST
    last = date(int(named[2]), 9, 30) if named else _LATEST
    days = {f"closed_day[{n}]": day for n, day in enumerate(year.closed_day)}
    days |= {f"extra_holiday[{n}]": day for n, day in enumerate(year.extra_holiday)}
    for n, off in enumerate(year.vacation):
        days |= {f"vacation[{n}].first": off.first, f"vacation[{n}].last": off.last}
    for key, day in days.items():
        if not first <= day <= last:
            where = f"the school year {named[1]}-{named[2]}" if named else "any school year"
            yield Slip(file, key, f"{day} does not lie in {where}; look at the year")


def _endless(file: str, table: str, section: Section, most: int) -> Iterator[Slip]:
    """Terms of which nobody will see the end."""
    for name, value in section:
        if not isinstance(value, str) or not (term := _TERM.fullmatch(value)):
            continue
        if int(term[1]) * _DAYS_IN[term[2]] > most:
            text = f'"{value}" is longer than {most // 366} years; is the unit right?'
            yield Slip(file, f"{table}.{name}", text)


def _twice(file: str, table: str, key: str, values: list[str]) -> Iterator[Slip]:
    for n, value in enumerate(values):
        if value in values[:n]:
            first = values.index(value)
            text = f'"{value}" is already that of {table}[{first}]'
            yield Slip(file, f"{table}[{n}].{key}", text)


def _known(
    file: str, key: str, value: str | None, known: Iterable[str], what: str
) -> Iterator[Slip]:
    names = list(known)
    if value is None or value in names:
        return
    near = nearest(value, names)
    hint = f'; did you mean "{near}"?' if near else f"; known: {', '.join(names)}"
    yield Slip(file, key, f'there is no {what} "{value}"{hint}')
