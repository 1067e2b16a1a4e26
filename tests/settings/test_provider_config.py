from __future__ import annotations

import importlib.util
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.settings.finding import Level

if TYPE_CHECKING:
    from bot.settings.schema.bot import MailboxConfig
    from tests.settings.conftest import Config

ADDRESS = "klachten@schoolbestuur-demerland.example"
OF_MICROSOFT = 'tenant = "demerland.onmicrosoft.com"\nclient_id = "app-1"\n'
SECRET = 'client_secret = "env:APP_SECRET"\n'
OF_GOOGLE = 'service_account = "env:ACCOUNT"\n'
ACCOUNT = json.dumps({"client_email": "bot@project.example", "private_key": "-----BEGIN…"})
PEM = "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\ny\n"


def with_provider(  # noqa: PLR0913 - one argument for each table
    config: Config, provider: str, oauth: str, *, imap: str = "", smtp: str = "", trust: str = ""
) -> Config:
    """The example config, its mailbox written in the few lines that a provider needs."""
    path = config.folder / "bot.toml"
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("  [mailbox.imap]"), text.index("[limits]")
    sections = {"oauth": oauth, "imap": imap, "smtp": smtp, "trust": trust}
    tables = "".join(f"[mailbox.{name}]\n{keys}\n" for name, keys in sections.items() if keys)
    text = f'{text[:begin]}provider = "{provider}"\n{tables}{text[end:]}'
    path.write_text(text, encoding="utf-8")
    config.env |= {"APP_SECRET": "geheim", "ACCOUNT": ACCOUNT, "PEM": PEM}
    return config


def the_box(config: Config) -> MailboxConfig:
    return config.load().bot.mailbox[0]


def test_a_school_at_microsoft_writes_four_lines(config: Config) -> None:
    box = the_box(with_provider(config, "microsoft365", OF_MICROSOFT + SECRET))
    assert (box.imap.host, box.imap.port, box.imap.security) == (
        "outlook.office365.com",
        993,
        "tls",
    )
    assert (box.smtp.host, box.smtp.port, box.smtp.security) == (
        "smtp.office365.com",
        587,
        "starttls",
    )
    assert (box.imap.user, box.smtp.user) == (ADDRESS, ADDRESS)
    assert (box.imap.oauth, box.smtp.oauth, box.tokens) == ("microsoft", "microsoft", "microsoft")
    assert (box.smtp.per_minute, box.smtp.connections, box.smtp.keeps_sent_copy) == (30, 2, True)
    assert box.trust is not None
    assert box.trust.provider == "microsoft365"


def test_a_school_at_google_writes_three(config: Config) -> None:
    box = the_box(with_provider(config, "google", OF_GOOGLE))
    assert (box.imap.host, box.smtp.host) == ("imap.gmail.com", "smtp.gmail.com")
    assert (box.smtp.port, box.smtp.security) == (465, "tls")
    assert (box.smtp.keeps_sent_copy, box.tokens) == (True, "google")
    assert box.trust is not None
    assert box.trust.provider == "google"


def test_without_a_provider_all_is_as_it_was(config: Config) -> None:
    box = the_box(config)
    assert (box.provider, box.tokens) == ("imap", "")
    assert (box.imap.host, box.smtp.per_minute, box.smtp.keeps_sent_copy) == ("127.0.0.1", 0, False)


def test_what_the_school_writes_goes_before_what_the_provider_does(config: Config) -> None:
    box = the_box(
        with_provider(
            config,
            "microsoft365",
            OF_MICROSOFT + SECRET,
            imap='user = "gedeeld@demerland.example"\narchive = "Klachten"',
            smtp='per_minute = 10\nsecurity = "tls"',
            trust='outside_host = "demerland-example.mail.protection.outlook.com"',
        )
    )
    assert (box.imap.user, box.imap.archive, box.imap.host) == (
        "gedeeld@demerland.example",
        "Klachten",
        "outlook.office365.com",
    )
    assert (box.smtp.per_minute, box.smtp.connections) == (10, 2)
    assert (box.smtp.security, box.smtp.port) == ("tls", 465)  # each security has its port
    assert box.trust is not None
    assert (box.trust.provider, box.trust.outside_port) == ("microsoft365", 25)


