"""A token server whose tokens a mail server can judge by itself: JWTs (RFC 7519) by one key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt

from bot.clock import SystemClock
from tests.tokenservers import TokenServer

KEY = b"a key of our own, 32 bytes or so"
# So long the mail servers still take a token that has ended: a busy machine is no refusal.
GRACE = timedelta(seconds=2)


class JwtServer(TokenServer):
    """Gives out tokens for `user`, which live as long as it says; the newest is in `newest`."""

    def __init__(self, user: str) -> None:
        super().__init__()
        self.user = user
        self.newest = ""

    def judge(self, token: str) -> bool:
        """Whether a mail server that knows the key would let it in now."""
        try:
            return bool(jwt.decode(token, KEY, ["HS256"])["sub"] == self.user)
        except jwt.InvalidTokenError:
            return False

    @property
    def newest_has_ended(self) -> bool:
        """Whether the newest token is of no use, however the seconds were rounded."""
        claims = jwt.decode(self.newest, options={"verify_signature": False})
        return bool(SystemClock().now().timestamp() > claims["exp"] + 1.5)

    def _token(self, *, refresh: bool = False) -> dict[str, Any]:
        given = super()._token(refresh=refresh)
        now = SystemClock().now()
        claims = {
            "sub": self.user,
            "iat": now,
            "exp": now + timedelta(seconds=float(self.lasts)) + GRACE,
            "jti": given["access_token"][-16:],
        }
        self.newest = jwt.encode(claims, KEY, "HS256")
        return given | {"access_token": self.newest}
