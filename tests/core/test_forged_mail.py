from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.forgery import forged_mail, is_forged_by_us, judged
from bot.core.trust import Kind, Trust, proof_of
from bot.post.parser import read_mail

SCHOOL = "school.example"
TRUSTS = {
    "authserv": Trust(kind="authserv", authserv_id=f"mx.{SCHOOL}", domains=(SCHOOL,)),
    "microsoft365": Trust(kind="microsoft365", domains=(SCHOOL,)),
    "google": Trust(kind="google", domains=(SCHOOL,)),
}
ABOVE: dict[Kind, bytes] = {
    "authserv": b"Authentication-Results: mx.school.example; dmarc=fail header.from=x\r\n",
    "microsoft365": b"Authentication-Results: mx.microsoft.com 1; spf=fail; dmarc=fail\r\n",
    "google": b"Authentication-Results: mx.google.com; spf=fail smtp.mailfrom=x\r\n",
}


def forged(trust: Trust) -> bytes:
    at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    return forged_mail(f"klachten@{SCHOOL}", f"an@{SCHOOL}", trust, marker="abc123", at=at)


@pytest.mark.parametrize("trust", TRUSTS.values(), ids=TRUSTS)
def test_a_forged_mail_that_comes_in_as_it_was_sent_is_believed_and_that_is_told(
    trust: Trust,
) -> None:
    mail = read_mail(forged(trust))
    found = judged(mail, trust)
    assert found.believed
    assert "GELOOFD" in found.words["nl"]
    assert "BELIEVED" in found.words["en"]
    assert all("[mailbox.trust]" in words for words in found.words.values())


@pytest.mark.parametrize("trust", TRUSTS.values(), ids=TRUSTS)
def test_below_the_providers_own_word_it_is_not_believed_and_that_is_good(trust: Trust) -> None:
    found = judged(read_mail(ABOVE[trust.kind] + forged(trust)), trust)
    assert not found.believed
    assert "niet geloofd" in found.words["nl"]
    assert "not believed" in found.words["en"]


def test_each_mark_is_forged_on_its_own_account() -> None:
    trust = TRUSTS["microsoft365"]
    lines = forged(trust).split(b"\r\n")
    assert proof_of(read_mail(b"\r\n".join(lines)), trust).how == "inside"
    without = [line for line in lines if b"AuthAs" not in line]
    assert proof_of(read_mail(b"\r\n".join(without)), trust).how == "dmarc"


def test_the_mail_is_found_again_by_its_marker_alone() -> None:
    mail = read_mail(b"Received: from outside\r\n" + forged(TRUSTS["google"]))
    assert is_forged_by_us(mail, "abc123")
    assert not is_forged_by_us(mail, "abc124")
    assert mail.sender is not None
    assert mail.sender.email == f"an@{SCHOOL}"


def test_a_mail_that_did_not_come_in_was_not_believed() -> None:
    found = judged(None, TRUSTS["google"])
    assert not found.believed
    assert set(found.words) == {"nl", "en"}


@pytest.mark.parametrize("marker", ["a\r\nBcc: x@evil.example", "\u00e9", "a\0b"])
def test_a_marker_that_could_break_out_of_its_line_is_refused(marker: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        forged_mail(
            f"klachten@{SCHOOL}",
            f"an@{SCHOOL}",
            TRUSTS["google"],
            marker=marker,
            at=datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
        )
