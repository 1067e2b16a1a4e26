"""`gehoor pause` and `resume`: for who cannot order it by mail; what others say of it."""

from __future__ import annotations

import json

from tests.schoolhouse import Ask, School


def test_a_pause_is_begun_seen_everywhere_and_ended(copied: School, answer: Ask) -> None:
    begun = copied.gehoor("pause", "--by", "gust", "--until", "2 uur")
    assert begun.returncode == 0, begun.stderr
    assert begun.stdout.startswith("gepauzeerd tot ")
    assert begun.stdout in answer(copied, "outbox").stdout
    told = answer(copied, "check")
    assert told.exit_code == 1
    assert begun.stdout.strip() in told.stdout
    entries = json.loads(answer(copied, "log", "--json").stdout)
    assert [entry["actor"] for entry in entries if entry["event"] == "pause_began"] == ["gust"]
    ended = copied.gehoor("resume", "--by", "gust")
    assert (ended.returncode, ended.stdout) == (0, "automatic letters leave again\n")
    assert "gepauzeerd" not in answer(copied, "outbox").stdout
    again = copied.gehoor("resume", "--by", "gust")
    assert again.returncode == 2
    assert "er is geen pauze" in again.stderr


def test_what_cannot_be_paused_is_said_in_a_line(copied: School) -> None:
    for words, why in (
        (("--by", "ann"), "alleen een beheerder"),
        (("--by", "gust", "--until", "1 februari 2030"), "ten laatste op"),
        (("--by", "gust", "--until", "gisteren"), "no moment to come"),
        (("--by", "gust", "--until", "ooit"), "no moment to come"),
    ):
        refused = copied.gehoor("pause", *words)
        assert refused.returncode == 2, words
        assert why in refused.stderr
        assert refused.stderr.count("\n") == 1
    assert "gepauzeerd" not in copied.gehoor("outbox").stdout
