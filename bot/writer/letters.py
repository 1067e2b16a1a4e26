"""The writer: an order goes in, the final words come out, as text and as HTML."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

from jinja2 import TemplateError

from bot.core.letter import Broken, Letter, LetterName, LetterOrder
from bot.writer import words
from bot.writer.buttons import Choices, Sign, row
from bot.writer.edition import Edition, compile_edition, parts_of
from bot.writer.grammar import TemplateRefused, resolve_forms
from bot.writer.layout import Sheet, plain
from bot.writer.library import Library, Source
from bot.writer.markdown import skeleton
from bot.writer.marks import clean, fill_html, fill_text, one_line
from bot.writer.names import NAMES
from bot.writer.proofs import Finding, misplaced, proof_all

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
    in words what a button would do.
    """

    def __init__(
        self,
        shipped: Path,
        overrides: Path | None = None,
        *,
        zone: tzinfo | None = None,
        sign: Sign | None = None,
    ) -> None:
        self.shipped = shipped
        self.overrides = overrides
        self._zone = zone
        self._sign = sign
        self._library = Library(shipped, overrides)
        self._sheet = Sheet(shipped / "layout.html")
        self._compile = lru_cache(maxsize=256)(self._compile_anew)
        self._parts_of = lru_cache(maxsize=256)(parts_of)

    def write(self, order: LetterOrder) -> Letter:
        """The final words of one letter.

        Raises ValueError when the order lacks a value the letter cannot do without, and what the
        template raises when a *shipped* one is broken.
        """
        if self.overrides is None:
            return self._print(order, self._edition(order, own=False))
        file, broken = str(self.overrides), None
        try:
            edition = self._edition(order, own=True)
            file = edition.file
            letter = self._print(order, edition)
        except TEMPLATE_FAULTS as error:
            broken = _blame(error, file)
            letter = self._print(order, self._edition(order, own=False))
        return replace(letter, broken=broken)

    def known_names(self, letter: LetterName) -> frozenset[str]:
        """The names that a template of this letter may use."""
        return frozenset(NAMES[letter].meaning)

    def check(self) -> list[Finding]:
        """Every letter written in every language and form: what is wrong with the templates."""
        lost = misplaced(self.overrides) if self.overrides is not None else []
        return [*proof_all(self.write), *lost]

    def _edition(self, order: LetterOrder, *, own: bool) -> Edition:
        language, source = self._library.letter(order.name, order.language, own=own)
        parts = []
        for path in self._parts_of(order.name, source):
            part = self._library.find(f"{language}/{path}", own=own)
            if part is None:
                text = f'"{path}" bestaat niet voor de taal {language}'
                raise TemplateRefused(source.file, 1, path, text)
            parts.append((path, part))
        form = "je" if order.form == "je" else "u"
        return self._compile(order.name, language, form, source, tuple(parts))

    @staticmethod
    def _compile_anew(
        name: LetterName,
        language: str,
        form: str,
        source: Source,
        parts: tuple[tuple[str, Source], ...],
    ) -> Edition:
        return compile_edition(name, language, form, source, dict(parts))

    def _print(self, order: LetterOrder, edition: Edition) -> Letter:
        values = self._values(order, edition.language)
        printed = edition.render(values)
        said = [
            row(value, edition.language, self._sign) if isinstance(value, Choices) else value
            for value in printed.values
        ]
        subject = one_line(fill_text(printed.subject, said))
        body = skeleton(printed.body)
        trial = words.trial_heading(clean(order.trial_for)) if order.trial_for else ""
        case_no = one_line(str(values["case_no"] or ""))
        return Letter(
            order=order,
            subject=f"{subject} (proef)" if trial else subject,
            text=plain(fill_text(body.text, said), trial=trial),
            html=self._sheet.page(
                fill_html(body.html, said),
                language=edition.language,
                school=one_line(str(values["school"] or values["organisation"] or "Gehoor")),
                case_no=case_no,
                title=" ".join(subject.replace(f"[{case_no}]", "").split()),
                trial=trial,
            ),
            template_hash=edition.digest,
            language=edition.language,
        )

    def _values(self, order: LetterOrder, language: str) -> Mapping[str, object]:
        names = NAMES[order.name]
        given: dict[str, object] = {
            **dict.fromkeys(names.meaning),
            "case_no": order.case_number,
            "foreign": order.language not in words.LANGUAGES,
            **order.values,
            "form": order.form,
        }
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


def _blame(error: BaseException, file: str) -> Broken:
    """What was broken, and where: the last line of a template that was being printed."""
    line, text = 1, str(error) or type(error).__name__
    if isinstance(error, TemplateRefused):
        file, line, text = error.file, error.line, error.text
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".md"):
            file, line = frame.filename, frame.lineno or 1
    return Broken(file=file, line=line, error=text, source_hash=_hash(Path(file)))


def _hash(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
