"""The demo: the whole story, and what becomes of it when something goes otherwise."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog
from typer.testing import CliRunner

from bot.cli.app import app
from bot.cli.look import accounting_line
from bot.rehearsal import playground, scenes
from bot.rehearsal.play import Play
from bot.rehearsal.playground import play
from bot.rehearsal.scenes import ANN, CARLA, ILSE, OPENS_AT, SCENES
from bot.rehearsal.stage import NotAsToldError, Player, SetClock, stage_for
from bot.rehearsal.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.rehearsal.stage import Stage

README = Path(__file__).parents[2] / "README.md"
BEGINNING = SCENES[:3]
HEADING = re.compile(r"^── (\w+) (\d+ \w+ \d{4}), (\d\d\.\d\d) uur ─+$", re.MULTILINE)
MONTHS = {"september": "09", "oktober": "10"}

# What is read in this order: the main job, from the first mail to the last.
STORY = (
    "meldpunt → Ann: Tik één keer, dan werkt het",
    "Ann → meldpunt: HIER",
    "alles werkt",
    "Ilse → meldpunt: Wout stond alleen aan de bushalte",
    "meldpunt → Ilse: [K-2026-0001] Uw bericht is goed aangekomen",
    "Het nummer is K-2026-0001.",
    "meldpunt → Ann: [K-2026-0001] Nieuw bericht",
    "[Eenvoudig]  [Complex]",
    "meldpunt → Ann: Klachten dinsdag 15 september 2026",
    "Ann → meldpunt: [K-2026-0001] EENVOUDIG",
    "Gedaan: de klacht is eenvoudig, Ann Peeters behandelt ze.",
    "Ann → meldpunt: Re: [K-2026-0001] Gedaan",
    "│ GEGROND",
    "Er is nog niets gedaan.",
    "[Vul aan]",
    "Ann → meldpunt: [K-2026-0001] GEGROND",
    "UITLEG: We spraken met de leerkracht",
    "Uw klacht is gegrond.",
    "[Verstuur]  [Pas aan]  [Niet versturen]",
    "Ann → meldpunt: [K-2026-0001] JA",
    "meldpunt → Carla: [K-2026-0001] Lees na",
    "Carla → meldpunt: [K-2026-0001] JA",
    "vertrekt over 10 minuten.",
    "meldpunt → Ilse: [K-2026-0001] Ons antwoord op uw klacht",
    "Uw klacht is gegrond.",
    "Ilse → meldpunt: Re: [K-2026-0001] Ons antwoord op uw klacht",
    "geen automatisch antwoord",
    "meldpunt → Carla: [K-2026-0001] Nog 2 werkdagen",
    "Carla → meldpunt: [K-2026-0001] KLAAR 1",
    "meldpunt → Ilse: [K-2026-0001] Dit hebben we gedaan",
    "meldpunt → Ilse: [K-2026-0001] Hoe gaat het nu?",
    "│ 4 5 4 5",
    "meldpunt → Ilse: [K-2026-0001] Bedankt voor uw antwoord",
    "meldpunt → Ann: [K-2026-0001] Nieuw bericht van de melder",
    "meldpunt → Carla: Klachten Basisschool Demerland, week 44",
    "Afgesloten: 1",
    "K-2026-0001  van 2026-09-14 tot 2026-10-19, gegrond",
    "11 ontvangen = 10 dossiers + 1 apart",
    "de keten is heel",
    "gehoor init config",
)


def told(*, only: tuple[object, ...] = SCENES) -> str:
    out = io.StringIO()
    if only is SCENES:
        play(out, added_up=accounting_line)
        return out.getvalue()
    with stage_for((ANN, CARLA), opens_at=OPENS_AT) as stage:
        telling = Telling(out)
        for scene in only:
            scene(Play(stage=stage, telling=telling))  # type: ignore[operator]
        telling.told()
    return out.getvalue()


@pytest.fixture(scope="module")
def story() -> str:
    return told()


@pytest.fixture
def stage() -> Iterator[Stage]:
    with stage_for((ANN, CARLA), opens_at=OPENS_AT) as stage:
        yield stage


def test_the_story_goes_from_mail_to_survey_and_the_books(story: str) -> None:
    at = 0
    for words in STORY:
        found = story.find(words, at)
        assert found >= 0, f"not told, or not there: {words}"
        at = found + len(words)


def test_it_fits_a_terminal_and_has_no_colour_on_paper(story: str) -> None:
    assert max(map(len, story.splitlines())) <= 88
    assert "\x1b" not in story
    assert not any(line != line.rstrip() for line in story.splitlines())


def test_its_days_go_forward_and_are_what_they_are_called(story: str) -> None:
    moments = []
    for weekday, day, hour in HEADING.findall(story):
        number, month, year = day.split(" ")
        at = datetime.fromisoformat(f"{year}-{MONTHS[month]}-{number:>02} {hour.replace('.', ':')}")
        names = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
        assert names[at.weekday()] == weekday
        moments.append(at)
    assert len(moments) > 10
    assert moments == sorted(set(moments))


def test_nothing_leaves_for_a_parent_in_the_night_or_in_a_weekend(story: str) -> None:
    scenes_told = HEADING.split(story)[1:]
    for weekday, _, hour, text in zip(*[iter(scenes_told)] * 4, strict=True):
        if "meldpunt → Ilse" in text and "Ilse → meldpunt" not in text:
            assert weekday not in {"zaterdag", "zondag"}
            assert "08.00" <= hour <= "18.00"


def test_the_readme_shows_what_is_told(story: str) -> None:
    (excerpt,) = re.findall(r"```text\n(── .*?)```", README.read_text("utf-8"), re.DOTALL)
    assert excerpt.strip() in story


def test_it_is_the_same_story_each_time() -> None:
    assert told(only=BEGINNING) == told(only=BEGINNING)


def test_a_terminal_is_given_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    telling = Telling(out)
    telling.opening("Titel", "Tekst")
    telling.told()
    assert "\x1b[1mTitel" in out.getvalue()


# --- when something goes otherwise


def otherwise(play: Play) -> None:
    play.says("De brief vertrekt.")
    play.gets(ILSE, "outcome_upheld", "gegrond")


def test_what_did_not_happen_is_not_told_and_the_exit_code_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(playground, "SCENES", (scenes.a_parent_writes, otherwise))
    result = CliRunner().invoke(app, ["demo"])
    structlog.reset_defaults()
    assert result.exit_code == 1
    assert "Uw bericht is goed aangekomen" in result.stdout
    assert "De brief vertrekt." not in result.stdout
    assert result.stderr == (
        "demo: het ging anders dan verteld:"
        " Ilse Vandenbroucke kreeg op 14/09 19.42 uur geen brief outcome_upheld\n"
    )


def test_a_letter_must_say_what_is_shown_of_it(stage: Stage) -> None:
    on_stage = Play(stage=stage, telling=Telling(io.StringIO()))
    scenes.a_parent_writes(on_stage)
    with pytest.raises(NotAsToldError, match="staat niet: uw geld terug"):
        on_stage.gets(ILSE, "acknowledgment", "uw geld terug")
    with pytest.raises(NotAsToldError, match="status is intake, niet closed"):
        on_stage.stands(status="closed")
    with pytest.raises(NotAsToldError, match=r"geen knop \[Betaal\]"):
        stage.tap(ANN, "Betaal", stage.held(ANN, "new_complaint"))
    with pytest.raises(NotAsToldError, match="kreeg toch een brief"):
        on_stage.gets_nothing(ILSE)


def test_who_only_says_to_be_ann_orders_nothing(stage: Stage) -> None:
    on_stage = Play(stage=stage, telling=Telling(io.StringIO()))
    scenes.a_parent_writes(on_stage)
    forger = Player(name=ANN.name, email=ANN.email)
    stage.minutes_pass(5)
    stage.tap(forger, "Eenvoudig", stage.held(ANN, "new_complaint"))
    stage.round()
    on_stage.stands(status="intake")
    with pytest.raises(NotAsToldError, match="geen brief command_result"):
        stage.letter(ANN, "command_result")


def test_a_mail_that_the_server_refuses_stops_the_story(stage: Stage) -> None:
    stranger = Player(name="Dirk Jansen", email="dirk@demerland.example", password="geraden")
    with pytest.raises(NotAsToldError, match="de mail van Dirk Jansen ging niet weg"):
        stage.write(stranger, "Dag", subject="Dag")


def test_time_never_goes_back() -> None:
    clock = SetClock(OPENS_AT)
    with pytest.raises(NotAsToldError, match="kan niet terug"):
        clock.set_to(OPENS_AT.replace(hour=7))
