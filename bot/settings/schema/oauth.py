"""[mailbox.oauth] of bot.toml: the application with which the bot logs in."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from bot.settings.schema.mail import is_loopback
from bot.settings.schema.section import Day, SecretRef, Section, Text


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "https" and parts.hostname:
        return value.rstrip("/")
    if parts.scheme == "http" and is_loopback(parts.hostname or ""):
        return value.rstrip("/")
    raise ValueError("must begin with https:// (http:// is accepted for this machine only)")


Url = Annotated[Text, AfterValidator(_url)]


class OAuth(Section):
    """The application with which the bot logs in at Microsoft or Google."""

    tenant: Text | None = Field(
        default=None,
        description="Microsoft: the directory of the school, its id or a domain of it.",
    )
    client_id: Text | None = Field(
        default=None,
        description="The registered application; not needed beside `service_account`.",
    )
    client_secret: SecretRef | None = Field(
        default=None,
        description="Its secret. Microsoft, without it and without `certificate`: a person logs "
        "in once with `gehoor oauth login`; so does a person for Google where it is there.",
    )
    certificate: SecretRef | None = Field(
        default=None,
        description="Microsoft, instead of the secret: a PEM file of private key and certificate.",
    )
    secret_expires_on: Day | None = Field(
        default=None,
        description="The last day of `client_secret`; told 14 days ahead. That of a `certificate` "
        "is read in it.",
    )
    service_account: SecretRef | None = Field(
        default=None,
        description="Google: the key of a service account (JSON) with domain-wide delegation.",
    )
    authority: Url | None = Field(
        default=None,
        description="Where a person logs in, and Microsoft gives tokens, in a sovereign cloud; "
        "left out: https://login.microsoftonline.com, or Google.",
    )
    token_uri: Url | None = Field(
        default=None,
        description="Google: where tokens come from; left out: what the key or Google says.",
    )
    ca_file: Text | None = Field(
        default=None, description="Certificate authority of these two, when the system lacks it."
    )
    token_file: Text = Field(
        default="var/tokens",
        description="Folder in which tokens are kept, a file a mailbox, encrypted with a key made "
        "from the newest signing key.",
    )
