"""Alembic's entry: takes the open connection that `casework.database.migrate` hands over, or the settings' database."""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy import Connection

from casework.database import create_engine
from casework.models import Base


def run(connection: Connection) -> None:
    """Run the migrations on an open connection; its transaction is the caller's."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_from_settings() -> None:
    """Run the migrations on the database of the settings, for alembic's own command."""
    from casework.settings import get_settings

    engine = create_engine(get_settings().database_url)
    async with engine.execution_options(writing=True).begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(run_from_settings())
