"""`demo`: the embedded play."""

from __future__ import annotations

import io
import logging
import sys

import structlog

from bot.cli.opening import complain


def demo() -> int:
    """Plays one complaint from mail to survey; 0 when it went as told, 1 with a sentence if not."""
    # The story is told on stdout; the office's own log lines would interrupt it.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal without these letters gets a question mark, not the end of the story.
        sys.stdout.reconfigure(errors="replace")
    from bot.cli.look import accounting_line
    from bot.rehearsal.playground import play
    from bot.rehearsal.stage import NotAsToldError

    try:
        play(sys.stdout, added_up=accounting_line)
    except ModuleNotFoundError as missing:
        complain(f"demo: {missing}; install the extra with: pip install 'gehoor[demo]'")
        return 1
    except NotAsToldError as otherwise:
        complain(f"demo: het ging anders dan verteld: {otherwise}")
        return 1
    return 0
