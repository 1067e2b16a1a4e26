"""Reads the files of word lists: TOML to expressions that know where they stand."""

from __future__ import annotations

import importlib.resources
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import re2

from bot.core.case import Kind, Urgency
from bot.core.plain import sentences, unaccented
from bot.core.reading.clues import Clue
from bot.core.reading.intents import Intent
from bot.settings.words.expressions import Expressions

LANGUAGES = ("nl", "fr", "en", "de")
AUTOMATIC_TEXTS = ("absence", "instead", "written", "received", "confirm")
KINDS = tuple(kind.value for kind in Kind if kind is not Kind.UNCLEAR)
LEVELS = {"critical": Urgency.CRITICAL, "high": Urgency.HIGH, "flag": None}
_SECTIONS = {
    "sets",
    "signals",
    "cues",
    "hints",
    "clues",
    "intents",
    "topics",
    "vocabulary",
    "disclaimers",
    "idioms",
    "stop_words",
    "leadership",
    "promises",
    "automatic_subjects",
    "automatic_texts",
    "sales",
    "school",
    "difficult",
}
# Sections with codes of their own; the codes of hints a school may make itself.
_CODES = {
    "cues": KINDS,
    "clues": tuple(Clue),
    "intents": tuple(Intent),
    "automatic_texts": AUTOMATIC_TEXTS,
}
_SET = re.compile(r"\{([a-z_]+)\}")
_CAPITAL = re.compile(r"(?<!\\)[A-Z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One line of a list: where it stands, what it finds, and the examples that prove it.

    `level` (signals only) is "critical", "high" or "flag". `pattern` has its sets filled in. A
    `weak` cue speaks only where nothing else speaks louder.
    """

    file: str
    language: str
    section: str
    code: str
    re: str
    pattern: str
    hit: str
    miss: str | None = None
    level: str = ""
    only: bool = False
    weak: bool = False

    def finds(self, text: str) -> bool:
        """Whether it rings in a text as people write it."""
        return bool(Expressions((self.pattern,)).find(sentences(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file of word lists, opened."""

    file: str
    language: str
    tables: Mapping[str, object]


def sources_of(folder: Path | None) -> Iterator[Source]:
    """The shipped files, then those in `folder`/words.

    Raises:
        ValueError: a file is no TOML, is named after no language, or has an unknown list.
    """
    shipped = importlib.resources.files("bot.config") / "words"
    for language in (*LANGUAGES, "other"):
        text = (shipped / f"{language}.toml").read_text(encoding="utf-8")
        yield _source(f"words/{language}.toml", language, text)
    for path in sorted((folder / "words").glob("*.toml")) if folder else ():
        language = re.split(r"[-_.]", path.stem)[0].lower()
        if language not in LANGUAGES:
            raise ValueError(
                f"{path}: the name must begin with a language: {', '.join(LANGUAGES)} "
                "(nl.toml, nl-onze-school.toml)"
            )
        yield _source(str(path), language, path.read_text(encoding="utf-8"))


def _source(file: str, language: str, text: str) -> Source:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: {error}") from error
    for section in tables.keys() - _SECTIONS:
        raise ValueError(f"{file}: unknown list {section!r}; known: {', '.join(sorted(_SECTIONS))}")
    return Source(file=file, language=language, tables=tables)


def expressions_in(sources: Iterable[Source]) -> tuple[Expression, ...]:
    """All lines of all lists, with their sets filled in; a school's file may use shipped sets.

    Raises:
        ValueError: a line is incomplete, or names a set, level or key that does not exist.
    """
    sets: dict[str, dict[str, str]] = {}
    found: list[Expression] = []
    for source in sources:
        own_sets = sets.setdefault(source.language, {})
        for name, listed in _table(source, "sets").items():
            own_sets[name] = "(?:" + "|".join(strings(source, f"sets.{name}", listed)) + ")"
        found += _signals(source, own_sets)
        for section in ("cues", "hints", "clues", "intents", "topics", "automatic_texts"):
            for code, listed in _table(source, section).items():
                known = _CODES.get(section)
                if known is not None and code not in known:
                    raise ValueError(
                        f"{source.file}: [{section}.{code}] is no kind; known: {', '.join(known)}"
                    )
                found += _lines(source, section, code, listed, own_sets)
        for section in (
            "disclaimers",
            "idioms",
            "leadership",
            "promises",
            "automatic_subjects",
            "sales",
            "school",
        ):
            for line in _lines(source, section, "", source.tables.get(section, []), own_sets):
                found.append(line)
    return tuple(found)


def _signals(source: Source, sets: Mapping[str, str]) -> Iterator[Expression]:
    for code, table in _table(source, "signals").items():
        if not isinstance(table, dict) or table.get("level") not in LEVELS:
            raise ValueError(
                f"{source.file}: [signals.{code}] needs level = one of {', '.join(LEVELS)}"
            )
        for key in table.keys() - {"level", "expressions"}:
            raise ValueError(f"{source.file}: [signals.{code}]: unknown key {key!r}")
        yield from _lines(
            source, "signals", code, table.get("expressions", []), sets, level=table["level"]
        )


def _lines(  # noqa: PLR0913 - where a line stands takes five words to say
    source: Source,
    section: str,
    code: str,
    listed: object,
    sets: Mapping[str, str],
    *,
    level: str = "",
) -> Iterator[Expression]:
    where = f"{source.file}: [{section}{'.' * bool(code)}{code}]"
    if not isinstance(listed, list):
        raise ValueError(  # noqa: TRY004 - a wrong file, not a wrong program
            f"{where} must be a list of {{ re = …, hit = … }}"
        )
    for number, line in enumerate(listed, start=1):
        texts = [line.get(key) for key in ("re", "hit")] if isinstance(line, dict) else []
        if not texts or not all(isinstance(said, str) and said for said in texts):
            raise ValueError(f"{where} line {number} needs re and hit")
        for key in line.keys() - {"re", "hit", "miss", "level", "only", "weak"}:
            raise ValueError(f"{where} line {number}: unknown key {key!r}")
        own_level = line.get("level", level)
        if section == "signals" and own_level not in LEVELS:
            raise ValueError(f"{where} line {number}: level must be one of {', '.join(LEVELS)}")
        yield Expression(
            file=source.file,
            language=source.language,
            section=section,
            code=code,
            re=line["re"],
            pattern=_filled(line["re"], sets, f"{where} {line['re']!r}"),
            hit=line["hit"],
            miss=line.get("miss"),
            level=own_level,
            only=bool(line.get("only", False)),
            weak=bool(line.get("weak", False)),
        )


def _filled(expression: str, sets: Mapping[str, str], where: str) -> str:
    filled = expression
    for _ in range(3):  # a set may be made of sets, not endlessly
        for name in _SET.findall(filled):
            if name not in sets:
                raise ValueError(f"{where}: no set named {{{name}}}; known: {', '.join(sets)}")
        filled = _SET.sub(lambda name: sets[name[1]], filled)
    filled = unaccented(filled)
    if capital := _CAPITAL.search(filled):
        raise ValueError(f"{where}: write {capital.group()!r} small, the text has no capitals")
    return filled


def check(expression: Expression) -> None:
    """Compiles one line.

    Raises:
        ValueError: RE2 does not understand it; the text names file, list and expression.
    """
    try:
        Expressions((expression.pattern,))
    except re2.error as error:
        what = error.args[0] if error.args else error
        said = what.decode() if isinstance(what, bytes) else str(what)
        raise ValueError(
            f"{expression.file}: [{expression.section}.{expression.code}] {expression.re!r}: {said}"
        ) from error


def _table(source: Source, section: str) -> Mapping[str, object]:
    table = source.tables.get(section, {})
    if not isinstance(table, dict):
        raise ValueError(  # noqa: TRY004 - a wrong file, not a wrong program
            f"{source.file}: [{section}] must be a table"
        )
    return table


def strings(source: Source, key: str, listed: object) -> list[str]:
    """A list of words, written as a list or as one text with blanks."""
    if isinstance(listed, str):  # many short words read best as one line of text
        return listed.split()
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        raise ValueError(f"{source.file}: {key} must be a list of words")
    return listed
