"""What may stand in a template: a short list, and everything else is refused with file and line.

A template is Jinja in syntax only. The parsed tree is held against a list of what letters need
(names, their parts, if, for, shared parts, comparisons, a few filters), so that no template can
call, set, compute or reach anything, and there is nothing whose cost would have to be bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError, nodes

from bot.writer.marks import PRIVATE, UNPRINTABLE
from bot.writer.unreadable import in_dutch, nearest, unclosed

# An exact pair: two halves on one line, no braces inside, and not the label of a link.
_PAIR = re.compile(r"\[([^\[\]|{}\n]*)\|([^\[\]|{}\n]*)\](?!\()")
# An address with a value in it could lead anywhere.
_VALUE_IN_LINK = re.compile(r"\]\([^()\s]*\{\{|<(?:https?|mailto|tel):[^<>\s]*\{\{")
_PART = re.compile(r"parts/[a-z0-9_]+\.md")

# Filter → how many plain texts may stand between its brackets.
FILTERS = {
    "buttons": 0,
    "choice": 1,
    "date": 1,
    "dutch": 0,
    "join": 1,
    "lead": 0,
    "length": 0,
    "links": 0,
    "scale": 0,
}
LOOP_PARTS = frozenset({"first", "index", "last", "length"})

_LARGEST = 100_000  # characters; a long letter has three thousand
_DEEPEST = 25  # blocks and brackets inside each other
_MOST_LOOPS = 2  # inside each other: a loop over all items of all items is what a letter needs

_WORDS: dict[type[nodes.Node], str] = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.Block: "block",
    nodes.CallBlock: "call",
    nodes.Concat: "~",
    nodes.CondExpr: "if … else",
    nodes.Dict: "{…}",
    nodes.Extends: "extends",
    nodes.FilterBlock: "filter",
    nodes.FromImport: "from",
    nodes.Getitem: "[…]",
    nodes.Import: "import",
    nodes.List: "[…]",
    nodes.Macro: "macro",
    nodes.Pow: "**",
    nodes.Scope: "autoescape",
    nodes.ScopedEvalContextModifier: "autoescape",
    nodes.Slice: "[…]",
    nodes.Tuple: "(…)",
    nodes.With: "with",
}


@dataclass(eq=False)
class TemplateRefused(Exception):  # noqa: N818 -- it is said to the administrator in these words
    """A template holds something that letters do not need; `word` is what it stumbled on."""

    file: str
    line: int
    word: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}, regel {self.line}: {self.text}"


def resolve_forms(source: str, form: str) -> str:
    """Choose in each `[u|je]` pair: the left half for the form "u", the right one for "je"."""
    return _PAIR.sub(r"\2" if form == "je" else r"\1", source)


def parse(environment: Environment, source: str, file: str) -> nodes.Template:
    """Parse a template source; what Jinja cannot parse is refused with its line."""
    if len(source) > _LARGEST:
        raise TemplateRefused(file, 1, "", f"is langer dan {_LARGEST} tekens")
    if stray := PRIVATE.search(source) or UNPRINTABLE.search(source):
        line = source.count("\n", 0, stray.start()) + 1
        word = f"U+{ord(stray[0]):04X}"
        raise TemplateRefused(file, line, word, f'"{word}" is geen teken dat iemand kan lezen')
    if reached := _VALUE_IN_LINK.search(source):
        line = source.count("\n", 0, reached.end()) + 1
        raise TemplateRefused(
            file, line, "{{", "een waarde kan niet in het adres van een link staan"
        )
    try:
        return environment.parse(source, filename=file)
    except TemplateSyntaxError as error:
        word, text = in_dutch(error.message or "")
        at_end = (error.message or "").startswith("Unexpected end of template")
        line = (unclosed(source) if at_end else None) or error.lineno
        raise TemplateRefused(file, line, word, text) from error
    except (RecursionError, ValueError, MemoryError) as error:
        raise TemplateRefused(file, 1, "", f"is niet te lezen: {error}") from error


@dataclass
class Grammar:
    """Holds one parsed template against the list. `known` are the names a letter may use.

    `allows_parts` is false for a part itself: parts hold no parts.
    """

    file: str
    known: frozenset[str]
    allows_parts: bool = True
    parts: list[str] = field(default_factory=list)

    def check(self, tree: nodes.Template) -> tuple[str, ...]:
        """The parts that the template includes, in order; raises TemplateRefused."""
        for node in tree.body:
            self._block(node, self.known, depth=1, loops=0)
        return tuple(self.parts)

    def _block(self, node: nodes.Node, names: frozenset[str], *, depth: int, loops: int) -> None:
        self._depth(node, depth)
        inner: Iterator[tuple[nodes.Node, frozenset[str], int]] = iter(())
        match node:
            case nodes.Output():
                for printed in node.nodes:
                    self._value(printed, names, depth + 1)
            case nodes.If():
                self._value(node.test, names, depth + 1)
                branches = [*node.body, *node.elif_, *node.else_]
                inner = ((child, names, loops) for child in branches)
            case nodes.For():
                inner = self._loop(node, names, depth, loops)
            case nodes.Include():
                self._include(node)
            case _:
                raise self._refusal(node)
        for child, visible, around in inner:
            self._block(child, visible, depth=depth + 1, loops=around)

    def _loop(
        self, node: nodes.For, names: frozenset[str], depth: int, loops: int
    ) -> Iterator[tuple[nodes.Node, frozenset[str], int]]:
        if not isinstance(node.target, nodes.Name) or node.target.name.startswith("_"):
            raise self._refusal(node.target, "for", "een lus geeft elk ding één gewone naam")
        if not isinstance(node.iter, nodes.Name | nodes.Getattr):
            raise self._refusal(node.iter)
        if node.test is not None or node.recursive:
            raise self._refusal(node, "for", "een lus neemt elk ding één keer")
        if loops >= _MOST_LOOPS:
            raise self._refusal(node, "for", f"niet meer dan {_MOST_LOOPS} lussen in elkaar")
        self._value(node.iter, names, depth + 1)
        inside = names | {node.target.name, "loop"}
        yield from ((child, inside, loops + 1) for child in node.body)
        yield from ((child, names, loops) for child in node.else_)

    def _include(self, node: nodes.Include) -> None:
        if not self.allows_parts:
            raise self._refusal(node, "include", "een deel kan geen ander deel opnemen")
        path = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(path, str) or not _PART.fullmatch(path):
            text = 'include neemt een bestand uit de map "parts", zoals "parts/signature_auto.md"'
            raise self._refusal(node, str(path or "include"), text)
        if node.ignore_missing or not node.with_context:
            raise self._refusal(node, path, "include neemt een pad en verder niets")
        self.parts.append(path)

    def _value(self, node: nodes.Node, names: frozenset[str], depth: int) -> None:
        self._depth(node, depth)
        inner: list[nodes.Node] = []
        match node:
            case nodes.TemplateData() | nodes.Const():
                pass
            case nodes.Name():
                self._name(node, names)
            case nodes.Getattr():
                inner = self._attribute(node, names)
            case nodes.Filter():
                inner = self._filter(node)
            case nodes.Compare():
                inner = [node.expr, *self._compared(node)]
            case nodes.And() | nodes.Or():
                inner = [node.left, node.right]
            case nodes.Not():
                inner = [node.node]
            case _:
                raise self._refusal(node)
        for child in inner:
            self._value(child, names, depth + 1)

    def _compared(self, node: nodes.Compare) -> Iterator[nodes.Node]:
        """What a value is compared with; after `in` that may be a row of plain texts."""
        for operand in node.ops:
            if isinstance(operand.expr, nodes.Tuple) and operand.op in {"in", "notin"}:
                yield from operand.expr.items
            else:
                yield operand.expr

    def _name(self, node: nodes.Name, names: frozenset[str]) -> None:
        if node.name.startswith("_"):
            raise self._refusal(node, node.name, f'"{node.name}" begint met "_"')
        if node.name == "loop" and "loop" in names:
            options = ", ".join(sorted(LOOP_PARTS))
            raise self._refusal(node, "loop", f"van loop mag een brief gebruiken: {options}")
        if node.name not in names:
            hint = nearest(node.name, names)
            raise self._refusal(node, node.name, f'onbekende naam "{node.name}"{hint}')

    def _attribute(self, node: nodes.Getattr, names: frozenset[str]) -> list[nodes.Node]:
        if node.attr.startswith("_"):
            raise self._refusal(node, node.attr, f'"{node.attr}" begint met "_"')
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and "loop" in names:
            if node.attr not in LOOP_PARTS:
                hint = nearest(node.attr, LOOP_PARTS)
                raise self._refusal(node, node.attr, f'loop heeft geen "{node.attr}"{hint}')
            return []
        if not isinstance(node.node, nodes.Name | nodes.Getattr):
            raise self._refusal(node, node.attr, f'"{node.attr}" hoort bij niets met een naam')
        return [node.node]

    def _filter(self, node: nodes.Filter) -> list[nodes.Node]:
        if node.name not in FILTERS:
            hint = nearest(node.name, FILTERS)
            raise self._refusal(node, node.name, f'onbekend filter "{node.name}"{hint}')
        plain = all(isinstance(given, nodes.Const) for given in node.args)
        plain = plain and len(node.args) <= FILTERS[node.name]
        if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs or not plain:
            takes = "gewone tekst" if FILTERS[node.name] else "niets"
            text = f'het filter "{node.name}" neemt {takes} tussen zijn haakjes'
            raise self._refusal(node, node.name, text)
        return [node.node]

    def _depth(self, node: nodes.Node, depth: int) -> None:
        if depth > _DEEPEST:
            raise self._refusal(node, "", f"meer dan {_DEEPEST} niveaus in elkaar")

    def _refusal(self, node: nodes.Node, word: str = "", text: str = "") -> TemplateRefused:
        if isinstance(node, nodes.Call) and not word:
            called = node.node
            name = getattr(called, "name", None) or getattr(called, "attr", None) or ""
            word, text = f"{name}()", f'"{name}(…)" roept iets op; een brief kan dat niet'
        word = word or _WORDS.get(type(node)) or str(getattr(node, "operator", ""))
        word = word or type(node).__name__.lower()
        # Jinja numbers some blocks only at what stands inside them.
        inside = (child.lineno for child in node.find_all(nodes.Node) if child.lineno)
        line = node.lineno or next(inside, 1)
        return TemplateRefused(self.file, line, word, text or f'"{word}" hoort niet in een brief')
