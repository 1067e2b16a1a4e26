"""Draws docs/beheer/opdrachten.md: `python -m bot.core.instructions.page` prints it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.instructions.entry import Entry, Theme
from bot.core.instructions.fields import name_of
from bot.core.instructions.verbs import VERBS

_HEAD = """\
# Opdrachten per mail

Getekend uit de code met `python -m bot.core.instructions.page > docs/beheer/opdrachten.md`; wijzig
hier niets.

Wie klachten behandelt, hoeft niets te installeren en niets te leren. Tik op een knop in een mail
van het meldpunt en verstuur de mail die opengaat, of beantwoord de mail met één woord uit deze
lijst.

## Zo schrijf je een opdracht

- **Elke opdracht staat aan het begin van een regel.** Meer opdrachten in één mail mag: elk op een
  eigen regel. Ze worden alle uitgevoerd, of geen enkele.
- **Het nummer hoeft niet** als je een mail over dat dossier beantwoordt. Gaat het over een ander
  dossier, zet het nummer dan vooraan: `K-2026-0042 EENVOUDIG`.
- Hoofdletters, accenten, een streepje, een punt of een emoji erachter maken niet uit. Nederlands en
  Engels mogen door elkaar.
- **Een dubbele punt neemt alles wat volgt**, ook over meer regels: `NOTITIE: gebeld met de mama`.
  Een tekst stopt bij de volgende opdracht, bij een regel met alleen `EINDE`, of bij je
  handtekening.
  In een brief aan de melder stopt alleen een opdracht in HOOFDLETTERS de tekst.
- **Vakken** (`UITLEG: …`) staan onder hun opdracht, elk op een eigen regel. Ze mogen over meer
  regels gaan.
- **Een woord in een zin is geen opdracht**: "dit is eenvoudig op te lossen" doet niets. De woorden
  OVER, KLAAR, NIEUW, STATUS en PAST werken alleen met een dubbele punt, een nummer of een knop.
- **NIET, GEEN en DEELS** bij een opdracht vragen altijd eerst wat je bedoelt, behalve waar ze er
  zelf bij horen, zoals in NIET ONTVANKELIJK. Zo ook een tikfout, en twee opdrachten die elkaar
  tegenspreken.
- **Tekst zonder opdracht wordt een interne notitie.** De melder krijgt die nooit. "Ok, bedankt"
  doet niets.
- Wat je in een aangehaalde mail, een handtekening of een bijlage zet, wordt niet gelezen.

| Wat | Zo mag het |
|---|---|
| een dag | `2026-12-08`, `8/12`, `8/12/2026`, `8 dec`, `dinsdag`, `morgen`, `volgende week` |
| een duur | `10 werkdagen`, `2 weken`, `10wd`, `14 dagen` |
| een persoon | een voornaam of naam, een mailadres, `mij` |
"""


def page() -> str:
    """The whole page, in Dutch."""
    return "".join((_HEAD, *(_theme(theme) for theme in Theme)))


def _theme(theme: Theme) -> str:
    entries = [entry for entry in VERBS.values() if entry.theme is theme]
    rows = "".join(_row(entry) for entry in entries)
    below = "".join(_below(entry) for entry in entries if entry.theme is not Theme.OTHERWISE)
    head = "| Woord | Engels | Wat het doet |\n|---|---|---|\n"
    return f"\n## {theme.title('nl')}\n\n{head}{rows}{below}"


def _row(entry: Entry) -> str:
    dutch = ", ".join((f"**{entry.word}**", *entry.nl.split("|")[1:]))
    return f"| {dutch} | {', '.join(entry.en.split('|'))} | {entry.does} |\n"


def _below(entry: Entry) -> str:
    """An example of what takes more than its word, and its fields."""
    return "".join(_told(entry))


def _told(entry: Entry) -> Iterator[str]:
    if entry.example != entry.word:
        yield f"\n```\n{entry.example}\n```\n"
    if entry.fields:
        names = ", ".join(f"`{name_of(each)}`" for each in entry.fields)
        yield f"\nVakken bij {entry.word}: {names}.\n"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - the page is what this command is for
