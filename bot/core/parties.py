"""Who belongs to a case, who may read it, and who is next in line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.core.case import Case
from bot.core.mail import Address
from bot.core.naming import all_named_in, named_in, without_own_name
from bot.core.policy import Person, Policy, Role

__all__ = [
    "admins",
    "alarm_circle",
    "board",
    "coordinator",
    "directors",
    "find_person",
    "gets_text",
    "handler_of",
    "is_inside",
    "named_in",
    "named_people",
    "next_in_line",
    "next_reader",
    "readers",
    "safety_contacts",
    "school_name",
    "staff_by_address",
]

_WIDER_FROM = 3  # the attempt from which an alarm nobody has seen also goes to board and admins


def find_person(policy: Policy, person_id: str) -> Person | None:
    """The person with this id."""
    return next((person for person in policy.people if person.id == person_id), None)


def staff_by_address(policy: Policy, address: str) -> Person | None:
    """The person of people.toml who has this address, whatever its capitals."""
    key = address.strip().casefold()
    return next((person for person in policy.people if person.email.casefold() == key), None)


def coordinator(policy: Policy, school: str) -> Person:
    """The complaints coordinator of a school; of the board where the school has none.

    Raises:
        LookupError: nobody is coordinator.
    """
    everyone = _coordinators(policy, school)
    if not everyone:
        raise LookupError("nobody in people.toml has the role coordinator")
    return everyone[0]


def handler_of(policy: Policy, case: Case) -> Person:
    """Who handles a case: the coordinator until somebody takes it, or when that person is gone."""
    handler = find_person(policy, case.handler) if case.handler else None
    return handler or coordinator(policy, case.school)


def school_name(school_id: str, policy: Policy) -> str:
    """The name of a school; that of the organisation when it is not known."""
    names = (school.name for school in policy.schools if school.id == school_id)
    return next(names, policy.organisation)


def directors(policy: Policy, school: str) -> tuple[Person, ...]:
    """The directors of a school; nobody when the school is not known ("")."""
    return _serving(policy, Role.DIRECTOR, school) if school else ()


def board(policy: Policy) -> tuple[Person, ...]:
    """The members of the school board, the chair first as people.toml has it."""
    return _with_role(policy, Role.BOARD)


def admins(policy: Policy) -> tuple[Person, ...]:
    """Who looks after the bot."""
    return _with_role(policy, Role.ADMIN)


def safety_contacts(policy: Policy, school: str) -> tuple[Person, ...]:
    """Who is told of a danger at a school; every safety contact where the school has none."""
    return _serving(policy, Role.SAFETY, school) or _with_role(policy, Role.SAFETY)


def is_inside(policy: Policy, person: Person) -> bool:
    """Whether a person's address lies under a domain of the board: of a mailbox or of staff."""
    domain = _domain(person.email)
    ours = {_domain(address) for address in policy.own_addresses}
    ours.update(listed.casefold().lstrip("@.") for listed in policy.staff_domains)
    return any(domain == our or domain.endswith(f".{our}") for our in ours)


def gets_text(policy: Policy, person: Person) -> bool:
    """Whether an alert may carry the text to this person: insiders, unless agreed otherwise."""
    return is_inside(policy, person) if person.body is None else person.body


def next_in_line(
    policy: Policy, person: Person, not_among: Collection[Person] = (), *, school: str = ""
) -> Person | None:
    """Who takes over from a person: the deputies, then coordinator, board and administrators.

    Deputies may name each other; nobody is visited twice, and nobody of `not_among` is chosen.
    `school` says whose coordinator comes first (else the person's own). None: nobody is left.
    """
    barred = {one.id for one in not_among}
    visited = {person.id}
    deputy = find_person(policy, person.deputy) if person.deputy else None
    while deputy is not None and deputy.id not in visited:
        if deputy.id not in barred:
            return deputy
        visited.add(deputy.id)
        deputy = find_person(policy, deputy.deputy) if deputy.deputy else None
    own_school = school or (person.schools[0] if person.schools else "")
    rest = (*_coordinators(policy, own_school), *board(policy), *admins(policy))
    return next((one for one in rest if one.id not in visited | barred), None)


