"""Rich text as Outlook sends it, to plain text or to the HTML it was made of; nothing is shown.

Own, because what others offer needs minutes for a hostile page of 30 kB or drops a damaged one.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field, replace

_MOST = 300_000  # bytes of rich text; fifty pages
_DEEPEST = 500
_MOST_SKIPPED = 9
_WINDOW = 4_096
_HEADER = struct.Struct("<II4sI")
# What every packed text is taken to begin with ([MS-OXRTFCP] 2.1.2.1).
_BEFORE = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,9})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}]+)|\\"
)
_CODEPAGES = {0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254}
_CODEPAGES |= {163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250}
_CHARACTERS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n\n",
    "page": "\n\n",
    "row": "\n",
    "cell": "\t",
    "tab": "\t",
    "emdash": "—",
    "endash": "\u2013",
    "bullet": "•",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "“",
    "rdblquote": "”",
    "~": "\u00a0",
    "_": "-",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\n": "\n",
    "\r": "\n",
}
_UNSEEN = frozenset(
    ("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr")
) | {"headerf", "footer", "footerl", "footerr", "footerf", "fldinst", "listtable", "themedata"}
_UNSEEN |= {"listoverridetable", "datastore", "xmlnstbl"}


def unpacked(packed: bytes) -> bytes:
    """Rich text out of its compressed form ([MS-OXRTFCP]), as much of it as is undamaged."""
    if len(packed) < _HEADER.size:
        return b""
    _, size, kind, _ = _HEADER.unpack_from(packed)
    body = packed[_HEADER.size :]
    if kind != b"LZFu":
        return body[: min(size, _MOST)] if kind == b"MELA" else b""
    most = len(_BEFORE) + min(size, _MOST)
    text = bytearray(_BEFORE)
    at = 0
    while at < len(body) and len(text) < most:
        flags = body[at]
        at += 1
        for bit in range(8):
            if not flags >> bit & 1:
                text += body[at : at + 1]
                at += 1
                continue
            reference = int.from_bytes(body[at : at + 2], "big")
            back = (len(text) - (reference >> 4)) % _WINDOW
            if back == 0 or back > len(text) or at + 2 > len(body):  # the end mark, or damage
                return bytes(text[len(_BEFORE) : most])
            length = (reference & 15) + 2
            piece = text[-back : len(text) - back + length]
            text += (piece * (length // back + 1))[:length]
            at += 2
    return bytes(text[len(_BEFORE) : most])


def words_of_rtf(raw: bytes) -> tuple[str, bool]:
    """The text of a page of rich text, and whether it is HTML that was only wrapped in it."""
    reader = _Reader(raw[:_MOST])
    return reader.read(), reader.html


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """What holds between two braces."""

    unseen: bool = False
    doubled: bool = False  # says in rich text what an HTML tag beside it says ([MS-OXRTFEX])
    skip: int = 1  # characters that stand in for one beyond the codepage
    codepage: int = 0
    fonts: bool = False


@dataclass(slots=True)
class _Reader:
    raw: bytes
    html: bool = False
    codepage: int = 1252
    group: _Group = field(default_factory=_Group)
    outer: list[_Group] = field(default_factory=list)
    fonts: dict[int, int] = field(default_factory=dict)
    font: int = 0
    passed: int = 0  # characters still to be passed over
    bytes_: bytearray = field(default_factory=bytearray)
    text: list[str] = field(default_factory=list)

    def read(self) -> str:
        at = 0
        while (token := _TOKEN.match(self.raw, at)) is not None:
            at = token.end()
            word, number, byte, mark, brace, plain = token.groups()
            if plain is not None:
                self._plain(plain)
            elif brace is not None:
                self._brace(brace)
            elif byte is not None:
                self._byte(int(byte, 16))
            elif word is not None and word.lower() == b"bin":
                at += max(0, int(number or 0))
            elif word is not None:
                self._word(word.decode("ascii"), 1 if number is None else int(number))
            elif mark == b"*":
                self.group = replace(self.group, unseen=True)
            elif mark is not None:
                self._put(_CHARACTERS.get(mark.decode("latin-1"), ""))
            if len(self.outer) > _DEEPEST:
                break
        self._flush()
        return "".join(self.text)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.passed = 0
        if brace == b"{":
            self.outer.append(self.group)
        elif self.outer:
            self.group = self.outer.pop()

    def _plain(self, plain: bytes) -> None:
        letters = plain.translate(None, b"\r\n\0")
        if self.passed:
            self.passed, letters = max(0, self.passed - len(letters)), letters[self.passed :]
        if self._shown():
            self.bytes_ += letters

    def _byte(self, byte: int) -> None:
        if self.passed:
            self.passed -= 1
        elif self._shown():
            self.bytes_.append(byte)

    def _word(self, word: str, number: int) -> None:
        if word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif word in _UNSEEN:
            self.group = replace(self.group, unseen=True, fonts=word == "fonttbl")
        elif word == "u":
            self._put(chr(number % 0x10000))  # written as a signed number of 16 bits
            self.passed = self.group.skip
        elif word == "uc":
            self.group = replace(self.group, skip=max(0, min(number, _MOST_SKIPPED)))
        elif word in {"f", "fcharset", "ansicpg"}:
            self._codepage(word, number)
        elif word in {"fromhtml", "htmltag", "htmlrtf"}:
            self._wrapping(word, on=number != 0)

    def _codepage(self, word: str, number: int) -> None:
        if word == "ansicpg":
            self.codepage = number
        elif word == "f":
            self.font = number
            codepage = self.fonts.get(number, 0)
            if not self.group.fonts and codepage != self.group.codepage:
                self._flush()
                self.group = replace(self.group, codepage=codepage)
        elif self.group.fonts:
            self.fonts[self.font] = _CODEPAGES.get(number, 0)

    def _wrapping(self, word: str, *, on: bool) -> None:
        """The words by which rich text carries the HTML it was made of ([MS-OXRTFEX])."""
        self._flush()
        if word == "fromhtml":
            self.html = True
        elif word == "htmltag":
            self.group = replace(self.group, unseen=not self.html)
        else:
            self.group = replace(self.group, doubled=on)

    def _put(self, text: str) -> None:
        self._flush()
        if self._shown():
            self.text.append(text)

    def _shown(self) -> bool:
        return not (self.group.unseen or (self.html and self.group.doubled))

    def _flush(self) -> None:
        """Bytes become text where the codepage may change."""
        if not self.bytes_:
            return
        codepage = self.group.codepage or self.codepage
        try:
            self.text.append(self.bytes_.decode(f"cp{codepage}", "replace"))
        except LookupError:
            self.text.append(self.bytes_.decode("cp1252", "replace"))
        self.bytes_.clear()
