"""The writer: an order goes in, the final words come out, as text and as HTML."""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

from jinja2 import TemplateError

from bot.core.house_style import HouseStyle, HouseStyles
from bot.core.letter import (
    AUDIENCE,
    UNNUMBERED,
    Audience,
    Broken,
    Letter,
    LetterName,
    LetterOrder,
    Value,
)
from bot.writer import words
from bot.writer.buttons import Choices, Sign, row
from bot.writer.courtesy import NAMES_OF_COURTESY, courtesy, courtesy_in
from bot.writer.edition import Edition, compile_edition, parts_of
from bot.writer.grammar import TemplateRefused, resolve_forms
from bot.writer.layout import Head, plain, sheet_of
from bot.writer.library import Library, Source, read_plain
from bot.writer.markdown import skeleton
from bot.writer.marks import clean, fill_text, one_line
from bot.writer.names import NAMES
from bot.writer.proofs import Finding, misplaced, proof_all, proof_orders
from bot.writer.unreadable import while_printing
from bot.writer.wording import Wording

# Everything a template may do wrong, at load or while it is printed.
TEMPLATE_FAULTS = (
    ArithmeticError,
    LookupError,
    RecursionError,
    TemplateError,
    TemplateRefused,
    TypeError,
    ValueError,
)

# Agreed texts of the school, in which a `[u|je]` pair is meant as one.
_SCHOOL_TEXTS = ("privacy_line", "support_line")
_QUOTED = re.compile('"([^"]+)"')


# What a letter that shows or encloses another tells it of the way it goes.
_TRAVELS = ("by_post", "postal_address", "recipient")


# Is given what is about to be written, and gives it on: for a bar on a screen.
Along = Callable[[Iterable[LetterOrder]], Iterable[LetterOrder]]


def _silently(orders: Iterable[LetterOrder]) -> Iterable[LetterOrder]:
    return orders


# By what a template says, so that every writer of the process has it: all letters in four languages
# and two forms fit in.
_known_parts = lru_cache(maxsize=1024)(parts_of)


@lru_cache(maxsize=1024)
def _compiled(
    known: frozenset[str],
    language: str,
    form: str,
    source: Source,
    parts: tuple[tuple[str, Source], ...],
) -> Edition:
    return compile_edition(known, language, form, source, dict(parts))


class Text(str):
    """A text value: printed and compared, but nothing to repeat over letter by letter."""

    __slots__ = ()

    def __iter__(self) -> NoReturn:
        raise TypeError("een tekst is geen lijst; for kan er niet over lopen")


