"""Does a reading agree with what others expect of the same mail? One judge a figure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Account: TypeAlias = Mapping[str, Any]
Expected: TypeAlias = Mapping[str, Any]

# Labels that ask for what no reader should give, with the reason; a figure of their own leaves them
# out, the other keeps them in.
WRONG: Mapping[str, str] = {
    "malformed-020-972f0f.eml": "expects the raw source of the HTML part as text",
    "malformed-021-efa7a0.eml": "expects the raw source of the HTML part as text",
    "thirdparty-002-e37ed3.eml": "expects what is left of damaged base64",
    "mail105-89fb2a.eml": "expects no text where there is some",
}
_ASIDE = frozenset({"removed", "unspecified"})  # what a label says of the signature in its answer
_NO_TEXT = frozenset({"no visible content"})  # what a peer shows for an empty text
_NEARLY = 0.95  # of the words: mailers and peers differ in blank lines, bullets and link texts


@dataclass(frozen=True, slots=True)
class Point:
    """One expectation: the figure it counts for, the file, and whether the reading agrees."""

    figure: str
    file: str
    agrees: bool


def judged(label: Mapping[str, Any], account: Account) -> Iterator[Point]:
    """Every point that a label of the collection asks of a reading."""
    expected = label["expected"]
    for figure, agrees in _JUDGES[label["task"]](expected, account, label):
        yield Point(figure, label["file"], agrees)


_Judged: TypeAlias = Iterator[tuple[str, bool]]


def _parse(expected: Expected, account: Account, label: Mapping[str, Any]) -> _Judged:
    sender = account["sender"] or {"name": "", "email": ""}
    yield "parse: no exception", account["error"] is None
    if "subject" in expected:
        yield "parse: subject", _flat(account["subject"]) == _flat(expected["subject"])
    if "from_email" in expected:
        told = (expected["from_email"] or "").casefold()
        yield "parse: sender address", sender["email"].casefold() == told
    if "from_name" in expected:
        yield "parse: sender name", _flat(sender["name"]) == _flat(expected["from_name"])
    if "message_id" in expected:
        yield "parse: Message-ID", _ids(account["message_id"]) == _ids(expected["message_id"])
    if "text" in expected:
        same = _same_text(account["text"], expected["text"])
        yield "parse: body text", same
        if label["file"].rpartition("/")[2] not in WRONG:
            yield "parse: body text, without labels that are wrong", same
    if "attachment_names_include" in expected:
        names = {part["name"] for part in account["attachments"]}
        yield "parse: attachment names", names >= set(expected["attachment_names_include"])


def _autoreply(expected: Expected, account: Account, label: Mapping[str, Any]) -> _Judged:
    peers = label["label_from"].startswith("peer")
    where = "peers' own cases" if peers else "header labels"
    who = "humans passed" if expected["may_ack"] else "machines caught"
    yield f"may we acknowledge, {where}: {who}", account["may_acknowledge"] is expected["may_ack"]


def _bounce(expected: Expected, account: Account, _label: Mapping[str, Any]) -> _Judged:
    bounce = account["bounce"]
    if not expected["may_ack"]:
        yield "bounce: never acknowledged", account["may_acknowledge"] is False
    is_bounce = "detected" if expected["is_bounce"] else "left alone"
    yield f"bounce: {is_bounce}", (bounce is not None) is expected["is_bounce"]
    if not expected["is_bounce"]:
        return
    if "recipients" in expected:
        told = {each.casefold() for each in expected["recipients"]}
        found = {each.casefold() for each in bounce["recipients"]} if bounce else set()
        yield "bounce: recipient", found == told
    if "permanent" in expected:
        yield (
            "bounce: permanence",
            bounce is not None and bounce["permanent"] is expected["permanent"],
        )


def _reply(expected: Expected, account: Account, label: Mapping[str, Any]) -> _Judged:
    said = _bare(account["new_text"])
    if "reply" in expected or "reply_nospace" in expected:
        right = said == _bare(expected.get("reply", expected.get("reply_nospace", "")))
        yield "new words: exact", right
        if label.get("lang_guess") == "nl":
            yield "new words: exact, Dutch", right
        wanted = _words(expected.get("reply") or "")
        if wanted and expected.get("signature") not in _ASIDE:
            yield "new words: none lost", not _lost(wanted, _words(account["new_text"]))
        return
    holds = all(_bare(each) in said for each in expected.get("contains", ()))
    without = not any(_bare(each) in said for each in expected.get("not_contains", ()))
    yield "new words: kept and left out", holds and without


def _thread(expected: Expected, account: Account, _label: Mapping[str, Any]) -> _Judged:
    for ours, theirs in (("message_id",) * 2, ("references",) * 2):
        if theirs in expected:
            yield "threads", _ids(account[ours]) == _ids(expected[theirs])
    told = expected.get("in_reply_to", expected.get("in_reply_to_first"))
    if "in_reply_to" in expected or "in_reply_to_first" in expected:
        yield "threads", _ids(account["in_reply_to"])[:1] == _ids(told)[:1]


_JUDGES: Mapping[str, Callable[[Expected, Account, Mapping[str, Any]], _Judged]] = {
    "parse": _parse,
    "autoreply": _autoreply,
    "bounce": _bounce,
    "reply_text": _reply,
    "thread": _thread,
}


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _lost(wanted: Iterable[str], kept: Iterable[str]) -> bool:
    left = list(kept)
    at = 0
    for word in wanted:
        try:
            at = left.index(word, at) + 1
        except ValueError:
            return True
    return False


def _same_text(ours: str, theirs: str) -> bool:
    if theirs.strip() in _NO_TEXT and not ours.strip():
        return True
    if _bare(ours) == _bare(theirs):
        return True
    mine, other = _words(ours), _words(theirs)
    if not mine or not other or abs(len(mine) - len(other)) > len(other) * (1 - _NEARLY):
        return False
    alike = difflib.SequenceMatcher(None, mine[:2_000], other[:2_000], autojunk=False)
    return alike.ratio() >= _NEARLY


def _ids(ids: object) -> list[str]:
    several = ids.split() if isinstance(ids, str) else ids or ()
    return [str(each).strip("<>") for each in several]  # type: ignore[attr-defined]
