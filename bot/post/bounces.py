"""Delivery reports: who was not reached by a letter of ours (RFC 3464, and what came before it)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.core.mail import BounceReport
from bot.post.mime import bouncewords, oldreports
from bot.post.mime.addresses import read_addresses
from bot.post.mime.headers import message_ids
from bot.post.mime.leaves import Leaf, Tree

Headers = Mapping[str, tuple[str, ...]]

_LONGEST_REPORT = 100_000  # characters of a report that are looked at
_LONGEST_NOTE = 10_000  # characters before the letter that came back
_MOST_RECIPIENTS = 100
_RECEIPT = "disposition-notification"
_ABUSE = "feedback-report"
_LISTS = frozenset(("x-mlserver", "x-mailman-version", "x-listprocessor-version"))
_STATUS_PARTS = frozenset(("message/delivery-status", "message/global-delivery-status"))
_RETURNED_PARTS = frozenset(
    ("message/rfc822", "text/rfc822", "message/rfc822-headers", "text/rfc822-headers")
) | {"message/partial", "message/global", "message/global-headers"}
_REACHED = frozenset(("delivered", "relayed", "expanded"))

_FIELD = re.compile(
    r"^[ \t>|]*(final-recipient|original-recipient|action|status)[ \t]*:[ \t]*(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK_LINE = re.compile(r"\n[ \t>|]*(?=\n)")
_TYPED = re.compile(r"\s*[\w-]{1,20}\s*;\s*(.*)")
_REPORT_TYPE = re.compile(r"report-type\s*=\s*\"?([\w-]+)")


def read_bounce(tree: Tree, headers: Headers, text: str) -> BounceReport | None:
    """The delivery report in a mail, None when it is none.

    `headers` are decoded, with names in lower case; `text` is the whole body as plain text.
    Reports of success, read receipts (RFC 8098) and abuse reports (RFC 5965) are no bounces. And a
    person who sends us what came back to him has not become a mail server: only what comes from
    one, or from nobody (the null path), is looked into.
    """
    kind = _report_type(tree, headers)
    if kind == _ABUSE or (kind == _RECEIPT and not _is_a_refusal(headers, text)):
        return None
    if not _is_from_a_server(headers, kind):
        return None
    statuses = [leaf for leaf in tree.leaves if leaf.type in _STATUS_PARTS]
    told = _by_fields("\n\n".join(map(_text_of, statuses)) or text[:_LONGEST_REPORT])
    if told is None and _tells_of_failure(tree, headers, text, kind):
        told = _by_old_shapes(tree, headers, text) or _by_words(tree, headers, text)
    if told is None or told[1] is None:
        return None
    # From nobody and of nobody: perhaps a person behind a server that hides paths.
    if not (told[0] or kind or _signs_as_server(headers) or _returned(tree)):
        return None
    return BounceReport(
        recipients=tuple(told[0][:_MOST_RECIPIENTS]),
        permanent=told[1],
        original_message_id=_original(tree, headers, text),
    )


def _first(headers: Headers, name: str) -> str:
    return next(iter(headers.get(name, ())), "").strip()


def _report_type(tree: Tree, headers: Headers) -> str:
    """What a multipart/report reports (RFC 6522); gateways forget to say so, its parts do not."""
    held = {leaf.type for leaf in tree.leaves}
    for kind in (_ABUSE, _RECEIPT):
        if f"message/{kind}" in held:
            return kind
    declared = _first(headers, "content-type").lower()
    if "multipart/report" not in declared:
        return ""
    named = _REPORT_TYPE.search(declared)
    return named[1] if named else "delivery-status"


def _is_a_refusal(headers: Headers, text: str) -> bool:
    """A filter of the recipient refuses by a read receipt: the mail came and was thrown away.

    RFC 5429 §2.2: "reject"; the disposition "deleted" alone may be a person's hand.
    """
    said = f"{_first(headers, 'auto-submitted')}\n{_first(headers, 'subject')}\n{_note(text)}"
    return _first(headers, "auto-submitted") != "" and bouncewords.REFUSED.search(said) is not None


def _is_from_a_server(headers: Headers, kind: str) -> bool:
    if kind or "x-failed-recipients" in headers or _signs_as_server(headers):
        return True
    path = _first(headers, "return-path").strip("<>").lower()
    return "return-path" in headers and (not path or path.startswith("mailer-daemon"))


def _signs_as_server(headers: Headers) -> bool:
    sender = _first(headers, "from").strip("<> ")
    nobody = "from" in headers and not sender
    lists = not _LISTS.isdisjoint(headers)
    return nobody or lists or bouncewords.FROM_A_SERVER.search(sender) is not None


def _tells_of_failure(tree: Tree, headers: Headers, text: str, kind: str) -> bool:
    """Whether words say so, anywhere when a server signs or sends the letter back with them.

    Forms on websites send from the null path too, and parents write of parcels not delivered: of
    them only a subject that opens as programs open it counts.
    """
    if kind == "delivery-status" or "x-failed-recipients" in headers:
        return True
    subject = _first(headers, "subject")
    if not (_signs_as_server(headers) or _returned(tree)):
        return bouncewords.OPENS_SUBJECT.match(subject) is not None
    told = (
        bouncewords.FAILURE_SUBJECT.search(subject)
        or bouncewords.NOT_YET.search(subject)
        or bouncewords.FAILURE_NOTE.search(_note(text))
    )
    return told is not None


def _by_fields(report: str) -> tuple[list[str], bool | None] | None:
    """Recipients and permanence by the fields of RFC 3464 §2.3; None when there are none.

    `Action` decides, not the class of `Status`: a mailbox that is full may be final. Permanence is
    None when nobody missed the letter. When some failed and others wait, those who failed count.
    """
    failed: list[str] = []
    delayed: list[str] = []
    reached = False
    for block in _blocks(report):
        recipient = block.get("final-recipient") or block.get("original-recipient") or ""
        action = block.get("action", "").split(" ")[0].strip("();,").lower()
        status = block.get("status", "")
        if not recipient or not (action or status):
            continue
        if action in _REACHED or (not action and status.startswith("2")):
            reached = True
            continue
        waits = action == "delayed" or (not action and status.startswith("4"))
        (delayed if waits else failed).append(_reached_for(block))
    if not (failed or delayed):
        return ([], None) if reached else None
    return [address for address in dict.fromkeys(failed or delayed) if address], bool(failed)


def _blocks(report: str) -> Iterable[Mapping[str, str]]:
    """The fields about each recipient: a blank line, or one that comes again, begins the next."""
    for paragraph in _BLANK_LINE.split(report):
        block: dict[str, str] = {}
        for found in _FIELD.finditer(paragraph):
            name = found[1].lower()
            if name in block and name != "original-recipient":
                yield block
                block = {}
            block.setdefault(name, found[2].strip())
        yield block


def _reached_for(block: Mapping[str, str]) -> str:
    """The address that failed; one in no domain is a server's own channel, then what we wrote."""
    found = [_recipient(block.get(f"{name}-recipient", "")) for name in ("final", "original")]
    return next((each for each in found if "." in each.rpartition("@")[2]), "".join(found[:1]))


