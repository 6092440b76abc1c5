"""One intake for scripts and tests."""

from typing import Any

from casework.intakes import record_of
from casework.settings import Settings
from duo.users import writing


async def show(settings: Settings, reference: str) -> dict[str, Any]:
    """The whole record as JSON-able data. The access is logged as the operator's.

    Raises IntakeNotFound for an unknown reference.
    """
    async with writing(settings) as session:
        return await record_of(session, reference)
