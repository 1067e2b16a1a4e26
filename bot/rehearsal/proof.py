"""Who is proven to have written a mail, as a school's mail server finds out and writes down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.utils import parseaddr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_RESULTS = re.compile(
    rb"^Authentication-Results:.*\r\n(?:[ \t].*\r\n)*", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """Whom a server knows: `logins` are its accounts, address in lower case → password.

    `authserv_id` is its name in what it writes down (RFC 8601 §2.5); without it nothing is written.
    """

    authserv_id: str = ""
    logins: Mapping[str, str] = field(default_factory=dict, repr=False)

    def let_in(self, address: str, password: str) -> bool:
        """Whether this is the password of an account."""
        return self.logins.get(address.casefold()) == password

    def above(self, content: bytes, *, login: str) -> bytes:
        """The mail with the server's own Authentication-Results above it (RFC 8601).

        From is proven where it is the address that logged in (`login`, "" without). Of its own
        domains the server knows that nobody else writes from them; of others it knows nothing.
        Results that came along in the mail are taken out: anybody can write them (RFC 8601 §5).
        """
        if not self.authserv_id:
            return content
        writer = _from(content)
        domain = writer.rpartition("@")[2]
        ours = {address.rpartition("@")[2] for address in self.logins}
        otherwise = "fail" if domain in ours else "none"
        found = "pass" if login and writer == login.casefold() else otherwise
        results = f"Authentication-Results: {self.authserv_id}; dmarc={found} header.from={domain}"
        head, gap, body = content.partition(b"\r\n\r\n")
        kept = _RESULTS.sub(b"", head + b"\r\n").removesuffix(b"\r\n")
        return b"\r\n".join((results.encode(), kept)) + gap + body


def _from(content: bytes) -> str:
    message = message_from_bytes(content, policy=policy.compat32)
    return parseaddr(str(message["From"] or ""))[1].casefold()
