"""The only door to Rasa: who may knock, what is taken, what comes back."""

from __future__ import annotations

import asyncio
import json
import socket
import types
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from sanic import Sanic
from sanic.touchup import TouchUp

from bot.components import channel as door
from bot.components.channel import BadMessage, CollectedReplies, DuoChannel, checked_message, plain_text
from bot.patches import failed_actions

SECRET = "a shared secret"
DOMAIN = Domain.from_yaml(
    "version: '3.1'\nintents: [choose, affirm, go_back, start_over]\nentities: [slot, value]\n"
)


def rewrite_once(app: Sanic, rewritten: list[str] = []) -> None:  # noqa: B006 - remembers on purpose
    """At a server's start Sanic rewrites its own protocol classes, which works once in a process only."""
    if not rewritten:
        rewritten.append(app.name)
        rewrite(app)


rewrite = TouchUp.run
TouchUp.run = rewrite_once


class FakeStore:
    def __init__(self) -> None:
        self.forgotten: list[str] = []

    def forget(self, sender: str) -> None:
        self.forgotten.append(sender)


class FakeAgent:
    def __init__(self, loaded: bool = True) -> None:
        self.loaded = loaded
        self.domain = DOMAIN
        self.tracker_store = FakeStore()

    def is_ready(self) -> bool:
        return self.loaded


class Caller:
    """Sends one request to a Sanic app that has nothing but our channel."""

    def __init__(self, handler: Callable[[UserMessage], Awaitable[Any]], agent: FakeAgent | None) -> None:
        self.app = Sanic(f"door-{uuid.uuid4().hex}", configure_logging=False)
        if agent is not None:
            self.app.ctx.agent = agent
        channel = DuoChannel.from_credentials(None)
        self.app.blueprint(channel.blueprint(handler), url_prefix="/webhooks/duo")

    async def post(self, body: Any, secret: str | None = SECRET, raw: bytes | None = None) -> Any:
        headers = {"content-type": "application/json"}
        if secret is not None:
            headers["X-Duo-Secret"] = secret
        return await self._call("POST", "/webhooks/duo/webhook", headers, raw or json.dumps(body).encode())

    async def get(self, path: str) -> Any:
        return await self._call("GET", path, {}, b"")

    async def _call(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Any:
        place = socket.create_server(("127.0.0.1", 0))
        server = await self.app.create_server(sock=place, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.start_serving()
        try:
            url = f"http://127.0.0.1:{place.getsockname()[1]}{path}"
            async with (
                aiohttp.ClientSession() as session,
                session.request(method, url, headers=headers, data=body) as answer,
            ):
                return types.SimpleNamespace(status=answer.status, text=await answer.text())
        finally:
            server.close()
            await server.wait_closed()


@pytest.fixture(autouse=True)
def shared_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUO_BOT_SECRET", SECRET)


async def echo(message: UserMessage) -> None:
    await message.output_channel.send_response(message.sender_id, {"text": message.text})


INTENTS = frozenset({"choose", "affirm", "session_start"})


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + " ", "ä\u00ff"])
async def test_a_caller_without_the_secret_is_refused(secret: str | None) -> None:
    answer = await Caller(echo, FakeAgent()).post({"sender": "a", "text": "hallo"}, secret=secret)
    assert answer.status == 401
    assert "hallo" not in answer.text


