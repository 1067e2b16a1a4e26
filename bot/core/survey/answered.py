"""A complainant answers the question for satisfaction: kept, thanked for, and never used against.

Scores close nothing and decide nothing. Who is not content is heard the same day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.core.applied import applied
from bot.core.case import Case, DeadlineKind, Detail, Survey
from bot.core.decision import Effect, Owe, Save, Send, Settle
from bot.core.duties.owed import owed_by
from bot.core.happening import Remark
from bot.core.heard import Heard, Hearing, unmet
from bot.core.letter import LetterName
from bot.core.procedure import RESTING, Move, Step, move_for
from bot.core.reading import Intent
from bot.core.step import take
from bot.core.survey.asking import survey_reader
from bot.core.survey.scores import Answer, answer_in

_QUESTIONS = frozenset({LetterName.SURVEY, LetterName.SURVEY_REMINDER})
_WAITS = frozenset({Survey.SENT, Survey.REMINDED})
# Who answers late is heard too; who answered once is heard as anybody else who writes.
_ANSWERABLE = _WAITS | {Survey.EXPIRED}
_LONGEST_WORDS = 4_000  # characters
# What an answer may say besides. "Het is opgelost" after the school's answer withdraws nothing.
_MERE = frozenset(
    {
        Intent.YES,
        Intent.NO,
        Intent.DISSATISFIED,
        Intent.ADDITION,
        Intent.STOP,
        Intent.WITHDRAWAL,
    }
)
_ASKING = frozenset({DeadlineKind.SATISFACTION, DeadlineKind.SURVEY_REPLY})


def answered(hearing: Hearing) -> Heard | None:
    """The mail answers our question: the scores and words are kept, and thanked for."""
    case = hearing.case
    move = move_for(Step.SCORE, case.status)
    if move is None or not hearing.by_complainant or case.survey not in _ANSWERABLE:
        return None
    answer = answer_in(hearing.mail.new_text, hearing.mail.text)
    ours = _answers_our_question(hearing)
    only_scores = answer.scores is not None and not answer.words
    if answer.refused and ours:
        return _stop(hearing)
    if not ours and not (case.survey in _WAITS and only_scores):
        return None
    if answer.scores is None and (not answer.words or Intent.STOP in hearing.intents):
        return None
    kept, effects = _kept(move, answer, hearing)
    if answer.scores is None and not answer.is_low:
        # Words alone are for a person, who answers them; but nobody is asked again.
        return Heard(
            case=kept,
            effects=tuple(effects),
            remarks=(Remark.SURVEY_ANSWERED,),
            settled=frozenset({Intent.WITHDRAWAL}),
        )
    return _thanked(answer, kept, effects, hearing)


def stopped(hearing: Hearing) -> Heard | None:
    """The complainant wants no more of these questions: there come none, and no answer either."""
    if Intent.STOP not in hearing.intents or not hearing.by_complainant:
        return None
    alone = hearing.intents == (Intent.STOP,)
    asked = _answers_our_question(hearing) or hearing.case.survey in _WAITS
    return _stop(hearing) if alone or asked else None


def _stop(hearing: Hearing) -> Heard:
    case = hearing.case
    survey = case.survey if case.survey is Survey.ANSWERED else Survey.STOPPED
    stopped_case = replace(case, survey=survey)
    effects: list[Effect] = [Save(stopped_case)]
    effects += (
        Settle(
            case_number=case.number,
            kind=duty.kind,
            at=hearing.facts.now,
            proof="the complainant wants no more of it",
            start_on=duty.start_on,
            n=duty.n,
        )
        for duty in case.deadlines
        if duty.kind in _ASKING and duty.met_at is None
    )
    return Heard(
        case=applied(case, effects),
        effects=tuple(effects),
        remarks=(Remark.STOPPED,),
        settled=frozenset({Intent.STOP}),
        unowed=set(hearing.intents) <= {Intent.STOP, Intent.NO},
    )


def _answers_our_question(hearing: Hearing) -> bool:
    letter = hearing.facts.answered
    return (
        letter is not None
        and letter.name in _QUESTIONS
        and letter.case_number == hearing.case.number
    )


def _kept(move: Move, answer: Answer, hearing: Hearing) -> tuple[Case, list[Effect]]:
    """The case with the answer, by the row of the procedure."""
    case, facts, policy = hearing.case, hearing.facts, hearing.policy
    words = {Detail.SURVEY_WORDS: answer.words[:_LONGEST_WORDS]} if answer.words else {}
    scored = replace(
        case,
        survey=Survey.ANSWERED,
        scores=answer.scores or (),
        details={**case.details, **words},
    )
    return take(move, scored, facts, policy, by="complainant", proof="a mail of the complainant")


def _thanked(answer: Answer, case: Case, effects: list[Effect], hearing: Hearing) -> Heard:
    """Thanks leave at once; a low score is read by handler and director, and a reaction is owed."""
    kept = replace(hearing, case=case)
    follow_up_by: date | None = None
    if answer.is_low:
        case, owed, follow_up_by = _reaction_owed(kept)
        effects = [*effects, *owed]
    letter = None
    if kept.may_be_answered:
        order = kept.letter(
            LetterName.SURVEY_THANKS,
            low=answer.is_low,
            survey_reader=survey_reader(case, hearing.policy),
            follow_up_by=follow_up_by,
        )
        letter = Send(order, "the answer to the question how it went is thanked for")
    return Heard(
        case=case,
        effects=tuple(effects),
        remarks=(Remark.SURVEY_LOW if answer.is_low else Remark.SURVEY_ANSWERED,),
        settled=frozenset({Intent.DISSATISFIED, Intent.YES, Intent.NO, Intent.WITHDRAWAL}),
        letter=letter,
        untold=not (answer.is_low or answer.words or _wants_more(hearing)),
        unowed=not _wants_more(hearing),
    )


def _wants_more(hearing: Hearing) -> bool:
    """Whether it asks anything besides answering: then it is a mail like any other too."""
    return not _MERE.issuperset(hearing.intents)


def _reaction_owed(hearing: Hearing) -> tuple[Case, list[Effect], date | None]:
    """By when a person writes or calls who is not content; the day that was promised stands."""
    case, policy = hearing.case, hearing.policy
    kind = DeadlineKind.CLOSED_REPLY if case.status in RESTING else DeadlineKind.DISSATISFIED_REPLY
    effects: list[Effect] = []
    duty = policy.duties.get(kind)
    if duty is not None and not unmet(case, kind):
        effects.append(Owe(case.number, owed_by(hearing.came_on, duty, policy)))
        case = applied(case, effects)
    days = (
        each.due_on
        for each in case.deadlines
        if each.kind is kind and each.met_at is None and each.due_on >= hearing.facts.today
    )
    return case, effects, min(days, default=None)
