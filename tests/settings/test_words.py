from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Kind, Urgency
from bot.core.plain import sentences
from bot.core.policy import Words
from bot.core.signals import signals_in, worst
from bot.settings.words.expressions import Expressions, Sieve
from bot.settings.words.files import LANGUAGES, expressions_in, sources_of
from bot.settings.words.lists import examples_that_fail, load_words
from tests.wording import WORDS

LETTERS = Path(__file__).parents[2] / "templates"
WRITTEN = Path(__file__).parents[1] / "golden" / "letters"


def school(folder: Path, text: str, name: str = "nl.toml") -> Path:
    (folder / "words").mkdir(exist_ok=True)
    (folder / "words" / name).write_text(text, "utf-8")
    return folder


def rung(words: Words, text: str) -> Urgency:
    return worst(signals_in(sentences(text), words, "nl"))


def test_every_shipped_example_holds() -> None:
    assert examples_that_fail() == []


def test_every_language_has_the_same_alarms_and_kinds() -> None:
    words = load_words()
    for language in LANGUAGES:
        codes = {listed.code for listed in words.signals if listed.language == language}
        assert codes == {listed.code for listed in words.signals if listed.language == "nl"}
        kinds = {listed.kind for listed in words.cues if listed.language == language}
        assert kinds == {Kind.COMPLAINT, Kind.QUESTION, Kind.SUGGESTION, Kind.PRAISE}
        assert language in words.disclaimers
        assert len(words.stop_words[language]) > 50


def test_every_critical_expression_has_a_sentence_that_must_ring() -> None:
    shipped = expressions_in(tuple(sources_of(None)))
    assert all(line.hit for line in shipped)
    assert sum(line.level == "critical" for line in shipped) > 150


def test_a_school_adds_words_and_takes_none_away(tmp_path: Path) -> None:
    added = """
[signals.danger_now]
level = "critical"
expressions = [
  { re = 'oude silo', hit = "Ze spelen in de oude silo", miss = "De silo van de boer" }, # may fall
]
"""
    words = load_words(school(tmp_path, added))
    assert rung(words, "Ze spelen in de oude silo.") is Urgency.CRITICAL
    assert rung(words, "Ik wil niet meer leven.") is Urgency.CRITICAL
    assert rung(load_words(), "Ze spelen in de oude silo.") is Urgency.NONE
    assert examples_that_fail(tmp_path) == []


def test_a_school_may_use_the_shipped_sets(tmp_path: Path) -> None:
    added = """
[signals.missing]
level = "critical"
expressions = [{ re = '{child} ~ de wei', hit = "Mijn zoon zit in de wei" }]
"""
    words = load_words(school(tmp_path, added, "nl-onze-school.toml"))
    assert rung(words, "Onze dochter staat weer in de wei.") is Urgency.CRITICAL


WRONG = {
    "an expression RE2 does not understand": (
        "[signals.x]\nlevel = 'high'\nexpressions = [{ re = '(', hit = 'h' }]",
        ("nl.toml", "signals.x", "'('"),
    ),
    "a look-behind, which takes more than linear time": (
        "[cues]\npraise = [{ re = '(?<!niet )goed', hit = 'goed' }]",
        ("nl.toml", "cues.praise", "(?<!niet )goed"),
    ),
    "a capital": ("[cues]\npraise = [{ re = 'Top', hit = 'Top' }]", ("nl.toml", "'T'", "small")),
    "an unknown set": ("[cues]\npraise = [{ re = '{dog}', hit = 'h' }]", ("{dog}", "child")),
    "no hit": ("[cues]\npraise = [{ re = 'top' }]", ("cues.praise", "line 1", "hit")),
    "an unknown key": ("[cues]\npraise = [{ re = 'a', hit = 'a', mis = 'b' }]", ("'mis'",)),
    "no level": ("[signals.x]\nexpressions = []", ("signals.x", "level")),
    "an unknown level": ("[signals.x]\nlevel = 'red'", ("signals.x", "critical")),
    "an unknown kind": ("[cues]\nrant = []", ("cues.rant", "complaint")),
    "an unknown list": ("[signal.x]\n", ("'signal'", "signals")),
    "no list": ("[cues]\npraise = 'top'", ("cues.praise", "list")),
    "no TOML": ("[cues", ("nl.toml",)),
}


