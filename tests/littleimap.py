"""A little IMAP server with its mail in memory, whose habits are data: the ground of others.

It lets in by token only, knows what the bot asks and no more (a command beyond it is BAD), keeps
what it heard, and does once, at a command of one's choice, whatever a test planned.
"""

from __future__ import annotations

import base64
import itertools
import re
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self, TypeAlias

from bot.core.providers import WAYS, Provider
from bot.post.imap.server import ImapServer

USER = "klachten@school.example"
TOKEN = "ya29.een-token"
_PATIENCE = 20.0
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|\(([^)]*)\)|(\S+)')
_LITERAL = re.compile(rb"\{(\d+)\+?\}\r?\n$")
_FLAGS = r"\Answered \Flagged \Deleted \Seen \Draft"


@dataclass(kw_only=True, eq=False)
class Mail:
    """A mail as the server keeps it; `one_id` is its name under every label."""

    raw: bytes
    when: datetime
    one_id: int
    flags: set[str] = field(default_factory=set)
    fetched: int = 0


@dataclass(kw_only=True)
class Folder:
    """A folder: its mails by UID."""

    special: str = ""
    uidvalidity: int = 7
    next_uid: int = 1
    mails: dict[int, Mail] = field(default_factory=dict)

    def add(self, mail: Mail) -> int:
        uid = self.next_uid
        self.mails[uid] = mail
        self.next_uid += 1
        return uid


class Gone(Exception):  # noqa: N818 - no error: the visit is over
    """The visit ends here."""


Action: TypeAlias = "Callable[[Visit, str, str], None]"


def says(words: str) -> Action:
    """Answer the command with this, and nothing else; %t is its tag."""
    return lambda visit, tag, _: visit.say(words.replace("%t", tag))


def hangs_up(words: str = "") -> Action:
    """End the connection, with last words or without."""

    def action(visit: Visit, _tag: str, _command: str) -> None:
        if words:
            visit.say(words)
        raise Gone

    return action


def breaks_off_after(octets: int) -> Action:
    """End the connection in the middle of the answer."""

    def action(visit: Visit, tag: str, command: str) -> None:
        visit.left = octets
        visit.obey(tag, command)

    return action


def hangs(_visit: Visit, _tag: str, _command: str) -> None:
    """Say nothing at all, to nothing at all, until the client is gone."""
    while _visit.hear():
        pass
    raise Gone


class LittleImap:
    """The server. `tokens` are those it takes, `heard` the commands of all visits, in order."""

    provider = Provider.IMAP
    before_login = "IMAP4rev1 SASL-IR AUTH=XOAUTH2"
    after_login = "IMAP4rev1 IDLE UIDPLUS MOVE NAMESPACE"
    refusal = "[AUTHENTICATIONFAILED] Invalid credentials (Failure)"

    def __init__(self) -> None:
        self.tokens = {TOKEN}
        self.folders: dict[str, Folder] = {"INBOX": Folder()}
        self.heard: list[str] = []
        self.logins: list[tuple[str, bool]] = []
        self.visits: list[Visit] = []
        self.most_at_once = 0
        self.lock = threading.RLock()
        self.plans: list[tuple[re.Pattern[str], Action]] = []
        self._names = itertools.count(1278455344230334865)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.end_sessions()

    def mailbox(self, *, token: str = TOKEN, timeout: float = 10.0) -> ImapServer:
        """How to get in."""
        return ImapServer(
            host="127.0.0.1",
            port=self.port,
            security="none",
            user=USER,
            token=lambda: token,
            timeout=timeout,
            ways=WAYS[self.provider],
        )

    # What happens to it

    def once(self, pattern: str, action: Action) -> None:
        """Do this the next time that a command fits."""
        self.plans.append((re.compile(pattern), action))

    def deliver(self, *raws: bytes, when: datetime | None = None, folder: str = "INBOX") -> None:
        """Mail comes in; whoever idles there is told."""
        with self.lock:
            for raw in raws:
                mail = Mail(
                    raw=raw,
                    when=when or datetime.now(UTC),  # noqa: TID251 - a server has its own clock
                    one_id=next(self._names),
                )
                self.came(mail, folder)
            for visit in self.visits:
                if visit.idles and visit.opened == folder:
                    with suppress(OSError, Gone):
                        visit.tell_news()

    def came(self, mail: Mail, folder: str) -> int:
        """Puts a new mail where it belongs; its UID there."""
        return self.folders[folder].add(mail)

    def moved(self, mail: Mail, source: str, uid: int, target: str) -> int:
        """Moves a mail; its UID there."""
        del self.folders[source].mails[uid]
        return self.folders[target].add(mail)

    def body(self, mail: Mail) -> bytes:
        """The mail as it reads this time."""
        mail.fetched += 1
        return mail.raw

    def end_sessions(self, words: str = "") -> None:
        """Hang up on everybody."""
        with self.lock:
            visits = list(self.visits)
        for visit in visits:
            with suppress(OSError, Gone):
                if words:
                    visit.say(words)
            visit.close()

    def welcome(self, _visit: Visit) -> bool:
        """Whether somebody who has logged in may go on."""
        return True

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.settimeout(_PATIENCE * 3)
            visit = Visit(self, connection)
            with self.lock:
                self.visits.append(visit)
                self.most_at_once = max(self.most_at_once, len(self.visits))
            threading.Thread(target=visit.talk, daemon=True).start()


