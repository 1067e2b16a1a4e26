"""The first letter to somebody of people.toml: one tap proves that their phone sends as they do.

It is personal: nobody stands in for who is away, nobody is next in line when it does not arrive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.core import offers
from bot.core.absence import Absence
from bot.core.calendar import Term, Unit, local_date
from bot.core.choices import buttons
from bot.core.correspondence import to_staff
from bot.core.decision import Decision, Send
from bot.core.duties.presence import is_away
from bot.core.facts import Facts
from bot.core.happening import PersonNew
from bot.core.letter import LetterName, Value
from bot.core.parties import find_person, is_inside, school_name
from bot.core.policy import Mailbox, Person, Policy, Role

KEYS_BEGIN = "first_day:"
WRITTEN = "first_day"
# What the log says of a mail by which its sender was proven: the phone of who wrote it is right.
PROVES = ("orders_carried_out", "order_asked_back")
# A crowd would fill the minute that a provider allows, and parents wait behind it.
MOST_AT_ONCE = 10

_ORDER = frozenset(
    {Role.COORDINATOR, Role.HANDLER, Role.DIRECTOR, Role.BOARD, Role.STAFF, Role.ADMIN}
)
_PATIENCE = Term(5, Unit.WORKING_DAYS)  # after so long it is told who has not tapped


def key_of(person: Person) -> str:
    """The key of the entry about a person at an address: with another address it is another."""
    address = hashlib.sha256(person.email.strip().casefold().encode()).hexdigest()[:16]
    return f"{KEYS_BEGIN}{person.id}:{address}"


def mailbox_of(person: Person, policy: Policy) -> Mailbox | None:
    """Where the tap goes: a mailbox that proves who writes, of a school of this person if it can.

    None: nobody orders anything by mail.
    """
    proving = [box for box in policy.mailboxes if box.proves_staff]
    own = (box for box in proving if box.school in person.schools)
    return next(own, proving[0] if proving else None)


def gives_orders(person: Person, policy: Policy) -> bool:
    """Whether a person will find buttons in letters.

    A safety contact outside the school is called, and reads no more than that.
    """
    safety = Role.SAFETY in person.roles and is_inside(policy, person)
    return bool(person.roles & _ORDER) or safety


def newcomers(
    policy: Policy, keys: Collection[str], absences: Sequence[Absence], today: date
) -> list[tuple[Person, Mailbox]]:
    """Who has not had the letter at the address of today, and the mailbox it comes from.

    As many as may have it at once. `keys` are those that begin with `KEYS_BEGIN`. Who is away gets
    it when back.
    """
    new = [
        (person, box)
        for person in policy.people
        if gives_orders(person, policy)
        and (box := mailbox_of(person, policy)) is not None
        and key_of(person) not in keys
        and not is_away(person.id, absences, today)
    ]
    return new[:MOST_AT_ONCE]


def is_known(person: Person, keys: Collection[str], orders: Mapping[str, datetime]) -> bool:
    """Whether this person's phone is proven without a tap: an order came from the address before.

    `orders` are the addresses from which one came. What somebody else at the same address once
    ordered, such as the director before this one, proves nothing of this phone.
    """
    address = key_of(person).rpartition(":")[2]
    had_by_another = any(key.endswith(f":{address}") for key in keys if key != key_of(person))
    return person.email.casefold() in orders and not had_by_another


def untapped(
    policy: Policy, written: Mapping[str, datetime], orders: Mapping[str, datetime], now: datetime
) -> tuple[str, ...]:
    """The names of whoever had the letter five working days ago and ordered nothing since.

    `written` is when it was written, by key, `orders` when the last order came, by address. Each
    order that is proven shows what the tap would: also one that was asked back.
    """
    return tuple(
        person.name
        for person in policy.people
        if (at := written.get(key_of(person))) is not None
        and orders.get(person.email.casefold(), at) <= at
        and _last_day(at, policy) < local_date(now, policy.zone)
    )


def _last_day(at: datetime, policy: Policy) -> date:
    return policy.calendar.due(local_date(at, policy.zone), _PATIENCE).due_on


def on_person_new(happening: PersonNew, facts: Facts, policy: Policy) -> Decision:
    """The letter with its one button; who ordered something before is only written down."""
    person = find_person(policy, happening.person)
    box = mailbox_of(person, policy) if person else None
    if person is None or box is None:
        return Decision(event="first_day_over", reason="gone, or nobody orders by mail any more")
    if happening.proven:
        return Decision(
            event="first_day_known", reason="an order came from there before", key=key_of(person)
        )
    here = replace(facts, mailbox=box.address)
    school = person.schools[0] if len(person.schools) == 1 else ""
    values: dict[str, Value] = {
        "first_name": person.name.split(" ")[0],
        "address": person.email,
        "school": school_name(school, policy),
        "organisation": policy.organisation,
        "mailbox": box.address,
        "buttons": buttons((offers.choice(offers.TAP_HERE, person),), "", person, here, policy),
    }
    order = to_staff(LetterName.FIRST_TAP, person, values, policy, case_number=None)
    return Decision(
        event=WRITTEN,
        reason=f"{person.id} has not tapped at this address",
        effects=(Send(order, "the first day of a person"),),
        key=key_of(person),
    )
