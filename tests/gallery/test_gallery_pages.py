from __future__ import annotations

import re
import socket
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.house_style import HouseStyle, HouseStyles, Logo
from bot.core.letter import LetterName
from bot.gallery.changes import Kind, compare
from bot.gallery.folder import write
from bot.gallery.help import names, paragraphs, title_of
from bot.gallery.pages import Pages, Place, place_at
from bot.gallery.watch import Watch
from bot.gallery.words import CASE_NAMES
from bot.writer.collection import Collection
from bot.writer.samples import SAMPLES
from tests.pictures import png

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.gallery.server import Server
    from tests.gallery.conftest import Own

SHIPPED = Path(__file__).parents[2] / "templates"
RECEIPT = "nl/parent/acknowledgment.md"
PAGE = "nl/parent/acknowledgment.u.usual.html"


def ask(server: Server, path: str, host: str = "") -> HTTPResponse:
    line = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    line.request("GET", path, headers={"Host": host} if host else {})
    return line.getresponse()


class Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in {"href", "src"} and value}


def test_the_gallery_is_on_this_machine_alone(served: Server) -> None:
    assert served.address.startswith("http://127.0.0.1:")
    assert served.socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("host", ["weg.example", "weg.example:80", "127.0.0.1", "[::1]:80"])
def test_another_name_for_this_machine_is_shown_nothing(host: str, served: Server) -> None:
    assert ask(served, "/", host).status == 421


