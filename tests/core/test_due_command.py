from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.dates import due_command

EXAMPLE = Path(__file__).parents[1] / "data" / "example-config"


def due(when: str, term: str, **options: object) -> int:
    settings = {
        "region": "BE-Flemish",
        "roll": "none",
        "vacation": "run",
        "config": None,
        "as_json": True,
    } | options
    return due_command(when, term, **settings)  # type: ignore[arg-type]


def test_json_holds_exactly_what_scripts_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert due("2026-11-13T10:00:00Z", "6w", region="NL-MI", roll="next") == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "received_on": "2026-11-13",
        "due_on": "2026-12-28",
        "target_on": "2026-12-28",
        "skipped": [
            {"date": "2026-12-25", "reason": "Eerste kerstdag"},
            {"date": "2026-12-26", "reason": "Tweede kerstdag"},
            {"date": "2026-12-27", "reason": "weekend"},
        ],
        "rolled_from": "2026-12-25",
    }
    assert err == ""


@pytest.mark.parametrize(
    ("when", "received_on"),
    [
        ("2026-11-23", "2026-11-23"),
        ("2026-11-23T22:59:59Z", "2026-11-23"),
        ("2026-11-23T23:00:00Z", "2026-11-24"),
        ("2026-11-23T23:30:00+01:00", "2026-11-23"),
        ("2026-11-23T23:30:00-05:00", "2026-11-24"),
        (" 2026-11-23T23:00Z ", "2026-11-24"),
    ],
)
def test_the_day_of_receipt_is_that_of_the_region(
    when: str, received_on: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert due(when, "1cd") == 0
    assert json.loads(capsys.readouterr().out)["received_on"] == received_on


def test_days_that_did_not_count_are_told_with_their_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert due("2026-10-30T10:00:00Z", "3sd", as_json=False) == 0
    out = capsys.readouterr().out
    assert "ontvangen    vrijdag 30 oktober 2026 (BE-Flemish, Europe/Brussels)" in out
    assert "uiterlijk    donderdag 12 november 2026" in out
    assert "10 dagen telden niet mee:" in out
    assert "ma 2026-11-02 - zo 2026-11-08  herfstvakantie" in out
    assert "wo 2026-11-11                  Wapenstilstand" in out


def test_a_rolled_date_says_from_where_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert due("2026-11-20", "6w", region="NL-Midden", roll="next", as_json=False) == 0
    assert "verschoven van vrijdag 1 januari 2027: Nieuwjaarsdag" in capsys.readouterr().out


def test_a_target_before_the_due_date_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert due("2026-11-19", "45cd", as_json=False) == 0
    out = capsys.readouterr().out
    assert "streefdatum  donderdag 31 december 2026, de laatste werkdag daarvoor" in out
    assert "telde" not in out


def test_the_config_adds_closed_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert due("2026-10-01", "1sd", config=EXAMPLE) == 0
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert found["due_on"] == "2026-10-05"
    assert found["skipped"][0] == {"date": "2026-10-02", "reason": "gesloten"}
    assert err == ""


def test_the_config_adds_vacations_and_holidays_of_every_year(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "calendar"
    folder.mkdir()
    (folder / "2026-2027.toml").write_text(
        'region = "NL-Noord"\nextra_holiday = [2027-03-02]\n'
        '[[vacation]]\nname = "meivakantie"\nfirst = 2027-05-03\nlast = 2027-05-09\n'
    )
    (folder / "2027-2028.toml").write_text("closed_day = [2027-11-05]\n")
    assert due("2027-03-01", "1wd", region="NL-Noord", config=tmp_path) == 0
    assert due("2027-05-02", "1sd", region="NL-Noord", config=tmp_path) == 0
    assert due("2027-11-04", "1sd", region="NL-Noord", config=tmp_path) == 0
    found = [json.loads(line)["due_on"] for line in capsys.readouterr().out.splitlines()]
    assert found == ["2027-03-03", "2027-05-10", "2027-11-08"]


def test_a_config_of_another_region_is_remarked_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert due("2026-10-01", "1sd", region="NL-Noord", config=EXAMPLE) == 0
    err = capsys.readouterr().err
    assert "BE-Flemish" in err
    assert "NL-Noord" in err


def test_a_config_without_calendar_adds_nothing(tmp_path: Path) -> None:
    assert due("2026-10-01", "1sd", config=tmp_path) == 0


def test_beyond_the_known_vacations_a_remark_is_made_where_they_matter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert due("2030-10-01", "3sd", region="NL-Noord") == 0
    assert "known until 2030-09-01" in capsys.readouterr().err
    assert due("2030-10-01", "3wd", region="NL-Noord") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("when", "term", "options", "said"),
    [
        ("yesterday", "3sd", {}, "'yesterday' is no moment"),
        ("2026-02-30", "3sd", {}, "'2026-02-30' is no moment"),
        ("2026-11-23T10:00:00", "3sd", {}, "with Z or an offset"),
        ("9999-12-31T23:59:00Z", "3sd", {}, "is no moment"),
        ("2026-11-23", "3", {}, "'3' is no term"),
        ("2026-11-23", "three days", {}, "'three days' is no term"),
        ("9999-12-30", "3cd", {}, "beyond the year 9999"),
        ("2026-11-23", "3sd", {"region": "DE"}, "'DE' is no region"),
        ("2026-11-23", "3sd", {"roll": "back"}, "--roll 'back' does not exist: use one of none, "),
        ("2026-11-23", "3sd", {"vacation": "stop"}, "use one of run, pause_summer, pause_all"),
        ("2026-11-23", "3sd", {"config": Path("/does/not/exist")}, "is no folder"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_2(
    when: str,
    term: str,
    options: dict[str, object],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert due(when, term, **options) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gehoor due: ")
    assert err.count("\n") == 1
    assert said in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("closed_day = [2026-10-02", "calendar/2026.toml: "),
        ('closed_day = ["2026-10-02"]', "closed_day: '2026-10-02' is no date"),
        ("closed_day = [2026-10-02T10:00:00]", "is no date"),
        ("closed_day = 2026-10-02", "closed_day must be a list of dates"),
        ('region = "Flanders"', "region: 'Flanders' is no region"),
        ('vacation = "kerst"', "vacation must be tables"),
        ('[[vacation]]\nname = "kerst"', "vacation[0] needs name, first and last"),
        ('[[vacation]]\nname="a"\nfirst=1\nlast=2027-01-01', "vacation[0]: 1 is no date"),
        ('[[vacation]]\nname="a"\nfirst=2027-01-02\nlast=2027-01-01', "vacation 'a' cannot last"),
    ],
)
def test_a_bad_calendar_file_is_named_with_its_key(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2026.toml").write_text(text)
    assert due("2026-11-23", "3sd", config=tmp_path) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
