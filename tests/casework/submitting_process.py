"""A process of its own that works on a database: `submit URL KEYS`, or `count URL KEYS CONVERSATION TIMES`.

It says that it is ready, waits for a line and starts: so several start at the same moment.
"""

import asyncio
import json
import sys
from pathlib import Path

from casework.database import Database
from casework.drafts import load_draft, save_draft
from casework.encryption import Keyring
from casework.intakes import receive_intake
from tests.factories import create_submission


async def submit(db: Database) -> dict[str, object]:
    """Hand in the same submission as every other process."""
    async with db.writing() as session:
        received = await receive_intake(session, create_submission(idempotency_key="same-key"))
        return {
            "reference": received.intake.reference,
            "code": received.receipt_code,
            "created": received.created,
        }


async def count(db: Database, conversation_id: str, times: int) -> dict[str, object]:
    """Raise the number in a draft, many times at once."""

    async def once() -> None:
        async with db.writing() as session:
            draft = await load_draft(session, conversation_id)
            assert draft is not None
            await save_draft(session, conversation_id, asked=None, state={"count": draft.state["count"] + 1})

    await asyncio.gather(*(once() for _ in range(times)))
    return {"done": times}


async def main(task: str, url: str, keys: str, *rest: str) -> None:
    """Get ready, wait for the common start, work, print one JSON object."""
    db = Database(url, keyring=Keyring.load(Path(keys)))
    await db.ping()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    result = await (submit(db) if task == "submit" else count(db, rest[0], int(rest[1])))
    await db.close()
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
