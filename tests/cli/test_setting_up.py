from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from tests.builders import raw_mail
from tests.mailservers import PASSWORD, Pymap
from tests.schoolhouse import Ask, School, open_school
from tests.smtpservers import SmtpSink

ERROR, WARNING = "FOUT", "LET OP"
DOCS = Path(__file__).parents[2] / "docs" / "beheer"


@pytest.fixture
def started(tmp_path: Path, answer: Ask) -> School:
    """A school as `init` leaves it, nothing filled in; its secrets are set."""
    env = {
        "GEHOOR_SIGNING_KEY": "s" * 40,
        "GEHOOR_IMAP_PASSWORD": PASSWORD,
        "GEHOOR_SMTP_PASSWORD": "geheim",
        "PATH": "/usr/bin:/bin",
    }
    school = School(folder=tmp_path, env=env)
    result = answer(school, "init", "config")
    assert result.exit_code == 0
    return school


def test_init_writes_a_config_and_a_leesmij(started: School, answer: Ask) -> None:
    names = {str(path.relative_to(started.config)) for path in started.config.rglob("*.*")}
    assert {"bot.toml", "people.toml", "procedure.toml", "triage.toml", "LEESMIJ.md"} <= names
    assert any(re.fullmatch(r"calendar/\d{4}-\d{4}\.toml", name) for name in names)
    bot = (started.config / "bot.toml").read_text(encoding="utf-8")
    today = SystemClock().now().date().isoformat()
    assert re.search(r'^mode\s*=\s*"trial"', bot, re.MULTILINE)
    assert re.search(rf"^start_from\s*=\s*{today}", bot, re.MULTILINE)
    assert answer(started, "check").exit_code == 2


def test_what_init_leaves_open_is_an_error_of_check_with_file_and_key(
    started: School, answer: Ask
) -> None:
    result = answer(started, "check")
    assert result.exit_code == 2
    errors = [line for line in result.stdout.splitlines() if line.startswith(ERROR)]
    assert errors
    assert all(re.match(r"FOUT +\w+\.toml: [\w\[\].]+: ", line) for line in errors)
    assert "Dit is geen juridisch advies." in result.stdout.splitlines()[-1]
    # Nothing leaves as long as it is so.
    refused = answer(started, "go-live")
    assert refused.exit_code == 2
    assert refused.stderr.splitlines()[-1] == (
        "go-live: mend this first; letters keep going to the coordinator"
    )


def test_init_never_overwrites_and_tells_which_keys_are_missing(
    started: School, answer: Ask
) -> None:
    mine = started.config / "procedure.toml"
    mine.write_text('preset = "vlaanderen"\n', encoding="utf-8")
    (started.config / "triage.toml").unlink()
    result = answer(started, "init", "config")
    assert result.exit_code == 0
    assert mine.read_text(encoding="utf-8") == 'preset = "vlaanderen"\n'
    assert "geschreven: config/triage.toml" in result.stdout
    assert "ontbreekt in wat er al stond: procedure.toml: legal_status" in result.stdout
    assert result.stdout.count("geschreven: ") == 1


def test_init_reads_answers_from_a_file_and_check_finds_no_error(
    tmp_path: Path, started: School, answer: Ask
) -> None:
    page = (DOCS / "eerste-dag.md").read_text(encoding="utf-8")
    answers = tmp_path / "antwoorden.toml"
    answers.write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    result = answer(started, "init", "config", "--answers", "antwoorden.toml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.findall("aangevuld: config/(.+)", result.stdout) == [
        "bot.toml",
        "people.toml",
        "procedure.toml",
    ]
    assert "nog in te vullen" not in result.stdout
    assert answer(started, "check").exit_code == 1
    again = answer(started, "init", "config", "--answers", "antwoorden.toml")
    assert "geschreven" not in again.stdout
    assert "aangevuld" not in again.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('schol = "x"', "init: schol: geen vraag; bedoelde je `school`?\n"),
        ('preset = "x', "antwoorden.toml: "),
        ('mailbox = "x"', "init: mailbox: Dit is geen mailadres. (x)\n"),
        (None, "antwoorden.toml: kan niet gelezen worden: No such file or directory\n"),
    ],
)
def test_answers_that_cannot_be_used_are_told_and_nothing_is_written(
    text: str | None, said: str, tmp_path: Path, answer: Ask
) -> None:
    if text is not None:
        (tmp_path / "antwoorden.toml").write_text(text, encoding="utf-8")
    school = School(folder=tmp_path, env={})
    result = answer(school, "init", "nieuw", "--answers", "antwoorden.toml")
    assert result.exit_code == 2
    assert result.stderr.startswith(said)
    assert not (tmp_path / "nieuw").exists()


