"""How languages speak of days and people: words from the lists, in their order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """How one language speaks of days and people, in plain text.

    Lists of lists hold the words of one meaning together and stand in order: `months` from
    January, `weekdays` from Monday, `days_ago` from today back, `numbers` from one, `units` day,
    week, month, year, weekend, `parts` of a month begin, middle, end. `no_fact` stands before a
    day on which nothing happened yet, or which is a birthday; `contact` is said of days on which
    somebody only called or wrote; `announces` stands before a day, so that "8/10" is one.
    `child`, `parent` and `closing` stand before or above names, `negation` before what is denied.
    """

    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]
    days_ago: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[str, ...], ...]
    units: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[str, ...], ...]
    day_parts: tuple[str, ...] = ()  # glued to a weekday: "maandagavond"
    ordinal: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    after_last: tuple[str, ...] = ()
    this: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    ago_before: tuple[str, ...] = ()
    ago_after: tuple[str, ...] = ()
    school_year: tuple[str, ...] = ()
    month_first: tuple[str, ...] = ()  # "yes" where "November 12" is written
    announces: tuple[str, ...] = ()
    no_fact: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    child: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    negation: tuple[str, ...] = ()
