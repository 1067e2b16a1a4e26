"""Puts mail into a folder: moves what came in, appends what went out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from imapclient.exceptions import IMAPClientError

from bot.post.imap.idle import IdleClient
from bot.post.imap.sequences import copied

_BATCH_OCTETS = 4_000_000
_BATCH_LETTERS = 50
_SEEN = rb"\Seen"
_DELETED = rb"\Deleted"


def move(client: IdleClient, some: str, uids: list[int], folder: str) -> dict[int, int]:
    """Move the mails of one sequence set; old UID → new UID as far as the server tells.

    By MOVE (RFC 6851), else as that RFC says a client does it itself.
    """
    answers = client.wire.untagged_responses
    answers.pop("COPYUID", None)
    if client.has_capability("MOVE"):
        client.move(some, folder)
    elif client.has_capability("UIDPLUS"):
        client.copy(some, folder)
        client.add_flags(some, [_DELETED], silent=True)
        client.uid_expunge(some)
    else:
        _move_by_hand(client, some, uids, folder)
    return copied(answers.pop("COPYUID", []), len(uids))


def append(client: IdleClient, folder: str, raws: Sequence[bytes], when: datetime) -> None:
    """Append letters of ours, as read; in one command where MULTIAPPEND (RFC 3502) is offered."""
    if not client.has_capability("MULTIAPPEND"):
        for raw in raws:
            client.append(folder, raw, flags=[_SEEN], msg_time=when)
        return
    for batch in _batches(raws):
        kind, answer = client.multiappend(
            folder, [{"msg": raw, "flags": [_SEEN], "date": when} for raw in batch]
        )
        if kind != "OK":  # IMAPClient 4.1 does not look
            raise IMAPClientError(f"append failed: {answer[0].decode('utf-8', 'replace')}")


def search(client: IdleClient, criteria: str) -> list[int]:
    """The UIDs of the mails that fit, ascending."""
    kind, lines = client.wire.uid("SEARCH", criteria)
    if kind != "OK":
        raise IMAPClientError(f"search failed: {(lines[0] or b'').decode('utf-8', 'replace')}")
    return sorted({int(uid) for line in lines for uid in (line or b"").split()})


def _move_by_hand(client: IdleClient, some: str, uids: list[int], folder: str) -> None:
    """Without UIDPLUS only everything marked deleted can go at once: so only when that is ours.

    A mail that stays behind, marked, is not copied a second time.
    """
    ours = search(client, f"UID {some} UNDELETED")
    if ours:
        names = ",".join(map(str, ours))
        client.copy(names, folder)
        client.add_flags(names, [_DELETED], silent=True)
    if set(search(client, "DELETED")) <= set(uids):
        client.expunge()


def _batches(raws: Sequence[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    octets = 0
    for raw in raws:
        if batch and (octets + len(raw) > _BATCH_OCTETS or len(batch) == _BATCH_LETTERS):
            yield batch
            batch, octets = [], 0
        batch.append(raw)
        octets += len(raw)
    if batch:
        yield batch
