"""What an overview adds below its lines: the sum of all mail, what rises, and the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from bot.core.calendar import Calendar
from bot.core.case import DeadlineKind
from bot.core.desk import Aside, Desk
from bot.core.digest.saying import (
    counted,
    day_of_month,
    joined,
    moment,
    whole_day,
)
from bot.core.digest.whose import Share
from bot.core.happening import AttentionCode

_DAY = timedelta(days=1)
_LOOK_AHEAD = 21  # days in which a vacation is announced
_MAY, _AUGUST = 5, 8
_NAMED = 5  # promises that are named one by one
_RISEN = 3  # cases: fewer are chance
WAITING = "waiting"  # mail that was stored and not decided yet

# Each kind of mail, as one and as many.
_MAILS: Mapping[str, tuple[str, str]] = {
    "complaint": ("klacht", "klachten"),
    "unclear": ("onduidelijk bericht", "onduidelijke berichten"),
    "case_reply": ("antwoord", "antwoorden"),
    "question": ("vraag", "vragen"),
    "suggestion": ("voorstel", "voorstellen"),
    "praise": ("compliment", "complimenten"),
    "staff_command": ("interne notitie", "interne notities"),
    "staff_forward": ("doorgestuurde mail", "doorgestuurde mails"),
    "doubtful": ("twijfelgeval", "twijfelgevallen"),
    "spam": ("mogelijke reclame", "mogelijke reclames"),
    "list": ("nieuwsbrief", "nieuwsbrieven"),
    "unreadable": ("onleesbare mail", "onleesbare mails"),
    "auto_reply": ("automatisch antwoord", "automatische antwoorden"),
    "bounce": ("teruggekomen brief", "teruggekomen brieven"),
    "duplicate": ("dubbele mail", "dubbele mails"),
    "own": ("eigen brief", "eigen brieven"),
    "before_start": ("mail van voor de start", "mails van voor de start"),
    WAITING: ("mail die nog wacht", "mails die nog wachten"),
}
# Why a mail lies apart.
_APART: Mapping[str, str] = {
    AttentionCode.DOUBTFUL: "Misschien van een mens, misschien van een programma. Niet beantwoord.",
    AttentionCode.LIST: "Lijkt een nieuwsbrief of groepsmail. Niet beantwoord.",
    AttentionCode.SPAM: "Mogelijk reclame of bedrog. Niet beantwoord; klik op niets.",
    AttentionCode.UNREADABLE: "Niet te lezen. Open de mail in de mailbox.",
    AttentionCode.FROM_OURSELVES: "Draagt ons eigen adres, maar komt niet van de bot.",
    AttentionCode.POSSIBLE_FOLLOW_UP: "Noemt een dossier, maar het adres hoort daar niet bij.",
    AttentionCode.STAFF_WITHOUT_CASE: "Van een collega, zonder nummer van een dossier.",
    AttentionCode.ORDER_FROM_ELSEWHERE: "Een opdracht van een adres dat we niet kennen.",
    AttentionCode.STAFF_FORWARD: "Doorgestuurd door een collega. Misschien een klacht.",
}
_APART_ANYHOW = "Vraagt een mens. Niet beantwoord."

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


def why_apart(mail: Aside) -> str:
    """Why a mail lies apart."""
    return _APART.get(mail.code, _APART_ANYHOW)


def accounting(desk: Desk, today: date, zone: tzinfo) -> str:
    """The sum of all mail since the last overview: the proof that none was lost."""
    since = moment(desk.since.astimezone(zone), today) if desk.since else "de start"
    every = sum(desk.received.values())
    if not every:
        return f"Sinds {since}: geen nieuwe mail."
    order = [*_MAILS, *sorted(set(desk.received) - set(_MAILS))]
    parts = " + ".join(
        counted(desk.received[kind], *_MAILS.get(kind, (kind, kind)))
        for kind in order
        if desk.received.get(kind)
    )
    waiting = desk.received.get(WAITING, 0)
    end = f"Er {'wacht' if waiting == 1 else 'wachten'} er nog {waiting}." if waiting else ""
    return f"Sinds {since}: {counted(every, 'mail', 'mails')} = {parts}. {end or _ALL_DONE}"


_ALL_DONE = "Niets bleef liggen."


def rising(desk: Desk) -> tuple[str, ...]:
    """The topics that came up half as often again as in the four weeks before, at least thrice."""
    risen = sorted(
        ((now, topic, before) for topic, (now, before) in desk.topics.items()
         if now >= _RISEN and 2 * now > 3 * before),
        key=lambda one: (-one[0], one[1]),
    )  # fmt: skip
    return tuple(
        f"{topic}: {counted(now, 'melding', 'meldingen')} in vier weken, "
        f"{before or 'geen'} in de vier weken daarvoor"
        for now, topic, before in risen
    )


def stood_still(desk: Desk, today: date) -> str:
    """The mornings without an overview, and that nothing of them is lost; "" when there was one."""
    if not desk.missed:
        return ""
    first, last = min(desk.missed), max(desk.missed)
    if first == last:
        days = f"op {whole_day(first, today)}"
    else:
        days = f"van {whole_day(first, today)} tot en met {whole_day(last, today)}"
    waiting = desk.received.get(WAITING, 0)
    read = "wordt nu gelezen" if waiting else "is gelezen"
    return f"De bot lag stil {days}; wat intussen binnenkwam, {read}."


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
    vacation: Vacation, promises: Mapping[str, date], desk: Desk, today: date
) -> str:
    """That the school closes soon, and which promised days fall in that time."""
    first, last, name = vacation
    days = f"tot en met {whole_day(last, today)}"
    closed = f"Vanaf {whole_day(first, today)} is het {name}, {days}."
    if not promises:
        return closed
    in_order = sorted(promises.items(), key=lambda one: (one[1], one[0]))
    named = [f"{number} ({day_of_month(day, today)})" for number, day in in_order[:_NAMED]]
    more = len(in_order) - _NAMED
    known = "onder meer " if desk.horizon_on < last or more > 0 else ""
    falls = "valt" if len(in_order) == 1 else "vallen"
    return f"{closed} Beloofde dagen blijven staan: {known}{joined(named)} {falls} erin."


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
