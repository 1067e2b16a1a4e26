from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.post.imap.server import Security
from tests.builders import raw_mail
from tests.certificates import Certificate, make_certificate
from tests.mailservers import Dovecot
from tests.schoolhouse import School, complaints, open_school
from tests.smtpservers import SmtpSink

pytestmark = pytest.mark.needs_dovecot


@pytest.fixture(scope="module")
def lapsed() -> Iterator[Dovecot]:
    """A Dovecot whose certificate has expired."""
    server = Dovecot()
    with server:
        server.stop()
        server.certificate = make_certificate(server.folder, expired=True)
        server.start()
        yield server


def a_school(  # noqa: PLR0913
    folder: Path,
    server: Dovecot,
    security: Security,
    sink: SmtpSink,
    *,
    user: str,
    trusts: Certificate | None,
) -> School:
    """A school that reads its mail over TLS; `trusts` becomes the `ca_file` of both servers."""
    imap = server.mailbox(user, security)
    school = open_school(folder, imap, sink)
    trust = f'\n  ca_file  = "{trusts.cert}"' if trusts else ""
    plain = 'security = "none" '
    school.change("bot.toml", plain, f'security = "{security}"{trust} ')
    if sink.security != "none":
        trust = f'\n  ca_file  = "{sink.certificate.cert}"' if sink.certificate else ""
        school.change("bot.toml", 'security = "none" ', f'security = "{sink.security}"{trust} ')
    return school


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_comes_in_and_letters_leave_over_tls(
    security: Security, tmp_path: Path, dovecot: Dovecot, somebody: str
) -> None:
    made = make_certificate(tmp_path)
    dovecot.deliver(raw_mail(), somebody)
    with SmtpSink(certificate=made, security=security) as sink:
        school = a_school(
            tmp_path / "school", dovecot, security, sink, user=somebody, trusts=dovecot.certificate
        )
        school.once()
        assert len(school.called_for(sink)) == 2
    assert school.account()["sum"] == {"complaint": 1}


def test_an_expired_certificate_is_refused_in_one_line(
    tmp_path: Path, lapsed: Dovecot, sink: SmtpSink
) -> None:
    school = a_school(tmp_path, lapsed, "tls", sink, user="a", trusts=lapsed.certificate)
    said = refused(school)
    assert said.startswith("bot.toml: mailbox[0].imap: 127.0.0.1:")
    assert "its certificate is not valid today (certificate has expired)" in said
    assert "have it renewed" in said
    assert lapsed.log().count("Login: user") == 0


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_nobodys_authority_is_refused_in_one_line(
    security: Security, tmp_path: Path, dovecot: Dovecot, sink: SmtpSink, somebody: str
) -> None:
    school = a_school(tmp_path, dovecot, security, sink, user=somebody, trusts=None)
    said = refused(school)
    assert "its certificate is not signed by anybody we trust" in said
    assert "set ca_file of imap" in said
    assert f"<{somebody}>" not in dovecot.log()


def test_a_mail_server_with_an_unknown_certificate_gets_no_letter(
    tmp_path: Path, dovecot: Dovecot, somebody: str
) -> None:
    dovecot.deliver(raw_mail(), somebody)
    with SmtpSink(certificate=make_certificate(tmp_path), security="starttls") as sink:
        school = open_school(tmp_path / "school", dovecot.mailbox(somebody), sink)
        school.change(
            "bot.toml", f'{sink.port}\n  security = "none"', f'{sink.port}\n  security = "starttls"'
        )
        done = school.gehoor("run", "--once")
        assert done.returncode == 1
        assert sink.letters == []
    assert "bot.toml: mailbox[0].smtp: 127.0.0.1:" in done.stderr
    assert "its certificate is not trusted" in done.stderr
    # The mail itself is safe, and its acknowledgment is owed.
    assert [case["ack"] for case in school.cases()] == ["queued"]


def refused(school: School) -> str:
    """The one line for the operator of a round that could not look into the mailbox."""
    done = school.gehoor("run", "--once")
    assert done.returncode == 1
    (line,) = complaints(done)
    return line
