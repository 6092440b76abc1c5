"""Coordinators: logins of the desk, their passwords, towns and sessions."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from casework.codes import Role
from casework.encryption import current_keyring
from casework.models import Coordinator, CoordinatorTown, DeskSession, LoginFailure
from casework.models.base import new_id, now
from casework.settings import get_settings

MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 200
FREE_ATTEMPTS = 5
"""Wrong passwords from one source before each further one makes it wait, 2, 4, 8 … up to 15 minutes."""

_LONGEST_WAIT_SECONDS = 15 * 60
_RANDOM_ALPHABET = "23456789abcdefghjkmnpqrtvwxyz"
# OWASP's Argon2id minimum (19 MiB, 2 passes): about 25 ms here, so that a burst of logins does not stop the desk
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash(secrets.token_hex(16))


class PasswordRefused(ValueError):
    """A new password is too short, too long or the old one; `reason` is a code for the label."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LoginTaken(ValueError):
    """There is a coordinator with this login."""


async def add_coordinator(
    session: AsyncSession,
    *,
    login: str,
    name: str,
    towns: Iterable[str],
    role: Role | str = Role.COORDINATOR,
    password: str | None = None,
) -> tuple[Coordinator, str]:
    """Add a login and return it with its password (random when none is given), which must be changed at first use."""
    login = _normal(login)
    if not login or len(login) > 64:
        raise ValueError("a login has 1 to 64 characters")
    if await session.scalar(select(Coordinator.id).where(Coordinator.login == login)) is not None:
        raise LoginTaken(
            f"There is a login {login!r} already; choose another one or set a new password for it"
        )
    if password is None:
        password = random_password()
    else:
        check_password(password)
    coordinator = Coordinator(
        id=new_id(),
        login=login,
        name=name.strip(),
        role=Role(role),
        password_hash=await asyncio.to_thread(_hasher.hash, password),
        must_change_password=True,
        created_at=now(),
        town_rows=[CoordinatorTown(town=town) for town in dict.fromkeys(towns)],
    )
    session.add(coordinator)
    await session.flush()
    return coordinator, password


async def find_coordinator(session: AsyncSession, login: str) -> Coordinator | None:
    """Return the coordinator with this login."""
    return await session.scalar(select(Coordinator).where(Coordinator.login == _normal(login)))


async def authenticate(
    session: AsyncSession, login: str, password: str, *, source: str = ""
) -> Coordinator | None:
    """Return the coordinator if the password is right, after about the same time whether or not the login exists.

    `source` is the address it comes from: failures make further tries wait for this login from this source only. Needs a
    writing session, and must be committed when it returns None too, else failures do not count.
    """
    key = current_keyring().blind_index("login failure", f"{_normal(login)}\0{source}")
    failure = await session.get(LoginFailure, key, with_for_update=True)
    moment = now()
    coordinator = await find_coordinator(session, login)
    waiting = failure is not None and failure.blocked_until is not None and failure.blocked_until > moment
    stored = coordinator.password_hash if coordinator else _NOBODY
    right = await asyncio.to_thread(_verify, stored, password[:MAX_PASSWORD_LENGTH])
    if waiting:
        return None
    if not right or coordinator is None or not coordinator.active:
        if failure is None:
            failure = LoginFailure(source_hash=key, failures=0)
            session.add(failure)
        failure.failures += 1
        failure.last_at = moment
        over = failure.failures - FREE_ATTEMPTS
        if over >= 0:
            failure.blocked_until = moment + timedelta(
                seconds=min(2 ** min(over + 1, 20), _LONGEST_WAIT_SECONDS)
            )
        await session.flush()
        return None
    if failure is not None:
        await session.delete(failure)
    if _hasher.check_needs_rehash(coordinator.password_hash):
        coordinator.password_hash = await asyncio.to_thread(_hasher.hash, password)
    coordinator.last_login_at = moment
    await session.flush()
    return coordinator


async def seconds_to_wait(session: AsyncSession, login: str, *, source: str = "") -> int:
    """Return for how many seconds logins from this source are not even tried, 0 for none."""
    key = current_keyring().blind_index("login failure", f"{_normal(login)}\0{source}")
    until = await session.scalar(select(LoginFailure.blocked_until).where(LoginFailure.source_hash == key))
    return max(0, round((until - now()).total_seconds())) if until else 0


async def change_password(session: AsyncSession, coordinator: Coordinator, old: str, new: str) -> bool:
    """Set a new password and end all sessions; return False if the old one is wrong, raise `PasswordRefused` for a new
    one that does not do.
    """
    if not await asyncio.to_thread(_verify, coordinator.password_hash, old[:MAX_PASSWORD_LENGTH]):
        return False
    if new == old:
        raise PasswordRefused("same")
    check_password(new)
    coordinator.password_hash = await asyncio.to_thread(_hasher.hash, new)
    coordinator.must_change_password = False
    await end_all_sessions(session, coordinator)
    await session.flush()
    return True


async def reset_password(session: AsyncSession, coordinator: Coordinator) -> str:
    """Set a random password that must be changed, end all sessions and return it."""
    password = random_password()
    coordinator.password_hash = await asyncio.to_thread(_hasher.hash, password)
    coordinator.must_change_password = True
    await end_all_sessions(session, coordinator)
    await session.flush()
    return password


def check_password(password: str) -> None:
    """Raise `PasswordRefused` unless the length does; longer sentences beat odd characters (BSI, NIST SP 800-63B)."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise PasswordRefused("short")
    if len(password) > MAX_PASSWORD_LENGTH:
        raise PasswordRefused("long")


def random_password() -> str:
    """Return a password of four groups of four (77 bits) without look-alikes."""
    groups = ("".join(secrets.choice(_RANDOM_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


async def open_session(session: AsyncSession, coordinator: Coordinator) -> str:
    """Open a desk session and return its token; only its keyed hash is stored."""
    token = secrets.token_urlsafe(32)
    at = now()
    session.add(
        DeskSession(
            token_hash=_token_hash(token),
            coordinator_id=coordinator.id,
            opened_at=at,
            last_seen_at=at,
            expires_at=at + timedelta(hours=get_settings().session_hours),
        )
    )
    await session.flush()
    return token


async def find_session(session: AsyncSession, token: str) -> Coordinator | None:
    """Return whose session it is, None if it is unknown, idle for too long, over, or the login is switched off.

    In a writing session it is also kept alive (at most one write a minute).
    """
    row = await session.get(DeskSession, _token_hash(token))
    at = now()
    idle = timedelta(minutes=get_settings().session_idle_minutes)
    if row is None or row.expires_at <= at or row.last_seen_at + idle <= at:
        return None
    coordinator = await session.get(Coordinator, row.coordinator_id)
    if coordinator is None or not coordinator.active:
        return None
    if session.info.get("writing") and at - row.last_seen_at > timedelta(minutes=1):
        row.last_seen_at = at
        await session.flush()
    return coordinator


async def end_session(session: AsyncSession, token: str) -> None:
    """End one session; an unknown token does no harm."""
    await session.execute(delete(DeskSession).where(DeskSession.token_hash == _token_hash(token)))


async def end_all_sessions(session: AsyncSession, coordinator: Coordinator) -> None:
    """End every session of a coordinator."""
    await session.execute(delete(DeskSession).where(DeskSession.coordinator_id == coordinator.id))


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except VerificationError:
        return False


def _normal(login: str) -> str:
    return login.strip().casefold()


def _token_hash(token: str) -> bytes:
    return current_keyring().blind_index("desk session", token)
