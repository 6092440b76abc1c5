"""Setting up an installation and looking after its logins."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from casework.coordinators import authenticate
from casework.database import Database
from casework.encryption import Keyring, KeysError
from casework.settings import Settings, load_settings
from casework.towns import TOWNS_FILE
from duo import cli, users
from duo.setup import FIRST_LOGIN, SetupError, migrate_database, prepare


async def _signs_in(settings: Settings, login: str, password: str) -> bool:
    database = Database(settings.database_url, keyring=Keyring.load(settings.keys_file))
    try:
        async with database.writing() as session:
            return await authenticate(session, login, password) is not None
    finally:
        await database.close()


def _password(printed: str) -> str:
    return printed.split(" / ", 1)[1].split()[0]


async def test_a_first_setup_makes_all_that_a_start_needs(settings: Settings) -> None:
    await prepare(settings)
    assert Keyring.load(settings.keys_file).scopes == {"pending", "outside", "verl", "shs"}
    note = settings.var_dir / "first-login.txt"
    for secret in (settings.keys_file, note):
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert await _signs_in(settings, FIRST_LOGIN, _password(note.read_text(encoding="utf-8")))


async def test_setting_up_again_changes_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await prepare(settings)
    keys, note = settings.keys_file.read_bytes(), (settings.var_dir / "first-login.txt")
    login = note.read_text(encoding="utf-8")
    note.unlink()  # as the supervisor does after showing it
    capsys.readouterr()
    await prepare(settings)
    assert settings.keys_file.read_bytes() == keys
    assert not note.exists(), "a second setup must not make a second password"
    assert capsys.readouterr().out == ""
    assert await _signs_in(settings, FIRST_LOGIN, _password(login))


async def test_a_new_town_gets_a_key_and_the_others_keep_theirs(settings: Settings, tmp_path: Path) -> None:
    await prepare(settings)
    before = json.loads(settings.keys_file.read_text(encoding="utf-8"))
    towns_file = tmp_path / "towns.yml"
    grown = TOWNS_FILE.read_text(encoding="utf-8").replace("code: shs", "code: holte")
    towns_file.write_text(grown, encoding="utf-8")
    await prepare(settings.model_copy(update={"towns_file": towns_file}))
    after = json.loads(settings.keys_file.read_text(encoding="utf-8"))
    assert after["scopes"].pop("holte")
    assert after == before
    assert stat.S_IMODE(settings.keys_file.stat().st_mode) == 0o600


async def test_open_keys_are_refused(settings: Settings) -> None:
    await prepare(settings)
    settings.keys_file.chmod(0o644)
    with pytest.raises(KeysError, match="chmod 600"):
        await prepare(settings)


def test_a_database_that_is_not_there_names_the_setting(settings: Settings) -> None:
    away = load_settings(
        var_dir=settings.var_dir, database_url="postgresql+asyncpg://duo:geheim@127.0.0.1:1/duo"
    )
    with pytest.raises(SetupError, match="DUO_DATABASE_URL") as caught:
        migrate_database(away)
    assert "geheim" not in str(caught.value)


async def test_logins_are_added_listed_and_reset(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await prepare(settings)
    capsys.readouterr()
    await users.add(settings, "ute", "Ute Beispiel", ("verl",), admin=True)
    first = _password(capsys.readouterr().out)
    assert await _signs_in(settings, "ute", first)

    await users.show(settings)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [FIRST_LOGIN, "coordinator", "shs,verl"] in rows
    assert ["ute", "admin", "verl"] in rows

    await users.reset(settings, "ute")
    second = _password(capsys.readouterr().out)
    assert second != first
    assert await _signs_in(settings, "ute", second)
    assert not await _signs_in(settings, "ute", first)


async def test_resetting_a_stranger_says_where_to_look(settings: Settings) -> None:
    await prepare(settings)
    with pytest.raises(SetupError, match="duo users list"):
        await users.reset(settings, "niemand")


@pytest.mark.parametrize(
    ("wanted", "codes"), [("all", ("verl", "shs")), ("shs", ("shs",)), (" verl , shs ", ("verl", "shs"))]
)
def test_towns_are_given_by_code(settings: Settings, wanted: str, codes: tuple[str, ...]) -> None:
    assert users.town_codes(wanted, settings) == codes


@pytest.mark.parametrize("wanted", ["", " , ", "verl,gotham", "Verl"])
def test_unknown_towns_are_told_with_the_known_ones(settings: Settings, wanted: str) -> None:
    with pytest.raises(SetupError, match="verl, shs"):
        users.town_codes(wanted, settings)


def test_the_command_tells_errors_in_one_line(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "get_settings", lambda: settings)
    assert cli.main(["users", "add", "ute", "--towns", "gotham"]) == 2
    assert cli.main(["users", "list"]) == 2  # no keys yet
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "gotham" in told[0]
    assert "duo setup" in told[1]
    assert cli.main(["setup"]) == 0
    assert cli.main(["intake", "show", "SD-0000"]) == 2
    assert cli.main(["users", "add", FIRST_LOGIN]) == 2, "a login is given once"
