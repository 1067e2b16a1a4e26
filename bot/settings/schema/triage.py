"""triage.toml: what the bot should know of the mail that this school gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, field_validator

from bot.settings.schema.section import Domain, Flag, MailAddress, Section, Text

FormField = Literal[
    "name", "email", "phone", "school", "pupil", "relation", "facts_on", "text", "wish", "earlier",
    "language",
]  # fmt: skip


class WebFormConfig(Section):
    """A complaints form on the school's site, whose mail holds labels and answers."""

    sender: MailAddress = Field(description="The address from which the form's mail comes.")
    fields: Mapping[FormField, Text] = Field(
        description="Our name of a field = its label in the form's mail."
    )

    @field_validator("fields")
    @classmethod
    def _a_form_has_a_text(cls, value: Mapping[FormField, str]) -> Mapping[FormField, str]:
        if "text" not in value:
            raise ValueError("`text` is missing: which label stands before the complaint itself?")
        return value


class TriageConfig(Section):
    """triage.toml: what the bot should know of the mail that this school gets."""

    auto_reroute: Flag = Field(
        default=False,
        description="Move questions, suggestions and praise to their own register without a "
        "person; false: the kind is proposed.",
    )
    forward_ack: Literal["confirm", "at_once", "never"] = Field(
        default="confirm",
        description="Acknowledge a parent's mail that staff forwarded: after a person confirmed "
        "whose it is, at once, or never.",
    )
    pupil_domains: tuple[Domain, ...] = Field(
        default=(), description="Pupils write from these domains: a sign that a child writes."
    )
    staff_domains: tuple[Domain, ...] = Field(
        default=(),
        description="Whoever forwards from these domains is staff; orders still need people.toml.",
    )
    throwaway_domains: tuple[Domain, ...] = Field(
        default=(),
        description="Who writes from these domains does not want to be known; well-known services "
        "of that kind are known to the bot.",
    )
    webform: tuple[WebFormConfig, ...] = Field(default=(), description="Forms on the site.")
