"""Stories told by e-mail alone: a parent and staff at their mail programs, the real bot between.

Each round is the real command line (`gehoor run --once`) with its clock set; mail comes in by a
real Dovecot and leaves by a real SMTP server. Staff tap the buttons of the letters they got, as a
phone would: the link opens a mail, and its From, subject and body go to the mailbox. The provider
of the example school proves who wrote by Authentication-Results (RFC 8601).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

from tests.builders import PARENT
from tests.mailservers import Dovecot
from tests.schoolhouse import BOX, School, parsed, text_of
from tests.smtpservers import SmtpSink

BRUSSELS = ZoneInfo("Europe/Brussels")
STAFF = {
    "ann": ("Ann Peeters", "ann.peeters@schoolbestuur-demerland.example"),
    "bert": ("Bert Claes", "bert.claes@schoolbestuur-demerland.example"),
    "carla": ("Carla Maes", "carla.maes@schoolbestuur-demerland.example"),
    "els": ("Els Wouters", "els.wouters@schoolbestuur-demerland.example"),
    "femke": ("Femke Baert", "femke.baert@clb-demerland.example"),
    "gust": ("Gust Hermans", "gust.hermans@schoolbestuur-demerland.example"),
    "katrien": ("Katrien De Smet", "katrien.desmet@schoolbestuur-demerland.example"),
}
ILSE = (PARENT.name, PARENT.email)
_WHO = {address: person for person, (_, address) in STAFF.items()} | {ILSE[1]: "ilse"}
_ROUTINE = frozenset(
    {"daily_digest", "weekly_director", "board_monthly", "config_check", "first_tap"}
)
_KEY = re.compile(r"\b[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}\b")
# The seal of a step holds its very second, and is another one each time that a story is played.
_SEAL = re.compile(r"(?<=\bONGEDAAN )[a-z2-7]{8}\b")
PROVEN = (
    "Authentication-Results: mx.schoolbestuur-demerland.example; "
    "dkim=pass header.d={domain}; spf=pass smtp.mailfrom={domain}; "
    "dmarc=pass header.from={domain}"
)


@dataclass(frozen=True, kw_only=True)
class Came:
    """A letter that came to somebody: its template's name, and itself."""

    at: datetime
    person: str
    letter: str
    message: EmailMessage

    @property
    def text(self) -> str:
        """Its words."""
        return text_of(self.message).replace("\r\n", "\n")

    @property
    def buttons(self) -> dict[str, str]:
        """What stands on each of its buttons → the link behind it."""
        return dict(_links(text_of(self.message, "html")))


