"""The number that a new entry of a register gets, also where one mail opens several."""

from __future__ import annotations

from bot.core.acting import Acting
from bot.core.decision import Save


def next_number(acting: Acting, series: str, year: int) -> str:
    """The next free number of a register (its letter) in a year.

    Raises:
        LookupError: nobody looked up which one that is.
    """
    taken = {effect.case.number for effect in acting.so_far if isinstance(effect, Save)}
    free = (
        number
        for number in acting.facts.next_numbers.get((series, year), ())
        if number not in taken
    )
    found = next(free, None)
    if found is None:
        raise LookupError(f"no next number of {series} in {year}")
    return found
