from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.letter import LetterName
from bot.gallery.folder import write
from bot.gallery.pages import Pages, Place
from bot.writer.collection import Collection
from tests.gallery.conftest import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.gallery.server import Server
    from tests.chromium import Chromium
    from tests.gallery.conftest import Own

pytestmark = pytest.mark.needs_browser

RECEIPT = "nl/parent/acknowledgment.md"
PAGE = "nl/parent/acknowledgment.u.usual.html"
ERNST = "We nemen [uw|je] bericht ernstig."
FRAME = "document.querySelector('iframe').contentDocument"
SUBJECT = "document.querySelector('.subject').textContent"


def test_the_first_page_leads_to_every_letter(chromium: Chromium, served: Server) -> None:
    page = chromium.page()
    page.go(served.address)
    assert page.see("document.documentElement.lang") == "nl"
    n_letters = len({one.name for one in Collection(SHIPPED, None).exhibits()})
    assert page.see("document.querySelectorAll('.letters li').length") == n_letters > 50
    page.click(".letters .name")
    page.until(f"location.pathname === '/{PAGE}' && {FRAME}.readyState === 'complete'")
    assert page.see(SUBJECT) == "[K-2026-0042] Uw bericht is goed aangekomen"
    assert page.complaints == []


def test_language_and_form_are_one_click_away(chromium: Chromium, served: Server) -> None:
    page = chromium.page()
    page.go(served.address + PAGE)
    page.click(".switch a[lang=fr]")
    page.until(f"{SUBJECT} === '[K-2026-0042] Nous avons bien reçu votre message'")
    assert page.see("document.querySelector('.subject').lang") == "fr"
    assert page.see("document.querySelector('pre').lang") == "fr"
    page.until(f"{FRAME}.documentElement.lang === 'fr' && {FRAME}.body")
    assert page.see("document.documentElement.lang") == "nl"
    page.click(".switch a[lang=nl]")
    page.until(f"{SUBJECT}.includes('Uw bericht')")
    page.click(".switch a[href*='.je.']")
    page.until(f"{SUBJECT}.includes('Je bericht')")
    page.until(f"{FRAME}.body?.innerText.includes('Je krijgt ons antwoord')")
    assert page.complaints == []


def test_an_edit_shows_by_itself_and_nothing_jumps(
    chromium: Chromium, served: Server, own: Own
) -> None:
    file = own.copy(RECEIPT, (ERNST, "Een eerste zin."))
    page = chromium.page(height=700)
    page.go(served.address + PAGE)
    page.until(f"{FRAME}.body?.innerText.includes('Een eerste zin.')")
    page.until("document.querySelector('#live .said').textContent === 'Kijkt mee'")
    page.see("window.unchanged = true; document.querySelector('.switch a[lang=fr]').focus()")
    page.see("document.querySelector('iframe').contentWindow.scrollTo(0, 150)")
    file.write_text(file.read_text("utf-8").replace("Een eerste zin.", "Een tweede zin."), "utf-8")
    page.until(f"{FRAME}.body?.innerText.includes('Een tweede zin.')")
    page.until("document.querySelector('pre').textContent.includes('Een tweede zin.')")
    page.until("document.querySelector('.changes .source ins').textContent.includes('tweede')")
    page.until("document.querySelector('iframe').contentWindow.scrollY === 150")
    page.until("document.querySelector('#live .said').textContent.startsWith('Bijgewerkt om')")
    assert page.see("window.unchanged && document.activeElement.lang") == "fr"
    assert page.complaints == []


def test_a_broken_letter_shows_line_word_and_the_nearest_name(
    chromium: Chromium, served: Server, own: Own
) -> None:
    page = chromium.page()
    page.go(served.address + PAGE)
    page.until("document.querySelector('#live .said').textContent === 'Kijkt mee'")
    file = own.copy(RECEIPT, (ERNST, "Bel {{ contactphone }}."))
    line = file.read_text("utf-8").partition("contactphone")[0].count("\n") + 1
    page.until("document.querySelector('.fault h2')")
    assert page.see("document.querySelector('.fault h2').textContent") == (
        f'Regel {line}: onbekende naam "contactphone" (bedoelde je "contact_phone"?)'
    )
    assert page.see("document.querySelector('.here mark').textContent") == "contactphone"
    assert page.see("document.querySelector('.here .number').textContent") == f"{line}"
    page.until(f"{FRAME}.body?.innerText.includes('We nemen uw bericht ernstig.')")
    file.unlink()
    page.until("!document.querySelector('.fault')")
    assert page.complaints == []


def test_a_broken_letter_is_named_on_the_first_page(
    chromium: Chromium, served: Server, own: Own
) -> None:
    page = chromium.page()
    page.go(served.address)
    page.until("document.querySelector('#live .said').textContent === 'Kijkt mee'")
    own.put("nl/parent/extension.md", "Subject: x\n\n{% if school %}\n")
    page.until("document.querySelector('.faults .card')")
    assert "regel 3" in page.see("document.querySelector('.faults .card').textContent")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["", PAGE, "en/staff/new_complaint.je.buttons.html"])