def test_letters_may_leave_by_a_relay_that_asks_for_no_login(config: Config) -> None:
    relay = 'host = "relay.demerland.example"\nsecurity = "starttls"\nport = 25\noauth = "none"'
    box = the_box(with_provider(config, "microsoft365", OF_MICROSOFT + SECRET, smtp=relay))
    assert (box.smtp.user, box.smtp.password, box.smtp.port) == (None, None, 25)
    assert box.imap.oauth == "microsoft"


def test_a_password_stands_in_for_the_token_where_one_is_given(config: Config) -> None:
    password = 'password = "env:GEHOOR_IMAP_PASSWORD"'
    box = the_box(with_provider(config, "google", "", imap=password, smtp=password))
    assert (box.imap.oauth, box.smtp.oauth, box.tokens) == (None, None, "")
    assert box.imap.user == ADDRESS


def test_the_older_way_to_ask_for_a_token_still_works(config: Config) -> None:
    config.replace("bot.toml", 'password = "env:GEHOOR_IMAP_PASSWORD"', 'oauth = "microsoft"')
    config.replace("bot.toml", "[limits]", f"[mailbox.oauth]\n{OF_MICROSOFT}{SECRET}\n[limits]")
    config.env["APP_SECRET"] = "geheim"
    assert the_box(config).tokens == "microsoft"


def test_the_secrets_of_the_application_are_read_where_they_lie(config: Config) -> None:
    settings = with_provider(
        config, "microsoft365", OF_MICROSOFT + 'certificate = "env:PEM"'
    ).load()
    oauth = settings.bot.mailbox[0].oauth
    assert oauth is not None
    assert settings.secret(oauth.certificate) == PEM
    assert "PRIVATE KEY" not in repr(settings)


def test_the_day_a_secret_ends_is_a_date(config: Config) -> None:
    ends = "secret_expires_on = 2027-06-01\n"
    box = the_box(with_provider(config, "microsoft365", OF_MICROSOFT + SECRET + ends))
    assert box.oauth is not None
    assert box.oauth.secret_expires_on == date(2027, 6, 1)


SLIPS = (
    (
        "microsoft",
        OF_MICROSOFT,
        (
            'bot.toml: mailbox[0].provider: "microsoft" is not one of imap, microsoft365, google; '
            'did you mean "microsoft365"?'
        ),
    ),
    ("microsoft365", "", "bot.toml: mailbox[0]: [mailbox.oauth] is missing: `oauth` needs it"),
    (
        "microsoft365",
        'client_id = "app-1"\n',
        "bot.toml: mailbox[0].oauth.tenant: is missing: the Directory (tenant) ID",
    ),
    (
        "microsoft365",
        'tenant = "demerland.example"\n',
        "bot.toml: mailbox[0].oauth.client_id: is missing: the Application (client) ID",
    ),
    (
        "microsoft365",
        'tenant = "common"\nclient_id = "app-1"\n',
        'bot.toml: mailbox[0].oauth.tenant: "common" is no school',
    ),
    (
        "microsoft365",
        OF_MICROSOFT + SECRET + 'certificate = "env:PEM"\n',
        "bot.toml: mailbox[0].oauth.certificate: `client_secret` or `certificate`, one of the two",
    ),
    (
        "microsoft365",
        OF_MICROSOFT + OF_GOOGLE,
        "bot.toml: mailbox[0].oauth.service_account: is not for Microsoft; take it out",
    ),
    (
        "microsoft365",
        OF_MICROSOFT + "secret_expires_on = 2027-06-01\n",
        "bot.toml: mailbox[0].oauth.secret_expires_on: belongs to `client_secret`",
    ),
    (
        "microsoft365",
        OF_MICROSOFT + SECRET + 'secret_expires_on = "2027-06-01"\n',
        "bot.toml: mailbox[0].oauth.secret_expires_on: must be a date without quotes",
    ),
    (
        "microsoft365",
        OF_MICROSOFT + 'certificate = "env:APP_SECRET"\n',
        (
            "bot.toml: mailbox[0].oauth.certificate: holds no -----BEGIN CERTIFICATE-----; it "
            "needs the private key and the certificate"
        ),
    ),
    (
        "microsoft365",
        OF_MICROSOFT + 'authority = "http://login.example"\n',
        "bot.toml: mailbox[0].oauth.authority: must begin with https://",
    ),
    (
        "google",
        'service_account = "env:APP_SECRET"\n',
        "bot.toml: mailbox[0].oauth.service_account: is no JSON",
    ),
    (
        "google",
        'client_id = "app-1"\n',
        "bot.toml: mailbox[0].oauth.client_secret: is missing; or give `service_account`",
    ),
    (
        "google",
        OF_GOOGLE + SECRET,
        "bot.toml: mailbox[0].oauth.client_secret: `service_account` or `client_id` with",
    ),
    (
        "google",
        OF_GOOGLE + 'tenant = "demerland.example"\n',
        "bot.toml: mailbox[0].oauth.tenant: is not for Google; take it out",
    ),
)


