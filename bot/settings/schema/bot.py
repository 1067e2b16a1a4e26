"""bot.toml: where the bot lives and which mailboxes it serves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from bot.core.house_style import COLOUR
from bot.settings.schema.filling import filled_in
from bot.settings.schema.mail import Imap, Smtp, Trust
from bot.settings.schema.oauth import OAuth
from bot.settings.schema.section import (
    Colour,
    Count,
    Day,
    Id,
    MailAddress,
    SecretRef,
    Section,
    Text,
)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as unknown:
        raise ValueError(f'"{value}" is no time zone, like "Europe/Brussels"') from unknown
    return value


class MailboxConfig(Section):
    """One watched mailbox."""

    address: MailAddress = Field(description="The address that parents write to.")
    aliases: tuple[MailAddress, ...] = Field(
        default=(), description="Other addresses that end in this mailbox."
    )
    school: Id | None = Field(
        default=None,
        description="School of a mail that names no other; may be left out when there is one.",
    )
    start_from: Day | None = Field(
        default=None,
        description="Mail received before this day is listed, never answered; left out: seven "
        "days before the first contact.",
    )
    provider: Literal["imap", "microsoft365", "google"] = Field(
        default="imap",
        description="Who keeps the mailbox. Microsoft 365 and Google fill in whatever is left out "
        "below: servers, ports, login with a token, rates, sent copies and proof of the sender.",
    )
    imap: Imap = Field(
        description="Where the mail is fetched.", json_schema_extra={"unless": "provider"}
    )
    smtp: Smtp = Field(
        description="Where letters are handed in.", json_schema_extra={"unless": "provider"}
    )
    oauth: OAuth | None = Field(default=None, description="Login with a token.")
    trust: Trust | None = Field(
        default=None, description="Proof of the sender; without it staff letters have no buttons."
    )

    @model_validator(mode="before")
    @classmethod
    def _as_its_provider_does(cls, given: object) -> object:
        return filled_in(given) if isinstance(given, Mapping) else given

    @model_validator(mode="after")
    def _tokens_have_an_application(self) -> MailboxConfig:
        if self.tokens and self.oauth is None:
            raise ValueError("[mailbox.oauth] is missing: `oauth` needs it")
        return self

    @property
    def tokens(self) -> Literal["", "microsoft", "google"]:
        """Whose tokens let the bot in; empty when passwords do."""
        for server in (self.imap, self.smtp):
            if server.oauth is not None and server.oauth != "none":
                return server.oauth
        return ""


class LimitsConfig(Section):
    """How much automatic mail is enough."""

    max_message_mb: Annotated[int, Field(strict=True, ge=1, le=1000)] = Field(
        default=35,
        description="Of a larger mail only the header is read; 1 MB = 1,000,000 bytes.",
    )
    acks_per_sender_per_day: Annotated[int, Field(strict=True, ge=1)] = Field(
        default=5, description="One more acknowledgment within 24 hours is held for a person."
    )
    ack_max_age_days: Annotated[int, Field(strict=True, ge=1)] = Field(
        default=30,
        description="The acknowledgment of a mail first seen later than this is held.",
    )
    breaker_per_10min: Count = Field(
        default=60,
        description="Automatic letters in ten minutes to outside addresses that already had one "
        "in the last hour; above it they stop and the administrator is told; 0 = off.",
    )


class Alerts(Section):
    """How the bot is watched, and how it reaches people when mail is too slow."""

    heartbeat_file: Text = Field(
        default="var/heartbeat", description="Written by the daemon, read by `gehoor health`."
    )
    command: tuple[Text, ...] = Field(
        default=(),
        description="Program with its arguments (an SMS gateway, say), run at a safety alert with "
        "case number and level only.",
    )
    smtp: Smtp | None = Field(
        default=None, description="A second way out for alerts, when the first one fails."
    )


class HouseStyleConfig(Section):
    """How letters look."""

    colour: Colour = Field(
        default=COLOUR,
        description="Head, headings and buttons of letters; too light a colour is darkened until "
        "it can be read on white.",
    )
    logo: Text | None = Field(
        default=None,
        description="Picture in the head of letters to parents, beside this file: PNG, JPEG or "
        "GIF, at most 100 kB and 600 x 200 pixels. Each letter carries it.",
    )


class BotConfig(Section):
    """bot.toml: where the bot lives and which mailboxes it serves."""

    organisation: Text = Field(description="The school board, as letters name it.")
    timezone: Annotated[Text, AfterValidator(_zone)] | None = Field(
        default=None, description="Time zone of all local dates; left out: that of the preset."
    )
    database: Text = Field(
        default="sqlite:///var/gehoor.db",
        description='SQLite file or PostgreSQL URL; "env:NAME" or "file:/path" when it holds a '
        "password.",
    )
    signing_keys: tuple[SecretRef, ...] = Field(
        min_length=1,
        description="Newest first; the UTF-8 bytes of each, 32 or more. They sign message ids and "
        "staff buttons: old keys stay in the list until their letters are forgotten.",
    )
    mode: Literal["live", "trial"] = Field(
        default="live",
        description='"trial": letters to anyone outside people.toml go to the coordinator.',
    )
    templates: Text | None = Field(
        default=None, description="Letters of your own; left out: `templates` beside this file."
    )
    house_style: HouseStyleConfig = Field(
        default=HouseStyleConfig(), description="How letters look."
    )
    mailbox: tuple[MailboxConfig, ...] = Field(min_length=1, description="Watched mailboxes.")
    limits: LimitsConfig = Field(
        default=LimitsConfig(), description="How much automatic mail is enough."
    )
    alerts: Alerts = Field(default=Alerts(), description="How the bot is watched.")
