"""Has an access token ready for whoever logs in: kept, renewed in time, asked for once."""

from __future__ import annotations

import hashlib
import importlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol, TypeGuard, cast

from bot.clock import Clock
from bot.post.oauth.grant import Fresh, Grant, NoToken
from bot.post.oauth.keeping import Kept, Locked, TokenStore
from bot.post.oauth.trouble import Trouble

_BEFORE_ITS_END: Final = timedelta(minutes=5)
# After a refusal nobody is asked again for so long, unless the provider says how long.
_PAUSE: Final = timedelta(seconds=30)
# A mail server refuses a token because of a permission, which its next token may carry.
_YOUNG: Final = timedelta(minutes=1)

_EXTRAS: Final = {"microsoft365": "microsoft", "google": "google"}


class _Provider(Protocol):
    def renew(self, grant: Grant, refresh_token: str | None) -> Fresh: ...
    def login(self, grant: Grant, show: Callable[[str, str], None]) -> Fresh: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenState:
    """How it stands with the access to a mailbox.

    `ok`: as far as is known, a token can be had. `expires_at`: when the newest one ends (UTC).
    `secret_ends_on`: the last day of the secret or certificate, where it is known. `trouble` and
    `words`: what is wrong, as a row of the table where there is one, and as it was said.
    """

    ok: bool
    expires_at: datetime | None
    secret_ends_on: date | None
    trouble: Trouble | None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    """A renewal that failed at `at`; till `until` the same question would get the same answer."""

    error: NoToken
    at: datetime
    until: datetime


def source_of(grant: Grant, keep: TokenStore, clock: Clock) -> TokenSource:
    """The tokens of a mailbox; nothing is read or asked yet."""
    return TokenSource(grant, keep, clock)


