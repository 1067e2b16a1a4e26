"""A school on Dovecot and a mail server that let it in by token alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.builders import PARENT, raw_mail
from tests.jwtservers import JwtServer
from tests.mailservers import Dovecot
from tests.schoolhouse import BOX, School, letters_to, open_school, wait_until
from tests.smtpservers import SmtpSink
from tests.tokenservers import APP, SECRET, TENANT

BY_SECRET = f"""tenant = "{TENANT}"
client_id = "{APP}"
client_secret = "env:APP_SECRET"
authority = "AUTHORITY"
"""
BY_PERSON = f"""tenant = "{TENANT}"
client_id = "{APP}"
authority = "AUTHORITY"
"""
BY_ROBOT = """service_account = "env:APP_KEY"
token_uri = "AUTHORITY/token"
"""
BRIEF = 1  # seconds that a token lives where it is to have ended soon


@dataclass(frozen=True, kw_only=True)
class Line:
    """A school whose servers let it in by token alone."""

    school: School
    tokens: JwtServer
    imap: Dovecot
    sink: SmtpSink
    user: str

    def deliver(self, n: int = 1) -> None:
        """A parent writes the n-th mail."""
        raw = raw_mail(message_id=f"<{n}@postvak.example>", subject=f"Klacht {n}")
        self.imap.append(raw, self.user)

    def in_inbox(self) -> int:
        with self.imap.client(self.user) as client:
            return len(client.search())

    def answered(self) -> int:
        """How many letters the parent got."""
        return len(letters_to(self.sink, PARENT.email))

    def consented(self) -> None:
        """A person consents, by device code."""
        done = self.school.gehoor("oauth", "login", BOX)
        assert done.returncode == 0, done.stderr

    def end_the_token(self) -> None:
        """Waits until the newest token is of no use to anybody."""
        wait_until(lambda: self.tokens.newest_has_ended)

    def end_the_session(self) -> None:
        """The token ends, and the session of the daemon with it."""
        self.end_the_token()
        wait_until(lambda: self.imap.kick(self.user))

    def oauth(self, words: str) -> None:
        """[mailbox.oauth] says this instead."""
        path = self.school.config / "bot.toml"
        text = path.read_text("utf-8")
        begin = text.index("[mailbox.oauth]\n") + len("[mailbox.oauth]\n")
        words = words.replace("AUTHORITY", self.tokens.base)
        path.write_text(text[:begin] + words + text[text.index("[mailbox.trust]") :], "utf-8")


def a_line(folder: Path, imap: Dovecot, user: str, sink: SmtpSink, tokens: JwtServer) -> Line:
    """The example school with a provider; only what a test must say otherwise is written."""
    school = open_school(folder / "school")
    path = school.config / "bot.toml"
    text = path.read_text("utf-8")
    here = f'host = "127.0.0.1", security = "none", user = "{user}"'
    few = f"""provider = "microsoft365"
imap = {{ {here}, port = {imap.mailbox(user).port}, poll = "600s" }}
smtp = {{ {here}, port = {sink.port}, per_minute = 0 }}
[mailbox.oauth]
[mailbox.trust]

"""
    few = text[: text.index("  [mailbox.imap]")] + few + text[text.index("[limits]") :]
    path.write_text(few, "utf-8")
    school.env["APP_SECRET"] = SECRET
    return Line(school=school, tokens=tokens, imap=imap, sink=sink, user=user)
