from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings.lines import Lines
from bot.settings.load import load
from bot.settings.problem import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.settings.conftest import Config

# What is changed in which file, and the one line that says so.
SLIPS = (
    (
        "bot.toml",
        'host     = "127.0.0.1"\n  port     = 14143',
        'hots     = "127.0.0.1"\n  port     = 14143',
        "bot.toml: mailbox[0].imap.hots: unknown key; did you mean `host`? (line 16)",
    ),
    (
        "bot.toml",
        "14143",
        '"14143"',
        "bot.toml: mailbox[0].imap.port: must be a whole number without quotes (line 17)",
    ),
    (
        "bot.toml",
        '"env:GEHOOR_IMAP_PASSWORD"',
        '"hunter2"',
        (
            'bot.toml: mailbox[0].imap.password: a secret is never written here: "env:NAME" '
            'reads an environment variable, "file:/path" reads a file (line 20)'
        ),
    ),
    (
        "bot.toml",
        'host     = "127.0.0.1"',
        'host     = "mail.example"',
        (
            'bot.toml: mailbox[0].imap.security: "none" is accepted for 127.0.0.1 only, not '
            'for mail.example; use "tls" or "starttls" (line 18)'
        ),
    ),
    (
        "bot.toml",
        'password = "env:GEHOOR_IMAP_PASSWORD"',
        'oauth = "microsoft"',
        "bot.toml: mailbox[0]: [mailbox.oauth] is missing: `oauth` needs it (line 9)",
    ),
    (
        "bot.toml",
        "[limits]",
        '[limits]\nlanguage = "nl"',
        (
            "bot.toml: limits.language: unknown key; known here: max_message_mb, "
            "acks_per_sender_per_day, ack_max_age_days, breaker_per_10min (line 37)"
        ),
    ),
    (
        "bot.toml",
        "[limits]",
        '[limits]\norganisation = "X"',
        (
            "bot.toml: limits.organisation: unknown key; `organisation` belongs at the top, "
            "above the first [table] (line 37)"
        ),
    ),
    (
        "bot.toml",
        '"60s"',
        '"60"',
        (
            "bot.toml: mailbox[0].imap.poll: must be a number with ms, s, m, h or d in "
            'quotes, like "60s" (line 23)'
        ),
    ),
    (
        "bot.toml",
        "2026-01-01",
        '"2026-01-01"',
        (
            "bot.toml: mailbox[0].start_from: must be a date without quotes, like 2026-09-01 "
            "(line 13)"
        ),
    ),
    (
        "bot.toml",
        "Europe/Brussels",
        "Europe/Brussel",
        ('bot.toml: timezone: "Europe/Brussel" is no time zone, like "Europe/Brussels" (line 4)'),
    ),
    (
        "bot.toml",
        '"demerland"',
        '"demerlant"',
        (
            'bot.toml: mailbox[0].school: there is no school "demerlant"; did you mean '
            '"demerland"? (line 12)'
        ),
    ),
    (
        "bot.toml",
        'aliases = ["klacht@',
        'aliases = ["klachten@',
        (
            "bot.toml: mailbox[0].aliases[0]: klachten@schoolbestuur-demerland.example is "
            "already mailbox[0].address (line 11)"
        ),
    ),
    (
        "bot.toml",
        '[[mailbox]]\naddress = "klachten',
        '[[mailbox]]\naddress = "ann.peeters',
        (
            "people.toml: person[0].email: ann.peeters@schoolbestuur-demerland.example is "
            "mailbox[0].address in bot.toml: letters to this person would come back as new "
            "mail; give the person's own address (line 14)"
        ),
    ),
    (
        "procedure.toml",
        "K-{year}-{n:04d}",
        "K-{n:04d}",
        (
            "procedure.toml: numbering.format: needs {year} and {n}, each once and nothing "
            'else; write it like "K-{year}-{n:04d}" (line 8)'
        ),
    ),
    (
        "procedure.toml",
        "K-{year}-{n:04d}",
        "klacht {year}/{n}",
        (
            'procedure.toml: numbering.format: a number is made of A-Z, 0-9 and "-" only, '
            'and begins with a letter; write it like "K-{year}-{n:04d}" (line 8)'
        ),
    ),
    (
        "procedure.toml",
        '"3sd"',
        '"3 dagen"',
        (
            'procedure.toml: terms.classify: "3 dagen" is no term: a number with cd '
            "(calendar days), wd (working days), sd (school days), w (weeks) or mo (months), "
            'like "10sd" (line 12)'
        ),
    ),
    (
        "procedure.toml",
        "[policy]",
        '[policy]\ninformal_max = "10sd"',
        (
            "procedure.toml: policy.informal_max: unknown key; write it as procedure.toml: "
            "terms.informal_max (line 19)"
        ),
    ),
    (
        "procedure.toml",
        "[policy]",
        '[terms.roll]\nhandling = "next"\n[policy]',
        (
            'procedure.toml: terms.roll.handling: "handling" is not known here; did you mean '
            '"handling_simple"? (line 19)'
        ),
    ),
    (
        "procedure.toml",
        '["nl", "fr", "en", "de"]',
        '["fr"]',
        (
            'procedure.toml: languages: "nl" is missing: Dutch is what every other language '
            "falls back to (line 5)"
        ),
    ),
    (
        "people.toml",
        'email   = "dirk',
        'emial   = "dirk',
        "people.toml: person[3].emial: unknown key; did you mean `email`? (line 38)",
    ),
    (
        "people.toml",
        '"board", "safety"',
        '"bord", "safety"',
        (
            'people.toml: person[4].roles[0]: "bord" is not known here; did you mean '
            '"board"? (line 46)'
        ),
    ),
    (
        "people.toml",
        'deputy  = "bert"',
        'deputy  = "ann"',
        'people.toml: person[0].deputy: "ann" cannot be their own deputy (line 18)',
    ),
    (
        "people.toml",
        'deputy  = "bert"',
        'deputy  = "berth"',
        (
            'people.toml: person[0].deputy: there is no person "berth"; did you mean "bert"? '
            "(line 18)"
        ),
    ),
    (
        "people.toml",
        'id      = "bert"',
        'id      = "board"',
        ('people.toml: person[1].id: "board" is the name of a role; choose another id (line 21)'),
    ),
    (
        "people.toml",
        "ingrid.baeten@",
        "ELS.wouters@",
        (
            'people.toml: person[9].email: "els.wouters@schoolbestuur-demerland.example" is '
            "already that of person[4] (line 77)"
        ),
    ),
    (
        "people.toml",
        'board       = "ingrid"',
        'board       = "inge"',
        (
            'people.toml: route_about.board: there is no role or person "inge"; did you mean '
            '"ingrid"? (line 89)'
        ),
    ),
    (
        "people.toml",
        'director    = "board"',
        'director    = "director"',
        (
            'people.toml: route_about.director: a complaint about "director" cannot go to '
            '"director"; name another or a person (line 88)'
        ),
    ),
    (
        "people.toml",
        '"coordinator", "handler"',
        '"handler"',
        'people.toml: person: nobody has the role "coordinator": every letter ends there',
    ),
    (
        "triage.toml",
        "webformulier@",
        "klachten@",
        (
            "triage.toml: webform[0].sender: klachten@schoolbestuur-demerland.example is a "
            "mailbox of the bot; let the form write from another address (line 7)"
        ),
    ),
    (
        "triage.toml",
        '  text     = "Wat is er gebeurd"\n',
        "",
        (
            "triage.toml: webform[0].fields: `text` is missing: which label stands before "
            "the complaint itself? (line 8)"
        ),
    ),
    (
        "calendar/2026-2027.toml",
        "BE-Flemish",
        "Vlaanderen",
        (
            "calendar/2026-2027.toml: region: 'Vlaanderen' is no region: use one of BE, "
            "BE-Flemish, BE-French, BE-German, NL-NO, NL-MI, NL-ZU, NL-Noord, NL-Midden, "
            "NL-Zuid (line 2)"
        ),
    ),
    (
        "calendar/2026-2027.toml",
        "closed_day = [2026-10-02, 2027-06-04]",
        "closed_day = [2026-10-02, 1926-06-04]",
        (
            "calendar/2026-2027.toml: closed_day[1]: 1926-06-04 does not lie in the school year "
            "2026-2027; look at the year (line 3)"
        ),
    ),
    (
        "calendar/2026-2027.toml",
        "closed_day = [2026-10-02, 2027-06-04]",
        'extra_holiday = ["Sinterklaas"]',
        (
            "calendar/2026-2027.toml: extra_holiday[0]: must be a date without quotes, like "
            "2026-09-01 (line 3)"
        ),
    ),
    (
        "calendar/2026-2027.toml",
        "closed_day = [2026-10-02, 2027-06-04]",
        "closed_day = [2027-02-30]",
        "calendar/2026-2027.toml: is no valid TOML: Invalid date or datetime (line 3)",
    ),
    (
        "procedure.toml",
        'classify         = "3sd"',
        'classify         = "-3sd"',
        (
            'procedure.toml: terms.classify: "-3sd" is no term: a number with cd (calendar days), '
            "wd (working days), sd (school days), w (weeks) or mo (months), like "
            '"10sd" (line 12)'
        ),
    ),
    (
        "procedure.toml",
        'handling_complex = "45cd"',
        'handling_complex = "9999mo"',
        (
            'procedure.toml: terms.handling_complex: "9999mo" is longer than 10 years; is the unit '
            "right? (line 14)"
        ),
    ),
    (
        "people.toml",
        'id    = "kapelhof"',
        'id    = "demerland"',
        'people.toml: school[1].id: "demerland" is already that of school[0] (line 7)',
    ),
    (
        "people.toml",
        'deputy  = "bert"',
        'deputy  = "ann"',
        'people.toml: person[0].deputy: "ann" cannot be their own deputy (line 18)',
    ),
)


