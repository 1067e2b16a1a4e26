"""What there is to say of a config and of the letters that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot.core.letter import LetterOrder
from bot.settings.finding import Finding, Level
from bot.settings.load import Settings, own_words
from bot.settings.words.difficult import difficult_words
from bot.writer.letters import Writer
from bot.writer.wording import Wording


def _silently(orders: Iterable[LetterOrder]) -> Iterable[LetterOrder]:
    return orders


def in_letters(
    settings: Settings,
    shipped: Path,
    *,
    whole: bool,
    along: Callable[[Iterable[LetterOrder]], Iterable[LetterOrder]] = _silently,
) -> Iterator[Finding]:
    """What is found when letters are written in every language and form with invented values.

    `whole` has all letters written, which takes seconds, instead of those alone in which the school
    has a word. `along` is shown the orders as they are carried out.
    """
    wording = Wording(
        promises=settings.policy.words.promises,
        difficult=difficult_words(own_words(settings.folder)),
    )
    writer = Writer(shipped, settings.templates, zone=settings.policy.zone)
    for one in writer.check(wording, whole=whole, along=along):
        yield Finding(level=Level(one.level), file=one.file, key=one.key, text=one.text)
