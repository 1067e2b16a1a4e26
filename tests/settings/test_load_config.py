from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.core.calendar import Roll, Unit, Vacation
from bot.core.case import DeadlineKind
from bot.core.policy import Mode, Role
from bot.settings.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.settings.conftest import Config


def test_the_example_config_becomes_one_policy(config: Config) -> None:
    policy = config.load().policy
    assert policy.organisation == "Schoolbestuur Demerland"
    assert policy.zone == ZoneInfo("Europe/Brussels")
    assert policy.mode is Mode.LIVE
    assert policy.preset == "vlaanderen"
    assert policy.numbering == "K-{year}-{n:04d}"
    assert policy.form == "u"
    assert policy.languages == ("nl", "fr", "en", "de")
    assert policy.vacation is Vacation.RUN
    assert policy.limits.max_message_bytes == 35_000_000
    assert policy.route_about == {
        "director": "board",
        "board": "ingrid",
        "coordinator": "director",
    }
    assert policy.own_addresses == {
        "klachten@schoolbestuur-demerland.example",
        "klacht@schoolbestuur-demerland.example",
    }
    assert policy.mailboxes[0].start_from == date(2026, 1, 1)
    assert policy.webforms[0].fields["text"] == "Wat is er gebeurd"
    assert "CLB" in policy.support_line["nl"]
    assert "[uw|je]" in policy.privacy_line["nl"]


def test_people_keep_their_roles_schools_and_deputies(config: Config) -> None:
    ann = config.load().policy.people[0]
    assert (ann.id, ann.phone, ann.deputy) == ("ann", "011 00 00 01", "bert")
    assert ann.roles == {Role.COORDINATOR, Role.HANDLER}
    assert ann.schools == ("demerland", "kapelhof")


def test_a_day_that_the_school_closes_is_no_school_day(config: Config) -> None:
    calendar = config.load().policy.calendar
    assert calendar.name_of(date(2026, 10, 2)) == "gesloten"
    assert calendar.is_school_day(date(2026, 10, 5))


def test_every_duty_has_its_term_and_where_it_comes_from(config: Config) -> None:
    duties = config.load().policy.duties
    assert set(duties) == set(DeadlineKind)
    assert str(duties[DeadlineKind.HANDLING].term) == "45cd"
    assert "II.83" in duties[DeadlineKind.HANDLING].source


def test_a_term_of_the_school_wins_over_the_preset_and_names_the_school(config: Config) -> None:
    config.replace("procedure.toml", 'handling_complex = "45cd"', 'handling_complex = "30cd"')
    duty = config.load().policy.duties[DeadlineKind.HANDLING]
    assert (duty.term.n, duty.term.unit) == (30, Unit.CALENDAR_DAYS)
    assert duty.source == "afspraak van de school (procedure.toml: terms.handling_complex)"


def test_the_dutch_preset_rolls_statutory_terms_unless_the_school_says_otherwise(
    config: Config,
) -> None:
    config.replace("procedure.toml", '"vlaanderen"', '"nederland"')
    assert config.load().policy.duties[DeadlineKind.HANDLING].roll is Roll.NEXT
    assert config.load().policy.duties[DeadlineKind.ACK].roll is Roll.NONE
    config.append("procedure.toml", '\n[terms.roll]\nhandling_complex = "none"\nack = "next"\n')
    assert config.load().policy.duties[DeadlineKind.HANDLING].roll is Roll.NONE
    assert config.load().policy.duties[DeadlineKind.ACK].roll is Roll.NEXT


def test_the_time_zone_is_that_of_the_preset_when_nobody_says(config: Config) -> None:
    config.replace("bot.toml", 'timezone     = "Europe/Brussels"', "")
    config.replace("procedure.toml", '"vlaanderen"', '"nederland"')
    assert config.load().policy.zone == ZoneInfo("Europe/Amsterdam")


def test_secrets_are_read_from_the_environment_and_from_files(
    config: Config, tmp_path: Path
) -> None:
    key = tmp_path / "key"
    key.write_text("é" * 16 + "\n", encoding="utf-8")
    config.replace("bot.toml", '["env:GEHOOR_SIGNING_KEY"]', f'["file:{key}", "env:OLD"]')
    config.env = {"OLD": "o" * 40, "GEHOOR_IMAP_PASSWORD": "imap-geheim"}
    settings = config.load()
    assert settings.signing_keys == (("é" * 16).encode(), b"o" * 40)
    assert settings.secret(settings.bot.mailbox[0].imap.password) == "imap-geheim"
    assert settings.secret(None) is None


def test_no_secret_shows_when_settings_are_printed(config: Config) -> None:
    printed = repr(config.load())
    assert "imap-geheim" not in printed
    assert "k" * 32 not in printed


def test_a_database_url_with_a_password_may_be_a_secret(config: Config) -> None:
    config.replace("bot.toml", '"sqlite:///var/gehoor.db"', '"env:GEHOOR_DATABASE"')
    config.env["GEHOOR_DATABASE"] = "postgresql://bot:geheim@db/gehoor"
    assert config.load().database == "postgresql://bot:geheim@db/gehoor"


def test_who_only_looks_into_the_database_needs_no_secrets(config: Config) -> None:
    settings = load(config.folder, {}, needs_secrets=False)
    assert settings.signing_keys == ()
    assert settings.database == "sqlite:///var/gehoor.db"


def test_ports_follow_the_way_of_encryption(config: Config) -> None:
    config.replace("bot.toml", 'port     = 14143\n  security = "none"', "")
    config.replace("bot.toml", 'port     = 14025\n  security = "none"', 'security = "starttls"')
    box = config.load().bot.mailbox[0]
    assert (box.imap.port, box.smtp.port) == (993, 587)
    assert box.imap.poll == timedelta(seconds=60)


def test_a_file_from_a_windows_editor_is_read(config: Config) -> None:
    path = config.folder / "triage.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert config.load().policy.pupil_domains == ("leerling-demerland.example",)


def test_triage_may_be_left_out(config: Config) -> None:
    (config.folder / "triage.toml").unlink()
    assert config.load().policy.webforms == ()


def test_own_letters_lie_beside_the_config_unless_the_config_says_otherwise(
    config: Config, tmp_path: Path
) -> None:
    assert config.load().templates == config.folder / "templates"  # there or not there yet
    elsewhere = tmp_path / "brieven"
    config.replace("bot.toml", "[[mailbox]]", f'templates = "{elsewhere}"\n[[mailbox]]')
    assert config.load().templates == elsewhere
    assert [finding.key for finding in config.load().findings] == ["templates"]
    elsewhere.mkdir()
    assert config.load().findings == ()


def test_the_only_school_is_that_of_the_mailbox(config: Config) -> None:
    people = config.folder / "people.toml"
    text = people.read_text(encoding="utf-8")
    first, second = text.index('[[school]]\nid    = "kapelhof"'), text.index("[[person]]")
    text = text[:first] + text[second:]
    text = text.replace('"demerland", "kapelhof"', '"demerland"').replace('["kapelhof"]', "[]")
    people.write_text(text, encoding="utf-8")
    config.replace("bot.toml", 'school  = "demerland"', "")
    assert config.load().policy.mailboxes[0].school == "demerland"