@pytest.mark.parametrize(("text", "named"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, named: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"\S") as wrong:
        load_words(school(tmp_path, text))
    assert all(part in str(wrong.value) for part in named), wrong.value


def test_a_file_is_named_after_its_language(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"xx\.toml.*nl, fr, en, de"):
        load_words(school(tmp_path, "", "xx.toml"))


def test_a_failing_example_is_named(tmp_path: Path) -> None:
    failing = "[cues]\npraise = [{ re = 'top', hit = 'flop', miss = 'tip top' }]"
    failures = examples_that_fail(school(tmp_path, failing))
    assert len(failures) == 2
    assert all("nl.toml" in failure and "'top'" in failure for failure in failures)


def test_whole_words_count_and_a_gap_stays_in_the_sentence() -> None:
    found = Expressions(("mes", "juf ~ dronken"))
    assert found.find("het mes van de messenmaker") == ("mes",)
    assert found.find("de juf was gisteren dronken")
    assert not found.find("de juf kwam. hij was dronken")
    assert not found.find("de juf " + "en " * 9 + "dronken")
    assert found.find("de juf " + "en " * 8 + "dronken")


def test_the_sieve_lets_through_all_that_rings() -> None:
    lists = (("juf ~ dronken",), ("mes",))
    sieve = Sieve(lists)
    drunk, knife = (Expressions(each, sieve, at) for at, each in enumerate(lists))
    for text in ("", "de juf was dronken", "een mes", "de juf had een mes en was dronken", "niets"):
        assert drunk.find(text) == Expressions(lists[0]).find(text)
        assert knife.find(text) == Expressions(lists[1]).find(text)


def test_a_word_that_rings_for_two_expressions_is_told_once() -> None:
    lists = (("juf ~ dronken", "de juf ~ dronken", "een mes"),)
    found = Expressions(lists[0], Sieve(lists), 0)
    assert found.find("een mes had de juf gisteren dronken") == (
        "een mes",
        "de juf gisteren dronken",
    )


def test_the_sieve_lets_through_what_needs_no_letters_at_all() -> None:
    lists = ((r"\d+", ".*"), ("mes",))
    sieve = Sieve(lists)
    assert Expressions(lists[0], sieve, 0).find("112 bellen")
    assert not Expressions(lists[1], sieve, 1).find("112 bellen")


@given(st.lists(st.sampled_from(["de", "juf", "was", "dronken", "mes", "keel", "."]), max_size=14))
def test_whatever_is_written_the_sieve_changes_no_answer(words: list[str]) -> None:
    text = " ".join(words)
    lists = (("juf ~ dronken", "de (?:juf|mes)"), ("mes ~ keel", "was"))
    sieve = Sieve(lists)
    for at, patterns in enumerate(lists):
        assert bool(Expressions(patterns, sieve, at).find(text)) == bool(
            Expressions(patterns).find(text)
        )


@pytest.mark.parametrize("before", range(200, 300))  # some of them stand across a cut
def test_a_long_text_hides_nothing_wherever_it_stands(before: int) -> None:
    said = "juf was toch dronken"
    found = Expressions(("juf ~ dronken",), Sieve((("juf ~ dronken",),)), 0)
    assert found.find(f"{'en dan ' * before}{said}{' en dan' * 900}") == (said,)


def test_a_long_text_ends_where_it_ends() -> None:
    ends = (r"(?:^|[.!?] )dan(?:[.!?]|$)", r"en dan$", "^dan")
    found = Expressions(ends, Sieve((ends,)), 0)
    assert found.find("en dan " * 2_000 + "toen") == ()
    assert found.find("en dan " * 2_000 + "en dan") == ("en dan",)


# The comment for administrators, and what a template decides by: no reader sees them.
NOT_PRINTED = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)


@pytest.mark.parametrize("letter", sorted(LETTERS.glob("*/parent/*.md")), ids=str)
def test_our_own_letters_ring_no_alarm_when_they_are_quoted(letter: Path) -> None:
    for language in (letter.parents[1].name, None):
        text = sentences(NOT_PRINTED.sub(" ", letter.read_text("utf-8")))
        assert worst(signals_in(text, WORDS, language)) is Urgency.NONE


@pytest.mark.parametrize("letter", sorted(WRITTEN.glob("acknowledgment-*.txt")), ids=str)
def test_our_own_acknowledgment_rings_no_alarm_even_unquoted(letter: Path) -> None:
    text = sentences(letter.read_text("utf-8"))
    for language in (*LANGUAGES, None):
        assert worst(signals_in(text, WORDS, language)) is Urgency.NONE
