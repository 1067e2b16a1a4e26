"""Whom an order means: an id, an address, "mij", or a part of a name that only one person has."""

from __future__ import annotations

from bot.core.parties import find_person, staff_by_address
from bot.core.plain import plain
from bot.core.policy import Person, Policy

_ME = frozenset({"mij", "ik", "me", "mezelf", "mijzelf", "myself", "i"})


def people_meant(said: str, by: Person, policy: Policy) -> tuple[Person, ...]:
    """Everybody whom these words may mean: nobody, one person, or those to choose from."""
    words = plain(said).strip(" .,:;!")
    if not words:
        return ()
    if words in _ME:
        return (by,)
    exact = find_person(policy, words) or staff_by_address(policy, words)
    if exact is not None:
        return (exact,)
    wanted = words.split()
    whole = tuple(one for one in policy.people if plain(one.name) == words)
    return whole or tuple(
        one for one in policy.people if all(part in _words_of(one) for part in wanted)
    )


def _words_of(person: Person) -> list[str]:
    return [*plain(person.name).split(), *plain(person.title).split()]
