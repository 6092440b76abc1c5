"""The fields of the form page: the same questions as in the chat, from needs.yml, as a browser shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.codes import OUTSIDE
from casework.labels import labels as casework_labels
from casework.needs import Needs, Question
from casework.towns import Towns
from chat.labels import label, load_labels

STEPS = ("story", "questions", "contact", "check")
NEEDS_DETAILS = "need_details"  # the chat's question for a story; the form has its own field for it
Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Field:
    """One field: `kind` is textarea, text, tel, email, radio, checkbox or select; `options` are (code, label)."""

    name: str
    kind: str
    label: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    autocomplete: str = ""
    required: bool = False
    short: bool = False

    @property
    def grouped(self) -> bool:
        """Whether several inputs share one legend."""
        return self.kind in {"radio", "checkbox"}


class FormFields:
    """All fields, by step; those of the second step depend on the needs that were chosen."""

    def __init__(self, needs: Needs, towns: Towns) -> None:
        self._needs = needs
        self._towns = towns

    def of_step(self, step: str, values: Values) -> list[Field]:
        """The fields of one step, in order."""
        match step:
            case "story":
                return self._story()
            case "questions":
                return [*map(self._question, self.questions(values)), _field("deadline", "text")]
            case "contact":
                return self._contact()
            case _:
                return [
                    _field(
                        "consent",
                        "checkbox",
                        options=(("yes", label("form", "consent_text")),),
                        required=True,
                    )
                ]

    def all(self, values: Values) -> list[Field]:
        """Every field, in order."""
        return [field for step in STEPS for field in self.of_step(step, values)]

    def names(self) -> frozenset[str]:
        """Every field name that the form can have, whatever was chosen."""
        asked = {slot for kind in self._needs.kinds for slot in self._needs.get(kind).questions}
        fixed = {field.name for step in ("story", "contact", "check") for field in self.of_step(step, {})}
        return frozenset(asked | fixed | {"deadline"}) - {NEEDS_DETAILS}

    def questions(self, values: Values) -> list[str]:
        """The questions that the chosen needs call for, each once."""
        chosen = [kind for kind in values.get("needs", ()) if kind in self._needs.kinds]
        slots = [slot for kind in chosen for slot in self._needs.get(kind).questions if slot != NEEDS_DETAILS]
        return list(dict.fromkeys(slots))

    def _story(self) -> list[Field]:
        kinds = tuple((kind, self._needs.get(kind).label) for kind in self._needs.kinds)
        towns = tuple((code, self._towns.get(code).name) for code in self._towns.codes)
        return [
            _field("story", "textarea", required=True),
            _field("needs", "checkbox", options=kinds, required=True),
            _field("town", "radio", options=(*towns, (OUTSIDE, label("form", "outside"))), required=True),
            _field("place", "text", short=True),
        ]

    def _contact(self) -> list[Field]:
        relations = casework_labels()["relation"]
        people = (
            ("self", label("form", "self")),
            *((code, words["nom"]) for code, words in relations.items()),
        )
        yes_no = tuple((each.code, each.label) for each in self._needs.question("person_knows").options)
        voicemail = tuple((each.code, each.label) for each in self._needs.question("voicemail").options)
        return [
            _field("person", "select", options=people, required=True),
            _field("person_name", "text"),
            _field("age", "text", short=True),
            _field("person_knows", "radio", options=yes_no),
            _field("name", "text", autocomplete="name"),
            _field("phone", "tel", autocomplete="tel", short=True),
            _field("email", "email", autocomplete="email"),
            _field("preferred_time", "text"),
            _field("voicemail", "radio", options=voicemail),
        ]

    def _question(self, slot: str) -> Field:
        question = self._needs.question(slot)
        options = tuple((option.code, option.label) for option in question.options)
        return Field(slot, _kind(question), question.label, options=options)


def _kind(question: Question) -> str:
    match question.kind:
        case "choice" | "yes_no":
            return "radio"
        case "multi":
            return "checkbox"
        case _:
            return "select" if question.options else "text"


def _field(
    name: str,
    kind: str,
    *,
    options: tuple[tuple[str, str], ...] = (),
    autocomplete: str = "",
    required: bool = False,
    short: bool = False,
) -> Field:
    texts = load_labels()["form"]["fields"][name]
    return Field(name, kind, texts["label"], texts.get("hint", ""), options, autocomplete, required, short)
