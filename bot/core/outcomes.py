"""What the bot does when something other than a mail happens: a letter left or failed, a bell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.core import answers, correspondence, offers
from bot.core.calendar import local_date
from bot.core.case import Ack, Case, DeadlineKind
from bot.core.choices import buttons
from bot.core.decision import Cancel, Decision, Effect, Release, Save, Send, Settle, Tell
from bot.core.duties import status
from bot.core.duties.said import on_said
from bot.core.facts import Facts
from bot.core.happening import (
    AttentionCode,
    AttentionItem,
    Failure,
    JunkSeen,
    LetterAccepted,
    LetterFailed,
    PersonDecided,
    PersonsWord,
    SentLetter,
    TemplateBroke,
)
from bot.core.letter import ACKNOWLEDGES, Broken, LetterName, LetterOrder, Value
from bot.core.lost_letters import tell_admins
from bot.core.parties import admins, staff_by_address
from bot.core.policy import Mode, Person, Policy
from bot.core.reading import HINTS, OTHER_PROCEDURE
from bot.core.succession import another_reader, failed

# What a server says of a letter may name its reader; the audit trail never does.
_ADDRESS = re.compile(r"\S+@\S+")
# The duties whose day the acknowledgment names.
_NAMED = frozenset({DeadlineKind.CLASSIFY, DeadlineKind.HANDLING})
_ACK_FAILED: Mapping[Failure, AttentionCode] = {
    Failure.REFUSED: AttentionCode.ACK_REFUSED,
    Failure.UNCERTAIN: AttentionCode.ACK_UNCERTAIN,
    Failure.LATE: AttentionCode.ACK_LATE,
}


def on_accepted(happening: LetterAccepted, facts: Facts, policy: Policy) -> Decision:
    """The server took a letter: an acknowledgment is met, an alert lets one go."""
    letter, case = happening.letter, facts.case
    effects: tuple[Effect, ...] = ()
    if case is not None and letter.name in ACKNOWLEDGES:
        effects = _acknowledged(case, letter.id, letter.sent_at, policy)
    elif case is not None and letter.name is LetterName.STATUS_UPDATE:
        told = policy.mode is not Mode.TRIAL
        effects = tuple(status.told_by_letter(case, letter.id, facts)) if told else ()
    elif (
        case is not None
        and letter.name is LetterName.SAFETY_ALERT
        and facts.held_ack is not None
        and correspondence.leaves_with_the_alert(case, facts.hold)
    ):
        effects = _let_go(case, facts.held_ack, facts, policy, by_person=False)
    return Decision(
        event="letter_sent",
        reason=f"{letter.name.value} accepted by the mail server",
        effects=effects,
        case_number=letter.case_number,
    )


def on_failed(happening: LetterFailed, facts: Facts, policy: Policy) -> Decision:
    """A letter did not get out: what it owed stays owed, and the next person is told."""
    letter, case = happening.letter, facts.case
    effects: list[Effect] = []
    if letter.name in ACKNOWLEDGES and case is not None:
        if happening.failure is Failure.REFUSED and case.ack is Ack.QUEUED:
            # Twice cut off may well have arrived: such a one stays queued until a person decides.
            effects.append(Save(replace(case, ack=Ack.FAILED)))
        effects.append(
            Tell(
                AttentionItem(
                    code=_ACK_FAILED[happening.failure],
                    case_number=case.number,
                    school=case.school,
                    reader=case.handler or "",
                    sender=letter.to,
                    detail=happening.error,
                    phone=facts.mail.passed_on.phone if facts.mail and facts.mail.passed_on else "",
                )
            )
        )
    elif happening.failure is Failure.REFUSED:
        effects += another_reader(letter, happening.error, facts, policy)
    else:
        effects.append(failed(letter, happening.error, facts))
    if happening.failure is Failure.REFUSED:
        effects += tell_admins(letter, happening.error, facts, policy, permanent=True)
    key = f"late:{letter.id}" if happening.failure is Failure.LATE else None
    return Decision(
        event=f"letter_{happening.failure.value}",
        reason=f"{letter.name.value}: {_ADDRESS.sub('…', happening.error)}",
        effects=tuple(effects),
        case_number=letter.case_number,
        key=key,
    )


def on_junk(happening: JunkSeen, facts: Facts, policy: Policy) -> Decision:
    """Mail in the junk folder is listed once a day; nothing in it is answered or moved."""
    item = AttentionItem(
        code=AttentionCode.JUNK,
        sender=", ".join(happening.senders[:10]),
        detail=str(happening.count),
        school=policy.mailboxes[0].school,
    )
    return Decision(
        event="junk_seen",
        reason=f"{happening.count} in the junk folder",
        effects=(Tell(item),),
        key=f"junk:{happening.mailbox}:{facts.today.isoformat()}",
    )


def on_breaker(facts: Facts, policy: Policy) -> Decision:
    """The loop breaker tripped: persons must see what answers us so often."""
    item = AttentionItem(
        code=AttentionCode.BREAKER,
        school=policy.mailboxes[0].school,
        detail=str(policy.limits.breaker_per_10min),
    )
    told = (
        Send(correspondence.attention((item,), policy, to=person), "letters are held back")
        for person in admins(policy)
    )
    return Decision(
        event="breaker_tripped",
        reason="too many automatic letters to addresses that had one within the hour",
        effects=(Tell(item), *told),
        key=f"breaker:{facts.now:%Y-%m-%dT%H}",
    )


def on_broken_template(happening: TemplateBroke, facts: Facts, policy: Policy) -> Decision:
    """An administrator's template is broken: each administrator is told once per text of it."""
    broken = happening.broken
    return Decision(
        event="template_broken",
        reason=f"{broken.file} line {broken.line}: {broken.error}"[:300],
        effects=tuple(
            Send(_template_broken(broken, facts, policy, to=person), "a template is broken")
            for person in admins(policy)
        ),
        key=f"template:{broken.file}:{broken.source_hash}",
    )