class Writer:
    """Writes letters from the shipped templates and the administrator's own in `overrides`.

    A template of the administrator that does not work never stops a letter: the shipped words go
    out and the letter says what was broken. `zone` is where instants are told; without it they
    are told in the zone they carry. `sign` makes the key of a button; without it the letter says
    in words what a button would do. `styles` is how the letters of each school look.
    """

    def __init__(
        self,
        shipped: Path,
        overrides: Path | None = None,
        *,
        zone: tzinfo | None = None,
        sign: Sign | None = None,
        styles: HouseStyles | None = None,
    ) -> None:
        self.shipped = shipped
        self.overrides = overrides
        self._zone = zone
        self._sign = sign
        self._library = Library(shipped, overrides)
        self._styles = styles or HouseStyles()

    def write(self, order: LetterOrder) -> Letter:
        """The final words of one letter, of the letter it shows and of those that it encloses.

        Raises ValueError when the order lacks a value the letter cannot do without, and what the
        template raises when a *shipped* one is broken.
        """
        shown = self.write(_inside(order, order.shows)) if order.shows else None
        letter = self._write(order, shown)
        enclosed = tuple(self.write(_inside(order, each)) for each in order.encloses)
        inside = (*((shown,) if shown else ()), *enclosed)
        broken = next((each.broken for each in (letter, *inside) if each.broken), None)
        return replace(letter, broken=broken, enclosed=enclosed)

    def _write(self, order: LetterOrder, shown: Letter | None) -> Letter:
        if self.overrides is None:
            return self._print(order, self._edition(order, own=False), shown, own=False)
        file = str(self.overrides)
        try:
            edition = self._edition(order, own=True)
            file = edition.file
            return self._print(order, edition, shown, own=True)
        except TEMPLATE_FAULTS as error:
            letter = self._print(order, self._edition(order, own=False), shown, own=False)
            return replace(letter, broken=_blame(error, file))

    def known_names(self, letter: LetterName) -> frozenset[str]:
        """The names that a template of this letter may use."""
        return frozenset(NAMES[letter].meaning)

    def check(
        self, wording: Wording | None = None, *, whole: bool = False, along: Along = _silently
    ) -> list[Finding]:
        """What is wrong with the templates: letters are written in every language and form.

        With own templates of the administrator only what these are used in is written: the others
        were proved when they were made. `whole` writes all of them. With `wording` there are hints
        on the words too. `along` is shown the orders as they are carried out.
        """
        orders = (order for order in proof_orders() if not self._falls_back(order))
        if self.overrides is None:
            return proof_all(self.write, along(orders), wording)
        asked = (order for order in orders if whole or self._is_own(order))
        found = proof_all(self.write, along(asked), wording)
        return [*found, *misplaced(self.overrides, self._parts())]

    def _parts(self) -> dict[str, set[str]]:
        """The paths of the shared parts that letters print, by language."""
        found: dict[str, set[str]] = {language: set() for language in words.LANGUAGES}
        for name in LetterName:
            for language in words.LANGUAGES:
                for own in (True, False):
                    try:
                        written_in, source = self._library.letter(name, language, own=own)
                        found[written_in].update(_known_parts(name, source))
                    except TemplateRefused:  # the shipped words go out, with their parts
                        continue
        return found

    def _falls_back(self, order: LetterOrder) -> bool:
        """Whether nobody wrote this letter in its language: then another proof says it all."""
        try:
            return self._library.letter(order.name, order.language, own=True)[0] != order.language
        except TemplateRefused:
            return False

    def _is_own(self, order: LetterOrder) -> bool:
        """Whether words of the administrator are in this letter, or in one inside it."""
        inside = (*((order.shows,) if order.shows else ()), *order.encloses)
        try:
            own = self._words(order, own=True) != self._words(order, own=False)
        except TemplateRefused:
            own = True
        return own or any(self._is_own(each) for each in inside)

    def _edition(self, order: LetterOrder, *, own: bool) -> Edition:
        language, source, parts = self._sources(order, own=own)
        # Words that speak to the reader in one form only are compiled once.
        formal = order.form != "je" or not any(
            each.has_forms for each in (source, *(part for _, part in parts))
        )
        form = "u" if formal else "je"
        return _compiled(frozenset(NAMES[order.name].meaning), language, form, source, parts)

    def _courtesy_of(self, order: LetterOrder, *, own: bool) -> Edition | None:
        """The courtesy block that goes with this letter."""
        language = str(order.values.get("courtesy") or "")
        source = courtesy_in(self._library, language, own=own)
        form = "je" if order.form == "je" else "u"
        return _compiled(NAMES_OF_COURTESY, language, form, source, ()) if source else None

    def _sources(
        self, order: LetterOrder, *, own: bool
    ) -> tuple[str, Source, tuple[tuple[str, Source], ...]]:
        """The language of a letter, its template, and its parts by their paths."""
        language, source = self._library.letter(order.name, order.language, own=own)
        parts = []
        for path in _known_parts(order.name, source):
            part = self._library.find(f"{language}/{path}", own=own)
            if part is None:
                text = f'"{path}" bestaat niet voor de taal {language}'
                raise TemplateRefused(source.file, 1, path, text)
            parts.append((path, part))
        return language, source, tuple(parts)

    def _words(self, order: LetterOrder, *, own: bool) -> object:
        """All files that a letter is made of, to compare."""
        block = courtesy_in(self._library, order.values.get("courtesy"), own=own)
        return self._sources(order, own=own), block

    def _print(
        self, order: LetterOrder, edition: Edition, shown: Letter | None, *, own: bool
    ) -> Letter:
        values = self._values(order, edition.language, shown)
        school = values["school"] or values["organisation"]
        style = self._style(order, school)
        sheet = sheet_of(self.shipped, style)
        block = self._courtesy_of(order, own=own)
        if "courtesy" in values:
            passage = courtesy(block, values, sheet.dress) if block else None
            values = {**values, "courtesy": passage}
        printed = edition.render(values)
        said = [
            row(value, edition.language, self._sign, sheet.dress)
            if isinstance(value, Choices)
            else value
            for value in printed.values
        ]
        subject = one_line(fill_text(printed.subject, said))
        body = skeleton(printed.body)
        trial = words.trial_heading(clean(order.trial_for)) if order.trial_for else ""
        case_no = one_line(str(values["case_no"] or ""))
        head = Head(
            school=one_line(str(school or "Gehoor")),
            case_no=case_no,
            title=" ".join(subject.replace(f"[{case_no}]", "").split()),
            trial=trial,
        )
        return Letter(
            order=order,
            subject=f"{subject} (proef)" if trial else subject,
            text=plain(fill_text(body.text, said), trial=trial),
            html=sheet.page(body.html, said, language=edition.language, head=head),
            style=style,
            template_hash=_together(edition, block) if block else edition.digest,
            language=edition.language,
        )

    def _style(self, order: LetterOrder, school: object) -> HouseStyle:
        """How it looks; the logo is for parents, and would make each mail to staff heavier."""
        style = self._styles.of(school)
        return style if AUDIENCE[order.name] is Audience.PARENT else replace(style, logo=None)

    def _values(
        self, order: LetterOrder, language: str, shown: Letter | None
    ) -> Mapping[str, object]:
        names = NAMES[order.name]
        given: dict[str, object] = {
            **dict.fromkeys(names.meaning),
            "case_no": order.case_number,
            "foreign": order.language not in words.LANGUAGES,
            **order.values,
            "form": order.form,
        }
        if order.name in UNNUMBERED:
            given["case_no"] = None
        if shown is not None:
            given |= {"shown_subject": shown.subject, "shown_text": shown.text.strip("\n")}
        missing = sorted(name for name in names.needed if given[name] is None)
        if missing:
            raise ValueError(f"the order of {order.name} gives no {', '.join(missing)}")
        for name in _SCHOOL_TEXTS:
            if isinstance(text := given.get(name), str):
                given[name] = resolve_forms(text, order.form)
        given["salutation"] = given.get("salutation") or words.SALUTATIONS[language]
        return {name: self._plain(value) for name, value in given.items()}

    def _plain(self, value: object) -> object:
        match value:
            case str():
                return Text(value)
            case datetime() if self._zone and value.tzinfo:
                return value.astimezone(self._zone)
            case list() | tuple():
                return tuple(self._plain(each) for each in value)
            case Mapping():
                return {name: self._plain(each) for name, each in value.items()}
            case _:
                return value


def _inside(order: LetterOrder, inner: LetterOrder) -> LetterOrder:
    """A letter inside another, which knows how it travels and to where."""
    known: dict[str, Value] = {"by_post": True} if order.encloses else {}
    known |= {name: order.values[name] for name in _TRAVELS if name in order.values}
    return replace(inner, values={**known, **inner.values})


def _together(edition: Edition, block: Edition) -> str:
    return hashlib.sha256(f"{edition.digest} {block.digest}".encode()).hexdigest()


def _blame(error: BaseException, file: str) -> Broken:
    """What was broken, and where: the last line of a template that was being printed."""
    line, text = 1, while_printing(error)
    if isinstance(error, TemplateRefused):
        file, line, text = error.file, error.line, error.text
    quoted = _QUOTED.search(text)
    word = error.word if isinstance(error, TemplateRefused) else quoted[1] if quoted else ""
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".md"):
            file, line = frame.filename, frame.lineno or 1
    return Broken(file=file, line=line, error=text, word=word, source_hash=_hash(Path(file)))


def _hash(file: Path) -> str:
    try:
        return hashlib.sha256(read_plain(file)).hexdigest()
    except OSError:
        return ""
