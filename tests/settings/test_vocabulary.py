from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings.words.lists import load_words


def with_file(folder: Path, text: str, name: str = "nl.toml") -> Path:
    (folder / "words").mkdir()
    (folder / "words" / name).write_text(text, encoding="utf-8")
    return folder


def test_every_language_of_letters_has_a_vocabulary() -> None:
    vocabulary = load_words().vocabulary
    assert vocabulary.keys() == {"nl", "fr", "en", "de"}
    for words in vocabulary.values():
        assert (len(words.months), len(words.weekdays), len(words.units)) == (12, 7, 5)


def test_a_school_adds_words_and_takes_none_away(tmp_path: Path) -> None:
    folder = with_file(tmp_path, '[vocabulary]\nchild = "Snotneus"\nparts = ["aanvang", "", ""]\n')
    words = load_words(folder).vocabulary["nl"]
    assert {"zoon", "snotneus"} <= set(words.child)
    assert {"begin", "aanvang"} <= set(words.parts[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[vocabulary]\nmoons = "a"\n', "moons is unknown"),
        ('[vocabulary]\nmonths = ["januari"]\n', "12 times"),
        ("[vocabulary]\nchild = 3\n", "1 times"),
        ('vocabulary = "a"\n', "must be a table"),
        ("[clues]\nnonsense = []\n", "nonsense"),
        ("[intents]\nnonsense = []\n", "nonsense"),
    ],
)
def test_a_wrong_vocabulary_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        load_words(with_file(tmp_path, text))
