"""Prepares what a first start needs: keys, database, a first login."""

import asyncio

from alembic.util.exc import CommandError
from sqlalchemy.exc import SQLAlchemyError

from casework.coordinators import add_coordinator, find_coordinator
from casework.database import Database, migrate
from casework.encryption import Keyring
from casework.settings import Settings
from casework.towns import Towns
from duo.errors import KnownError

FIRST_LOGIN = "demo"


class SetupError(KnownError):
    """Something a start needs cannot be made; the text names it and the way out."""


def migrate_database(settings: Settings) -> None:
    """Brings the database to the newest version; does nothing when it is there."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    try:
        migrate(settings.database_url)
    except (SQLAlchemyError, OSError, CommandError) as error:
        raise SetupError(
            f"the database cannot be prepared ({type(error).__name__}). Check DUO_DATABASE_URL and that its server runs."
        ) from error


async def prepare(settings: Settings) -> None:
    """Makes keys, database and a first login where they are missing; existing ones are never touched."""
    settings.var_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    towns = Towns.load(settings.towns_file)
    first_keys = not settings.keys_file.exists()
    keyring = Keyring.complete(
        settings.keys_file, towns.codes
    )  # a town that is new in towns.yml gets its key
    if first_keys:
        print(
            f"Made the keys in {settings.keys_file}. Back this file up: without it the data cannot be read."
        )
    await asyncio.to_thread(migrate_database, settings)
    database = Database(settings.database_url, keyring=keyring)
    try:
        async with database.writing() as session:
            if await find_coordinator(session, FIRST_LOGIN) is None:
                _, password = await add_coordinator(
                    session, login=FIRST_LOGIN, name="Demo-Koordination", towns=towns.codes
                )
                note = settings.var_dir / "first-login.txt"
                note.touch(mode=0o600)
                note.write_text(
                    f"Demo login of the desk: {FIRST_LOGIN} / {password}\n(shown once; you choose your own at the first login)\n",
                    encoding="utf-8",
                )
    finally:
        await database.close()