def _template_broken(broken: Broken, facts: Facts, policy: Policy, *, to: Person) -> LetterOrder:
    """To an administrator: which file, line and word, and a button to try the letters out."""
    tries = offers.choices((offers.TEST_LETTERS,), to)
    values: dict[str, Value] = {
        "file": broken.file,
        "line": broken.line,
        "word": broken.word,
        "error": broken.error,
        "organisation": policy.organisation,
        "buttons": buttons(tries, "", to, facts, policy),
    }
    return correspondence.to_staff(LetterName.TEMPLATE_BROKEN, to, values, policy, case_number=None)


def on_person(happening: PersonDecided, facts: Facts, policy: Policy) -> Decision:
    """What a person said is done, and written down under their name.

    Raises:
        bot.core.duties.said.NotPossible: it cannot be done now.
    """
    if happening.what not in _OF_LETTERS:
        return on_said(happening, facts, policy)
    case = facts.case
    assert case is not None
    return Decision(
        event=happening.what.value,
        reason=happening.how or "said at the terminal",
        effects=_of_letters(happening, case, facts, policy),
        case_number=case.number,
    )


_OF_LETTERS = frozenset({PersonsWord.ALARM_SEEN, PersonsWord.ACK_RELEASED, PersonsWord.ACK_WAIVED})


def _of_letters(
    happening: PersonDecided, case: Case, facts: Facts, policy: Policy
) -> tuple[Effect, ...]:
    """What becomes of the letters that waited for a person's word."""
    if happening.what is PersonsWord.ALARM_SEEN:
        return (Save(replace(case, alarm_seen_at=facts.now)),)
    if happening.what is PersonsWord.ACK_RELEASED:
        assert facts.held_ack is not None
        if facts.held_ack.name in ACKNOWLEDGES:
            return _let_go(case, facts.held_ack, facts, policy, by_person=True)
        return (Release(facts.held_ack.id, by_person=True),)
    how = happening.how
    told = Settle(case_number=case.number, kind=DeadlineKind.ACK, at=facts.now, proof=how)
    waiting = (Cancel(letter.id) for letter in facts.waiting_acks)
    return (Save(replace(case, ack=Ack.WAIVED)), *waiting, told)


def _acknowledged(
    case: Case, letter_id: int, at: datetime | None, policy: Policy
) -> tuple[Effect, ...]:
    if policy.mode is Mode.TRIAL or case.ack in {Ack.WAIVED, Ack.TRIAL}:
        return ()
    return (
        # A second one, to what was a complaint after all, changes nothing of the first.
        Save(replace(case, ack=Ack.SENT, acknowledged_at=case.acknowledged_at or at)),
        Settle(
            case_number=case.number,
            kind=DeadlineKind.ACK,
            at=at,
            proof=f"letter {letter_id} accepted by the mail server",
        ),
    )


def _let_go(
    case: Case, letter: SentLetter, facts: Facts, policy: Policy, *, by_person: bool
) -> tuple[Effect, ...]:
    """A held acknowledgment may leave: as it was written, or anew where it is no longer true."""
    ack = Ack.TRIAL if policy.mode is Mode.TRIAL else Ack.QUEUED
    saved = Save(replace(case, ack=ack))
    if facts.mail is None or _still_true(case, letter, facts, policy):
        return (saved, Release(letter.id, by_person=by_person))
    fresh = answers.acknowledgment(
        case,
        facts.mail,
        facts,
        policy,
        short_appeal=HINTS[OTHER_PROCEDURE].nl in case.hints,
        held=None,
    )
    anew = Send(fresh, "it was held, and its words grew old", let_go=by_person)
    return (saved, Cancel(letter.id), anew)


def _still_true(case: Case, letter: SentLetter, facts: Facts, policy: Policy) -> bool:
    """Whether no day it names has passed since, and it goes where letters go now."""
    assert case.complainant is not None
    stranger = staff_by_address(policy, case.complainant.email) is None
    meant_for_now = policy.mode is Mode.TRIAL and stranger
    if (letter.to.casefold() != case.complainant.key) is not meant_for_now:
        return False
    if letter.queued_at is None:
        return True
    written_on = local_date(letter.queued_at, policy.zone)
    named = (
        policy.calendar.closed_until(written_on),
        *(duty.due_on for duty in case.deadlines if duty.kind in _NAMED),
    )
    return not any(day is not None and written_on <= day < facts.today for day in named)
