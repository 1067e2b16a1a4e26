"""A scene is played and told at once: nothing is told that did not happen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.rehearsal.stage import NotAsToldError

if TYPE_CHECKING:
    from typing import Any

    from bot.rehearsal.received import ReceivedLetter
    from bot.rehearsal.stage import Player, Stage
    from bot.rehearsal.telling import Telling

_SCHOOL = "meldpunt"
_KEY = "Sleutel (laten staan):"  # begins the last line of what a button opens
_CUT = "…"


@dataclass(frozen=True, kw_only=True)
class Play:
    """The stage, and who tells what happens on it.

    Whatever happens otherwise than the scenes tell raises NotAsToldError.
    """

    stage: Stage
    telling: Telling

    # --- time ---------------------------------------------------------------------------------

    def at(self, local: str) -> None:
        """The scene of this moment begins ("2026-09-15 08:12", at the school)."""
        self.stage.at(local)
        self.telling.moment(self.stage.now)

    def minutes_later(self, minutes: int) -> None:
        """The scene some minutes later begins, with what came due then."""
        self.stage.minutes_pass(minutes)
        self.telling.moment(self.stage.now)

    def when_comes(self, who: Player, name: str, *, days: int) -> None:
        """The scene begins when this letter comes to somebody, within so many days."""
        self.stage.days_pass_until(who, name, days=days)
        self.telling.moment(self.stage.now)

    # --- people -------------------------------------------------------------------------------

    def says(self, text: str) -> None:
        """What happens, in the words of the story."""
        self.telling.says(text)

    def writes(
        self, who: Player, text: str, *, subject: str = "", to: ReceivedLetter | None = None
    ) -> None:
        """Somebody writes to the school, and the office does its round."""
        subject = self.stage.write(who, text, subject=subject, to=to)
        quoted = [_CUT] if to else []
        self.telling.mail(who.first_name, _SCHOOL, subject, [*text.strip().split("\n"), *quoted])
        self.stage.round()

    def taps(self, who: Player, label: str, letter: ReceivedLetter, *, typed: str = "") -> None:
        """Somebody taps a button and sends the mail that opens, with what they type in it."""
        tap = self.stage.tap(who, label, letter, typed=typed)
        lines = [line for line in tap.body.split("\n") if line and line not in tap.subject]
        shown = [f"{_KEY} {_CUT}" if line.startswith(_KEY) else line for line in lines]
        self.telling.mail(who.first_name, _SCHOOL, tap.subject, shown)
        self.stage.round()

    # --- what comes of it ---------------------------------------------------------------------

    def gets(self, who: Player, name: str, *words: str, buttons: int = 0) -> None:
        """Somebody got this letter just now: its sentences with these words, its first buttons."""
        letter = self.stage.letter(who, name)
        try:
            essence = letter.essence(*words)
        except LookupError as missing:
            raise NotAsToldError(f"in “{letter.subject}” staat niet: {missing}") from missing
        self.telling.mail(_SCHOOL, who.first_name, letter.subject, essence)
        if buttons:
            self.telling.buttons(letter.buttons, most=buttons)

    def gets_nothing(self, who: Player) -> None:
        """No letter came to somebody just now."""
        self.stage.no_letter(who)

    def stands(self, **fields: object) -> dict[str, Any]:
        """The register has one case and says this of it. Returns all that it says."""
        cases = self.stage.accounts.register()
        if len(cases) != 1:
            raise NotAsToldError(f"het register telt {len(cases)} dossiers")
        (case,) = cases
        for name, value in fields.items():
            if case[name] != value:
                raise NotAsToldError(f"{case['number']}: {name} is {case[name]}, niet {value}")
        return case
