"""What a school says to complainants: whom they can go to outside it, and what it asks them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.settings.schema.section import Day, Id, Section, Text, Texts

QuestionName = Literal["pupil", "facts", "date", "place", "who", "talked", "wish", "court"]


class External(Section):
    """A body outside the school; letters name it where it helps."""

    id: Id = Field(description="Short name.")
    region: Text | None = Field(default=None, description="Where it is competent.")
    name: Text = Field(description="Name.")
    what: Texts = Field(description="For what one can go there.")
    contact: Texts = Field(
        description="Telephone, mail or site; one text alone is printed in every language."
    )
    term: Texts | None = Field(default=None, description="Its term, in words.")
    topics: tuple[Text, ...] = Field(default=(), description="Only for these topics.")
    checked_on: Day | None = Field(default=None, description="When this was last looked up.")


class Helpline(Section):
    """Somebody to talk to, for a pupil or parent in need."""

    name: Text = Field(description="Name.")
    contact: Texts = Field(description="Telephone, chat or site.")
