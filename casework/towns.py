"""The towns that share the service, read from `towns.yml`: who they are, and which one a text means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from casework.answers.places import OUTSIDE, Place, PlaceIndex
from casework.answers.residence import TownReading, read_residence
from casework.answers.text import fold, words

__all__ = ["OUTSIDE", "CrisisContact", "TownInfo", "TownReading", "Towns"]

TOWNS_FILE = Path(__file__).with_name("towns.yml")


@dataclass(frozen=True)
class CrisisContact:
    """An office of a town that the crisis card may name; `number` is None until the town has entered it."""

    name: str
    number: str | None
    hours: str | None = None


@dataclass(frozen=True)
class TownInfo:
    """All that the product says about a town. `None` means that the town has not entered it yet."""

    code: str
    name: str
    short_name: str
    ags: str
    postcodes: tuple[str, ...]
    dialling_code: str
    districts: tuple[str, ...]
    phone: str | None
    email: str | None
    address: str
    opening_hours: str
    website: str
    privacy_url: str
    imprint_url: str
    accessibility_url: str
    origins: tuple[str, ...]
    theme: Mapping[str, str]
    crisis: Mapping[str, CrisisContact] = field(default_factory=dict)


def _town(entry: Mapping[str, Any]) -> TownInfo:
    contacts = {key: CrisisContact(**value) for key, value in (entry.get("crisis") or {}).items() if value}
    plain = {
        key: entry[key]
        for key in ("code", "name", "short_name", "ags", "dialling_code", "phone", "email", "address")
    }
    pages = {
        key: entry[key]
        for key in ("opening_hours", "website", "privacy_url", "imprint_url", "accessibility_url")
    }
    return TownInfo(
        **plain,
        **pages,
        postcodes=tuple(entry["postcodes"]),
        districts=tuple(district["name"] for district in entry["districts"]),
        origins=tuple(entry["origins"]),
        theme=dict(entry["theme"]),
        crisis=contacts,
    )


def _key(spelling: str) -> str:
    return " ".join(words(fold(spelling)))


def _index(data: Mapping[str, Any], codes: tuple[str, ...]) -> PlaceIndex:
    """Returns the lookup of every spelling in the file; a district of two towns belongs to both."""
    spellings: dict[str, Place] = {}
    postcodes: dict[str, Place] = {}

    def add(spelling: str, place: Place) -> None:
        key, known = _key(spelling), spellings.get(_key(spelling))
        if known and known.rank == place.rank and known.codes != place.codes and not known.heard:
            place = Place(known.codes | place.codes, place.name, place.district, place.rank)
        elif known and known.rank > place.rank:
            return
        spellings[key] = place

    for outside in data["places"]:
        there, careful = frozenset({OUTSIDE}), bool(outside.get("careful"))
        for name in (outside["name"], *outside.get("spellings", ())):
            add(name, Place(there, outside["name"], rank=2, careful=careful))
        for district in outside.get("districts", ()):
            spellings.setdefault(_key(district), Place(there, outside["name"], rank=1))
        for postcode in outside["postcodes"]:
            postcodes[postcode] = Place(there, outside["name"], rank=3)
    for town in data["towns"]:
        here = frozenset({town["code"]})
        for district in town["districts"]:
            for name in (district["name"], *district["spellings"]):
                add(name, Place(here, town["name"], district["name"], rank=1))
        for name in (*town["names"], *town["spellings"]):
            spellings[_key(name)] = Place(here, town["name"], rank=2)
        for name in town["heard_as"]:
            spellings.setdefault(_key(name), Place(here, town["name"], rank=2, heard=True))
        for postcode in town["postcodes"]:
            postcodes[postcode] = Place(here, town["name"], rank=3)
    return PlaceIndex(spellings, postcodes, (_key(word) for word in data["everyday_words"]), codes)


class Towns:
    """The towns of `towns.yml`, in the order in which they are offered."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        towns = [_town(entry) for entry in data["towns"]]
        self._towns = {town.code: town for town in towns}
        self.codes: tuple[str, ...] = tuple(self._towns)
        if len(self._towns) != len(towns) or OUTSIDE in self._towns:
            raise ValueError(f"towns.yml: codes must be unique and none may be {OUTSIDE!r}")
        self.checked_on: date = data["checked_on"]
        self._places = _index(data, self.codes)

    @classmethod
    def load(cls, path: Path | None = None) -> "Towns":
        """Reads the file at `path`, or the one shipped here. Raises ValueError or KeyError when it is incomplete."""
        return cls(yaml.safe_load((path or TOWNS_FILE).read_text(encoding="utf-8")))

    def get(self, code: str) -> TownInfo:
        """Returns the town with `code`. Raises KeyError for an unknown one, "outside" included."""
        return self._towns[code]

    def read(self, text: str, asked: bool = False, candidates: tuple[str, ...] = ()) -> TownReading:
        """Returns in which town the person in need lives, as far as `text` says it.

        With `asked` the text answers the question for the town, so short answers count ("die zweite", "nicht Verl, die
        andere"), in the order of `candidates` or else of the file. Without it, only what clearly says where somebody lives.
        """
        return read_residence(text, self._places, asked=asked, candidates=candidates)
