"""What must not be sent, and what may: each gets a clear answer, in two languages, repeating nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chat.problems import STATUS
from tests.chat.door import Door


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The response is the problem `code`, complete in both languages."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    problem: dict[str, Any] = response.json()
    assert problem["type"] == "urn:soziales-duo:problem:" + code.replace("_", "-")
    assert problem["status"] == status
    assert all(problem[member] for member in ("title", "detail", "title_en", "detail_en"))
    return problem


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "malformed"),
        (b"{", 400, "malformed"),
        (b"[]", 400, "malformed"),
        (b'"Hallo"', 400, "malformed"),
        (b"null", 400, "malformed"),
        (b"\xff\xfe\x00\x01\x02", 400, "malformed"),
        (b"[" * 30_000, 400, "malformed"),
        (json.dumps({"text": "a" * 100_000, "client_message_id": "a"}).encode(), 413, "body_too_large"),
        (json.dumps({"text": "a" * 2001, "client_message_id": "a"}).encode(), 413, "message_too_long"),
        (json.dumps({"text": "", "client_message_id": "a"}).encode(), 422, "message_empty"),
        (json.dumps({"text": " \n\t\u200b ".replace("\u200b", ""), "client_message_id": "a"}).encode(), 422, "message_empty"),
        (json.dumps({"text": "\x00\x01", "client_message_id": "a"}).encode(), 422, "message_empty"),
        (json.dumps({"text": 12, "client_message_id": "a"}).encode(), 422, "invalid_message"),
        (json.dumps({"text": ["a"], "client_message_id": "a"}).encode(), 422, "invalid_message"),
        (json.dumps({"client_message_id": "a"}).encode(), 422, "invalid_message"),
        (json.dumps({"text": "a", "payload": "/affirm", "client_message_id": "a"}).encode(), 422, "invalid_message"),
        (json.dumps({"text": "Hallo"}).encode(), 422, "invalid_message"),
        (json.dumps({"text": "Hallo", "client_message_id": ""}).encode(), 422, "invalid_message"),
        (json.dumps({"text": "Hallo", "client_message_id": 5}).encode(), 422, "invalid_message"),
        (json.dumps({"text": "Hallo", "client_message_id": "a" * 101}).encode(), 422, "invalid_message"),
        (json.dumps({"text": "Hallo", "client_message_id": "ä b"}).encode(), 422, "invalid_message"),
        *(
            (json.dumps({"payload": payload, "client_message_id": "a"}).encode(), 422, "invalid_payload")
            for payload in (
                "", "affirm", "/", "/restart", "/session_start", "/back", "/Affirm", "/affirm{", '/choose{"slot":{}}',
                '/choose{"a":["b"]}', "/affirm {}", "/EXTERNAL: x", '/choose{"slot":1}', "/" + "a" * 400, 5, ["/affirm"],
                '/choose{"slot":"town","value":"verl"}{}', "/affirm\n/restart",
            )
        ),
    ],
)  # fmt: skip
async def test_a_message_that_is_not_as_agreed(door: Door, body: bytes, status: int, code: str) -> None:
    talk = await door.begin()
    response = await door.client.post(f"{talk.path}/messages", content=body, headers=talk.auth)
    problem = assert_problem(response, status, code)
    if code == "message_too_long":
        assert problem["limit"] == 2000
        assert "2.000" in problem["detail"]
        assert "2,000" in problem["detail_en"]
    assert len(door.rasa.received) == 1
    assert len(await talk.history()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀",
        "a" * 2000,
        "ü" * 2000,
        "😀" * 2000,
        "<script>alert(1)</script><b>fett</b>",
        "'; DROP TABLE messages; --",
        "/restart",
        '/choose{"slot":"town","value":"verl"}',
        "Zeile eins\nZeile zwei\tTab",
        "Z̷a̷l̷g̷o̷",
        "{{ 7 * 7 }} ${7*7} %s %(x)s",
        "../../etc/passwd",
    ],
)
async def test_unusual_text_is_kept_as_it_is(door: Door, text: str) -> None:
    talk = await door.begin()
    assert len(await talk.say(text)) >= 1
    assert (await talk.history())[1]["text"] == text


async def test_what_cannot_be_typed_is_left_out(door: Door) -> None:
    talk = await door.begin()
    body = b'{"text": "\\u0000Ha\\ud800llo\\r\\nDu\\u0007 ", "client_message_id": "a"}'
    response = await door.client.post(f"{talk.path}/messages", content=body, headers=talk.auth)
    assert response.status_code == 200
    assert (await talk.history())[1]["text"] == "Hallo\nDu"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"town": "bielefeld"}, "unknown_town"),
        ({"town": "outside"}, "unknown_town"),
        ({"town": 5}, "unknown_town"),
        ({"town": ["verl"]}, "unknown_town"),
        ({"locale": 5}, "unknown_locale"),
        ({"locale": "<script>"}, "unknown_locale"),
    ],
)
async def test_a_conversation_that_cannot_begin(door: Door, content: dict[str, Any], code: str) -> None:
    problem = assert_problem(await door.client.post("/api/conversations", json=content), 422, code)
    assert "bielefeld" not in json.dumps(problem)
    if code == "unknown_town":
        assert "verl, shs" in problem["detail"]
    assert not door.rasa.received


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9999999999", "", "1e3"])
async def test_after_must_be_a_number(door: Door, after: str) -> None:
    talk = await door.begin()
    response = await door.client.get(f"{talk.path}/messages", params={"after": after}, headers=talk.auth)
    if after == "":
        assert response.status_code == 200
    else:
        assert_problem(response, 422, "invalid_after")


async def test_unknown_addresses_and_methods(door: Door) -> None:
    assert_problem(await door.client.get("/api/nothing-here"), 404, "not_found")
    assert_problem(await door.client.get("/api/conversations/a/b/c/d"), 404, "not_found")
    response = await door.client.put("/api/conversations", json={})
    assert_problem(response, 405, "method_not_allowed")
    assert "POST" in response.headers["allow"]


async def test_a_body_that_is_much_too_large(door: Door) -> None:
    response = await door.client.post("/api/conversations", content=b"a" * (600 * 1024))
    assert_problem(response, 413, "body_too_large")


async def test_an_unexpected_error_tells_nothing(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("Petra Muster 05246 123456")

    monkeypatch.setattr(door.services.turns, "start", fails)
    response = await door.client.post("/api/conversations", json={})
    assert_problem(response, 500, "server_error")
    assert "Muster" not in response.text
    assert "Traceback" not in response.text


async def test_without_a_database_the_answer_is_503(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    def fails() -> None:
        raise OperationalError("INSERT", {"text": "Petra Muster"}, Exception("gone"))

    monkeypatch.setattr(door.services.database, "writing", fails)
    response = await door.client.post("/api/conversations", json={})
    problem = assert_problem(response, 503, "unavailable")
    assert "05246 961-0" in problem["detail"]
    assert response.headers["retry-after"] == "10"


def test_every_problem_has_its_texts() -> None:
    from chat.labels import load_labels

    assert set(load_labels()["problems"]) == set(STATUS)
