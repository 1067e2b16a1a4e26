"""What comes with an extra: not loaded before it is needed, and named where it is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import PARENT
from tests.mailservers import Dovecot
from tests.schoolhouse import BOX, School, complaints, letters_to, open_school
from tests.smtpservers import SmtpSink
from tests.tokenlines import Line
from tests.tokenservers import APP, INSTALLED, TENANT

MISSING = 'raise ModuleNotFoundError(f"No module named {__name__!r}", name=__name__)\n'
EVERYTHING = """
import pkgutil, sys
import bot.cli, bot.post, bot.wiring
for package in (bot.cli, bot.post):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name not in {"bot.post.oauth.microsoft", "bot.post.oauth.google"}:
            __import__(module.name)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"msal", "cryptography", "google"}))
"""


def without_extras(school: School, folder: Path) -> None:
    """The school as it is where nobody installed an extra."""
    folder.mkdir()
    for name in ("msal", "cryptography"):
        (folder / f"{name}.py").write_text(MISSING)
    (folder / "google" / "auth").mkdir(parents=True)
    (folder / "google" / "__init__.py").write_text("")
    (folder / "google" / "auth" / "__init__.py").write_text(MISSING)
    others = [school.env["PYTHONPATH"]] if "PYTHONPATH" in school.env else []
    school.env["PYTHONPATH"] = os.pathsep.join([str(folder), *others])


def test_nothing_loads_an_extra_by_being_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EVERYTHING], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.needs_dovecot
def test_a_school_that_logs_in_by_password_needs_none(
    school: School, dovecot: Dovecot, sink: SmtpSink, somebody: str, tmp_path: Path
) -> None:
    without_extras(school, tmp_path / "missing")
    dovecot.deliver(b"From: %b\nSubject: Klacht\nMessage-ID: <1@x>\n\nMijn zoon moest nablijven."
                    % PARENT.email.encode(), somebody)  # fmt: skip
    school.once()
    assert letters_to(sink, PARENT.email)


@pytest.mark.needs_dovecot
def test_a_missing_extra_is_named_and_the_mail_waits(line: Line, tmp_path: Path) -> None:
    line.deliver()
    whole = dict(line.school.env)
    without_extras(line.school, tmp_path / "missing")
    done = line.school.gehoor("run", "--once")
    assert done.returncode == 1
    told = " ".join(complaints(done))
    assert "msal is missing: pip install 'gehoor[microsoft]'" in told
    assert "Traceback" not in done.stderr
    assert line.school.ask("health", code=1)["access"][0]["trouble"] == "extra_missing"
    assert line.in_inbox() == 1
    line.school.env = whole
    line.school.once()
    assert line.answered() == 1


@pytest.mark.parametrize(
    ("provider", "oauth", "command"),
    [
        (
            "microsoft365",
            f'tenant = "{TENANT}"\nclient_id = "{APP}"',
            "pip install 'gehoor[microsoft]'",
        ),
        (
            "google",
            f'client_id = "{INSTALLED}"\nclient_secret = "env:APP_SECRET"',
            "pip install 'gehoor[google]'",
        ),
    ],
)
def test_a_person_who_consents_is_told_what_to_install_first(
    provider: str, oauth: str, command: str, tmp_path: Path
) -> None:
    school = open_school(tmp_path / "school")
    text = (school.config / "bot.toml").read_text("utf-8")
    begin, end = text.index("  [mailbox.imap]"), text.index("[limits]")
    few = f'provider = "{provider}"\n[mailbox.oauth]\n{oauth}\n'
    (school.config / "bot.toml").write_text(text[:begin] + few + text[end:], "utf-8")
    school.env["APP_SECRET"] = "geheim"
    without_extras(school, tmp_path / "missing")
    done = school.gehoor("oauth", "login", BOX)
    assert done.returncode == 1
    assert command in done.stderr
    assert "Traceback" not in done.stderr
