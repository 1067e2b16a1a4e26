"""[policy] of procedure.toml: the agreements of team, director, board and parents' council."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.settings.schema.section import Count, Day, Section, TermText, Text, Texts


class Suggestions(Section):
    """What is done with remarks and suggestions."""

    owner: Text | None = Field(
        default=None, description="Who follows them up: role or id; left out: the coordinator."
    )
    reply_days: TermText | None = Field(default=None, description="Left out: `terms.reply_other`.")


class Apology(Section):
    """Who apologises, and how."""

    who: Text = Field(default="director", description="Role or id.")
    forms: tuple[Literal["oral", "written", "gesture"], ...] = Field(
        default=("written",), description="Ways in which the school apologises."
    )


class PreventionMeeting(Section):
    """When is talked about what was learned from complaints."""

    frequency: Text = Field(default="elk trimester", description="How often.")
    owner: Text = Field(default="director", description="Who sees to it: role or id.")


class OtherProcedure(Section):
    """An appeal with a procedure and a term of its own."""

    name: Text = Field(description="Name, as letters print it.")
    term: Text = Field(description="Its term, in words.")
    what: Texts | None = Field(default=None, description="What it is for.")
    contact: Text | None = Field(default=None, description="Where.")


class Agreements(Section):
    """The agreements of team, director, board and parents' council."""

    definition: Texts | None = Field(default=None, description="What a complaint is.")
    not_complaint: tuple[Text, ...] | None = Field(
        default=None, description="What is none: question, suggestion, praise …"
    )
    suggestions: Suggestions = Field(
        default=Suggestions(), description="What is done with remarks and suggestions."
    )
    complainants: tuple[Text, ...] | None = Field(default=None, description="Who may complain.")
    default_track: Literal["formal", "informal"] = Field(
        default="formal", description="The written procedure at once, or a talk first."
    )
    class_criteria: Text | None = Field(default=None, description="When a complaint is complex.")
    apology: Apology | None = Field(default=None, description="Who apologises, and how.")
    remedies: tuple[Text, ...] | None = Field(default=None, description="What may be offered.")
    compensation_limit: Count | None = Field(
        default=None, description="Highest compensation in euro that needs no board."
    )
    compensation_by: Text = Field(default="board", description="Who decides on more: role or id.")
    prevention_meeting: PreventionMeeting | None = Field(
        default=None, description="When is talked about what was learned."
    )
    other_procedures: tuple[OtherProcedure, ...] = Field(
        default=(), description="Appeals with a procedure and a term of their own."
    )
    reviewed_on: Day | None = Field(
        default=None, description="When these agreements were last talked over."
    )
