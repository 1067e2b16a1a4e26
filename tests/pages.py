"""A letter's page as a strict reader takes it: each element in its place, and its colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from css_inline import CSSInliner

VOID = {"br", "hr", "img", "meta"}
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*)\}\s*</style>", re.DOTALL)
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(eq=False)
class Element:
    """An element, what it stands in, and what stands in it."""

    tag: str
    given: dict[str, str]
    parent: Element | None
    children: list[Element] = field(default_factory=list)
    words: str = ""  # its own, and those of all that stands in it
    said: list[str] = field(default_factory=list)  # its own alone

    @property
    def kinds(self) -> set[str]:
        return set(self.given.get("class", "").split())

    @property
    def style(self) -> dict[str, str]:
        pairs = (each.split(":", 1) for each in self.given.get("style", "").split(";") if each)
        return {name.strip(): value.strip() for name, value in pairs}

    def inside(self, *tags: str) -> bool:
        return any(each.tag in tags for each in self.around())

    def around(self) -> Iterator[Element]:
        """What it stands in, the nearest first."""
        if self.parent is not None:
            yield self.parent
            yield from self.parent.around()

    def all(self) -> Iterator[Element]:
        """Itself and all in it, as they are read."""
        yield self
        for child in self.children:
            yield from child.all()

    def found(self, *tags: str) -> list[Element]:
        return [each for each in self.all() if each.tag in tags]

    @property
    def ink(self) -> str:
        return self._seen("color")

    @property
    def ground(self) -> str:
        return self._seen("background-color")

    @property
    def edge(self) -> str:
        """The colour of its frame."""
        style = self.style
        if style["border"] == "0":
            assert self.parent
            return self.parent.edge
        return style.get("border-color") or _COLOUR.findall(style["border"])[0]

    def _seen(self, name: str) -> str:
        for each in (self, *self.around()):
            if name in each.style:
                return each.style[name].removesuffix(" !important")
        raise AssertionError(f"{self.tag} has no {name}")


class Page(HTMLParser):
    """Reads a page; raises AssertionError where an element is left open, or closed twice."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.whole = self._here = Element("", {}, None)
        self.feed(page)
        self.close()
        assert self._here is self.whole, f"<{self._here.tag}> stays open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"<{tag}> says the same twice"
        one = Element(tag, given, self._here)
        self._here.children.append(one)
        if tag not in VOID:
            self._here = one

    def handle_endtag(self, tag: str) -> None:
        assert self._here.tag == tag, f"</{tag}> closes <{self._here.tag}>"
        assert self._here.parent is not None
        self._here = self._here.parent

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._here.said.append(data)
        for one in (self._here, *self._here.around()):
            one.words += data


def in_the_dark(page: str) -> str:
    """The page as a mail program shows it to who likes dark screens."""
    rules = _DARK.search(page)
    assert rules
    dark = CSSInliner(extra_css=rules[1], inline_style_tags=False, keep_style_tags=True)
    return dark.inline(page)
