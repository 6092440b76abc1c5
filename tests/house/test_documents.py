"""Documents: complete, short where they should be, and pointing to what exists."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.project import ROOT, named, own_files

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
DOCUMENTS = [path for path in own_files() if path.suffix == ".md"]
MOST_LINES = {"0004-understanding-model.md": 200}  # carries its table of measurements


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_decisions_are_short_and_whole(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES.get(path.name, 40)
    assert re.search(r"\b2026-\d\d-\d\d\b", text), "a decision has a date"


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (path.parent / target).exists(), f"{named(path)} links to {target}"


def test_the_licence_is_the_whole_eupl() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "PUBLIC LICENCE v. 1.2" in text
    for article in range(1, 16):
        assert re.search(rf"^#+ {article}\. ", text, re.MULTILINE), f"article {article} is missing"
    assert "LiLiQ-R+" in text, "the appendix is missing"
    assert (ROOT / "LICENSES" / "EUPL-1.2.txt").read_text(encoding="utf-8") == text


def test_publiccode_fits_its_standard() -> None:
    """Version 0.4: the keys that must be there, and the lengths that texts may have (yml.publiccode.tools)."""
    code: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert code["publiccodeYmlVersion"] == "0.4"
    for key in ("name", "url", "platforms", "categories", "developmentStatus", "softwareType", "releaseDate"):
        assert code[key], key
    assert date.fromisoformat(code["releaseDate"])
    assert code["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert code["softwareType"] == "standalone/web"
    assert code["legal"]["license"] == "EUPL-1.2"
    assert code["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert isinstance(code["localisation"]["localisationReady"], bool)
    assert code["localisation"]["availableLanguages"] == ["de"]
    for language, said in code["description"].items():
        assert len(said["shortDescription"]) <= 150, language
        assert 150 <= len(said["longDescription"]) <= 10000, language
        assert said["features"]
        assert all(len(feature) <= 100 for feature in said["features"])


def test_the_changelog_is_dated() -> None:
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert heads
    for head in heads:
        version, _, day = head.partition(" · ")
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert date.fromisoformat(day)


UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))


def test_every_room_has_its_unit_and_container() -> None:
    from duo.rooms import ROOMS

    assert {path.stem for path in UNITS} == {f"duo-{room}" for room in ROOMS}
    compose = yaml.safe_load((ROOT / "deploy" / "compose" / "compose.yml").read_text(encoding="utf-8"))
    assert set(ROOMS) <= set(compose["services"])


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_give_away_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for line in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "Restart=always",
    ):
        assert line in text
    assert re.search(r"^(?:User=duo|DynamicUser=yes)$", text, re.MULTILINE), "no room runs as root"


def test_only_chat_and_desk_are_published_and_only_on_loopback() -> None:
    compose = yaml.safe_load((ROOT / "deploy" / "compose" / "compose.yml").read_text(encoding="utf-8"))
    published = {
        name: service["ports"] for name, service in compose["services"].items() if "ports" in service
    }
    assert set(published) == {"chat", "desk"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)
    assert compose["services"]["rasa"]["networks"] == ["talk"]
    assert "volumes" not in compose["services"]["rasa"], "Rasa sees no keys"
