"""What an overview says of each duty: one plain sentence, and at most three choices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.core import offers
from bot.core.case import Ack, DeadlineKind, Urgency
from bot.core.choices import Choice
from bot.core.clause import Clause, in_language, sentence
from bot.core.desk import Owed
from bot.core.duties.offered import Standing, offered
from bot.core.duties.words import WAITED_FOR, WORDS, what
from bot.core.facts import Facts
from bot.core.letter import Hold
from bot.core.lost_letters import code_in, meaning_of
from bot.core.policy import Person, Policy
from bot.core.reading.hints import HINTS, SEVERAL

# An acknowledgment leaves within minutes; one that is not gone by then needs a person.
_LEAVES_WITHIN = timedelta(hours=4)
_SOON = timedelta(days=2)

_TWO_IN_ONE = Clause(
    "Misschien twee klachten in één mail.", "Perhaps two complaints in one e-mail."
)
_TELL_WHY = Clause(
    "Vertel vandaag waarom het later wordt, en tot wanneer.",
    "Tell the complainant today why it takes longer, and until when.",
)
_TELL_SOON = Clause(
    "Lukt het niet, laat het de melder dan vandaag weten.",
    "If that cannot be done, let the complainant know today.",
)
_HELD: Mapping[Hold | None, Clause] = {
    Hold.CRITICAL: Clause(
        "De ontvangstmelding wacht tot iemand de dringende melding op zich neemt.",
        "The acknowledgment waits until somebody takes on the urgent message.",
    ),
    Hold.LIMIT: Clause(
        "De ontvangstmelding wacht: dit adres kreeg er kort na elkaar al genoeg.",
        "The acknowledgment waits: this address had enough of them in a short time.",
    ),
    Hold.OLD: Clause(
        "De ontvangstmelding wacht: de mail was al meer dan een maand oud.",
        "The acknowledgment waits: the e-mail was more than a month old.",
    ),
    Hold.CONFIG: Clause(
        "De ontvangstmelding wacht: er ontbreekt een afspraak (gehoor check zegt welke).",
        "The acknowledgment waits: something is still to be agreed (gehoor check says what).",
    ),
    Hold.FORWARDED: Clause(
        "De ontvangstmelding wacht: kijk na of het adres echt van de melder is.",
        "The acknowledgment waits: check that the address really is the complainant's.",
    ),
    Hold.PREVIEW: Clause(
        "De ontvangstmelding wacht tot iemand ze naleest en ja zegt.",
        "The acknowledgment waits until somebody has read it and says yes.",
    ),
    None: Clause(
        "De ontvangstmelding wacht op een beslissing.", "The acknowledgment waits for a decision."
    ),
}
_NEVER_ARRIVED = Clause("De ontvangstmelding kwam niet aan.", "The acknowledgment did not arrive.")
_STILL_HERE = Clause(
    "De mailserver nam de ontvangstmelding nog niet aan.",
    "The mail server has not taken the acknowledgment yet.",
)
_TO_POST = Clause(
    "De ontvangstmelding is klaar om af te drukken en te posten.",
    "The acknowledgment is ready to be printed and posted.",
)
_LEAVING = Clause("De ontvangstmelding vertrekt.", "The acknowledgment is leaving.")
_ON_TRIAL = Clause(
    "De bot is op proef: de melder kreeg geen ontvangstmelding.",
    "The bot is on trial: the complainant got no acknowledgment.",
)
_CALL = Clause("Bel {phone}.", "Call {phone}.")
_NO_PHONE = Clause(
    "Er is geen telefoonnummer; vraag het na op het secretariaat.",
    "There is no telephone number; ask the school office.",
)


def knows_nothing(row: Owed, facts: Facts) -> bool:
    """Whether this is an acknowledgment that did not get out, so that a person must."""
    if row.kind is not DeadlineKind.ACK:
        return False
    delayed = row.ack is Ack.QUEUED and facts.now - row.opened_at >= _LEAVES_WITHIN
    return row.ack in {Ack.NONE, Ack.HELD, Ack.FAILED} or delayed


def is_leaving(row: Owed, facts: Facts) -> bool:
    """Whether this is an acknowledgment that leaves by itself any minute."""
    queued = row.kind is DeadlineKind.ACK and row.ack is Ack.QUEUED
    return queued and not knows_nothing(row, facts)


def told(row: Owed, reader: Person, facts: Facts, *, waits: bool = False) -> str:
    """What must be done, or what is waited for: never a name, never a word of a complaint."""
    if row.kind is DeadlineKind.ACK:
        return _of_acknowledgment(row, reader, facts)
    passed = row.kind in WAITED_FOR and row.due_on < facts.today
    asked = what(row.kind, row.n, passed=passed) if waits or passed else WORDS[row.kind].request
    more = _besides(row, facts)
    said = sentence(asked, reader, n=row.n)
    return f"{said} {in_language(more, reader)}" if more else said


def choices(
    row: Owed, reader: Person, facts: Facts, policy: Policy, *, waits: bool = False
) -> tuple[Choice, ...]:
    """What the reader can do about it with two taps; none sends a letter unread."""
    patience = waits or (row.kind in WAITED_FOR and row.due_on >= facts.today)
    if patience and row.kind is not DeadlineKind.MEASURE:
        return ()
    duty = Standing(
        kind=row.kind,
        ack=row.ack,
        n=row.n,
        serious=row.urgency in {Urgency.HIGH, Urgency.CRITICAL},
        several=HINTS[SEVERAL].nl in row.hints,
        more_time=policy.terms.extension is not None and row.due_on >= facts.today,
        others=waits,
    )
    return offers.choices(offered(duty), reader)


def _besides(row: Owed, facts: Facts) -> Clause | None:
    """What else the reader must think of now."""
    match row.kind:
        case DeadlineKind.CLASSIFY if HINTS[SEVERAL].nl in row.hints:
            return _TWO_IN_ONE
        case DeadlineKind.HANDLING if row.due_on < facts.today:
            return _TELL_WHY
        case DeadlineKind.HANDLING if row.target_on - facts.today <= _SOON:
            return _TELL_SOON
        case _:
            return None


def _of_acknowledgment(  # noqa: PLR0911  # one line a way to say it
    row: Owed, reader: Person, facts: Facts
) -> str:
    call = in_language(_CALL if row.phone else _NO_PHONE, reader).format(phone=row.phone)
    match row.ack:
        case Ack.NONE:
            return in_language(_TO_POST, reader)
        case Ack.HELD:
            return in_language(_HELD[row.hold], reader)
        case Ack.FAILED:
            reason = meaning_of(code_in(row.why, permanent=True), reader.language)
            return " ".join(filter(None, (in_language(_NEVER_ARRIVED, reader), reason, call)))
        case Ack.QUEUED if knows_nothing(row, facts):
            return f"{in_language(_STILL_HERE, reader)} {call}"
        case Ack.QUEUED:
            return in_language(_LEAVING, reader)
        case Ack.TRIAL:
            return in_language(_ON_TRIAL, reader)
        case _:
            return sentence(WORDS[DeadlineKind.ACK].request, reader)
