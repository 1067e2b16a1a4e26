"""A staff letter did not arrive: who is next to have it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core import correspondence
from bot.core.absence import Absence
from bot.core.decision import Effect, Note, Send, Tell
from bot.core.digest import on_overview
from bot.core.duties.letters import reminder
from bot.core.duties.presence import is_away
from bot.core.facts import Facts
from bot.core.first_choices import first_choices
from bot.core.happening import (
    AttentionCode,
    AttentionItem,
    Overview,
    OverviewDue,
    SentLetter,
)
from bot.core.letter import LetterName
from bot.core.mail import IncomingMail
from bot.core.parties import admins, next_in_line, next_reader, staff_by_address
from bot.core.policy import Person, Policy
from bot.core.reading import read
from bot.core.replied import parent_replied, reader_of

_BECAUSE = "it did not reach the reader before"
OVERVIEW: Mapping[LetterName, Overview] = {
    LetterName.DAILY_DIGEST: Overview.DAILY,
    LetterName.WEEKLY_DIRECTOR: Overview.WEEKLY,
    LetterName.BOARD_MONTHLY: Overview.MONTHLY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lost:
    """A letter that did not reach a colleague, with what is known of it."""

    letter: SentLetter
    error: str
    reader: Person
    facts: Facts
    policy: Policy

    @property
    def tried(self) -> list[Person]:
        """Whom it did not reach either."""
        return _people(self.facts.tried, self.policy)

    def next_here(
        self, following: Callable[[Sequence[Person]], Person | None], barred: Sequence[Person]
    ) -> Person | None:
        """Who follows that is not among the `barred`; who is away only where all of them are."""
        absent = (
            one
            for one in self.policy.people
            if is_away(one.id, self.facts.absences, self.facts.today)
        )
        return following((*barred, *absent)) or following(barred)


def another_reader(
    letter: SentLetter, error: str, facts: Facts, policy: Policy
) -> tuple[Effect, ...]:
    """The letter goes to the next in line; where the line ends, `gehoor health` says so."""
    reader = staff_by_address(policy, letter.to)
    written_again = _AGAIN.get(letter.name)
    if reader is None or written_again is None:
        return (failed(letter, error, facts),)
    lost = _Lost(letter=letter, error=error, reader=reader, facts=facts, policy=policy)
    effects = written_again(lost)
    return (failed(letter, error, facts),) if effects is None else effects


def _new_complaint(lost: _Lost) -> tuple[Effect, ...] | None:
    case, mail = lost.facts.case, lost.facts.mail
    if case is None or mail is None:
        return None
    words = correspondence.words_of(mail)
    # Its text must not reach, on this way round, somebody it speaks of.
    reader = lost.next_here(
        lambda barred: next_reader(
            lost.policy, case.school, lost.reader, words, case.complainant, not_among=barred
        ),
        lost.tried,
    )
    if reader is None:
        return (_nobody(lost.letter),)
    order = correspondence.new_complaint(
        case,
        mail,
        lost.policy,
        to=reader,
        hold=lost.facts.hold,
        knows_name=lost.reader.id == case.handler,
        choices=first_choices(case, reader, lost.facts, lost.policy),
    )
    return (Send(order, _BECAUSE),)


def _attention(lost: _Lost) -> tuple[Effect, ...] | None:
    if not lost.facts.items:
        return None
    successor = lost.next_here(
        lambda barred: next_in_line(lost.policy, lost.reader, barred), lost.tried
    )
    if successor is None:
        return (_nobody(lost.letter),)
    order = correspondence.attention(lost.facts.items, lost.policy, to=successor)
    return (Send(order, _BECAUSE),)


def _parent_replied(lost: _Lost) -> tuple[Effect, ...] | None:
    case, mail, policy = lost.facts.case, lost.facts.mail, lost.policy
    if case is None or mail is None:
        return None
    reader = reader_of(case, mail, lost.facts, policy, not_among=(*lost.tried, lost.reader))
    if reader is None:
        return (_nobody(lost.letter),)
    intents = read(mail, policy.words, policy.pupil_domains, policy.languages).intents
    order = parent_replied(
        case,
        mail,
        intents,
        lost.facts,
        policy,
        to=reader,
        remarks=tuple(intent.value for intent in intents),
    )
    return (Send(order, _BECAUSE),)


def _reminder(lost: _Lost) -> tuple[Effect, ...] | None:
    """All of the case that has come to a rung, for who is next and was not told of it."""
    case, policy = lost.facts.case, lost.policy
    if case is None:
        return None
    owed = [duty for duty in case.deadlines if duty.met_at is None and duty.stage is not None]
    if not owed:
        return ()  # in the meantime it was done
    named = (person for person in policy.people if person.id in case.not_for)
    successor = lost.next_here(
        lambda barred: next_in_line(policy, lost.reader, barred, school=case.school),
        (*lost.tried, *named),
    )
    if successor is None:
        reached = set(lost.facts.had) - {*lost.facts.tried, lost.reader.email}
        return () if reached else (_nobody(lost.letter),)
    if successor.email in lost.facts.had:
        return ()
    order = reminder(
        case,
        sorted(owed, key=lambda duty: duty.target_on),
        lost.facts,
        policy,
        to=successor,
        overdue=lost.letter.name is LetterName.OVERDUE,
    )
    return (Send(order, _BECAUSE),)


def _overview(lost: _Lost) -> tuple[Effect, ...] | None:
    """The same morning for who stands in: it tells of both, as when the reader were away."""
    facts = lost.facts
    successor = next_in_line(lost.policy, lost.reader, lost.tried)
    if successor is None or facts.desk is None:
        return None
    away = (
        Absence(person=one.id, first=facts.today, last=facts.today, deputy=successor.id)
        for one in (lost.reader, *lost.tried)
    )
    told = on_overview(
        OverviewDue(overview=OVERVIEW[lost.letter.name], person=successor.id),
        replace(facts, absences=(*facts.absences, *away)),
        lost.policy,
    )
    return tuple(Send(send.order, _BECAUSE) for send in told.orders()) or None


def _safety_alert(lost: _Lost) -> tuple[Effect, ...] | None:
    if lost.facts.mail is None:
        return None
    return (*_another_rescuer(lost, lost.facts.mail), failed(lost.letter, lost.error, lost.facts))


def _first_tap(lost: _Lost) -> tuple[Effect, ...]:
    """Nobody else can tap it: whoever looks after people.toml mends the address there."""
    told = failed(lost.letter, lost.error, lost.facts)
    others = (person.id for person in admins(lost.policy) if person != lost.reader)
    return (Tell(replace(told.item, reader=next(others, ""))),)


# How each letter is written for another reader; None from it, or no line here: that it failed is
# told as a matter for a person.
_AGAIN: Mapping[LetterName, Callable[[_Lost], tuple[Effect, ...] | None]] = {
    LetterName.NEW_COMPLAINT: _new_complaint,
    LetterName.ATTENTION: _attention,
    LetterName.SAFETY_ALERT: _safety_alert,
    LetterName.PARENT_REPLIED: _parent_replied,
    LetterName.REMINDER: _reminder,
    LetterName.OVERDUE: _reminder,
    LetterName.FIRST_TAP: _first_tap,
    **dict.fromkeys(OVERVIEW, _overview),
}


def _another_rescuer(lost: _Lost, mail: IncomingMail) -> tuple[Effect, ...]:
    """The alarm rings at the next in line who does not have it yet."""
    facts, policy, case = lost.facts, lost.policy, lost.facts.case
    school = case.school if case else policy.mailboxes[0].school
    words = correspondence.words_of(mail)
    reader = lost.next_here(
        lambda barred: next_reader(
            policy, school, lost.reader, words, mail.sender, not_among=barred
        ),
        _people(facts.had, policy),
    )
    if reader is None:
        reached = set(facts.had) - {*facts.tried, lost.reader.email}
        return () if reached else (_nobody(lost.letter),)
    reading = read(mail, policy.words, policy.pupil_domains, policy.languages, with_quotes=not case)
    order = correspondence.safety_alert(
        mail,
        policy,
        to=reader,
        case=case,
        school=school,
        signals=case.signals if case else reading.codes,
        pupil_writes=case.pupil_writes if case else reading.pupil_writes,
        attempt=case.alarms if case else 1,
        hold=facts.hold,
    )
    return (Send(order, _BECAUSE),)


def _people(addresses: tuple[str, ...], policy: Policy) -> list[Person]:
    found = (staff_by_address(policy, address) for address in addresses)
    return [person for person in found if person is not None]


def _nobody(letter: SentLetter) -> Note:
    lost = f"{letter.name.value}: it reached no reader in line"
    return Note("nobody_reached", lost, letter.case_number)


def failed(letter: SentLetter, error: str, facts: Facts) -> Tell:
    """A person must know that this letter did not arrive."""
    case = facts.case
    return Tell(
        AttentionItem(
            code=AttentionCode.LETTER_FAILED,
            case_number=letter.case_number,
            school=case.school if case else "",
            reader=(case.handler or "") if case else "",
            sender=letter.to,
            detail=error,
        )
    )
