"""`template`: the letters of the school, listed, tried out and looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.opening import complain, or_say_why, settings_of
from bot.cli.tables import clean, print_table

if TYPE_CHECKING:
    from bot.core.letter import Broken
    from bot.writer.collection import Collection, Exhibit
    from bot.writer.parts import Part
    from bot.writer.proofs import Finding

_SIGNS = {"error": "FOUT  ", "warning": "LET OP", "ok": "HINT  "}
_SHORT = 12  # characters of a hash that tell two letters apart


@or_say_why
def list_letters(config: Path, *, as_json: bool) -> int:
    """Every letter and shared part in every language: whose words it has, and whether they work."""
    from bot.writer.parts import parts_in

    collection = _collection(config)
    exhibits, parts = collection.exhibits(), parts_in(collection)
    switched_on = settings_of(config).policy.courtesy_languages
    faulty = any(one.fault for one in exhibits) or any(one.fault for one in parts)
    if as_json:
        told = [_told(collection, one) for one in exhibits]
        told += [_told_part(one, switched_on) for one in parts]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 1 if faulty else 0
    print_table(
        ("brief", "taal", "aan", "woorden", "werkt", "hash"),
        [
            (
                one.name,
                one.language,
                one.audience,
                "van jullie" if one.own else "deel van jullie" if one.own_parts else "meegeleverd",
                "nee" if one.fault else "ja",
                collection.digest(one)[:_SHORT],
            )
            for one in exhibits
        ],
    )
    print("\nDelen die in meer dan één brief staan:")
    print_table(
        ("deel", "taal", "staat in", "woorden", "werkt", "hash"),
        [
            (
                f"parts/{one.name}",
                one.language,
                _printed_in(one, switched_on),
                "van jullie" if one.own else "meegeleverd",
                "nee" if one.fault else "ja",
                one.digest[:_SHORT],
            )
            for one in parts
        ],
    )
    n_own = sum(one.own for one in exhibits) + sum(one.own for one in parts)
    print(f"{len(exhibits)} brieven en {len(parts)} delen, {n_own} van jullie.", end=" ")
    print("Bekijk ze met: gehoor template preview" if not faulty else "Zie: gehoor template test")
    return 1 if faulty else 0


def _printed_in(part: Part, switched_on: Sequence[str]) -> str:
    if part.is_courtesy:
        return "Nederlandse brieven" if part.language in switched_on else "staat uit"
    return f"{part.n_letters} {'brief' if part.n_letters == 1 else 'brieven'}"


@or_say_why
def test_letters(config: Path, paths: list[Path], *, as_json: bool) -> int:
    """The school's own letters, written in every form for every sample case."""
    folders = list(_folders(config, paths))
    unknown = [each for each in folders if isinstance(each, _Stray)]
    for stray in unknown:
        complain(f"{clean(stray.path)}: {stray.why}")
    if unknown:
        return 1
    found = [each for folder in folders if isinstance(folder, _Folder) for each in _tried(folder)]
    n_files = sum(len(folder.files) for folder in folders if isinstance(folder, _Folder))
    errors = sum(one.level == "error" for one in found)
    if as_json:
        told = [_finding(one) for one in found]
        print(json.dumps({"files": n_files, "findings": told}, ensure_ascii=False, indent=2))
        return 1 if errors else 0
    for one in found:
        where = f"{one.file}: {one.key}" if one.key else one.file
        print(f"{_SIGNS[one.level]} {clean(where)}: {clean(one.text)}")
    if not n_files:
        print("Er zijn geen eigen brieven: de meegeleverde gelden.")
    else:
        said = f"{n_files} {'eigen tekst' if n_files == 1 else 'eigen teksten'}"
        faults = f"{errors} {'fout' if errors == 1 else 'fouten'}"
        print(f"{said} geschreven in elke vorm en voor elk geval: {faults}.")
    return 1 if errors else 0


@or_say_why
def preview(config: Path, *, port: int, out: Path | None) -> int:
    """The gallery: on this machine until Ctrl-C, or as files in a folder."""
    from bot.gallery.pages import Pages

    collection = _collection(config)
    if out is not None:
        return _write(Pages(collection, live=False), out)
    return _serve(Pages(collection, live=True), collection.overrides, port)


def _write(pages: Any, out: Path) -> int:  # noqa: ANN401  # known where it is made
    from bot.gallery.folder import write
    from bot.gallery.pages import START

    try:
        n_letters = write(pages, out)
    except OSError as error:
        complain(f"{out}: hier kan niet geschreven worden: {error.strerror}")
        return 1
    print(f"{n_letters} brieven geschreven. Open {out / START} in een browser.")
    return 0


