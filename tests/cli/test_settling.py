"""What only a person may settle, at the terminal and under a name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import PARENT
from tests.schoolhouse import GONE, PUPIL, Ask, School


def case_of(school: School, email: str) -> dict[str, Any]:
    return next(case for case in school.cases() if case["complainant"]["email"] == email)


def ack_duty(case: dict[str, Any]) -> dict[str, Any]:
    return next(duty for duty in case["deadlines"] if duty["kind"] == "ack")


def test_what_was_held_goes_in_the_next_round_once_a_person_released_it(copied: School) -> None:
    number = case_of(copied, PUPIL)["number"]
    done = copied.gehoor("release", number.lower(), "--by", "ann")
    assert (done.returncode, done.stdout) == (0, f"{number}: noted\n")
    assert case_of(copied, PUPIL)["ack"] == "queued"
    entry = next(each for each in copied.log()[::-1] if each["actor"] != "bot")
    assert (entry["actor"], entry["case"]) == ("ann", number)
    copied.once()
    case = case_of(copied, PUPIL)
    assert case["ack"] == "sent"
    assert ack_duty(case)["met_at"] == case["acknowledged_at"] is not None
    again = copied.gehoor("release", number, "--by", "ann")
    assert (again.returncode, again.stderr) == (2, f"{number}: no acknowledgment is held\n")


def test_who_was_told_otherwise_is_owed_no_acknowledgment(copied: School) -> None:
    before = case_of(copied, GONE)
    assert (before["ack"], ack_duty(before)["met_at"]) == ("failed", None)
    done = copied.gehoor("waive", before["number"], "--by", "ann", "--how", "gebeld op 24/11")
    assert done.returncode == 0, done.stderr
    case = case_of(copied, GONE)
    assert (case["ack"], case["acknowledged_at"]) == ("waived", None)
    assert ack_duty(case)["met_at"] is not None
    assert "gebeld op 24/11" in str(copied.log()[-1]) + str(copied.log()[-2])


def test_an_alarm_stops_when_a_person_says_to_have_seen_it(copied: School) -> None:
    number = case_of(copied, PUPIL)["number"]
    done = copied.gehoor("seen", number, "--by", "carla")
    assert (done.returncode, done.stdout) == (0, f"{number}: noted\n")
    assert copied.log()[-1]["actor"] == "carla"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("release", "{parent}", "--by", "niemand"), "nobody in people.toml has the id niemand"),
        (("release", "K-1999-0001", "--by", "ann"), "there is no case K-1999-0001"),
        (("seen", "{parent}", "--by", "ann"), "{parent}: no alarm rings"),
        (
            ("waive", "{parent}", "--by", "ann", "--how", "gebeld"),
            "{parent}: the acknowledgment was sent already",
        ),
    ],
)
def test_what_cannot_be_settled_is_one_line_and_exit_2(
    words: tuple[str, ...], line: str, filled: School, answer: Ask
) -> None:
    number = case_of(filled, PARENT.email)["number"]
    result = answer(filled, *(word.format(parent=number) for word in words))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == line.format(parent=number) + "\n"
