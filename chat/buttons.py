"""What a chosen button said: clients send back its payload only, and the history shall show words."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from casework import conversations
from casework.codes import Sender
from casework.conversations import UnknownConversation
from casework.database import Database
from casework.needs import Needs
from casework.towns import Towns
from chat.labels import load_labels

# How far back a button may have been offered: the widget shows old messages, and people scroll up.
_MESSAGES_BACK = 40
_CONVERSATIONS_REMEMBERED = 2_000
_BUTTONS_REMEMBERED = 60


class ButtonTitles:
    """Finds the title of a button: among those of the latest answers, else in the history, else by its payload."""

    def __init__(self, database: Database, needs: Needs, towns: Towns) -> None:
        self._database = database
        self._needs = needs
        self._towns = towns
        self._recent: OrderedDict[str, OrderedDict[str, str]] = OrderedDict()

    def remember(self, conversation_id: str, messages: Iterable[dict[str, Any]]) -> None:
        """Keeps the buttons of messages in their public form, so that the next turn needs no query."""
        offered = [button for message in messages for button in message.get("buttons", ())]
        if not offered:
            return
        titles = self._recent.setdefault(conversation_id, OrderedDict())
        self._recent.move_to_end(conversation_id)
        for button in offered:
            titles[button["payload"]] = button["title"]
            titles.move_to_end(button["payload"])
        while len(titles) > _BUTTONS_REMEMBERED:
            titles.popitem(last=False)
        while len(self._recent) > _CONVERSATIONS_REMEMBERED:
            self._recent.popitem(last=False)

    def forget(self, conversation_id: str) -> None:
        self._recent.pop(conversation_id, None)

    async def title(self, conversation_id: str, payload: str) -> str:
        """What the button with `payload` said; raises UnknownConversation."""
        recent = self._recent.get(conversation_id)
        known = recent.get(payload) if recent else None
        return known or await self._from_history(conversation_id, payload) or self._by_payload(payload)

    async def _from_history(self, conversation_id: str, payload: str) -> str | None:
        async with self._database.reading() as session:
            conversation = await conversations.find_conversation(session, conversation_id)
            if conversation is None:
                raise UnknownConversation
            since = max(0, conversation.last_seq - _MESSAGES_BACK)
            for message in reversed(await conversations.messages_after(session, conversation_id, since)):
                if message.sender == Sender.BOT:
                    for button in message.buttons:
                        if button["payload"] == payload:
                            return button["title"]
        return None

    def _by_payload(self, payload: str) -> str:
        name, brace, rest = payload.removeprefix("/").partition("{")
        if brace:
            values = json.loads(brace + rest)
            slot, value = values.get("slot", ""), values.get("value", "")
            if value in self._towns.codes:
                return self._towns.get(value).name
            if self._needs.has(slot) and (option := self._needs.question(slot).option(value)):
                return option.label
            if value in self._needs.kinds:
                return self._needs.get(value).label
        labels = load_labels()["payloads"]
        return str(labels.get(name, labels["other"]))
