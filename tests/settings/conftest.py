from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from bot.settings.check.findings import findings
from bot.settings.finding import Finding
from bot.settings.load import Settings, load
from bot.settings.problem import ConfigError

EXAMPLE = Path(__file__).parents[1] / "data" / "example-config"
SECRETS = {"GEHOOR_SIGNING_KEY": "k" * 32, "GEHOOR_IMAP_PASSWORD": "imap-geheim"}


@dataclass
class Config:
    """A copy of the example config that a test may spoil."""

    folder: Path
    env: dict[str, str] = field(default_factory=lambda: dict(SECRETS))

    def replace(self, file: str, old: str, new: str) -> Config:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def append(self, file: str, text: str) -> Config:
        with (self.folder / file).open("a", encoding="utf-8") as opened:
            opened.write(text)
        return self

    def load(self) -> Settings:
        return load(self.folder, self.env)

    def complaints(self) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            self.load()
        return str(caught.value).splitlines()

    def findings(self, today: date = date(2026, 11, 22)) -> list[Finding]:
        return findings(self.load(), today)

    def about(self, key: str, today: date = date(2026, 11, 22)) -> list[Finding]:
        return [finding for finding in self.findings(today) if finding.key == key]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    folder = tmp_path / "config"
    shutil.copytree(EXAMPLE, folder)
    return Config(folder)