def _recipient(value: str) -> str:
    typed = _TYPED.fullmatch(value)
    found = read_addresses([typed[1] if typed else value])
    return found[0].email if found else ""


def _by_old_shapes(tree: Tree, headers: Headers, text: str) -> tuple[list[str], bool | None] | None:
    """Recipients by the shapes of old servers, which know only few of the words for "not yet"."""
    found = oldreports.recipients_of(tree, headers, text)
    if found is None:
        return None
    ids = set(bouncewords.MESSAGE_ID.findall(text[:_LONGEST_REPORT]))  # they look like addresses
    recipients = [address for address in found[0] if f"<{address}>" not in ids]
    return (recipients, found[1] and _is_for_good(headers, _note(text))) if recipients else None


def _by_words(tree: Tree, headers: Headers, text: str) -> tuple[list[str], bool | None]:
    """Recipients and permanence of a report that only people were meant to read."""
    note = _note(text)
    known = read_addresses(headers.get("x-failed-recipients", ()))
    recipients = [address.email for address in known]
    recipients = recipients or _named_in(note, headers, bouncewords.NAMED)
    if not recipients:
        # What came back may itself be a report, that another server could not deliver.
        for leaf in _returned(tree):
            told = _by_fields(_text_of(leaf))
            if told is not None:
                return told
        recipients = _named_in(text[:_LONGEST_NOTE], headers, bouncewords.NAMED[:2])
    return recipients, _is_for_good(headers, note)


def _is_for_good(headers: Headers, note: str) -> bool:
    """Whether no more is tried, by what is said first: many warn of what comes after five days."""
    for said in (_first(headers, "subject"), note):
        waits, gives_up = bouncewords.NOT_YET.search(said), bouncewords.GIVEN_UP.search(said)
        if waits is not None:
            return gives_up is not None and gives_up.start() < waits.start()
    return True


def _note(text: str) -> str:
    """What stands before the letter that came back."""
    note = text[:_LONGEST_NOTE]
    letter = bouncewords.RETURNED_LETTER.search(note)
    return note[: letter.start()] if letter is not None and letter.start() else note


def _named_in(note: str, headers: Headers, shapes: Sequence[re.Pattern[str]]) -> list[str]:
    """The addresses that a note names as not reached, by the surest shape that finds any."""
    others = {
        address.key
        for name in ("from", "to", "cc")
        for address in read_addresses(headers.get(name, ()))
    }
    for shape in shapes:
        named = dict.fromkeys(found.rstrip(".") for found in shape.findall(note))
        recipients = [
            address.email
            for address in read_addresses(named)
            if address.key not in others and not bouncewords.FROM_A_SERVER.search(address.email)
        ]
        if len(recipients) == 1 or (recipients and shape is not bouncewords.ANYWHERE):
            return recipients
    return []


def _original(tree: Tree, headers: Headers, text: str) -> str | None:
    """The Message-ID of the letter that did not arrive, as far as the report holds it."""
    for source in (*map(_text_of, _returned(tree)), text[:_LONGEST_REPORT]):
        found = bouncewords.MESSAGE_ID.search(source)
        if found is not None:
            return found[1]
    answered = message_ids((*headers.get("in-reply-to", ()), *headers.get("references", ())))
    return answered[-1] if answered else None


def _returned(tree: Tree) -> list[Leaf]:
    return [leaf for leaf in tree.leaves if leaf.type in _RETURNED_PARTS]


def _text_of(leaf: Leaf) -> str:
    raw = leaf.content()[:_LONGEST_REPORT]
    return raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
