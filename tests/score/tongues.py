"""Which language? Our stop words against py3langid, on the same invented mails.

`python -m tests.score.tongues` measures the stop words; with py3langid installed
(`pip install py3langid`, no dependency of ours) it measures that too, as it would be used:
under 40 letters or below 0.8 it is unsure. Right, wrong, unsure a language; microseconds a mail;
seconds to start and megabytes of memory.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from bot.core.language import language_of
from bot.settings.words.lists import load_words

DATA = Path(__file__).parents[1] / "data"
LANGUAGES = ("nl", "fr", "en", "de", "tr", "ar", "pl", "uk", "ro", "es", "bg")

_Teller: TypeAlias = Callable[[str], str | None]

_SHORT = 40
_SURE = 0.8


def main() -> int:
    """Prints a table for each way of telling."""
    mails = list(_mails())
    for name, made in (("stop words", _by_stop_words), ("py3langid", _by_py3langid)):
        before, start = _megabytes(), time.perf_counter()
        try:
            tells = made()
        except ImportError:
            print(f"{name}: not installed")
            continue
        tells("Dit is een eerste zin om warm te lopen.")
        started = time.perf_counter() - start
        _print(name, tells, mails)
        print(f"starts in {started:.2f} s, {_megabytes() - before:.0f} MB more")
    return 0


def _print(name: str, tells: _Teller, mails: list[tuple[str | None, str]]) -> None:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    start = time.perf_counter()
    for language, text in mails:
        told = tells(text)
        judged = "right" if told == language else "unsure" if told is None else "wrong"
        table[language or "unsure"][judged] += 1
    spent = (time.perf_counter() - start) / len(mails)
    print(f"{name}: {spent * 1e6:.0f} microseconds a mail")
    for language, judged_so in sorted(table.items()):
        print(f"  {language:<7}", *(f"{judged_so[each]:4} {each}" for each in _JUDGED))


_JUDGED = ("right", "wrong", "unsure")


def _by_stop_words() -> _Teller:
    stop_words = load_words().stop_words
    return lambda text: language_of(text, stop_words)


def _by_py3langid() -> _Teller:
    langid = importlib.import_module("py3langid.langid")
    known = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    known.set_languages(list(LANGUAGES))

    def tells(text: str) -> str | None:
        if sum(map(str.isalpha, text)) < _SHORT:
            return None
        language, sure = known.classify(text)
        return str(language) if sure >= _SURE else None

    return tells


def _mails() -> Iterator[tuple[str | None, str]]:
    for name in ("tongues.jsonl", "ordinary.jsonl"):
        for line in (DATA / name).read_text(encoding="utf-8").splitlines():
            sample = json.loads(line)
            language = None if sample["language"] == "unsure" else sample["language"]
            yield language, sample["body"]


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
