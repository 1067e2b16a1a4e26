"""The school's colour and logo: used as they are, or refused with file, key and remedy."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.house_style import COLOUR
from bot.settings.finding import Level
from bot.settings.logo import LARGEST, LogoUnusableError, logo_of, read_logo
from tests.pictures import PNG_SIGN, chunk, png

if TYPE_CHECKING:
    from tests.settings.conftest import Config

GIF = b"GIF89a" + struct.pack("<HH", 120, 40) + b"\x00\x00\x00;"
LOGO = png(240, 80)
LEVEL = 'level = "lager"'  # a line of the first school


def jpeg(width: int = 300, height: int = 100, components: int = 3) -> bytes:
    """The parts of a JPEG that tell how large it is, and that it is whole."""
    frame = struct.pack(">BHHB", 8, height, width, components) + b"\x01\x11\x00" * components
    parts = (b"\xe0", b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"), (b"\xc2", frame)
    segments = b"".join(b"\xff" + kind + struct.pack(">H", len(d) + 2) + d for kind, d in parts)
    return b"\xff\xd8" + segments + b"\xff\xda\x00\x02picture\xff\xd9"


def styled(config: Config, table: str) -> Config:
    return config.append("bot.toml", f"\n[house_style]\n{table}\n")


def put(config: Config, content: bytes, name: str = "logo.png") -> Config:
    (config.folder / name).write_bytes(content)
    return styled(config, f'logo = "{name}"')


def test_a_school_that_says_nothing_has_the_shipped_colour_and_no_logo(config: Config) -> None:
    styles = config.load().house_styles
    assert styles.board.colour == COLOUR
    assert styles.board.logo is None
    assert all(style == styles.board for style in styles.schools.values())
    assert config.about("house_style.colour") == []


@pytest.mark.parametrize(
    ("content", "kind", "shown"),
    [
        (LOGO, "png", (180, 60)),
        (png(600, 200), "png", (180, 60)),
        (png(50, 20), "png", (50, 20)),
        (png(100, 200), "png", (30, 60)),
        (png(600, 3), "png", (180, 1)),
        (GIF, "gif", (120, 40)),
        (jpeg(), "jpeg", (180, 60)),
        (jpeg(components=1), "jpeg", (180, 60)),
    ],
)
def test_a_logo_is_read_and_never_shown_larger_than_it_is(
    content: bytes, kind: str, shown: tuple[int, int], config: Config
) -> None:
    logo = put(config, content).load().house_styles.board.logo
    assert logo is not None
    assert (logo.content, logo.kind, (logo.width, logo.height)) == (content, kind, shown)


BROKEN = "is niet te lezen: het bestand is beschadigd of niet helemaal gekopieerd"
MOVES = "beweegt: dat leidt af"
UNUSABLE = [
    (b"", "is geen PNG, JPEG of GIF: mailprogramma's tonen dat niet; bewaar het als PNG"),
    (b"hallo", "is geen PNG, JPEG of GIF"),
    (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "is SVG: mailprogramma's tonen dat niet"),
    (b'<?xml version="1.0"?><svg/>', "is SVG"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "is WebP"),
    (b"%PDF-1.7", "is PDF"),
    (b"\x00\x00\x00\x18ftypheic", "is HEIC of AVIF"),
    (LOGO[:-1], BROKEN),
    (LOGO[:40], BROKEN),
    (LOGO[:60] + b"\x00" + LOGO[61:], BROKEN),
    (PNG_SIGN, BROKEN),
    (PNG_SIGN + chunk(b"IHDR", b"\x00" * 13) + chunk(b"IEND"), BROKEN),
    (png(9, 9, chunk(b"acTL", b"\x00" * 8)), MOVES),
    (GIF[:-1], BROKEN),
    (GIF[:-1] + b"NETSCAPE2.0;", MOVES),
    (jpeg()[:-2], BROKEN),
    (b"\xff\xd8\xff\xd9", BROKEN),
    (b"\xff\xd8\xff\xe0\x00\x02xx\xff\xd9", BROKEN),
    (jpeg(components=4), "is een JPEG voor de drukker (CMYK)"),
    (jpeg(0, 0), "is 0 op 0 pixels"),
    (png(601, 20), "is 601 op 20 pixels: bewaar het op ten hoogste 600 op 200"),
    (png(20, 201), "is 20 op 201 pixels"),
    (b"\x89PNG" + b"x" * LARGEST, "is groter dan 100 kB: bewaar het kleiner"),
]


@pytest.mark.parametrize(("content", "why"), UNUSABLE)
def test_a_logo_that_cannot_be_used_is_refused_in_plain_dutch(
    content: bytes, why: str, config: Config
) -> None:
    (said,) = put(config, content).complaints()
    assert said.startswith(f"bot.toml: house_style.logo: {why}")
    assert said.endswith(")")  # the line


def test_a_logo_that_is_not_there_and_a_folder_are_refused(config: Config, tmp_path: Path) -> None:
    (said,) = styled(config, 'logo = "nergens.png"').complaints()
    assert "house_style.logo: is niet te lezen: dit bestand is er niet (" in said
    with pytest.raises(LogoUnusableError, match="het is een map, geen bestand"):
        read_logo(tmp_path)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([LOGO, GIF, jpeg()]), st.data())
def test_no_bytes_break_the_reader(whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole)))
    some = data.draw(st.binary(max_size=12))
    content = whole[:at] + some + whole[at + data.draw(st.integers(0, 12)) :]
    with suppress(LogoUnusableError):
        logo = logo_of(content)
        assert 1 <= logo.width <= 180
        assert 1 <= logo.height <= 60


def test_a_png_of_which_a_bit_fell_over_is_found() -> None:
    for at in range(len(PNG_SIGN), len(LOGO), 7):
        with pytest.raises(LogoUnusableError):
            logo_of(LOGO[:at] + bytes([LOGO[at] ^ 1]) + LOGO[at + 1 :])


@pytest.mark.parametrize("wrong", ["blauw", "#12345", "#12345g", "174a5b", "#fff", "url(#a);x:y"])
def test_a_colour_that_is_none_is_refused_with_its_key(wrong: str, config: Config) -> None:
    (said,) = styled(config, f'colour = "{wrong}"').complaints()
    assert said.startswith(f'bot.toml: house_style.colour: "{wrong}" is no colour: "#" and six')


def test_a_colour_that_is_too_light_is_darkened_and_the_check_says_so(config: Config) -> None:
    (hint,) = styled(config, 'colour = "#FFCC00"').about("house_style.colour")
    assert hint.level is Level.OK
    assert hint.file == "bot.toml"
    assert hint.text.startswith("#ffcc00 is te licht om op wit te lezen")
    assert "#886d00" in hint.text
    assert config.load().house_styles.board.colour == "#ffcc00"


def test_a_heavy_logo_is_used_and_the_check_says_what_it_costs(config: Config) -> None:
    heavy = png(240, 80, chunk(b"tEXt", b"x" * 50_000))
    (hint,) = put(config, heavy).about("house_style.logo")
    assert hint.level is Level.OK
    assert "weegt 50 kB" in hint.text
    (config.folder / "logo.png").write_bytes(LOGO)
    assert config.about("house_style.logo") == []


def test_a_school_may_have_a_colour_and_a_logo_of_its_own(config: Config) -> None:
    put(config, LOGO)
    (config.folder / "eigen.gif").write_bytes(GIF)
    config.replace("people.toml", LEVEL, f'{LEVEL}\ncolour = "#ffee00"\nlogo = "eigen.gif"')
    loaded = config.load()
    own = loaded.house_styles.of(loaded.people.school[0].name)
    assert own.colour == "#ffee00"
    assert own.logo is not None
    assert own.logo.kind == "gif"
    board = loaded.house_styles.board
    assert board.logo is not None
    assert board.logo.kind == "png"
    assert [loaded.house_styles.of(each.name) for each in loaded.people.school[1:]] == [
        board for _ in loaded.people.school[1:]
    ]
    (hint,) = config.about("school[0].colour")
    assert hint.file == "people.toml"


def test_a_broken_logo_of_a_school_is_told_at_its_own_key(config: Config) -> None:
    config.replace("people.toml", LEVEL, f'{LEVEL}\nlogo = "weg.png"')
    (said,) = config.complaints()
    assert said.startswith("people.toml: school[0].logo: is niet te lezen: dit bestand is er niet")
