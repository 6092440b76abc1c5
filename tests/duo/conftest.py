"""What the tests of the operator's command share: settings in a folder of their own, and ports that are free."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from casework.settings import Settings, load_settings, setting_names


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A new installation: an empty folder, every room on a port of its own."""
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    ports = {f"{room}_port": free_port() for room in ("chat", "desk", "actions", "rasa")}
    return load_settings(var_dir=tmp_path / "var", mail_from="duo@rathaus.example", **ports)
