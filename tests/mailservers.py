"""Real mail servers on 127.0.0.1: Dovecot as its own process, pymap in a thread of ours."""

from __future__ import annotations

import asyncio
import base64
import grp
import os
import pwd
import shutil
import smtplib  # noqa: TID251 - LMTP, into a server of the tests
import socket
import subprocess
import tempfile
import threading
import time
from argparse import Namespace
from collections.abc import Iterable
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
from imapclient import IMAPClient

from bot.clock import monotonic
from bot.post.imap.server import ImapServer, Security
from tests.certificates import Certificate, make_certificate

DOVECOT = Path("/usr/sbin/dovecot")
PASSWORD = "mosterd-na-de-maaltijd"
_PATIENCE = 20.0
_POLL = 0.02


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on at this moment."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(listening.getsockname()[1]) for listening in sockets]
    for listening in sockets:
        listening.close()
    return ports


class Dovecot:
    """A Dovecot of one's own: any user, one password, mail in maildirs in a folder of its own.

    Runs as whoever runs the tests; for root the mail belongs to nobody. `separator` and `prefix`
    are those of the namespace, `junk` makes a folder marked \\Junk, `capability` is what it says
    it can do (default: all it can), `settings` are further lines of its configuration. With
    `token_key` it lets in by JWT too, signed with that (HS256), by these `token_methods`.
    """

    def __init__(  # noqa: PLR0913 - what a test may want of it
        self,
        *,
        separator: str = "/",
        prefix: str = "",
        junk: bool = False,
        capability: str = "",
        settings: str = "",
        token_key: bytes = b"",
        token_methods: str = "xoauth2 oauthbearer",
    ) -> None:
        self._separator, self._prefix, self._junk = separator, prefix, junk
        self._settings = settings
        if capability:
            self._settings += f"\nprotocol imap {{\n  imap_capability = {capability}\n}}\n"
        self._token_key, self._token_methods = token_key, token_methods
        self._owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self._process: subprocess.Popen[bytes] | None = None
        self._plain = self._tls = self._lmtp = 0
        self.folder = Path()
        self.certificate = Certificate(Path(), Path())

    def __enter__(self) -> Self:
        # Not pytest's folder, which is closed to the user nobody.
        self.folder = Path(tempfile.mkdtemp(prefix="gehoor-dovecot-"))
        self.folder.chmod(0o755)
        self.certificate = make_certificate(self.folder)
        (self.folder / "mail").mkdir()
        os.chown(self.folder / "mail", self._owner.pw_uid, self._owner.pw_gid)
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start and wait for the greeting. The ports stay the same after a `stop`."""
        if not self._plain:
            self._plain, self._tls, self._lmtp = free_ports(3)
        if self._token_key:
            keys = self.folder / "keys" / "default" / "HS256"
            keys.mkdir(parents=True, exist_ok=True)
            (keys / "default").write_bytes(base64.b64encode(self._token_key))
            (self.folder / "oauth2.ext").write_text(
                "introspection_mode = local\nusername_attribute = sub\n"
                f"local_validation_key_dict = fs:posix:prefix={self.folder}/keys/\n"
            )
        config = self.folder / "dovecot.conf"
        config.write_text(self._config())
        self._process = subprocess.Popen(
            [DOVECOT, "-F", "-c", config], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for_greeting(self._plain, b"* OK", self._alive)
        wait_for_greeting(self._lmtp, b"220", self._alive)

    def stop(self) -> None:
        """End it, and everybody's connection with it."""
        if self._process is None:
            return
        workers = psutil.Process(self._process.pid).children(recursive=True)
        self._process.terminate()
        self._process.wait(_PATIENCE)
        self._process = None
        ends_at = monotonic() + 1
        while workers := [worker for worker in workers if _works(worker)]:
            if monotonic() > ends_at:
                for worker in workers:
                    with suppress(psutil.NoSuchProcess):
                        worker.kill()
            time.sleep(_POLL)

    def mailbox(self, user: str, security: Security = "none") -> ImapServer:
        """How to get into the mailbox of a user; it is made at the first login."""
        return ImapServer(
            host="127.0.0.1",
            port=self._tls if security == "tls" else self._plain,
            security=security,
            user=user,
            password=PASSWORD,
            ca_file=None if security == "none" else str(self.certificate.cert),
        )

    def client(self, user: str) -> IMAPClient:
        """A plain IMAPClient, logged in; `with` logs it out."""
        return _logged_in(self.mailbox(user))

    def deliver(self, raw: bytes, to: str, sender: str = "ouder@thuis.example") -> None:
        """By LMTP, as a mail server would; the time of receipt is now."""
        with smtplib.LMTP("127.0.0.1", self._lmtp) as lmtp:
            lmtp.sendmail(sender, [f"{to}@school.example"], raw)

    def deliver_file(self, path: Path, to: str) -> None:
        """The same, from a file."""
        self.deliver(path.read_bytes(), to)

    def append(
        self, raw: bytes, user: str, *, folder: str = "INBOX", when: datetime | None = None
    ) -> None:
        """By IMAP, with a time of receipt of one's choice."""
        with self.client(user) as client:
            client.append(folder, raw, msg_time=when)

    def fill(self, user: str, mails: Iterable[tuple[bytes, datetime]]) -> None:
        """Many mails at once, by writing the maildir: the time of its file is INTERNALDATE."""
        maildir = self.folder / "mail" / user / "Maildir"
        for part in ("cur", "new", "tmp"):
            (maildir / part).mkdir(parents=True, exist_ok=True)
        first = len(list((maildir / "cur").iterdir()))
        for number, (raw, when) in enumerate(mails, start=first):
            path = maildir / "cur" / f"{number:010}.P{os.getpid()}.gehoor:2,"
            path.write_bytes(raw)
            os.utime(path, (when.timestamp(), when.timestamp()))
            os.chown(path, self._owner.pw_uid, self._owner.pw_gid)
        for path in (maildir.parent, maildir, *maildir.iterdir()):
            os.chown(path, self._owner.pw_uid, self._owner.pw_gid)

    def renumber(self, user: str, uidvalidity: int) -> None:
        """Give the inbox another UIDVALIDITY, as a restored backup or a rebuilt index would."""
        self._doveadm("mailbox", "update", "--uid-validity", str(uidvalidity), "-u", user, "INBOX")

    def kick(self, user: str) -> bool:
        """End the sessions of a user, as providers do with a token; False when none is there."""
        return self._doveadm("kick", user, check=False).returncode == 0

    def _doveadm(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["doveadm", "-c", str(self.folder / "dovecot.conf"), *words],
            check=check,
            capture_output=True,
        )

    def log(self) -> str:
        """What Dovecot wrote down."""
        return (self.folder / "dovecot.log").read_text(errors="replace")

    def _alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _tokens(self) -> str:
        if not self._token_key:
            return ""
        return f"""
auth_mechanisms = plain login {self._token_methods}
passdb {{
  driver = oauth2
  mechanisms = {self._token_methods}
  args = {self.folder}/oauth2.ext
}}
"""

    def _config(self) -> str:
        user = self._owner.pw_name
        uid, gid = self._owner.pw_uid, self._owner.pw_gid
        junk = "mailbox Junk {\n    special_use = \\Junk\n    auto = create\n  }" * self._junk
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {_group(gid)}
first_valid_uid = 0
mail_uid = {uid}
mail_gid = {gid}
mail_home = {self.folder}/mail/%u
mail_location = maildir:~/Maildir
mail_max_userip_connections = 500
auth_username_format = %Ln
auth_failure_delay = 0
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{self.certificate.cert}
ssl_key = <{self.certificate.key}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={self.folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = {self._separator}
  prefix = {self._prefix}
  {junk}
}}
service anvil {{
  chroot =
  # No waiting after somebody on 127.0.0.1 had a password wrong.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self._plain}
  }}
  inet_listener imaps {{
    port = {self._tls}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {self._lmtp}
  }}
}}
{self._tokens()}
{self._settings}
"""


class Pymap:
    """The IMAP server from pip, with its mail in memory, in a thread of this process.

    One user. It offers no NAMESPACE and no special-use folders.
    """

    USER = "klachten"

    def __init__(self) -> None:
        (self._port,) = free_ports(1)
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._config: Any = None
        self._tasks: set[asyncio.Task[Any]] = set()
        # A daemon: from Python 3.12 on the server waits for its clients to leave.
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        wait_for_greeting(self._port, b"* OK", self._thread.is_alive)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_PATIENCE)

    def mailbox(self) -> ImapServer:
        """How to get into its one mailbox."""
        return ImapServer(
            host="127.0.0.1",
            port=self._port,
            security="none",
            user=self.USER,
            password=PASSWORD,
        )

    def client(self) -> IMAPClient:
        """A plain IMAPClient, logged in; `with` logs it out."""
        return _logged_in(self.mailbox())

    def deliver(self, raw: bytes, when: datetime | None = None) -> None:
        """By APPEND: it has no other door."""
        with self.client() as client:
            client.append("INBOX", raw, msg_time=when)

    def renumber(self, uidvalidity: int) -> None:
        """Give the inbox another UIDVALIDITY; connections that are open do not hear of it."""
        asyncio.run_coroutine_threadsafe(self._renumber(uidvalidity), self._loop).result(_PATIENCE)

    def _keep(self, loop: asyncio.AbstractEventLoop, work: Any, **kind: Any) -> asyncio.Task[Any]:
        """A task that is held on to. pymap lets go of its own, and from Python 3.13 on those of a
        connection that is in use are swept up now and then, connection and all."""
        task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **kind)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _run(self) -> None:
        self._loop.set_task_factory(self._keep)
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._serve())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _renumber(self, uidvalidity: int) -> None:
        mailboxes, _ = self._config.set_cache[self.USER]
        (await mailboxes.get_mailbox("INBOX"))._uid_validity = uidvalidity

    async def _serve(self) -> None:
        from pymap.backend.dict import DictBackend  # noqa: PLC0415 - half a second to import
        from pymap.imap import IMAPService  # noqa: PLC0415

        arguments = Namespace(
            debug=False,
            demo_data=False,
            demo_user=self.USER,
            demo_password=PASSWORD,
            host="127.0.0.1",
            port=self._port,
            tls=False,
            cert=None,
            key=None,
            proxy_protocol=None,
            passlib_cfg=None,
            inherited_sockets=None,
        )
        backend, config = await DictBackend.init(arguments, invalid_user_sleep=0)
        config.apply_context()
        self._config = config
        async with AsyncExitStack() as stack:
            await backend.start(stack)
            await IMAPService(backend, config).start(stack)
            await self._stop.wait()
            # Who knocked last is let in first: a server that closes between loses the socket.
            for _ in range(5):
                await asyncio.sleep(0)


def wait_for_greeting(port: int, greeting: bytes, alive: Any) -> None:
    """Until a server on this port says hello. Raises RuntimeError when it ended or is too late."""
    ends_at = monotonic() + _PATIENCE
    while monotonic() < ends_at and alive():
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as visitor:
            if visitor.recv(100).startswith(greeting):
                return
        time.sleep(_POLL)
    raise RuntimeError(f"no greeting on port {port}")


def _logged_in(server: ImapServer) -> IMAPClient:
    client = IMAPClient(server.host, server.port, ssl=False, timeout=_PATIENCE)
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.normalise_times = False
    client.login(server.user, server.password)
    client.select_folder("INBOX")
    return client


def _works(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def _group(gid: int) -> str:
    return grp.getgrgid(gid).gr_name
