"""`demo`: the embedded play."""

from __future__ import annotations

import logging

import structlog

from bot.cli.opening import complain


def demo() -> int:
    """Plays one complaint; 0 when it went as it should."""
    # The story is told on stdout; the office's own log lines would interrupt it.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    try:
        from bot.rehearsal.playground import play

        return play()
    except ModuleNotFoundError as missing:
        complain(f"demo: {missing}; install the extra with: pip install 'gehoor[demo]'")
        return 1
