"""One turn: a citizen's message in, the assistant's messages out, exactly once and in order.

A conversation has one turn in flight. The same `client_message_id` gives the same answer, also while the first is still
in flight. A turn goes on when the client that began it is gone. No database session is open while Rasa is awaited.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from casework import conversations, drafts
from casework.codes import CrisisKind, CrisisLevel, Sender
from casework.conversations import UnknownConversation
from casework.database import Database
from casework.needs import Needs
from chat.buttons import ButtonTitles
from chat.contact import ContactWays
from chat.labels import label
from chat.metrics import Metrics
from chat.notices import Notice, NoticeBoard
from chat.outgoing import PublicMessage, message_draft, unstored
from chat.rasa import SESSION_START, RasaClient, RasaFault, Reply
from chat.streams import StreamHub

log = structlog.get_logger("chat.turns")

SUBMIT_PAYLOADS = frozenset({"/submit", '/choose{"slot":"summary","value":"submit"}'})
# Two clicks on "Absenden" are one: a second one this soon gets the answer of the first.
DOUBLE_CLICK_SECONDS = 10.0


class UnknownPayload(Exception):
    """The payload has the right shape, but no button of the assistant carries it."""


@dataclass(frozen=True)
class Incoming:
    """What a client sent: `shown` is the text that is kept, `payload` is set for a chosen button."""

    client_message_id: str
    shown: str
    payload: str | None = None


@dataclass(frozen=True)
class _Received:
    """What the first transaction of a turn left behind."""

    seq: int
    messages: list[PublicMessage]
    notices: list[PublicMessage]
    goes_on: bool


class TurnTaker:
    """Takes the turns of all conversations of this process."""

    def __init__(
        self,
        database: Database,
        rasa: RasaClient,
        needs: Needs,
        contact: ContactWays,
        notices: NoticeBoard,
        titles: ButtonTitles,
        streams: StreamHub,
        metrics: Metrics,
    ) -> None:
        self._database = database
        self._rasa = rasa
        self._needs = needs
        self._contact = contact
        self._notices = notices
        self._titles = titles
        self._streams = streams
        self._metrics = metrics
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: dict[tuple[str, str], asyncio.Task[list[PublicMessage]]] = {}
        self._submits: dict[str, tuple[float, asyncio.Task[list[PublicMessage]]]] = {}

    async def take(self, conversation_id: str, incoming: Incoming) -> list[PublicMessage]:
        """The answer to `incoming`. Raises UnknownConversation or UnknownPayload; a silent Rasa is no error but a fault message."""
        key = (conversation_id, incoming.client_message_id)
        task = self._running.get(key) or self._recent_submit(conversation_id, incoming)
        if task is None:
            task = asyncio.create_task(self._turn(conversation_id, incoming))
            self._running[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))
            if incoming.payload in SUBMIT_PAYLOADS:
                self._submits[conversation_id] = (time.monotonic(), task)
        # Shielded: when this client goes away, the turn still ends and its answer is there on the next visit.
        return await asyncio.shield(task)

    async def start(self, conversation_id: str, town: str | None) -> list[PublicMessage]:
        """The first messages of a conversation that has just been stored: the AI disclosure comes first, always."""
        async with self.exclusively(conversation_id):
            try:
                replies = await self._rasa.send(conversation_id, payload=SESSION_START)
            except RasaFault as fault:
                log.warning("start_without_rasa", conversation_id=conversation_id, reason=fault.reason)
                replies = [Reply(label("greeting", "disclosure")), self._fault_reply("start", town)]
            return await self._store(conversation_id, replies, reply_to=None)

    @asynccontextmanager
    async def exclusively(self, conversation_id: str) -> AsyncIterator[None]:
        """No turn of this conversation runs inside the block; those that wait are taken in the order they came."""
        lock = self._locks.get(conversation_id)
        if lock is None:
            lock = self._locks[conversation_id] = asyncio.Lock()
        async with lock:
            yield

    async def drain(self, seconds: float) -> None:
        """Waits for the turns in flight, at most so long, before the process stops."""
        if self._running:
            await asyncio.wait(list(self._running.values()), timeout=seconds)

    def _recent_submit(
        self, conversation_id: str, incoming: Incoming
    ) -> asyncio.Task[list[PublicMessage]] | None:
        if incoming.payload not in SUBMIT_PAYLOADS:
            self._submits.pop(conversation_id, None)  # the talk has gone on: the next "absenden" is a new one
            return None
        at, task = self._submits.get(conversation_id, (0.0, None))
        return task if task is not None and time.monotonic() - at < DOUBLE_CLICK_SECONDS else None

    def _finished(self, key: tuple[str, str], task: asyncio.Task[list[PublicMessage]]) -> None:
        self._running.pop(key, None)
        now = time.monotonic()
        for conversation_id, (at, _) in list(self._submits.items()):
            if now - at < DOUBLE_CLICK_SECONDS:
                break
            del self._submits[conversation_id]
        if (
            not task.cancelled()
            and (error := task.exception())
            and not isinstance(error, UnknownConversation | UnknownPayload)
        ):
            log.error("turn_failed", conversation_id=key[0], error=type(error).__name__)

    async def _turn(self, conversation_id: str, incoming: Incoming) -> list[PublicMessage]:
        async with self.exclusively(conversation_id):
            started = time.perf_counter()
            notices = () if incoming.payload else self._notices.read(incoming.shown)
            received = await self._receive(conversation_id, incoming, notices)
            if isinstance(received, list):
                self._metrics.turns.labels("repeated").inc()
                return received
            self._streams.messages(conversation_id, received.messages)
            answer: list[PublicMessage] = []
            outcome = "notice_only"
            if received.goes_on:
                replies, outcome = await self._ask_rasa(conversation_id, incoming)
                answer = await self._store(conversation_id, replies, reply_to=received.seq)
            self._metrics.turns.labels(outcome).inc()
            self._metrics.turn_seconds.observe(time.perf_counter() - started)
            return received.notices + answer

    async def _receive(
        self, conversation_id: str, incoming: Incoming, notices: tuple[Notice, ...]
    ) -> _Received | list[PublicMessage]:
        """Stores the message and what is said at once; a list is the answer that an earlier turn already gave.

        Messages that were sent before are rare, so the database's own constraint finds them instead of a query.
        """
        try:
            async with self._database.writing() as session:
                message = await conversations.add_message(
                    session,
                    conversation_id,
                    sender=Sender.CITIZEN,
                    text=incoming.shown,
                    payload=incoming.payload,
                    client_message_id=incoming.client_message_id,
                )
                said, goes_on = await self._post_notices(session, conversation_id, message.seq, notices)
                return _Received(message.seq, [message.as_public(), *said], said, goes_on)
        except IntegrityError:
            return await self._receive_again(conversation_id, incoming, notices)

    async def _receive_again(
        self, conversation_id: str, incoming: Incoming, notices: tuple[Notice, ...]
    ) -> _Received | list[PublicMessage]:
        """The answer that this message already got; without one, the process died in between and the turn is taken now."""
        async with self._database.writing() as session:
            earlier = await conversations.find_by_client_message_id(
                session, conversation_id, incoming.client_message_id
            )
            if earlier is None:
                raise UnknownConversation
            if answers := await conversations.replies_to(session, conversation_id, earlier.seq):
                return [message.as_public() for message in answers]
            said, goes_on = await self._post_notices(session, conversation_id, earlier.seq, notices)
            return _Received(earlier.seq, [earlier.as_public(), *said], said, goes_on)

    async def _post_notices(
        self, session: AsyncSession, conversation_id: str, seq: int, notices: tuple[Notice, ...]
    ) -> tuple[list[PublicMessage], bool]:
        """Stores what the crisis layer and the language cards say, and flags the conversation."""
        if not notices:
            return [], True
        conversation = await conversations.find_conversation(session, conversation_id)
        town = conversation.town if conversation else None
        draft = await drafts.load_draft(session, conversation_id)
        asked = draft.asked if draft else None
        said, goes_on = [], True
        for notice in notices:
            if notice.language and asked in _PROPER_NAMES_EXPECTED:
                continue
            text, card = notice.render(town)
            message = await conversations.add_message(
                session,
                conversation_id,
                sender=Sender.BOT,
                text=text,
                card=card,
                level=notice.level,
                reply_to=seq,
                asks=None if notice.goes_on else asked,
            )
            said.append(message.as_public())
            goes_on = goes_on and notice.goes_on
            if notice.crisis and notice.crisis.level:
                kinds = [CrisisKind(kind) for kind in notice.crisis.kinds]
                await conversations.raise_crisis(
                    session, conversation_id, kinds, CrisisLevel(notice.crisis.level)
                )
            notice.count(self._metrics)
        return said, goes_on

    async def _ask_rasa(self, conversation_id: str, incoming: Incoming) -> tuple[list[Reply], str]:
        self._streams.typing(conversation_id, True)
        try:
            if incoming.payload is not None:
                replies = await self._rasa.send(conversation_id, payload=incoming.payload)
            else:
                replies = await self._rasa.send(conversation_id, text=incoming.shown)
        except RasaFault as fault:
            if fault.reason == "refused" and incoming.payload is not None:
                raise UnknownPayload from None
            log.warning("turn_without_rasa", conversation_id=conversation_id, reason=fault.reason)
            return [self._fault_reply("turn", await self._town_of(conversation_id))], f"fault_{fault.reason}"
        finally:
            self._streams.typing(conversation_id, False)
        return replies, "answered"

    async def _town_of(self, conversation_id: str) -> str | None:
        async with self._database.reading() as session:
            conversation = await conversations.find_conversation(session, conversation_id)
            return conversation.town if conversation else None

    def _fault_reply(self, kind: str, town: str | None) -> Reply:
        return Reply(f"{label('fault', kind)}\n{self._contact.text(town)}", card=self._contact.card(town))

    async def _store(
        self, conversation_id: str, replies: list[Reply], *, reply_to: int | None
    ) -> list[PublicMessage]:
        """Stores Rasa's messages; the last one says which slot is asked for, as the draft knows it."""
        try:
            async with self._database.writing() as session:
                draft = await drafts.load_draft(session, conversation_id)
                said = [message_draft(reply, None, self._needs, reply_to) for reply in replies[:-1]]
                said.append(message_draft(replies[-1], draft.asked if draft else None, self._needs, reply_to))
                messages = await conversations.add_messages(session, conversation_id, said)
                stored = [message.as_public() for message in messages]
        except UnknownConversation:
            # The turn was the wish to erase everything: its last words are said, and kept nowhere.
            self._streams.erased(conversation_id)
            return [unstored(reply, seq) for seq, reply in enumerate(replies, start=(reply_to or 0) + 1)]
        self._titles.remember(conversation_id, stored)
        self._streams.messages(conversation_id, stored)
        return stored


# Names of people and places look like any language; what is typed there is never answered with a language card.
_PROPER_NAMES_EXPECTED = frozenset({"name", "town", "postcode", "insurer"})
