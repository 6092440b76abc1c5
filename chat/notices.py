"""What is said at once to a message, whatever the assistant then answers: crisis numbers and language cards.

Nothing here waits for anything or needs Rasa, so it works when everything else is down.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casework.answers.email import read_email
from casework.answers.phone import read_phone
from casework.crisis import Crisis, CrisisReading
from casework.languages import detect_language
from casework.service import service
from casework.settings import Settings
from casework.towns import Towns
from chat.contact import ContactWays
from chat.metrics import Metrics

LANGUAGES_FILE = Path(__file__).with_name("languages.yml")


@dataclass(frozen=True)
class Notice:
    """One message that is said at once; `goes_on` tells whether the assistant answers as well."""

    board: NoticeBoard
    crisis: CrisisReading | None = None
    language: str | None = None
    goes_on: bool = True

    @property
    def level(self) -> str | None:
        """ "crisis" for everything the crisis layer says, as the public contract has it."""
        return "crisis" if self.crisis else None

    def render(self, town: str | None) -> tuple[str, dict[str, Any]]:
        """Text and card, with the numbers of the town where it is known."""
        if self.crisis:
            return self.board.crisis_message(self.crisis, town)
        return self.board.language_message(self.language or "", town)

    def count(self, metrics: Metrics) -> None:
        """Adds one to the metrics of what was said."""
        if self.crisis:
            metrics.crises.labels(self.crisis.kind, self.crisis.level).inc()
        else:
            metrics.languages.labels(self.language).inc()


class NoticeBoard:
    """Knows what is said at once, and to what."""

    def __init__(self, crisis: Crisis, contact: ContactWays, service_name: str) -> None:
        self._crisis = crisis
        self._contact = contact
        self._service_name = service_name

    @classmethod
    def load(cls, settings: Settings, towns: Towns, contact: ContactWays) -> NoticeBoard:
        """Reads crisis.yml; raises what reading it raises."""
        return cls(Crisis.load(settings.crisis_file, towns), contact, service(settings.towns_file).name)

    def read(self, text: str) -> tuple[Notice, ...]:
        """What is said at once to `text`; danger comes first."""
        notices = []
        reading = self.crisis_in(text)
        if reading:
            notices.append(Notice(self, crisis=reading))
        language = detect_language(text)
        if language in load_languages():
            # The assistant understands German only. A number or address is understood in any language.
            notices.append(Notice(self, language=language, goes_on=_tells_how_to_reach(text)))
        return tuple(notices)

    def crisis_in(self, text: str) -> CrisisReading | None:
        """What the crisis layer finds in a text of any door, None when there is nothing."""
        reading = self._crisis.scan(text)
        return reading if reading.kind else None

    def crisis_message(self, reading: CrisisReading, town: str | None) -> tuple[str, dict[str, Any]]:
        """The message of the crisis layer: its text says all that its card shows."""
        assert reading.kind
        assert reading.level
        numbers = self._crisis.numbers(reading.kind, town)
        said = self._crisis.text(reading.kind, reading.level)
        missing = [each for each in numbers if each.number not in said]
        lines = [
            f"{each.name}: {each.number}" + (f" ({each.hours})" if each.hours else "") for each in missing
        ]
        card = {
            "kind": "crisis",
            "crisis": reading.kind,
            "level": reading.level,
            "numbers": [
                {"name": each.name, "number": each.number, "tel": each.tel, "hours": each.hours}
                for each in numbers
            ],
        }
        return "\n".join([said, *lines]), card

    def crisis_text(self, reading: CrisisReading) -> str:
        """What the crisis layer says, without the list of numbers."""
        return self._crisis.text(reading.kind, reading.level) if reading.kind and reading.level else ""

    def language_message(self, language: str, town: str | None) -> tuple[str, dict[str, Any]]:
        """The card for people who write `language`, with the towns' phones."""
        entry = load_languages()[language]
        card = self._contact.card(town) | {
            "kind": "language",
            "language": language,
            "name": entry["name"],
            "direction": entry.get("direction", "ltr"),
        }
        values = {"towns": self._contact.names(), "service": self._service_name}
        return str(entry["text"]).format(phones=f"Tel. {self._contact.phones(town)}.", **values), card


@cache
def load_languages() -> dict[str, dict[str, Any]]:
    """The cards by language code, as languages.yml has them."""
    languages: dict[str, dict[str, Any]] = yaml.safe_load(LANGUAGES_FILE.read_text(encoding="utf-8"))
    return languages


def _tells_how_to_reach(text: str) -> bool:
    phone, email = read_phone(text), read_email(text)
    return bool((phone and phone.e164) or (email and email.address))
