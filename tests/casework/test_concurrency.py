"""Several real processes on one database: nothing twice, nothing lost."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from casework.codes import Channel
from casework.conversations import start_conversation
from casework.database import Database
from casework.drafts import load_draft, save_draft
from casework.encryption import Keyring
from casework.models import Intake, OutboxEntry

ROOT = Path(__file__).parents[2]


async def run_processes(number: int, task: str, url: str, keys: Path, *rest: str) -> list[dict[str, object]]:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            str(Path(__file__).with_name("submitting_process.py")),
            task,
            url,
            str(keys),
            *rest,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        for _ in range(number)
    ]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    outputs = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    assert [process.returncode for process in processes] == [0] * number
    return [json.loads(output) for output, _ in outputs]


async def test_two_processes_submit_the_same(database_url: str, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    db = Database(database_url, keyring=Keyring.create(keys, ["verl", "shs"]))
    results = await run_processes(2, "submit", database_url, keys)
    assert results[0]["reference"] == results[1]["reference"]
    assert results[0]["code"] == results[1]["code"]
    assert sorted(bool(result["created"]) for result in results) == [False, True]
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Intake)) == 1
        assert await session.scalar(select(func.count()).select_from(OutboxEntry)) == 1
    await db.close()


async def test_two_processes_lose_none_of_160_updates(database_url: str, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    db = Database(database_url, keyring=Keyring.create(keys, ["verl", "shs"]))
    async with db.writing() as session:
        conversation = await start_conversation(session, channel=Channel.WEB, town="verl")
        await save_draft(session, conversation.id, asked=None, state={"count": 0})
    await run_processes(2, "count", database_url, keys, conversation.id, "80")
    async with db.reading() as session:
        draft = await load_draft(session, conversation.id)
    await db.close()
    assert draft is not None
    assert draft.state == {"count": 160}


async def test_sqlite_is_set_up_as_correctness_needs(
    tmp_path: Path, keyring: Keyring, migrated_file: Path
) -> None:
    db = Database(f"sqlite+aiosqlite:///{migrated_file}", keyring=keyring)
    expected = {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "synchronous": 1,
        "busy_timeout": 15000,
    }
    async with db.reading() as session:
        found = {pragma: await session.scalar(text(f"PRAGMA {pragma}")) for pragma in expected}
    await db.close()
    assert found == expected


async def test_a_reading_session_sees_one_state(db: Database) -> None:
    if not db.is_sqlite:
        return  # PostgreSQL reads each statement's own state; the desk reads one record with each
    async with db.reading() as reader:
        assert await reader.scalar(select(func.count()).select_from(OutboxEntry)) == 0
        async with db.writing() as session:
            await start_conversation(session, channel=Channel.WEB, town=None)
        assert await reader.scalar(text("SELECT count(*) FROM conversations")) == 0
    async with db.reading() as reader:
        assert await reader.scalar(text("SELECT count(*) FROM conversations")) == 1


@pytest.mark.parametrize("failing", [False, True])
async def test_connections_go_back_to_the_pool(db: Database, failing: bool) -> None:
    """More sessions than connections, some of which fail: none hangs."""

    async def use(number: int) -> int:
        async with db.writing() as session:
            if failing and number % 2:
                raise LookupError
            return await session.scalar(text("SELECT 1")) or 0

    results = await asyncio.wait_for(
        asyncio.gather(*(use(number) for number in range(40)), return_exceptions=True), timeout=20
    )
    assert results.count(1) == (20 if failing else 40)


async def test_a_cancelled_turn_leaves_nothing_behind(db: Database) -> None:
    """A client that goes away in mid-statement neither keeps a lock nor half a change."""
    async with db.writing() as session:
        conversation = await start_conversation(session, channel=Channel.WEB, town="verl")
        await save_draft(session, conversation.id, asked=None, state={"count": 0})

    async def slow_turn(wait: float) -> None:
        async with db.writing() as session:
            await save_draft(session, conversation.id, asked=None, state={"count": 1})
            await asyncio.sleep(wait)
            await load_draft(session, conversation.id)
            await asyncio.sleep(10)

    for wait in (0.0, 0.0005, 0.001, 0.002, 0.2):
        turn = asyncio.create_task(slow_turn(wait))
        await asyncio.sleep(wait)
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
        async with asyncio.timeout(5), db.writing() as session:
            draft = await load_draft(session, conversation.id)
            assert draft is not None
            assert draft.state == {"count": 0}
            await save_draft(session, conversation.id, asked=None, state=draft.state)
