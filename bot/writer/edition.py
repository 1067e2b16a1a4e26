"""An edition: one letter in one language and form, checked, compiled, ready to be printed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound, nodes
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context

from bot.core.letter import Button, LetterName
from bot.writer.buttons import Choices
from bot.writer.grammar import LOOP_PARTS, Grammar, TemplateRefused, parse, resolve_forms
from bot.writer.library import Source
from bot.writer.marks import Passage, Row, clean, mark, marks_in
from bot.writer.names import NAMES
from bot.writer.words import filters, shown

_ABOVE = re.compile(r"(?:\s|\{#.*?#\})*", re.DOTALL)
_VALUES = "_values"  # no template can name it: names with a leading underscore are refused


@dataclass(frozen=True, slots=True)
class Printed:
    """What a template said: its subject and body with marks, and the values they stand for."""

    subject: str
    body: str
    values: list[str | Choices | Passage | Row]


@dataclass(frozen=True, slots=True)
class Edition:
    """A compiled letter. `digest` is the SHA-256 of its source and the parts it includes.

    `first_line` is where its words begin, below the comment.
    """

    language: str
    file: str
    digest: str
    first_line: int
    template: Template

    def render(self, values: Mapping[str, object]) -> Printed:
        """Print the letter; raises what Jinja raises, or TemplateRefused without a subject."""
        said, shown_values = self.say(values)
        head, _, body = said.partition("\n")
        label, colon, subject = head.partition(":")
        if label != "Subject" or not colon:
            text = 'de eerste regel na de opmerking moet "Subject: …" zijn'
            raise TemplateRefused(self.file, self.first_line, "Subject", text)
        if not all(isinstance(shown_values[at], str) for at in marks_in(subject)):
            text = "een knop hoort niet in een onderwerp"
            raise TemplateRefused(self.file, self.first_line, "Subject", text)
        return Printed(subject, body.strip("\n"), shown_values)

    def say(self, values: Mapping[str, object]) -> tuple[str, list[str | Choices | Passage | Row]]:
        """What the template says, with marks, and the values they stand for."""
        shown_values: list[str | Choices | Passage | Row] = []
        return self.template.render({**values, _VALUES: shown_values}).lstrip(), shown_values


def compile_edition(
    known: frozenset[str], language: str, form: str, source: Source, parts: Mapping[str, Source]
) -> Edition:
    """Check and compile a template that uses the names in `known`; raises TemplateRefused."""
    environment = _environment(language)
    trees: dict[str, tuple[nodes.Template, str]] = {}
    for path, found in {"": source, **parts}.items():
        tree = parse(environment, resolve_forms(found.text(), form), found.file)
        Grammar(found.file, known, allows_parts=not path).check(tree)
        trees[path] = (tree, found.file)
    environment.loader = _Trees(trees)
    every = (source, *parts.values())
    return Edition(
        language=language,
        file=source.file,
        first_line=_first_line(source.text()),
        digest=hashlib.sha256(b"\0".join(found.raw for found in every)).hexdigest(),
        template=environment.get_template(""),
    )


def _first_line(text: str) -> int:
    above = _ABOVE.match(text)
    return text.count("\n", 0, above.end() if above else 0) + 1


def parts_of(name: LetterName, source: Source) -> tuple[str, ...]:
    """The paths of the parts that a letter includes; raises TemplateRefused."""
    known = frozenset(NAMES[name].meaning)
    tree = parse(_environment("nl"), source.text(), source.file)
    return tuple(dict.fromkeys(Grammar(source.file, known).check(tree)))


class _Trees(BaseLoader):
    """The few templates of one edition, checked and not parsed again, by the path of each."""

    def __init__(self, trees: Mapping[str, tuple[nodes.Template, str]]) -> None:
        self._trees = trees

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- Jinja's signature
    ) -> Template:
        """The compiled template; raises TemplateNotFound for a path that is no part of it."""
        if name not in self._trees:
            raise TemplateNotFound(name)
        tree, file = self._trees[name]
        code = environment.compile(tree, name, file)
        return environment.template_class.from_code(environment, code, globals or {})


class _Environment(ImmutableSandboxedEnvironment):
    """The belts: even what the grammar let through reaches plain data only and calls nothing."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 -- Jinja's signature
        """The part of a mapping, or of the loop; nothing else has parts."""
        if isinstance(obj, LoopContext) and attribute in LOOP_PARTS:
            return getattr(obj, attribute)
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return self.undefined(f'er is geen "{attribute}" in deze waarde')

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401, ARG002 -- Jinja's signature
        """Nothing may be called."""
        return False


def _kept(value: object, language: str) -> str | Choices | Passage | Row:
    match value:
        case Choices() | Passage() | Row():
            return value
        case Button():
            return Choices((value,))
        case _:
            return clean(shown(value, language))


def _environment(language: str) -> Environment:
    @pass_context  # keeps Jinja from printing constants while it compiles
    def keep(context: Context, value: object) -> str:
        kept = _kept(value, language)
        if not kept:
            return ""
        values: list[str | Choices | Passage | Row] = context[_VALUES]
        values.append(kept)
        return mark(len(values) - 1)

    environment = _Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=keep,
        autoescape=False,  # values are marks here, and escaped when they are put in
        auto_reload=False,
    )
    environment.globals.clear()
    environment.filters = dict(filters(language))
    environment.tests = {}
    return environment
