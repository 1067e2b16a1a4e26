from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.explained import in_words, proven
from bot.cli.judged import Judge
from bot.core.tokens import Signer
from bot.core.trust import Trust
from tests.builders import MAILBOX, NOON, a_policy, raw_mail

ANN = "Ann Peeters <ann.peeters@schoolbestuur-demerland.example>"
SCHOOL = "schoolbestuur-demerland.example"
SECOND = f"tweede@{SCHOOL}"


def judge() -> Judge:
    """A school with two mailboxes, each believing another server."""
    policy = a_policy()
    (box,) = policy.mailboxes
    boxes = tuple(
        replace(
            box,
            address=address,
            aliases=(),
            trust=Trust(kind="authserv", authserv_id=server, domains=(SCHOOL,)),
        )
        for address, server in ((MAILBOX, "mx1.example"), (SECOND, "mx2.example"))
    )
    return Judge(policy=replace(policy, mailboxes=boxes), signer=Signer((b"k" * 32,)), now=NOON)


def results(server: str) -> str:
    return f"Authentication-Results: {server}; dkim=pass header.d={SCHOOL}"


@pytest.mark.parametrize(
    ("to", "server", "ok"),
    [
        (MAILBOX, "mx1.example", True),
        (MAILBOX, "mx2.example", False),
        (SECOND, "mx2.example", True),
        (SECOND, "mx1.example", False),
        ("iedereen@elders.example", "mx1.example", True),
    ],
)
def test_the_mailbox_that_the_mail_came_to_says_whom_to_believe(
    tmp_path: Path, to: str, server: str, *, ok: bool
) -> None:
    path = tmp_path / "staf.eml"
    path.write_bytes(raw_mail("EENVOUDIG", sender=ANN, to=to, headers=(results(server),)))
    assert judge().account(path)["proof"]["ok"] is ok


def test_the_page_says_in_dutch_whether_a_colleague_is_proven(tmp_path: Path) -> None:
    path = tmp_path / "staf.eml"
    path.write_bytes(raw_mail("EENVOUDIG", sender=ANN, headers=(results("mx1.example"),)))
    assert "Afzender        bewezen: ondertekend door het domein" in in_words(judge().account(path))
    path.write_bytes(raw_mail("EENVOUDIG", sender=ANN))
    told = in_words(judge().account(path))
    assert "Afzender        NIET bewezen: de mailserver schreef er geen oordeel bij" in told


def test_of_anybody_else_the_page_says_nothing_of_proof(tmp_path: Path) -> None:
    path = tmp_path / "ouder.eml"
    path.write_bytes(raw_mail(headers=(results("mx1.example"),)))
    account = judge().account(path)
    assert account["proof"] is None
    assert "Afzender" not in in_words(account)
    assert proven(None) == ""
