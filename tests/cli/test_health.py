from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from tests.schoolhouse import Ask, School


def beat(school: School, **changes: Any) -> None:
    """A heartbeat of just now, as the bot writes it, but for these changes."""
    box = {
        "address": "klachten@schoolbestuur-demerland.example",
        "ok": True,
        "last_seen_at": ago(seconds=3),
        "error": None,
    }
    state = {
        "heartbeat_at": ago(seconds=1),
        "mailboxes": [box],
        "outbox": {"queued": 0, "uncertain": 0, "refused": 0},
        "oldest_owed_ack": None,
        "calendar_until": "2027-08-31",
        "nobody_reached": 0,
    }
    path = school.folder / "var" / "heartbeat"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(state | changes), encoding="utf-8")


def ago(**time: float) -> str:
    return (SystemClock().now() - timedelta(**time)).isoformat().replace("+00:00", "Z")


def judged(school: School, answer: Ask) -> tuple[int, dict[str, Any]]:
    result = answer(school, "health", "--json")
    return result.exit_code, json.loads(result.stdout)


def test_a_fresh_heartbeat_is_healthy(empty_school: School, answer: Ask) -> None:
    beat(empty_school)
    code, report = judged(empty_school, answer)
    assert (code, report["healthy"], report["problems"]) == (0, True, [])
    assert answer(empty_school, "health").stdout.startswith("healthy\n")


def test_a_stale_heartbeat_is_not(empty_school: School, answer: Ask) -> None:
    at = ago(minutes=6)
    beat(empty_school, heartbeat_at=at)
    code, report = judged(empty_school, answer)
    assert (code, report["healthy"]) == (1, False)
    assert report["problems"] == [f"the last heartbeat was at {at}"]
    assert answer(empty_school, "health").stdout.startswith("NOT healthy\n")


def test_a_pause_is_told_and_makes_nobody_unhealthy(empty_school: School, answer: Ask) -> None:
    until = ago(hours=-2)
    beat(empty_school, paused_until=until)
    code, report = judged(empty_school, answer)
    assert (code, report["paused_until"]) == (0, until)
    assert f"gepauzeerd tot {until}" in answer(empty_school, "health").stdout
    beat(empty_school, paused_until=None)
    assert "gepauzeerd" not in answer(empty_school, "health").stdout


def test_file_times_mean_nothing(empty_school: School, answer: Ask) -> None:
    beat(empty_school, heartbeat_at=ago(days=1))
    (empty_school.folder / "var" / "heartbeat").touch()
    assert judged(empty_school, answer)[0] == 1


@pytest.mark.parametrize("words", [None, "", "{}", "[]", '{"heartbeat_at": 3}', "\x00\xff"])
def test_without_a_whole_heartbeat_it_asks_whether_the_bot_runs(
    words: str | None, empty_school: School, answer: Ask
) -> None:
    if words is not None:
        (empty_school.folder / "var").mkdir()
        (empty_school.folder / "var" / "heartbeat").write_text(words, encoding="latin-1")
    code, report = judged(empty_school, answer)
    assert (code, report["healthy"], report["heartbeat_at"]) == (1, False, None)
    assert report["problems"] == ["there is no heartbeat: is the bot running?"]


def test_a_mailbox_that_cannot_be_used_is_named_with_its_reason(
    empty_school: School, answer: Ask
) -> None:
    box = {"address": "a@b.example", "ok": False, "last_seen_at": None, "error": "geen toegang"}
    beat(empty_school, mailboxes=[box])
    code, report = judged(empty_school, answer)
    assert (code, report["problems"]) == (1, ["a@b.example: geen toegang"])


def test_a_letter_to_staff_that_reached_nobody_is_not_healthy(
    empty_school: School, answer: Ask
) -> None:
    beat(empty_school, nobody_reached=1)
    code, report = judged(empty_school, answer)
    assert code == 1
    assert "refused by every reader" in report["problems"][0]
    assert "nobody_reached" not in report


