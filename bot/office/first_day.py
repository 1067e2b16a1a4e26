"""Who is new in people.toml and who never tapped, as the audit trail has it."""

from __future__ import annotations

from datetime import date, datetime

from bot.core import first_day
from bot.core.happening import PersonNew
from bot.core.policy import Policy
from bot.office.morning import Due, Known
from bot.store.lookup import Lookup


def first_letters_due(
    look: Lookup, policy: Policy, known: Known, today: date
) -> dict[str, list[Due]]:
    """The first letters that are due, by the mailbox (address) that they leave from."""
    keys = look.keys_with(first_day.KEYS_BEGIN)
    new = first_day.newcomers(policy, keys, known.absences, today)
    orders = look.senders(first_day.PROVES) if new else {}
    due: dict[str, list[Due]] = {}
    for person, box in new:
        proven = first_day.is_known(person, keys, orders)
        happening = PersonNew(person=person.id, proven=proven)
        due.setdefault(box.address, []).append(Due(happening))
    return due


def untapped(look: Lookup, policy: Policy, now: datetime) -> tuple[str, ...]:
    """The names of whoever had the letter a while ago, and whose phone proved nothing since."""
    if not policy.has_buttons:
        return ()
    written, orders = look.keyed(first_day.WRITTEN), look.senders(first_day.PROVES)
    return first_day.untapped(policy, written, orders, now)
