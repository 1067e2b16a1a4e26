"""What `gehoor check` has to say: data, so that it can be printed or given to a script."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to know or to do; `text` is plain Dutch, `key` is "" for a whole file.

    `sentence` is for the school's regulations, where the thing is for the school to agree on.
    """

    level: Level
    file: str
    key: str
    text: str
    sentence: str = ""
