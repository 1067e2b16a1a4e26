"""A school's logo: a picture that every mail program shows, checked before it is in a letter."""

from __future__ import annotations

import errno
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from bot.core.house_style import Logo

LARGEST = 100_000  # bytes; each letter to a parent carries them, a third larger in base64
WIDEST, HIGHEST = 600, 200  # pixels: three for each that is shown, so that it is sharp on a phone
SHOWN_WIDE, SHOWN_HIGH = 180, 60  # CSS pixels

_KIND: TypeAlias = Literal["png", "jpeg", "gif"]
_PNG, _GIFS, _JPEG = b"\x89PNG\r\n\x1a\n", (b"GIF87a", b"GIF89a"), b"\xff\xd8\xff"
_CMYK = 4  # components of a colour
# Where a JPEG tells its size: any start of frame, which DHT, JPG and DAC are not (ITU-T T.81, B.1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_WHY_NOT = {
    errno.EACCES: "de bot heeft er geen rechten op",
    errno.EISDIR: "het is een map, geen bestand",
    errno.ENOENT: "dit bestand is er niet",
    errno.ENOTDIR: "dit bestand is er niet",
}
# What people have at hand, and mail programs do not show.
_OTHERS: tuple[tuple[bytes, int, str], ...] = (
    (b"<svg", 1024, "SVG"),
    (b"<?xml", 8, "SVG"),
    (b"WEBP", 16, "WebP"),
    (b"%PDF", 8, "PDF"),
    (b"ftyp", 12, "HEIC of AVIF"),
)
_BROKEN = "is niet te lezen: het bestand is beschadigd of niet helemaal gekopieerd"


class LogoUnusableError(ValueError):
    """A logo that cannot be in a letter; its text says in plain Dutch why, and what to do."""


class _Picture(NamedTuple):
    kind: _KIND
    width: int
    height: int


def read_logo(file: Path) -> Logo:
    """The logo in a file; raises LogoUnusableError, also when it is not there."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        why = _WHY_NOT.get(error.errno or 0) or error.strerror
        raise LogoUnusableError(f"is niet te lezen: {why} ({file})") from error
    return logo_of(content)


def logo_of(content: bytes) -> Logo:
    """The bytes of a picture as a logo, as large as it will be shown.

    Raises:
        LogoUnusableError: it is too large, of a kind that mail programs do not show, or broken.
    """
    if len(content) > LARGEST:
        text = f"is groter dan {LARGEST // 1000} kB: bewaar het kleiner, als PNG of JPEG"
        raise LogoUnusableError(text)
    picture = _picture(content)
    if not (1 <= picture.width <= WIDEST and 1 <= picture.height <= HIGHEST):
        text = (
            f"is {picture.width} op {picture.height} pixels: bewaar het op ten hoogste "
            f"{WIDEST} op {HIGHEST}"
        )
        raise LogoUnusableError(text)
    smaller = min(1.0, SHOWN_WIDE / picture.width, SHOWN_HIGH / picture.height)
    return Logo(
        content=content,
        kind=picture.kind,
        width=max(1, round(picture.width * smaller)),
        height=max(1, round(picture.height * smaller)),
    )


def _picture(content: bytes) -> _Picture:
    for known, read in _READERS:
        if content.startswith(known):
            try:
                return read(content)
            except (IndexError, StopIteration) as error:
                raise LogoUnusableError(_BROKEN) from error
    other = next((name for sign, far, name in _OTHERS if sign in content[:far]), "")
    what = f"is {other}" if other else "is geen PNG, JPEG of GIF"
    raise LogoUnusableError(f"{what}: mailprogramma's tonen dat niet; bewaar het als PNG")


def _png(content: bytes) -> _Picture:
    """The size of a PNG whose chunks are whole (ISO 15948, 5.3); raises IndexError."""
    kinds: list[bytes] = []
    at = len(_PNG)
    while not kinds or kinds[-1] != b"IEND":
        length = _number(content, at, 4)
        chunk = content[at + 4 : at + 8 + length]
        if _number(content, at + 8 + length, 4) != zlib.crc32(chunk):
            raise IndexError(at)
        kinds.append(chunk[:4])
        at += length + 12
    if kinds[0] != b"IHDR" or b"IDAT" not in kinds:
        raise IndexError(at)
    if b"acTL" in kinds:
        raise LogoUnusableError(_moves())
    return _Picture("png", _number(content, 16, 4), _number(content, 20, 4))


def _gif(content: bytes) -> _Picture:
    """The size of a GIF that ends where it should; raises IndexError."""
    if content.rstrip(b"\0")[-1:] != b";":
        raise IndexError(len(content))
    if b"NETSCAPE2.0" in content:
        raise LogoUnusableError(_moves())
    width, height = content[6:8], content[8:10]
    return _Picture("gif", int.from_bytes(width, "little"), int.from_bytes(height, "little"))


def _jpeg(content: bytes) -> _Picture:
    """The size of a JPEG that ends where it should; raises IndexError or StopIteration."""
    if b"\xff\xd9" not in content[-64:]:
        raise IndexError(len(content))
    at = next(at for marker, at in _segments(content) if marker in _FRAMES)
    if content[at + 7] == _CMYK:
        raise LogoUnusableError(
            "is een JPEG voor de drukker (CMYK), die niet elk mailprogramma toont; bewaar het als "
            "PNG, of als JPEG in RGB"
        )
    return _Picture("jpeg", _number(content, at + 5, 2), _number(content, at + 3, 2))


def _segments(content: bytes) -> Iterator[tuple[int, int]]:
    """The markers of a JPEG up to its picture, each with the place of its length."""
    at = 2
    while True:
        if content[at] != 0xFF:  # noqa: PLR2004 -- what a marker begins with
            raise IndexError(at)
        marker = content[at + 1]
        at += 2
        if marker == 0xFF:  # noqa: PLR2004 -- a fill byte
            at -= 1
        elif marker not in _NO_LENGTH:
            yield marker, at
            at += max(2, _number(content, at, 2))


def _number(content: bytes, at: int, size: int) -> int:
    """A number with its highest byte first; raises IndexError where the bytes end."""
    if at + size > len(content):
        raise IndexError(at)
    return int.from_bytes(content[at : at + size], "big")


def _moves() -> str:
    return "beweegt: dat leidt af (WCAG 2.2.2) en Outlook toont het niet; bewaar één beeld als PNG"


_READERS: tuple[tuple[bytes | tuple[bytes, ...], Callable[[bytes], _Picture]], ...] = (
    (_PNG, _png),
    (_GIFS, _gif),
    (_JPEG, _jpeg),
)
