"""What an overview tells of mail: the sum of all that came, and why some of it lies apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from bot.core.clause import Clause
from bot.core.desk import Aside, Desk
from bot.core.digest.saying import Counted, Voice
from bot.core.happening import AttentionCode

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
        "bericht van een collega", "berichten van collega's", "message from staff",
        "messages from staff",
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
        "mail die nog wacht", "mails die nog wachten", "e-mail still waiting",
        "e-mails still waiting",
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
