from __future__ import annotations

from pathlib import Path

from bot.core.triage import EXPLAINED

PAGE = Path(__file__).parents[2] / "docs" / "beheer" / "lezen.md"


def test_the_page_for_administrators_lists_the_rules_in_their_order() -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    rules = [line for line in lines if line.startswith("| ") and line.split(" | ")[0][2:].isdigit()]
    told = enumerate(EXPLAINED.items(), start=1)
    assert rules == [f"| {n} | {sentence} | `{rule}` |" for n, (rule, sentence) in told]
