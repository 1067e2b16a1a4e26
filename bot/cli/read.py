"""`read`: how the bot reads a mail, and which rule decided. Stores nothing, sends nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

from bot.cli.judged import Account, Judge
from bot.cli.opening import or_say_why
from bot.clock import SystemClock
from bot.core.policy import Policy
from bot.core.tokens import Signer
from bot.settings.load import load


@or_say_why
def read(paths: list[Path], config: Path | None, *, as_json: bool) -> int:
    """Reads files and whole folders, in the order given; 1 when one could not be opened."""
    policy, signer = _agreed(config)
    judge = Judge(policy=policy, signer=signer, now=SystemClock().now())
    told = _as_json if as_json else _explained()
    unopened = False
    for path in _files(paths):
        account = judge.account(path)
        unopened |= account["error"] is not None
        print(told(account))
    return 1 if unopened else 0


def _as_json(account: Account) -> str:
    return json.dumps(account, ensure_ascii=False)


def _explained() -> Callable[[Account], str]:
    from bot.cli.explained import in_words

    return in_words


def judge_by_presets() -> Judge:
    """Judges mails as a school that has agreed nothing yet: by the presets, with nobody in it."""
    policy, signer = _agreed(None)
    return Judge(policy=policy, signer=signer, now=SystemClock().now())


def _agreed(config: Path | None) -> tuple[Policy, Signer]:
    """The school's policy; without a config that of the preset, with nobody in it."""
    if config is not None:
        settings = load(config, os.environ, needs_secrets=False)
        return settings.policy, Signer(_keys(config))
    with as_file(files("bot.config").joinpath("demo")) as demo:
        policy = load(demo, os.environ, needs_secrets=False).policy
    nobody: tuple[()] = ()
    return replace(policy, people=nobody, mailboxes=nobody, schools=nobody), Signer(())


def _keys(config: Path) -> tuple[bytes, ...]:
    """The signing keys when they are at hand; a signed id is not recognised without them."""
    from bot.settings.problem import ConfigError

    try:
        return load(config, os.environ).signing_keys
    except ConfigError:
        return ()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = (found for found in path.rglob("*") if found.is_file())
        yield from sorted(inside, key=os.fsencode)
