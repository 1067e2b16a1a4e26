from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer
from typer.core import TyperGroup

from bot.cli.app import app

ROOT = Path(__file__).parents[2]
FENCED = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
SOURCE = re.compile(r'<img [^>]*src="([^"]+)"')
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
# Not the user (`-u`, in a crontab), the group or the image of that name.
SPOKEN = re.compile(
    r"(?<![-:/\w])(?<!-[ug] )(?<!\* )(?<!another )gehoor (?!gehoor\b)"
    r"([a-z][a-z-]+)\b((?:[^\n`#;|&)]|#(?=\d))*)"
)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def pages() -> list[Path]:
    """Every page of the project."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("config/**/*.md")])


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as they are linked to."""
    text = FENCED.sub("", page.read_text("utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(text)
    }


def links(page: Path) -> Iterator[str]:
    text = CODE.sub("", FENCED.sub("", page.read_text("utf-8")))
    found = (*LINK.findall(text), *SOURCE.findall(text))
    yield from (link for link in found if "://" not in link and ":" not in link)


def commands() -> dict[str, set[str]]:
    """Each command of the terminal with its options."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return {name: options_of(command) for name, command in group.commands.items()}


def options_of(command: Any) -> set[str]:
    """The options of a command; of a group those of all that are in it."""
    inside = command.commands.values() if isinstance(command, TyperGroup) else ()
    own = {option for parameter in command.params for option in parameter.opts}
    return own.union(*map(options_of, inside))


def spoken(page: Path) -> Iterator[tuple[str, set[str]]]:
    """Each `gehoor COMMAND` in code, with the options written behind it."""
    text = page.read_text("utf-8")
    code = [found.group() for found in FENCED.finditer(text)]
    code += CODE.findall(FENCED.sub("", text))
    for piece in code:
        for line in piece.replace("\\\n", " ").splitlines():
            if line.lstrip("`").startswith(("#", "docker build", "chown", "chgrp", "systemctl")):
                continue
            for name, rest in SPOKEN.findall(line):
                yield name, set(OPTION.findall(rest))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    lost = []
    for link in links(page):
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_a_page_names_can_be_typed(page: Path) -> None:
    known = commands()
    wrong = [
        f"gehoor {name} {' '.join(sorted(options))}"
        for name, options in spoken(page)
        if name not in known or not options <= known[name] | {"--help"}
    ]
    assert wrong == []


def test_every_command_stands_in_the_pages() -> None:
    named = {name for page in pages() for name, _ in spoken(page)}
    assert commands().keys() <= named | {"demo"}


def test_the_index_for_administrators_leads_to_every_page_of_theirs() -> None:
    folder = ROOT / "docs" / "beheer"
    led_to = {link.partition("#")[0] for link in links(folder / "README.md")}
    assert {file.name for file in folder.glob("*.md")} - {"README.md"} <= led_to


def test_every_picture_says_in_words_what_it_shows() -> None:
    for page in pages():
        for picture in re.findall(r"<img [^>]*>", page.read_text("utf-8")):
            assert re.search(r'alt="[^"]{15,}"', picture), (page.name, picture)


def test_the_unit_and_the_picture_are_there() -> None:
    assert "Type=notify" in (ROOT / "docs" / "gehoor.service").read_text("utf-8")
    assert (ROOT / "docs" / "floors.svg").read_text("utf-8").startswith("<svg")
