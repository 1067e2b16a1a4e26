"""What a letter cannot do without: it is asked before anything is written."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.acting import Acting
from bot.core.instructions import Field
from bot.core.parents.answering import codes_of, explanation_of, facts_of, summary_of, why_refused
from bot.core.parents.days import reason_of
from bot.core.parents.telling import questions_of, words_of_order
from bot.core.policy import CONDITIONS
from bot.core.staff.words_of_letters import Why, tell

# What a refusal may name; each is a sentence of the letter.
REASONS = (*sorted(CONDITIONS), "anonymous")


class Missing(NamedTuple):
    """What is missing: the sentence that asks for it, and the fields to fill in first."""

    why: str
    fields: tuple[Field, ...]


def explanation(acting: Acting) -> Missing | None:
    """Why the answer is as it is."""
    if explanation_of(acting):
        return None
    return Missing(tell(Why.EXPLANATION, acting.by), (Field.EXPLANATION,))


def explanation_and_facts(acting: Acting) -> Missing | None:
    """Why, and on what it rests: an answer that disappoints must show that it was looked into."""
    if missing := explanation(acting):
        return missing
    return None if facts_of(acting) else Missing(tell(Why.FACTS, acting.by), (Field.FACTS,))


def reason(acting: Acting) -> Missing | None:
    """Why something is done."""
    return (
        None if reason_of(acting.order) else Missing(tell(Why.REASON, acting.by), (Field.REASON,))
    )


def reason_to_refuse(acting: Acting) -> Missing | None:
    """Why a complaint is not treated: codes that the letter has words for, or an explanation."""
    codes = codes_of(acting)
    if all(code in REASONS for code in codes) and (codes or why_refused(acting)):
        return None
    why = tell(Why.REASON_TO_REFUSE, acting.by, codes=", ".join(REASONS))
    return Missing(why, (Field.EXPLANATION,))


def what_cannot_be_done(acting: Acting) -> Missing | None:
    """What the school cannot do, and why."""
    order = acting.order
    if order.one(Field.CANNOT) and (reason_of(order) or order.one(Field.EXPLANATION)):
        return None
    return Missing(tell(Why.CANNOT, acting.by), (Field.CANNOT, Field.REASON))


def words(acting: Acting) -> Missing | None:
    """What the complainant reads."""
    return None if words_of_order(acting) else Missing(tell(Why.WORDS, acting.by), ())


def summary(acting: Acting) -> Missing | None:
    """What was put right."""
    return None if summary_of(acting) else Missing(tell(Why.SUMMARY, acting.by), (Field.SUMMARY,))


def questions(acting: Acting) -> Missing | None:
    """What is asked, where the school has no words for what is missing."""
    return None if questions_of(acting) else Missing(tell(Why.QUESTIONS, acting.by), ())
