from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import SystemClock
from bot.core.calendar import local_date
from tests.builders import raw_mail
from tests.mailservers import Dovecot
from tests.schoolhouse import COORDINATOR, School, letters_to, text_of
from tests.smtpservers import SmtpSink

pytestmark = pytest.mark.needs_dovecot

OLD, NEW = 3000, 10
ZONE = ZoneInfo("Europe/Brussels")
PARENTS = {f"nieuw{n}@ouders.example" for n in range(NEW)}
STAFF = {
    f"{name}@schoolbestuur-demerland.example"
    for name in ("ann.peeters", "bert.claes", "carla.maes", "els.wouters", "gust.hermans")
}


@pytest.fixture
def now() -> datetime:
    return SystemClock().now()


@pytest.fixture
def start_from(now: datetime) -> date:
    """Yesterday, so that no midnight matters."""
    return local_date(now, ZONE) - timedelta(days=1)


@pytest.fixture
def years_old(
    school: School, dovecot: Dovecot, somebody: str, now: datetime, start_from: date
) -> School:
    """A school whose mailbox holds 3,000 mails of the last three years, and ten of today."""
    dice = random.Random(20261122)
    minutes = sorted(dice.randrange(3 * 24 * 60, 3 * 365 * 24 * 60) for _ in range(OLD))
    dovecot.fill(
        somebody,
        [
            *((an_old_mail(n), now - timedelta(minutes=ago)) for n, ago in enumerate(minutes)),
            *((raw_mail(sender=each, message_id=f"<{each}>"), now) for each in sorted(PARENTS)),
        ],
    )
    school.change("bot.toml", "start_from = 2026-01-01", f"start_from = {start_from}")
    return school


def an_old_mail(n: int) -> bytes:
    """A complaint, an answer in a thread, or a machine's."""
    sender, message_id = f"oud{n}@ouders.example", f"<oud{n}@ouders.example>"
    headers = {1: ("In-Reply-To: <oud0@ouders.example>",), 2: ("Auto-Submitted: auto-replied",)}
    return raw_mail(sender=sender, message_id=message_id, headers=headers.get(n % 5, ()))


def recipients(school: School, sink: SmtpSink) -> Counter[str]:
    return Counter(kept.recipients[0] for kept in school.called_for(sink))


def test_a_mailbox_of_years_is_listed_and_only_its_new_mails_are_answered(  # noqa: PLR0913, PLR0917
    years_old: School,
    sink: SmtpSink,
    dovecot: Dovecot,
    somebody: str,
    start_from: date,
    now: datetime,
) -> None:
    online = years_old.gehoor("check", "--online").stdout
    assert f"{OLD + NEW} mails in INBOX, of which {OLD} from before {start_from}" in online
    assert not years_old.database.exists()

    years_old.once()
    assert recipients(years_old, sink) == {COORDINATOR: NEW} | dict.fromkeys(PARENTS, 1)
    account = years_old.account()
    assert account["sum"] == {"before_start": OLD, "complaint": NEW}
    assert account["closes"] is True
    assert len(years_old.cases()) == NEW
    with dovecot.client(somebody) as client:
        assert len(client.search()) == OLD
    newest = account["mails"][0]
    assert (newest["verdict"], newest["sender"], newest["subject"]) == ("before_start", None, None)

    # A person wants one of them answered, and those of nine days in the books.
    done = years_old.gehoor("adopt", str(newest["uid"]), "--acknowledge")
    assert (done.returncode, done.stdout) == (0, "1 taken in; the next round works on them\n")
    since = local_date(now, ZONE) - timedelta(days=9)
    recent = {
        mail["uid"]
        for mail in account["mails"][:OLD]
        if local_date(datetime.fromisoformat(mail["received_at"]), ZONE) >= since
    }
    assert 1 < len(recent) < 100
    assert years_old.gehoor("adopt", "--since", f"{since}").returncode == 0
    before = recipients(years_old, sink)
    years_old.once()
    account = years_old.account()
    assert account["closes"] is True
    adopted = [mail for mail in account["mails"][:OLD] if mail["verdict"] != "before_start"]
    assert {mail["uid"] for mail in adopted} == recent
    fresh = recipients(years_old, sink) - before
    assert {address for address in fresh if address not in STAFF} == {"oud0@ouders.example"}
    acks = Counter(case["ack"] for case in years_old.cases())
    assert acks["sent"] == NEW + 1
    assert acks["held"] == len(years_old.cases()) - NEW - 1 > 0
    with dovecot.client(somebody) as client:
        assert len(client.search()) == OLD - len(adopted)


def test_on_trial_no_outsider_gets_a_letter_until_go_live(
    years_old: School, sink: SmtpSink, deliver: Callable[[bytes], None]
) -> None:
    years_old.change("bot.toml", '"live"', '"trial"')
    years_old.once()
    assert recipients(years_old, sink) == {COORDINATOR: 2 * NEW}
    assert {case["ack"] for case in years_old.cases()} == {"trial"}
    tried = [
        text_of(letter)
        for letter in letters_to(sink, COORDINATOR)
        if letter["Auto-Submitted"] == "auto-replied"
    ]
    assert len(tried) == NEW
    assert all("Proef: dit zou naar " in text for text in tried)
    assert {each for each in PARENTS if any(each in text for text in tried)} == PARENTS

    done = years_old.gehoor("go-live")
    assert done.returncode == 0
    assert 'mode = "live"' in done.stdout
    deliver(raw_mail(sender="laat@ouders.example", message_id="<laat@ouders.example>"))
    years_old.once()
    outsiders = [address for address in recipients(years_old, sink) if address not in STAFF]
    assert outsiders == ["laat@ouders.example"]
    assert years_old.cases()[-1]["ack"] == "sent"
