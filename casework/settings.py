"""Settings of the product, from `DUO_…` environment variables; `docs/operations.md` explains each."""

from __future__ import annotations

import os
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "DUO_"
DATABASE_SCHEMES = ("sqlite+aiosqlite", "postgresql+asyncpg")

Port = Annotated[int, Field(ge=1, le=65535)]


class SettingsError(Exception):
    """A setting is missing or wrong; the text names the variable and what to put there."""


class Settings(BaseSettings):
    """All settings with their defaults for one machine; every default works with `make run`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=None, extra="ignore", hide_input_in_errors=True
    )

    var_dir: Path = Field(
        Path("var"), description="Folder for the database, the keys and other run-time files."
    )
    database_url: str = Field(
        "",
        description="sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME; empty: duo.db in var_dir.",
    )
    keys_file: Path = Field(
        Path(),
        description="File with the encryption keys and shared secrets (mode 0600); empty: keys.json in var_dir.",
    )
    towns_file: Path | None = Field(None, description="Own towns.yml instead of the packaged one.")
    needs_file: Path | None = Field(None, description="Own needs.yml instead of the packaged one.")
    crisis_file: Path | None = Field(None, description="Own crisis.yml instead of the packaged one.")

    chat_host: str = Field("127.0.0.1", description="Address the public doors listen on.")
    chat_port: Port = Field(8000, description="Port of the public doors.")
    desk_host: str = Field("127.0.0.1", description="Address the coordinator's desk listens on.")
    desk_port: Port = Field(8001, description="Port of the coordinator's desk.")
    actions_host: str = Field(
        "127.0.0.1", description="Address the action server listens on; keep it on loopback."
    )
    actions_port: Port = Field(5055, description="Port of the action server.")
    rasa_host: str = Field("127.0.0.1", description="Address Rasa listens on; keep it on loopback.")
    rasa_port: Port = Field(5005, description="Port of Rasa.")
    rasa_url: str = Field(
        "", description="Where the public doors reach Rasa; empty: from rasa_host and rasa_port."
    )
    actions_url: str = Field(
        "", description="Where Rasa reaches the actions; empty: from actions_host and actions_port."
    )
    public_url: str = Field("http://127.0.0.1:8000", description="Address people see for the public doors.")
    desk_url: str = Field("http://127.0.0.1:8001", description="Address the coordinator sees for the desk.")

    bot_secret_value: SecretStr | None = Field(
        None,
        validation_alias="DUO_BOT_SECRET",
        description="Secret between chat and Rasa; empty: from the keys file.",
    )
    actions_secret_value: SecretStr | None = Field(
        None,
        validation_alias="DUO_ACTIONS_SECRET",
        description="Secret between Rasa and actions; empty: from the keys file.",
    )
    token_secret_value: SecretStr | None = Field(
        None,
        validation_alias="DUO_TOKEN_SECRET",
        description="Signs conversation tokens; empty: from the keys file.",
    )

    turn_timeout_seconds: float = Field(
        2.5, gt=0, le=60, description="How long a turn may wait for Rasa, in seconds."
    )
    token_hours: int = Field(24 * 7, ge=1, description="How long a conversation token is valid, in hours.")
    session_hours: int = Field(10, ge=1, le=72, description="Longest desk session, in hours.")
    session_idle_minutes: int = Field(60, ge=5, description="A desk session ends after so many idle minutes.")
    rate_messages_per_minute: int = Field(
        120, ge=1, description="Messages a conversation may send per minute."
    )
    rate_conversations_per_minute: int = Field(
        120, ge=1, description="Conversations an address may start per minute."
    )
    trusted_proxies: int = Field(
        0, ge=0, le=10, description="Number of own reverse proxies before the public doors."
    )
    draft_hours: int = Field(
        24, ge=1, description="Unfinished conversations are erased after so many idle hours."
    )
    reference_prefix: str = Field(
        "SD", pattern=r"^[A-Z]{1,4}$", description="First part of every reference, as in SD-7K3F."
    )

    smtp_url: str | None = Field(
        None, description="smtp://USER:PASSWORD@HOST:PORT for notices; empty: no mail is sent."
    )
    mail_from: str = Field("soziales-duo@localhost", description="Sender address of notices.")
    notice_to: str = Field(
        "", description="Where notices about new intakes go; empty: to the sender address."
    )
    plain_language: bool = Field(
        False, description="Use the simpler wording (Einfache Sprache) of every text."
    )

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        for short, full in (
            ("sqlite:", "sqlite+aiosqlite:"),
            ("postgresql:", "postgresql+asyncpg:"),
            ("postgres:", "postgresql+asyncpg:"),
        ):
            if value.startswith(short):
                value = full + value.removeprefix(short)
        if value and not value.startswith(tuple(f"{scheme}://" for scheme in DATABASE_SCHEMES)):
            raise ValueError("must start with sqlite+aiosqlite:/// or postgresql+asyncpg://")
        return value

    @field_validator("towns_file", "needs_file", "crisis_file")
    @classmethod
    def _file_exists(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError(f"there is no file {value}; leave the variable unset for the packaged one")
        return value

    @field_validator("rasa_url", "actions_url", "public_url", "desk_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _fill_in(self) -> Self:
        if not self.database_url:
            self.database_url = f"sqlite+aiosqlite:///{self.var_dir / 'duo.db'}"
        if self.keys_file == Path():
            self.keys_file = self.var_dir / "keys.json"
        if not self.rasa_url:
            self.rasa_url = f"http://{self.rasa_host}:{self.rasa_port}"
        if not self.actions_url:
            self.actions_url = f"http://{self.actions_host}:{self.actions_port}"
        return self

    @cached_property
    def bot_secret(self) -> str:
        """Secret that chat sends to Rasa's channel."""
        return self._secret(self.bot_secret_value, "bot")

    @cached_property
    def actions_secret(self) -> str:
        """Secret that Rasa sends to the action server."""
        return self._secret(self.actions_secret_value, "actions")

    @cached_property
    def token_secret(self) -> str:
        """Secret that signs conversation tokens."""
        return self._secret(self.token_secret_value, "token")

    def _secret(self, given: SecretStr | None, name: str) -> str:
        if given is not None and given.get_secret_value():
            return given.get_secret_value()
        from casework.encryption import Keyring

        return Keyring.load(self.keys_file).secret(name)


def setting_names() -> dict[str, str]:
    """Return every environment variable with its description, in the order of the class."""
    return {variable_of(name): field.description or "" for name, field in Settings.model_fields.items()}


def variable_of(field_name: str) -> str:
    """Return the environment variable that sets a field of `Settings`."""
    field = Settings.model_fields.get(field_name)
    alias = field.validation_alias if field else None
    return alias if isinstance(alias, str) else f"{PREFIX}{field_name.upper()}"


def _explain(error: ValidationError) -> str:
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        place = str(problem["loc"][0]) if problem["loc"] else ""
        variable = place if place.startswith(PREFIX) else variable_of(place)
        lines.append(f"{variable}: {problem['msg']}")
    return (
        "Wrong setting: "
        + "; ".join(lines)
        + ". Correct the environment variable or unset it for the default; "
        "docs/operations.md lists every setting."
    )


def load_settings(**values: Any) -> Settings:
    """Read the settings from the environment, `values` first; raise `SettingsError` naming what is wrong."""
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Return the settings of this process, read once; `get_settings.cache_clear()` reads them anew."""
    if "DUO_VAR_DIR" in os.environ and not os.environ["DUO_VAR_DIR"].strip():
        raise SettingsError("Wrong setting: DUO_VAR_DIR is empty. Name a folder or unset it for ./var.")
    return load_settings()