def test_letters_that_wait_or_were_refused_are_told_but_no_alarm(
    empty_school: School, answer: Ask
) -> None:
    beat(empty_school, outbox={"queued": 2, "uncertain": 1, "refused": 3})
    result = answer(empty_school, "health")
    assert result.exit_code == 0
    assert "letters: 2 queued, 1 uncertain, 3 refused" in result.stdout


def test_a_config_folder_that_is_not_there_is_named(
    empty_school: School, answer: Ask, tmp_path: Path
) -> None:
    result = answer(empty_school, "health", "--config", str(tmp_path / "nergens"))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "NOT healthy",
        f"there is no {tmp_path}/nergens/bot.toml; make one with: gehoor init",
    ]


def test_a_config_that_is_no_toml_is_not_healthy(empty_school: School, answer: Ask) -> None:
    (empty_school.config / "bot.toml").write_text("mailbox = [", encoding="utf-8")
    code, report = judged(empty_school, answer)
    assert code == 1
    assert "bot.toml" in report["problems"][0]


def test_the_heartbeat_is_looked_for_where_the_config_says(
    empty_school: School, answer: Ask
) -> None:
    beat(empty_school)
    (empty_school.folder / "var" / "heartbeat").rename(empty_school.folder / "hart")
    assert judged(empty_school, answer)[0] == 1
    empty_school.change("bot.toml", "var/heartbeat", "hart")
    assert judged(empty_school, answer)[0] == 0


ACCESS = {
    "address": "klachten@schoolbestuur-demerland.example",
    "ok": True,
    "expires_at": ago(hours=-1),
    "secret_ends_on": None,
    "trouble": None,
    "remedy": None,
}


def test_a_mailbox_without_a_token_is_not_healthy_and_says_what_to_click(
    empty_school: School, answer: Ask
) -> None:
    remedy = {"nl": "Klik hier. (revoked)", "en": "Click here. (revoked)"}
    beat(empty_school, access=[{**ACCESS, "ok": False, "trouble": "revoked", "remedy": remedy}])
    code, report = judged(empty_school, answer)
    assert (code, report["access"][0]["trouble"]) == (1, "revoked")
    assert report["problems"] == [
        f"{ACCESS['address']}: Klik hier. (revoked) / Click here. (revoked)"
    ]


def test_a_trouble_while_the_last_token_lives_is_a_warning(
    empty_school: School, answer: Ask
) -> None:
    remedy = dict.fromkeys(("nl", "en"), "down")
    beat(empty_school, access=[{**ACCESS, "trouble": "service_down", "remedy": remedy}])
    code, report = judged(empty_school, answer)
    assert (code, report["warnings"]) == (0, [f"{ACCESS['address']}: down"])


@pytest.mark.parametrize(("days", "word"), [(15, None), (14, "ends"), (1, "ends"), (-2, "ended")])
def test_the_end_of_a_secret_is_told_two_weeks_ahead(
    days: int, word: str | None, empty_school: School, answer: Ask
) -> None:
    ends_on = SystemClock().now().date() + timedelta(days=days)
    beat(empty_school, access=[{**ACCESS, "secret_ends_on": ends_on.isoformat()}])
    result = answer(empty_school, "health")
    assert result.exit_code == 0
    line = f"soon: {ACCESS['address']}: its secret or certificate {word} on {ends_on}"
    assert (line in result.stdout) is (word is not None)
    assert f"token of {ACCESS['address']} good until" in result.stdout


def test_a_remedy_that_the_mailbox_tells_already_is_not_told_twice(
    empty_school: School, answer: Ask
) -> None:
    remedy = {"nl": "Maak een nieuw geheim.", "en": "Make a new secret."}
    box = {
        "address": "klachten@schoolbestuur-demerland.example",
        "ok": False,
        "last_seen_at": ago(seconds=3),
        "error": "no token. Make a new secret.",
    }
    beat(
        empty_school,
        mailboxes=[box],
        access=[{**ACCESS, "ok": False, "trouble": "secret_expired", "remedy": remedy}],
    )
    _, report = judged(empty_school, answer)
    said = "\n".join(report["problems"])
    assert said.count("Make a new secret.") == 1
    assert said.count("Maak een nieuw geheim.") == 1
