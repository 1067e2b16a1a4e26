"""`gehoor init`: a first config from the starting set, with the answers filled in."""

from __future__ import annotations

import importlib.resources
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from bot.settings.one_person import one_person_each
from bot.settings.problem import ConfigError, Problem
from bot.settings.questions import QUESTIONS, Question, complaint, suggestion

PresetName = Literal["vlaanderen", "nederland"]
# Asks one question: the question, what most answer, and why the last answer could not be used.
Ask = Callable[[Question, str, str], str]

_FILES = (
    "LEESMIJ.md",
    "bot.toml",
    "people.toml",
    "procedure.toml",
    "triage.toml",
    "templates/LEESMIJ.md",
)
_CALENDAR = "calendar/2026-2027.toml"
_AUGUST = 8
# What differs in the Netherlands: law, region (each school must choose) and who helps from outside.
_DUTCH = (
    ('preset       = "vlaanderen"', 'preset       = "nederland" '),
    ('legal_status = "own_rules"', 'legal_status = "wpo"      '),
    ('region     = "BE-Flemish"', '# region   = "NL-Midden" '),
    ('roles   = ["clb", "safety"]', 'roles   = ["safety"]'),
)
_START = re.compile(r"^(start_from\s*=\s*)\d{4}-\d\d-\d\d", re.MULTILINE)
_MODE = re.compile(r'^(mode\s*=\s*)"[a-z]+"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Started:
    """What `init` did: the files it wrote, and the keys that files already there do not have."""

    written: tuple[Path, ...]
    missing: tuple[str, ...]


def init(
    folder: Path,
    *,
    today: date,
    preset: PresetName = "vlaanderen",
    answers: Mapping[str, str] | None = None,
    ask: Ask | None = None,
) -> Started:
    """Write the config files that are not there yet; no file is ever overwritten.

    What `answers` does not hold is asked with `ask`; without it, marks stay that `check` lists.
    The bot starts on trial, and answers mail received from `today` on.

    Raises:
        ConfigError: an answer cannot be used, or the folder cannot be written.
    """
    texts = _starting_set(preset, today)
    absent = {name: text for name, text in texts.items() if not (folder / name).exists()}
    found = _answers(absent, dict(answers or {}), ask)
    written = []
    try:
        for name, text in absent.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(_filled(name, text, found))
            written.append(path)
    except OSError as error:
        text = f"cannot be written: {error.strerror}"
        raise ConfigError([Problem(file=str(error.filename), key="", text=text)]) from error
    there = {name: _filled(name, text, found) for name, text in texts.items() if name not in absent}
    return Started(
        written=tuple(written),
        missing=tuple(
            key for name, text in there.items() for key in _missing_keys(folder, name, text)
        ),
    )


def _starting_set(preset: PresetName, today: date) -> dict[str, str]:
    """The starting files as they would be written, still with their marks."""
    shipped = importlib.resources.files("bot.config")
    first = today.year if today.month >= _AUGUST else today.year - 1
    texts = {name: _read(shipped, name) for name in _FILES}
    year = _read(shipped, _CALENDAR).replace("2027-2028.toml", f"{first + 1}-{first + 2}.toml")
    texts[f"calendar/{first}-{first + 1}.toml"] = year
    texts["bot.toml"] = _START.sub(rf"\g<1>{today.isoformat()}", texts["bot.toml"])
    texts["bot.toml"] = _MODE.sub(r'\g<1>"trial"', texts["bot.toml"])
    if preset == "nederland":
        for flemish, dutch in _DUTCH:
            texts = {name: text.replace(flemish, dutch) for name, text in texts.items()}
    return texts


def _read(shipped: Traversable, name: str) -> str:
    return shipped.joinpath(name).read_text(encoding="utf-8")


def _answers(absent: Mapping[str, str], given: dict[str, str], ask: Ask | None) -> dict[str, str]:
    """An answer for every mark that stands in a file to be written, as far as there is one."""
    found: dict[str, str] = {}
    for question in QUESTIONS:
        if not any(question.mark in text for text in absent.values()):
            continue
        answer = given.get(question.key, "")
        if answer and (wrong := complaint(question, answer)):
            raise ConfigError([Problem(file="init", key=question.key, text=f"{wrong} ({answer})")])
        wrong = ""
        while not answer and ask is not None:
            reply = ask(question, suggestion(question, found), wrong)
            wrong = complaint(question, reply)
            answer = "" if wrong else reply
        answer = answer or suggestion(question, found)
        if answer:
            found[question.key] = answer.strip()
    return found


def _filled(name: str, text: str, answers: Mapping[str, str]) -> str:
    """A starting file with the answers in place of their marks."""
    marks = {q.mark: answers[q.key] for q in QUESTIONS if q.key in answers}
    if marks:
        # The longest first: "INVULLEN school" begins "INVULLEN schoolbestuur".
        either = "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))
        # What JSON escapes in a text, TOML reads in the same way.
        text = re.sub(
            either, lambda mark: json.dumps(marks[mark.group()], ensure_ascii=False)[1:-1], text
        )
    return one_person_each(text) if name == "people.toml" else text


def _missing_keys(folder: Path, name: str, text: str) -> Iterator[str]:
    """The keys of a starting file that the file in the folder does not have."""
    if not name.endswith(".toml"):
        return
    try:
        there = tomllib.loads((folder / name).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return  # `check` says what is wrong with it
    known = set(_keys(there))
    yield from (f"{name}: {key}" for key in _keys(tomllib.loads(text)) if key not in known)


def _keys(table: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Every key with its path; of a list of tables, the keys that any of them has."""
    seen = set()
    for key, value in table.items():
        here = f"{path}{key}"
        tables = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
        inner = [part for part in tables if isinstance(part, dict)]
        if not inner:
            yield here
        for part in inner:
            for found in _keys(part, f"{here}."):
                if found not in seen:
                    seen.add(found)
                    yield found
