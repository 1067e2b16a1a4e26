"""An IMAP server with the habits of Gmail, as far as they are documented.

Labels and X-GM-MSGID: https://developers.google.com/workspace/gmail/imap/imap-extensions. Sessions
and sent copies: https://developers.google.com/workspace/gmail/imap/imap-smtp. What may be fetched
in a day: https://support.google.com/a/answer/1071518.
"""

from __future__ import annotations

from typing import Final

from bot.core.providers import Provider
from tests.littleimap import Folder, LittleImap, Mail, says

SESSION_EXPIRED: Final = "* BYE Session expired, please login again."
NOT_AUTHENTICATED: Final = "%t NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"
OVER_QUOTA: Final = "%t NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)"
ALL_MAIL: Final = "[Gmail]/All Mail"


class GmailLike(LittleImap):
    """Serves while entered. Every folder but All Mail is a label; All Mail shows every mail.

    `only_bearer`: it offers OAUTHBEARER, and no XOAUTH2. `downloaded` counts octets of bodies.
    """

    provider = Provider.GOOGLE
    before_login = (
        "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR "
        "AUTH=XOAUTH2 AUTH=PLAIN AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER"
    )
    after_login = (
        "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS "
        "COMPRESS=DEFLATE ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS "
        "LITERAL- SPECIAL-USE APPENDLIMIT=35651584"
    )

    def __init__(self, *, only_bearer: bool = False) -> None:
        super().__init__()
        if only_bearer:
            self.before_login = self.before_login.replace("AUTH=XOAUTH2 ", "")
        self.folders[ALL_MAIL] = Folder(special="\\All")
        self.folders["[Gmail]/Spam"] = Folder(special="\\Junk")
        self.downloaded = 0

    def came(self, mail: Mail, folder: str) -> int:
        """It gets the label, and shows in All Mail."""
        if folder != ALL_MAIL:
            self.folders[ALL_MAIL].add(mail)
        return super().came(mail, folder)

    def label(self, mail: Mail, folder: str) -> int:
        """Somebody gives a mail one more label."""
        with self.lock:
            return self.folders.setdefault(folder, Folder()).add(mail)

    def body(self, mail: Mail) -> bytes:
        """Counted: Google does."""
        self.downloaded += len(mail.raw)
        return super().body(mail)

    def shut_for_today(self) -> None:
        """The next body is refused, as when too much was fetched."""
        self.once(r"UID FETCH .*BODY\.PEEK\[\]", says(OVER_QUOTA))
