"""The mail servers of bot.toml: mail is fetched here, letters leave there, and who is believed."""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from bot.settings.schema.section import Count, Duration, Flag, SecretRef, Section, Text

Tokens = Literal["microsoft", "google", "none"]
Security = Literal["tls", "starttls", "none"]
Port = Annotated[int, Field(strict=True, ge=1, le=65535)]
_SIGN_IN = (
    "Log in with a token instead; needs [mailbox.oauth]. Left out: as `provider` does it; "
    '"none": without.'
)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself: only there may mail travel unencrypted."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _at_least_a_tenth(value: timedelta) -> timedelta:
    if value < timedelta(milliseconds=100):
        raise ValueError('must be "100ms" or more')
    return value


class Server(Section):
    """A mail server that the bot logs in to."""

    host: Text = Field(description="Name or address of the server.")
    security: Security = Field(
        default="tls",
        description='"none" sends the password readable and is accepted for this machine only.',
    )

    @field_validator("security")
    @classmethod
    def _none_stays_at_home(cls, value: Security, info: ValidationInfo) -> Security:
        host = info.data.get("host", "localhost")  # absent: the host itself was at fault
        if value == "none" and not is_loopback(host):
            raise ValueError(
                f'"none" is accepted for 127.0.0.1 only, not for {host}; use "tls" or "starttls"'
            )
        return value


class Imap(Server):
    """Where the mail is fetched."""

    port: Port = Field(
        default_factory=lambda known: 993 if known.get("security", "tls") == "tls" else 143,
        description="993 with tls, else 143.",
    )
    user: Text = Field(description="Login name.")
    password: SecretRef | None = Field(default=None, description="Password, or else `oauth`.")
    oauth: Tokens | None = Field(default=None, description=_SIGN_IN)
    inbox: Text = Field(default="INBOX", description="The folder that is watched; never made.")
    archive: Text = Field(
        default="Gehoor",
        description="Registered mail is moved to its subfolder of the year; made when missing.",
    )
    poll: Annotated[Duration, AfterValidator(_at_least_a_tenth)] = Field(
        default=timedelta(seconds=60), description="How often is looked, besides IDLE."
    )
    ca_file: Text | None = Field(
        default=None, description="Certificate authority of the server, when the system lacks it."
    )

    @model_validator(mode="after")
    def _one_way_in(self) -> Imap:
        if (self.password is None) == (self.oauth in {None, "none"}):
            raise ValueError("give `password` or `oauth`, one of the two")
        return self


class Smtp(Server):
    """Where letters are handed in."""

    port: Port = Field(
        default_factory=lambda known: {"tls": 465, "starttls": 587}.get(
            known.get("security", "tls"), 25
        ),
        description="465 with tls, 587 with starttls, else 25.",
    )
    user: Text | None = Field(default=None, description="Login name; without it: no login.")
    password: SecretRef | None = Field(default=None, description="Password of `user`.")
    oauth: Tokens | None = Field(default=None, description=_SIGN_IN)
    per_minute: Count = Field(
        default=0,
        description="Letters a minute the provider allows (Microsoft 365: 30); 0 = no limit.",
    )
    connections: Annotated[int, Field(strict=True, ge=1, le=50)] = Field(
        default=2, description="Connections kept at the same time (Microsoft 365: 3 at most)."
    )
    keeps_sent_copy: Flag = Field(
        default=False,
        description="The provider keeps a copy in Sent itself, so that none is put in the archive.",
    )
    ca_file: Text | None = Field(
        default=None, description="Certificate authority of the server, when the system lacks it."
    )

    @model_validator(mode="after")
    def _a_user_proves_itself(self) -> Smtp:
        given = (self.password is not None) + (self.oauth not in {None, "none"})
        if self.user is None and given:
            raise ValueError("`user` is missing beside `password` or `oauth`")
        if self.user is not None and given != 1:
            raise ValueError("`user` needs `password` or `oauth`, one of the two")
        return self


class Trust(Section):
    """How the receiving provider proves who wrote a mail; without it staff get no buttons."""

    provider: Literal["authserv", "microsoft365", "google"] = Field(
        description='"authserv": Authentication-Results headers (RFC 8601) with `authserv_id`.'
    )
    authserv_id: Text | None = Field(
        default=None, description="Whose Authentication-Results are believed."
    )
    outside_host: Text | None = Field(
        default=None,
        description="Where mail from outside comes in (an MX of the domain): `check --online` "
        "hands in a forged mail there and sees whether it is believed.",
    )
    outside_port: Port = Field(default=25, description="Its port.")

    @model_validator(mode="after")
    def _authserv_has_its_id(self) -> Trust:
        if self.provider == "authserv" and self.authserv_id is None:
            raise ValueError('`authserv_id` is missing: provider = "authserv" needs it')
        return self
