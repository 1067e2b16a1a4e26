"""presets/NAME.toml: the figures that hold where a school says nothing, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from pydantic import Field

from bot.settings.schema.calendar import Region
from bot.settings.schema.outside import External, Helpline, QuestionName
from bot.settings.schema.procedure import LegalStatus
from bot.settings.schema.section import Day, Flag, Language, Section, TermText, Text, Texts
from bot.settings.schema.terms import RollName, TermName, VacationPolicy

T = TypeVar("T")


class Figure(Section, Generic[T]):
    """One figure with the law or choice it comes from."""

    value: T = Field(description="The figure.")
    source: Text = Field(description="The law, or whose choice it is.")
    checked_on: Day = Field(description="When the source was last looked at.")
    verify: Flag = Field(
        default=False, description="The source itself was not seen: look it up before relying."
    )
    note: Text | None = Field(default=None, description="What else to know.")
    statutory: Flag = Field(default=False, description="A law sets it: longer is not allowed.")


class PresetRetention(Section):
    """How long data is kept."""

    case: Figure[TermText]
    case_high: Figure[TermText]
    other: Figure[TermText]
    spam: Figure[TermText]
    bounce: Figure[TermText]
    log: Figure[TermText]


class Scope(Section):
    """Whom a law binds."""

    status: LegalStatus = Field(description="The `legal_status` this is about.")
    text: Text = Field(description="One or two sentences in Dutch.")
    source: Text
    checked_on: Day
    verify: Flag = False


class PresetTerms(Section):
    """How long everything may take, how last days roll, and what vacations do to both."""

    ack: Figure[TermText]
    classify: Figure[TermText]
    admissibility: Figure[TermText]
    handling_simple: Figure[TermText]
    handling_complex: Figure[TermText]
    extension: Figure[TermText]
    status_interval: Figure[TermText]
    clarify_reminder: Figure[TermText]
    clarify_reply: Figure[TermText]
    max_pause: Figure[TermText]
    informal_max: Figure[TermText]
    talk_reply: Figure[TermText]
    talk_minutes: Figure[TermText]
    facts_age: Figure[TermText]
    review_window: Figure[TermText]
    mediation_reply: Figure[TermText]
    board_reaction: Figure[TermText]
    measure: Figure[TermText]
    dissatisfied_reply: Figure[TermText]
    closed_reply: Figure[TermText]
    reply_other: Figure[TermText]
    satisfaction: Figure[TermText]
    survey_reminder: Figure[TermText]
    survey_expiry: Figure[TermText]
    dossier_request: Figure[TermText]
    external_check: Figure[TermText]
    roll: Mapping[TermName, Figure[RollName]]
    vacation: Figure[VacationPolicy]
    clarify_pauses_clock: Figure[Flag]

    def term(self, name: TermName) -> Figure[TermText]:
        """The figure of one term."""
        figure: Figure[TermText] = getattr(self, name)
        return figure


class Preset(Section):
    """One preset file."""

    name: Text
    region: Region
    region_is_certain: Flag = Field(description="False: each school must choose its region.")
    timezone: Text
    legal_statuses: tuple[LegalStatus, ...] = Field(description="What can hold here.")
    terms: PresetTerms
    retention: PresetRetention
    support_line: Mapping[Language, Text]
    scope: tuple[Scope, ...]
    external: tuple[External, ...]
    helplines: tuple[Helpline, ...]
    questions: Mapping[QuestionName, Texts]
