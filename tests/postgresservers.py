"""A real PostgreSQL on 127.0.0.1, in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.mailservers import free_ports

_INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
POSTGRES = _INSTALLED[-1] if _INSTALLED else None


class PostgreSQL:
    """A server of one's own, without passwords, for whoever can reach the port on 127.0.0.1.

    It refuses to run as root: then it runs as the system's user postgres.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="gehoor-postgres-"))
        self._owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        (self._port,) = free_ports(1)

    def __enter__(self) -> Self:
        os.chown(self._folder, self._owner.pw_uid, self._owner.pw_gid)
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-A", "trust", "-U", "gehoor", "-E", "UTF8", "--no-sync")
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -k {self._folder} -c fsync=off"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def database(self, name: str) -> str:
        """The URL of a new, empty database."""
        self._run(
            "psql", "-h", "127.0.0.1", "-p", str(self._port), "-U", "gehoor", "-d", "postgres",
            "-c", f'CREATE DATABASE "{name}"',
        )  # fmt: skip
        return f"postgresql+psycopg://gehoor@127.0.0.1:{self._port}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        assert POSTGRES is not None
        done = subprocess.run(
            [str(POSTGRES / program), *arguments],
            user=self._owner.pw_uid,
            group=self._owner.pw_gid,
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")
