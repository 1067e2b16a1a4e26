"""`python -m tests.bench.letters`: how long letters take to write, and to check all of them."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from statistics import median

from bot.clock import monotonic
from bot.core.letter import LetterName
from bot.settings.words.difficult import difficult_words
from bot.settings.words.lists import load_words
from bot.wiring import SHIPPED
from bot.writer.letters import Writer
from bot.writer.proofs import proof_orders
from bot.writer.samples import sample_order
from bot.writer.wording import Wording


def figures() -> dict[str, float]:
    """Milliseconds for a letter that was written before with other values, seconds for all."""
    writer = Writer(SHIPPED)
    took = []
    for number in range(200):
        order = sample_order(LetterName.ACKNOWLEDGMENT, "usual", "nl", "u")
        order = replace(order, values={**order.values, "case_no": f"K-2026-{number:04d}"})
        start = monotonic()
        writer.write(order)
        took.append(monotonic() - start)
    wording = Wording(promises=load_words().promises, difficult=difficult_words())
    start = monotonic()
    found = Writer(SHIPPED).check(wording)
    return {
        "letter_ms": round(1000 * median(took[1:]), 2),
        "check_all_s": round(monotonic() - start, 2),
        "letters": len(list(proof_orders())),
        "findings": len(found),
        "load": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    print(json.dumps(figures(), indent=2))
