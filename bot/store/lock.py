"""One worker a database: two that move the same mail would make copies of it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.clock import monotonic, pause
from bot.store.database import DatabaseUnusableError


class AlreadyAtWorkError(Exception):
    """Another process works on this database; `pid` is its number, when it left one."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"another gehoor works on this database (pid {pid or '?'})")
        self.pid = pid


@contextmanager
def only_worker(database: Path | None, *, patience: float = 0.0) -> Iterator[None]:
    """Holds the lock file beside a SQLite database; the kernel frees it when the process dies.

    `patience` is how long, in seconds, to wait for another one to end. Without a file (another
    kind of database) there is nothing to hold here.

    Raises:
        AlreadyAtWorkError: another process holds it.
        DatabaseUnusableError: the file cannot be written.
    """
    if database is None:
        yield
        return
    path = database.with_name(f"{database.name}.lock")
    try:
        file = path.open("a+")
    except OSError as error:
        raise DatabaseUnusableError(f"{path}: {error.strerror}") from error
    with file:
        until = monotonic() + patience
        while not _locked(file.fileno()):
            if monotonic() >= until:
                file.seek(0)
                raise AlreadyAtWorkError(file.read().strip())
            pause(0.05)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
