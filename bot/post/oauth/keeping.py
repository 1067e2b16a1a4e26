"""Keeps tokens on disk: encrypted, whole or not at all, one process at a time.

A refresh token is as good as a password, and whoever renews it makes a new one of it: so it is
encrypted with a key of the signing keys, written beside the old one and put in its place in one
step, and read and written under a lock that the kernel frees when its holder dies.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.clock import monotonic, pause
from bot.core.tokens import derive_key

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

_PURPOSE: Final = "oauth-tokens"
_LONGEST_WAIT: Final = 120.0  # seconds; who holds the lock asks a server, with less patience


class Locked(Exception):  # noqa: N818 - it is no error of ours
    """Another process has held the lock for longer than any renewal takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The newest tokens of a mailbox. Instants are UTC.

    `who` names mailbox, tenant and application, `how` stands for the secret too: with another
    secret the access token is not used any more, with another application nothing is.
    """

    who: str
    how: str
    access_token: str = field(repr=False)
    got_at: datetime
    ends_at: datetime
    refresh_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TokenStore:
    """A folder with a file per mailbox. `signing_keys` are newest first: it writes, all read."""

    folder: Path
    signing_keys: Sequence[bytes] = field(repr=False)

    def read(self, mailbox: str) -> Kept | None:
        """What was kept; None for nothing, or nothing that can be read with these keys."""
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - with the extras only

        try:
            raw = self._cipher().decrypt(self._file(mailbox).read_bytes())
            fields = json.loads(raw)
            return Kept(
                who=fields["who"],
                how=fields["how"],
                access_token=fields["access_token"],
                got_at=datetime.fromisoformat(fields["got_at"]),
                ends_at=datetime.fromisoformat(fields["ends_at"]),
                refresh_token=fields["refresh_token"],
            )
        except (OSError, InvalidToken, ValueError, LookupError, TypeError):
            return None

    def write(self, mailbox: str, kept: Kept) -> None:
        """Puts this in the place of what was kept; call it under the lock.

        Raises:
            OSError: it could not be written; what was kept is as it was.
        """
        fields = {
            "who": kept.who,
            "how": kept.how,
            "access_token": kept.access_token,
            "got_at": kept.got_at.isoformat(),
            "ends_at": kept.ends_at.isoformat(),
            "refresh_token": kept.refresh_token,
        }
        raw = self._cipher().encrypt(json.dumps(fields).encode())
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._file(mailbox)
        for left in self.folder.glob(f".{file.name}.*"):  # by a process that died while writing
            left.unlink(missing_ok=True)
        new = self.folder / f".{file.name}.{secrets.token_hex(8)}"
        try:
            _write_through(new, raw)
            new.replace(file)
        except OSError:
            new.unlink(missing_ok=True)
            raise
        _sync(self.folder)

    @contextlib.contextmanager
    def lock(self, mailbox: str) -> Iterator[None]:
        """Alone among all processes that keep this mailbox's tokens here.

        Where no lock can be made (no such folder, a full disk), nobody is kept out: a token that is
        asked for twice is better than none.

        Raises:
            Locked: somebody else held it all the time.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            held = os.open(self._file(mailbox).with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            yield
            return
        try:
            until = monotonic() + _LONGEST_WAIT
            while not _locked(held):
                if monotonic() > until:
                    raise Locked
                pause(0.05)
            yield
        finally:
            os.close(held)

    def _file(self, mailbox: str) -> Path:
        return self.folder / (re.sub(r"[^a-z0-9@._+-]", "_", mailbox.lower()) + ".token")

    def _cipher(self) -> MultiFernet:
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 - with the extras only

        return MultiFernet(
            [
                Fernet(base64.urlsafe_b64encode(derive_key(key, _PURPOSE)))
                for key in self.signing_keys
            ]
        )


def _locked(held: int) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write_through(file: Path, raw: bytes) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb", closefd=False) as stream:
            stream.write(raw)
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    """The new name is on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
