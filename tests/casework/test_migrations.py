"""The migrations make exactly what the models say, on both databases."""

import asyncio
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, inspect

from casework.database import alembic_config, create_engine, migrate, schema_revision
from casework.models import Base


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


async def test_the_schema_is_what_the_models_say(database_url: str) -> None:
    engine = create_engine(database_url)
    async with engine.connect() as connection:
        differences = await connection.run_sync(_differences)
        checks = await connection.run_sync(_check_names)
        revision = await connection.run_sync(schema_revision)
    await engine.dispose()
    assert differences == []
    assert checks == {
        table.name: {str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)}
        for table in Base.metadata.tables.values()
    }
    assert revision == ScriptDirectory.from_config(alembic_config()).get_current_head()


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, Base.metadata))


def _check_names(connection: Connection) -> dict[str, set[str]]:
    inspector = inspect(connection)
    return {
        table: {str(check["name"]) for check in inspector.get_check_constraints(table)}
        for table in Base.metadata.tables
    }


def test_every_constraint_has_a_name() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"a constraint of {table.name}"


async def test_migrating_again_and_at_the_same_time_does_no_harm(empty_url: str) -> None:
    code = f"from casework.database import migrate; migrate({empty_url!r})"
    processes = [await asyncio.create_subprocess_exec(sys.executable, "-c", code) for _ in range(2)]
    threads = [asyncio.to_thread(migrate, empty_url) for _ in range(2)]
    await asyncio.gather(*threads)
    assert [await process.wait() for process in processes] == [0, 0]
    migrate(empty_url)  # inside a running loop too
    engine = create_engine(empty_url)
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    await engine.dispose()
    assert tables == set(Base.metadata.tables) | {"alembic_version"}


def test_a_folder_for_the_file_is_made(tmp_path: Path) -> None:
    migrate(f"sqlite+aiosqlite:///{tmp_path / 'new' / 'duo.db'}")
    assert (tmp_path / "new" / "duo.db").exists()
