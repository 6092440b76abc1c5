"""`make bench`: speed, start-up and memory of the running product, as tables."""

import argparse
import asyncio
import subprocess
import time
from pathlib import Path

from bench.load import PERCENT, Load
from bench.ours import measure, one_long_conversation
from bench.processes import MEGABYTE, usage_of
from bench.product import BOT_ENVIRONMENT, PROJECT, Product, running_product
from bench.table import machine, table

LOADS = ((1, 300), (8, 600), (32, 900))
WARM_UP_TURNS = 60


def load_table(loads: list[Load]) -> str:
    """Times of a turn as the client sees them."""
    return table(
        ["conversations at once", "turns", "p50 ms", "p95 ms", "p99 ms", "turns/s"],
        [
            [load.conversations, load.turns, *map(load.percentile, PERCENT), load.turns_per_second]
            for load in loads
        ],
    )


def cpu_table(loads: list[Load]) -> str:
    """CPU milliseconds per turn and process; openings of conversations are spread over their turns."""
    names = sorted({name for load in loads for name in load.cpu_ms})
    return table(
        ["CPU ms per turn", *(f"at {load.conversations}" for load in loads)],
        [
            *([name, *(load.cpu_ms.get(name, 0.0) for load in loads)] for name in names),
            ["this client", *(load.client_cpu_seconds * 1000 / load.turns for load in loads)],
        ],
    )


def memory_table(product: Product) -> str:
    """Resident memory and time to ready of each process."""
    usage = usage_of(product.pid)
    rows: list[list[object]] = [
        [name, usage[name].memory_mb, product.ready_after.get(name, "")] for name in sorted(usage)
    ]
    others = sum(one.memory_mb for name, one in usage.items() if name != "rasa")
    rows.append(["all but rasa", others, product.ready_after["everything"]])
    return table(["process", "memory MB", "ready after s"], rows)


def disk_mb(folder: Path) -> float:
    """What a folder takes on disk, in MB."""
    files = (path.lstat() for path in folder.resolve().rglob("*"))
    return sum(status.st_blocks * 512 for status in files) / MEGABYTE


def training_seconds() -> float:
    """Trains once in a fresh process."""
    begun = time.perf_counter()
    subprocess.run(
        [str(BOT_ENVIRONMENT / "bin" / "python"), "-m", "bot.train", "--force"],
        cwd=PROJECT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - begun


async def run(product: Product, loads: list[tuple[int, int]], long: bool) -> None:
    """Prints all tables."""
    await measure(product, 2, WARM_UP_TURNS)
    measured = [await measure(product, conversations, turns) for conversations, turns in loads]
    print(load_table(measured), cpu_table(measured), sep="\n\n", end="\n\n", flush=True)
    lengths = [turns for load in measured for turns in load.dialogue_turns]
    starts = [ms for load in measured for ms in load.start_ms]
    print(
        f"{len(lengths)} dialogues ended with a receipt after {min(lengths)} to {max(lengths)} turns;"
        f" opening a conversation took {sum(starts) / len(starts):.0f} ms on average."
    )
    if long:
        turns = await one_long_conversation(product)
        print(
            f"One long conversation: {turns.early_ms:.1f} ms around turn 10, {turns.late_ms:.1f} ms around turn 300,"
            f" ratio {turns.ratio:.2f}."
        )
    print("\n" + memory_table(product), end="\n\n", flush=True)


def main() -> None:
    """Reads the command line and measures."""
    parser = argparse.ArgumentParser(prog="python -m bench.turns", description=__doc__)
    parser.add_argument("--train", action="store_true", help="measure the training as well")
    parser.add_argument("--quick", action="store_true", help="a third of the turns, no long conversation")
    options = parser.parse_args()
    loads = [(conversations, turns // 3 if options.quick else turns) for conversations, turns in LOADS]
    print(machine(), flush=True)
    if options.train:
        print(f"Training took {training_seconds():.0f} s.", flush=True)
    print(f"The environment of the bot takes {disk_mb(BOT_ENVIRONMENT):.0f} MB on disk.\n", flush=True)
    with running_product() as product:
        asyncio.run(run(product, loads, long=not options.quick))


if __name__ == "__main__":
    main()
