"""Hands in a mail where mail from outside comes in, as any stranger's server would."""

from __future__ import annotations

import asyncio

import aiosmtplib

_PATIENCE = 30.0  # seconds


def hand_in(host: str, port: int, raw: bytes, *, sender: str, recipient: str) -> str:
    """Hand a mail in without logging in; "" when it was taken, else why not, in one line."""
    return asyncio.run(_hand_in(host, port, raw, sender, recipient))


async def _hand_in(host: str, port: int, raw: bytes, sender: str, recipient: str) -> str:
    # Who sends to an MX does not know its certificate (RFC 7435): encrypted where it can be.
    client = aiosmtplib.SMTP(hostname=host, port=port, timeout=_PATIENCE, validate_certs=False)
    try:
        await client.connect()
        await client.sendmail(sender, [recipient], raw)
    except aiosmtplib.SMTPResponseException as refusal:
        return f"{refusal.code} {refusal.message}"
    except aiosmtplib.SMTPRecipientsRefused as refused:
        first = refused.recipients[0]
        return f"{first.code} {first.message}"
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        return f"cannot be reached ({error})"
    finally:
        client.close()
    return ""
