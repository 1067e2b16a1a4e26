"""`gehoor demo`: one complaint from the first mail to the last, played by invented people."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TextIO
from zoneinfo import ZoneInfo

from bot.rehearsal.stage import SCHOOL, NotAsToldError, Player, Stage, stage_for
from bot.rehearsal.telling import Telling

if TYPE_CHECKING:
    from bot.rehearsal.received import ReceivedLetter

OPENS_AT = datetime(2026, 9, 14, 19, 42, tzinfo=ZoneInfo("Europe/Brussels"))
NUMBER = "K-2026-0001"

ILSE = Player(name="Ilse Vandenbroucke", email="ilse.vdb@postvak.example")
ANN = Player(name="Ann Peeters", email="ann.peeters@demerland.example", password="bus 12")
CARLA = Player(name="Carla Maes", email="carla.maes@demerland.example", password="lei en griffel")

_COMPLAINT = """\
Goedenavond

Onze zoon Wout (klas 3B) moest vrijdag 11 september twee uur nablijven omdat
"de klas te luid was". Wij wisten van niets. Hij miste zijn bus en stond tot
18.45 uur alleen aan de halte.

Ik ben er nog altijd ongerust over, en een straf voor de hele klas vind ik niet
eerlijk. Mag ik verwachten dat dit niet meer gebeurt?

