"""Repairs to Rasa 3.6.21 that keep a turn short, bounded in time and honest about failed actions."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import Any, Dict, List, Optional, Text, Type

from rasa.core.actions import action as actions
from rasa.shared.core import events

ACTIONS_TIMEOUT_SECONDS = 8.0

# Events of our actions that carry a name.
_NAMED_EVENTS = frozenset({"slot", "action", "active_loop"})

# The names of the actions that failed in the turn under way. Rasa swallows such failures and answers as if
# the bot had nothing to say; the channel puts a fresh list here and looks into it afterwards.
failed_actions: ContextVar[Optional[List[str]]] = ContextVar("failed_actions", default=None)


def apply() -> None:
    """Put all repairs in place; calling it again changes nothing."""
    if getattr(actions.RemoteAction, "_duo_patched", False):
        return
    _keep_one_validator()
    _remember_event_classes()
    _send_what_actions_read()
    _bound_action_calls()
    _report_failed_actions()
    actions.RemoteAction._duo_patched = True  # type: ignore[attr-defined]


def _keep_one_validator() -> None:
    """Check action results with one compiled validator.

    Rasa calls ``jsonschema.validate`` with a fresh schema at each action call, which first validates the
    schema itself: about 60 ms of CPU, three quarters of a turn.
    """
    import jsonschema

    schema = actions.RemoteAction.action_response_format_spec()
    validator_class = jsonschema.validators.validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)

    def _validate_action_result(self: Any, result: Dict[Text, Any]) -> bool:
        # Even compiled, the schema tries some fifteen forms for each event: an eighth of a turn.
        if not _is_plain_result(result):
            validator.validate(result)
        return True

    actions.RemoteAction._validate_action_result = _validate_action_result  # type: ignore[assignment]


def _is_plain_result(result: Any) -> bool:
    """Whether an action's result holds nothing but messages and the few events that our actions send."""
    if not isinstance(result, dict):
        return False
    given, responses = result.get("events"), result.get("responses")
    return (
        isinstance(given, list)
        and isinstance(responses, list)
        and all(isinstance(response, dict) for response in responses)
        and all(
            isinstance(event, dict)
            and (
                event.get("event") == "session_started"
                or (event.get("event") in _NAMED_EVENTS and isinstance(event.get("name"), str))
            )
            for event in given
        )
    )


def _send_what_actions_read() -> None:
    """Send an action the latest message and what happened since, not the domain and all that was ever said.

    Rasa sends its domain (58 kB) and every event of the session (3 kB more each turn) with each call, and
    ``enable_selective_domain`` makes an exception for validating actions, which are nearly all of ours.
    """
    import rasa
    from rasa.shared.core.trackers import EventVerbosity

    def _action_call_format(self: Any, tracker: Any, domain: Any) -> Dict[Text, Any]:
        state = tracker.current_state(EventVerbosity.NONE)
        state["events"] = [event.as_dict() for event in _since_last_message(tracker.events)]
        return {
            "next_action": self._name,
            "sender_id": tracker.sender_id,
            "tracker": state,
            "version": rasa.__version__,
        }

    actions.RemoteAction._action_call_format = _action_call_format  # type: ignore[assignment]


def _since_last_message(happened: Any) -> List[Any]:
    """The latest message of the person and all events after it, in order; all events if there is none."""
    latest: List[Any] = []
    for event in reversed(happened):
        latest.append(event)
        if isinstance(event, events.UserUttered):
            break
    return latest[::-1]


def _remember_event_classes() -> None:
    """Look event classes up once; Rasa walks the whole class tree for every event of every tracker."""
    original = events.Event.resolve_by_type
    known: Dict[Text, Type[events.Event]] = {}

    def resolve_by_type(
        type_name: Text, default: Optional[Type[events.Event]] = None
    ) -> Optional[Type[events.Event]]:
        if type_name not in known:
            found = original(type_name, default)
            if found is None or found is default:
                return found
            known[type_name] = found
        return known[type_name]

    events.Event.resolve_by_type = staticmethod(resolve_by_type)  # type: ignore[assignment]


def _bound_action_calls() -> None:
    """Give up on the action server after ``DUO_ACTIONS_TIMEOUT`` seconds (8); Rasa waits five minutes."""
    seconds = float(os.environ.get("DUO_ACTIONS_TIMEOUT", ACTIONS_TIMEOUT_SECONDS))
    actions.DEFAULT_REQUEST_TIMEOUT = seconds  # type: ignore[attr-defined]


def _report_failed_actions() -> None:
    original = actions.RemoteAction.run

    async def run(self: Any, *args: Any, **kwargs: Any) -> List[events.Event]:
        try:
            return await original(self, *args, **kwargs)
        except actions.ActionExecutionRejection:
            raise  # an answer of the action, not a failure
        except Exception:
            failures = failed_actions.get()
            if failures is not None:
                failures.append(self.name())
            raise

    actions.RemoteAction.run = run  # type: ignore[method-assign]
