from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.settings.load import load
from bot.settings.problem import ConfigError
from bot.settings.questions import KNOWN, LATER, QUESTIONS, given
from bot.settings.start import init
from tests.settings.test_config_start import ANSWERS, ENV, TODAY, contents

if TYPE_CHECKING:
    from bot.settings.questions import Question


def test_each_preset_has_its_own_legal_statuses(tmp_path: Path) -> None:
    init(tmp_path, today=TODAY, answers={**ANSWERS, "preset": "nederland", "legal_status": "awb"})
    settings = load(tmp_path, ENV)
    assert settings.policy.preset == "nederland"
    assert settings.procedure.legal_status == "awb"
    assert set(settings.preset.legal_statuses) == {"own_rules", "awb", "wpo"}
    with pytest.raises(ConfigError, match="legal_status: Kies uit: own_rules, decree, dlb"):
        init(tmp_path / "other", today=TODAY, answers={**ANSWERS, "legal_status": "awb"})
    assert not (tmp_path / "other").exists()


def test_what_the_command_says_of_the_preset_goes_before_the_answers(tmp_path: Path) -> None:
    answers = {**ANSWERS, "preset": "vlaanderen"}
    init(tmp_path, today=TODAY, preset="nederland", answers=answers)
    assert load(tmp_path, ENV).policy.preset == "nederland"


def test_the_preset_of_a_procedure_that_is_there_holds(tmp_path: Path) -> None:
    init(tmp_path, today=TODAY, preset="nederland", answers=ANSWERS)
    (tmp_path / "people.toml").unlink()
    again = init(tmp_path, today=TODAY, answers=ANSWERS)
    assert [path.name for path in again.written] == ["people.toml"]
    assert again.missing == ()
    people = (tmp_path / "people.toml").read_text(encoding="utf-8")
    assert '"clb"' not in people.split("[[person]]", 1)[1]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("coordinator_mail", "geen vraag; bedoelde je `coordinator_email`?"),
        ("xyzzy", "geen vraag"),
    ],
)
def test_an_answer_to_no_question_is_told_with_the_nearest(key: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        given({**ANSWERS, key: "x"})
    assert str(caught.value) == f"init: {key}: {said}"


def test_every_wrong_answer_is_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        given({"mailbox": "klachten", "school": 3, "preset": "vlanderen"})
    assert str(caught.value).splitlines() == [
        "init: mailbox: Dit is geen mailadres. (klachten)",
        'init: school: een antwoord staat tussen aanhalingstekens: school = "…"',
        "init: preset: Kies uit: vlaanderen, nederland. Bedoelde je vlaanderen? (vlanderen)",
    ]


@pytest.mark.parametrize("said", ["Nederland", "NEDERLAND ", "nederland"])
def test_a_word_to_choose_is_known_in_capitals_and_by_what_it_means(said: str) -> None:
    status = "een openbare school (Algemene wet bestuursrecht)"
    assert given({"preset": said, "legal_status": status}) == {
        "preset": "nederland",
        "legal_status": "awb",
    }


@pytest.mark.parametrize(
    ("key", "answer", "said"),
    [
        ("coordinator_phone", "ann@dezon.example", "geen telefoonnummer"),
        ("coordinator_phone", "bel Ann", "geen telefoonnummer"),
        ("director_name", "dirk@dezon.example", "geen naam"),
        ("school", "011 00 00 01", "geen naam"),
        ("director_email", "Klachten@dezon.example", "de klachtenmailbox zelf"),
    ],
)
def test_an_answer_to_another_question_is_noticed(
    key: str, answer: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=said):
        init(tmp_path, today=TODAY, answers={**ANSWERS, key: answer})
    assert not any(tmp_path.iterdir())


def test_the_mailbox_is_nobody_s_own_address_the_second_time_either(tmp_path: Path) -> None:
    first = {key: answer for key, answer in ANSWERS.items() if key != "board_email"}
    init(tmp_path, today=TODAY, answers=first)
    with pytest.raises(ConfigError, match="de klachtenmailbox zelf"):
        init(tmp_path, today=TODAY, answers={"board_email": ANSWERS["mailbox"]})


def test_every_question_can_be_understood_alone() -> None:
    """Of those that were put off only a few are asked the next time."""
    texts = [question.text for question in QUESTIONS]
    assert len(set(texts)) == len(texts)


def test_gaps_of_the_first_time_are_filled_the_second_time_and_nothing_else(
    tmp_path: Path,
) -> None:
    first = {key: ANSWERS[key] for key in ANSWERS if not key.startswith("imap")}
    started = init(tmp_path, today=TODAY, answers={**first, "imap_user": LATER})
    assert [question.key for question in started.open] == ["imap_host"]
    bot = tmp_path / "bot.toml"
    own = bot.read_bytes().replace(b'poll     = "60s"', b'poll     = "90s"').replace(b"\n", b"\r\n")
    bot.write_bytes(own)
    again = init(tmp_path, today=date(2026, 12, 1), answers=ANSWERS)
    assert not any((again.written, again.open, again.missing))
    assert again.filled == (bot,)
    assert bot.read_bytes() == own.replace(b"imap.invullen.example", b"imap.dezon.example")
    settings = load(tmp_path, ENV)
    assert settings.bot.mailbox[0].start_from == TODAY, "the day of the first time"


def test_what_is_answered_later_leaves_its_mark(tmp_path: Path) -> None:
    asked: list[str] = []

    def ask(question: Question, *_: str) -> str:
        asked.append(question.key)
        return LATER

    started = init(tmp_path, today=TODAY, ask=ask)
    assert asked == ["preset", "legal_status", *(question.key for question in QUESTIONS)]
    assert started.open == QUESTIONS
    before = contents(tmp_path)
    again = init(tmp_path, today=TODAY)
    # Without answers and with nobody to ask it is as it was.
    assert (again.written, again.filled, again.open) == ((), (), QUESTIONS)
    assert contents(tmp_path) == before


def test_people_that_nobody_touched_become_one_the_second_time_too(tmp_path: Path) -> None:
    init(tmp_path, today=TODAY)
    small = {**ANSWERS, "admin_email": ANSWERS["coordinator_email"]}
    assert {path.name for path in init(tmp_path, today=TODAY, answers=small).filled} == {
        "bot.toml",
        "people.toml",
        "procedure.toml",
    }
    assert [person.email for person in load(tmp_path, ENV).policy.people].count(
        ANSWERS["coordinator_email"]
    ) == 1


def test_a_file_that_is_no_text_stays_as_it_is(tmp_path: Path) -> None:
    init(tmp_path, today=TODAY)
    people = tmp_path / "people.toml"
    odd = b"# \xff\xfe\n" + people.read_bytes()
    people.write_bytes(odd)
    init(tmp_path, today=TODAY, answers=ANSWERS)
    assert people.read_bytes().startswith(b"# \xff\xfe\n")


def test_every_question_can_be_answered_in_a_file() -> None:
    assert set(KNOWN) == {"preset", "legal_status", *(question.key for question in QUESTIONS)}
