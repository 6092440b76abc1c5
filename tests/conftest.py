"""What tests of every room share: a keyring of their own and a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from casework.encryption import Keyring
from tests.postgres import PostgresServer, running_server


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """Keys made for this run."""
    return Keyring.generate(["verl", "shs"])


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server, started when the first test asks for it."""
    with running_server() as server:
        yield server
