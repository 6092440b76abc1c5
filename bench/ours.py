"""Loads on our product: ordinary dialogues, and one that does not end."""

import statistics
from dataclasses import dataclass

import httpx2

from bench.citizen import SIDE_QUESTIONS, Dialogue, TurnError
from bench.load import Load, Stopwatch, under_load
from bench.processes import cpu_ms_per_turn, usage_of
from bench.product import Product

LONG_TURNS = 310
WINDOW = 20


def client_of(product: Product) -> httpx2.AsyncClient:
    """One client for all people; connections stay open between turns, as a browser's do."""
    limits = httpx2.Limits(max_connections=64, max_keepalive_connections=64)
    return httpx2.AsyncClient(
        base_url=product.chat_url, timeout=60, trust_env=False, verify=False, limits=limits
    )


async def measure(product: Product, conversations: int, turns: int) -> Load:
    """Whole dialogues, from the greeting to the receipt, again and again."""

    async def hold(watch: Stopwatch) -> None:
        while watch.more:
            dialogue = Dialogue(http)
            await watch.start(dialogue.begin())
            while watch.more and not dialogue.over:
                await watch.turn(dialogue.say(dialogue.next_words()))
            if dialogue.asks == "follow_up":
                watch.load.dialogue_turns.append(dialogue.turns)

    async with client_of(product) as http:
        before = usage_of(product.pid)
        load = await under_load(conversations, turns, hold)
        load.cpu_ms = cpu_ms_per_turn(before, usage_of(product.pid), load.turns)
    return load


@dataclass(frozen=True)
class Long:
    """Median milliseconds of the turns around turn 10 and around turn 300 of one conversation."""

    early_ms: float
    late_ms: float

    @property
    def ratio(self) -> float:
        """How many times as long the late turns take."""
        return self.late_ms / self.early_ms


async def one_long_conversation(product: Product) -> Long:
    """Asks side questions, answers and goes back, without ever sending the intake."""
    load = Load(1)
    watch = Stopwatch(load, LONG_TURNS + WINDOW)
    async with client_of(product) as http:
        dialogue = Dialogue(http)
        await dialogue.begin()
        while watch.more:
            if dialogue.asks == "follow_up":
                raise TurnError("the long conversation ended before its time")
            if dialogue.turns < 4:
                words = dialogue.next_words()
            elif dialogue.turns % 4 == 3 or dialogue.asks == "summary":
                words = {"text": "zurück"}
            elif dialogue.turns % 2 == 0:
                words = {"text": SIDE_QUESTIONS[dialogue.turns // 2 % len(SIDE_QUESTIONS)]}
            else:
                words = dialogue.next_words()
            await watch.turn(dialogue.say(words))
    return Long(
        statistics.median(load.turn_ms[10 - WINDOW // 4 : 10 + WINDOW]),
        statistics.median(load.turn_ms[300 - WINDOW : 300 + WINDOW]),
    )
