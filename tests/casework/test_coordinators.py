"""Logins of the desk: passwords, throttling, sessions."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework import coordinators
from casework.codes import Role
from casework.coordinators import (
    FREE_ATTEMPTS,
    LoginTaken,
    PasswordRefused,
    add_coordinator,
    authenticate,
    change_password,
    end_session,
    find_coordinator,
    find_session,
    open_session,
    reset_password,
    seconds_to_wait,
)
from casework.database import Database
from casework.models import Coordinator, DeskSession
from casework.models.base import now
from casework.retention import forget_ended_sessions

PASSWORD = "drei rote Äpfel im Korb"


async def add(db: Database, login: str = "ute", password: str | None = PASSWORD) -> str:
    async with db.writing() as session:
        _, given = await add_coordinator(
            session, login=login, name="Ute Beispiel", towns=["verl"], role="admin", password=password
        )
    return given


async def sign_in(db: Database, login: str, password: str, source: str = "") -> Coordinator | None:
    async with db.writing() as session:
        return await authenticate(session, login, password, source=source)


async def test_a_login_with_a_random_password_must_change_it(db: Database) -> None:
    password = await add(db, "  Ute ", None)
    assert len(password) >= 16
    coordinator = await sign_in(db, "UTE", password)
    assert coordinator is not None
    assert (coordinator.login, coordinator.role, coordinator.towns) == (
        "ute",
        Role.ADMIN,
        frozenset({"verl"}),
    )
    assert coordinator.must_change_password
    assert coordinator.last_login_at is not None
    assert password not in coordinator.password_hash
    async with db.reading() as session:
        found = await find_coordinator(session, "Ute")
        assert found is not None
        assert found.towns == frozenset({"verl"})


async def test_a_login_is_given_once(db: Database) -> None:
    await add(db)
    with pytest.raises(LoginTaken, match="ute"):
        await add(db, "UTE")
    with pytest.raises(ValueError, match="1 to 64"):
        await add(db, "")
    with pytest.raises(PasswordRefused, match="short"):
        await add(db, "uta", "short")


@pytest.mark.parametrize(
    ("login", "password"),
    [("ute", "wrong password"), ("nobody", PASSWORD), ("ute", ""), ("", ""), ("ute", "x" * 10_000)],
)
async def test_wrong_logins_are_refused(db: Database, login: str, password: str) -> None:
    await add(db)
    assert await sign_in(db, login, password) is None


async def test_unknown_logins_take_as_long_as_known_ones(db: Database) -> None:
    await add(db)
    durations = []
    for login in ("ute", "nobody"):
        best = 1e9
        for attempt in range(3):
            start = time.perf_counter()
            await sign_in(db, login, "wrong password", source=f"{login}{attempt}")
            best = min(best, time.perf_counter() - start)
        durations.append(best)
    assert max(durations) < 4 * min(durations), "an unknown login must not answer at once"


async def test_guessing_makes_only_the_guesser_wait(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await add(db)
    for _ in range(FREE_ATTEMPTS):
        assert await sign_in(db, "ute", "wrong password", source="198.51.100.7") is None
    async with db.reading() as session:
        assert 0 < await seconds_to_wait(session, "ute", source="198.51.100.7") <= 2
        assert await seconds_to_wait(session, "ute", source="192.0.2.1") == 0
    assert await sign_in(db, "ute", PASSWORD, source="198.51.100.7") is None, "the right one must wait too"
    assert await sign_in(db, "ute", PASSWORD, source="192.0.2.1") is not None
    later = now() + timedelta(minutes=20)
    monkeypatch.setattr(coordinators, "now", lambda: later)
    assert await sign_in(db, "ute", PASSWORD, source="198.51.100.7") is not None
    async with db.reading() as session:
        assert await seconds_to_wait(session, "ute", source="198.51.100.7") == 0


async def test_passwords_change_and_end_other_sessions(db: Database) -> None:
    await add(db)
    new = "vier gelbe Birnen im Netz"
    async with db.writing() as session:
        coordinator = await find_coordinator(session, "ute")
        assert coordinator is not None
        token = await open_session(session, coordinator)
        assert not await change_password(session, coordinator, "wrong password", new)
        for refused, reason in ((PASSWORD, "same"), ("short", "short"), ("x" * 201, "long")):
            with pytest.raises(PasswordRefused) as caught:
                await change_password(session, coordinator, PASSWORD, refused)
            assert caught.value.reason == reason
        assert await find_session(session, token) is not None
        assert await change_password(session, coordinator, PASSWORD, new)
        assert not coordinator.must_change_password
        assert await find_session(session, token) is None
    assert await sign_in(db, "ute", PASSWORD) is None
    assert await sign_in(db, "ute", new) is not None
    async with db.writing() as session:
        coordinator = await find_coordinator(session, "ute")
        assert coordinator is not None
        random = await reset_password(session, coordinator)
    again = await sign_in(db, "ute", random)
    assert again is not None
    assert again.must_change_password


async def test_sessions_end_when_idle_over_or_switched_off(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(db)
    async with db.writing() as session:
        coordinator = await find_coordinator(session, "ute")
        assert coordinator is not None
        token = await open_session(session, coordinator)
        other = await open_session(session, coordinator)
    start = now()

    async def alive(after: timedelta, which: str = token) -> bool:
        monkeypatch.setattr(coordinators, "now", lambda: start + after)
        async with db.writing() as session:
            return await find_session(session, which) is not None

    for minutes in range(0, 580, 50):  # in use all day
        assert await alive(timedelta(minutes=minutes)), minutes
    assert not await alive(timedelta(minutes=601)), "ten hours are the longest"
    assert not await alive(timedelta(minutes=61), other), "an idle hour ends it"
    assert not await alive(timedelta(0), "made up")
    async with db.writing() as session:
        await end_session(session, other)
        await end_session(session, "made up")
        stored = list(await session.scalars(select(DeskSession)))
        assert len(stored) == 1
        assert token.encode() not in stored[0].token_hash, "only a hash is stored"
        found = await find_coordinator(session, "ute")
        assert found is not None
        found.active = False
    assert not await alive(timedelta(0))
    assert await sign_in(db, "ute", PASSWORD) is None
    async with db.writing() as session:
        assert await forget_ended_sessions(session, at=start + timedelta(hours=11)) == 1
