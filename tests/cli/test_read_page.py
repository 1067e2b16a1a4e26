from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import explained
from bot.cli.app import app
from bot.cli.explained import in_words
from bot.cli.read import judge_by_presets
from bot.core.reading import Intent
from tests.builders import raw_mail

ROOT = Path(__file__).parents[2]
GOLDEN = sorted((ROOT / "tests" / "golden" / "mails").glob("*.eml"))
JUDGE = judge_by_presets()
TEXT = (
    "Beste\n\nOp donderdag 19 november heeft de juf onze zoon Wout uitgelachen.\n"
    "Ik vind dat onaanvaardbaar.\n"
)


def page(tmp_path: Path, **mail: str) -> str:
    path = tmp_path / "klacht.eml"
    path.write_bytes(raw_mail(**mail))  # type: ignore[arg-type]
    return in_words(JUDGE.account(path))


def test_the_page_says_which_rule_decided_and_why(tmp_path: Path) -> None:
    told = page(tmp_path, text=TEXT, subject="Klacht")
    assert "Oordeel         klacht" in told
    assert "Door een mens geschreven" in told
    assert "(regel anybody)" in told
    assert "machine_says_so" in told.partition("Regels ervoor")[2]


def test_the_page_names_the_words_and_where_they_stand(tmp_path: Path) -> None:
    told = " ".join(page(tmp_path, text=TEXT, subject="Klacht").split())
    assert '"klacht" in het onderwerp' in told
    assert '"onaanvaardbaar" in de tekst, regel 4' in told
    assert 'gedrag van personeel (hoog): "juf onze zoon wout uitgelachen" in de tekst' in told
    assert "| Ik vind dat onaanvaardbaar." in told


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_every_golden_mail_has_a_page_without_a_hole(path: Path) -> None:
    told = in_words(JUDGE.account(path))
    assert "Oordeel" in told
    assert "None" not in told.partition("  | ")[0]


def test_what_would_steer_a_terminal_is_no_part_of_the_page(tmp_path: Path) -> None:
    told = page(tmp_path, text="Klacht \x1b[2J\x07 over de bus", subject="=?utf-8?q?=1B[31mrood?=")
    assert "\x1b" not in told
    assert "\x07" not in told


def test_a_file_that_is_not_there_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    good = tmp_path / "b.eml"
    good.write_bytes(raw_mail(text=TEXT))
    done = CliRunner().invoke(app, ["read", "--json", str(tmp_path / "a.eml"), str(good)])
    first, second = map(json.loads, done.stdout.splitlines())
    assert done.exit_code == 1
    assert first["error"]
    assert set(first) <= set(second) | {"error"}
    assert second["rules"][-1] == {"rule": "anybody", "outcome": "hit"}


def test_every_wish_of_a_mail_has_its_dutch() -> None:
    assert set(explained._INTENTS) == {intent.value for intent in Intent}
