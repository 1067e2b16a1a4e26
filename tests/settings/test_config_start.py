from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.policy import Mode, Role
from bot.settings.check.findings import findings, worst
from bot.settings.finding import Level
from bot.settings.load import load
from bot.settings.problem import ConfigError
from bot.settings.questions import QUESTIONS
from bot.settings.start import init

if TYPE_CHECKING:
    from bot.settings.questions import Question

TODAY = date(2026, 11, 22)
REPOSITORY = Path(__file__).parents[2]
ENV = {
    "GEHOOR_SIGNING_KEY": "k" * 32,
    "GEHOOR_IMAP_PASSWORD": "imap-geheim",
    "GEHOOR_SMTP_PASSWORD": "smtp-geheim",
}
ANSWERS = {
    "organisation": 'Schoolbestuur "De Zon" \\ Zee',
    "school": "Basisschool De Zon",
    "mailbox": "klachten@dezon.example",
    "imap_host": "imap.dezon.example",
    "imap_user": "klachten",
    "smtp_host": "smtp.dezon.example",
    "smtp_user": "klachten-uit",
    "coordinator_name": "Ann Peeters",
    "coordinator_email": "ann.peeters@dezon.example",
    "coordinator_phone": "011 00 00 01",
    "director_name": "Dirk Jansen",
    "director_email": "dirk.jansen@dezon.example",
    "board_name": "Els Wouters",
    "board_email": "els.wouters@dezon.example",
    "safety_name": "Femke Baert",
    "safety_email": "femke.baert@clb-dezon.example",
    "safety_phone": "011 00 00 09",
    "admin_email": "gust.hermans@dezon.example",
}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("preset", ["vlaanderen", "nederland"])
def test_a_first_config_with_all_answers_loads_without_errors(tmp_path: Path, preset: str) -> None:
    assert preset in ("vlaanderen", "nederland")
    init(tmp_path, today=TODAY, preset=preset, answers=ANSWERS)  # type: ignore[arg-type]
    settings = load(tmp_path, ENV)
    found = findings(settings, TODAY)
    assert worst(found) is Level.WARNING
    assert settings.policy.organisation == ANSWERS["organisation"]
    assert settings.policy.mode is Mode.TRIAL
    assert settings.policy.mailboxes[0].start_from == TODAY
    assert settings.policy.preset == preset
    assert ANSWERS["mailbox"] in settings.policy.privacy_line["nl"]
    assert {person.name for person in settings.policy.people} >= {"Ann Peeters", "Femke Baert"}
    assert settings.bot.mailbox[0].smtp.user == "klachten-uit"
    assert (
        settings.policy.zone.key
        == {
            "vlaanderen": "Europe/Brussels",
            "nederland": "Europe/Amsterdam",
        }[preset]
    )


def test_nothing_but_the_law_and_the_region_differs_in_the_netherlands(tmp_path: Path) -> None:
    init(tmp_path, today=TODAY, preset="nederland", answers=ANSWERS)
    settings = load(tmp_path, ENV)
    assert settings.procedure.legal_status == "wpo"
    assert [f.key for f in findings(settings, TODAY) if f.key == "region"] == ["region"]
    assert not any(Role.CLB in person.roles for person in settings.policy.people)


def test_without_answers_it_loads_and_check_lists_what_to_fill_in(tmp_path: Path) -> None:
    init(tmp_path, today=TODAY)
    found = findings(load(tmp_path, ENV), TODAY)
    to_fill_in = {finding.text for finding in found if finding.level is Level.ERROR}
    assert to_fill_in == {f'Nog in te vullen: "{question.mark}".' for question in QUESTIONS}


def test_a_second_time_nothing_is_written(tmp_path: Path) -> None:
    first = init(tmp_path, today=TODAY, answers=ANSWERS)
    before = contents(tmp_path)
    second = init(tmp_path, today=date(2026, 12, 1), answers={"organisation": "Ander bestuur"})
    assert {path.name for path in first.written} >= {"bot.toml", "people.toml", "LEESMIJ.md"}
    assert second.written == ()
    assert second.missing == ()
    assert contents(tmp_path) == before


def test_on_a_filled_folder_only_missing_files_are_written_and_missing_keys_told(
    tmp_path: Path,
) -> None:
    init(tmp_path, today=TODAY, answers=ANSWERS)
    bot = tmp_path / "bot.toml"
    bot.write_text(
        bot.read_text(encoding="utf-8").replace('  archive  = "Gehoor"', "  #"), encoding="utf-8"
    )
    (tmp_path / "triage.toml").unlink()
    before = contents(tmp_path)
    again = init(tmp_path, today=TODAY)
    assert again.written == (tmp_path / "triage.toml",)
    assert again.missing == ("bot.toml: mailbox.imap.archive",)
    assert contents(tmp_path).items() > before.items()


