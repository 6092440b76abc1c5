"""Another pair of towns is a matter of data: with another towns.yml no page, answer or action names ours."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from actions.events import at_question
from casework.coordinators import add_coordinator, change_password
from casework.database import Database, migrate
from casework.dialogue.questions import ask
from casework.dialogue.reading import Reading, World
from casework.dialogue.state import DraftState
from casework.dialogue.turn import take_turn
from casework.encryption import Keyring, use_keyring
from casework.needs import Needs
from casework.settings import Settings, load_settings
from casework.towns import TOWNS_FILE, Towns
from chat.app import create_app as create_chat
from desk.app import create_app as create_desk
from tests.chat.door import serving
from tests.factories import create_intake
from tests.house.project import ROOT, named, own_files, responses

_numbers = itertools.count(1)
PASSWORD = "Vier Blaue Birnen 8"


def _other(code: str, name: str, postcode: str, district: str, phone: str) -> dict[str, Any]:
    """An invented town; postcodes that begin with 00 are given to nobody."""
    return {
        "code": code,
        "name": name,
        "short_name": name[:4],
        "ags": "00000000",
        "postcodes": [postcode],
        "dialling_code": phone.split()[0],
        "phone": phone,
        "email": f"rathaus@{code}.example",
        "address": f"Marktplatz 1, {postcode} {name}",
        "opening_hours": f"Die Öffnungszeiten stehen auf www.{code}.example.",
        "website": f"https://www.{code}.example",
        "privacy_url": f"https://www.{code}.example/datenschutz",
        "imprint_url": f"https://www.{code}.example/impressum",
        "accessibility_url": f"https://www.{code}.example/barrierefreiheit",
        "origins": [f"https://www.{code}.example"],
        "theme": {
            "primary": "#00594c",
            "on_primary": "#ffffff",
            "accent": "#8a5a00",
            "surface": "#f4f8f7",
            "text": "#16211f",
        },
        "names": [name],
        "spellings": [],
        "heard_as": [],
        "districts": [{"name": district, "spellings": []}],
        "crisis": {"public_order_office": None, "youth_office": None},
    }


OTHERS = {
    "checked_on": date(2026, 11, 22),
    "service": {"name": "Nachbarlotsen", "the": "Die Nachbarlotsen", "of_the": "der Nachbarlotsen"},
    "towns": [
        _other("muster", "Musterstadt", "00111", "Altmuster", "0999 100"),
        _other("beispiel", "Beispielhausen", "00222", "Probefeld", "0998 200"),
    ],
    "everyday_words": [],
    "places": [{"name": "Fernau", "postcodes": ["00333"]}],
}


def _our_names() -> re.Pattern[str]:
    """Everything by which our own towns could be recognised: names, districts, postcodes, phones, addresses."""
    towns = Towns.load(TOWNS_FILE)
    names: set[str] = set()
    for code in towns.codes:
        town = towns.get(code)
        names |= {town.name, *town.districts, *town.postcodes, town.address, town.website}
        names |= {town.phone} if town.phone else set()
    names |= {"Schloss Holte", "Ферль", "Ферл"}
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names, key=len, reverse=True))
    )


OURS = _our_names()


def assert_foreign(text: str, where: str) -> None:
    """Fails when `text` names our towns."""
    found = sorted(set(OURS.findall(text)))
    assert not found, f"{where} names {found}"


@dataclass
class Elsewhere:
    """The product as another pair of towns runs it."""

    settings: Settings
    keyring: Keyring
    towns: Towns


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    folder = tmp_path_factory.mktemp("elsewhere")
    towns_file = folder / "towns.yml"
    towns_file.write_text(yaml.safe_dump(OTHERS, allow_unicode=True), encoding="utf-8")
    settings = load_settings(
        var_dir=folder, towns_file=towns_file, turn_timeout_seconds=0.5, rasa_url="http://127.0.0.1:9"
    )
    towns = Towns.load(towns_file)
    keyring = Keyring.create(settings.keys_file, towns.codes)
    migrate(settings.database_url)
    return Elsewhere(settings, keyring, towns)


@pytest.fixture
async def chat(elsewhere: Elsewhere) -> AsyncIterator[httpx2.AsyncClient]:
    app = create_chat(elsewhere.settings, name=f"elsewhere-chat-{next(_numbers)}")
    async with (
        serving(app) as address,
        httpx2.AsyncClient(base_url=address, timeout=20, trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize(
    "path", ["/", "/demo/muster", "/demo/beispiel", "/anfrage", "/datenschutz", "/barrierefreiheit"]
)
async def test_public_pages(chat: httpx2.AsyncClient, path: str) -> None:
    response = await chat.get(path)
    assert response.status_code == 200
    assert_foreign(response.text, path)
    assert "Musterstadt" in response.text or "Beispielhausen" in response.text


async def test_our_towns_have_no_page_there(chat: httpx2.AsyncClient) -> None:
    assert (await chat.get("/demo/verl")).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "Hallo, ich brauche Hilfe beim Putzen",
        "ich will nicht mehr leben",
        "mein mann schlägt mich",
        "wir wissen nicht, wo wir heute nacht schlafen sollen",
        "Hello, I need help with my rent, I do not speak German",
        "Merhaba, yardıma ihtiyacım var, Almanca bilmiyorum",
        "Здравствуйте, мне нужна помощь с квартирой, я не говорю по-немецки",
        "Dzień dobry, potrzebuję pomocy z mieszkaniem, nie mówię po niemiecku",
        "Bună ziua, am nevoie de ajutor cu locuința, nu vorbesc germana",
    ],
)
async def test_what_chat_itself_says(chat: httpx2.AsyncClient, text: str) -> None:
    """Rasa is down here, so everything comes from chat: faults, crisis numbers, language cards."""
    begun = (await chat.post("/api/conversations", json={"town": "muster"})).json()
    response = await chat.post(
        f"/api/conversations/{begun['conversation_id']}/messages",
        json={"client_message_id": "1", "text": text},
        headers={"Authorization": f"Bearer {begun['token']}"},
    )
    assert response.status_code == 200
    said = [
        message
        for message in (*begun["messages"], *response.json()["messages"])
        if message["sender"] == "bot"
    ]
    assert said
    assert_foreign(str(said), "chat")


async def test_the_desk(elsewhere: Elsewhere) -> None:
    use_keyring(elsewhere.keyring)
    database = Database(elsewhere.settings.database_url, keyring=elsewhere.keyring)
    async with database.writing() as session:
        coordinator, first = await add_coordinator(
            session, login="lotsin", name="Lotte Lotsin", towns=list(elsewhere.towns.codes)
        )
        assert await change_password(session, coordinator, first, PASSWORD)
        received = await create_intake(
            session, town="muster", details="Wer putzt?", summary="Hilfe im Haushalt"
        )
    app = create_desk(elsewhere.settings, database, name=f"elsewhere-desk-{next(_numbers)}")
    async with (
        serving(app) as address,
        httpx2.AsyncClient(base_url=address, timeout=20, trust_env=False) as client,
    ):
        page = (await client.get("/anmelden")).text
        assert_foreign(page, "/anmelden")
        token = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', page)
        assert token
        form = {"csrf_token": token[1], "login": "lotsin", "password": PASSWORD, "weiter": ""}
        assert (await client.post("/anmelden", data=form)).status_code == 303
        reference = received.intake.reference
        for path in ("/", f"/anliegen/{reference}", f"/anliegen/{reference}/blatt", "/suche"):
            response = await client.get(path)
            assert response.status_code == 200, path
            # The invented person of the factory lives in a district of ours; that is her data, not the desk's.
            assert_foreign(response.text.replace("Kaunitz", ""), path)
        assert "Musterstadt" in (await client.get("/")).text
    await database.close()


def test_the_dialogue(elsewhere: Elsewhere) -> None:
    world = World(Needs.load(), elsewhere.towns, date(2026, 11, 22))
    state = DraftState(asked="town", needs=["debt"], confirmed=True, consent_at="2026-11-22")
    buttons = [button.title for button in ask(state, world).buttons]
    assert buttons[:2] == ["Musterstadt", "Beispielhausen"]
    take_turn(state, Reading(text="in Altmuster"), world)
    assert state.value("town") == "muster"
    events = at_question(state, elsewhere.settings, elsewhere.towns, None, listening=True)
    assert_foreign(str(events), "the slots")
    assert "der Nachbarlotsen" in str(events)


@pytest.mark.parametrize("name", responses())
def test_responses_name_no_town(name: str) -> None:
    for text in responses()[name]:
        assert_foreign(text, name)


def test_templates_name_no_town() -> None:
    for path in own_files():
        is_labels = path.name.startswith("labels") or path.name == "languages.yml"
        if path.relative_to(ROOT).parts[0] != "tests" and (path.suffix == ".html" or is_labels):
            assert_foreign(path.read_text(encoding="utf-8"), named(path))


def test_keys_are_made_for_the_towns_of_the_file(elsewhere: Elsewhere, tmp_path: Path) -> None:
    assert {"muster", "beispiel"} <= elsewhere.keyring.scopes
    assert not {"verl", "shs"} & elsewhere.keyring.scopes
