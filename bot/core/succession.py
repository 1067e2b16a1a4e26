"""A staff letter did not arrive: who is next to have it?"""

from __future__ import annotations

from bot.core import correspondence
from bot.core.decision import Effect, Note, Send, Tell
from bot.core.facts import Facts
from bot.core.happening import AttentionCode, AttentionItem, SentLetter
from bot.core.letter import LetterName
from bot.core.parties import next_in_line, next_reader, staff_by_address
from bot.core.policy import Person, Policy
from bot.core.reading import read

_BECAUSE = "it did not reach the reader before"


def another_reader(
    letter: SentLetter, error: str, facts: Facts, policy: Policy
) -> tuple[Effect, ...]:
    """The letter goes to the next in line; where the line ends, `gehoor health` says so."""
    lost = staff_by_address(policy, letter.to)
    if lost is None:
        return (failed(letter, error, facts),)
    tried = _people(facts.tried, policy)
    match letter.name:
        case LetterName.NEW_COMPLAINT if facts.case is not None and facts.mail is not None:
            case, mail = facts.case, facts.mail
            words = correspondence.words_of(mail)
            # Its text must not reach, on this way round, somebody it speaks of.
            reader = next_reader(
                policy, case.school, lost, words, case.complainant, not_among=tried
            )
            if reader is not None:
                order = correspondence.new_complaint(
                    case,
                    mail,
                    policy,
                    to=reader,
                    hold=facts.hold,
                    knows_name=lost.id == case.handler,
                )
                return (Send(order, _BECAUSE),)
        case LetterName.ATTENTION if facts.items:
            successor = next_in_line(policy, lost, tried)
            if successor is not None:
                order = correspondence.attention(facts.items, policy, to=successor)
                return (Send(order, _BECAUSE),)
        case LetterName.SAFETY_ALERT if facts.mail is not None:
            return (*_another_rescuer(letter, lost, facts, policy), failed(letter, error, facts))
        case _:
            return (failed(letter, error, facts),)
    return (_nobody(letter),)


def _another_rescuer(
    letter: SentLetter, lost: Person, facts: Facts, policy: Policy
) -> tuple[Effect, ...]:
    """The alarm rings at the next in line who does not have it yet."""
    mail, case = facts.mail, facts.case
    assert mail is not None
    school = case.school if case else policy.mailboxes[0].school
    reader = next_reader(
        policy,
        school,
        lost,
        correspondence.words_of(mail),
        mail.sender,
        not_among=_people(facts.had, policy),
    )
    if reader is None:
        reached = set(facts.had) - {*facts.tried, lost.email}
        return () if reached else (_nobody(letter),)
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
