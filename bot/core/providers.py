"""How the providers of mailboxes differ: one table, each row with its source.

Settings fill in from it what a school leaves out, wiring hands the values on, and whoever listens,
speaks or decides asks it instead of knowing a provider by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal, NamedTuple


class Provider(StrEnum):
    """Who keeps a mailbox; `imap` is any server that follows the standards."""

    IMAP = "imap"
    MICROSOFT365 = "microsoft365"
    GOOGLE = "google"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The ways of one provider: a column of the table. What each means stands in `TABLE`."""

    tokens: Literal["", "microsoft", "google"]
    imap_host: str
    imap_port: int
    imap_security: Literal["tls", "starttls"]
    smtp_host: str
    smtp_port: int
    smtp_security: Literal["tls", "starttls"]
    per_minute: int
    connections: int
    keeps_sent_copy: bool
    trust: Literal["", "microsoft365", "google"]
    never_used: frozenset[str]
    idle_minutes: int
    session_minutes: int
    download_mb_a_day: int
    many_labels: bool
    changes_mail: bool


class Row(NamedTuple):
    """One difference: its name, what it means, how each provider does it, and who says so."""

    name: str
    means: str
    imap: Any
    microsoft365: Any
    google: Any
    source: str

    def of(self, provider: Provider) -> Any:  # noqa: ANN401 - a row holds whatever its field is
        """How this provider does it."""
        return getattr(self, provider.value)


_EXCHANGE_SETTINGS = "https://support.microsoft.com/office/pop-imap-and-smtp-settings-8361e398-8af4-4e97-b147-6c6c4ac95353"
_EXCHANGE_OAUTH = (
    "https://learn.microsoft.com/exchange/client-developer/legacy-protocols/"
    "how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth"
)
_EXCHANGE_SUBMISSION = (
    "https://learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements"
)
_EXCHANGE_HEADERS = "https://learn.microsoft.com/defender-office-365/message-headers-eop-mdo"
_EXCHANGE_IMAP = "https://learn.microsoft.com/openspecs/exchange_standards/ms-stanximap"
_GMAIL_IMAP = "https://developers.google.com/workspace/gmail/imap/imap-smtp"
_GMAIL_XOAUTH2 = "https://developers.google.com/workspace/gmail/imap/xoauth2-protocol"
_GMAIL_EXTENSIONS = "https://developers.google.com/workspace/gmail/imap/imap-extensions"
_GMAIL_BANDWIDTH = "https://support.google.com/a/answer/1071518"
_GMAIL_FORGED = "https://support.google.com/mail/answer/180707"