class TokenSource:
    """The access tokens of one mailbox. Any thread may ask; other processes may do the same."""

    def __init__(self, grant: Grant, keep: TokenStore, clock: Clock) -> None:
        self._grant = grant
        self._keep = keep
        self._clock = clock
        self._who, self._how = _fingerprints(grant)
        self._renewing = threading.Lock()
        self._kept: Kept | None = None
        self._spoiled = ""  # the access token that a mail server refused
        self._refusal: _Refusal | None = None
        self._unsaved = ""  # why the newest tokens are in memory alone

    def token(self) -> str:
        """An access token that is good for some minutes at least.

        While a new one is asked for, and when none is to be had, the old one is given as long as
        it lives.

        Raises:
            NoToken: one line of what is wrong, without any secret.
        """
        if self._is_fresh(kept := self._kept) and not self._unsaved:
            return kept.access_token
        alive = self._living()
        if not self._renewing.acquire(blocking=not alive):
            return alive
        try:
            return self._renewed().access_token
        except NoToken:
            if alive := self._living():
                return alive
            raise
        finally:
            self._renewing.release()

    def refused(self) -> None:
        """A mail server refused the newest token: once it is a minute old, it is not given again.

        So a permission that somebody grants is in the next token, and not an hour later.
        """
        kept = self._kept
        if kept is not None and abs(self._clock.now() - kept.got_at) >= _YOUNG:
            self._spoiled = kept.access_token

    def login(self, show: Callable[[str, str], None]) -> None:
        """Lets a person consent once: `show` is told the URL to open, and the code to type there.

        The code is "" where there is none to type. Where no person is needed, a token is asked for.

        Raises:
            NoToken: nobody consented, or what was given could not be stored.
        """
        if self._grant.needs_person:
            fresh = self._guarded(lambda provider: provider.login(self._grant, show))
            if fresh.refresh_token is None:
                raise NoToken("consent was given, but no refresh token came with it; try again")
        else:
            fresh = self._guarded(lambda provider: provider.renew(self._grant, None))
        with self._renewing, self._alone():
            self._take(fresh, None)
        if self._unsaved:
            raise NoToken(self._unsaved)

    def state(self) -> TokenState:
        """How it stands; asks nobody."""
        kept, refusal = self._newest(), self._refusal
        error = refusal.error if refusal is not None else None
        if error is None and self._unsaved:
            error = NoToken(self._unsaved)
        if error is None and self._grant.needs_person and not (kept and kept.refresh_token):
            error = self._no_consent()
        lives = kept is not None and kept.how == self._how and self._clock.now() < kept.ends_at
        return TokenState(
            ok=lives or error is None,
            expires_at=None if kept is None else kept.ends_at,
            secret_ends_on=secret_ends_on(self._grant),
            trouble=None if error is None else error.trouble,
            words="" if error is None else str(error),
        )

    # How a token comes

    def _renewed(self) -> Kept:
        """The newest tokens, asked for if need be. One thread at a time."""
        try:
            with self._alone():
                self._kept = kept = self._newest()
                if not self._is_fresh(kept):
                    return self._asked(kept)
                if self._unsaved:
                    self._save(kept)
        except NoToken as error:
            self._remember(error)
            raise
        self._refusal = None
        return kept

    def _asked(self, kept: Kept | None) -> Kept:
        """New tokens from the provider, unless it refused a moment ago."""
        last = self._refusal
        if last is not None and last.at <= self._clock.now() < last.until:
            raise last.error
        refresh = kept.refresh_token if kept is not None and self._grant.needs_person else None
        if self._grant.needs_person and refresh is None:
            raise self._no_consent()
        return self._take(
            self._guarded(lambda provider: provider.renew(self._grant, refresh)), refresh
        )

    def _take(self, fresh: Fresh, refresh: str | None) -> Kept:
        now = self._clock.now()
        kept = Kept(
            who=self._who,
            how=self._how,
            access_token=fresh.access_token,
            got_at=now,
            ends_at=now + timedelta(seconds=fresh.lasts),
            refresh_token=fresh.refresh_token or refresh,
        )
        self._kept, self._refusal, self._spoiled = kept, None, ""
        self._save(kept)
        return kept

    def _save(self, kept: Kept) -> None:
        """Stores; where that fails the tokens live on in memory, and what was stored before stays.

        Whoever asks for the next token tries again.
        """
        try:
            self._keep.write(self._grant.mailbox, kept)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self._unsaved = f"a new token could not be stored in {self._keep.folder} ({why})"
        else:
            self._unsaved = ""

    def _newest(self) -> Kept | None:
        """Of what is in memory and on disk, where another process may have been quicker."""
        try:
            read = self._keep.read(self._grant.mailbox)
        except ModuleNotFoundError:  # the extra is missing, so nothing was ever written
            read = None
        both = [kept for kept in (self._kept, read) if kept is not None and kept.who == self._who]
        soon = self._clock.now() + _BEFORE_ITS_END
        # What the clock of a wrong moment wrote is not the newest.
        return max(both, key=lambda kept: (kept.got_at <= soon, kept.got_at), default=None)

    def _is_fresh(self, kept: Kept | None) -> TypeGuard[Kept]:
        if kept is None or not self._is_living(kept):
            return False
        margin = min(_BEFORE_ITS_END, (kept.ends_at - kept.got_at) / 2)
        return kept.access_token != self._spoiled and self._clock.now() < kept.ends_at - margin

    def _is_living(self, kept: Kept) -> bool:
        now = self._clock.now()
        return kept.how == self._how and kept.got_at - _BEFORE_ITS_END <= now < kept.ends_at

    def _living(self) -> str:
        """The newest access token while it lives, else ""."""
        kept = self._kept
        return kept.access_token if kept is not None and self._is_living(kept) else ""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            with self._keep.lock(self._grant.mailbox):
                yield
        except Locked:
            raise NoToken("another process has been renewing this token for minutes") from None

    # How none comes

    def _guarded(self, ask: Callable[[_Provider], Fresh]) -> Fresh:
        """Asks the provider; whatever goes wrong is a NoToken without secrets."""
        try:
            return ask(self._provider())
        except NoToken as error:
            words, retry_after = str(error), error.retry_after
        except ModuleNotFoundError as error:
            extra = _EXTRAS[self._grant.provider]
            words, retry_after = f"{error.name} is missing: pip install 'gehoor[{extra}]'", None
        except Exception as error:  # noqa: BLE001 - libraries raise whatever they like
            words, retry_after = f"{type(error).__name__}: {error}", None
        for secret in filter(None, (self._grant.client_secret,)):
            words = words.replace(secret, "…")
        raise NoToken(words, retry_after=retry_after)

    def _provider(self) -> _Provider:
        # Only here: the libraries come with an extra, and are slow to load.
        return cast(
            "_Provider", importlib.import_module(f"bot.post.oauth.{_EXTRAS[self._grant.provider]}")
        )

    def _remember(self, error: NoToken) -> None:
        last, now = self._refusal, self._clock.now()
        if last is not None and last.error is error:
            return
        pause = _PAUSE if error.retry_after is None else timedelta(seconds=error.retry_after)
        self._refusal = _Refusal(error=error, at=now, until=now + pause)

    def _no_consent(self) -> NoToken:
        return NoToken(f"no consent is kept for {self._grant.mailbox} (or none that can be read)")


def secret_ends_on(grant: Grant) -> date | None:
    """The last day of the secret or certificate, whichever is first; None when nobody knows."""
    ends = [] if grant.secret_expires_on is None else [grant.secret_expires_on]
    if grant.certificate is not None:
        try:
            from cryptography import x509  # noqa: PLC0415 - with the extras only

            block = grant.certificate[grant.certificate.index("-----BEGIN CERTIFICATE") :]
            ends.append(x509.load_pem_x509_certificate(block.encode()).not_valid_after_utc.date())
        except (ImportError, ValueError):
            pass  # what is wrong with it is said when it is used
    return min(ends, default=None)


def _fingerprints(grant: Grant) -> tuple[str, str]:
    """Of who asks (mailbox, tenant, application), and of that with the secret by which."""
    who = [grant.provider, grant.mailbox, grant.tenant, grant.client_id]
    who += [grant.authority, grant.token_uri]
    secret = [grant.client_secret, grant.certificate, grant.service_account]
    first = hashlib.sha256(repr(who).encode()).hexdigest()
    return first, hashlib.sha256(repr([first, secret]).encode()).hexdigest()