@pytest.mark.parametrize(("file", "old", "new", "line"), SLIPS, ids=lambda value: str(value)[:40])
def test_a_slip_is_told_in_one_line_with_file_key_and_remedy(
    config: Config, file: str, old: str, new: str, line: str
) -> None:
    config.replace(file, old, new)
    assert config.complaints() == [line]


def test_all_slips_of_all_files_are_told_at_once(config: Config) -> None:
    config.replace("bot.toml", "aliases", "alias")
    config.replace("people.toml", 'deputy  = "bert"', 'deputy  = "berth"')
    config.replace("procedure.toml", "classify", "clasify")
    told = [line.partition(":")[0] for line in config.complaints()]
    assert sorted(told) == ["bot.toml", "people.toml", "procedure.toml"]


def test_a_syntax_error_names_file_and_line(config: Config) -> None:
    config.replace("people.toml", 'name  = "Basisschool Demerland"', "name  = Basisschool")
    assert config.complaints() == ["people.toml: is no valid TOML: Invalid value (line 3)"]


def test_curly_quotes_of_a_text_processor_get_a_hint(config: Config) -> None:
    config.replace("people.toml", '"Basisschool Demerland"', "\u201cBasisschool\u201d")
    (line,) = config.complaints()
    assert line.endswith('use straight quotes: " (line 3)')


