from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.cli.judged import Judge
from bot.cli.read import judge_by_presets
from bot.core.tokens import Signer

MAILS = Path(__file__).parents[1] / "golden" / "mails"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads(
    (MAILS / "expected.toml").read_text(encoding="utf-8")
)
MARKS_OF_DIRECTION = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c"))
# The key that signed the Message-ID which these mails answer.
SIGNER = Signer((b"k" * 32,))


@cache
def judge() -> Judge:
    return replace(judge_by_presets(), signer=SIGNER)


@cache
def account(name: str) -> dict[str, Any]:
    return judge().account(MAILS / f"{name}.eml")


def flat(text: str | None) -> str:
    return " ".join((text or "").split())


def either(allowed: object) -> list[Any]:
    return allowed if isinstance(allowed, list) else [allowed]


def bounce_agrees(got: dict[str, Any] | None, wanted: dict[str, Any]) -> bool:
    return (
        got is not None
        and sorted(got["recipients"]) == sorted(wanted["recipients"])
        and got["permanent"] == wanted.get("permanent", got["permanent"])
    )


def sender_name(got: dict[str, Any]) -> str:
    # Marks of direction are no letters: whether a name keeps them is nobody's concern.
    name = (got["sender"] or {"name": ""})["name"]
    return flat(
        "".join(letter for letter in name if letter not in "\u202a\u202b\u202c\u200f\u200e")
    )


def holds(got: str, phrases: Collection[str]) -> bool:
    return all(flat(phrase) in flat(got) for phrase in phrases)


def lacks(got: str, phrases: Collection[str]) -> bool:
    return not any(flat(phrase) in flat(got) for phrase in phrases)


# What an expectation says, and how the bot's account of the mail answers to it.
AGREES: dict[str, Callable[[dict[str, Any], Any], bool]] = {
    "verdict": lambda got, wanted: got["verdict"] in either(wanted),
    "may_acknowledge": lambda got, wanted: got["may_acknowledge"] is wanted,
    "kind": lambda got, wanted: got["kind"] in either(wanted),
    "language": lambda got, wanted: got["language"] == wanted,
    "urgency": lambda got, wanted: got["urgency"] in either(wanted),
    "signals": lambda got, wanted: sorted(got["signals"]) == sorted(wanted),
    "has_signals": lambda got, wanted: set(wanted) <= set(got["signals"]),
    "hints": lambda got, wanted: set(wanted) <= set(got["hints"]),
    "not_hints": lambda got, wanted: not set(wanted) & set(got["hints"]),
    "bounce": lambda got, wanted: bounce_agrees(got["bounce"], wanted),
    "no_bounce": lambda got, wanted: (got["bounce"] is None) is wanted,
    "subject": lambda got, wanted: got["subject"] == wanted,
    "sender_name": lambda got, wanted: sender_name(got) == wanted,
    "attachments": lambda got, wanted: [part["name"] for part in got["attachments"]] == wanted,
    "new_text": lambda got, wanted: flat(got["new_text"]) in map(flat, either(wanted)),
    "new_holds": lambda got, wanted: holds(got["new_text"], wanted),
    "new_lacks": lambda got, wanted: lacks(got["new_text"], wanted),
    "holds": lambda got, wanted: holds(got["text"], wanted),
    "lacks": lambda got, wanted: lacks(got["text"], wanted),
}
# What to show of the account beside an expectation that has no field of its own name.
SHOWN = {
    "has_signals": "signals",
    "not_hints": "hints",
    "no_bounce": "bounce",
    "sender_name": "sender",
    "new_holds": "new_text",
    "new_lacks": "new_text",
    "holds": "text",
    "lacks": "text",
}


def differences(got: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    return [
        f"{what}: expected {wanted!r}, got {got[SHOWN.get(what, what)]!r} (rule {got['rule']})"
        for what, wanted in expected.items()
        if not AGREES[what](got, wanted)
    ]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_golden_mail_is_read_as_a_careful_person_would(name: str) -> None:
    got = account(name)
    assert got["error"] is None
    assert not differences(got, EXPECTED[name])


def test_every_golden_mail_has_an_expectation_and_every_expectation_its_mail() -> None:
    assert {path.stem for path in MAILS.glob("*.eml")} == set(EXPECTED)


def test_every_expectation_says_a_verdict_and_nothing_that_is_not_compared() -> None:
    for name, expected in EXPECTED.items():
        assert "verdict" in expected, name
        assert set(expected) <= set(AGREES), name


def test_no_mail_that_a_machine_may_have_written_is_acknowledged() -> None:
    machine = {"auto_reply", "bounce", "list", "spam", "doubtful"}
    wrongly = [
        name
        for name, expected in EXPECTED.items()
        if set(either(expected["verdict"])) <= machine and account(name)["may_acknowledge"]
    ]
    assert not wrongly