@dataclass(kw_only=True)
class Story:
    """One story as it goes: `now` is local time, `told` what is written of it in the book."""

    school: School
    dovecot: Dovecot
    user: str
    sink: SmtpSink
    now: datetime
    came: list[Came] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    _n: int = 0

    def on(self, local: str) -> Story:
        """It is this time now, in Brussels: "2026-09-29 08:05"."""
        self.now = datetime.fromisoformat(local).replace(tzinfo=BRUSSELS)
        return self

    # --- what people write -----------------------------------------------------------------

    def parent(self, text: str, *, subject: str = "", to: Came | None = None) -> None:
        """Ilse writes: a mail of her own, or a reply to a letter she got."""
        self._write(ILSE, text, subject=subject, to=to)

    def staff(self, person: str, text: str, *, subject: str = "", to: Came | None = None) -> None:
        """Somebody of the school writes by hand: on its own, or as a reply to a letter."""
        self._write(STAFF[person], text, subject=subject, to=to)

    def tap(self, person: str, label: str, *, letter: str = "", more: str = "") -> None:
        """Somebody taps a button in the newest letter that has it, and sends what opens.

        `more` is what they type: it fills the first field that stands open ("UITLEG: "), or comes
        first. With `letter` only letters of that name are looked at.
        """
        found = [
            one
            for one in self.came
            if one.person == person and label in one.buttons and letter in ("", one.letter)
        ]
        have = [(one.letter, list(one.buttons)) for one in self.came if one.person == person]
        assert found, f"{person} has no button {label!r}: {have[-4:]}"
        link = urlsplit(found[-1].buttons[label])
        asked = parse_qs(link.query, keep_blank_values=True)
        body = asked.get("body", [""])[0].replace("\r\n", "\n")
        assert unquote(link.path).casefold() == BOX.casefold()
        if more:
            body = _filled_in(body, more)
        self._write(STAFF[person], body, subject=asked.get("subject", [""])[0], tapped=label)

    def letter(self, person: str, name: str) -> Came:
        """The newest letter of this name that somebody got."""
        found = [one for one in self.came if (one.person, one.letter) == (person, name)]
        have = [(one.person, one.letter) for one in self.came]
        assert found, f"{person} got no {name}: {have[-12:]}"
        return found[-1]

    # --- what the bot does -----------------------------------------------------------------

    def round(self) -> list[Came]:
        """One round of the real program at this time; the letters that came of it."""
        before = len(self.sink.letters)
        self.school.at(self.now).once()
        names = {letter["message_id"]: letter["letter"] for letter in self.school.letters()}
        new = []
        for kept in self.sink.letters[before:]:
            message = parsed(kept)
            (address,) = kept.recipients
            name = names[str(message["Message-ID"])]
            if name not in _ROUTINE:
                person = _WHO.get(address, address)
                new.append(Came(at=self.now, person=person, letter=name, message=message))
        new.sort(key=lambda one: (one.person, one.letter))
        self.came += new
        self.told += (_of_letter(one) for one in new)
        return new

    def case(self, number: str = "K-2026-0001") -> dict[str, object]:
        """What the register says of a case now."""
        return next(case for case in self.school.cases() if case["number"] == number)

    def told_in(self, book: Path, *, rewrite: bool) -> None:
        """The story is as it stands in the book, a reviewed file; `rewrite` writes it anew."""
        told = "\n".join(self.told).rstrip() + "\n"
        if rewrite:
            book.parent.mkdir(parents=True, exist_ok=True)
            book.write_text(told, "utf-8")
        assert book.read_text("utf-8") == told

    # --- inside ----------------------------------------------------------------------------

    def _write(
        self,
        who: tuple[str, str],
        text: str,
        *,
        subject: str = "",
        to: Came | None = None,
        tapped: str = "",
    ) -> None:
        name, address = who
        self._n += 1
        if to is not None:
            subject = subject or f"Re: {to.message['Subject']}"
        domain = address.rpartition("@")[2]
        lines = [
            *([PROVEN.format(domain=domain)] if address in _WHO and who != ILSE else []),
            f"From: {name} <{address}>",
            f"To: {BOX}",
            f"Subject: {subject}",
            f"Date: {format_datetime(self.now)}",
            f"Message-ID: <brief.{self._n}@{domain}>",
        ]
        quoted = ""
        if to is not None:
            lines += [
                f"In-Reply-To: {to.message['Message-ID']}",
                f"References: {to.message['Message-ID']}",
            ]
            old = "\n".join(f"> {line}" for line in to.text.splitlines())
            quoted = f"\n\nOp {self.now:%d-%m-%Y %H:%M} schreef {BOX}:\n{old}"
        lines += [
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
            "",
            *f"{text}{quoted}".split("\n"),
            "",
        ]
        raw = "\r\n".join(lines).encode()
        self.dovecot.append(raw, self.user, when=self.now)
        how = f" (tikt op [{tapped}])" if tapped else " (antwoordt)" if to is not None else ""
        self._tell(f"{_WHO.get(address, name)} schrijft{how}", subject, text)

    def _tell(self, head: str, subject: str, text: str) -> None:
        self.told.append(f"=== {self.now:%a %d %b %Y %H:%M}  {head}\nSubject: {subject}\n")
        self.told.append(_unsealed(text).strip() + "\n")


def _of_letter(one: Came) -> str:
    subject = str(one.message["Subject"])
    body = _unsealed(one.text).strip()
    more = [part.get_filename() for part in one.message.iter_attachments()]
    enclosed = "".join(f"\n[bijlage: {name}]" for name in more)
    return (
        f"=== {one.at:%a %d %b %Y %H:%M}  aan {one.person}: {one.letter}\n"
        f"Subject: {subject}\n\n{body}{enclosed}\n"
    )


def _filled_in(body: str, more: str) -> str:
    """The body with what somebody typed at its first open field, or above it."""
    lines = body.split("\n")
    for at, line in enumerate(lines):
        if line.rstrip().endswith(":"):
            lines[at] = f"{line.rstrip()} {more}"
            return "\n".join(lines)
    return f"{more}\n{body}"


def _unsealed(text: str) -> str:
    """A text without what differs each time: keys, and seals of steps."""
    return _SEAL.sub("<zegel>", _KEY.sub("<sleutel>", text))


class _Links(HTMLParser):
    """Every button of a page: the words on it without their explanation, and its link."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._reads = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(("", dict(attrs).get("href") or ""))
        self._reads = tag == "a"

    def handle_endtag(self, _tag: str) -> None:
        self._reads = False

    def handle_data(self, data: str) -> None:
        if self._reads:
            label, link = self.found[-1]
            self.found[-1] = (label + data.strip(), link)


def _links(page: str) -> Iterator[tuple[str, str]]:
    links = _Links()
    links.feed(page)
    yield from ((label, href) for label, href in links.found if href.startswith("mailto:"))
