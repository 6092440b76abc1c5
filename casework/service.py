"""What the service is called and how it is reached, for every room that speaks of it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from casework.towns import TOWNS_FILE, Towns


@dataclass(frozen=True)
class Service:
    """The name of the service in the forms that German sentences need."""

    name: str
    the: str
    of_the: str


@cache
def service(path: Path | None = None) -> Service:
    """Reads the `service` entry of `towns.yml`."""
    return Service(**yaml.safe_load((path or TOWNS_FILE).read_text(encoding="utf-8"))["service"])


def contact_line(towns: Towns, town: str | None = None) -> str:
    """Whom to call or visit: the town's own line where it is known, otherwise that of every town."""
    codes = (town,) if town in towns.codes else towns.codes
    lines = []
    for code in codes:
        info = towns.get(code)
        lines.append(", ".join(filter(None, (f"Rathaus {info.name}", info.phone, info.address))))
    return "; ".join(lines)


def hours_line(towns: Towns, town: str | None = None) -> str:
    """The opening hours of the town halls, as `towns.yml` says them."""
    codes = (town,) if town in towns.codes else towns.codes
    return " ".join(dict.fromkeys(towns.get(code).opening_hours for code in codes))