def test_only_what_stands_in_a_file_to_be_written_is_asked(tmp_path: Path) -> None:
    init(tmp_path, today=TODAY, answers=ANSWERS)
    (tmp_path / "procedure.toml").unlink()
    asked = []

    def ask(question: Question, suggested: str, wrong: str) -> str:
        asked.append((question.key, suggested, wrong))
        return suggested

    init(tmp_path, today=TODAY, ask=ask)
    assert asked == [("preset", "vlaanderen", ""), ("legal_status", "own_rules", "")]
    # What bot.toml says already is not asked for again.
    assert ANSWERS["mailbox"] in load(tmp_path, ENV).policy.privacy_line["nl"]


def test_an_answer_that_cannot_be_used_is_asked_again_with_the_reason(tmp_path: Path) -> None:
    replies = iter(["klachten", "klachten@dezon.example"])
    told = []

    def ask(question: Question, suggested: str, wrong: str) -> str:
        if question.key == "mailbox":
            told.append(wrong)
            return next(replies)
        return suggested or ANSWERS[question.key]

    init(tmp_path, today=TODAY, ask=ask)
    assert told == ["", "Dit is geen mailadres."]
    assert load(tmp_path, ENV).policy.mailboxes[0].address == "klachten@dezon.example"


def test_a_given_answer_that_cannot_be_used_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="init: admin_email: Dit is geen mailadres"):
        init(tmp_path, today=TODAY, answers={**ANSWERS, "admin_email": "gust"})
    assert contents(tmp_path) == {}


def test_users_and_mail_server_follow_from_the_mailbox(tmp_path: Path) -> None:
    given = {key: ANSWERS[key] for key in ("mailbox", "imap_host")}
    init(tmp_path, today=TODAY, answers=given)
    box = load(tmp_path, ENV).bot.mailbox[0]
    assert (box.imap.user, box.smtp.user) == (ANSWERS["mailbox"], ANSWERS["mailbox"])
    assert box.smtp.host == "smtp.dezon.example"


def test_who_has_two_tasks_becomes_one_person(tmp_path: Path) -> None:
    answers = {
        **ANSWERS,
        "director_email": ANSWERS["coordinator_email"],
        "admin_email": ANSWERS["coordinator_email"].upper(),
    }
    init(tmp_path, today=TODAY, answers=answers)
    people = load(tmp_path, ENV).policy.people
    assert [person.email for person in people] == [
        ANSWERS["coordinator_email"],
        ANSWERS["board_email"],
        ANSWERS["safety_email"],
    ]
    roles = {Role.COORDINATOR, Role.HANDLER, Role.DIRECTOR, Role.SAFETY, Role.ADMIN}
    assert people[0].roles == roles
    assert people[0].deputy is None


def test_the_calendar_is_that_of_the_school_year_of_today(tmp_path: Path) -> None:
    init(tmp_path, today=date(2028, 2, 1))
    assert [path.name for path in (tmp_path / "calendar").iterdir()] == ["2027-2028.toml"]


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="kan niet geschreven worden"):
        init(tmp_path / "file", today=TODAY)


def test_the_config_of_the_repository_is_what_init_writes(tmp_path: Path) -> None:
    init(tmp_path, today=date(2026, 9, 1))
    ours = {name: text for name, text in contents(tmp_path).items() if name != "LEESMIJ.md"}
    assert len(ours) == 6
    for name, text in ours.items():
        assert (REPOSITORY / "config" / name).read_bytes() == text


def test_the_config_of_the_repository_loads() -> None:
    settings = load(REPOSITORY / "config", ENV)
    assert settings.policy.mode is Mode.TRIAL
    assert settings.templates == REPOSITORY / "config" / "templates"


def test_what_is_commented_out_in_the_starting_set_is_right_too(tmp_path: Path) -> None:
    init(tmp_path, today=TODAY, answers=ANSWERS)
    for name in ("procedure.toml", "triage.toml"):
        path = tmp_path / name
        lines = path.read_text(encoding="utf-8").splitlines()
        keys = [line.removeprefix("# ") for line in lines if is_commented_key(line)]
        path.write_text("\n".join(with_keys(lines, keys)), encoding="utf-8")
        assert tomllib.loads(path.read_text(encoding="utf-8"))
    load(tmp_path, ENV)


def is_commented_key(line: str) -> bool:
    rest = line.removeprefix("# ").lstrip()
    return line.startswith("# ") and (
        rest.startswith("[") or (rest.split(" ")[0].replace("_", "").isalpha() and " = " in rest)
    )


def with_keys(lines: list[str], keys: list[str]) -> list[str]:
    return [line.removeprefix("# ") if line.removeprefix("# ") in keys else line for line in lines]


def test_a_file_that_appears_while_questions_are_asked_is_not_overwritten(tmp_path: Path) -> None:
    def ask(question: Question, suggested: str, wrong: str) -> str:
        (tmp_path / "bot.toml").write_text("# van iemand anders\n", encoding="utf-8")
        return wrong or suggested or ANSWERS[question.key]

    with pytest.raises(ConfigError, match="kan niet geschreven worden: File exists"):
        init(tmp_path, today=TODAY, ask=ask)
    assert (tmp_path / "bot.toml").read_text(encoding="utf-8") == "# van iemand anders\n"
