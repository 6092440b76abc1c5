"""What the actions tell Rasa about the wording, and which consent wording they keep."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.session import ActionSessionStart
from actions.speech import responses, wording
from actions.turns import CONSENT_QUESTION, ValidateIntakeForm
from actions.workplace import Workplace
from casework.codes import Channel
from casework.conversations import start_conversation
from casework.database import Database, migrate
from casework.drafts import load_draft
from casework.encryption import Keyring
from casework.plain_language import PLAIN_LOCALE, is_plain
from casework.settings import load_settings

TELLS_A_NEED = {
    "text": "ich habe schulden bei inkasso",
    "intent": {"name": "need_debt", "confidence": 0.97},
    "intent_ranking": [{"name": "need_debt", "confidence": 0.97}],
    "needs": {"debt": 0.97},
}
SAYS_YES = {"text": "ja", "intent": {"name": "affirm", "confidence": 0.99}}


@pytest.fixture
async def workplace(
    tmp_path: Path, keyring: Keyring, request: pytest.FixtureRequest
) -> AsyncIterator[Workplace]:
    """A workplace on a database of its own; indirect parameters are settings."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'duo.db'}"
    migrate(url)
    place = Workplace(load_settings(var_dir=tmp_path, database_url=url, **getattr(request, "param", {})))
    place._database = Database(url, keyring=keyring)
    yield place
    await place.close()


async def conversation_in(place: Workplace, locale: str) -> str:
    """A new conversation as `chat/` stores it."""
    async with place.database.writing() as session:
        return (await start_conversation(session, channel=Channel.WEB, town="verl", locale=locale)).id


def tracker_of(sender: str, message: dict[str, Any], slots: dict[str, Any]) -> Tracker:
    """What Rasa would send along."""
    return Tracker(sender, slots, message, [], False, None, {"name": "intake_form"}, None)


async def slots_at_start(place: Workplace, conversation_id: str) -> dict[str, Any]:
    """The slots that opening the conversation sets."""
    opening = {"text": "/session_start", "intent": {"name": "session_start"}}
    events = await ActionSessionStart(place).run(
        CollectingDispatcher(), tracker_of(conversation_id, opening, {}), {}
    )
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


@pytest.mark.parametrize(
    ("locale", "plain"),
    [("de", False), ("de-DE", False), ("tr", False), (PLAIN_LOCALE, True), ("DE_x_Simple", True), ("de-simple", False)],
)  # fmt: skip
async def test_the_locale_of_a_conversation_decides(workplace: Workplace, locale: str, plain: bool) -> None:
    slots = await slots_at_start(workplace, await conversation_in(workplace, locale))
    assert slots["plain"] is plain
    assert is_plain(locale, workplace.settings) is plain


@pytest.mark.parametrize("workplace", [{"plain_language": True}], indirect=True)
async def test_the_setting_turns_it_on_for_everybody(workplace: Workplace) -> None:
    slots = await slots_at_start(workplace, await conversation_in(workplace, "de"))
    assert slots["plain"] is True


@pytest.mark.parametrize("plain", [True, False])
async def test_the_consent_wording_that_was_read_is_kept(workplace: Workplace, plain: bool) -> None:
    conversation_id = await conversation_in(workplace, PLAIN_LOCALE if plain else "de")
    slots = await slots_at_start(workplace, conversation_id)
    form = ValidateIntakeForm(workplace)
    dispatcher = CollectingDispatcher()
    await form.run(dispatcher, tracker_of(conversation_id, TELLS_A_NEED, slots), {})
    assert dispatcher.messages[-1]["response"] == CONSENT_QUESTION
    # Whatever the operator sets between question and answer, what was read stays what is kept.
    await form.run(dispatcher, tracker_of(conversation_id, SAYS_YES, {**slots, "plain": not plain}), {})
    async with workplace.database.reading() as session:
        draft = await load_draft(session, conversation_id)
    assert draft
    assert draft.state["consent_at"]
    assert draft.state["consent_wording"] == wording(CONSENT_QUESTION, plain=plain)


def test_every_wording_is_found_by_its_condition() -> None:
    for name in responses():
        assert wording(name, plain=True) == responses()[name][0]["text"]
        assert wording(name, plain=False) == responses()[name][1]["text"]
