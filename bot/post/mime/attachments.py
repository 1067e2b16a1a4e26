"""Says what an attachment is without opening it: a safe name, the sniffed type, size and hash."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import puremagic

from bot.core.mail import Attachment
from bot.post.mime.leaves import Leaf
from bot.post.mime.tnef import TNEF_BEGINS

_HEAD = 4_096  # bytes looked at, from the front
_TAIL = 65_536  # bytes looked at of a ZIP file, from the end: there it lists its names
_LONGEST_NAME = 120
_LONGEST_SUFFIX = 12
_SURE = 0.4  # puremagic's measure: four bytes that fit

_FORBIDDEN = re.compile(r'[<>:"|?*\u115f\u1160\u2800\u3164\uffa0]')  # and letters nobody sees
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/ms-tnef": ".dat",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/heif": ".heic",
    "image/tiff": ".tiff",
    "image/bmp": ".bmp",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "video/mp4": ".mp4",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/vcard": ".vcf",
}
_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OLD_OFFICE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".msg": "application/vnd.ms-outlook",
}
_MAY_BE_MAIL = frozenset(("application/octet-stream", "text/plain", "application/x-eml"))
MAIL_TYPES = frozenset(("message/rfc822", "message/global"))
_MAIL_FIELDS = re.compile(
    rb"^(from|to|subject|date|received|message-id|mime-version|return-path)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,9}(?:From [^\n]{0,300}\n)?[!-9;-~]{1,60}[ \t]?:"
)
_FEWEST_FIELDS = 3  # that make a file a mail: who, when, about what
_OPEN_DOCUMENT = re.compile(rb"mimetype(application/[a-z.+-]{5,80})")


def describe(leaf: Leaf) -> Attachment:
    """The attachment in this leaf. Its type follows its bytes, whatever the mail says of it."""
    content = leaf.content()
    name = safe_name(leaf.name)
    kind = sniff(content, leaf.type, name)
    return Attachment(
        name=name or f"part-{leaf.position}{_SUFFIXES.get(kind, '.bin')}",
        type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        part=leaf.position,
    )


def unopened(leaf: Leaf) -> Attachment:
    """An attachment of which nothing is known but its place."""
    return Attachment(
        name=f"part-{leaf.position}.bin",
        type="application/octet-stream",
        size=0,
        sha256=hashlib.sha256(b"").hexdigest(),
        part=leaf.position,
    )


def safe_name(written: str) -> str:
    """A file name without folders, controls and tricks, at most 120 characters; "" when none."""
    name = unicodedata.normalize("NFC", written[: 10 * _LONGEST_NAME])
    name = re.split(r"[/\\]", name.rstrip("/\\ "))[-1]
    name = "".join(letter for letter in " ".join(name.split()) if letter.isprintable())
    name = " ".join(_FORBIDDEN.sub("", name).split()).strip(". ")
    if _RESERVED.match(name):  # Windows opens a device by these names
        name = f"_{name}"
    if len(name) <= _LONGEST_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        return name[:_LONGEST_NAME].rstrip(". ")
    return f"{stem[: _LONGEST_NAME - len(suffix) - 1].rstrip('. ')}.{suffix}"


def may_be_mail(leaf: Leaf) -> bool:
    """Whether it pays to look if an attachment is a mail: declared as one, or named like one."""
    named = leaf.type in _MAY_BE_MAIL and leaf.name.lower().endswith(".eml")
    return leaf.type in MAIL_TYPES or named


def is_mail(content: bytes) -> bool:
    """Whether these bytes are plainly a mail: they begin with fields that every mail has."""
    head = content[:_HEAD]
    fields = {name.lower() for name in _MAIL_FIELDS.findall(head)}
    return _HEADER_BEGINS.match(head) is not None and len(fields) >= _FEWEST_FIELDS


def sniff(content: bytes, declared: str, name: str) -> str:
    """The media type by the first bytes; what they do not tell is text or an octet stream.

    `declared` is believed only about kinds of text and of mail, where bytes tell nothing.
    """
    by_form = _by_form(content, declared, name)
    if by_form is not None:
        return by_form
    text = _BINARY.search(content[:_HEAD]) is None
    found = _by_magic(content[:_HEAD], surely=text)
    if found is not None:
        return found
    if text:
        return declared if declared.startswith("text/") else "text/plain"
    return "application/octet-stream"


def _by_form(content: bytes, declared: str, name: str) -> str | None:
    """The type of what has a form of its own: a mail, a ZIP file, a file of old Office."""
    if declared.startswith("message/"):
        return declared
    if declared in _MAY_BE_MAIL and name.lower().endswith(".eml") and is_mail(content):
        return "message/rfc822"
    if content.startswith(TNEF_BEGINS):
        return "application/ms-tnef"
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # one container for all of old Office
        return _OLD_OFFICE.get(name[-4:].lower(), "application/x-ole-storage")
    return None


def _by_magic(head: bytes, *, surely: bool) -> str | None:
    """`surely` asks for more proof: a letter may begin with "BM" and be no picture."""
    try:
        matches = puremagic.magic_string(head)
    except (ValueError, puremagic.PureError):
        return None
    for match in matches:
        if match.mime_type == "message/rfc822" and not is_mail(head):
            continue  # a letter may begin with "From:" as well
        if match.mime_type and (match.confidence >= _SURE or not surely):
            return str(match.mime_type)
    return None


def _zipped(content: bytes) -> str:
    """What a ZIP file holds, by the names in its list; nothing is unpacked."""
    known = _OPEN_DOCUMENT.search(content, 0, 200)
    if known is not None:
        return known[1].decode("ascii")
    listed = content[:_HEAD] + content[-_TAIL:]
    if b"[Content_Types].xml" in listed:
        for folder, kind in _OFFICE.items():
            if folder in listed:
                return kind
    return "application/zip"
