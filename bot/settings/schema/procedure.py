"""procedure.toml: what the school agreed."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator

from bot.settings.schema.agreements import Agreements
from bot.settings.schema.outside import External, Helpline, QuestionName
from bot.settings.schema.section import Count, Flag, Id, Language, Section, TermText, Text, Texts
from bot.settings.schema.terms import Retention, Terms

PresetName = Literal["vlaanderen", "nederland"]
LegalStatus = Literal["own_rules", "decree", "dlb", "awb", "wpo"]
UnpreviewedName = Literal[
    "informal_offer", "clarification_request", "status_update", "extension", "solved_without_talk",
    "withdrawal_confirmed", "measures_done", "other_receipt", "reopened", "reply",
]  # fmt: skip

_NUMBER = re.compile(r"[A-Z][A-Z0-9-]*")
_COUNTER = re.compile(r"(0?[1-9])?d?")


def _numbering(value: str) -> str:
    """A format that gives numbers a mail reader, a file name and a subject line can all bear."""
    remedy = 'write it like "K-{year}-{n:04d}"'
    try:
        parts = [part for part in string.Formatter().parse(value) if part[1] is not None]
    except ValueError as broken:
        raise ValueError(f"{broken}; {remedy}") from broken
    if sorted(str(name) for _, name, _, _ in parts) != ["n", "year"]:
        raise ValueError(f"needs {{year}} and {{n}}, each once and nothing else; {remedy}")
    for _, name, spec, conversion in parts:
        if conversion or (spec and (name == "year" or _COUNTER.fullmatch(spec) is None)):
            raise ValueError(f"{{{name}}} cannot be written so; {remedy}")
    if _NUMBER.fullmatch(value.format(year=2026, n=1)) is None:
        raise ValueError(
            'a number is made of A-Z, 0-9 and "-" only, and begins with a letter; ' + remedy
        )
    return value


class Numbering(Section):
    """How cases are numbered, per year of receipt."""

    format: Annotated[Text, AfterValidator(_numbering)] = Field(
        default="K-{year}-{n:04d}",
        description='{year} and {n} (with zeros: {n:04d}); A-Z, 0-9 and "-", first a letter.',
    )


class Channels(Section):
    """How and where one may complain."""

    email: Flag = Field(default=True, description="By mail to the mailbox.")
    letter: Text | None = Field(default=None, description="Postal address.")
    webform: Text | None = Field(default=None, description="Web address of the form.")
    phone: Text | None = Field(default=None, description="Telephone number.")
    oral: Text | None = Field(
        default=None, description="Who writes down what is told: role or id; the coordinator."
    )
    registered_within: TermText = Field(
        default="2sd", description="What is told or written on paper is registered within this."
    )
    published: tuple[Text, ...] = Field(
        default=(), description="Where the address stands: school rules, site …"
    )


class Anonymous(Section):
    """Complaints without a name."""

    policy: Literal["register_only", "handle_as_signal", "refuse", "refuse_silent"] = Field(
        default="handle_as_signal", description="What is done with them."
    )


class Admissibility(Section):
    """Which conditions the school sets; the bot only gives hints, a person decides."""

    too_old: Flag = Field(default=True, description="Facts older than `terms.facts_age`.")
    already_treated: Flag = Field(default=True, description="Treated before.")
    in_court: Flag = Field(default=True, description="Before a court.")
    no_concrete_pupil: Flag = Field(default=True, description="About no pupil in particular.")
    no_interest: Flag = Field(default=True, description="No interest of one's own.")
    policy: Flag = Field(default=True, description="About general policy or rules.")
    other_procedure: Flag = Field(default=True, description="An appeal of its own exists.")
    no_facts: Flag = Field(default=True, description="No facts are described.")
    unfounded: Flag = Field(default=False, description="Manifestly unfounded (statutory only).")
    confirm_inadmissible: Flag = Field(
        default=True, description="A second person confirms that a complaint is not admissible."
    )


class Survey(Section):
    """The question for satisfaction after closing; its days stand in [terms]."""

    enabled: Flag = Field(default=True, description="Ask for satisfaction.")
    questions: tuple[Texts, ...] = Field(
        default=(), description="Questions of your own; left out: the four that ship."
    )


class Extension(Section):
    """More time for an answer; how much stands in `terms.extension`."""

    times: Count = Field(default=1, description="How often.")
    by: Text = Field(default="handler", description="Who may: role or id.")


class Preview(Section):
    """Letters with words of a person are read by a person before they leave."""

    off: tuple[UnpreviewedName, ...] = Field(
        default=(),
        description="Letters that leave ten minutes after they are ordered, without a preview. A "
        "refusal and an answer are always read first.",
    )


class Mediation(Section):
    """Who can mediate."""

    mediators: tuple[Id, ...] = Field(default=(), description="Ids of people.toml.")
    cost: Texts | None = Field(default=None, description="What it costs, and whom.")


class Clb(Section):
    """The pupil guidance centre (Flanders)."""

    contact: Id | None = Field(default=None, description="Id of people.toml.")


class Dossier(Section):
    """Somebody asks for their own file."""

    who: tuple[Text, ...] = Field(
        default=("coordinator", "dpo"), description="Who gives it: roles or ids."
    )
    redaction: Text | None = Field(default=None, description="What is made unreadable.")


class Privacy(Section):
    """What is said about data."""

    line: Texts | None = Field(
        default=None,
        description="Sentence under each letter to parents; [u|je] pairs follow `address_form`.",
    )


class Safety(Section):
    """When somebody may be in danger."""

    plan_ref: Text | None = Field(
        default=None, description="Where the school's own safety plan is found."
    )


class Report(Section):
    """The annual report."""

    month: Annotated[int, Field(strict=True, ge=1, le=12)] = Field(default=9, description="When.")
    recipients: tuple[Text, ...] = Field(default=("board",), description="Roles or ids.")
    public: Flag = Field(default=False, description="Whether it is published.")


class ProcedureConfig(Section):
    """procedure.toml: what the school agreed. What is left out comes from the preset."""

    preset: PresetName = Field(description="Which figures and texts hold where you say nothing.")
    legal_status: LegalStatus | None = Field(
        default=None,
        description="Which rules bind you: your own, Bestuursdecreet, Decreet Lokaal Bestuur, Awb "
        "or the Dutch education acts; left out: own_rules.",
    )
    address_form: Literal["u", "je"] = Field(
        default="u", description="How Dutch letters address parents."
    )
    languages: tuple[Language, ...] = Field(
        default=("nl", "fr", "en", "de"),
        description="Languages in which parents are answered; Dutch is always among them.",
    )
    courtesy_languages: tuple[Literal["tr", "ar", "pl", "uk", "ro", "es", "bg"], ...] = Field(
        default=(),
        description="Languages with a short courtesy block; off until a native speaker has read "
        "them.",
    )
    interpreter: Flag = Field(
        default=False, description="The school arranges an interpreter, free of charge."
    )
    status_update: Literal["propose", "auto"] = Field(
        default="propose",
        description="How it stands: the text is proposed to the handler, or sent by itself.",
    )
    numbering: Numbering = Field(default=Numbering(), description="How cases are numbered.")
    terms: Terms = Field(default=Terms(), description="How long everything may take.")
    retention: Retention = Field(default=Retention(), description="How long data is kept.")
    policy: Agreements = Field(default=Agreements(), description="Your agreements.")
    channels: Channels = Field(default=Channels(), description="How and where one may complain.")
    anonymous: Anonymous = Field(default=Anonymous(), description="Complaints without a name.")
    admissibility: Admissibility = Field(default=Admissibility(), description="Conditions.")
    survey: Survey = Field(default=Survey(), description="The question for satisfaction.")
    extension: Extension = Field(default=Extension(), description="More time for an answer.")
    preview: Preview = Field(default=Preview(), description="Letters are read before they leave.")
    questions: Mapping[QuestionName, Texts] = Field(
        default={},
        description="What complainants are asked when something is missing, in your own words; "
        "what is left out comes from the preset.",
    )
    mediation: Mediation = Field(default=Mediation(), description="Who can mediate.")
    clb: Clb = Field(default=Clb(), description="The pupil guidance centre.")
    external: tuple[External, ...] | None = Field(
        default=None, description="Bodies outside the school; left out: those of the preset."
    )
    helplines: tuple[Helpline, ...] | None = Field(
        default=None, description="Somebody to talk to; left out: those of the preset."
    )
    support_line: Texts | None = Field(
        default=None, description="Who helps parents; left out: that of the preset."
    )
    dossier: Dossier = Field(default=Dossier(), description="Somebody asks for their own file.")
    privacy: Privacy = Field(default=Privacy(), description="What is said about data.")
    safety: Safety = Field(default=Safety(), description="When somebody may be in danger.")
    report: Report = Field(default=Report(), description="The annual report.")

    @field_validator("languages")
    @classmethod
    def _dutch_is_among_them(cls, value: tuple[Language, ...]) -> tuple[Language, ...]:
        if "nl" not in value:
            raise ValueError('"nl" is missing: Dutch is what every other language falls back to')
        return value
