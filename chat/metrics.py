"""What an operator may count: no metric or label carries anything about a person."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST as CONTENT_TYPE

__all__ = ["CONTENT_TYPE", "Metrics"]

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 1.0, 2.0, 3.0, 5.0)


class Metrics:
    """The counters of one app, in a registry of their own so that two apps in one process do not meet."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter("duo_chat_turns", "Turns by outcome", ["outcome"], registry=self.registry)
        self.turn_seconds = Histogram(
            "duo_chat_turn_seconds",
            "From a message received to its answer stored",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.conversations = Counter(
            "duo_chat_conversations", "Conversations by door", ["door"], registry=self.registry
        )
        self.crises = Counter(
            "duo_chat_crises", "Messages the crisis layer answered", ["kind", "level"], registry=self.registry
        )
        self.languages = Counter(
            "duo_chat_languages", "Language cards shown, by language", ["language"], registry=self.registry
        )
        self.refusals = Counter(
            "duo_chat_refusals", "Requests refused, by problem", ["problem"], registry=self.registry
        )
        self.intakes = Counter(
            "duo_chat_form_intakes", "Intakes received over the form page", registry=self.registry
        )
        self.streams = Gauge("duo_chat_open_streams", "Open event streams", registry=self.registry)

    def exposition(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self.registry)
