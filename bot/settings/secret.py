"""Secrets: read from the environment or from a file, never written in the config."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

KEY_BYTES = 32
MAKE_A_KEY = "python3 -c 'import secrets; print(secrets.token_hex(32))'"


class SecretMissingError(Exception):
    """A secret is not where the config says; the text says what to do."""


def read_secret(reference: str, env: Mapping[str, str]) -> str:
    """The value behind "env:NAME" or "file:/path", without the line end of a file.

    Relative paths start at the current directory.

    Raises:
        SecretMissingError: it is not there, not readable or empty.
    """
    where, _, name = reference.partition(":")
    if where == "env":
        if name not in env:
            raise SecretMissingError(
                f"the environment variable {name} is not set; set it where the bot is started"
            )
        value = env[name]
    else:
        try:
            value = Path(name).read_text(encoding="utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise SecretMissingError(f"the file {name} is no UTF-8 text") from error
        except OSError as error:
            raise SecretMissingError(
                f"the file {name} cannot be read ({error.strerror}); make it readable for the bot"
            ) from error
    if not value:
        what = f"the environment variable {name}" if where == "env" else f"the file {name}"
        raise SecretMissingError(f"{what} is empty")
    return value


def read_signing_key(reference: str, env: Mapping[str, str]) -> bytes:
    """A signing key: the UTF-8 bytes of the value, at least 32 of them.

    Raises:
        SecretMissingError: it is not there or too short.
    """
    try:
        key = read_secret(reference, env).encode()
    except SecretMissingError as missing:
        raise SecretMissingError(f"{missing}; make a key with: {MAKE_A_KEY}") from missing
    if len(key) < KEY_BYTES:
        raise SecretMissingError(
            f"the key has {len(key)} bytes and needs {KEY_BYTES}; make one with: {MAKE_A_KEY}"
        )
    return key
