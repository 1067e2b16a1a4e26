"""The new words of a mail: without the older mail it quotes, and without the signature."""

from __future__ import annotations

from bot.core.new_words.announced import announces_answers
from bot.core.new_words.device import is_device_line
from bot.core.new_words.header_block import is_header_block
from bot.core.new_words.quotes import is_forward_line, is_quoted, looks_of, parted
from bot.core.new_words.signature import without_signature
from bot.core.new_words.subjects import is_forward, is_reply

__all__ = ["holds_forward", "is_forward", "is_reply", "new_words", "own_words"]

_LOOKED_AT = 5_000  # lines


def holds_forward(text: str) -> bool:
    """Whether the text shows the head of a mail that was passed on, or says that it does."""
    lines = looks_of(text.split("\n")[:_LOOKED_AT])
    return any(is_forward_line(line) or is_header_block(lines, at) for at, line in enumerate(lines))


def own_words(text: str, subject: str = "") -> str:
    """The lines that the writer of a mail wrote: nothing that is quoted, nothing passed on."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(parted(lines, subject).own)


def new_words(text: str, subject: str = "") -> str:
    """The words that are new in a mail: no quoted mail, no signature, no "Sent from my iPhone".

    Answers between quoted lines are kept, and so is the inner text of a forwarded mail, which is
    what it was sent for. Where answers are announced ("zie hieronder in het rood") and no line is
    marked as quoted, nobody can tell them from what they answer: then all is kept. So it is when
    nothing would remain: better too much than an empty complaint.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = parted(lines, subject)
    own = without_signature(found.own)
    while found.loose and own and (is_quoted(own[-1]) or not own[-1].strip()):
        own.pop()  # a quote at the end answers nothing and belongs to nobody's words above
    is_cut = len(found.own) + len(found.passed_on) < len(lines)
    if is_cut and announces_answers(own) and not any(map(is_quoted, lines[:_LOOKED_AT])):
        own = without_signature(lines)
    fresh = "\n".join([*own, *found.passed_on]).strip()
    return fresh or "\n".join(line for line in lines if not is_device_line(line)).strip()
