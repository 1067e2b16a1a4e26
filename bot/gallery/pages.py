"""The pages: one with all letters, and one for each letter, language, form and sample case.

A page needs no script and no server to be read. Addresses are relative, so that the same page hangs
on a server and lies in a folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined

from bot.core.letter import AUDIENCE, Audience, Broken, Letter, LetterName
from bot.gallery.changes import Line, compare
from bot.gallery.help import names, paragraphs, title_of
from bot.gallery.words import AUDIENCE_NAMES, LANGUAGE_NAMES, case_name
from bot.writer.collection import USUAL, Collection, Exhibit, path_of
from bot.writer.courtesy import COURTESY
from bot.writer.samples import SAMPLES
from bot.writer.words import DEFAULT_LANGUAGE, FORMS, LANGUAGES

START = "index.html"
STYLE, SCRIPT = "gallery.css", "gallery.js"

_HERE = files("bot.gallery")
_ADDRESS = re.compile(r"([a-z]{2})/([a-z]+)/([a-z_]+)\.([a-z]+)\.([a-z_]+)\.html")
_AROUND = 2  # lines shown on either side of a fault

# A letter is words only: nothing in it may run, load or lead anywhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; "
    "connect-src 'self'; frame-src 'none'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one page hangs: which letter, in which language and form, for which sample case."""

    name: LetterName
    language: str
    form: str
    sample: str

    def __str__(self) -> str:
        folder = f"{self.language}/{AUDIENCE[self.name]}"
        return f"{folder}/{self.name}.{self.form}.{self.sample}.html"


