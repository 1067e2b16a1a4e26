"""The watch: tells who waits that a file below a folder changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Self

_EVERY = 0.1  # seconds between two looks: who saves a file sees it within one
_MOST_FILES = 5_000  # in a folder that holds far more, somebody pointed at the wrong one


class Watch:
    """Looks at the files of a folder while somebody is waiting; `version` counts what it saw.

    No file is read: name, size, time and place on the disk tell that it changed.
    """

    def __init__(self, folder: Path | None) -> None:
        self.version = 0
        self._folder = folder
        self._changed = Condition()
        self._ended = Event()
        self._seen = _state(None)
        self._thread = Thread(target=self._look, name="watch", daemon=True)

    def __enter__(self) -> Self:
        if self._folder is not None:
            self._seen = _state(self._folder)  # now: what changes from here on is news
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        with self._changed:
            self._changed.notify_all()
        if self._folder is not None:
            self._thread.join()

    @property
    def ended(self) -> bool:
        """Whether nothing more will be told."""
        return self._ended.is_set()

    def beyond(self, version: int, *, seconds: float) -> int:
        """The version, as soon as it is another than this one, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version or self.ended, seconds)
            return self.version

    def _look(self) -> None:
        while not self._ended.wait(_EVERY):
            now = _state(self._folder)
            if now != self._seen:
                self._seen = now
                with self._changed:
                    self.version += 1
                    self._changed.notify_all()


def _state(folder: Path | None) -> frozenset[tuple[str, int, int, int]]:
    return frozenset(_files(folder)) if folder else frozenset()


def _files(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    left = _MOST_FILES
    for where, _, names in os.walk(folder):
        for name in names:
            file = Path(where, name)
            try:
                is_now = file.stat()
            except OSError:  # it went away in between, or leads nowhere
                yield str(file), 0, 0, 0
            else:
                yield str(file), is_now.st_size, is_now.st_mtime_ns, is_now.st_ino
            left -= 1
            if left == 0:
                return
