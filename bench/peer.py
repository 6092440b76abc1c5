"""`make bench-peer`: the product and stock Rasa side by side in one run, taking turns on the same machine."""

import argparse
import asyncio

from bench import ours, stock_rasa
from bench.load import PERCENT, Load
from bench.processes import Usage, usage_of
from bench.product import BOT_ENVIRONMENT, Product, running_product
from bench.stock_rasa import Stock, running_stock
from bench.table import machine, table
from bench.turns import disk_mb

CONVERSATIONS = (1, 8)
ROUNDS = 2
TURNS = 150
WARM_UP_TURNS = 30


def merged(loads: list[Load]) -> Load:
    """The rounds of one side as one load."""
    whole = Load(loads[0].conversations)
    for load in loads:
        whole.turn_ms += load.turn_ms
        whole.seconds += load.seconds
    for name in loads[0].cpu_ms:
        whole.cpu_ms[name] = sum(load.cpu_ms[name] * load.turns for load in loads) / whole.turns
    return whole


async def side_by_side(stock: Stock, product: Product, turns: int) -> list[tuple[Load, Load]]:
    """For each number of conversations: stock, ours, stock, ours, so that the machine's other load meets both."""
    await stock_rasa.measure(stock, 2, WARM_UP_TURNS)
    await ours.measure(product, 2, WARM_UP_TURNS)
    pairs = []
    for conversations in CONVERSATIONS:
        theirs, own = [], []
        for _ in range(ROUNDS):
            theirs.append(await stock_rasa.measure(stock, conversations, turns))
            own.append(await ours.measure(product, conversations, turns))
        pairs.append((merged(theirs), merged(own)))
    return pairs


def pair_table(pairs: list[tuple[Load, Load]]) -> str:
    """Both sides, and how many times as many turns a second ours takes."""
    rows: list[list[object]] = []
    for theirs, own in pairs:
        for name, load in (("stock Rasa", theirs), ("ours", own)):
            rows.append(
                [
                    name, load.conversations, load.turns, *map(load.percentile, PERCENT),
                    load.turns_per_second, sum(load.cpu_ms.values()),
                    f"{load.turns_per_second / theirs.turns_per_second:.1f}×",
                ]
            )  # fmt: skip
    head = [
        "set-up", "at once", "turns", "p50 ms", "p95 ms", "p99 ms", "turns/s", "CPU ms/turn", "turns/s ratio"
    ]  # fmt: skip
    return table(head, rows)


def cost_table(stock: Stock, product: Product) -> str:
    """Start-up, memory and disk of both."""
    theirs, own = stock.usage(), usage_of(product.pid)
    return table(
        ["", "stock Rasa", "ours"],
        [
            ["ready after s", stock.ready_seconds, product.ready_after["everything"]],
            ["Rasa's memory MB", theirs["stock rasa"].memory_mb, own["rasa"].memory_mb],
            ["other processes MB", *(_others(usage) for usage in (theirs, own))],
            ["Rasa's environment MB", disk_mb(stock_rasa.ENVIRONMENT), disk_mb(BOT_ENVIRONMENT)],
        ],
    )


def _others(usage: dict[str, Usage]) -> float:
    return sum(one.memory_mb for name, one in usage.items() if name not in {"rasa", "stock rasa"})


def main() -> None:
    """Reads the command line, sets up, measures."""
    parser = argparse.ArgumentParser(prog="python -m bench.peer", description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS, help="turns per round and side")
    options = parser.parse_args()
    with running_stock() as stock, running_product() as product:
        print(f"{machine()}; stock Rasa trained with few epochs\n", flush=True)
        print(pair_table(asyncio.run(side_by_side(stock, product, options.turns))), end="\n\n", flush=True)
        print(cost_table(stock, product), flush=True)


if __name__ == "__main__":
    main()
