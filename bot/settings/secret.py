"""Secrets: read from the environment or from a file, never written in the config."""

from __future__ import annotations

import json
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


def read_certificate(reference: str, env: Mapping[str, str]) -> str:
    """A PEM text that holds both a certificate and its private key (RFC 7468).

    Raises:
        SecretMissingError: it is not there, or one of the two is not in it.
    """
    text = read_secret(reference, env)
    for part in ("CERTIFICATE", "PRIVATE KEY"):
        if f"{part}-----" not in text:
            raise SecretMissingError(
                f"holds no -----BEGIN {part}-----; it needs the private key and the certificate, "
                "one after the other (PEM)"
            )
    return text


def read_service_account(reference: str, env: Mapping[str, str]) -> str:
    """The key of a Google service account, as the console gives it to be kept (JSON).

    Raises:
        SecretMissingError: it is not there, or is something else.
    """
    text = read_secret(reference, env)
    try:
        key = json.loads(text)
    except ValueError as error:
        raise SecretMissingError(
            "is no JSON; it needs the whole file that Google gave for the service account"
        ) from error
    if not isinstance(key, dict) or not {"client_email", "private_key"} <= key.keys():
        raise SecretMissingError(
            "is not the key of a service account: `client_email` or `private_key` is not in it; "
            "make a key of type JSON in the Google console"
        )
    return text
