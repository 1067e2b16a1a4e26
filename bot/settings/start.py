"""`gehoor init`: a first config from the starting set, with the answers filled in."""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from bot.settings.missing_keys import keys_missing
from bot.settings.one_person import one_person_each
from bot.settings.problem import ConfigError, Problem
from bot.settings.questions import (
    LATER,
    LEGAL_STATUS,
    PRESET,
    QUESTIONS,
    Question,
    complaint,
    given,
    read,
    suggestion,
)
from bot.settings.rewrite import rewrite

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
_STATUS = re.compile(r'^(legal_status\s*=\s*)"[a-z_]+"', re.MULTILINE)
_ADDRESS = re.compile(r'^\s*address\s*=\s*"([^"]+)"', re.MULTILINE)
_BY_MARK = {question.mark: question for question in QUESTIONS}
# The longest first: "INVULLEN school" begins "INVULLEN schoolbestuur".
_MARKS = re.compile("|".join(map(re.escape, sorted(_BY_MARK, key=len, reverse=True))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What `init` did, and what is left.

    `written` are new files, `filled` those that were there and in which marks got their answer.
    `missing` are keys that a file which was there does not have, `open` the questions whose mark
    still stands somewhere.
    """

    written: tuple[Path, ...]
    filled: tuple[Path, ...]
    missing: tuple[str, ...]
    open: tuple[Question, ...]


def init(
    folder: Path,
    *,
    today: date,
    preset: PresetName | None = None,
    answers: Mapping[str, object] | None = None,
    ask: Ask | None = None,
) -> Started:
    """Write the config files that are not there yet, and put answers where marks still stand.

    No file is overwritten: of one that is there only the marks change that an earlier `init` left.
    What `answers` does not hold is asked with `ask`; without it, marks stay that `check` lists.
    The bot starts on trial, and answers mail received from `today` on.

    Raises:
        ConfigError: an answer cannot be used, or the folder cannot be read or written.
    """
    known = given(answers or {})
    try:
        there = _there(folder)
        known = {**_mailbox_in(there.get("bot.toml", "")), **known}
        new = [name for name in _names(today) if not (folder / name).exists()]
        chosen = _preset(there.get("procedure.toml"), preset or known.get("preset"), ask)
        texts = _starting_set(chosen, today)
        if "procedure.toml" not in there:
            asked = LEGAL_STATUS[chosen]
            status = _answer(asked, known, ask) or suggestion(asked, known)
            texts["procedure.toml"] = _with_status(texts["procedure.toml"], status)
        absent = {name: texts[name] for name in new}
        found = _answers([*absent.values(), *there.values()], known, ask)
        filled = {
            # A list of people that nobody touched yet is as good as none.
            name: _filled(name, text, found, whole=text == texts.get(name))
            for name, text in there.items()
            if _MARKS.search(text)
        }
        changed = {name: text for name, text in filled.items() if text != there[name]}
        for name, text in absent.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(_filled(name, text, found, whole=True))
        for name, text in changed.items():
            rewrite(folder / name, text)
    except OSError as error:
        text = f"hier kan niet geschreven worden: {error.strerror}"
        raise ConfigError([Problem(file=str(error.filename), key="", text=text)]) from error
    expected = {name: _filled(name, texts[name], found, whole=True) for name in texts}
    return Started(
        written=tuple(folder / name for name in absent),
        filled=tuple(folder / name for name in changed),
        missing=tuple(
            key
            for name, text in expected.items()
            if name not in absent
            for key in keys_missing(folder, name, text)
        ),
        open=tuple(
            question
            for question in _asked_by([*absent.values(), *there.values()])
            if question.key not in found
        ),
    )


def _names(today: date) -> tuple[str, ...]:
    """The files of the starting set; the calendar is that of the school year of `today`."""
    first = today.year if today.month >= _AUGUST else today.year - 1
    return (*_FILES, f"calendar/{first}-{first + 1}.toml")


def _there(folder: Path) -> dict[str, str]:
    """The files of the config that are there already; what is no text has no marks in it."""
    return {
        name: path.read_bytes().decode("utf-8", "surrogateescape")
        for name in (*_FILES, *_calendars(folder))
        if name.endswith(".toml") and (path := folder / name).is_file()
    }


def _mailbox_in(bot: str) -> dict[str, str]:
    """The address of the mailbox as an answer, where a file has it already."""
    found = _ADDRESS.search(bot)
    return {"mailbox": found[1]} if found and found[1] not in _BY_MARK else {}


def _calendars(folder: Path) -> Iterator[str]:
    yield from (f"calendar/{path.name}" for path in sorted((folder / "calendar").glob("*.toml")))


def _preset(procedure: str | None, wanted: str | None, ask: Ask | None) -> PresetName:
    """Which preset: that of the file where there is one, the one asked for, or an answer."""
    if procedure is not None:
        found = re.search(r'^preset\s*=\s*["\']nederland["\']', procedure, re.MULTILINE)
        return "nederland" if found else "vlaanderen"
    known = {} if wanted is None else {PRESET.key: wanted}
    return "nederland" if _answer(PRESET, known, ask) == "nederland" else "vlaanderen"


def _with_status(procedure: str, status: str) -> str:
    """The file with another legal status; what stands behind it stays in its column."""

    def put(found: re.Match[str]) -> str:
        return f'{found[1]}"{status}"'.ljust(len(found[0]))

    return _STATUS.sub(put, procedure)


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


def _asked_by(texts: Iterable[str]) -> list[Question]:
    """The questions whose marks stand in these texts, in the order of asking."""
    marks = {mark for text in texts for mark in _MARKS.findall(text)}
    return [question for question in QUESTIONS if question.mark in marks]


def _answers(texts: Iterable[str], known: Mapping[str, str], ask: Ask | None) -> dict[str, str]:
    """An answer for every mark that stands in these texts, as far as there is one."""
    found: dict[str, str] = {}
    for question in _asked_by(texts):
        answer = _answer(question, {**found, **known}, ask)
        if answer:
            found[question.key] = answer
    return found


def _answer(question: Question, known: Mapping[str, str], ask: Ask | None) -> str:
    """The answer that is known, else that of a person, else what most answer; "" for later."""
    answer = known.get(question.key, "")
    if answer and (wrong := complaint(question, answer, known)):
        raise ConfigError([Problem(file="init", key=question.key, text=f"{wrong} ({answer})")])
    usual = suggestion(question, known)
    wrong = ""
    while not answer and ask is not None:
        reply = ask(question, usual, wrong).strip()
        if reply == LATER:
            return ""
        wrong = complaint(question, reply, known)
        answer = "" if wrong else read(question, reply)
    return answer or usual


def _filled(name: str, text: str, answers: Mapping[str, str], *, whole: bool) -> str:
    """A text with the answers in place of their marks; `whole` when nobody but us wrote in it."""

    def put(mark: re.Match[str]) -> str:
        answer = answers.get(_BY_MARK[mark.group()].key)
        # What JSON escapes in a text, TOML reads in the same way.
        return json.dumps(answer, ensure_ascii=False)[1:-1] if answer else mark.group()

    text = _MARKS.sub(put, text)
    return one_person_each(text) if whole and name == "people.toml" else text
