"""Settings: defaults that work, and errors that name the variable and the way out."""

from pathlib import Path

import pytest

from casework.encryption import Keyring, KeysError
from casework.settings import SettingsError, load_settings, setting_names

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)


def test_defaults_are_one_machine_on_loopback(tmp_path: Path) -> None:
    settings = load_settings(var_dir=tmp_path)
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/duo.db"
    assert settings.keys_file == tmp_path / "keys.json"
    assert {settings.chat_host, settings.desk_host, settings.actions_host, settings.rasa_host} == {
        "127.0.0.1"
    }
    assert settings.rasa_url == "http://127.0.0.1:5005"
    assert settings.actions_url == "http://127.0.0.1:5055"
    assert settings.smtp_url is None


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("postgresql://duo@db/duo", "postgresql+asyncpg://duo@db/duo"),
        ("postgres://duo@db/duo", "postgresql+asyncpg://duo@db/duo"),
        ("sqlite:////srv/duo.db", "sqlite+aiosqlite:////srv/duo.db"),
    ],
)
def test_usual_database_urls_are_understood(monkeypatch: pytest.MonkeyPatch, given: str, meant: str) -> None:
    monkeypatch.setenv("DUO_DATABASE_URL", given)
    assert load_settings().database_url == meant


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DUO_CHAT_PORT", "80000"),
        ("DUO_CHAT_PORT", "eight"),
        ("DUO_DATABASE_URL", "mysql://secret-password@db"),
        ("DUO_TOWNS_FILE", "/nowhere/towns.yml"),
        ("DUO_PUBLIC_URL", "chat.example"),
        ("DUO_TURN_TIMEOUT_SECONDS", "0"),
        ("DUO_REFERENCE_PREFIX", "sd-"),
    ],
)
def test_a_wrong_value_names_the_variable_and_the_way_out(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert variable in str(caught.value)
    assert "docs/operations.md" in str(caught.value)
    assert "secret-password" not in str(caught.value), "a URL may hold a password"


def test_secrets_come_from_the_environment_or_the_keys_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUO_BOT_SECRET", "from-outside")
    settings = load_settings(var_dir=tmp_path)
    assert settings.bot_secret == "from-outside"
    with pytest.raises(KeysError, match="duo setup"):
        _ = settings.token_secret
    keyring = Keyring.create(tmp_path / "keys.json", ["verl"])
    assert load_settings(var_dir=tmp_path).token_secret == keyring.secret("token")
    assert "from-outside" not in repr(settings)


def test_every_setting_is_documented() -> None:
    documented = OPERATIONS.read_text(encoding="utf-8")
    missing = [name for name in setting_names() if f"`{name}`" not in documented]
    assert not missing, f"docs/operations.md does not explain {missing}"
