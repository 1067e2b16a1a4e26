"""`gehoor demo`: one complaint from the first mail to the last, played by invented people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal.play import Play
from bot.rehearsal.scenes import ANN, CARLA, OPENS_AT, SCENES
from bot.rehearsal.stage import NotAsToldError, stage_for
from bot.rehearsal.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    AddedUp = Callable[[dict[str, Any]], str]


def play(out: TextIO, *, added_up: AddedUp) -> None:
    """Plays the complaint from mail to survey and tells it on `out`, in Dutch.

    `added_up` says the account of all mails in a line. Takes some seconds: the clock of the play
    jumps from one thing that is due to the next.

    Raises:
        NotAsToldError: something happened otherwise; what was told until then is true.
        ModuleNotFoundError: the extra `demo` is not installed; says so.
    """
    telling = Telling(out)
    with stage_for((ANN, CARLA), opens_at=OPENS_AT) as stage:
        on_stage = Play(stage=stage, telling=telling)
        telling.opening(
            "Gehoor: één klacht, van de eerste mail tot de vraag hoe het ging.",
            "Wat u leest, gebeurt echt: het hele programma, met een eigen mailserver in dit ene"
            " proces. Alleen de klok springt vooruit, en iedereen is verzonnen. Elke brief is echt"
            " aangekomen; waar … staat, is hij ingekort.",
        )
        for scene in SCENES:
            scene(on_stage)
            telling.told()
        _books(on_stage, added_up)
    telling.says("En nu met uw eigen school, eerst op proef:")
    telling.rows(
        (
            ("gehoor init config", "stelt de vragen die geen standaard hebben"),
            ("gehoor template preview", "toont elke brief in uw browser"),
            ("README.md", "de rest, in vijf minuten"),
        )
    )
    telling.told()


def _books(play: Play, added_up: AddedUp) -> None:
    """What is left of it: a line in the register, each mail in its place, an unbroken log."""
    case = play.stands(status="closed", outcome="upheld", survey_score=4.5)
    accounts = play.stage.accounts
    whole, mails, log = accounts.show(case["number"]), accounts.mails(), accounts.log()
    waits = any(mail["owed"] for mail in mails["mails"])
    if whole is None or waits or not mails["closes"] or accounts.verify() is not None:
        raise NotAsToldError("de boeken kloppen niet")
    line = f"{case['number']}  van {case['received_on']} tot {whole['closed_on']}, gegrond"
    play.says("In de boeken, en met welk commando u ze leest:")
    play.telling.rows(
        (
            ("gehoor register", line),
            ("gehoor mails", added_up(mails)),
            ("", "apart ligt de tik van Ann op de eerste dag; niets wacht"),
            ("gehoor log --verify", f"{len(log)} regels, de keten is heel"),
        )
    )
