"""Many turns at once, each timed at the client."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

PERCENT = (50, 95, 99)


@dataclass
class Load:
    """Turns taken by a number of conversations at once; times are milliseconds as the client sees them."""

    conversations: int
    turn_ms: list[float] = field(default_factory=list)
    start_ms: list[float] = field(default_factory=list)
    dialogue_turns: list[int] = field(default_factory=list)
    seconds: float = 0.0
    client_cpu_seconds: float = 0.0
    cpu_ms: dict[str, float] = field(default_factory=dict)

    @property
    def turns(self) -> int:
        """How many turns were taken."""
        return len(self.turn_ms)

    @property
    def turns_per_second(self) -> float:
        """Turns that were answered in a second, openings of conversations not counted but their time included."""
        return self.turns / self.seconds

    def percentile(self, percent: int) -> float:
        """The time below which `percent` of the turns stay, in milliseconds."""
        return statistics.quantiles(self.turn_ms, n=100, method="inclusive")[percent - 1]


class Stopwatch:
    """Counts turns of all conversations down and keeps their times."""

    def __init__(self, load: Load, turns: int) -> None:
        self.load = load
        self._left = turns

    @property
    def more(self) -> bool:
        """Whether another turn may be taken."""
        return self._left > 0

    async def turn(self, taken: Awaitable[None]) -> None:
        """Times one turn."""
        self._left -= 1
        begun = time.perf_counter()
        await taken
        self.load.turn_ms.append((time.perf_counter() - begun) * 1000)

    async def start(self, taken: Awaitable[None]) -> None:
        """Times the opening of a conversation; it is not a turn."""
        begun = time.perf_counter()
        await taken
        self.load.start_ms.append((time.perf_counter() - begun) * 1000)


async def under_load(conversations: int, turns: int, hold: Callable[[Stopwatch], Awaitable[None]]) -> Load:
    """Has `conversations` people hold one dialogue after the other until `turns` are taken together.

    `hold` is one person: it takes turns with the stopwatch as long as there are more. The first error ends everything.
    """
    load = Load(conversations)
    watch = Stopwatch(load, turns)
    begun, cpu = time.perf_counter(), time.process_time()
    try:
        async with asyncio.TaskGroup() as people:
            for _ in range(conversations):
                people.create_task(_as_coroutine(hold, watch))
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
    load.seconds = time.perf_counter() - begun
    load.client_cpu_seconds = time.process_time() - cpu
    return load


async def _as_coroutine(hold: Callable[[Stopwatch], Awaitable[None]], watch: Stopwatch) -> None:
    await hold(watch)
