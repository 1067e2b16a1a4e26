"""What an overview adds below its lines: what rises, and what the calendar brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.core.calendar import Calendar
from bot.core.case import DeadlineKind
from bot.core.clause import Clause
from bot.core.desk import Desk
from bot.core.digest.saying import Counted, Voice
from bot.core.digest.whose import Share

_DAY = timedelta(days=1)
_LOOK_AHEAD = 21  # days in which a vacation is announced
_MAY, _AUGUST = 5, 8
_NAMED = 5  # promises that are named one by one
_RISEN = 3  # cases: fewer are chance

_MESSAGES = Counted(Clause("melding", "message"), Clause("meldingen", "messages"))
_NONE = Clause("geen", "none")
_ROSE = Clause(
    "{topic}: {now} in vier weken, {before} in de vier weken daarvoor",
    "{topic}: {now} in four weeks, {before} in the four weeks before",
)

# What the almanac calls vacations, for who reads English; a school's own name stays as it is.
_VACATIONS: Mapping[str, str] = {
    "vakantie": "vacation",
    "herfstvakantie": "autumn vacation",
    "kerstvakantie": "Christmas vacation",
    "krokusvakantie": "carnival vacation",
    "voorjaarsvakantie": "spring vacation",
    "paasvakantie": "Easter vacation",
    "meivakantie": "May vacation",
    "zomervakantie": "summer vacation",
}
_VACATION = Clause(
    "Vanaf {first} is het {name}, tot en met {last}.",
    "The {name} lasts from {first} to {last}.",
)
_FALL_IN_IT = Clause(
    "Beloofde dagen blijven staan: {known}{days} {verb} erin.",
    "Promised days do not move: {known}{days} {verb} within it.",
)
_AMONG_OTHERS = Clause("onder meer ", "among others ")
_FALLS, _FALL = Clause("valt", "falls"), Clause("vallen", "fall")

# What was promised to a complainant for a day.
_PROMISED = frozenset(
    {
        DeadlineKind.ADMISSIBILITY,
        DeadlineKind.HANDLING,
        DeadlineKind.TALK_MINUTES,
        DeadlineKind.MEASURE,
        DeadlineKind.DISSATISFIED_REPLY,
        DeadlineKind.CLOSED_REPLY,
        DeadlineKind.REPLY_OTHER,
        DeadlineKind.DOSSIER_REQUEST,
    }
)


def rising(desk: Desk, voice: Voice) -> tuple[str, ...]:
    """The topics that came up half as often again as in the four weeks before, at least thrice."""
    risen = sorted(
        ((now, topic, before) for topic, (now, before) in desk.topics.items()
         if now >= _RISEN and 2 * now > 3 * before),
        key=lambda one: (-one[0], one[1]),
    )  # fmt: skip
    return tuple(
        voice.said(
            _ROSE,
            topic=topic,
            now=voice.counted(now, _MESSAGES),
            before=before or voice.said(_NONE),
        )
        for now, topic, before in risen
    )


class Vacation(NamedTuple):
    """Days on which the school is closed: the first, the last, and what they are called."""

    first: date
    last: date
    name: str


def vacation_ahead(today: date, calendar: Calendar) -> Vacation | None:
    """The vacation that starts within three weeks."""
    inside = calendar.closed_until(today)
    for day in (today + n * _DAY for n in range(1, _LOOK_AHEAD + 1)):
        last = calendar.closed_until(day)
        if last is not None and last != inside:
            return Vacation(day, last, _name_of(day, last, calendar))
    return None


def promised_in(vacation: Vacation, shares: Sequence[Share]) -> Mapping[str, date]:
    """The cases in which something was promised for a day of a vacation, the first day of each."""
    return {
        share.row.number: share.row.due_on
        for share in sorted(shares, key=lambda one: one.row.due_on, reverse=True)
        if share.row.kind in _PROMISED and vacation.first <= share.row.due_on <= vacation.last
    }


def before_vacation(
    vacation: Vacation, promises: Mapping[str, date], desk: Desk, voice: Voice
) -> str:
    """That the school closes soon, and which promised days fall in that time."""
    first, last, name = vacation
    called = Clause(name, _VACATIONS.get(name, name))
    closed = voice.said(
        _VACATION,
        first=voice.whole_day(first),
        last=voice.whole_day(last),
        name=called.told(voice.language),
    )
    if not promises:
        return closed
    in_order = sorted(promises.items(), key=lambda one: (one[1], one[0]))
    named = [f"{number} ({voice.day_of_month(day)})" for number, day in in_order[:_NAMED]]
    some = desk.horizon_on < last or len(in_order) > _NAMED
    kept = voice.said(
        _FALL_IN_IT,
        known=voice.said(_AMONG_OTHERS) if some else "",
        days=voice.joined(named),
        verb=voice.said(_FALLS if len(in_order) == 1 else _FALL),
    )
    return f"{closed} {kept}"


def missing_years(today: date, calendar: Calendar, shares: Sequence[Share]) -> tuple[str, ...]:
    """The school years whose vacations nobody knows, of those that matter now.

    That is this one, from 1 May the next, and each in which something was promised.
    """
    first = today.year if today.month >= _AUGUST else today.year - 1
    years = {first, *({first + 1} if _MAY <= today.month < _AUGUST else ())}
    years |= {
        share.row.due_on.year - (share.row.due_on.month < _AUGUST)
        for share in shares
        if not calendar.covers(share.row.due_on)
    }
    return tuple(
        f"{year}-{year + 1}" for year in sorted(years) if not calendar.covers(_end_of(year))
    )


def _end_of(year: int) -> date:
    """The last day that counts of a school year."""
    return date(year + 1, 7, 31)


def _name_of(first: date, last: date, calendar: Calendar) -> str:
    """What a vacation is called: a public holiday that it starts with is not its name."""
    days = (first + n * _DAY for n in range((last - first).days + 1))
    names = [name for day in days if calendar.is_working_day(day)
             and (name := calendar.name_of(day))]  # fmt: skip
    vacations = (name for name in names if name.endswith("vakantie"))
    return next(vacations, "vakantie")
