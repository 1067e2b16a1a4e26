"""The heartbeat: one small file that says the office is alive, and how it stands."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def beat(path: Path, condition: Mapping[str, Any]) -> None:
    """Writes the file whole or not at all; the instant stands inside, file times mean nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(json.dumps(condition), encoding="utf-8")
    fresh.replace(path)
