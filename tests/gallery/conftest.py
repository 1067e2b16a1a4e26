from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from bot.gallery.pages import Pages
from bot.gallery.server import Server
from bot.gallery.watch import Watch
from bot.writer.collection import Collection

SHIPPED = Path(__file__).parents[2] / "templates"


class Own:
    """The administrator's folder: letters are put in it, changed and taken away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def put(self, path: str, text: str | bytes) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def copy(self, path: str, *changes: tuple[str, str]) -> Path:
        """The shipped letter with other words in it."""
        text = (SHIPPED / path).read_text("utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        return self.put(path, text)

    @property
    def collection(self) -> Collection:
        return Collection(SHIPPED, self.folder)


@pytest.fixture
def own(tmp_path: Path) -> Own:
    return Own(tmp_path / "templates")


@pytest.fixture
def served(own: Own) -> Iterator[Server]:
    """The gallery of these letters, on a port of its own."""
    with (
        Watch(own.folder) as watch,
        Server(0, Pages(own.collection, live=True), watch) as server,
    ):
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
