from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.main import get_command

from bot.cli.app import app
from tests.schoolhouse import Ask, School

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
# What the bot needs to work, and nobody needs to be helped.
HEAVY = {
    "alembic",
    "aiosmtplib",
    "apscheduler",
    "bot.core",
    "bot.office",
    "bot.post",
    "bot.settings",
    "bot.store",
    "bot.wiring",
    "bot.writer",
    "holidays",
    "imapclient",
    "jinja2",
    "mailparser",
    "markdown_it",
    "pydantic",
    "rich",
    "sqlalchemy",
    "sqlmodel",
    "structlog",
}
LOADED = """
import json, sys
sys.argv = ["gehoor", *{words}]
from bot.__main__ import main
try:
    main()
except SystemExit as end:
    code = end.code
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


def loaded(*words: str) -> tuple[int, set[str], str]:
    """The exit code of a command, the modules it loaded, and what it said."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(words=list(words))],
        capture_output=True,
        text=True,
        check=True,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    return code or 0, set(modules), done.stdout


def heavy(modules: set[str]) -> set[str]:
    return {each for each in HEAVY if any(f"{name}.".startswith(f"{each}.") for name in modules)}


def test_help_lists_every_command_and_loads_nothing_heavy() -> None:
    code, modules, said = loaded("--help")
    assert code == 0
    assert heavy(modules) == set()
    for command in COMMANDS:
        assert f"\n  {command} " in said


def test_health_loads_only_the_standard_library_and_the_clock() -> None:
    code, modules, _ = loaded("health", "--config", "/nergens")
    assert code == 1
    assert heavy(modules) == set()
    assert not any(name.split(".")[0] == "typer" for name in modules)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps(command: str, empty_school: School, answer: Ask) -> None:
    result = answer(empty_school, command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: gehoor {command} ")
    _, _, rest = result.stdout.partition("\n\n")
    assert rest.split("\n")[0].strip(), "a sentence says what it does"


def test_the_commands_are_those_that_scripts_rely_on() -> None:
    assert set(COMMANDS) >= {
        "demo", "init", "check", "run", "adopt", "go-live", "register", "show", "mails", "outbox",
        "read", "due", "log", "health",
    }  # fmt: skip


def test_without_a_command_the_help_is_shown(empty_school: School, answer: Ask) -> None:
    result = answer(empty_school)
    assert result.exit_code == 2
    assert "Usage:" in result.output
