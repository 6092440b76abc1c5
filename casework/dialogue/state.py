"""The state of one unfinished intake: what was said, what is open, where the conversation stands."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

WORDS_OF_A_STORY = 8


class Phase(StrEnum):
    """Where the conversation stands; everything but `open` waits at the question `follow_up`."""

    OPEN = "open"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    STOPPED = "stopped"
    DELETED = "deleted"
    OUTSIDE = "outside"


@dataclass
class Answer:
    """An accepted answer: `value` is the code or normalised text, `display` what a German reader sees."""

    value: str
    display: str
    more: dict[str, str] = field(default_factory=dict)


@dataclass
class DraftState:
    """Everything casework remembers of an unfinished conversation. Stored encrypted, as JSON."""

    phase: Phase = Phase.OPEN
    asked: str = "need"
    needs: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    left_open: list[str] = field(default_factory=list)
    trail: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    town_candidates: list[str] = field(default_factory=list)
    place: str = ""
    misses: int = 0
    confirmed: bool = False
    consent_wording: str = ""
    consent_act: str = ""
    consent_at: str = ""
    resume_at: str = ""
    number: int = 1
    abused: bool = False
    intake_reference: str = ""

    @property
    def consented(self) -> bool:
        """Whether the person has said yes to storing."""
        return bool(self.consent_at)

    def value(self, slot: str) -> str | None:
        """The value of an accepted answer, or None."""
        answer = self.answers.get(slot)
        return answer.value if answer else None

    @property
    def told_a_story(self) -> bool:
        """Whether the own words already say enough, so that nobody is asked to tell it again."""
        return any(len(text.split()) >= WORDS_OF_A_STORY for text in self.story)

    def done_with(self, slot: str) -> bool:
        """Whether a question needs no asking any more: answered, or left open on purpose."""
        return slot in self.answers or slot in self.left_open

    def begin_anew(self, *, keep_consent: bool = False, **values: Any) -> None:
        """Turns this into a fresh state with `values`; the number stays, the consent where it is to be kept."""
        fresh = DraftState(**{"number": self.number, **values})
        if keep_consent:
            fresh.consent_at, fresh.consent_act = self.consent_at, self.consent_act
            fresh.consent_wording = self.consent_wording
        self.__dict__.update(fresh.__dict__)

    def forget(self, slot: str) -> None:
        """Takes an answer back, so that its question is asked again."""
        self.answers.pop(slot, None)
        if slot in self.left_open:
            self.left_open.remove(slot)

    def to_dict(self) -> dict[str, Any]:
        """The state as JSON-able data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "DraftState":
        """The state from `to_dict`; unknown keys of an older or newer version are ignored."""
        known = {key: value for key, value in data.items() if key in cls.__dataclass_fields__}
        known["phase"] = Phase(known.get("phase", Phase.OPEN))
        known["answers"] = {slot: Answer(**answer) for slot, answer in known.get("answers", {}).items()}
        return cls(**known)
