"""An incoming mail, read: what every rule looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox address: `email` as written with its domain in lower case, `name` as displayed."""

    email: str
    name: str = ""

    @property
    def key(self) -> str:
        """The address as it is compared: case folded."""
        return self.email.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part of a mail that is not its text; the bytes stay in the raw mail.

    `name` is safe to use as a file name, `type` is sniffed from the content, `size` in bytes,
    `sha256` in hex, `part` the position of the leaf in a depth-first walk, from 1.
    """

    name: str
    type: str
    size: int
    sha256: str
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceReport:
    """A delivery report (RFC 3464): who was not reached, for good or not yet.

    `original_message_id` is the Message-ID of the letter that did not arrive, when it is quoted.
    """

    recipients: tuple[str, ...]
    permanent: bool
    original_message_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """How a mail came whose writer did not send it to us: a colleague or a form on the site did.

    `by` is who did, `form` true for a form. `note` is what a colleague wrote above it and `sent`
    the day as its head tells it; `phone` and `school` are what the fields of a form say. `told` are
    the fields of a form that were filled in, `blank` those that were not, by our names for them.
    `how` says of a complaint that a colleague wrote down how it reached the school ("oral",
    "phone", "letter"); "" for mail.
    """

    by: Address
    form: bool = False
    note: str = ""
    sent: str = ""
    phone: str = ""
    school: str = ""
    told: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """One mail as read from its raw bytes. Reading never fails: what could not be read is empty.

    Message-IDs keep their angle brackets; `references` stand as in the header, repeats and all.
    `sender` is the From address when there is exactly one, else the Sender address when there is
    exactly one, else None. `return_path` is "" for the null path and None when the header is
    absent. `headers` holds every header, names in lower case, values decoded, without CR or LF, in
    order of appearance; what servers write for each other (`trust.BY_SERVERS`) is not decoded.
    `text` is the whole body as plain text, `new_text` the words that are new in it (no quotes, no
    signature). `sent_at` is what the sender claims. `unreadable` says why the body could not be
    read (encrypted, …), else None. `truncated` is true when only the header of a too large mail is
    at hand, `header_cut` when not even the header is whole. `enclosed` are the mails that came as
    attachment (message/rfc822), read likewise, one level deep. `passed_on` is set where the mail
    stands for what its writer meant (`triage.passed_on`), never by the parser.
    """

    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: Address | None = None
    from_addresses: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    return_path: str | None = None
    subject: str = ""
    sent_at: datetime | None = None
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    content_type: str = "text/plain"
    report_type: str | None = None
    text: str = ""
    new_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    bounce: BounceReport | None = None
    unreadable: str | None = None
    truncated: bool = False
    header_cut: bool = False
    enclosed: tuple[IncomingMail, ...] = ()
    passed_on: PassedOn | None = None

    @property
    def words_enclosed(self) -> str:
        """Subjects and texts of the enclosed mails, in order; "" for none."""
        told = (part for each in self.enclosed for part in (each.subject, each.text))
        return "\n\n".join(filter(None, told))

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        values = self.headers.get(name.lower())
        return values[0] if values else None