@pytest.mark.parametrize("given", ["", "anything", SECRET])
async def test_nobody_is_let_in_while_no_secret_is_set(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUO_BOT_SECRET")
    answer = await Caller(echo, FakeAgent()).post({"sender": "a", "text": "hallo"}, secret=given)
    assert answer.status == 401


async def test_text_goes_in_and_replies_come_out() -> None:
    async def reply(message: UserMessage) -> None:
        assert message.metadata is None
        await message.output_channel.send_response(
            "a",
            {
                "text": "eins",
                "buttons": [{"title": "Ja", "payload": "/affirm"}],
                "elements": [],
                "metadata": {"x": 1},
            },
        )
        await message.output_channel.send_response("a", {"text": "zwei", "custom": {"asks": "town"}})

    answer = await Caller(reply, FakeAgent()).post(
        {"sender": "a", "text": "hallo", "metadata": {"admin": True}}
    )
    assert answer.status == 200
    assert json.loads(answer.text) == {
        "messages": [
            {"text": "eins", "buttons": [{"title": "Ja", "payload": "/affirm"}]},
            {"text": "zwei", "custom": {"asks": "town"}},
        ]
    }


async def test_no_model_means_not_ready_and_no_answer() -> None:
    for agent in (None, FakeAgent(loaded=False)):
        assert (await Caller(echo, agent).get("/webhooks/duo/ready")).status == 503
        assert (await Caller(echo, agent).post({"sender": "a", "text": "hallo"})).status == 503


async def test_ready_once_a_model_is_loaded() -> None:
    assert (await Caller(echo, FakeAgent()).get("/webhooks/duo/ready")).status == 200


@pytest.mark.parametrize("raw", [b"{", b"[1]", b'"text"', b"null", b"\xff\xfe", b"[" * 5000], ids=range(6))
async def test_a_body_that_is_no_object_is_refused(raw: bytes) -> None:
    assert (await Caller(echo, FakeAgent()).post(None, raw=raw)).status == 400


@pytest.mark.parametrize(
    "body",
    [
        {"text": "hallo"},
        {"sender": "", "text": "hallo"},
        {"sender": 5, "text": "hallo"},
        {"sender": "a/../b", "text": "hallo"},
        {"sender": "x" * 65, "text": "hallo"},
        {"sender": "a"},
        {"sender": "a", "text": "hallo", "payload": "/affirm"},
        {"sender": "a", "text": ""},
        {"sender": "a", "text": " \n "},
        {"sender": "a", "text": ["hallo"]},
        {"sender": "a", "text": "x" * 2001},
    ],
)
def test_messages_of_a_wrong_shape_are_refused(body: dict[str, Any]) -> None:
    with pytest.raises(BadMessage) as refused:
        checked_message(body, INTENTS)
    assert "hallo" not in str(refused.value)


@pytest.mark.parametrize(
    "payload",
    [
        "/restart",
        "/back",
        "/unknown",
        "affirm",
        "//affirm",
        "/affirm\n",
        " /affirm",
        "/Affirm",
        "/affirm@0.1",
        "/affirm{",
        "/affirm{}x",
        "/affirm[]",
        "/choose{not json}",
        '/choose{"slot": {"deep": 1}}',
        '/choose{"slot": ["a"]}',
        '/choose{"value": "' + "x" * 500 + '"}',
        "/choose" + "{" * 400 + "}" * 400,
        7,
    ],
)
def test_payloads_beyond_our_own_are_refused(payload: Any) -> None:
    with pytest.raises(BadMessage):
        checked_message({"sender": "a", "payload": payload}, INTENTS)


@pytest.mark.parametrize(
    "payload", ["/affirm", '/choose{"slot":"town","value":"verl"}', "/session_start", "/affirm{}"]
)
def test_our_own_payloads_pass_unchanged(payload: str) -> None:
    message = checked_message({"sender": "a-1_B", "payload": payload, "metadata": {"x": 1}}, INTENTS)
    assert (message.text, message.sender_id, message.metadata) == (payload, "a-1_B", None)


def test_rasas_own_commands_are_never_among_the_payloads() -> None:
    allowed = door.allowed_intents(FakeAgent())
    assert {"choose", "affirm", "go_back", "start_over", "session_start"} <= allowed
    assert not allowed & {"restart", "back", "nlu_fallback"}


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("/restart", "restart"),
        (" //session_start ", "session_start"),
        ("/ /affirm", "affirm"),
        ("\u00a0/affirm", "affirm"),
        ('/choose{"slot":"town"}', 'choose{"slot":"town"}'),
        ("4/5 der Miete", "4/5 der Miete"),
        ("///", "\u2215"),
    ],
)
def test_what_people_type_is_never_a_command(typed: str, taken: str) -> None:
    assert plain_text(typed) == taken


@pytest.mark.parametrize("before", ["/", "\u200b/", "\ufeff/", "\u2060/", "\x00/", "\u3000/", "\x1f/"])
def test_no_disguise_makes_a_typed_text_a_command(before: str) -> None:
    from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
    from rasa.shared.nlu.training_data.message import Message

    taken = checked_message({"sender": "a", "text": f"{before}affirm"}, INTENTS).text
    unpacked = YAMLStoryReader.unpack_regex_message(Message({"text": taken}), DOMAIN)
    assert unpacked.get("intent") is None


async def test_a_turn_with_a_failed_action_is_reported_and_its_tracker_dropped() -> None:
    async def fails_quietly(message: UserMessage) -> None:
        failures = failed_actions.get()
        assert failures is not None
        failures.append("action_submit_intake")
        await message.output_channel.send_response("a", {"text": "halb"})

    agent = FakeAgent()
    answer = await Caller(fails_quietly, agent).post({"sender": "a", "text": "hallo"})
    assert answer.status == 502
    assert agent.tracker_store.forgotten == ["a"]


async def test_an_error_in_a_turn_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def breaks(message: UserMessage) -> None:
        raise RuntimeError(f"broken at {message.text}")

    agent = FakeAgent()
    answer = await Caller(breaks, agent).post({"sender": "a", "text": "geheim"})
    assert answer.status == 502
    assert "geheim" not in answer.text
    assert agent.tracker_store.forgotten == ["a"]


async def test_a_turn_that_hangs_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUO_BOT_TURN_TIMEOUT", "0.05")

    async def hangs(_message: UserMessage) -> None:
        await asyncio.sleep(30)

    agent = FakeAgent()
    answer = await Caller(hangs, agent).post({"sender": "a", "text": "hallo"})
    assert answer.status == 504
    assert agent.tracker_store.forgotten == ["a"]


async def test_replies_of_two_turns_do_not_mix() -> None:
    first, second = CollectedReplies(), CollectedReplies()
    await first.send_response("a", {"text": "eins"})
    await second.send_response("b", {"text": "zwei"})
    assert (first.messages, second.messages) == ([{"text": "eins"}], [{"text": "zwei"}])
