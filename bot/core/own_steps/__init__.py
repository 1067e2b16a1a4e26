"""The steps that the bot takes by itself because their day has come."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.case import DeadlineKind
from bot.core.duties import status
from bot.core.duties.reminders import ByItself
from bot.core.own_steps import closing, unanswered
from bot.core.survey import asking

OWN_STEPS: Mapping[DeadlineKind, ByItself] = {
    DeadlineKind.STATUS: status.comes_to_its_day,
    DeadlineKind.CLARIFY_REPLY: unanswered.not_answered,
    DeadlineKind.REVIEW: closing.review_passed,
    DeadlineKind.SATISFACTION: asking.day_to_ask,
    DeadlineKind.SURVEY_REPLY: asking.not_answered,
}
