"""Photographs the gallery for docs/beheer (`make pictures`; needs chromium)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.gallery.collection import Collection
from bot.gallery.folder import write
from bot.gallery.pages import Pages, Place, place_at
from tests.chromium import Chromium

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "templates"
TO = ROOT / "docs" / "beheer"

# An own letter as a school could have it, and one with the mistake that everybody makes.
OWN = {
    "nl/parent/acknowledgment.md": (
        ("Bedankt voor", "Hartelijk dank voor"),
        ("We nemen [uw|je] bericht ernstig.", "We lezen [uw|je] bericht nog vandaag."),
    ),
    "nl/parent/extension.md": (("{{ old_due|date }}", "{{ old_deu|date }}"),),
}
PICTURES = {
    "brieven.png": ("nl/parent/acknowledgment.u.usual.html", 1620),
    "brieven-fout.png": ("nl/parent/extension.u.usual.html", 780),
}


class Photographed(Pages):
    """Only the pages that are photographed."""

    def places(self) -> Iterator[Place]:
        """Those of the pictures."""
        for address, _ in PICTURES.values():
            place = place_at(address)
            assert place, address
            yield place


def main() -> int:
    """Writes the pictures."""
    with TemporaryDirectory() as made, Chromium() as browser:
        own, out = Path(made, "config", "templates"), Path(made, "out")
        for path, changes in OWN.items():
            text = (SHIPPED / path).read_text("utf-8")
            for old, new in changes:
                assert old in text, f"{path}: {old}"
                text = text.replace(old, new)
            (own / path).parent.mkdir(parents=True, exist_ok=True)
            (own / path).write_text(text, "utf-8")
        write(Photographed(Collection(SHIPPED, own), live=False), out)
        page = browser.page(width=1280, height=900, dark=False)
        for name, (address, height) in PICTURES.items():
            page.resize(1280, height)
            page.go((out / address).as_uri())
            page.until("document.querySelector('iframe').contentDocument.readyState === 'complete'")
            page.shot(TO / name, height=height)
            print(TO / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
