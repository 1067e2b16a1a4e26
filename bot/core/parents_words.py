"""What the words of a complainant bring about at once, and what is only proposed.

A right takes effect at once: an answer lets the clock run, "formeel" opens the written procedure,
"klacht" makes a complaint of what was none, "stop" ends our questions, the own file is promised by
its day. Who is not satisfied has a reaction promised. All else (a withdrawal, above all) a person
confirms.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.core import answers
from bot.core.applied import applied
from bot.core.case import Ack, Case, DeadlineKind, Kind, Status
from bot.core.decision import Effect, Owe, Send
from bot.core.duties import pausing, status
from bot.core.duties.owed import owed_by
from bot.core.happening import Remark
from bot.core.heard import Heard, Hearing, Rule, unmet
from bot.core.letter import LetterName
from bot.core.other_registers import entry_ends, without_entry
from bot.core.parents.addressed import promised
from bot.core.plain import plain
from bot.core.policy import Mode
from bot.core.procedure import Step, move_for
from bot.core.reading import Intent
from bot.core.step import take
from bot.core.survey import answered as survey

# A copy, not only a look at it; of the plain words, in the languages of our letters.
_COPY = re.compile(r"\b(?:kopie\w*|afschrift\w*|copie\w*|cop(?:y|ies)|abschrift\w*)\b")
_ANSWER = "a mail of a party"
_WISH = "a mail of the complainant"
# The case is answered, and somebody is still at work on it or waits for a reaction.
_ANSWERED = frozenset({Status.ANSWERED, Status.REMEDYING})


def hear(hearing: Hearing) -> Heard:
    """All that a mail of a party brings about by itself; at most one letter answers it."""
    if not hearing.by_a_person:
        return Heard(case=hearing.case)
    return Heard(case=hearing.case).then(_RULES, hearing)


def clarified(hearing: Hearing) -> Heard | None:
    """What was asked is answered, by whichever party: the case goes on, and its clock runs.

    The words fill in nothing by themselves. A day that was promised before and moved is told anew.
    """
    case, policy = hearing.case, hearing.policy
    on = hearing.came_on
    move = move_for(Step.GET_ANSWER, case.status)
    if move is None or on < _asked_on(case, on):
        _, met = pausing.answered(replace(case, stopped_on=None), on, hearing.facts.now, policy)
        return Heard(case=applied(case, met), effects=tuple(met)) if met else None
    then = replace(hearing.facts, today=on)
    after, effects = take(move, case, then, policy, by="complainant", proof=_ANSWER)
    return Heard(
        case=after,
        effects=tuple(effects),
        remarks=(Remark.CLARIFIED,),
        settled=frozenset({Intent.ADDITION}),
        letter=_told_of_its_day(hearing, after),
    )


def _asked_on(case: Case, on: date) -> date:
    """When the complainant was asked: a mail that came before is no answer."""
    asked = [
        duty.start_on
        for duty in case.deadlines
        if duty.kind is DeadlineKind.CLARIFY_REPLY and duty.met_at is None
    ]
    return max(asked, default=case.stopped_on or on)


def _told_of_its_day(hearing: Hearing, after: Case) -> Send | None:
    """The day of the answer, where it is another than the complainant was promised."""
    before, now = (promised(each, hearing.facts) for each in (hearing.case, after))
    moved = now is not None and (before is None or before.due_on != now.due_on)
    if now is None or not moved or not hearing.may_be_answered:
        return None
    order = replace(hearing, case=after).letter(
        LetterName.ADDITION_RECEIVED,
        received_date=hearing.came_on,
        handling_due=now.due_on,
        due_moved=True,
    )
    return Send(order, "a promised day moved")


def formal(hearing: Hearing) -> Heard | None:
    """The written procedure is a right: no talk stands before it any longer."""
    case, policy = hearing.case, hearing.policy
    move = move_for(Step.GO_FORMAL, case.status)
    if move is None or Intent.FORMAL not in hearing.intents or not hearing.by_complainant:
        return None
    after, effects = take(move, case, hearing.facts, policy, by="complainant", proof=_WISH)
    answer = promised(after, hearing.facts)
    now = replace(hearing, case=after)
    order = now.letter(LetterName.FORMAL_NEXT_STEPS, handling_due=answer.due_on if answer else None)
    return Heard(
        case=after,
        effects=tuple(effects),
        remarks=(Remark.WENT_FORMAL,),
        settled=frozenset({Intent.FORMAL}),
        letter=Send(order, "the complainant wants the written procedure")
        if now.may_be_answered
        else None,
    )


def complaint_after_all(hearing: Hearing) -> Heard | None:
    """What was taken for a question or an idea is a complaint, because its writer says so."""
    case, policy = hearing.case, hearing.policy
    move = move_for(Step.ACCEPT, case.status)
    wanted = Intent.COMPLAINT_AFTER_ALL in hearing.intents
    if move is None or not wanted or not hearing.by_complainant:
        return None
    then = replace(hearing.facts, today=hearing.came_on)
    complaint = without_entry(replace(case, kind=Kind.COMPLAINT))
    letter: Send | None = None
    if hearing.may_be_answered:
        complaint = replace(complaint, ack=_ack(hearing))
    after, effects = take(move, complaint, then, policy, by="complainant", proof=_WISH)
    if hearing.may_be_answered:
        order = answers.acknowledgment(
            after, hearing.mail, hearing.facts, policy, short_appeal=False, held=hearing.hold
        )
        letter = Send(order, "it is a complaint after all")
    return Heard(
        case=after,
        effects=(*effects, *entry_ends(case)),
        remarks=(Remark.NOW_A_COMPLAINT,),
        settled=frozenset({Intent.COMPLAINT_AFTER_ALL}),
        letter=letter,
    )


def _ack(hearing: Hearing) -> Ack:
    """Where the first acknowledgment arrived it stays given; else this one gives it."""
    if hearing.case.ack in {Ack.SENT, Ack.WAIVED}:
        return hearing.case.ack
    if hearing.hold is not None:
        return Ack.HELD
    return Ack.TRIAL if hearing.policy.mode is Mode.TRIAL else Ack.QUEUED


def dissatisfied(hearing: Hearing) -> Heard | None:
    """A reaction is owed at once; whether the case stands otherwise a person decides.

    Where nobody is at work on it any more every mail of a party is owed an answer anyway.
    """
    case, policy = hearing.case, hearing.policy
    kind = DeadlineKind.DISSATISFIED_REPLY
    duty = policy.duties.get(kind)
    if Intent.DISSATISFIED not in hearing.intents or not hearing.by_complainant:
        return None
    if duty is None or case.status not in _ANSWERED or unmet(case, kind):
        return None
    effects: list[Effect] = [Owe(case.number, owed_by(hearing.came_on, duty, policy))]
    return Heard(
        case=applied(case, effects), effects=tuple(effects), remarks=(Remark.REACTION_OWED,)
    )


def file_asked(hearing: Hearing) -> Heard | None:
    """The own file must come within a month of the request (GDPR art. 12(3)), and that is told.

    A second request while the first runs starts nothing anew. The file itself a person sends.
    """
    case, policy = hearing.case, hearing.policy
    kind, move = DeadlineKind.DOSSIER_REQUEST, move_for(Step.ASK_FILE, case.status)
    if move is None or Intent.DOSSIER_REQUEST not in hearing.intents or not hearing.by_complainant:
        return None
    if unmet(case, kind):
        return None
    then = replace(hearing.facts, today=hearing.came_on)
    after, effects = take(move, case, then, policy, by="complainant", proof=_WISH)
    due = (duty.due_on for duty in after.deadlines if duty.kind is kind and not duty.met_at)
    letter: Send | None = None
    if hearing.may_be_answered and case.complainant is not None:
        order = replace(hearing, case=after).letter(
            LetterName.DOSSIER_RECEIPT,
            dossier_due=next((day for day in due if day >= hearing.facts.today), None),
            wants_copy=_COPY.search(plain(hearing.mail.new_text)) is not None,
            identity_check=not case.complainant.name,
        )
        letter = Send(order, "the complainant asks for the own file")
    return Heard(case=after, effects=tuple(effects), letter=letter)


def how_it_stands(hearing: Hearing) -> Heard | None:
    """Where the bot tells by itself how it stands, and that is due, the question is answered."""
    if Intent.STATUS not in hearing.intents or not hearing.may_be_answered or hearing.hold:
        return None
    facts = replace(hearing.facts, mail=hearing.mail)
    effects = status.asked(hearing.case, facts, hearing.policy)
    letter = next((each for each in effects if isinstance(each, Send)), None)
    if letter is None:
        return None
    rest = [each for each in effects if each is not letter]
    return Heard(
        case=applied(hearing.case, rest),
        effects=tuple(rest),
        letter=letter,
        settled=frozenset({Intent.STATUS}),
    )


_RULES: tuple[Rule, ...] = (
    survey.answered,
    survey.stopped,
    clarified,
    formal,
    complaint_after_all,
    dissatisfied,
    file_asked,
    how_it_stands,
)