def test_no_page_is_wider_than_its_screen(
    width: int, address: str, chromium: Chromium, served: Server, own: Own
) -> None:
    own.copy(RECEIPT, (ERNST, "Een" + "heel" * 40 + "langwoord."))
    page = chromium.page(width=width, height=844)
    page.go(served.address + address)
    assert page.see("document.documentElement.scrollWidth") == width
    assert page.complaints == []


def test_a_letter_is_shown_as_wide_as_a_phone_and_as_a_computer(
    chromium: Chromium, served: Server
) -> None:
    page = chromium.page(width=1440)
    page.go(served.address + PAGE)
    inside = "document.querySelector('iframe').contentWindow.innerWidth"
    assert page.see(inside) > 600
    page.click("input[value=phone]")
    page.until(f"{inside} === 390")
    page.click(".switch a[lang=de]")
    page.until("location.pathname.startsWith('/de/')")
    page.until(f"{inside} === 390")  # what was chosen stays so


def test_a_letter_is_shown_in_the_dark(chromium: Chromium, served: Server) -> None:
    page = chromium.page()
    page.go(served.address + PAGE)
    dark = (
        "document.querySelector('iframe').contentWindow"
        ".matchMedia('(prefers-color-scheme: dark)').matches"
    )
    page.until(f"{FRAME}.readyState === 'complete'")
    assert page.see(dark) is False
    page.click("input[value=dark]")
    page.until(dark)


def test_everything_is_reached_with_the_keyboard(chromium: Chromium, served: Server) -> None:
    page = chromium.page()
    page.go(served.address + PAGE)
    focused = "document.activeElement"
    page.press("Tab")
    assert page.see(f"{focused}.className") == "skip"
    page.press("Enter")
    page.until("location.hash === '#main'")
    reached: list[str] = []
    for _ in range(40):
        page.press("Tab")
        reached.append(page.see(f"{focused}.name || {focused}.tagName"))
        if reached[-1] == "SUMMARY":
            break
    assert [each for n, each in enumerate(reached) if each not in reached[:n]] == [
        "A",
        "screen",
        "shade",
        "IFRAME",
        "PRE",
        "SUMMARY",
    ]
    assert page.see(f"getComputedStyle({focused}).outlineStyle") == "solid"
    page.press("Enter")
    page.until("document.querySelector('details').open")


def test_searching_leaves_what_fits(chromium: Chromium, served: Server) -> None:
    page = chromium.page()
    page.go(served.address)
    page.see("document.querySelector('#search').focus()")
    page.type("bemiddelaar")
    page.until("document.querySelectorAll('.letters li:not([hidden])').length < 5")
    assert "bemiddelaar" in page.see(
        "document.querySelector('.letters li:not([hidden])').innerText"
    )
    page.type(" zebra")
    page.until("!document.querySelector('#nothing').hidden")


def test_a_letter_cannot_leave_its_frame(chromium: Chromium, served: Server, own: Own) -> None:
    links = "[weg](https://weg.example/)\n\n[script](javascript:parent.stolen=1)"
    own.put(RECEIPT, f"Subject: x\n\n<script>parent.stolen=1</script>\n\n{links}\n")
    page = chromium.page()
    page.go(served.address + PAGE)
    page.until(f"{FRAME}.querySelector('.body a')")
    assert page.see(f"{FRAME}.querySelectorAll('script').length") == 0
    page.see(
        f"(() => {{ const own = {FRAME}; const run = own.createElement('script');"
        "run.textContent = 'parent.stolen = 2'; own.body.append(run);"
        "const seen = own.createElement('img'); seen.src = 'https://weg.example/pixel';"
        "own.body.append(seen); own.querySelector('.body a').click(); return 1; })()"
    )
    page.until("document.readyState === 'complete'")
    assert page.see("'stolen' in window") is False
    assert page.see("location.pathname") == f"/{PAGE}"
    assert page.see(f"{FRAME}.querySelectorAll('.body a').length") >= 1
    left = {each for each in page.asked if not each.startswith((served.address, "data:", "about:"))}
    assert left <= {"https://weg.example/pixel"}  # asked for, and refused before it left
    assert any("Content Security Policy" in each for each in page.complaints)


class Few(Pages):
    """The pages of two letters: what is clicked on below."""

    def places(self) -> Iterator[Place]:
        few = {LetterName.ACKNOWLEDGMENT, LetterName.ANONYMOUS_REPLY}
        return (place for place in super().places() if place.name in few)


def test_the_written_pages_work_from_a_folder(chromium: Chromium, own: Own, tmp_path: Path) -> None:
    own.copy(RECEIPT, (ERNST, "Een eigen zin."))
    write(Few(own.collection, live=False), tmp_path / "out")
    page = chromium.page()
    page.go((tmp_path / "out" / "index.html").as_uri())
    assert page.see("getComputedStyle(document.querySelector('h1')).fontWeight") == "700"
    page.click(".letters .name")
    page.until(f"{FRAME}.body?.innerText.includes('Een eigen zin.')")
    page.click(".switch a[lang=en]")
    page.until(f"{SUBJECT}.includes('received')")
    page.click(".menu li:nth-child(2) a")
    page.until("location.pathname.includes('/en/parent/anonymous_reply')")
    page.click("input[value=phone]")
    page.until("document.querySelector('iframe').contentWindow.innerWidth === 390")
    page.click(".mark")
    page.until("location.pathname.endsWith('/index.html')")
    assert page.complaints == []