def place_at(address: str) -> Place | None:
    """The place that an address names; None when no letter hangs there."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        return None
    language, audience, name, form, sample = found.groups()
    known = name in set(LetterName) and AUDIENCE[LetterName(name)] == audience
    if not known or language not in LANGUAGES or form not in FORMS:
        return None
    if sample not in SAMPLES[LetterName(name)]:
        return None
    return Place(name=LetterName(name), language=language, form=form, sample=sample)


def asset(name: str) -> str:
    """The style sheet or the script."""
    return (_HERE / name).read_text("utf-8")


def usual(exhibit: Exhibit) -> Place:
    """Where a letter hangs first."""
    return Place(name=exhibit.name, language=exhibit.language, form=FORMS[0], sample=USUAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A letter in the list of all."""

    title: str
    when: str
    place: Place
    current: bool
    languages: tuple[tuple[Exhibit, Place], ...]
    own: bool
    own_part: bool
    broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a file of the school, and the lines around it."""

    file: str
    line: int
    error: str
    around: tuple[tuple[int, str, str, str], ...]  # number, before the word, the word, after it


class Pages:
    """Makes the pages of a collection. `live` says that a server tells them of changes."""

    def __init__(self, collection: Collection, *, live: bool) -> None:
        self._collection = collection
        self._live = live
        self._hung: list[Exhibit] = []
        self._environment = Environment(
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            loader=DictLoader(
                {name: asset(name) for name in ("frame.html", "start.html", "letter.html")}
            ),
        )
        self._environment.globals |= {
            "audiences": AUDIENCE_NAMES,
            "languages": LANGUAGE_NAMES,
            "live": live,
            "policy": POLICY,
        }

    def places(self) -> Iterator[Place]:
        """Every place where a letter hangs."""
        for one in self._exhibits():
            for form in FORMS:
                for sample in SAMPLES[one.name]:
                    yield replace(usual(one), form=form, sample=sample)

    def _exhibits(self) -> list[Exhibit]:
        if self._live or not self._hung:
            self._hung = self._collection.exhibits()
        return self._hung

    def start(self) -> str:
        """The page with all letters."""
        exhibits = self._exhibits()
        return self._environment.get_template("start.html").render(
            top="",
            page_language="nl",
            title="Alle brieven",
            menu=self._menu(exhibits, None),
            own=[(one, usual(one)) for one in exhibits if one.own],
            parts=self._parts(exhibits),
            faults=self._faults(exhibits),
            folder=str(self._collection.overrides or "config/templates"),
            n_letters=len({one.name for one in exhibits}),
            n_texts=len(exhibits),
        )

    def letter(self, place: Place) -> str | None:
        """The page of one letter; None when nobody wrote it in this language."""
        exhibit = self._collection.exhibit(place.name, place.language)
        if exhibit is None:
            return None
        letter = self._collection.letter(exhibit, place.sample, place.form)
        broken = letter.broken or exhibit.fault
        title, when = self._titled(place.name, place.language)
        return self._environment.get_template("letter.html").render(
            top="../../",
            page_language="nl",
            title=title,
            menu=self._menu(self._exhibits(), place),
            here=place,
            exhibit=exhibit,
            letter=letter,
            frame=_framed(letter),
            sender=_sender(letter),
            fault=self._fault(broken) if broken else None,
            when=when,
            more=paragraphs(self._collection.comment(exhibit.path))[1:],
            switches=self._switches(place),
            changes=self._changes(exhibit),
            names=names(place.name, place.sample),
            own_folder=str(self._collection.overrides or "config/templates"),
        )

    def _menu(self, exhibits: list[Exhibit], here: Place | None) -> dict[Audience, list[Entry]]:
        """The letters by audience; each leads to this page's language where it has that."""
        by_name: dict[LetterName, list[Exhibit]] = {}
        for one in exhibits:
            by_name.setdefault(one.name, []).append(one)
        menu: dict[Audience, list[Entry]] = {audience: [] for audience in AUDIENCE_NAMES}
        for name, found in by_name.items():
            language = here.language if here else DEFAULT_LANGUAGE
            best = next((one for one in found if one.language == language), found[0])
            form = here.form if here else FORMS[0]
            title, when = self._titled(name, DEFAULT_LANGUAGE)
            entry = Entry(
                title=title,
                when=when,
                place=Place(name=name, language=best.language, form=form, sample=USUAL),
                current=here is not None and name == here.name,
                languages=tuple((one, usual(one)) for one in found),
                own=any(one.own for one in found),
                own_part=any(one.own_parts for one in found),
                broken=any(one.fault for one in found),
            )
            menu[best.audience].append(entry)
        return menu

    def _titled(self, name: LetterName, language: str) -> tuple[str, str]:
        """What a letter is called, and when it goes: the first lines of its comment."""
        comment = self._collection.comment(path_of(name, language))
        title = title_of(comment) or name.replace("_", " ")
        said, *_ = paragraphs(comment) or ("",)
        return title, said.removeprefix(title).lstrip(". ")

    def _switches(self, here: Place) -> list[tuple[str, list[tuple[str, Place, str]]]]:
        """The three rows of links to the same letter otherwise."""
        known = [code for code in LANGUAGES if self._collection.exhibit(here.name, code)]
        return [
            ("Taal", [(LANGUAGE_NAMES[one], replace(here, language=one), one) for one in known]),
            ("Vorm", [(form, replace(here, form=form), "nl") for form in FORMS]),
            (
                "Geval",
                [
                    (case_name(sample), replace(here, sample=sample), "nl")
                    for sample in SAMPLES[here.name]
                ],
            ),
        ]

    def _changes(self, exhibit: Exhibit) -> list[tuple[str, bool, list[Line]]]:
        """What the school changed: each file, whether it was shipped, and its lines."""
        paths = ((exhibit.path,) if exhibit.own else ()) + exhibit.own_parts
        found = []
        for path in paths:
            shipped = self._collection.shipped_text(path)
            own = self._collection.own_text(path)
            found.append((path, bool(shipped), compare(shipped, own)))
        return found

    def _faults(self, exhibits: list[Exhibit]) -> list[tuple[Exhibit, Place, Fault]]:
        """Each fault once, with the first letter it was found in."""
        found: dict[Broken, Exhibit] = {}
        for one in exhibits:
            if one.fault:
                found.setdefault(one.fault, one)
        return [(one, usual(one), self._fault(broken)) for broken, one in found.items()]

    def _parts(self, exhibits: list[Exhibit]) -> dict[str, Place]:
        """Each own part, with a letter in which it is seen."""
        found: dict[str, Place] = {}
        for one in exhibits:
            for part in one.own_parts:
                block = f"courtesy_{part.partition('/')[0]}"
                sample = block if part.endswith(COURTESY) else USUAL
                found.setdefault(part, replace(usual(one), sample=sample))
        return dict(sorted(found.items()))

    def _fault(self, broken: Broken) -> Fault:
        file = self._collection.below(broken.file)
        lines = self._collection.own_text(file).splitlines()
        first = max(0, broken.line - 1 - _AROUND)
        around = []
        for number, line in enumerate(lines[first : broken.line + _AROUND], first + 1):
            word = broken.word.removesuffix("()") if number == broken.line else ""
            before, found, after = line.partition(word) if word else (line, "", "")
            around.append((number, before, found, after))
        return Fault(file=file, line=broken.line, error=broken.error, around=tuple(around))


def _framed(letter: Letter) -> str:
    """The HTML part as the frame gets it: a link in it opens nothing (the frame is sandboxed)."""
    page = letter.html.replace("<head>", '<head>\n<base target="_blank">', 1)
    logo = letter.style.logo
    return page.replace(f"cid:{logo.content_id}", logo.data_address, 1) if logo else page


def _sender(letter: Letter) -> str:
    organisation = letter.order.values.get("organisation")
    return str(organisation or "Schoolbestuur Demerland")
