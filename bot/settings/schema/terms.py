"""The tables of days in procedure.toml: terms, how they roll, and how long data is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from bot.settings.schema.section import Flag, Section, TermText

TermName = Literal[
    "ack", "classify", "admissibility", "handling_simple", "handling_complex",
    "extension", "status_interval", "clarify_reminder", "clarify_reply", "max_pause",
    "informal_max", "talk_reply", "talk_minutes", "facts_age", "review_window",
    "mediation_reply", "board_reaction", "measure", "dissatisfied_reply", "closed_reply",
    "reply_other", "satisfaction", "survey_reminder", "survey_expiry", "dossier_request",
    "external_check",
]  # fmt: skip
RollName = Literal["none", "next"]
VacationPolicy = Literal["run", "pause_summer", "pause_all"]


def _term(description: str) -> TermText | None:
    # Every default is the preset's, where it stands with its source.
    default: TermText | None = Field(default=None, description=description)
    return default


class Terms(Section):
    """How long everything may take: cd calendar, wd working, sd school days, w weeks, mo months.

    What is left out comes from the preset, with its source.
    """

    ack: TermText | None = _term("Acknowledgment of receipt, at the latest; it is sent at once.")
    classify: TermText | None = _term("Simple or complex, and who handles it.")
    admissibility: TermText | None = _term("Telling that a complaint is not admissible.")
    handling_simple: TermText | None = _term("Answer to a simple complaint.")
    handling_complex: TermText | None = _term("Answer; the date that the acknowledgment promises.")
    extension: TermText | None = _term("How much longer an answer may take, with reasons.")
    status_interval: TermText | None = _term("Telling the complainant how it stands, every …")
    clarify_reminder: TermText | None = _term("Reminder when questions are not answered.")
    clarify_reply: TermText | None = _term("How long the complainant has to answer questions.")
    max_pause: TermText | None = _term("How long the clock may stand still for questions.")
    informal_max: TermText | None = _term("How long the informal talk may take.")
    talk_reply: TermText | None = _term("Choosing a moment for a talk.")
    talk_minutes: TermText | None = _term("Sending the minutes after a talk.")
    facts_age: TermText | None = _term("Older facts need not be treated.")
    review_window: TermText | None = _term("How long one may say not to be satisfied.")
    mediation_reply: TermText | None = _term("Saying yes or no to mediation.")
    board_reaction: TermText | None = _term("Reaction of the board to a committee's opinion.")
    measure: TermText | None = _term("Carrying out a measure without a date of its own.")
    dissatisfied_reply: TermText | None = _term("First reaction to somebody who is not satisfied.")
    closed_reply: TermText | None = _term("Reaction to a mail in a closed case.")
    reply_other: TermText | None = _term("Answer to a question, a suggestion or praise.")
    satisfaction: TermText | None = _term("Asking for satisfaction, after closing.")
    survey_reminder: TermText | None = _term("Asking once more, after the first question.")
    survey_expiry: TermText | None = _term("After that the question is closed.")
    dossier_request: TermText | None = _term("Giving somebody their own file.")
    external_check: TermText | None = _term("Asking how it stands at a body outside, every …")
    roll: Mapping[TermName, RollName] = Field(
        default={},
        description='Per term: "next" moves a last day on a Saturday, Sunday or holiday to the '
        'next working day; "none" lets it stand.',
    )
    vacation: VacationPolicy | None = Field(
        default=None,
        description='Whether calendar days and weeks run on in vacations: "run", "pause_summer" '
        '(not in vacations over 30 days), "pause_all".',
    )
    clarify_pauses_clock: Flag | None = Field(
        default=None, description="The clock stands still while the complainant owes an answer."
    )


class Retention(Section):
    """How long data is kept; what is left out comes from the preset."""

    case: TermText | None = _term("A case, after closing.")
    case_high: TermText | None = _term("A case of high urgency, after closing.")
    other: TermText | None = _term("Questions, suggestions and praise.")
    spam: TermText | None = _term("Mail set aside as spam.")
    bounce: TermText | None = _term("Bounces.")
    log: TermText | None = _term("The log of mails that opened nothing.")
