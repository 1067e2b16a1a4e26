"""Proofs: every letter is written with invented values before it is written to anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from bot.core.letter import AUDIENCE, Letter, LetterName, LetterOrder
from bot.writer.grammar import nearest
from bot.writer.samples import SAMPLES, sample_order
from bot.writer.words import FORMS, LANGUAGES


class Finding(NamedTuple):
    """What a check found, in plain Dutch: `level` is "warning" or "error", `key` the line."""

    level: str
    file: str
    key: str
    text: str


def proof_orders() -> Iterable[LetterOrder]:
    """An order for every letter, sample, language and form."""
    for name, samples in SAMPLES.items():
        for sample in samples:
            for language in LANGUAGES:
                for form in FORMS:
                    yield sample_order(name, sample, language, form)


def proof_all(write: Callable[[LetterOrder], Letter]) -> list[Finding]:
    """Write every proof; each template that does not work is found once."""
    found: dict[Finding, None] = {}
    for order in proof_orders():
        broken = write(order).broken
        if broken is not None:
            found[Finding("error", broken.file, f"regel {broken.line}", broken.error)] = None
    return list(found)


def misplaced(overrides: Path) -> list[Finding]:
    """Files of the administrator that no letter will ever use, because of where they lie."""
    letters = {f"{AUDIENCE[name]}/{name}.md" for name in LetterName}
    alone = {f"{name}.md" for name in LetterName}
    found = []
    for file in sorted(overrides.rglob("*.md")):
        language, _, rest = file.relative_to(overrides).as_posix().partition("/")
        if not rest:
            # A note for the colleagues may lie here, a letter may not.
            text = "ligt naast de mappen van de talen, niet erin" if language in alone else ""
        elif language not in LANGUAGES:
            text = f'"{language}" is geen taal van de brieven{nearest(language, LANGUAGES)}'
        elif rest not in letters and not rest.startswith("parts/"):
            text = f'geen brief heet "{rest}"{nearest(rest, letters)}'
        else:
            text = ""
        if text:
            found.append(Finding("warning", str(file), "", text))
    return found