def next_reader(  # noqa: PLR0913 - who is next depends on each of them
    policy: Policy,
    school: str,
    person: Person,
    plain_text: str,
    sender: Address | None,
    *,
    not_among: Collection[Person] = (),
) -> Person | None:
    """The next in line after a person whom the text (as `plain` gives it) does not name."""
    text = _words_on_others(plain_text, sender)
    barred = list(not_among)
    while candidate := next_in_line(policy, person, barred, school=school):
        if not named_in(text, candidate, policy):
            return candidate
        barred.append(candidate)
    return None


def readers(
    policy: Policy,
    school: str,
    plain_text: str,
    sender: Address | None,
    *,
    handler: Person | None = None,
) -> tuple[Person, ...]:
    """Who may read this text: the handler (else the coordinator), then the school's directors.

    Who is named in it is left out. In the first place stands then the next in line, who handles
    the case; when nobody is left at all the answer is empty, and the text may go to no one.
    """
    text = _words_on_others(plain_text, sender)
    first = handler or coordinator(policy, school)
    chosen = _unless_named(policy, school, first, text)
    if chosen is None:
        return ()
    unnamed = (one for one in directors(policy, school) if not named_in(text, one, policy))
    return _once((chosen, *unnamed))


def named_people(plain_text: str, sender: Address | None, policy: Policy) -> tuple[str, ...]:
    """The ids of all persons of whom a text (as `plain` gives it) speaks."""
    text = _words_on_others(plain_text, sender)
    return tuple(person.id for person in all_named_in(text, policy))


def alarm_circle(
    policy: Policy, school: str, plain_text: str, sender: Address | None, attempt: int = 1
) -> tuple[Person, ...]:
    """Who is told of a danger: all safety contacts; from the third attempt also board and admins.

    One who is named in the text and would get it is replaced by the next in line. An alarm is
    never without anybody: where no safety contact is appointed it goes to coordinator, directors
    and board; where all are named and nobody is next in line, to them without the text (`body`).
    """
    text = _words_on_others(plain_text, sender)
    contacts = safety_contacts(policy, school) or (
        *_coordinators(policy, school),
        *directors(policy, school),
        *board(policy),
    )
    if attempt >= _WIDER_FROM:
        contacts = (*contacts, *board(policy), *admins(policy))
    circle = (
        _unless_named(policy, school, one, text) if gets_text(policy, one) else one
        for one in contacts
    )
    told = _once(one for one in circle if one is not None)
    return told or _once(replace(one, body=False) for one in contacts)


def _unless_named(policy: Policy, school: str, person: Person, text: str) -> Person | None:
    """The person, or the next in line when the text speaks of the person."""
    if not named_in(text, person, policy):
        return person
    return next_reader(policy, school, person, text, None)


def _words_on_others(plain_text: str, sender: Address | None) -> str:
    return without_own_name(plain_text, sender.name) if sender else plain_text


def _coordinators(policy: Policy, school: str) -> tuple[Person, ...]:
    """All coordinators: those appointed for this school first, those of other schools last."""
    return tuple(
        sorted(
            _with_role(policy, Role.COORDINATOR),
            key=lambda person: 0 if school in person.schools else 1 if not person.schools else 2,
        )
    )


def _serving(policy: Policy, role: Role, school: str) -> tuple[Person, ...]:
    return tuple(
        person
        for person in _with_role(policy, role)
        if not person.schools or school in person.schools
    )


def _with_role(policy: Policy, role: Role) -> tuple[Person, ...]:
    return tuple(person for person in policy.people if role in person.roles)


def _once(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple({person.id: person for person in people}.values())


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()