# Columns: any server that follows the standards, Microsoft 365, Google Workspace.
TABLE: Final[tuple[Row, ...]] = (
    Row(
        "tokens",
        means="whose tokens let a program in; empty: a password does",
        imap="",
        microsoft365="microsoft",
        google="google",
        source=f"{_EXCHANGE_OAUTH}; {_GMAIL_XOAUTH2}",
    ),
    Row(
        "imap_host",
        means="where mail is fetched; empty: the school says",
        imap="",
        microsoft365="outlook.office365.com",
        google="imap.gmail.com",
        source=f"{_EXCHANGE_SETTINGS}; {_GMAIL_IMAP}",
    ),
    Row(
        "imap_port",
        means="its port",
        imap=993,
        microsoft365=993,
        google=993,
        source=f"RFC 8314 §7.1; {_EXCHANGE_SETTINGS}; {_GMAIL_IMAP}",
    ),
    Row(
        "imap_security",
        means="how the line is made safe there",
        imap="tls",
        microsoft365="tls",
        google="tls",
        source=f"RFC 8314 §3; {_EXCHANGE_SETTINGS}; {_GMAIL_IMAP}",
    ),
    Row(
        "smtp_host",
        means="where letters are handed in; empty: the school says",
        imap="",
        microsoft365="smtp.office365.com",
        google="smtp.gmail.com",
        source=f"{_EXCHANGE_SETTINGS}; {_GMAIL_IMAP}",
    ),
    Row(
        "smtp_port",
        means="its port; Microsoft offers no TLS from the first byte",
        imap=465,
        microsoft365=587,
        google=465,
        source=f"RFC 8314 §7.3; {_EXCHANGE_SETTINGS}; {_GMAIL_IMAP}",
    ),
    Row(
        "smtp_security",
        means="how the line is made safe there",
        imap="tls",
        microsoft365="starttls",
        google="tls",
        source=f"RFC 8314 §3.3; {_EXCHANGE_SETTINGS}; {_GMAIL_IMAP}",
    ),
    Row(
        "per_minute",
        means="letters a minute that may be handed in; 0: no limit is known",
        imap=0,
        microsoft365=30,
        google=0,
        source=(
            f"{_EXCHANGE_SUBMISSION}; Google counts 2,000 a day only: "
            "https://support.google.com/a/answer/166852"
        ),
    ),
    Row(
        "connections",
        means=(
            "kept to the outgoing server at the same time; Microsoft takes 3 from a mailbox, and "
            "one is left for `check --online` beside a running bot"
        ),
        imap=2,
        microsoft365=2,
        google=2,
        source=_EXCHANGE_SUBMISSION,
    ),
    Row(
        "keeps_sent_copy",
        means="what is handed in is put in Sent by the provider itself",
        imap=False,
        microsoft365=True,
        google=True,
        source=f"{_EXCHANGE_SUBMISSION}; https://support.google.com/mail/answer/78892",
    ),
    Row(
        "trust",
        means="how the sender of a mail is proven; empty: the school says",
        imap="",
        microsoft365="microsoft365",
        google="google",
        source=f"{_EXCHANGE_HEADERS}; {_GMAIL_FORGED}",
    ),
    Row(
        "never_used",
        means=(
            "what is not used of IMAP whatever the server offers: Exchange keeps no keywords, and "
            "where it offers IMAP4rev2 its SEARCH is faulty"
        ),
        imap=frozenset[str](),
        microsoft365=frozenset({"IMAP4REV2", "CONDSTORE", "QRESYNC", "KEYWORDS"}),
        google=frozenset[str](),
        source=f"{_EXCHANGE_IMAP} §2.2.4 (keywords); https://github.com/jstedfast/MailKit/issues/2016",
    ),
    Row(
        "idle_minutes",
        means="how long one IDLE lasts at most; Exchange now and then hangs in it",
        imap=9,
        microsoft365=4,
        google=9,
        source="RFC 2177 §3 (less than 29); https://github.com/mjs/imapclient/issues/349",
    ),
    Row(
        "session_minutes",
        means=(
            "how long one login is used at most; Gmail ends a session about when its token ends, "
            "after an hour; 0: as long as it lasts"
        ),
        imap=0,
        microsoft365=0,
        google=50,
        source=f"{_GMAIL_IMAP} (session length limits)",
    ),
    Row(
        "download_mb_a_day",
        means="what may be fetched by IMAP in a day; 0: no limit is known",
        imap=0,
        microsoft365=0,
        google=2500,
        source=_GMAIL_BANDWIDTH,
    ),
    Row(
        "many_labels",
        means="one mail may lie in several folders, and X-GM-MSGID tells that it is one",
        imap=False,
        microsoft365=False,
        google=True,
        source=f"{_GMAIL_EXTENSIONS} (X-GM-MSGID, X-GM-LABELS)",
    ),
    Row(
        "changes_mail",
        means=(
            "a stored mail may come out otherwise when it is fetched again: it is then known by "
            "its Message-ID, its sender and when it came in, which the server keeps"
        ),
        imap=False,
        microsoft365=True,
        google=False,
        source=(
            "https://imapwiki.org/ClientImplementation (server bugs: Microsoft Exchange); "
            "RFC 9051 §2.3.3 (INTERNALDATE)"
        ),
    ),
)

WAYS: Final[Mapping[Provider, Ways]] = {
    provider: Ways(**{row.name: row.of(provider) for row in TABLE}) for provider in Provider
}
