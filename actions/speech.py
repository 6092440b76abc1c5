"""Turns what the dialogue wants to say into responses of `domain.yml`."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk.executor import CollectingDispatcher

from casework.dialogue.reading import Say

DOMAIN_FILE = Path(__file__).resolve().parent.parent / "domain.yml"


@cache
def responses() -> dict[str, list[dict[str, Any]]]:
    """All responses of the domain by name; read here, so that Rasa need not send its domain with each call."""
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(DOMAIN_FILE.read_text(encoding="utf-8"))[
        "responses"
    ]
    return found


def first_known(names: Iterable[str]) -> str:
    """The first of `names` that the domain has.

    Raises LookupError naming the plain name where it has none; a house test keeps this from happening.
    """
    names = tuple(names)
    for name in names:
        if name in responses():
            return name
    raise LookupError(f"domain.yml has no response {names[-1]}")


def wording(name: str, *, plain: bool) -> str:
    """The text of a response as people read it: the variation for Einfache Sprache, or the ordinary one."""
    return next(str(one["text"]) for one in responses()[name] if ("condition" in one) is plain)


def speak(dispatcher: CollectingDispatcher, says: Iterable[Say]) -> bool:
    """Hands messages to Rasa, which fills in the German text. Returns whether one of them puts the open question."""
    question_put = False
    for say in says:
        name = first_known(say.names)
        buttons = [{"title": button.title, "payload": button.payload} for button in say.buttons]
        if say.for_question:
            own_words = name.startswith(f"utter_again_{say.for_question}")
            question_put = question_put or own_words
            buttons = buttons if own_words else []
        custom = {"card": say.card} if say.card else None
        dispatcher.utter_message(response=name, buttons=buttons, json_message=custom, **say.values)
    return question_put
