"""One turn at a time, exactly once, and never a silence: repeats, double clicks, faults, vanished clients."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from casework.drafts import load_draft, save_draft
from chat.labels import label
from chat.turns import Incoming
from tests.chat.door import Door

OpenDoor = Callable[..., Awaitable[Door]]


async def test_the_same_id_again_gives_the_same_answer(door: Door) -> None:
    talk = await door.begin()
    first = await talk.say("Hallo", client_message_id="a")
    again = await talk.say("Hallo", client_message_id="a")
    assert again == first
    assert door.rasa.texts == ["Hallo"]
    assert len(await talk.history()) == 3


async def test_the_same_id_while_the_first_is_in_flight(door: Door) -> None:
    talk = await door.begin()
    door.rasa.delay = 0.2
    answers = await asyncio.gather(*(talk.say("Hallo", client_message_id="a") for _ in range(5)))
    assert all(answer == answers[0] for answer in answers)
    assert door.rasa.texts == ["Hallo"]


async def test_the_same_id_in_another_conversation_is_another_message(door: Door) -> None:
    one, two = await door.begin(), await door.begin()
    assert await one.say("Eins", client_message_id="a") != await two.say("Zwei", client_message_id="a")
    assert door.rasa.texts == ["Eins", "Zwei"]


async def test_messages_sent_at_once_are_answered_one_after_the_other(door: Door) -> None:
    talk = await door.begin()
    door.rasa.delay = 0.02
    await asyncio.gather(*(talk.say(f"Nachricht {number}") for number in range(8)))
    history = (await talk.history())[1:]
    assert [message["seq"] for message in history] == list(range(2, 18))
    asked, answered = history[::2], history[1::2]
    assert door.rasa.texts == [message["text"] for message in asked]
    assert [message["text"] for message in answered] == [f"Gehört: {message['text']}" for message in asked]
    assert door.rasa.most_at_once[talk.id] == 1


async def test_turns_are_taken_in_the_order_in_which_they_came(door: Door) -> None:
    talk = await door.begin()
    door.rasa.delay = 0.02
    texts = [f"Nachricht {number}" for number in range(8)]
    turns = [door.services.turns.take(talk.id, Incoming(text.replace(" ", "-"), text)) for text in texts]
    answers = await asyncio.gather(*turns)
    assert door.rasa.texts == texts
    assert [answer[0]["text"] for answer in answers] == [f"Gehört: {text}" for text in texts]


async def test_conversations_do_not_wait_for_each_other(door: Door) -> None:
    talks = [await door.begin() for _ in range(5)]
    door.rasa.delay = 0.3
    started = time.perf_counter()
    await asyncio.gather(*(talk.say("Hallo") for talk in talks))
    assert time.perf_counter() - started < 1.2


@pytest.mark.parametrize("payload", ["/submit", '/choose{"slot":"summary","value":"submit"}'])
async def test_two_clicks_on_send_are_one(door: Door, payload: str) -> None:
    talk = await door.begin()
    door.rasa.delay = 0.1
    one, two = await asyncio.gather(talk.post(payload=payload), talk.post(payload=payload))
    three = await talk.post(payload=payload)
    assert one.json() == two.json() == three.json()
    assert [message.get("payload") for message in door.rasa.received].count(payload) == 1


async def test_a_client_that_goes_away_loses_nothing(door: Door) -> None:
    talk = await door.begin()
    door.rasa.delay = 0.4
    async with httpx2.AsyncClient(base_url=door.address, trust_env=False) as impatient:
        with pytest.raises(httpx2.TimeoutException):
            await impatient.post(
                f"{talk.path}/messages",
                json={"text": "Hallo", "client_message_id": "a"},
                headers=talk.auth,
                timeout=0.1,
            )
    await asyncio.sleep(0.7)
    assert [message["text"] for message in await talk.history()][1:] == ["Hallo", "Gehört: Hallo"]
    assert (await talk.say("Hallo", client_message_id="a"))[0]["text"] == "Gehört: Hallo"
    assert door.rasa.texts == ["Hallo"]


@pytest.mark.parametrize("fault", ["slow", "empty", "broken", "not json", "no messages"])
async def test_a_fault_is_answered_honestly_and_the_message_is_kept(door: Door, fault: str) -> None:
    talk = await door.begin(town="verl")
    match fault:
        case "slow":
            door.rasa.delay = 5.0
        case "empty":
            door.rasa.answer = lambda _: []
        case "broken":
            door.rasa.status = 500
        case "not json":
            door.rasa.body = b"<html>"
        case "no messages":
            door.rasa.body = b'{"messages": null}'
    started = time.perf_counter()
    answer = await talk.say("Meine Heizung geht nicht", client_message_id="a")
    assert time.perf_counter() - started < 3.0
    assert len(answer) == 1
    assert label("fault", "turn") in answer[0]["text"]
    assert "05246 961-0" in answer[0]["text"]
    assert "/anfrage?town=verl" in answer[0]["text"]
    card = answer[0]["card"]
    assert (card["kind"], card["town"], card["phone"]) == ("contact", "verl", "05246 961-0")
    assert [message["text"] for message in await talk.history()][1] == "Meine Heizung geht nicht"
    assert await talk.say("Meine Heizung geht nicht", client_message_id="a") == answer


async def test_a_fault_without_a_known_town_names_every_phone_there_is(door: Door) -> None:
    talk = await door.begin()
    door.rasa.answer = lambda _: []
    answer = await talk.say("Hallo")
    assert "Verl 05246 961-0" in answer[0]["text"]
    assert "/anfrage" in answer[0]["text"]


async def test_an_unreachable_rasa(open_door: OpenDoor) -> None:
    door = await open_door(rasa_url="http://127.0.0.1:9")
    talk = await door.begin(town="shs")
    assert "Computerprogramm" in talk.first[0]["text"]
    assert label("fault", "start") in talk.first[1]["text"]
    answer = await talk.say("Hallo")
    assert label("fault", "turn") in answer[0]["text"]


async def test_after_a_fault_the_conversation_goes_on(door: Door) -> None:
    talk = await door.begin()
    door.rasa.status = 500
    await talk.say("Hallo")
    door.rasa.status = 200
    assert (await talk.say("Noch einmal"))[0]["text"] == "Gehört: Noch einmal"


async def test_a_turn_that_was_cut_off_is_taken_again(door: Door) -> None:
    """The process died after the message was stored and before its answer was."""
    talk = await door.begin()
    await talk.say("Hallo", client_message_id="a")
    async with door.database.writing() as session:
        from sqlalchemy import delete

        from casework.models import Message

        await session.execute(
            delete(Message).where(Message.conversation_id == talk.id, Message.reply_to == 2)
        )
    assert (await talk.say("Hallo", client_message_id="a"))[0]["text"] == "Gehört: Hallo"
    assert [message["text"] for message in await talk.history()].count("Hallo") == 1


async def test_the_last_message_says_what_is_asked_for(door: Door) -> None:
    talk = await door.begin()
    async with door.database.writing() as session:
        await load_draft(session, talk.id)
        await save_draft(session, talk.id, asked="phone", state={})
    door.rasa.answer = lambda _: [{"text": "Danke."}, {"text": "Wie erreichen wir Sie?"}]
    thanks, question = await talk.say("Petra Muster")
    assert "asks" not in thanks
    assert question["asks"] == "phone"
    assert question["input"] == {"type": "tel", "autocomplete": "tel"}


async def test_a_card_of_the_actions_is_passed_on(door: Door) -> None:
    card = {"kind": "receipt", "reference": "SD-7K3F", "code": "KX7M-4TQP-92RW", "promised_on": "2026-11-25"}
    door.rasa.answer = lambda message: [{"text": "Abgesendet.", "custom": {"card": card}}]
    talk = await door.begin()
    assert (await talk.say("absenden"))[0]["card"] == card


@pytest.mark.parametrize("forgotten", [False, True])
async def test_a_button_is_kept_with_its_title(door: Door, forgotten: bool) -> None:
    talk = await door.begin()
    await talk.say("Hallo")
    if forgotten:
        door.services.titles.forget(talk.id)
    response = await talk.post(payload="/affirm")
    assert response.status_code == 200
    history = await talk.history()
    assert history[3]["text"] == "Ja, einverstanden"
    assert door.rasa.received[-1] == {"sender": talk.id, "payload": "/affirm"}


async def test_a_button_that_was_not_offered_gets_its_label(door: Door) -> None:
    talk = await door.begin()
    await talk.post(payload='/choose{"slot":"town","value":"shs"}')
    await talk.post(payload='/choose{"slot":"care_grade","value":"applied"}')
    await talk.post(payload="/skip")
    shown = [message["text"] for message in await talk.history() if message["sender"] == "citizen"]
    assert shown == ["Schloß Holte-Stukenbrock", "Beantragt", "Überspringen"]
