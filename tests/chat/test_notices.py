"""What is said at once: the numbers of the crisis layer and the cards in other languages, also when Rasa is down."""

from __future__ import annotations

import pytest

from casework.conversations import find_conversation
from chat.notices import load_languages
from tests.chat.door import Door

ACUTE = "ich will nicht mehr leben, ich bringe mich um"
TURKISH = "Merhaba, yardıma ihtiyacım var, Almanca bilmiyorum"


@pytest.mark.parametrize("rasa_is_there", [True, False])
async def test_numbers_come_first_and_the_dialogue_goes_on(door: Door, rasa_is_there: bool) -> None:
    talk = await door.begin(town="verl")
    if not rasa_is_there:
        door.rasa.status = 500
    first, second = await talk.say(ACUTE, client_message_id="a")
    assert first["level"] == "crisis"
    assert first["card"]["kind"] == "crisis"
    assert (first["card"]["crisis"], first["card"]["level"]) == ("suicide", "acute")
    numbers = {each["number"] for each in first["card"]["numbers"]}
    assert {"0800 1110111", "112"} <= numbers
    assert all(each["tel"] for each in first["card"]["numbers"])
    assert all(number in first["text"] for number in numbers)
    assert "113" not in first["text"].split()
    assert ("Gehört" in second["text"]) is rasa_is_there
    assert await talk.say(ACUTE, client_message_id="a") == [first, second]
    async with door.database.reading() as session:
        conversation = await find_conversation(session, talk.id)
        assert conversation is not None
        assert conversation.crisis_level == "acute"
        assert conversation.crisis
        assert conversation.crisis[0]["kind"] == "suicide"


async def test_harmless_words_show_nothing(door: Door) -> None:
    talk = await door.begin()
    (answer,) = await talk.say("Ich brauche Hilfe beim Einkaufen und Putzen")
    assert "level" not in answer


async def test_a_chosen_button_is_not_read_as_a_cry_for_help(door: Door) -> None:
    talk = await door.begin()
    response = await talk.post(payload='/choose{"slot":"need","value":"other"}')
    assert all("level" not in message for message in response.json()["messages"])


async def test_another_language_gets_its_card_and_no_german_question(door: Door) -> None:
    talk = await door.begin(town="verl")
    (card,) = await talk.say(TURKISH)
    assert card["card"]["kind"] == "language"
    assert card["card"]["language"] == "tr"
    assert "05246 961-0" in card["text"]
    assert "112" in card["text"]
    assert not door.rasa.texts


async def test_another_language_with_a_phone_number_goes_on(door: Door) -> None:
    talk = await door.begin()
    card, answer = await talk.say(f"{TURKISH}, 05246 123456")
    assert card["card"]["kind"] == "language"
    assert answer["text"].startswith("Gehört")


@pytest.mark.parametrize("language", ["tr", "en", "uk", "ru", "ar", "pl", "ro", "ku"])
def test_every_card_is_complete(language: str) -> None:
    entry = load_languages()[language]
    assert "{phones}" in entry["text"]
    assert "112" in entry["text"]
    assert entry["name"]
