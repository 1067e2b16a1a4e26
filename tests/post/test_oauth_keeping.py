from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.post.oauth import keeping
from bot.post.oauth.keeping import Kept, Locked, TokenStore
from tests.builders import NOON

BOX = "klachten@school.example"
NEW, OLD = b"the newest signing key, 32 bytes or more", b"the signing key before, 32 bytes or more"
KEPT = Kept(
    who="who",
    how="how",
    access_token="access-token-1",
    got_at=NOON,
    ends_at=NOON + timedelta(hours=1),
    refresh_token="refresh-token-1",
)


def test_what_was_kept_is_read_back_whole(tmp_path: Path) -> None:
    store = TokenStore(tmp_path / "var" / "tokens", (NEW,))
    store.write(BOX, KEPT)
    assert store.read(BOX) == KEPT
    without = replace(KEPT, refresh_token=None)
    store.write(BOX, without)
    assert store.read(BOX) == without


def test_nothing_kept_is_nothing(tmp_path: Path) -> None:
    assert TokenStore(tmp_path, (NEW,)).read(BOX) is None


def test_no_token_stands_readable_on_the_disk(tmp_path: Path) -> None:
    TokenStore(tmp_path, (NEW,)).write(BOX, KEPT)
    for file in tmp_path.iterdir():
        raw = file.read_bytes()
        assert b"token-1" not in raw
        assert b"refresh" not in raw


def test_only_the_bot_may_read_the_files(tmp_path: Path) -> None:
    store = TokenStore(tmp_path / "tokens", (NEW,))
    with store.lock(BOX):
        store.write(BOX, KEPT)
    assert stat.S_IMODE((tmp_path / "tokens").stat().st_mode) == 0o700
    modes = {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "tokens").iterdir()}
    assert modes == {0o600}


def test_signing_keys_rotate_the_newest_writes_and_all_read(tmp_path: Path) -> None:
    TokenStore(tmp_path, (OLD,)).write(BOX, KEPT)
    rotated = TokenStore(tmp_path, (NEW, OLD))
    assert rotated.read(BOX) == KEPT
    assert TokenStore(tmp_path, (NEW,)).read(BOX) is None
    rotated.write(BOX, KEPT)
    assert TokenStore(tmp_path, (NEW,)).read(BOX) == KEPT
    assert TokenStore(tmp_path, (OLD,)).read(BOX) is None


def test_a_damaged_file_is_nothing(tmp_path: Path) -> None:
    store = TokenStore(tmp_path, (NEW,))
    store.write(BOX, KEPT)
    file = tmp_path / f"{BOX}.token"
    whole = file.read_bytes()
    for damaged in (b"", whole[:-1], b"x" + whole, whole[:50] + b"A" + whole[51:], b"\xff" * 200):
        file.write_bytes(damaged)
        assert store.read(BOX) is None


def test_what_is_encrypted_but_no_record_is_nothing(tmp_path: Path) -> None:
    store = TokenStore(tmp_path, (NEW,))
    for odd in (b"[]", b"{}", b"null", b'{"who": 1}'):
        (tmp_path / f"{BOX}.token").write_bytes(store._cipher().encrypt(odd))
        assert store.read(BOX) is None


@pytest.mark.parametrize("box", ["../../etc/x@school.example", "a/b@school.example", "a b*[c]@d"])
def test_no_address_leads_out_of_the_folder(box: str, tmp_path: Path) -> None:
    store = TokenStore(tmp_path / "tokens", (NEW,))
    store.write(box, KEPT)
    assert store.read(box) == KEPT
    assert [file.parent for file in tmp_path.rglob("*.token")] == [tmp_path / "tokens"]


def test_mailboxes_do_not_mix(tmp_path: Path) -> None:
    store = TokenStore(tmp_path, (NEW,))
    other = replace(KEPT, access_token="other")
    store.write(BOX, KEPT)
    store.write("andere@school.example", other)
    assert store.read(BOX) == KEPT
    assert store.read("andere@school.example") == other


WRITE = """
import os, signal, sys
from pathlib import Path
from bot.post.oauth import keeping
from tests.post.test_oauth_keeping import BOX, KEPT, NEW
def killed(handle):
    os.kill(os.getpid(), signal.SIGKILL)
keeping.os.fsync = killed
keeping.TokenStore(Path(sys.argv[1]), (NEW,)).write(BOX, KEPT)
"""


def test_a_process_that_dies_while_writing_harms_nothing(tmp_path: Path) -> None:
    store = TokenStore(tmp_path, (NEW,))
    before = replace(KEPT, access_token="before")
    store.write(BOX, before)
    died = subprocess.run([sys.executable, "-c", WRITE, str(tmp_path)], check=False)
    assert died.returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 2  # what it left
    assert store.read(BOX) == before
    store.write(BOX, KEPT)
    assert [file.name for file in tmp_path.iterdir()] == [f"{BOX}.token"]


HOLD = """
import sys
from pathlib import Path
from bot.post.oauth.keeping import TokenStore
with TokenStore(Path(sys.argv[1]), (b"",)).lock(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_waits_and_a_dead_one_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_LONGEST_WAIT", 0.0)
    store = TokenStore(tmp_path, (NEW,))
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path), BOX],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked), store.lock(BOX):
            pass
        with store.lock("andere@school.example"):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        with store.lock(BOX):
            pass


def test_where_no_lock_can_be_made_nobody_is_kept_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with TokenStore(tmp_path / "file" / "tokens", (NEW,)).lock(BOX):
        pass
