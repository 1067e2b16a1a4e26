"""Photographs the gallery and some letters for docs/beheer (`make pictures`; needs chromium)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.core.letter import Button, LetterName
from bot.gallery.folder import write
from bot.gallery.pages import Pages, Place, place_at
from bot.writer.collection import Collection
from bot.writer.letters import Writer
from bot.writer.samples import sample_order
from tests.chromium import Chromium, Page
from tests.docs.small_png import small_png

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "templates"
TO = ROOT / "docs" / "beheer"
ZONE = ZoneInfo("Europe/Brussels")

RECEIPT = "nl/parent/acknowledgment.u.usual.html"
# An own letter as a school could have it, and one with the mistake that everybody makes.
OWN = {
    "nl/parent/acknowledgment.md": (
        ("Bedankt voor", "Hartelijk dank voor"),
        ("We nemen [uw|je] bericht ernstig.", "We lezen [uw|je] bericht nog vandaag."),
    ),
    "nl/parent/extension.md": (("{{ old_due|date }}", "{{ old_deu|date }}"),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfGallery:
    """A page of the gallery on a computer: so many pixels from its top, or one part of it."""

    address: str
    height: int
    part: str = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPhone:
    """A letter as a mail program shows it on a phone."""

    name: LetterName
    sample: str
    form: str
    dark: bool = False


PICTURES: dict[str, OfGallery | OnPhone] = {
    "brieven.png": OfGallery(address=RECEIPT, height=1180),
    "brieven-verschil.png": OfGallery(address=RECEIPT, height=1500, part=".changes"),
    "brieven-fout.png": OfGallery(address="nl/parent/extension.u.usual.html", height=740),
    "ontvangstmelding.png": OnPhone(name=LetterName.ACKNOWLEDGMENT, sample="usual", form="u"),
    "ontvangstmelding-donker.png": OnPhone(
        name=LetterName.ACKNOWLEDGMENT, sample="usual", form="u", dark=True
    ),
    "nieuw-bericht.png": OnPhone(name=LetterName.NEW_COMPLAINT, sample="buttons", form="je"),
    "nalezen.png": OnPhone(name=LetterName.PREVIEW, sample="usual", form="je"),
    "overzicht.png": OnPhone(name=LetterName.DAILY_DIGEST, sample="usual", form="je"),
}
_WIDE, _PHONE, _HIGH = 1280, 390, 800
_SHARP = 2  # of the small screen of a phone, so that its words can be read
# What a mail program puts above a letter.
_MAIL = """<!doctype html><html lang="nl"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; font: 15px/1.35 Helvetica, Arial, sans-serif }}
body {{ margin: 0; background: light-dark(#fff, #1c1f21); color: light-dark(#16191b, #eceff1) }}
header {{ display: grid; grid-template-columns: 40px 1fr; gap: 4px 12px; padding: 14px 16px }}
b {{ font-size: 19px; line-height: 1.25; grid-column: 1 / -1; padding-bottom: 8px }}
i {{ grid-row: span 2; width: 40px; height: 40px; border-radius: 50%; background: #174a5b;
  color: #fff; font: 600 18px/40px Helvetica, Arial, sans-serif; text-align: center }}
span {{ color: light-dark(#5f686d, #a9b3b8); font-size: 14px }}
iframe {{ display: block; width: 100%; height: 2400px; border: 0 }}
</style></head><body>
<header><b>{subject}</b><i>{initial}</i><div>{sender}</div><span>aan mij</span></header>
<iframe srcdoc="{letter}"></iframe></body></html>
"""


class Photographed(Pages):
    """Only the pages that are photographed."""

    def places(self) -> Iterator[Place]:
        """Those of the pictures."""
        for picture in PICTURES.values():
            if isinstance(picture, OfGallery):
                place = place_at(picture.address)
                assert place, picture.address
                yield place


def write_pages(folder: Path) -> dict[str, Path]:
    """Write every page that is photographed, by the name of its picture."""
    own, gallery = folder / "config" / "templates", folder / "gallery"
    for path, changes in OWN.items():
        text = (SHIPPED / path).read_text("utf-8")
        for old, new in changes:
            assert old in text, f"{path}: {old}"
            text = text.replace(old, new)
        (own / path).parent.mkdir(parents=True, exist_ok=True)
        (own / path).write_text(text, "utf-8")
    write(Photographed(Collection(SHIPPED, own, zone=ZONE), live=False), gallery)
    pages = {}
    for name, picture in PICTURES.items():
        if isinstance(picture, OfGallery):
            pages[name] = gallery / picture.address
        else:
            pages[name] = folder / f"{name}.html"
            pages[name].write_text(mail_of(picture), "utf-8")
    return pages


def mail_of(picture: OnPhone) -> str:
    """A letter below what a mail program puts above it."""
    writer = Writer(SHIPPED, zone=ZONE, sign=_key)
    letter = writer.write(sample_order(picture.name, picture.sample, "nl", picture.form))
    assert letter.broken is None
    sender = str(letter.order.values.get("organisation") or "Schoolbestuur Demerland")
    return _MAIL.format(
        subject=escape(letter.subject),
        initial=escape(sender[0]),
        sender=escape(sender),
        letter=escape(letter.html),
    )


def photograph(to: Path) -> Iterator[Path]:
    """Every picture, written into a folder."""
    with TemporaryDirectory() as made, Chromium() as browser:
        pages = write_pages(Path(made))
        for name, picture in PICTURES.items():
            dark = isinstance(picture, OnPhone) and picture.dark
            wide = _WIDE if isinstance(picture, OfGallery) else _PHONE
            page = browser.page(width=wide, height=_HIGH, dark=dark)
            if isinstance(picture, OfGallery):
                page.resize(_WIDE, picture.height)
            page.go(pages[name].as_uri())
            page.until("document.querySelector('iframe').contentDocument.readyState === 'complete'")
            (to / name).write_bytes(_taken(page, picture))
            yield to / name


def _taken(page: Page, picture: OfGallery | OnPhone) -> bytes:
    clip: dict[str, float] = {"x": 0, "y": 0, "width": _PHONE, "height": _HIGH, "scale": _SHARP}
    if isinstance(picture, OfGallery):
        box = page.see(
            f"(() => {{ const box = document.querySelector('{picture.part}')"
            ".getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; })()"
        )
        x, y, width, height = (round(edge) for edge in box)
        clip = {"x": x, "y": y, "width": width, "height": min(height, picture.height), "scale": 1}
    taken = page.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
    return small_png(page, taken["data"])


def _key(_button: Button) -> str:
    return "abcd-efgh-ijkl-mnop"


if __name__ == "__main__":
    for written in photograph(TO):
        sys.stdout.write(f"{written} {written.stat().st_size // 1000} kB\n")