def test_a_page_lets_nothing_run_load_or_send(served: Server) -> None:
    policy = ask(served, f"/{PAGE}").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-src"] == rules["form-action"] == rules["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    "path",
    [
        "/nl/parent/nothing.u.usual.html",
        "/nl/staff/acknowledgment.u.usual.html",
        "/nl/parent/acknowledgment.u.nothing.html",
        "/nl/parent/acknowledgment.wij.usual.html",
        "/xx/parent/acknowledgment.u.usual.html",
        "/de/staff/attention.u.usual.html",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/nl/parent/acknowledgment.md",
        "/pages.py",
        "/\x7f%00",
    ],
)
def test_nothing_else_on_this_machine_is_shown(path: str, served: Server) -> None:
    with socket.create_connection(("127.0.0.1", served.server_port), timeout=30) as line:
        host = f"127.0.0.1:{served.server_port}"
        line.sendall(f"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        answer = line.makefile("rb").read().decode()
    assert " 404 " in answer.splitlines()[0]
    assert "root:" not in answer


def test_who_waits_is_told_of_a_change(served: Server, own: Own) -> None:
    news = ask(served, "/changes")
    first = news.readline()
    own.copy(RECEIPT, ("Bedankt", "Dank"))
    lines = iter(news.readline, b"")
    second = next(line for line in lines if line.startswith(b"data: ") and line != first)
    assert first.startswith(b"data: ")
    assert second != first
    news.close()


def test_a_watch_without_a_folder_waits_in_vain() -> None:
    with Watch(None) as watch:
        assert watch.beyond(0, seconds=0) == 0


def test_a_watch_sees_files_come_change_and_go(own: Own) -> None:
    with Watch(own.folder) as watch:
        file = own.put("nl/parent/x.md", "a")
        first = watch.beyond(0, seconds=30)
        file.write_text("ab")
        second = watch.beyond(first, seconds=30)
        file.unlink()
        third = watch.beyond(second, seconds=30)
    assert 0 < first < second < third


def test_every_link_of_the_written_pages_leads_to_a_page(own: Own, tmp_path: Path) -> None:
    class Few(Pages):
        def places(self) -> Iterator[Place]:
            return (place for place in super().places() if place.language == "de")

    pages = Pages(own.collection, live=False)
    write(Few(own.collection, live=False), tmp_path / "out")
    hung = {str(place) for place in pages.places()} | {"index.html", "gallery.css", "gallery.js"}
    for file in (tmp_path / "out").rglob("*.html"):
        folder = file.parent
        for link in Links(file.read_text("utf-8")).found:
            if link.startswith(("data:", "#")):
                continue
            target = (folder / link).resolve().relative_to((tmp_path / "out").resolve())
            assert target.as_posix() in hung, (file, link)


def test_every_letter_has_a_page_with_a_title_and_every_case_a_name(own: Own) -> None:
    exhibits = own.collection.exhibits()
    assert {one.name for one in exhibits} == set(LetterName)
    for one in exhibits:
        comment = own.collection.comment(one.path)
        assert 4 < len(title_of(comment)) < 100, one.path
        assert paragraphs(comment)[0].startswith(title_of(comment))
    assert {sample for samples in SAMPLES.values() for sample in samples} <= CASE_NAMES.keys()


def test_the_help_says_of_each_name_what_it_is_here() -> None:
    found = {one.name: one for one in names(LetterName.ACKNOWLEDGMENT, "usual")}
    assert found["handling_due"].value == "vrijdag 22 januari 2027"
    assert found["unclear"].value == "nee"
    assert found["case_no"].always
    assert not found["handling_due"].always
    assert found["closed_until"].value == "leeg"


def test_an_own_text_stands_beside_the_shipped_one(own: Own) -> None:
    own.copy(RECEIPT, ("Bedankt voor", "Hartelijk dank voor"))
    place = place_at(PAGE)
    assert place
    page = Pages(own.collection, live=False).letter(place)
    assert page
    assert "<del>Bedankt</del><ins>Hartelijk dank</ins>" in page
    assert re.search(r"\d+ regels gelijk", page)


def test_a_broken_part_is_shown_in_each_letter_that_takes_it(own: Own) -> None:
    own.put("nl/parts/signature_auto.md", "Groeten van {{ shcool }}\n")
    place = place_at(PAGE)
    assert place
    page = Pages(own.collection, live=False).letter(place)
    assert page
    assert "nl/parts/signature_auto.md" in page
    assert "<mark>shcool</mark>" in page
    assert "bedoelde je &#34;school&#34;" in page
    broken = {one.name for one in own.collection.exhibits() if one.fault}
    assert LetterName.ACKNOWLEDGMENT in broken
    assert LetterName.ATTENTION not in broken


def test_an_own_block_in_another_language_is_shown_with_the_dutch_letter_above_it(
    own: Own,
) -> None:
    own.copy("tr/parts/courtesy.md", ("Tercüman isteyebilirsiniz.", "Tercüman ücretsizdir."))
    found = {(one.name, one.language): one for one in own.collection.exhibits()}
    receipt = found[LetterName.ACKNOWLEDGMENT, "nl"]
    assert (receipt.own_parts, receipt.fault) == (("tr/parts/courtesy.md",), None)
    assert not found[LetterName.ACKNOWLEDGMENT, "fr"].touched
    assert not found[LetterName.SURVEY, "nl"].touched
    place = place_at("nl/parent/acknowledgment.u.courtesy_tr.html")
    assert place
    page = Pages(own.collection, live=False).letter(place)
    assert page
    assert "<ins>ücretsizdir.</ins>" in page or "ücretsizdir" in page.partition("Jullie tekst")[2]
    own.put("tr/parts/courtesy.md", "Mesaj {{ casenr }}\n")
    (broken,) = (one for one in own.collection.exhibits() if one.fault)
    assert (broken.name, broken.language) == (LetterName.ACKNOWLEDGMENT, "nl")
    own.put("tr/parts/courtesy.md", b"\xff\xfeM")
    (broken,) = (one for one in own.collection.exhibits() if one.fault)
    assert broken.own_parts == ("tr/parts/courtesy.md",)


@pytest.mark.parametrize(
    "own_text",
    [b"\x89PNG\r\n\x1a\n", b"Subject: caf\xe9\n\nx", b"\xff\xfeS\0u\0", b"", b"\0" * 50, b"{% if"],
)
def test_whatever_lies_there_a_page_is_shown(own_text: bytes, own: Own) -> None:
    own.put(RECEIPT, own_text)
    place = place_at(PAGE)
    assert place
    pages = Pages(own.collection, live=True)
    page = pages.letter(place)
    assert page
    assert 'id="wrong"' in page
    assert "We nemen uw bericht ernstig." in page
    assert RECEIPT in pages.start()


@given(st.lists(st.text("ab \n", max_size=30)), st.lists(st.text("abc \n", max_size=30)))
def test_a_comparison_loses_no_word(before: list[str], after: list[str]) -> None:
    shipped, own = "\n".join(before), "\n".join(after)
    lines = compare(shipped, own)
    kept = [line for line in lines if not line.left_out]
    hidden = sum(line.left_out for line in lines)
    mine = [
        "".join(text for kind, text in line.pieces if kind is not Kind.GONE)
        for line in kept
        if line.number is not None
    ]
    assert len(mine) + hidden == (len(own.splitlines()) if lines else 0)
    for line, text in zip((line for line in kept if line.number is not None), mine, strict=True):
        assert line.number
        assert own.splitlines()[line.number - 1] == text


def test_equal_texts_have_nothing_to_compare() -> None:
    assert compare("a\nb", "a\nb\n") == []


def test_the_logo_of_the_school_is_in_the_page_itself() -> None:
    logo = Logo(content=png(120, 40), kind="png", width=120, height=40)
    styles = HouseStyles(board=HouseStyle(colour="#5b2d8e", logo=logo))
    pages = Pages(Collection(SHIPPED, None, styles=styles), live=False)
    place = place_at(PAGE)
    assert place
    page = pages.letter(place)
    assert page
    assert logo.data_address in page
    assert "cid:" not in page
    assert "#5b2d8e" in page
