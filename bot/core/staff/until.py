"""Till when, in words: "morgen 9u", "vrijdag", "2 uur", "3 werkdagen", "2026-11-27 om 17:30"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.core.instructions.dates import Days, Meant, day_meant
from bot.core.instructions.terms import term_meant
from bot.core.plain import plain
from bot.core.policy import Policy
from bot.core.standstill import END_OF_DAY

_LONGEST = 80  # characters
_FOR = re.compile(
    r"(?:voor |gedurende |for )?(?P<n>\d{1,3}) ?(?P<unit>uur|uren|u|hours?|h|minuten|min|minutes?)"
)
_MINUTES = re.compile(r"m")
_UNTIL = re.compile(r"(?:tot en met|tot|t/m|tem|until|till|to)\b ?")
_HOUR = re.compile(
    r"(?:^|[ ,])(?:om |at |@ ?)?(?P<hour>\d{1,2})(?::(?P<min>\d\d)| ?(?:uur|u|h)(?P<min2>\d\d)?)"
    r"(?: ?(?:uur|u))?$"
)


class Unsure(StrEnum):
    """Why words name no moment that a pause can last till."""

    UNKNOWN = "unknown"
    PAST = "past"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The instant that words name, or why they name none; `days` are those it may be."""

    at: datetime | None = None
    unsure: Unsure | None = None
    days: tuple[date, ...] = ()


def moment_meant(words: str, now: datetime, policy: Policy, *, english: bool = False) -> Moment:
    """The instant these words name, seen from `now`; a day alone is meant till its end of work."""
    said = plain(words[:_LONGEST]).strip(" .,;!()")
    local = now.astimezone(policy.zone)
    if (lasting := _FOR.fullmatch(said)) is not None:
        n = int(lasting["n"])
        length = timedelta(minutes=n) if _MINUTES.match(lasting["unit"]) else timedelta(hours=n)
        return _ahead(now + length, now)
    said = _UNTIL.sub("", said, count=1).strip()
    hour, said = _cut_hour(said)
    if hour is None:
        return Moment(unsure=Unsure.UNKNOWN)
    if not said:
        return _ahead(datetime.combine(local.date(), hour, policy.zone), now)
    vocabulary = policy.words.vocabulary
    if (term := term_meant(said, vocabulary)) is not None:
        on = policy.calendar.due(local.date(), term).due_on
        return _ahead(datetime.combine(on, hour, policy.zone), now)
    meant = day_meant(said, Days(local.date(), vocabulary, english=english))
    if meant is None:
        return Moment(unsure=Unsure.UNKNOWN)
    return _on(meant, hour, now, policy)


def _cut_hour(said: str) -> tuple[time | None, str]:
    """The hour at the end and what stands before it; without one the end of work."""
    found = _HOUR.search(said)
    if found is None:
        return END_OF_DAY, said
    hour, minute = int(found["hour"]), int(found["min"] or found["min2"] or 0)
    before = said[: found.start()].strip(" ,")
    try:
        return time(hour, minute), before
    except ValueError:
        return None, before


def _on(meant: Meant, hour: time, now: datetime, policy: Policy) -> Moment:
    if len(meant.dates) > 1:
        return Moment(unsure=Unsure.AMBIGUOUS, days=meant.dates)
    return _ahead(datetime.combine(meant.day, hour, policy.zone), now)


def _ahead(at: datetime, now: datetime) -> Moment:
    return Moment(at=at) if at > now else Moment(unsure=Unsure.PAST)
