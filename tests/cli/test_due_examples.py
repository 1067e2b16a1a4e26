from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import shapes
from tests.schoolhouse import Ask, School

EXAMPLES = json.loads(
    (Path(__file__).parents[1] / "data" / "deadlines.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["n"]))
def test_the_date_of_an_example_is_what_the_command_says(
    example: dict[str, Any], empty_school: School, answer: Ask
) -> None:
    options = {name: example[name] for name in ("roll", "vacation")}
    options["region"] = example["calendar"]
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    result = answer(empty_school, "due", example["received"], example["term"], *words, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert shapes.fields(
        received_on=shapes.day,
        due_on=shapes.day,
        target_on=shapes.day,
        skipped=shapes.many(shapes.fields(date=shapes.day, reason=shapes.words)),
        rolled_from=shapes.maybe(shapes.day),
    )(found)
    assert (found["received_on"], found["due_on"], found["target_on"]) == (
        example["local_date"],
        example["due"],
        example["target"],
    )


def test_all_examples_are_there() -> None:
    assert len(EXAMPLES) == 44


def test_without_options_the_region_is_flanders_and_the_term_runs(
    empty_school: School, answer: Ask
) -> None:
    plain = answer(empty_school, "due", "2026-10-30T10:00:00Z", "3sd", "--json").stdout
    options = ("--region", "BE-Flemish", "--roll", "none", "--vacation", "run", "--json")
    assert plain == answer(empty_school, "due", "2026-10-30T10:00:00Z", "3sd", *options).stdout


def test_the_config_adds_its_closed_days(empty_school: School, answer: Ask) -> None:
    options = ("--config", str(empty_school.config), "--json")
    result = answer(empty_school, "due", "2026-10-01", "1sd", *options)
    assert json.loads(result.stdout)["due_on"] == "2026-10-05"
