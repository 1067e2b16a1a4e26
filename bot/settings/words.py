"""Word lists: shipped ones and the school's own, from TOML to compiled expressions.

An expression is written in plain text (no capitals, no accents) and counts as whole words. ` ~ `
stands for up to eight words of the same sentence; `{child}` for one of the words in `[sets]`.
"""

from __future__ import annotations

import importlib.resources
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import re2

from bot.core.case import Kind, Urgency
from bot.core.plain import plain, sentences, unaccented
from bot.core.policy import CueList, HintList, SignalList, Words
from bot.settings.expressions import Expressions, Sieve

LANGUAGES = ("nl", "fr", "en", "de")
_LEVELS = {"critical": Urgency.CRITICAL, "high": Urgency.HIGH, "flag": None}
_SECTIONS = {
    "sets",
    "signals",
    "cues",
    "hints",
    "disclaimers",
    "stop_words",
    "leadership",
    "automatic_subjects",
    "sales",
}
_SET = re.compile(r"\{([a-z_]+)\}")
_CAPITAL = re.compile(r"(?<!\\)[A-Z]")
_SIEVED = frozenset({"signals", "cues", "hints", "disclaimers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One line of a list: where it stands, what it finds, and the examples that prove it.

    `level` (signals only) is "critical", "high" or "flag". `pattern` has its sets filled in.
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

    def finds(self, text: str) -> bool:
        """Whether it rings in a text as people write it."""
        return bool(Expressions((self.pattern,)).find(sentences(text)))


def load_words(folder: Path | None = None) -> Words:
    """The shipped lists with those of `folder`/words/*.toml added; they never take one away.

    A file of the school is named after its language (`nl.toml`, `nl-onze-school.toml`).

    Raises:
        ValueError: an expression or a key is wrong; the text names file, list and expression.
    """
    sources = tuple(_sources(folder))
    expressions = _expressions(sources)
    try:
        return _words(expressions, sources)
    except re2.error:
        for expression in expressions:
            _check(expression)  # one by one, to name the line that is wrong
        raise


def examples_that_fail(folder: Path | None = None) -> list[str]:
    """One line for each `hit` that does not ring and each `miss` that does; empty when all is well.

    Raises:
        ValueError: as `load_words`.
    """
    failures = []
    for expression in _expressions(tuple(_sources(folder))):
        _check(expression)
        where = f"{expression.file}: [{expression.section}.{expression.code}] {expression.re!r}"
        if not expression.finds(expression.hit):
            failures.append(f"{where} does not find its hit {expression.hit!r}")
        if expression.miss is not None and expression.finds(expression.miss):
            failures.append(f"{where} finds its miss {expression.miss!r}")
    return failures


@dataclass(frozen=True, slots=True)
class _Key:
    """Which expressions make one list."""

    section: str
    language: str
    code: str
    level: str
    only: bool = field(kw_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    file: str
    language: str
    tables: Mapping[str, object]


def _sources(folder: Path | None) -> Iterator[_Source]:
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


def _source(file: str, language: str, text: str) -> _Source:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: {error}") from error
    for section in tables.keys() - _SECTIONS:
        raise ValueError(f"{file}: unknown list {section!r}; known: {', '.join(sorted(_SECTIONS))}")
    return _Source(file=file, language=language, tables=tables)


def _expressions(sources: Iterable[_Source]) -> tuple[Expression, ...]:
    sets: dict[str, dict[str, str]] = {}
    found: list[Expression] = []
    for source in sources:
        own_sets = sets.setdefault(source.language, {})
        for name, listed in _table(source, "sets").items():
            own_sets[name] = "(?:" + "|".join(_strings(source, f"sets.{name}", listed)) + ")"
        found += _signals(source, own_sets)
        for section in ("cues", "hints"):
            for code, listed in _table(source, section).items():
                found += _lines(source, section, code, listed, own_sets)
        for section in ("disclaimers", "leadership", "automatic_subjects", "sales"):
            for line in _lines(source, section, "", source.tables.get(section, []), own_sets):
                found.append(line)
    return tuple(found)


def _signals(source: _Source, sets: Mapping[str, str]) -> Iterator[Expression]:
    for code, table in _table(source, "signals").items():
        if not isinstance(table, dict) or table.get("level") not in _LEVELS:
            raise ValueError(
                f"{source.file}: [signals.{code}] needs level = one of {', '.join(_LEVELS)}"
            )
        yield from _lines(
            source, "signals", code, table.get("expressions", []), sets, level=table["level"]
        )


def _lines(  # noqa: PLR0913 - where a line stands takes five words to say
    source: _Source,
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
        if not isinstance(line, dict) or not {"re", "hit"} <= line.keys():
            raise ValueError(f"{where} line {number} needs re and hit")
        for key in line.keys() - {"re", "hit", "miss", "level", "only"}:
            raise ValueError(f"{where} line {number}: unknown key {key!r}")
        own_level = line.get("level", level)
        if section == "signals" and own_level not in _LEVELS:
            raise ValueError(f"{where} line {number}: level must be one of {', '.join(_LEVELS)}")
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


def _check(expression: Expression) -> None:
    try:
        Expressions((expression.pattern,))
    except re2.error as error:
        what = error.args[0] if error.args else error
        said = what.decode() if isinstance(what, bytes) else str(what)
        raise ValueError(
            f"{expression.file}: [{expression.section}.{expression.code}] {expression.re!r}: {said}"
        ) from error


def _words(expressions: Iterable[Expression], sources: Iterable[_Source]) -> Words:
    lists: dict[_Key, list[str]] = {}
    for line in expressions:
        key = _Key(line.section, line.language, line.code, line.level, only=line.only)
        lists.setdefault(key, []).append(line.pattern)
    made: dict[_Key, Expressions] = {}
    for language in {key.language for key in lists}:
        spoken = [key for key in lists if key.language == language and key.section in _SIEVED]
        sieve = Sieve(lists[key] for key in spoken)
        made |= {key: Expressions(lists[key], sieve, at) for at, key in enumerate(spoken)}
    return Words(
        signals=tuple(
            SignalList(
                code=key.code,
                language=key.language,
                level=_LEVELS[key.level],
                matcher=found,
                only=key.only,
            )
            for key, found in made.items()
            if key.section == "signals"
        ),
        cues=tuple(
            CueList(kind=Kind(key.code), language=key.language, matcher=found)
            for key, found in made.items()
            if key.section == "cues"
        ),
        hints=tuple(
            HintList(code=key.code, language=key.language, matcher=found)
            for key, found in made.items()
            if key.section == "hints"
        ),
        disclaimers={
            key.language: found for key, found in made.items() if key.section == "disclaimers"
        },
        stop_words=_stop_words(sources),
        leadership=_all_languages(lists, "leadership"),
        automatic_subjects=_all_languages(lists, "automatic_subjects"),
        sales=_all_languages(lists, "sales"),
    )


def _all_languages(lists: Mapping[_Key, list[str]], section: str) -> Expressions | None:
    patterns = [line for key, lines in lists.items() if key.section == section for line in lines]
    return Expressions(patterns) if patterns else None


def _stop_words(sources: Iterable[_Source]) -> Mapping[str, frozenset[str]]:
    listed: dict[str, frozenset[str]] = {}
    for source in sources:
        tongues = source.tables.get("stop_words", {})
        if source.language != "other":
            tongues = {source.language: tongues} if tongues else {}
        assert isinstance(tongues, dict)
        for tongue, said in tongues.items():
            words = {plain(word) for word in _strings(source, "stop_words", said)}
            listed[tongue] = listed.get(tongue, frozenset()) | words
    return listed


def _table(source: _Source, section: str) -> Mapping[str, object]:
    table = source.tables.get(section, {})
    if not isinstance(table, dict):
        raise ValueError(  # noqa: TRY004 - a wrong file, not a wrong program
            f"{source.file}: [{section}] must be a table"
        )
    return table


def _strings(source: _Source, key: str, listed: object) -> list[str]:
    if isinstance(listed, str):  # many short words read best as one line of text
        return listed.split()
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        raise ValueError(f"{source.file}: {key} must be a list of words")
    return listed
