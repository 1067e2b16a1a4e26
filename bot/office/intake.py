"""From the mailbox to the inbox: look, store the raw mail, commit, only then file it away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Protocol, TypeVar

import structlog

from bot.clock import Clock
from bot.core.calendar import local_date
from bot.core.policy import Mailbox, Policy
from bot.store.boxes import Boxes, BoxState
from bot.store.inbox import Arrival, Inbox
from bot.store.outbox import Outbox

LOG = structlog.get_logger("intake")

# Responsible from this long before the first contact, when nobody said from which day.
LOOK_BACK = timedelta(days=7)
_MAILS_A_COMMIT = 50
_BYTES_A_COMMIT = 8_000_000
_LISTED_A_COMMIT = 2_000
_A_DAY = timedelta(days=1)
_OUR_SHARE = 0.8  # of what a provider lets be fetched: people read this mailbox as well
_SHARE_OF_OLD = 0.5  # of the same, for mail from before the start
_LETTERS_A_ROUND = 50  # a crash between append and mark leaves so many copies at most

T = TypeVar("T")


class Glance(Protocol):
    """What the server says of a mail without giving its text."""

    @property
    def size(self) -> int: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def one_id(self) -> str: ...


class Box(Protocol):
    """A mailbox on a server, opened at its inbox."""

    @property
    def uidvalidity(self) -> int: ...
    def uids(self) -> list[int]: ...
    def glance(self, uids: Iterable[int]) -> Mapping[int, Glance]: ...
    def fetch(self, uids: Iterable[int]) -> Iterator[tuple[int, Glance, bytes]]: ...
    def fetch_header(self, uid: int) -> bytes: ...
    def archive_folder(self, year: int) -> str: ...
    def move(self, uids: Iterable[int], folder: str) -> Mapping[int, int]: ...
    def append(self, folder: str, raws: Sequence[bytes], when: datetime) -> None: ...
    def junk(self, after_uid: int) -> list[tuple[int, str]]: ...


@dataclass(kw_only=True)
class Intake:
    """Takes one mailbox in. Flags that people set mean nothing to it; it deletes nothing.

    `download_mb_a_day` is what the provider lets be fetched (0: any amount); `postponed` says in a
    line how much was left on the server for that at the last look, "" when nothing was.
    """

    mailbox: Mailbox
    boxes: Boxes
    inbox: Inbox
    outbox: Outbox
    policy: Callable[[], Policy]
    clock: Clock
    keeps_sent_copy: bool = False
    download_mb_a_day: int = 0
    postponed: str = ""
    _known: set[int] = field(default_factory=set)
    _uidvalidity: int | None = None
    _withheld: set[int] = field(default_factory=set)  # listed, but not handed over, last time

    def round(self, box: Box, *, stored: Callable[[], None] = lambda: None) -> int:
        """Stores what is new, then files what is stored; returns how many mails were new.

        `stored` is called after each commit, so that work on the mails can begin before the rest
        is fetched. Whatever breaks off in between is taken up by the next round.
        """
        address, now = self.mailbox.address, self.clock.now()
        start_from = self._open(box, now)
        present = box.uids()
        new = [uid for uid in present if uid not in self._known]
        glances = box.glance(new) if new else {}
        again = self._come_again(glances)
        count = 0
        for arrivals in self._arrivals(box, _each_once(glances, again), start_from):
            count += self.inbox.store(address, box.uidvalidity, arrivals, self.clock.now())
            self._known.update(arrival.uid for arrival in arrivals)
            stored()
        self._file_away(box, set(present), again)
        if self.postponed:
            self.note_trouble(self.postponed)
        else:
            self.boxes.note_look(address, at=self.clock.now())
        return count

    def keep_letters(self, box: Box) -> None:
        """Appends the accepted letters to the archive, where the provider keeps no copy itself."""
        if self.keeps_sent_copy:
            return
        zone = self.policy().zone
        while letters := self.outbox.to_archive(self.mailbox.address, _LETTERS_A_ROUND):
            by_year: dict[int, list[tuple[int, datetime, bytes]]] = {}
            for letter in letters:
                by_year.setdefault(local_date(letter[1], zone).year, []).append(letter)
            for year, some in by_year.items():
                folder = box.archive_folder(year)
                box.append(folder, [content for _, _, content in some], some[-1][1])
                self.outbox.mark_archived([letter_id for letter_id, _, _ in some])

    def look_at_junk(self, box: Box) -> None:
        """Notes what came into the junk folder since the last look; nothing there is touched."""
        address = self.mailbox.address
        found = box.junk(self.boxes.state(address).junk_uid)
        if found:
            last = max(uid for uid, _ in found)
            self.boxes.note_junk(address, last, [sender for _, sender in found])

    def adopt(self, box: Box, uids: Sequence[int], *, acknowledge: bool) -> int:
        """Takes mail from before the start in, as if it had just been seen; returns how many.

        Of what the provider lets be fetched in a day it takes no more than half: the rest is for
        mail that comes today. What it left there stands in `postponed`.
        """
        address, now = self.mailbox.address, self.clock.now()
        self._open(box, now)
        early = set(uids).intersection(self.inbox.before_start(address, date.min))
        listed = [uid for uid in box.uids() if uid in early]
        glances = box.glance(listed) if listed else {}
        some = self._within_the_day(listed, glances, share=_SHARE_OF_OLD)
        return sum(
            self.inbox.adopt(
                address, box.uidvalidity, uid, raw, acknowledge=acknowledge, seen_at=now
            )
            for uid, _, raw in box.fetch(some)
        )

    def note_trouble(self, why: str) -> None:
        """Notes that the mailbox could not be used, also when it never could before."""
        now = self.clock.now()
        self._state(now)
        self.boxes.note_trouble(self.mailbox.address, at=now, error=why)

    def _state(self, now: datetime) -> BoxState:
        first = local_date(now - LOOK_BACK, self.policy().zone)
        return self.boxes.open(self.mailbox.address, self.mailbox.start_from, first)

    def _open(self, box: Box, now: datetime) -> date:
        """The first day we answer for; after a change of UIDVALIDITY everything is looked at."""
        address = self.mailbox.address
        state = self._state(now)
        if box.uidvalidity != self._uidvalidity:
            if box.uidvalidity != state.uidvalidity:
                self.inbox.renumber(address, box.uidvalidity)
                LOG.info("uidvalidity", mailbox=address, uidvalidity=box.uidvalidity)
            self._known = self.inbox.uids(address, box.uidvalidity)
            self._uidvalidity = box.uidvalidity
        return state.start_from

    def _arrivals(
        self, box: Box, glances: Mapping[int, Glance], start_from: date
    ) -> Iterator[list[Arrival]]:
        """The new mails in portions that share a commit; mail from before the start only listed."""
        early, large, usual = self._sort(glances, start_from)
        usual = self._within_the_day(usual, glances)
        for some in _portions(early, _LISTED_A_COMMIT):
            yield [self._arrival(uid, glances[uid], None) for uid in some]
        unseen = set(usual)
        for portion in _weighed(box.fetch(usual)):
            unseen.difference_update(uid for uid, _, _ in portion)
            yield [self._arrival(uid, glance, raw) for uid, glance, raw in portion]
        # What the server lists but, twice running, cannot hand over is taken by its header, like a
        # too large mail. Once may be chance: then the next look finds it whole.
        stubborn, self._withheld = unseen & self._withheld, unseen
        for uid in (*large, *sorted(stubborn)):
            if header := box.fetch_header(uid):
                yield [replace(self._arrival(uid, glances[uid], header), truncated=True)]

    def _sort(
        self, glances: Mapping[int, Glance], start_from: date
    ) -> tuple[list[int], list[int], list[int]]:
        """The UIDs from before the start, those of too large mails, and all others."""
        zone, limit = self.policy().zone, self.policy().limits.max_message_bytes
        early, large, usual = [], [], []
        for uid, glance in sorted(glances.items()):
            if local_date(glance.received_at, zone) < start_from:
                early.append(uid)
            elif glance.size > limit:
                large.append(uid)
            else:
                usual.append(uid)
        return early, large, usual

    def _within_the_day(
        self, uids: list[int], glances: Mapping[int, Glance], *, share: float = _OUR_SHARE
    ) -> list[int]:
        """As many of these mails as the provider lets be fetched within a day, the first first."""
        before, self.postponed = self.postponed, ""
        if not (uids and self.download_mb_a_day):
            return uids
        since = self.clock.now() - _A_DAY
        room = self.download_mb_a_day * share * 1_000_000
        room -= self.inbox.fetched_since(self.mailbox.address, since)
        for n, uid in enumerate(uids):
            room -= glances[uid].size if uid in glances else 0  # gone meanwhile
            if room < 0:
                self.postponed = (
                    f"{len(uids) - n} mails wait on the server until tomorrow: the provider lets "
                    f"{self.download_mb_a_day} MB be fetched in a day"
                )
                if not before:
                    address = self.mailbox.address
                    LOG.warning("download_limit", mailbox=address, waiting=len(uids) - n)
                return uids[:n]
        return uids

    def _come_again(self, glances: Mapping[int, Glance]) -> dict[int, int]:
        """UIDs under which a mail shows that is stored already, with its id: it is not fetched."""
        names = {uid: glance.one_id for uid, glance in glances.items() if glance.one_id}
        stored = self.inbox.stored_as(self.mailbox.address, names.values()) if names else {}
        return {uid: stored[name] for uid, name in names.items() if name in stored}

    def _arrival(self, uid: int, glance: Glance, raw: bytes | None) -> Arrival:
        return Arrival(
            uid=uid,
            received_at=glance.received_at,
            received_on=local_date(glance.received_at, self.policy().zone),
            size=glance.size,
            raw=raw,
            one_id=glance.one_id,
        )

    def _file_away(self, box: Box, present: set[int], again: Mapping[int, int]) -> None:
        """Moves every stored mail to the archive folder of its year; twice does no harm.

        `again`: stored mails (UID to id) that have come back to the inbox.
        """
        by_year: dict[int, list[tuple[int, int]]] = {}
        gone: list[tuple[int, int | None]] = []
        back = set(again.values())
        years = self.inbox.years_of(back) if back else {}
        for uid, mail_id in again.items():
            by_year.setdefault(years[mail_id], []).append((mail_id, uid))
        for mail_id, uid, year in self.inbox.to_file(self.mailbox.address, box.uidvalidity):
            if mail_id in back:
                continue
            if uid in present:
                by_year.setdefault(year, []).append((mail_id, uid))
            else:
                gone.append((mail_id, None))
        for year, mails in by_year.items():
            folder = box.archive_folder(year)
            moved = box.move([uid for _, uid in mails], folder)
            self.inbox.mark_filed([(mail_id, moved.get(uid)) for mail_id, uid in mails], folder)
        if gone:
            # Somebody moved or deleted them after we had stored them: that is their right.
            self.inbox.mark_filed(gone, "")


def _each_once(glances: Mapping[int, Glance], again: Mapping[int, int]) -> dict[int, Glance]:
    """The new mails: of one that shows under several names only the first."""
    named: dict[str, int] = {}
    return {
        uid: glance
        for uid, glance in glances.items()
        if uid not in again and (not glance.one_id or named.setdefault(glance.one_id, uid) == uid)
    }


def _portions(items: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(items)
    while portion := list(islice(source, size)):
        yield portion


def _weighed(
    fetched: Iterable[tuple[int, Glance, bytes]],
) -> Iterator[list[tuple[int, Glance, bytes]]]:
    """Portions of not too many mails and not too many bytes."""
    portion: list[tuple[int, Glance, bytes]] = []
    weight = 0
    for mail in fetched:
        portion.append(mail)
        weight += len(mail[2])
        if len(portion) >= _MAILS_A_COMMIT or weight >= _BYTES_A_COMMIT:
            yield portion
            portion, weight = [], 0
    if portion:
        yield portion