Ilse Vandenbroucke
"""
_EXPLAINED = """\
We spraken met de leerkracht en met Wout. Een hele klas straffen past niet bij \
onze afspraken, en geen kind blijft na zonder dat de ouders het weten.
FEITEN: Het strafregister van 11 september en het gesprek met de leerkracht.
EXCUSES: Het spijt ons dat Wout alleen aan de halte stond.
MAATREGEL: voor elke strafstudie bellen we eerst de ouders, Carla, 25/9"""
_THANKS = "Dank u, dit doet deugd. Wout gaat weer met een gerust hart naar school."
_KEY = "Sleutel (laten staan):"  # the last line of what a button opens
_SCORES = "4 5 4 5\n\nHet is opgelost. Dat er eerst gebeld wordt, helpt echt."


@dataclass(frozen=True, kw_only=True)
class Play:
    """The stage and who tells what happens on it: nothing is told that did not happen."""

    stage: Stage
    telling: Telling

    def at(self, local: str) -> None:
        """The scene of this moment begins."""
        self.stage.at(local)
        self.telling.moment(self.stage.now)

    def writes(
        self, who: Player, text: str, *, subject: str = "", to: ReceivedLetter | None = None
    ) -> None:
        """Somebody writes to the school, and the office does its round."""
        subject = self.stage.write(who, text, subject=subject, to=to)
        self.telling.mail(_called(who), "meldpunt", subject, text.strip().split("\n"))
        self.stage.round()

    def taps(self, who: Player, label: str, letter: ReceivedLetter, *, typed: str = "") -> None:
        """Somebody taps a button and sends the mail that opens, with what they type in it."""
        tap = self.stage.tap(who, label, letter, typed=typed)
        lines = [line for line in tap.body.split("\n") if line and not line.startswith(_KEY)]
        self.telling.mail(_called(who), "meldpunt", tap.subject, [*lines, f"{_KEY} …"])
        self.stage.round()

    def gets(self, who: Player, name: str, *words: str, buttons: int = 0) -> ReceivedLetter:
        """The letter that somebody got just now: its lines with these words, its first buttons."""
        letter = self.stage.letter(who, name)
        try:
            essence = letter.essence(*words)
        except LookupError as missing:
            raise NotAsToldError(f"in “{letter.subject}” staat niet: {missing}") from missing
        self.telling.mail("meldpunt", _called(who), letter.subject, essence)
        if buttons:
            self.telling.buttons(letter.buttons, most=buttons)
        return letter

    def stands(self, **fields: object) -> None:
        """The register says this of the case."""
        (case,) = self.stage.accounts.register()
        for name, value in fields.items():
            if case[name] != value:
                raise NotAsToldError(f"{NUMBER}: {name} is {case[name]}, niet {value}")


# --- the scenes, in order ---------------------------------------------------------------------


def a_parent_writes(play: Play) -> None:
    """She has a number and a day at once."""
    play.telling.moment(play.stage.now)
    play.telling.says(
        "Ilse is ongerust: haar zoon stond alleen aan de bushalte. Ze mailt het meldpunt van de"
        " school. Meer hoeft ze niet te kennen."
    )
    play.writes(ILSE, _COMPLAINT, subject="Wout stond alleen aan de bushalte")
    play.telling.says("Meteen daarop heeft ze een nummer, een naam en een dag.")
    play.gets(ILSE, "acknowledgment", NUMBER, "Ann Peeters", "ons antwoord uiterlijk", "112")
    play.stands(status="intake", ack="sent")


def the_coordinator_is_told(play: Play) -> None:
    """With the text of the mail, and buttons for what comes next."""
    play.telling.says("Ann, die de klachten coördineert, heeft op hetzelfde moment dit bericht.")
    play.gets(ANN, "new_complaint", "Nieuw bericht", "Wat het lijkt", "18.45 uur", buttons=3)


def a_morning(play: Play) -> None:
    """One overview a morning."""
    play.at("2026-09-15 07:30")
    play.telling.says(
        "Elke schooldag één overzicht. Namen van ouders of kinderen staan er niet in."
    )
    play.gets(ANN, "daily_digest", "Goedemorgen", "klacht open", NUMBER, "Kies", buttons=3)


def a_tap(play: Play) -> None:
    """The order is a mail that was filled in by the letter."""
    play.at("2026-09-15 08:12")
    play.telling.says(
        "Ann tikt op haar telefoon op [Eenvoudig]. Er opent een mail die al klaarstaat; ze verstuurt"
        " hem. De mailserver van de school bewijst dat zij het was."
    )
    play.taps(ANN, "Eenvoudig", play.stage.held(ANN, "new_complaint"))
    play.telling.says("Ze leest wat er gebeurd is, wat nu komt, en dat het nog terug kan.")
    play.gets(ANN, "command_result", "Gedaan", "uiterlijk op", "Vergist", buttons=3)
    play.stands(status="handling", handler="ann")


def too_little_is_asked_back(play: Play) -> None:
    """An order that would leave the parent without a reason is not carried out."""
    play.at("2026-09-17 16:05")
    play.telling.says("Ann sprak met de leerkracht en met Wout. Ze antwoordt met één woord.")
    play.writes(ANN, "GEGROND", to=play.stage.held(ANN, "command_result"))
    play.telling.says("Dat is te weinig. Er gebeurt niets, en Gehoor zegt wat er nog bij moet.")
    play.gets(ANN, "command_error", "nog niets gedaan", "waarom", buttons=1)
    play.stands(status="handling", outcome=None)


def the_answer_is_shown_first(play: Play) -> None:
    """What goes to a parent is read by a person before it leaves."""
    play.at("2026-09-17 16:11")
    play.telling.says("Ann tikt op [Vul aan] en schrijft erbij wat Ilse moet kunnen lezen.")
    play.taps(ANN, "Vul aan", play.stage.held(ANN, "command_error"), typed=_EXPLAINED)
    play.telling.says("Ze ziet de brief zoals Ilse hem zal krijgen. Er is nog niets verstuurd.")
    play.gets(
        ANN, "preview", "Er is nog niets verstuurd", "gegrond", "spijt", "geen kind blijft na",
        "bellen we eerst", "Na uw ja", buttons=3,
    )  # fmt: skip
    play.stage.no_letter(ILSE)


def two_read_it(play: Play) -> None:
    """A finding leaves after the yes of a second person."""
    play.at("2026-09-17 16:14")
    play.telling.says("Ann tikt op [Verstuur]. Een oordeel leest bij deze school een tweede na.")
    play.taps(ANN, "Verstuur", play.stage.held(ANN, "preview"))
    play.gets(CARLA, "preview", "uw goedkeuring", buttons=3)
    play.at("2026-09-17 16:31")
    play.telling.says("Carla, de directeur, leest de brief en tikt ook op [Verstuur].")
    play.taps(CARLA, "Verstuur", play.stage.held(CARLA, "preview"))
    play.gets(CARLA, "command_result", "10 minuten")
    play.stage.no_letter(ILSE)


def ten_minutes_pass(play: Play) -> None:
    """Until then the letter could be held back."""
    play.stage.minutes_pass(10)
    play.telling.moment(play.stage.now)
    play.telling.says("Tien minuten om zich te bedenken zijn voorbij. De brief vertrekt.")
    play.gets(ILSE, "outcome_upheld", "gegrond", "spijt", "geen kind blijft na", "bellen we eerst",
              "Laat het ons weten")  # fmt: skip
    play.stands(status="remedying", outcome="upheld")


def the_parent_thanks(play: Play) -> None:
    """A person reads it; no machine answers a thank-you."""
    play.at("2026-09-17 20:05")
    play.telling.says("Ilse bedankt. Ann leest het; een automatisch antwoord komt er niet.")
    play.writes(ILSE, _THANKS, to=play.stage.held(ILSE, "outcome_upheld"))
    play.gets(ANN, "parent_replied", "geen automatisch antwoord", "gerust hart")
    play.stage.no_letter(ILSE)


SCENES = (
    a_parent_writes,
    the_coordinator_is_told,
    a_morning,
    a_tap,
    too_little_is_asked_back,
    the_answer_is_shown_first,
    two_read_it,
    ten_minutes_pass,
    the_parent_thanks,
)


def play(out: TextIO = sys.stdout) -> int:
    """Plays the complaint from mail to survey; 0 when everything happened as it is told.

    Raises:
        NotAsToldError: something did not; says what, in Dutch. What was told until then is true.
    """
    telling = Telling(out)
    with stage_for((ANN, CARLA), opens_at=OPENS_AT) as stage:
        on_it = Play(stage=stage, telling=telling)
        for scene in SCENES:
            scene(on_it)
    return 0


def _called(who: Player) -> str:
    return who.name.split(" ")[0]