class Visit:
    """One connection."""

    def __init__(self, server: LittleImap, connection: socket.socket) -> None:
        self.server, self._connection = server, connection
        self._lines = connection.makefile("rb")
        self.opened = ""
        self.idles = False
        self.logged_in = False
        self.left: int | None = None  # octets before it breaks off
        self._told = 0

    def talk(self) -> None:
        try:
            self.say("* OK ready for requests")
            while line := self.hear():
                tag, _, command = line.partition(" ")
                plan = self._plan(command)
                if plan:
                    plan(self, tag, command)
                else:
                    self.obey(tag, command)
        except (Gone, OSError, ValueError):
            pass
        finally:
            self.close()
            with self.server.lock:
                self.server.visits.remove(self)

    def close(self) -> None:
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()

    def hear(self) -> str:
        """A line, with the literals in it as they are; empty when the client is gone."""
        line: bytes = self._lines.readline()
        while literal := _LITERAL.search(line):
            if not literal[0].startswith(b"{" + literal[1] + b"+"):
                self.say("+ go on")
            line = line[: literal.start()] + b"\x00" + self._lines.read(int(literal[1])) + b"\x00"
            line += self._lines.readline()
        return line.decode("latin-1").rstrip("\r\n")

    def say(self, *lines: str | bytes) -> None:
        for line in lines:
            data = line.encode("latin-1") + b"\r\n" if isinstance(line, str) else line
            if self.left is not None:
                data, self.left = data[: self.left], self.left - len(data)
            with self.server.lock:
                self._connection.sendall(data)
            if self.left is not None and self.left <= 0:
                raise Gone

    def tell_news(self) -> None:
        """EXISTS, when there are more or fewer mails than were told of."""
        if self.opened and self._told != len(self.folder.mails):
            self._told = len(self.folder.mails)
            self.say(f"* {self._told} EXISTS")

    @property
    def folder(self) -> Folder:
        return self.server.folders[self.opened]

    def _plan(self, command: str) -> Action | None:
        with self.server.lock:
            self.server.heard.append(command.partition("\x00")[0])
            for n, (pattern, action) in enumerate(self.server.plans):
                if pattern.match(command):
                    del self.server.plans[n]
                    return action
        return None

    def obey(self, tag: str, command: str) -> None:
        """The usual answer."""
        verb, _, rest = command.partition(" ")
        if verb == "UID":
            verb, _, rest = rest.partition(" ")
            verb = f"uid_{verb}"
        does = getattr(self, f"do_{verb.lower()}", None)
        public = {"capability", "authenticate", "logout"}
        if does is None or not (self.logged_in or verb.lower() in public):
            self.say(f"{tag} BAD Command Argument Error. 12")
            return
        with self.server.lock:
            said = does(rest, tag)
        if verb not in {"IDLE", "AUTHENTICATE"} and self.opened:
            self.tell_news()
        self.say(f"{tag} {said or 'OK completed.'}")
        if verb == "LOGOUT":
            raise Gone

    # The commands

    def do_capability(self, _rest: str, _tag: str) -> None:
        server = self.server
        self.say(f"* CAPABILITY {server.after_login if self.logged_in else server.before_login}")

    def do_authenticate(self, method: str, _tag: str) -> str:
        self.say("+ ")
        said = base64.b64decode(self.hear()).decode()
        bearer = re.search(r"auth=Bearer ([^\x01]*)\x01\x01$", said)
        user = re.match(r"(?:user=|n,a=)([^\x01,]*)[\x01,]", said)
        assert bearer
        assert user
        good = bearer[1] in self.server.tokens and user[1] == USER
        self.server.logins.append((method, good))
        if not good:
            self.say("+ " + base64.b64encode(b'{"status":"400","schemes":"Bearer"}').decode())
            self.hear()
            return f"NO {self.server.refusal}"
        self.logged_in = True
        return "OK AUTHENTICATE completed."

    def do_logout(self, _rest: str, _tag: str) -> None:
        self.say("* BYE see you")

    def do_noop(self, _rest: str, _tag: str) -> None:
        pass

    def do_namespace(self, _rest: str, _tag: str) -> None:
        self.say('* NAMESPACE (("" "/")) NIL NIL')

    def do_list(self, rest: str, _tag: str) -> None:
        wanted = _words(rest)[1]
        for name, folder in self.server.folders.items():
            if wanted in {"*", name}:
                self.say(f'* LIST (\\HasNoChildren {folder.special}) "/" "{name}"')

    def do_create(self, rest: str, _tag: str) -> str | None:
        name = _words(rest)[0]
        if name in self.server.folders:
            return "NO it is there"
        self.server.folders[name] = Folder()
        return None

    def do_subscribe(self, _rest: str, _tag: str) -> None:
        pass

    def do_status(self, rest: str, _tag: str) -> None:
        name = _words(rest)[0]
        folder = self.server.folders[name]
        self.say(f'* STATUS "{name}" (MESSAGES {len(folder.mails)} UIDNEXT {folder.next_uid})')

    def do_select(self, rest: str, _tag: str) -> str:
        name = _words(rest)[0]
        if not self.server.welcome(self):
            return "BAD User is authenticated but not connected."
        if name not in self.server.folders:
            return "NO it doesn't exist."
        self.opened = name
        self._told = len(self.folder.mails)
        self.say(
            f"* {self._told} EXISTS",
            "* 0 RECENT",
            f"* FLAGS ({_FLAGS} $MDNSent)",
            f"* OK [PERMANENTFLAGS ({_FLAGS} $MDNSent)] Permanent flags",
            f"* OK [UIDVALIDITY {self.folder.uidvalidity}] UIDVALIDITY value",
            f"* OK [UIDNEXT {self.folder.next_uid}] The next unique identifier value",
        )
        return "OK [READ-WRITE] SELECT completed."

    def do_examine(self, rest: str, tag: str) -> str:
        return self.do_select(rest, tag).replace("WRITE", "ONLY")

    def do_uid_search(self, rest: str, _tag: str) -> None:
        uids = sorted(self.folder.mails)
        if rest.startswith("UID "):
            uids = self._named(rest.split()[1])
        self.say(f"* SEARCH {' '.join(map(str, uids))}".rstrip())

    def do_uid_fetch(self, rest: str, _tag: str) -> None:
        some, _, items = rest.partition(" ")
        order = sorted(self.folder.mails)
        for uid in self._named(some):
            mail = self.folder.mails[uid]
            told, literal = self.told(uid, mail, items)
            line = f"* {order.index(uid) + 1} FETCH ({told}"
            if literal is None:
                self.say(line + ")")
            else:
                name, body = literal
                self.say(f"{line} {name} {{{len(body)}}}\r\n".encode() + body + b")\r\n")

    def told(self, uid: int, mail: Mail, items: str) -> tuple[str, tuple[str, bytes] | None]:
        """What a FETCH answer tells of a mail, and the body in it."""
        said = [f"UID {uid}"]
        if "INTERNALDATE" in items:
            said.append(f'INTERNALDATE "{mail.when:%d-%b-%Y %H:%M:%S %z}"')
        if "RFC822.SIZE" in items:
            said.append(f"RFC822.SIZE {len(mail.raw)}")
        if "X-GM-MSGID" in items:
            said.append(f"X-GM-MSGID {mail.one_id}")
        if "BODY.PEEK[]" in items:
            return " ".join(said), ("BODY[]", self.server.body(mail))
        if "BODY.PEEK[HEADER" in items:
            header, blank, _ = mail.raw.partition(b"\r\n\r\n")
            return " ".join(said), ("BODY[HEADER]", header + blank)
        return " ".join(said), None

    def do_uid_move(self, rest: str, _tag: str) -> str | None:
        some, name = _words(rest)
        if name not in self.server.folders:
            return "NO [TRYCREATE] no such folder"
        order, uids = sorted(self.folder.mails), self._named(some)
        new = [self.server.moved(self.folder.mails[uid], self.opened, uid, name) for uid in uids]
        if uids:
            old = ",".join(map(str, uids))
            validity = self.server.folders[name].uidvalidity
            self.say(f"* OK [COPYUID {validity} {old} {','.join(map(str, new))}] moved")
        for uid in uids:
            self.say(f"* {order.index(uid) + 1} EXPUNGE")
            order.remove(uid)
        self._told -= len(uids)
        return None

    def do_append(self, rest: str, _tag: str) -> str:
        head, raw, _ = rest.split("\x00", 2)
        words = _words(head)
        when = datetime.strptime(words[-1].strip(), "%d-%b-%Y %H:%M:%S %z")
        mail = Mail(raw=raw.encode("latin-1"), when=when, one_id=next(self.server._names))
        mail.flags |= set(words[1].split())
        uid = self.server.came(mail, words[0])
        return f"OK [APPENDUID 7 {uid}] APPEND completed."

    def do_idle(self, _rest: str, _tag: str) -> str:
        self.tell_news()
        self.idles = True
        self.say("+ IDLE accepted, awaiting DONE command.")
        self.server.lock.release()
        try:
            line = self.hear()
        finally:
            self.server.lock.acquire()
            self.idles = False
        if line != "DONE":
            raise Gone
        return "OK IDLE completed."

    def _named(self, some: str) -> list[int]:
        """The UIDs of a sequence set that are there; `n:*` names the last one even below n."""
        uids, last = sorted(self.folder.mails), max(self.folder.mails, default=0)
        found: set[int] = set()
        for part in some.split(","):
            ends = [last if end == "*" else int(end) for end in part.split(":")]
            found.update(uid for uid in uids if min(ends) <= uid <= max(ends))
        return sorted(found)


def _words(rest: str) -> list[str]:
    return [next(filter(None, found.groups()), "") for found in _WORD.finditer(rest)]


def names(commands: Iterable[str]) -> set[str]:
    """The first words of commands, for what was never said."""
    return {command.split(" ")[0] for command in commands}
