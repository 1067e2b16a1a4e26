"""An IMAP server with the habits of Exchange Online, as far as they are documented.

Capabilities and IMAP4rev2: https://github.com/jstedfast/MailKit/issues/2016. No keywords:
MS-STANXIMAP §2.2.4. A session that outlives its token:
https://github.com/iroco-co/aioimaplib/issues/83. Too many connections:
https://github.com/getmail6/getmail6/issues/214. Throttling:
https://github.com/ikvk/imap_tools/issues/135.
"""

from __future__ import annotations

from typing import Final

from bot.core.providers import Provider
from tests.littleimap import Folder, LittleImap, Mail, Visit

TOKEN_EXPIRED: Final = "* BYE Session invalidated - AccessTokenExpired"
NOT_CONNECTED: Final = "%t BAD User is authenticated but not connected."
THROTTLED: Final = "%t NO Request is throttled. Suggested Backoff Time: 299961 milliseconds"


class ExchangeLike(LittleImap):
    """Serves while entered. `most` connections get a mailbox; a mail `reads_differently` each time
    it is fetched, and its size is then no more than an estimate."""

    provider = Provider.MICROSOFT365
    before_login = (
        "IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE "
        "NAMESPACE LITERAL+"
    )
    refusal = "AUTHENTICATE failed."
    # The faulty offer comes after the login only.
    after_login = (
        "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT ENABLE IMAP4rev2 "
        "CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE "
        "NAMESPACE LITERAL+"
    )

    def __init__(self, *, most: int = 16, reads_differently: bool = False) -> None:
        super().__init__()
        self.most = most
        self.reads_differently = reads_differently
        self.folders["Junk Email"] = Folder(special="\\Junk")
        self.folders["Sent Items"] = Folder(special="\\Sent")

    def welcome(self, visit: Visit) -> bool:
        """Not above so many, whoever came first."""
        return visit in self.visits[: self.most]

    def body(self, mail: Mail) -> bytes:
        """As it came the first time; afterwards as Exchange makes it anew from what it keeps."""
        first = mail.fetched == 0
        raw = super().body(mail)
        if first or not self.reads_differently:
            return raw
        return b"X-MS-Exchange-Fetch: %d\r\n" % mail.fetched + raw.rstrip() + b"\r\n \r\n"
