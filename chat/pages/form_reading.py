"""Reads what was entered into the form: into the state of a draft, or into errors that say what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from casework.answers.age import read_age
from casework.answers.email import read_email
from casework.answers.phone import read_phone
from casework.codes import OUTSIDE, ReporterKind
from casework.dialogue.answer import date_answer, option_answer, person_answer
from casework.dialogue.reading import World
from casework.dialogue.state import Answer, DraftState
from chat.labels import label
from chat.limits import MAX_MESSAGE_CHARACTERS
from chat.pages.form_fields import Field, FormFields, Values

Errors = dict[str, str]
CONSENT_ACT = "form:consent"
_REPORTERS = {
    "neighbour_f": ReporterKind.NEIGHBOUR, "neighbour_m": ReporterKind.NEIGHBOUR, "friend_f": ReporterKind.ACQUAINTANCE,
    "friend_m": ReporterKind.ACQUAINTANCE, "patient": ReporterKind.PRACTICE, "client": ReporterKind.AGENCY,
    "other": ReporterKind.ACQUAINTANCE,
}  # fmt: skip
_SHORT_CHARACTERS = 200


class FormReading:
    """One form as it was sent: `state` is the draft, `errors` hold a text by field name."""

    def __init__(self, values: Values, fields: FormFields, world: World) -> None:
        self.state = DraftState(confirmed=True)
        self.errors: Errors = {}
        self._values = values
        self._world = world
        readers: dict[str, Callable[[], None]] = {
            "story": self._story, "needs": self._needs, "town": self._town, "deadline": self._deadline,
            "person": self._person, "age": self._age, "phone": self._phone, "consent": self._consent,
        }  # fmt: skip
        for field in fields.all(values):
            if self._fits(field):
                if reader := readers.get(field.name):
                    reader()
                else:
                    self._plain(field)

    def text(self, name: str) -> str:
        """What was entered into a field, without space around it."""
        return next(iter(self._values.get(name, ())), "").strip()

    def free_texts(self) -> list[str]:
        """Everything that was typed, for the crisis layer."""
        return [value for values in self._values.values() for value in values if value.strip()]

    def _fits(self, field: Field) -> bool:
        values = self._values.get(field.name, ())
        if any(len(value) > MAX_MESSAGE_CHARACTERS for value in values):
            self.errors[field.name] = label("form", "errors", "too_long")
        elif field.options and not {value for value in values if value} <= {
            code for code, _ in field.options
        }:
            self.errors[field.name] = label("form", "errors", "option")
        else:
            return True
        return False

    def _error(self, field: str, key: str | None = None, **values: str) -> None:
        self.errors[field] = label("form", "errors", key or field, **values)

    def _keep(self, slot: str, answer: Answer | None) -> None:
        if answer is not None:
            self.state.answers[slot] = answer

    def _plain(self, field: Field) -> None:
        slot, text = field.name, self.text(field.name)
        if not text or slot in {"place", "email"}:
            return  # read together with the town and with the phone
        if field.kind == "checkbox":
            chosen = [(code, shown) for code, shown in field.options if code in self._values[slot]]
            self._keep(
                slot, Answer(",".join(code for code, _ in chosen), ", ".join(shown for _, shown in chosen))
            )
        elif field.options:
            self._keep(slot, option_answer(self._world.needs.question(slot), text))
        else:
            text = text[:_SHORT_CHARACTERS] if slot in {"name", "person_name"} else text
            self._keep(slot, Answer(text, text))

    def _story(self) -> None:
        if text := self.text("story"):
            self.state.story.append(text)
        else:
            self._error("story")

    def _needs(self) -> None:
        self.state.needs = list(dict.fromkeys(filter(None, self._values.get("needs", ()))))
        if not self.state.needs:
            self._error("needs")

    def _town(self) -> None:
        code, place = self.text("town"), self.text("place")[:_SHORT_CHARACTERS]
        if not code:
            self._error("town")
            return
        said = self._world.towns.read(place, asked=True) if place else None
        if code == OUTSIDE:
            self._keep("town", Answer(OUTSIDE, place or label("form", "outside"), {"place": place}))
            return
        town = self._world.towns.get(code)
        elsewhere = said.town if said and said.kind == "town" and said.town != code else None
        if elsewhere and any(postcode in place for postcode in self._world.towns.get(elsewhere).postcodes):
            self._error("place", "place_conflict", town=self._world.towns.get(elsewhere).name)
            return
        district = said.district if said and said.town == code else None
        district = district or (place if place in town.districts else None)
        more = {"district": district} if district else {}
        self._keep("town", Answer(code, f"{town.name} ({district})" if district else town.name, more))

    def _deadline(self) -> None:
        if text := self.text("deadline"):
            answer = date_answer(text, self.state, self._world)
            if answer is None:
                self._error("deadline")
            self._keep("deadline", answer)

    def _person(self) -> None:
        code = self.text("person")
        if not code:
            self._error("person")
            return
        who = ReporterKind.SELF if code == "self" else _REPORTERS.get(code, ReporterKind.RELATIVE)
        self._keep("person", person_answer(code, who))

    def _age(self) -> None:
        if text := self.text("age"):
            found = read_age(text, today=self._world.today, asked=True)
            if found is None:
                self._error("age")
            elif found.age is not None:
                self._keep(
                    "age", Answer(str(found.age), str(found.age), {"birth_year": str(found.birth_year or "")})
                )
            elif found.birth_year is not None:
                years = str(self._world.today.year - found.birth_year)
                self._keep("age", Answer(years, str(found.birth_year), {"birth_year": str(found.birth_year)}))

    def _phone(self) -> None:
        """Phone and e-mail are one answer: how to get in touch."""
        more: dict[str, str] = {}
        if typed := self.text("phone"):
            town = self.text("town")
            known = town in self._world.towns.codes
            code = self._world.towns.get(town).dialling_code if known else None
            found = read_phone(typed, default_dialling_code=code)
            if found and found.e164:
                more |= {"e164": found.e164, "display": found.display}
            else:
                problem = f"phone_{found.problem}" if found and found.problem else "phone"
                self._error("phone", problem if problem in _PHONE_ERRORS else "phone")
        if typed := self.text("email"):
            address = read_email(typed)
            if address and address.address:
                more["email"] = address.address
            else:
                self._error("email")
        if more:
            shown = ", ".join(more[key] for key in ("display", "email") if key in more)
            self._keep("phone", Answer("phone" if "e164" in more else "email", shown, more))
        elif not {"phone", "email"} & self.errors.keys():
            self._keep("phone", option_answer(self._world.needs.question("phone"), "none"))

    def _consent(self) -> None:
        if self.text("consent") != "yes":
            self._error("consent", phones="{phones}")
            return
        self.state.consent_at = datetime.now(UTC).isoformat()
        self.state.consent_act = CONSENT_ACT
        self.state.consent_wording = label("form", "consent_text")


_PHONE_ERRORS = frozenset({"phone_too_short", "phone_too_long", "phone_no_area_code"})
