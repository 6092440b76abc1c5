"""The repairs to Rasa do what they are there for, and Rasa still has what they touch."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from rasa.core.actions import action as actions
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core import events
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import patches


def create_action(endpoint: Any) -> actions.RemoteAction:
    return actions.RemoteAction("action_test", endpoint)


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"events": [], "responses": []},
        {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{}]},
    ],
)
def test_good_action_results_pass(result: Any) -> None:
    assert create_action(None)._validate_action_result(result) is True


@pytest.mark.parametrize("result", [[], {"events": 5}, {"events": [{"name": "x"}]}, {"responses": {}}])
def test_bad_action_results_are_found(result: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        create_action(None)._validate_action_result(result)


def test_event_classes_are_found_by_name() -> None:
    for kind in (events.SlotSet, events.UserUttered, events.ActiveLoop, events.SessionStarted):
        assert events.Event.resolve_by_type(kind.type_name) is kind
        assert events.Event.resolve_by_type(kind.type_name) is kind
    with pytest.raises(ValueError, match="Unknown event"):
        events.Event.resolve_by_type("no such event")
    assert events.Event.resolve_by_type("no such event", events.SlotSet) is events.SlotSet


def test_action_calls_end_in_seconds() -> None:
    assert actions.DEFAULT_REQUEST_TIMEOUT == patches.ACTIONS_TIMEOUT_SECONDS


class Answer:
    """Stands for the action server: answers with a result or fails with an error."""

    def __init__(self, result: Any) -> None:
        self.result = result
        self.timeout = None
        self.kwargs: dict[str, Any] = {}

    async def request(self, **options: Any) -> Any:
        self.timeout = options["timeout"]
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


async def run(answer: Answer) -> Any:
    domain = Domain.empty()
    return await create_action(answer).run(
        CollectingOutputChannel(),
        NaturalLanguageGenerator.create(EndpointConfig(), domain),
        DialogueStateTracker.from_events("a", []),
        domain,
    )


async def test_a_failed_action_is_noted_for_the_channel() -> None:
    noted: list[str] = []
    mark = patches.failed_actions.set(noted)
    with pytest.raises(TimeoutError):
        await run(Answer(TimeoutError()))
    answer = Answer({"events": [{"event": "slot", "name": "town", "value": "verl"}], "responses": []})
    assert await run(answer) == [events.SlotSet("town", "verl")]
    patches.failed_actions.reset(mark)
    assert noted == ["action_test"]
    assert answer.timeout == patches.ACTIONS_TIMEOUT_SECONDS


def test_an_action_gets_the_latest_message_and_what_followed_only() -> None:
    happened = [
        events.UserUttered("vorher"),
        events.SlotSet("a", 1),
        events.UserUttered("jetzt"),
        events.SlotSet("b", 2),
    ]
    sent = patches._since_last_message(happened)
    assert [type(event).__name__ for event in sent] == ["UserUttered", "SlotSet"]
    assert sent[0].text == "jetzt"
    assert patches._since_last_message(happened[1:2]) == happened[1:2]


def test_only_a_plain_result_of_an_action_is_spared_the_schema() -> None:
    plain = {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{}]}
    assert patches._is_plain_result(plain)
    assert not patches._is_plain_result({**plain, "events": [{"event": "followup", "name": "x"}]})
    assert not patches._is_plain_result({**plain, "responses": ["text"]})
    assert not patches._is_plain_result(None)
