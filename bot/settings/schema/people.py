"""people.toml: the schools, the people and who handles what."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from bot.core.policy import Role
from bot.settings.schema.section import Colour, Flag, Id, Language, MailAddress, Section, Text

Level = Literal[
    "kleuter", "lager", "basis", "secundair", "buitengewoon", "internaat", "volwassenen",
    "clb", "leersteuncentrum", "po", "vo", "so", "mbo", "overig",
]  # fmt: skip
RoleName = Literal[
    "coordinator", "handler", "director", "board", "safety", "staff", "admin", "clb", "dpo",
    "mediator",
]  # fmt: skip

ROLE_NAMES = frozenset(role.value for role in Role)


class SchoolConfig(Section):
    """One school under the board."""

    id: Id = Field(description="Short name by which the other keys mean this school.")
    name: Text = Field(description="Name as letters print it.")
    level: Level | None = Field(default=None, description="Kind of school, for the annual report.")
    address: MailAddress | None = Field(
        default=None, description="Mail sent to this address is about this school."
    )
    colour: Colour | None = Field(
        default=None, description="Colour of this school's letters; left out: the board's."
    )
    logo: Text | None = Field(
        default=None, description="Logo of this school's letters; left out: the board's."
    )


class PersonConfig(Section):
    """Somebody with a task in the complaints procedure, or whose name the bot must know."""

    id: Id = Field(description="Short name by which the other keys mean this person.")
    name: Text = Field(description="Name as letters print it.")
    title: Text | None = Field(default=None, description='How pupils say it, like "juf Katrien".')
    email: MailAddress = Field(description="Address; a mail from it is never a parent's.")
    phone: Text | None = Field(
        default=None, description="Telephone; that of the coordinator stands in acknowledgments."
    )
    roles: tuple[RoleName, ...] = Field(default=(), description="Tasks; one person may have more.")
    schools: tuple[Id, ...] = Field(default=(), description="For these schools; left out: all.")
    topics: tuple[Text, ...] = Field(
        default=(), description="A handler of these topics only; left out: all."
    )
    deputy: Id | None = Field(default=None, description="Who takes over in absence.")
    body: Flag | None = Field(
        default=None,
        description="Whether this safety contact gets the text of an urgent mail; left out: only "
        "inside the school's own domains.",
    )
    language: Language = Field(default="nl", description="Language of the letters to this person.")

    @field_validator("id")
    @classmethod
    def _an_id_is_no_role(cls, value: str) -> str:
        if value in ROLE_NAMES:
            raise ValueError(f'"{value}" is the name of a role; choose another id')
        return value


class RouteAbout(Section):
    """Who handles a complaint about somebody who would handle it: a role or a person's id."""

    director: Text | None = Field(default=None, description="Complaint about a director.")
    board: Text | None = Field(default=None, description="Complaint about the board.")
    coordinator: Text | None = Field(default=None, description="Complaint about the coordinator.")
    handler: Text | None = Field(default=None, description="Complaint about a handler.")


class PeopleConfig(Section):
    """people.toml: the schools, the people and who handles what."""

    school: tuple[SchoolConfig, ...] = Field(min_length=1, description="Schools under the board.")
    person: tuple[PersonConfig, ...] = Field(min_length=1, description="People.")
    route_about: RouteAbout = Field(
        default=RouteAbout(), description="Who handles a complaint about …"
    )
    registrar: Id | None = Field(
        default=None,
        description="Who registers what was told or written on paper; left out: the coordinator.",
    )
    investigator: Id | None = Field(
        default=None, description="Who investigates; left out: the handler."
    )
    answer_author: Text | None = Field(
        default=None, description='Who writes the answer: role or id; left out: "handler".'
    )
    answer_approver: Text | None = Field(
        default=None, description='Who approves the answer: role or id; left out: "director".'
    )