def test_a_file_in_another_encoding_is_told(config: Config) -> None:
    (config.folder / "people.toml").write_bytes("# coördinator".encode("latin-1"))
    assert config.complaints() == ["people.toml: is no UTF-8 text; save it again as UTF-8"]


def test_a_missing_file_is_told_with_its_place(config: Config) -> None:
    (config.folder / "people.toml").unlink()
    (line,) = config.complaints()
    assert line == (
        f"people.toml: cannot be read: No such file or directory ({config.folder / 'people.toml'})"
    )


def test_a_missing_folder_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "none", {})
    assert str(caught.value) == (
        f"{tmp_path}/none: there is no such folder; make one with: gehoor init {tmp_path}/none"
    )


def test_a_missing_variable_is_told_with_its_name_and_how_to_make_a_key(config: Config) -> None:
    config.env = {}
    password, key = config.complaints()
    assert password == (
        "bot.toml: mailbox[0].imap.password: the environment variable GEHOOR_IMAP_PASSWORD is not "
        "set; set it where the bot is started (line 20)"
    )
    assert key.startswith(
        "bot.toml: signing_keys[0]: the environment variable GEHOOR_SIGNING_KEY is not set; set it "
        "where the bot is started; make a key with: python3"
    )


def test_a_key_of_31_bytes_is_too_short_and_never_shown(config: Config) -> None:
    config.env["GEHOOR_SIGNING_KEY"] = "k" * 31
    (line,) = config.complaints()
    assert line.startswith("bot.toml: signing_keys[0]: the key has 31 bytes and needs 32;")
    assert "kkk" not in line


