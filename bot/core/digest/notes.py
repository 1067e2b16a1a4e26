"""What an overview adds below its lines: the sum of all mail, what rises, and the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from bot.core.calendar import Calendar
from bot.core.case import DeadlineKind
from bot.core.clause import Clause
from bot.core.desk import Aside, Desk
from bot.core.digest.saying import Counted, Voice
from bot.core.digest.whose import Share
from bot.core.happening import AttentionCode

_DAY = timedelta(days=1)
_LOOK_AHEAD = 21  # days in which a vacation is announced
_MAY, _AUGUST = 5, 8
_NAMED = 5  # promises that are named one by one
_RISEN = 3  # cases: fewer are chance
WAITING = "waiting"  # mail that was stored and not decided yet


def _mails(one: str, many: str, one_en: str, many_en: str) -> Counted:
    return Counted(Clause(one, one_en), Clause(many, many_en))


_EVERY = _mails("mail", "mails", "e-mail", "e-mails")
# Each kind of mail, as one and as many.
_MAILS: Mapping[str, Counted] = {
    "complaint": _mails("klacht", "klachten", "complaint", "complaints"),
    "unclear": _mails(
        "onduidelijk bericht", "onduidelijke berichten", "unclear message", "unclear messages"
    ),
    "case_reply": _mails("antwoord", "antwoorden", "reply", "replies"),
    "question": _mails("vraag", "vragen", "question", "questions"),
    "suggestion": _mails("voorstel", "voorstellen", "suggestion", "suggestions"),
    "praise": _mails("compliment", "complimenten", "compliment", "compliments"),
    "staff_command": _mails(
        "interne notitie", "interne notities", "internal note", "internal notes"
    ),
    "staff_forward": _mails(
        "doorgestuurde mail", "doorgestuurde mails", "forwarded e-mail", "forwarded e-mails"
    ),
    "doubtful": _mails("twijfelgeval", "twijfelgevallen", "doubtful e-mail", "doubtful e-mails"),
    "spam": _mails(
        "mogelijke reclame", "mogelijke reclames", "possible advertisement",
        "possible advertisements",
    ),
    "list": _mails("nieuwsbrief", "nieuwsbrieven", "newsletter", "newsletters"),
    "unreadable": _mails(
        "onleesbare mail", "onleesbare mails", "unreadable e-mail", "unreadable e-mails"
    ),
    "auto_reply": _mails(
        "automatisch antwoord", "automatische antwoorden", "automatic reply", "automatic replies"
    ),
    "bounce": _mails(
        "teruggekomen brief", "teruggekomen brieven", "returned letter", "returned letters"
    ),
    "duplicate": _mails("dubbele mail", "dubbele mails", "duplicate", "duplicates"),
    "own": _mails("eigen brief", "eigen brieven", "letter of our own", "letters of our own"),
    "before_start": _mails(
        "mail van voor de start", "mails van voor de start", "e-mail from before the start",
        "e-mails from before the start",
    ),
    WAITING: _mails(
        "mail die nog wacht", "mails die nog wachten", "e-mail still waiting", "e-mails still waiting"
    ),
}  # fmt: skip
# Why a mail lies apart.
_APART: Mapping[str, Clause] = {
    AttentionCode.DOUBTFUL: Clause(
        "Misschien van een mens, misschien van een programma. Niet beantwoord.",
        "Perhaps from a person, perhaps from a program. Not answered.",
    ),
    AttentionCode.LIST: Clause(
        "Lijkt een nieuwsbrief of groepsmail. Niet beantwoord.",
        "Looks like a newsletter or a group e-mail. Not answered.",
    ),
    AttentionCode.SPAM: Clause(
        "Mogelijk reclame of bedrog. Niet beantwoord; klik op niets.",
        "Possibly advertising or fraud. Not answered; click on nothing.",
    ),
    AttentionCode.UNREADABLE: Clause(
        "Niet te lezen. Open de mail in de mailbox.",
        "Cannot be read. Open the e-mail in the mailbox.",
    ),
    AttentionCode.FROM_OURSELVES: Clause(
        "Draagt ons eigen adres, maar komt niet van de bot.",
        "Carries our own address, but is not from the bot.",
    ),
    AttentionCode.POSSIBLE_FOLLOW_UP: Clause(
        "Noemt een dossier, maar het adres hoort daar niet bij.",
        "Names a case, but the address does not belong to it.",
    ),
    AttentionCode.STAFF_WITHOUT_CASE: Clause(
        "Van een collega, zonder nummer van een dossier.",
        "From a colleague, without the number of a case.",
    ),
    AttentionCode.ORDER_FROM_ELSEWHERE: Clause(
        "Een opdracht van een adres dat we niet kennen.",
        "An order from an address that we do not know.",
    ),
    AttentionCode.STAFF_FORWARD: Clause(
        "Doorgestuurd door een collega. Misschien een klacht.",
        "Forwarded by a colleague. Perhaps a complaint.",
    ),
}
_APART_ANYHOW = Clause("Vraagt een mens. Niet beantwoord.", "Needs a person. Not answered.")
_START = Clause("de start", "the start")
_NO_MAIL = Clause("Sinds {since}: geen nieuwe mail.", "Since {since}: no new mail.")
_SUM = Clause("Sinds {since}: {all} = {parts}. {end}", "Since {since}: {all} = {parts}. {end}")
_ALL_DONE = Clause("Niets bleef liggen.", "Nothing was left lying.")
_ONE_WAITS = Clause("Er wacht er nog 1.", "1 is still waiting.")
_MANY_WAIT = Clause("Er wachten er nog {n}.", "{n} are still waiting.")

_MESSAGES = _mails("melding", "meldingen", "message", "messages")
_NONE = Clause("geen", "none")
_ROSE = Clause(
    "{topic}: {now} in vier weken, {before} in de vier weken daarvoor",
    "{topic}: {now} in four weeks, {before} in the four weeks before",
)

_ON = Clause("op {first}", "on {first}")
_FROM_TO = Clause("van {first} tot en met {last}", "from {first} to {last}")
_STOOD_STILL = Clause(
    "De bot lag stil {days}; wat intussen binnenkwam, is gelezen.",
    "The bot was down {days}; what came in meanwhile has been read.",
)
_BEING_READ = Clause(
    "De bot lag stil {days}; wat intussen binnenkwam, wordt nu gelezen.",
    "The bot was down {days}; what came in meanwhile is being read now.",
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


def why_apart(mail: Aside) -> Clause:
    """Why a mail lies apart."""
    return _APART.get(mail.code, _APART_ANYHOW)


def accounting(desk: Desk, voice: Voice, zone: tzinfo) -> str:
    """The sum of all mail since the last overview: the proof that none was lost."""
    since = voice.moment(desk.since.astimezone(zone)) if desk.since else voice.said(_START)
    every = sum(desk.received.values())
    if not every:
        return voice.said(_NO_MAIL, since=since)
    order = [*_MAILS, *sorted(set(desk.received) - set(_MAILS))]
    parts = " + ".join(
        voice.counted(desk.received[kind], _MAILS.get(kind) or _mails(*(kind,) * 4))
        for kind in order
        if desk.received.get(kind)
    )
    waiting = desk.received.get(WAITING, 0)
    end = {0: _ALL_DONE, 1: _ONE_WAITS}.get(waiting, _MANY_WAIT)
    return voice.said(
        _SUM,
        since=since,
        all=voice.counted(every, _EVERY),
        parts=parts,
        end=voice.said(end, n=waiting),
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


def stood_still(desk: Desk, voice: Voice) -> str:
    """The mornings without an overview, and that nothing of them is lost; "" when there was one."""
    if not desk.missed:
        return ""
    first, last = min(desk.missed), max(desk.missed)
    days = voice.said(
        _ON if first == last else _FROM_TO,
        first=voice.whole_day(first),
        last=voice.whole_day(last),
    )
    return voice.said(_BEING_READ if desk.received.get(WAITING, 0) else _STOOD_STILL, days=days)


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
