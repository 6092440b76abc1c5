"""A bounded cache of conversations in memory.

``casework/`` keeps each accepted answer in its draft, so a tracker may vanish at any time: the session
start of the next message restores the question from the draft. That is why this store forgets: the
least recently used conversations beyond a number, and all that were idle for some time.
"""

from __future__ import annotations

import os
import time
import zlib
from collections import OrderedDict
from typing import Any, Callable, Iterable, Optional, Text, Tuple

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, get_trackers_for_conversation_sessions

MAX_CONVERSATIONS = 2000
IDLE_SECONDS = 3600.0
# Rasa reads, sends and writes all events of a session at every turn, so a turn takes longer with each one before
# it. An ordinary dialogue stays below this; a longer one goes on from the draft, as after a restart.
MAX_EVENTS = 200
# Trackers are repetitive JSON: the fastest level makes them some ten times smaller in well under 1 ms.
_COMPRESSION = 1


class CachedTrackers(TrackerStore, SerializedTrackerAsText):
    """Rasa's tracker store as a cache.

    Settings: ``DUO_BOT_MAX_CONVERSATIONS`` (2000) and ``DUO_BOT_IDLE_SECONDS`` (3600), or the options
    ``max_conversations`` and ``idle_seconds`` in ``endpoints.yml``.
    """

    def __init__(
        self,
        domain: Optional[Domain],
        event_broker: Optional[EventBroker] = None,
        max_conversations: Optional[int] = None,
        idle_seconds: Optional[float] = None,
        clock: Callable[[], float] = time.monotonic,
        **kwargs: Any,
    ) -> None:
        """Starts empty; ``clock`` returns seconds and is there for tests."""
        super().__init__(domain, event_broker)
        self._max = int(max_conversations or os.environ.get("DUO_BOT_MAX_CONVERSATIONS", MAX_CONVERSATIONS))
        self._idle = float(idle_seconds or os.environ.get("DUO_BOT_IDLE_SECONDS", IDLE_SECONDS))
        if self._max < 1 or self._idle <= 0:
            raise ValueError("DUO_BOT_MAX_CONVERSATIONS and DUO_BOT_IDLE_SECONDS must be above zero")
        self._clock = clock
        # Oldest use first, so that both bounds are checked at the front only.
        self._kept: OrderedDict[Text, Tuple[float, bytes]] = OrderedDict()

    def __len__(self) -> int:
        """How many conversations are kept."""
        return len(self._kept)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps a conversation and drops what is beyond the bounds."""
        await self.stream_events(tracker)
        if len(tracker.events) > MAX_EVENTS:
            self.forget(tracker.sender_id)
            return
        packed = zlib.compress(self.serialise_tracker(tracker).encode("utf-8"), _COMPRESSION)
        now = self._clock()
        self._kept[tracker.sender_id] = (now, packed)
        self._kept.move_to_end(tracker.sender_id)
        while len(self._kept) > self._max:
            self._kept.popitem(last=False)
        self._drop_idle(now)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The latest session of a conversation, or None if it is not kept."""
        now = self._clock()
        self._drop_idle(now)
        found = self._kept.get(sender_id)
        if found is None:
            return None
        self._kept[sender_id] = (now, found[1])
        self._kept.move_to_end(sender_id)
        tracker = self.deserialise_tracker(sender_id, zlib.decompress(found[1]))
        if tracker is None:
            return None
        sessions = get_trackers_for_conversation_sessions(tracker)
        return sessions[-1] if len(sessions) > 1 else tracker

    async def exists(self, conversation_id: Text) -> bool:
        """Whether a conversation is kept, without unpacking it."""
        self._drop_idle(self._clock())
        return conversation_id in self._kept

    async def keys(self) -> Iterable[Text]:
        """The ids of all kept conversations."""
        self._drop_idle(self._clock())
        return list(self._kept)

    def forget(self, sender_id: Text) -> None:
        """Drops one conversation, for instance after a turn that failed half way."""
        self._kept.pop(sender_id, None)

    def _drop_idle(self, now: float) -> None:
        while self._kept:
            oldest, (used, _) = next(iter(self._kept.items()))
            if now - used <= self._idle:
                return
            del self._kept[oldest]