def test_answers_that_are_missing_are_told_and_never_asked_for(tmp_path: Path, answer: Ask) -> None:
    (tmp_path / "a.toml").write_text('school = "De Zon"\n', encoding="utf-8")
    result = answer(School(folder=tmp_path, env={}), "init", "nieuw", "--answers", "a.toml")
    assert result.exit_code == 0
    assert "nog in te vullen: mailbox (Mailadres van de klachtenmailbox)" in result.stdout
    assert "nog in te vullen: school " not in result.stdout


def test_check_tells_of_a_secret_that_is_not_set_and_of_all_the_rest(
    empty_school: School, answer: Ask
) -> None:
    env = {key: value for key, value in empty_school.env.items() if "PASSWORD" not in key}
    result = answer(School(folder=empty_school.folder, env=env), "check")
    assert result.exit_code == 2
    assert "environment variable GEHOOR_IMAP_PASSWORD is not set" in result.stdout
    assert "Nog af te spreken (" in result.stdout


def test_init_for_the_netherlands(tmp_path: Path, answer: Ask) -> None:
    school = School(folder=tmp_path, env={})
    assert answer(school, "init", "nl", "--preset", "nederland").exit_code == 0
    procedure = (tmp_path / "nl" / "procedure.toml").read_text(encoding="utf-8")
    assert re.search(r'^preset\s*=\s*"nederland"', procedure, re.MULTILINE)


def test_init_where_nothing_can_be_written_is_one_line(tmp_path: Path, answer: Ask) -> None:
    (tmp_path / "vol").write_text("geen map", encoding="utf-8")
    result = answer(School(folder=tmp_path, env={}), "init", "vol")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "kan niet geschreven worden" in result.stderr


def test_the_example_config_has_warnings_and_no_errors(empty_school: School, answer: Ask) -> None:
    result = answer(empty_school, "check")
    assert result.exit_code == 1
    assert WARNING in result.stdout
    assert ERROR not in result.stdout
    assert result.stdout.splitlines()[-1].startswith("0 fouten, ")
    # What matters most comes first, and what there is to agree last.
    before, _, after = result.stdout.partition("\nNog af te spreken (")
    signs = [line[:6].strip() for line in before.splitlines()]
    assert signs == sorted(signs, key=[ERROR, WARNING, "OK"].index)
    assert "anonymous.policy" not in before
    assert "- anonymous.policy (procedure.toml)\n  Kan een klacht anoniem?" in after
    assert "Reglement: “Een anonieme melding behandelt de school als een signaal" in after


def test_check_names_a_letter_of_the_school_that_cannot_be_read(
    empty_school: School, answer: Ask
) -> None:
    letter = empty_school.config / "templates" / "nl" / "parent" / "acknowledgment.md"
    letter.parent.mkdir(parents=True)
    letter.write_text("Subject: Dag\n\nDag {{ naam }}\n", encoding="utf-8")
    report = json.loads(answer(empty_school, "check", "--json").stdout)
    about = [found for found in report["findings"] if "acknowledgment.md" in found["file"]]
    assert [found["level"] for found in about] == ["error"]
    assert "naam" in about[0]["text"]


def test_check_writes_every_letter_and_hints_at_what_could_be_plainer(
    empty_school: School, answer: Ask
) -> None:
    letter = empty_school.config / "templates" / "nl" / "parent" / "acknowledgment.md"
    letter.parent.mkdir(parents=True)
    letter.write_text("Subject: Dag\n\nWe garanderen tevens een antwoord.\n", encoding="utf-8")
    report = json.loads(answer(empty_school, "check", "--json").stdout)
    about = [found for found in report["findings"] if "acknowledgment.md" in found["file"]]
    assert [(found["level"], found["text"].split(" ")[0]) for found in about] == [
        ("warning", '"garanderen"'),
        ("ok", '"tevens"'),
    ]


