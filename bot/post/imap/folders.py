"""The folders of a mailbox: their names on this server, which are there, and making one."""

from __future__ import annotations

from contextlib import suppress

from imapclient.exceptions import (
    IMAPClientAbortError,
    IMAPClientError,
    IMAPClientReadOnlyError,
)

from bot.post.imap.idle import IdleClient
from bot.post.imap.login import one_line
from bot.post.imap.refusals import pause_after, session_is_over
from bot.post.imap.server import CommandRefused, ImapServer, MailboxUnusable

_NAMES_SHOWN = 6
_NO_FOLDER = {rb"\noselect", rb"\nonexistent"}


class Folders:
    """Folders as one connection sees them.

    Names in the config are written with `/` and without prefix; the server is asked for its own
    separator and prefix (`INBOX.Gehoor.2026` on some), and names are made to fit.
    """

    def __init__(self, client: IdleClient, server: ImapServer) -> None:
        self._client = client
        self._server = server
        self._prefix, self._separator = _namespace(client)
        self._there: set[str] = set()

    def open_inbox(self, inbox: str) -> int:
        """Select the folder that is watched; its UIDVALIDITY. Never makes it.

        Raises:
            MailboxUnusable: it is not there, or may only be read.
        """
        self._client.wire.count = 0
        for name in dict.fromkeys((inbox, self._on_server(inbox))):
            try:
                answer = self._client.select_folder(name)
            except IMAPClientReadOnlyError as error:
                raise MailboxUnusable(
                    f"{self._server}: the inbox {name} may only be read by {self._server.user}; "
                    "give this account the right to move mail out of it"
                ) from error
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                if session_is_over(str(error)) or pause_after(str(error)):
                    raise  # this is not about the folder
                refusal = error
            else:
                return int(answer.get(b"UIDVALIDITY", 0))
        raise MailboxUnusable(
            f"{self._server}: no inbox {inbox} for {self._server.user} "
            f"({one_line(str(refusal))}); check inbox of imap. There is: {self._some_names()}"
        ) from refusal

    def ready(self, name: str) -> str:
        """The name on this server of a folder, which is made when it is missing."""
        folder = self._on_server(name)
        if folder not in self._there:
            if not self._is_there(folder):
                self.make(folder)
            self._there.add(folder)
        return folder

    def make(self, folder: str) -> None:
        """Make and subscribe a folder, `folder` being its name on this server, and its parents.

        Raises:
            CommandRefused: the server does not let us.
        """
        words = ""
        parts = folder.split(self._separator) if self._separator else [folder]
        for length in range(1, len(parts) + 1):
            path = self._separator.join(parts[:length])
            if self._is_there(path):
                continue
            try:
                self._client.create_folder(path)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as refusal:
                words = one_line(str(refusal))  # of a parent it may mean nothing
                continue
            with suppress(IMAPClientError):  # who does not see it can still be shown it
                self._client.subscribe_folder(path)
        if not self._is_there(folder):
            raise CommandRefused(
                f"{self._server}: cannot make the folder {folder} ({words}); "
                "make it by hand, or correct archive of imap"
            )

    def find_junk(self) -> str | None:
        """The folder marked for junk (RFC 6154); None when the server marks none."""
        for flags, _, name in self._client.list_folders():
            if any(flag.lower() == b"\\junk" for flag in flags):
                return str(name)
        return None

    def _on_server(self, name: str) -> str:
        if name.upper() == "INBOX":
            return "INBOX"
        fitting = name.replace("/", self._separator or "-")
        inside = (fitting + self._separator).upper().startswith(self._prefix.upper())
        return fitting if inside else self._prefix + fitting

    def _is_there(self, folder: str) -> bool:
        # A name with * or % in it is a pattern here, hence the comparison.
        return any(
            name == folder and not {flag.lower() for flag in flags} & _NO_FOLDER
            for flags, _, name in self._client.list_folders("", folder)
        )

    def _some_names(self) -> str:
        names = [str(name) for _, _, name in self._client.list_folders()]
        more = ", …" if len(names) > _NAMES_SHOWN else ""
        return one_line(", ".join(names[:_NAMES_SHOWN])) + more


def _namespace(client: IdleClient) -> tuple[str, str]:
    """Prefix and separator of one's own folders (RFC 2342); the separator is "" when flat."""
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        if personal:
            prefix, separator = personal[0]
            return prefix or "", separator or ""
    for _, separator, _ in client.list_folders("", ""):
        if separator:
            return "", separator.decode()
    return "", ""
