"""What a provider says when it lets nobody in: a row of the table, and how it is known again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

# Where Microsoft explains its AADSTS codes, and that a mailbox takes no SMTP AUTH.
ENTRA = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"
SMTP_AUTH = (
    "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/"
    "authenticated-client-smtp-submission"
)
# Where Google explains what its token endpoint says to a service account.
SERVICE_ACCOUNT = (
    "https://developers.google.com/identity/protocols/oauth2/service-account#error-codes"
)


class TroubleCode(StrEnum):
    """What is wrong; stable, for scripts and alerts."""

    CONSENT_MISSING = "consent_missing"
    LOGIN_NEEDED = "login_needed"
    PUBLIC_CLIENT_OFF = "public_client_off"
    MAILBOX_PERMISSION_MISSING = "mailbox_permission_missing"
    MAILBOX_UNKNOWN = "mailbox_unknown"
    PASSWORD_NOT_TAKEN = "password_not_taken"  # noqa: S105 - a name, no secret
    SMTP_AUTH_DISABLED = "smtp_auth_disabled"
    IMAP_DISABLED = "imap_disabled"
    SECRET_EXPIRED = "secret_expired"  # noqa: S105 - a name, no secret
    SECRET_WRONG = "secret_wrong"  # noqa: S105 - a name, no secret
    WRONG_TENANT = "wrong_tenant"
    WRONG_APP = "wrong_app"
    CONDITIONAL_ACCESS = "conditional_access"
    CLOCK_WRONG = "clock_wrong"
    REVOKED = "revoked"
    DELEGATION_MISSING = "delegation_missing"
    SERVICE_DOWN = "service_down"
    THROTTLED = "throttled"
    EXTRA_MISSING = "extra_missing"
    NOT_STORED = "not_stored"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a name, no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A row: what it is known by, where that is documented, and the remedy in two languages.

    `codes` are Microsoft's AADSTS numbers, `signs` a regular expression for any other words.
    `with_password`: these words mean the same where a password was refused, and not a token.
    """

    code: TroubleCode
    codes: str = ""
    signs: str = ""
    source: str
    nl: str
    en: str
    with_password: bool = False

    def remedy(self, language: str) -> str:
        """What to click: Dutch for "nl", else English."""
        return self.nl if language == "nl" else self.en

    def fits(self, words: str) -> bool:
        """Whether these words tell of this trouble."""
        numbers = set(re.findall(r"AADSTS(\d+)", words))
        if not numbers.isdisjoint(self.codes.split()):
            return True
        return bool(self.signs) and re.search(self.signs, words, re.IGNORECASE) is not None