def test_check_gives_scripts_the_agreements_with_their_sentences(
    empty_school: School, answer: Ask
) -> None:
    report = json.loads(answer(empty_school, "check", "--json").stdout)
    assert all(set(one) == {"level", "file", "key", "text"} for one in report["findings"])
    to_agree = {one["key"]: one for one in report["to_agree"]}
    assert "policy.definition" not in to_agree
    assert to_agree["survey"]["level"] == "ok"
    assert to_agree["survey"]["sentence"].startswith("Na het afsluiten vraagt de school")
    found = {(one["file"], one["key"], one["text"]) for one in report["findings"]}
    assert {(one["file"], one["key"], one["text"]) for one in report["to_agree"]} <= found


def test_check_of_a_config_that_does_not_load_says_so_in_json_too(
    empty_school: School, answer: Ask
) -> None:
    empty_school.change("bot.toml", "aliases", "alliases")
    result = answer(empty_school, "check", "--json")
    assert result.exit_code == 2
    report = json.loads(result.stdout)
    assert report["level"] == "error"
    (found,) = report["findings"]
    assert (found["file"], found["key"]) == ("bot.toml", "mailbox[0].alliases")
    assert "did you mean `aliases`?" in found["text"]


def test_check_online_logs_in_and_counts_but_touches_nothing(
    tmp_path: Path, imap: Pymap, sink: SmtpSink, answer: Ask
) -> None:
    school = open_school(tmp_path, imap.mailbox(), sink)
    imap.deliver(raw_mail())
    result = answer(school, "check", "--online")
    assert result.exit_code == 1
    assert re.search(
        r"OK +bot.toml: online: klachten@schoolbestuur-demerland.example: 1 mails in INBOX, of"
        r" which 0 from before 2026-01-01",
        result.stdout,
    )
    assert f"127.0.0.1:{sink.port} takes mail from" in result.stdout
    assert sink.letters == []
    with imap.client() as client:
        assert len(client.search()) == 1
        assert not client.folder_exists("Gehoor")


def test_check_online_names_each_server_that_cannot_be_used(
    empty_school: School, answer: Ask
) -> None:
    empty_school.change("bot.toml", "14143", "1")
    empty_school.change("bot.toml", "14025", "1")
    result = answer(empty_school, "check", "--online", "--json")
    assert result.exit_code == 2
    errors = [found for found in json.loads(result.stdout)["findings"] if found["level"] == "error"]
    assert [found["key"] for found in errors] == ["mailbox[0].imap", "mailbox[0].smtp"]
    assert all("refuses connections" in found["text"] for found in errors)


def test_check_online_counts_as_the_bot_would_when_no_start_was_agreed(
    tmp_path: Path, imap: Pymap, sink: SmtpSink, answer: Ask
) -> None:
    school = open_school(tmp_path, imap.mailbox(), sink)
    school.change("bot.toml", "start_from = 2026-01-01", "# start_from = 2026-01-01")
    imap.deliver(raw_mail(), SystemClock().now() - timedelta(days=9))
    imap.deliver(raw_mail(message_id="<twee@v.example>"), SystemClock().now())
    assert "2 mails in INBOX, of which 1 from before" in answer(school, "check", "--online").stdout


def test_go_live_ends_the_trial_once(empty_school: School, answer: Ask) -> None:
    empty_school.change("bot.toml", '"live" ', '"trial"')
    before = (empty_school.config / "bot.toml").read_text(encoding="utf-8")
    result = answer(empty_school, "go-live")
    assert result.exit_code == 0
    assert result.stdout.startswith('bot.toml: mode = "live".')
    after = (empty_school.config / "bot.toml").read_text(encoding="utf-8")
    assert after == before.replace('"trial"', '"live"', 1)
    again = answer(empty_school, "go-live")
    assert (again.exit_code, again.stdout) == (0, "the bot is live already\n")


def test_who_reads_no_further_is_told_nothing_of_it(empty_school: School) -> None:
    gehoor = shutil.which("gehoor") or str(Path(sys.executable).parent / "gehoor")
    child = subprocess.Popen(
        [gehoor, "check", "--json"],
        cwd=empty_school.folder,
        env=os.environ | dict(empty_school.env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout
    assert child.stderr
    child.stdout.close()
    assert child.stderr.read() == b""
    child.wait(timeout=60)
    child.stderr.close()
