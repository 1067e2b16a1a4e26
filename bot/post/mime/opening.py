"""Finds the leaves within leaves: winmail.dat, files between the lines of a text, invitations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.post.mime.charsets import text_of
from bot.post.mime.contents import payload_of
from bot.post.mime.inline import files_in
from bot.post.mime.invitation import words_of_invitation
from bot.post.mime.leaves import Leaf, Tree
from bot.post.mime.tnef import unwrapped

TNEF_TYPES = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_MOST_OPENED = 20  # leaves of one mail
_TNEF_COSTS = 10  # as much as so many others: no mail holds more than one
_BINARY = "application/octet-stream"


def opened(tree: Tree) -> Tree:
    """The tree with what its leaves hold beside them; every leaf stays, a text loses its files."""
    leaves: list[Leaf] = []
    left = _MOST_OPENED
    for leaf in tree.leaves:
        inner = list(_inner(leaf)) if left > 0 else [leaf]
        if len(inner) > 1:
            left -= _TNEF_COSTS if is_tnef(leaf) else 1
        leaves += inner
    if tree.stray and leaves:
        leaves.append(_words(leaves[0], tree.stray.encode("utf-8", "surrogateescape")))
    return replace(tree, leaves=tuple(leaves))


def is_tnef(leaf: Leaf) -> bool:
    """Whether a leaf is what Exchange wraps a letter in, by its type or by its name."""
    return leaf.type in TNEF_TYPES or leaf.name.lower() == "winmail.dat"


def _inner(leaf: Leaf) -> Iterator[Leaf]:
    if is_tnef(leaf):
        yield leaf
        yield from _wrapped(leaf)
    elif leaf.type == "text/calendar":
        yield leaf
        calendar = text_of(leaf.content(), leaf.parameters.get("charset")).replace("\r\n", "\n")
        yield _words(leaf, words_of_invitation(calendar).encode())
    elif leaf.type == "text/plain" and "begin " in str(payload_of(leaf.part)):
        rest, files = files_in(leaf.content())
        yield replace(leaf, held=rest)
        yield from (_file(leaf, *each) for each in files)
    else:
        yield leaf


def _wrapped(leaf: Leaf) -> Iterator[Leaf]:
    found = unwrapped(leaf.content())
    if found is not None:
        kind = "text/html" if found.html else "text/plain"
        yield _words(leaf, found.text.encode("utf-8", "replace"), kind)
        yield from (_file(leaf, *each) for each in found.files)


def _words(leaf: Leaf, text: bytes, kind: str = "text/plain") -> Leaf:
    return replace(
        leaf,
        type=kind,
        parameters={"charset": "utf-8"},
        disposition="",
        name="",
        choice=0,
        held=text,
        spare=True,
    )


def _file(leaf: Leaf, name: str, content: bytes) -> Leaf:
    return replace(
        leaf,
        type=_BINARY,
        parameters={},
        disposition="attachment",
        name=name,
        choice=0,
        held=content,
    )
