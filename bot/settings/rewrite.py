"""Writes a file of the config anew, for the few words that a command may change in it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def rewrite(path: Path, text: str) -> None:
    """The file with other words, whole or not at all; who could read it still can.

    Raises:
        OSError: it cannot be written; then it is as it was.
    """
    known = path.stat()
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(text.encode("utf-8", "surrogateescape"))
    fresh.chmod(known.st_mode)
    with suppress(PermissionError):
        os.chown(fresh, known.st_uid, known.st_gid)
    fresh.replace(path)
