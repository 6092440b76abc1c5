"""Looks for danger in a message by the phrases of `crisis.yml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from casework.crisis.model import CrisisModel
from casework.crisis.phrases import PhraseBook, Shaper
from casework.crisis.reading import CrisisKind, CrisisReading, Level
from casework.towns import Towns

CRISIS_FILE = Path(__file__).parent.with_name("crisis.yml")
LONG = 500
"""Shaped texts of more characters are also scored around their acute phrase alone."""


@dataclass(frozen=True)
class CrisisNumber:
    """One number of the card: `number` as shown, `tel` as dialled, where it was found and when it was checked."""

    name: str
    number: str
    tel: str
    hours: str
    source: str
    checked_on: date


def load_shaper(data: Mapping[str, Any]) -> Shaper:
    """Returns the shaper that the words of a `crisis.yml` ask for."""
    return Shaper(data["same"], data["keywords"], data["leave"], data["joined"])


def _tel(number: str) -> str:
    return re.sub(r"[^\d+]", "", number)


class Crisis:
    """Reads messages with the phrases, texts and numbers of one `crisis.yml`."""

    def __init__(self, data: Mapping[str, Any], towns: Towns, with_model: bool = True) -> None:
        self._towns = towns
        self._texts: dict[CrisisKind, Mapping[str, str]] = {}
        self._numbers: dict[CrisisKind, list[str]] = {}
        self._catalogue: dict[str, Mapping[str, Any]] = data["numbers"]
        sets = {
            name: " | ".join(words) if isinstance(words, list) else words
            for name, words in data["sets"].items()
        }
        self._harmless = PhraseBook((("harmless", phrase) for phrase in data["harmless"]), sets)
        labelled = [("calm", phrase) for phrase in data["calming"]]
        for kind in CrisisKind:
            entry = data["kinds"][kind.value]
            self._texts[kind] = {"acute": entry["acute_text"].strip(), "gentle": entry["gentle_text"].strip()}
            self._numbers[kind] = entry["numbers"]
            for label in ("acute", "gentle", "calming"):
                labelled += [(f"{label} {kind}", phrase) for phrase in entry.get(label, ())]
        self._book = PhraseBook(labelled, sets)
        self._shaper = load_shaper(data)
        self._model = CrisisModel.load() if with_model else None

    @classmethod
    def load(cls, path: Path | None = None, towns: Towns | None = None, with_model: bool = True) -> "Crisis":
        """Reads the file at `path`, or the one shipped here. Without the model only the phrases speak, as its training needs.

        Raises ValueError or KeyError when it is incomplete.
        """
        data = yaml.safe_load((path or CRISIS_FILE).read_text(encoding="utf-8"))
        return cls(data, towns or Towns.load(), with_model)

    def shape(self, text: str) -> str:
        """Returns the plain words of `text`, without those of everyday talk that only sound alarming."""
        return self._harmless.without(self._shaper.shape(text))

    def phrases(self, shaped: str) -> tuple[list[CrisisKind], list[CrisisKind], bool]:
        """Returns the kinds that the phrases call acute and gentle, and whether the words deny it or tell of the past."""
        labels = self._book.labels(shaped)
        acute: list[CrisisKind] = []
        gentle: list[CrisisKind] = []
        calm = "calm" in labels
        for kind in CrisisKind:
            calmed = "calm" in labels or f"calming {kind}" in labels
            if f"acute {kind}" in labels:
                (gentle if calmed else acute).append(kind)
                calm = calm or calmed
            elif f"gentle {kind}" in labels:
                gentle.append(kind)
        return acute, gentle, calm

    def _around(self, shaped: str) -> str:
        """Returns the first acute phrase of a long text with little around it, so that the rest does not hide it."""
        words = next(words for label, words in self._book.matches(shaped) if label.startswith("acute"))
        at = shaped.find(words)
        start = max(0, at - 20)
        return shaped[start : at + len(words) + 20]

    def scan(self, text: str) -> CrisisReading:
        """Returns the danger that `text` speaks of: "acute" for danger now, "gentle" for despair, grief, denial and the past."""
        shaped = self.shape(text)
        acute, gentle, calm = self.phrases(shaped)
        if self._model is None:
            ordered = sorted(acute, key=_URGENCY.index) + sorted(gentle, key=_URGENCY.index)
            return (
                CrisisReading(ordered[0], "acute" if acute else "gentle", tuple(ordered))
                if ordered
                else CrisisReading()
            )
        if not acute and not gentle and len(shaped.split()) < _WORDS_FOR_THE_MODEL:
            return CrisisReading()
        scores = self._model.scores(shaped)
        if acute and len(shaped) > LONG:
            near = self._model.scores(self._around(shaped))
            scores = {name: max(score, near[name]) for name, score in scores.items()}
        said = (bool(acute), bool(gentle), calm)
        # Denied or past, with nothing else said: a caring word, never the alarm.
        denied = calm and not acute
        now = not denied and self._model.acute.says(scores["acute"], *said)
        if not now and not (denied and gentle) and not self._model.danger.says(scores["danger"], *said):
            return CrisisReading()
        likely = sorted(CrisisKind, key=lambda kind: -scores[kind])
        # A phrase counts for its kind, an acute one more than a gentle one; the model orders what several phrases name.
        weighed = {kind: scores[kind] + 4.0 * (kind in acute) + 1.5 * (kind in gentle) for kind in CrisisKind}
        ordered = sorted({likely[0], *acute, *gentle}, key=lambda kind: -weighed[kind])
        return CrisisReading(ordered[0], "acute" if now else "gentle", tuple(ordered))

    def warm(self) -> None:
        """Compiles all phrases now (about two seconds), so that no message has to wait for it. A server calls this at start."""
        self._harmless.warm()
        self._book.warm()

    def explain(self, text: str) -> list[tuple[str, str]]:
        """Returns which phrases `text` holds, as (label, words); for tests and for whoever tends the file."""
        return self._book.matches(self._harmless.without(self._shaper.shape(text)))

    def text(self, kind: CrisisKind, level: Level) -> str:
        """Returns the German text of the card (acute) or the caring sentence (gentle)."""
        return self._texts[kind][level]

    def numbers(self, kind: CrisisKind, town: str | None) -> list[CrisisNumber]:
        """Returns the numbers for `kind`, the most urgent first, with those of the town that has entered them."""
        numbers = []
        for key in self._numbers[kind]:
            if key.startswith("town."):
                contact = (
                    self._towns.get(town).crisis.get(key.removeprefix("town."))
                    if town in self._towns.codes and town
                    else None
                )
                if contact and contact.number:
                    checked_on = self._towns.checked_on
                    source = self._towns.get(town).website  # type: ignore[arg-type]
                    numbers.append(
                        CrisisNumber(
                            contact.name,
                            contact.number,
                            _tel(contact.number),
                            contact.hours or "",
                            source,
                            checked_on,
                        )
                    )
                continue
            entry = self._catalogue[key]
            numbers.append(
                CrisisNumber(
                    entry["name"],
                    entry["number"],
                    _tel(entry["number"]),
                    entry["hours"],
                    entry["source"],
                    entry["checked_on"],
                )
            )
        return numbers


# In "Schloß Holte" or "meine Mutter" the model hears what such words often stand beside. Below five words only a phrase
# counts: on tests/nlu/dev/crisis.jsonl that loses nothing, and half of the false alarms on plain answers go.
_WORDS_FOR_THE_MODEL = 5
# What comes first when one message speaks of several: where minutes count.
_URGENCY = (
    CrisisKind.SUICIDE,
    CrisisKind.CHILD_IN_DANGER,
    CrisisKind.MEDICAL_EMERGENCY,
    CrisisKind.VIOLENCE,
    CrisisKind.SELF_HARM,
    CrisisKind.HOMELESS_TONIGHT,
)
