"""Logins of the desk."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casework.coordinators import add_coordinator, find_coordinator, reset_password
from casework.database import Database
from casework.encryption import Keyring
from casework.models import Coordinator
from casework.settings import Settings
from casework.towns import Towns
from duo.setup import SetupError


@asynccontextmanager
async def writing(settings: Settings) -> AsyncIterator[AsyncSession]:
    """A writing session for one command."""
    database = Database(settings.database_url, keyring=Keyring.load(settings.keys_file))
    try:
        async with database.writing() as session:
            yield session
    finally:
        await database.close()


def town_codes(wanted: str, settings: Settings) -> tuple[str, ...]:
    """Town codes from "verl,shs" or "all". Raises SetupError naming the codes there are."""
    known = Towns.load(settings.towns_file).codes
    if wanted == "all":
        return tuple(known)
    codes = tuple(code.strip() for code in wanted.split(",") if code.strip())
    unknown = [code for code in codes if code not in known]
    if unknown or not codes:
        raise SetupError(
            f"unknown town {', '.join(unknown) or '(none given)'}; there are: {', '.join(known)}"
        )
    return codes


async def add(
    settings: Settings, login: str, name: str, towns: Sequence[str], *, admin: bool = False
) -> None:
    """Adds a login and prints its password, once."""
    async with writing(settings) as session:
        _, password = await add_coordinator(
            session, login=login, name=name or login, towns=towns, role="admin" if admin else "coordinator"
        )
    print(f"{login} / {password}\nShown once. It must be changed at the first login.")


async def reset(settings: Settings, login: str) -> None:
    """Gives a login a new random password, ends its sessions and prints the password, once."""
    async with writing(settings) as session:
        coordinator = await find_coordinator(session, login)
        if coordinator is None:
            raise SetupError(f"there is no login {login!r}; `duo users list` shows them")
        password = await reset_password(session, coordinator)
    print(f"{login} / {password}\nShown once. It must be changed at the next login.")


async def show(settings: Settings) -> None:
    """Prints the logins with role and towns."""
    async with writing(settings) as session:
        for coordinator in await session.scalars(select(Coordinator).order_by(Coordinator.login)):
            print(f"{coordinator.login:<20} {coordinator.role:<12} {','.join(sorted(coordinator.towns))}")