@pytest.mark.parametrize(("provider", "oauth", "complaint"), SLIPS)
def test_a_slip_is_told_in_one_line_with_file_and_key(
    config: Config, provider: str, oauth: str, complaint: str
) -> None:
    (line,) = with_provider(config, provider, oauth).complaints()
    assert line.startswith(complaint)


def test_another_file_than_the_key_of_a_service_account_is_told(config: Config) -> None:
    config = with_provider(config, "google", OF_GOOGLE)
    config.env["ACCOUNT"] = json.dumps({"installed": {"client_id": "app-1"}})
    (line,) = config.complaints()
    assert "is not the key of a service account" in line


def test_one_mailbox_has_one_provider(config: Config) -> None:
    config = with_provider(config, "microsoft365", OF_MICROSOFT + SECRET, imap='oauth = "google"')
    lines = config.complaints()
    assert any(
        line.startswith('bot.toml: mailbox[0].imap.oauth: "google" does not go with "microsoft"')
        for line in lines
    )


def test_a_token_service_of_this_machine_needs_no_encryption(config: Config) -> None:
    authority = 'authority = "http://127.0.0.1:8099/"\n'
    box = the_box(with_provider(config, "microsoft365", OF_MICROSOFT + SECRET + authority))
    assert box.oauth is not None
    assert box.oauth.authority == "http://127.0.0.1:8099"


def test_a_secret_without_its_last_day_is_a_warning(config: Config) -> None:
    config = with_provider(config, "microsoft365", OF_MICROSOFT + SECRET)
    (finding,) = config.about("mailbox[0].oauth.secret_expires_on")
    assert finding.level is Level.WARNING
    config.replace("bot.toml", SECRET, f"{SECRET}secret_expires_on = 2027-06-01\n")
    assert config.about("mailbox[0].oauth.secret_expires_on") == []


@pytest.mark.parametrize(
    ("provider", "oauth", "library", "extra"),
    [
        ("microsoft365", OF_MICROSOFT + SECRET, "msal", "microsoft"),
        ("google", OF_GOOGLE, "google.auth", "google"),
    ],
)
def test_a_library_that_is_not_there_is_told_with_its_command(  # noqa: PLR0913, PLR0917
    config: Config,
    provider: str,
    oauth: str,
    library: str,
    extra: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = with_provider(config, provider, oauth)
    assert config.about("mailbox[0].oauth") == []
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == library else found(name)
    )
    (finding,) = config.about("mailbox[0].oauth")
    assert finding.level is Level.ERROR
    assert f"pip install 'gehoor[{extra}]'" in finding.text
