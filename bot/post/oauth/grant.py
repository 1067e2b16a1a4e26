"""What a token is asked with, what comes back, and how it is said that none came."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from bot.post.oauth.trouble import Trouble
from bot.post.oauth.troubles import recognise

Provider: TypeAlias = Literal["microsoft365", "google"]

# Tokens, assertions and keys are long and have no spaces; but for paths and addresses, which start
# otherwise, nothing that a person needs to read is.
_OPAQUE = re.compile(r"(?<![\w./~+%-])[A-Za-z0-9][\w.~+/=%-]{47,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """How the bot proves at a provider that it may enter `mailbox` (the address, and the login).

    Microsoft: `tenant` and `client_id` with `client_secret`, or with `certificate` (the text of a
    PEM file with key and certificate), or with neither: a person consents once, by device code.
    Google: `service_account` (the text of its JSON key, domain-wide delegation), or `client_id` and
    `client_secret` of an installed app: a person consents once, in a browser.

    `secret_expires_on` is the last day of the secret, which no server tells. `authority`
    ("https://login.microsoftonline.us") and `token_uri` replace the provider's own, for sovereign
    clouds and tests; plain http is accepted for the loopback only. `ca_file` is a PEM file of the
    authority to trust for these instead of the system's.
    """

    provider: Provider
    mailbox: str
    tenant: str | None = None
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    certificate: str | None = field(default=None, repr=False)
    service_account: str | None = field(default=None, repr=False)
    secret_expires_on: date | None = None
    authority: str | None = None
    token_uri: str | None = None
    ca_file: str | None = None

    @property
    def needs_person(self) -> bool:
        """Whether somebody must consent once, since no secret proves who the bot is."""
        if self.provider == "google":
            return self.service_account is None
        return self.client_secret is None and self.certificate is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """What a token endpoint gave: a token that lasts so many seconds, maybe a refresh token."""

    access_token: str = field(repr=False)
    lasts: float
    refresh_token: str | None = field(default=None, repr=False)


class NoToken(Exception):  # noqa: N818 - read as a sentence: `except NoToken`
    """No access token can be had now. The text is one line, without any token or secret.

    `trouble` is what is wrong, when it is known. `retry_after` is how long the provider asks us to
    stay away, in seconds.
    """

    def __init__(self, words: str, *, retry_after: float | None = None) -> None:
        super().__init__(in_one_line(words))
        self.retry_after = retry_after

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong and what to click."""
        return recognise(str(self))


def in_one_line(words: str) -> str:
    """What somebody said, printable, not without end, and without anything like a token."""
    kept = "".join(letter if letter.isprintable() else " " for letter in words)
    return _OPAQUE.sub("…", " ".join(kept.split()))[:400]


def read_fresh(said: dict[str, object], host: str) -> Fresh:
    """The token in the answer of an endpoint (RFC 6749 §5.1).

    Raises:
        NoToken: the endpoint said no, or gave what is no token.
    """
    if "error" in said:
        raise NoToken(what_was_said(said))
    token, refresh = said.get("access_token"), said.get("refresh_token")
    if not isinstance(token, str) or not re.fullmatch(r"[\x21-\x7e]+", token):
        raise NoToken(f"token endpoint {host}: answers without an access token")
    try:
        lasts = float(str(said.get("expires_in", 3600)))
    except ValueError:
        lasts = 3600.0
    return Fresh(
        access_token=token,
        lasts=min(max(lasts, 0.0), 86400.0),
        refresh_token=refresh if isinstance(refresh, str) and refresh else None,
    )


def what_was_said(said: dict[str, object]) -> str:
    """The error of an answer (RFC 6749 §5.2) in a line, without the ids that Microsoft adds."""
    first = str(said.get("error_description") or "").strip().splitlines()[:1]
    words = re.sub(r"\s*\b(?:Trace ID|Correlation ID|Timestamp): .*", "", "".join(first))
    return f"{said.get('error', 'refused')}: {words}" if words else str(said.get("error"))
