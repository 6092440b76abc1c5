"""The tracker is a cache: it remembers what it must and forgets the rest."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.components.tracker_store import MAX_EVENTS, CachedTrackers

DOMAIN = Domain.from_yaml(
    "version: '3.1'\nintents: [affirm]\nslots: {town: {type: any, mappings: [{type: custom}]}}\n"
)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def create_store(clock: Clock | None = None, **bounds: Any) -> CachedTrackers:
    return CachedTrackers(DOMAIN, clock=clock or Clock(), **bounds)


def create_tracker(sender: str, text: str = "hallo") -> DialogueStateTracker:
    events = [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        ActionExecuted("action_listen"),
        UserUttered(text, {"name": "affirm", "confidence": 1.0}, parse_data={"needs": {"debt": 0.9}}),
        SlotSet("town", "verl"),
    ]
    return DialogueStateTracker.from_events(sender, events, slots=DOMAIN.slots)


async def test_a_conversation_comes_back_as_it_was() -> None:
    store = create_store()
    await store.save(create_tracker("a"))
    tracker = await store.retrieve("a")
    assert tracker is not None
    assert tracker.latest_message is not None
    assert tracker.get_slot("town") == "verl"
    assert tracker.latest_message.parse_data["needs"] == {"debt": 0.9}
    assert await store.retrieve("b") is None


async def test_the_least_recently_used_conversation_goes_first() -> None:
    store = create_store(max_conversations=2)
    await store.save(create_tracker("a"))
    await store.save(create_tracker("b"))
    await store.retrieve("a")
    await store.save(create_tracker("c"))
    assert await store.keys() == ["a", "c"]


async def test_ten_thousand_conversations_stay_within_the_bound() -> None:
    store = create_store(max_conversations=50)
    tracker = create_tracker("x")
    for number in range(10_000):
        tracker.sender_id = str(number)
        await store.save(tracker)
    assert len(store) == 50
    assert await store.exists("9999")
    assert not await store.exists("9949")


async def test_idle_conversations_are_forgotten() -> None:
    clock = Clock()
    store = create_store(clock, idle_seconds=60)
    await store.save(create_tracker("a"))
    clock.now = 59
    assert await store.retrieve("a") is not None
    clock.now = 118
    assert await store.exists("a")
    clock.now = 179
    assert not await store.exists("a")
    assert len(store) == 0


async def test_only_the_latest_session_comes_back() -> None:
    store = create_store()
    tracker = create_tracker("a", "früher")
    tracker.update_with_events(create_tracker("a", "jetzt").events, DOMAIN)
    await store.save(tracker)
    latest = await store.retrieve("a")
    assert latest is not None
    said = [event.text for event in latest.events if isinstance(event, UserUttered)]
    assert said == ["jetzt"]


async def test_forgetting_is_complete_and_may_be_repeated() -> None:
    store = create_store()
    await store.save(create_tracker("a"))
    store.forget("a")
    store.forget("a")
    assert len(store) == 0


@pytest.mark.parametrize("bounds", [{"max_conversations": -1}, {"idle_seconds": -5.0}])
def test_senseless_bounds_are_refused(bounds: Any) -> None:
    with pytest.raises(ValueError, match="above zero"):
        create_store(**bounds)


def test_rasa_finds_the_store_that_endpoints_yml_names() -> None:
    config = EndpointConfig(type="bot.components.tracker_store.CachedTrackers", max_conversations=3)
    assert isinstance(TrackerStore.create(config, DOMAIN), CachedTrackers)


async def test_a_session_of_very_many_events_is_forgotten_and_goes_on_from_the_draft() -> None:
    store = create_store()
    tracker = create_tracker("a")
    for _ in range(MAX_EVENTS):
        tracker.update(SlotSet("town", "verl"))
    await store.save(tracker)
    assert await store.retrieve("a") is None