def test_a_secret_file_that_is_not_there_is_told(config: Config, tmp_path: Path) -> None:
    config.replace("bot.toml", "env:GEHOOR_IMAP_PASSWORD", f"file:{tmp_path}/none")
    (line,) = config.complaints()
    assert line.startswith(
        f"bot.toml: mailbox[0].imap.password: the file {tmp_path}/none cannot be read "
        "(No such file or directory)"
    )


def test_a_password_written_in_the_config_is_not_repeated(config: Config) -> None:
    config.replace("bot.toml", "env:GEHOOR_IMAP_PASSWORD", "hunter2")
    assert "hunter2" not in "".join(config.complaints())


def test_two_calendars_in_two_regions_are_told(config: Config) -> None:
    (config.folder / "calendar" / "2027-2028.toml").write_text('region = "NL-Zuid"\n')
    assert config.complaints() == [
        (
            'calendar/2027-2028.toml: region: "NL-Zuid" differs from "BE-Flemish" in '
            "calendar/2026-2027.toml; one board, one region (line 1)"
        )
    ]


def test_a_single_table_where_a_list_belongs_is_told_how_to_write_it(config: Config) -> None:
    config.replace("bot.toml", "[[mailbox]]", "[mailbox]")
    assert config.complaints() == [
        "bot.toml: mailbox: must be a list, in [ ]: write [[mailbox]] (line 9)"
    ]


def test_two_mailboxes_may_not_read_one_folder(config: Config) -> None:
    text = (config.folder / "bot.toml").read_text(encoding="utf-8")
    box = text[text.index("[[mailbox]]") : text.index("[limits]")]
    config.append("bot.toml", box.replace("klachten@", "k@").replace("klacht@", "kl@"))
    (line,) = config.complaints()
    assert line.startswith("bot.toml: mailbox[1].imap: is the same folder as mailbox[0].imap")


@given(st.text())
def test_looking_for_lines_never_fails_whatever_the_text(text: str) -> None:
    assert Lines(text).of("mailbox[0].imap.host") is None or text


@given(
    st.lists(st.sampled_from(["a = 1", "[b]", "[[c]]", "[c.d]", "e = 'x'", "# f = 1", ""])),
)
def test_every_key_is_found_on_a_line_that_holds_it(parts: list[str]) -> None:
    text = "\n".join(parts)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = Lines(text)
    for path in ("a", "b.e", "c[0].a", "c[1].d.e"):
        number = lines.of(path)
        word = path.rpartition(".")[2]
        assert number is None or text.splitlines()[number - 1].lstrip().startswith(word)
