"""What is known about one message of a citizen before the dialogue decides what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from casework.needs import Needs
from casework.towns import Towns

NEED_INTENT = "need_"


@dataclass(frozen=True)
class Reading:
    """One message, understood out of context: by Rasa (intents, needs) or as a pressed button (`slot`, `value`).

    `needs` are (code, probability), most probable first, as one choice among everything a message may mean; `beside` is
    each need's own probability, apart from the others, since a message may mean several at once. `alarming`: the crisis
    layer has answered this message.
    """

    text: str = ""
    intent: str = ""
    confidence: float = 0.0
    needs: tuple[tuple[str, float], ...] = ()
    beside: Mapping[str, float] = field(default_factory=dict)
    slot: str | None = None
    value: str | None = None
    alarming: bool = False

    @classmethod
    def of_understood(cls, text: str, understood: Mapping[str, Any]) -> Self:
        """The reading of a typed message from what Rasa's pipeline says of it (intent, intent_ranking, needs)."""
        intent, beside = understood.get("intent") or {}, understood.get("needs") or {}
        ranked = {
            entry["name"].removeprefix(NEED_INTENT): float(entry["confidence"])
            for entry in understood.get("intent_ranking") or ()
            if entry["name"].startswith(NEED_INTENT)
        }
        order = sorted({*ranked, *beside}, key=lambda kind: (-ranked.get(kind, 0.0), -beside.get(kind, 0.0)))
        return cls(
            text=text,
            intent=intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            needs=tuple((kind, ranked.get(kind, 0.0)) for kind in order),
            beside={kind: float(probability) for kind, probability in beside.items()},
        )

    @property
    def is_button(self) -> bool:
        """Whether this is a pressed button and not typed."""
        return self.slot is not None

    @property
    def word_count(self) -> int:
        """Number of words typed."""
        return len(self.text.split())

    def means(self, *intents: str, at_least: float = 0.5) -> bool:
        """Whether one of `intents` was understood with at least this probability."""
        return self.intent in intents and self.confidence >= at_least


@dataclass(frozen=True)
class World:
    """What the dialogue needs to know beside the draft: data files, the day, links."""

    needs: Needs
    towns: Towns
    today: date
    form_url: str = "/anfrage"
    draft_hours: int = 24
    page_town: str | None = None


@dataclass(frozen=True)
class Button:
    """A choice that the message offers: what is read and what it sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Say:
    """One message of the bot: names of responses (the first that `domain.yml` has is taken), values for it.

    `for_question`: the message puts that slot's question anew when the response taken was written for it; where only a
    general response is there, the question follows in its own words.
    """

    names: tuple[str, ...]
    values: dict[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    card: dict[str, object] | None = None
    for_question: str = ""


def say(name: str, /, **values: str) -> Say:
    """A message without buttons and variants."""
    return Say((name,), values)


@dataclass
class Outcome:
    """What a turn led to, beside the changed state.

    `side`: the message was a side question, which Rasa's rules answer; the state is unchanged.
    `submit`: the person confirmed the summary. `erase`: everything said so far is to be
    deleted now. `question_put`: what is said already asks the open question.
    """

    says: list[Say] = field(default_factory=list)
    side: bool = False
    submit: bool = False
    erase: bool = False
    question_put: bool = False