def _serve(pages: Any, folder: Path | None, port: int) -> int:  # noqa: ANN401
    from bot.gallery.server import Server
    from bot.gallery.watch import Watch

    with Watch(folder) as watch:
        try:
            server = Server(port, pages, watch)
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or error
            complain(f"preview: poort {port} is niet vrij ({why}); kies een andere met --port")
            return 1
        with server:
            print(f"De brieven hangen op {server.address}", flush=True)
            if folder is not None:
                print(f"Wat je verandert in {folder}, zie je daar meteen.", flush=True)
            print("Alleen op dit toestel. Stoppen: Ctrl-C", flush=True)
            try:
                server.serve_forever(poll_interval=0.1)
            except KeyboardInterrupt:
                print()
    return 0


def _collection(config: Path) -> Collection:
    from bot.wiring import SHIPPED
    from bot.writer.collection import Collection

    settings = settings_of(config)
    zone, styles = settings.policy.zone, settings.house_styles
    return Collection(SHIPPED, settings.templates, zone=zone, styles=styles)


def _told(collection: Collection, one: Exhibit) -> dict[str, Any]:
    return {
        "letter": one.name.value,
        "part": None,
        "language": one.language,
        "audience": one.audience.value,
        "file": one.path,
        "overridden": one.own,
        "parts": list(one.own_parts),
        "hash": collection.digest(one),
        "in_use": True,
        **_working(one.fault),
    }


def _told_part(one: Part, switched_on: Sequence[str]) -> dict[str, Any]:
    """A shared part with the fields of a letter; `in_use` says that a letter may print it."""
    return {
        "letter": None,
        "part": one.name,
        "language": one.language,
        "audience": None,
        "file": one.path,
        "overridden": one.own,
        "parts": [],
        "hash": one.digest,
        "in_use": one.language in switched_on if one.is_courtesy else one.n_letters > 0,
        **_working(one.fault),
    }


def _working(fault: Broken | None) -> dict[str, Any]:
    return {
        "works": fault is None,
        "fault": fault
        and {
            "file": fault.file,
            "line": fault.line,
            "word": fault.word or None,
            "text": fault.error,
        },
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "level": one.level,
        "file": one.file,
        "key": one.key or None,
        "word": one.word or None,
        "text": one.text,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Folder:
    """A folder of own letters, and which of its files are asked about."""

    folder: Path
    files: frozenset[Path]
    zone: Any
    whole: bool


@dataclass(frozen=True, slots=True)
class _Stray:
    """A file that can be no letter, where it lies."""

    path: Path
    why: str


def _folders(config: Path, paths: list[Path]) -> Iterator[_Folder | _Stray]:
    """The folders that the asked files lie in; without files the whole folder of the school."""
    settings = settings_of(config)
    zone = settings.policy.zone
    if not paths:
        folder = settings.templates
        if folder is not None:
            files = frozenset(file for file in folder.glob("*/*/*.md"))
            yield _Folder(folder=folder, files=files, zone=zone, whole=True)
        return
    by_folder: dict[Path, set[Path]] = {}
    for path in paths:
        if not path.exists() and not path.is_symlink():
            yield _Stray(path, "dit bestand is er niet")
        elif path.suffix != ".md" or len(path.absolute().parts) <= len(("nl", "parent", "x.md")):
            yield _Stray(path, 'een brief is een bestand zoals "nl/parent/acknowledgment.md"')
        else:
            # By its name alone: a link out of the folder is to be found, not followed.
            here = Path(path.parent.absolute(), path.name)
            by_folder.setdefault(here.parents[2], set()).add(here)
    for folder, asked in by_folder.items():
        yield _Folder(folder=folder, files=frozenset(asked), zone=zone, whole=False)


def _tried(folder: _Folder) -> list[Finding]:
    from bot.wiring import SHIPPED
    from bot.writer.letters import Writer

    found = Writer(SHIPPED, folder.folder, zone=folder.zone).check()
    return found if folder.whole else list(_of_these(found, folder))


def _of_these(found: list[Finding], folder: _Folder) -> Iterator[Finding]:
    """What is said of the asked files, and of the shared parts that they are printed with."""
    languages = {file.parents[1].name for file in folder.files}
    for one in found:
        file = folder.folder / one.file
        if file in folder.files:
            # A file that no letter uses may lie in the folder; who asks about it means a letter.
            yield one if one.key else one._replace(level="error")
        elif file.parent.name == "parts" and file.parents[1].name in languages:
            yield one
