"""Encryption of personal fields: AES-256-GCM with a key per town, and keyed hashes for looking things up.

A sealed value is `version (1 byte) + key id (2 bytes, big endian) + nonce (12) + ciphertext and tag`. It is bound to
its table, column and row as associated data, so a value copied to another row or column does not open.
The keys live in a file outside the database; who has only one of the two reads nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import struct
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casework.codes import OUTSIDE

PENDING = "pending"
"""Scope of conversations whose town is not known yet."""

FORMAT = 1
SECRET_NAMES = ("bot", "actions", "token")
_HEAD = struct.Struct(">BH")
_NONCE = 12
_TAG = 16


class KeysError(Exception):
    """The keys file is missing, unreadable, too open or lacks a key; the text names the way out."""


class SealBroken(Exception):
    """A stored value does not open: it was changed, or moved to another row or column."""


class Keyring:
    """The keys of one installation: sealing keys per scope (town, `outside`, `pending`), one index key, secrets."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        try:
            self._index_key = _decode(data["index_key"])
            self._secrets = {name: str(data["secrets"][name]) for name in SECRET_NAMES}
            self._ciphers: dict[int, AESGCM] = {}
            self._current: dict[str, int] = {}
            for scope, keys in data["scopes"].items():
                for key in keys:
                    self._ciphers[int(key["id"])] = AESGCM(_decode(key["key"]))
                    self._current[scope] = int(key["id"])  # the last key listed seals, the others only open
        except (KeyError, TypeError, ValueError, binascii.Error) as error:
            raise KeysError(
                f"The keys file is damaged ({type(error).__name__}). Restore it from the backup: without it no stored field opens."
            ) from None

    @classmethod
    def generate(cls, towns: Iterable[str]) -> Keyring:
        """Return a new keyring in memory only, for tests and rehearsals."""
        return cls(_new_data(towns))

    @classmethod
    def create(cls, path: Path, towns: Iterable[str]) -> Keyring:
        """Write a new keys file with mode 0600 and return it; never overwrite one, for that would lose all data."""
        data = _new_data(towns)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise KeysError(
                f"The keys file {path} exists and is not overwritten, because the stored data opens with it only. "
                "Move it away yourself if you really want new keys."
            ) from None
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        return cls(data)

    @classmethod
    def load(cls, path: Path) -> Keyring:
        """Read a keys file; refuse one that others on the machine could read."""
        return cls(_read(path))

    @classmethod
    def complete(cls, path: Path, towns: Iterable[str]) -> Keyring:
        """Make the keys file if there is none, and add keys for towns that have none; existing keys are never touched."""
        towns = list(towns)
        if not path.exists():
            return cls.create(path, towns)
        keyring = cls.load(path)
        for town in towns:
            if town not in keyring.scopes:
                keyring = cls.add_key(path, town)
        return keyring

    @classmethod
    def add_key(cls, path: Path, scope: str) -> Keyring:
        """Add a key for a new town, or a fresh one for a known scope (rotation: old values still open)."""
        data = _read(path)
        known = [int(key["id"]) for keys in data["scopes"].values() for key in keys]
        data["scopes"].setdefault(scope, []).append(_new_key(max(known, default=0) + 1))
        beside = path.with_name(path.name + ".new")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        return cls(data)

    @property
    def scopes(self) -> frozenset[str]:
        """The towns (and `outside`, `pending`) that have a key."""
        return frozenset(self._current)

    def secret(self, name: str) -> str:
        """Return a shared secret: `bot`, `actions` or `token`."""
        return self._secrets[name]

    def seal(self, scope: str, place: str, value: bytes) -> bytes:
        """Encrypt `value` with the newest key of `scope`, bound to `place` ("table.column:row")."""
        try:
            key_id = self._current[scope]
        except KeyError:
            raise KeysError(f"There is no key for town {scope!r}. Make one with: duo setup") from None
        nonce = os.urandom(_NONCE)
        return (
            _HEAD.pack(FORMAT, key_id) + nonce + self._ciphers[key_id].encrypt(nonce, value, place.encode())
        )

    def open(self, place: str, sealed: bytes) -> bytes:
        """Decrypt a sealed value; the key is found by the id it carries."""
        if len(sealed) < _HEAD.size + _NONCE + _TAG:
            raise SealBroken(f"The stored value at {place.partition(':')[0]} is too short")
        version, key_id = _HEAD.unpack_from(sealed)
        cipher = self._ciphers.get(key_id)
        if version != FORMAT or cipher is None:
            raise KeysError(
                f"No key {key_id} (format {version}) for {place.partition(':')[0]}. "
                "The keys file does not belong to this database; restore the right one from the backup."
            )
        start = _HEAD.size + _NONCE
        try:
            return cipher.decrypt(sealed[_HEAD.size : start], sealed[start:], place.encode())
        except InvalidTag:
            raise SealBroken(f"The stored value at {place.partition(':')[0]} was changed or moved") from None

    def blind_index(self, purpose: str, value: str) -> bytes:
        """Return the 32-byte keyed hash (HMAC-SHA-256) of a value, apart for every purpose."""
        return hmac.digest(self._index_key, f"{purpose}\0{value}".encode(), hashlib.sha256)


def _new_key(key_id: int) -> dict[str, Any]:
    return {
        "id": key_id,
        "key": _encode(secrets.token_bytes(32)),
        "made_on": datetime.now(UTC).date().isoformat(),
    }


def _new_data(towns: Iterable[str]) -> dict[str, Any]:
    scopes = [PENDING, OUTSIDE, *(town for town in dict.fromkeys(towns) if town not in (PENDING, OUTSIDE))]
    return {
        "format": FORMAT,
        "scopes": {scope: [_new_key(number)] for number, scope in enumerate(scopes, start=1)},
        "index_key": _encode(secrets.token_bytes(32)),
        "secrets": {name: secrets.token_urlsafe(32) for name in SECRET_NAMES},
    }


def _read(path: Path) -> dict[str, Any]:
    try:
        mode = path.stat().st_mode & 0o777
        if mode & 0o077:
            raise KeysError(
                f"The keys file {path} is open to others (mode {mode:o}). Close it with: chmod 600 {path}"
            )
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KeysError(
            f"There is no keys file {path}. Make one with: duo setup — or, if there is a database already, "
            "restore the file from the backup or point DUO_KEYS_FILE to it."
        ) from None
    except PermissionError:
        raise KeysError(
            f"The keys file {path} cannot be read. Give it to the account that runs the service."
        ) from None
    except (OSError, ValueError) as error:
        raise KeysError(
            f"The keys file {path} cannot be read ({type(error).__name__}). Restore it from the backup."
        ) from None
    if not isinstance(data, dict):
        raise KeysError(f"The keys file {path} is damaged. Restore it from the backup.")
    return data


def _encode(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _decode(value: str) -> bytes:
    decoded = base64.b64decode(value, validate=True)
    if len(decoded) != 32:
        raise ValueError("a key has 32 bytes")
    return decoded


_keyring: Keyring | None = None


def use_keyring(keyring: Keyring) -> None:
    """Make `keyring` the one that models of this process seal and open with."""
    global _keyring
    _keyring = keyring


def current_keyring() -> Keyring:
    """Return the keyring of this process; a `Database` sets it."""
    if _keyring is None:
        raise KeysError(
            "No keys are loaded in this process. Open the database through casework.database.Database first."
        )
    return _keyring
