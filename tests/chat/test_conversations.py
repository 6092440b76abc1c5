"""The conversation as clients see it: beginning, talking, reading back, erasing."""

from __future__ import annotations

from tests.chat.door import Door
from tests.chat.fake_rasa import GREETING, SECRET


async def test_a_conversation_begins_with_the_disclosure(door: Door) -> None:
    response = await door.client.post("/api/conversations", json={"town": "verl", "locale": "de"})
    assert response.status_code == 201
    body = response.json()
    assert set(body) == {"conversation_id", "token", "messages"}
    assert body["messages"][0]["text"] == GREETING
    assert body["messages"][0]["sender"] == "bot"
    assert door.rasa.received == [{"sender": body["conversation_id"], "payload": "/session_start"}]
    assert door.rasa.secrets == [SECRET]


async def test_an_answer_is_stored_and_returned(door: Door) -> None:
    talk = await door.begin(town="verl")
    answer = await talk.say("Ich brauche Hilfe")
    assert [message["text"] for message in answer] == ["Gehört: Ich brauche Hilfe"]
    assert answer[0]["buttons"] == [{"title": "Ja, einverstanden", "payload": "/affirm"}]
    history = await talk.history()
    assert [message["seq"] for message in history] == [1, 2, 3]
    assert [message["sender"] for message in history] == ["bot", "citizen", "bot"]
    assert history[1]["text"] == "Ich brauche Hilfe"
    assert history[2] == answer[0]
    assert await talk.history(after=2) == history[2:]
