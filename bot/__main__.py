"""`gehoor`, also `python -m bot`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Runs the command that was typed."""
    try:
        _run()
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:  # the reader saw enough, as in `gehoor check | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run() -> None:
    if sys.argv[1:2] == ["health"]:
        # Asked every half minute by whoever watches the bot: it must not load the whole of it.
        from bot.cli.health import main as health  # noqa: PLC0415

        raise SystemExit(health(sys.argv[2:]))
    from bot.cli.app import app  # noqa: PLC0415

    app()


if __name__ == "__main__":
    main()
