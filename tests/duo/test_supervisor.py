"""The supervisor: starts rooms, restarts what dies, tells what is in the way, stops all."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from casework.settings import Settings
from duo import supervisor
from duo.rooms import ROOMS, Room, all_rooms
from duo.setup import prepare
from tests.duo.conftest import free_port

# A room that serves 200 on its port until it is told to end.
SERVING = """
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *args): pass
print("serving", flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


def _serving_room(name: str = "chat") -> Room:
    port = free_port()
    return Room(name, (sys.executable, "-c", SERVING, str(port)), {}, f"http://127.0.0.1:{port}/")


async def _until(true: Callable[[], object], seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for happens in another process
            await asyncio.sleep(0.05)


@asynccontextmanager
async def _kept(room: Room, folder: Path) -> AsyncIterator[supervisor.Kept]:
    one = supervisor.Kept(room, folder)
    task = asyncio.create_task(one.keep())
    try:
        yield one
    finally:
        task.cancel()
        await one.stop()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_a_killed_room_is_started_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room = _serving_room()
    async with _kept(room, tmp_path) as one:
        await supervisor._wait_until_ready([one])
        first = one.process
        assert first
        os.kill(first.pid, signal.SIGKILL)
        await _until(lambda: one.process is not first)
        await supervisor._wait_until_ready([one])
        assert one.deaths == 1
        second = one.process
    assert second
    assert second.returncode is not None, "stopping the supervisor stops the room"
    told = capsys.readouterr().out
    assert "chat ended (code -9)" in told
    assert str(tmp_path / "chat.log") in told
    assert (tmp_path / "chat.log").read_text(encoding="utf-8").count("serving") == 2


async def test_a_room_that_dies_at_once_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE_SECONDS", 0.05)
    broken = Room(
        "desk", (sys.executable, "-c", "raise SystemExit(3)"), {}, f"http://127.0.0.1:{free_port()}/"
    )
    async with _kept(broken, tmp_path) as one:
        with pytest.raises(supervisor.StartError, match=r"desk does not start.*desk\.log"):
            await supervisor._wait_until_ready([one])


async def test_a_room_that_never_answers_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "READY_SECONDS", 0.5)
    silent = Room(
        "rasa", (sys.executable, "-c", "import time; time.sleep(60)"), {}, f"http://127.0.0.1:{free_port()}/"
    )
    async with _kept(silent, tmp_path) as one:
        with pytest.raises(supervisor.StartError, match=r"rasa not ready after"):
            await supervisor._wait_until_ready([one])


async def test_a_room_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.3)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    async with _kept(Room("worker", (sys.executable, "-c", deaf), {}, None), tmp_path) as one:
        await _until(lambda: (tmp_path / "worker.log").exists() and (tmp_path / "worker.log").read_text())
        await one.stop()
        assert one.process
        assert one.process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("room", ["chat", "desk", "actions", "rasa"])
def test_a_taken_port_names_its_setting(settings: Settings, room: str) -> None:
    supervisor.check_ports(settings)
    with socket.socket() as other:
        other.bind(("127.0.0.1", getattr(settings, f"{room}_port")))
        other.listen()
        with pytest.raises(supervisor.StartError, match=f"DUO_{room.upper()}_PORT"):
            supervisor.check_ports(settings)


async def test_everything_starts_tells_its_addresses_and_stops(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await prepare(settings)
    monkeypatch.setattr(supervisor, "all_rooms", lambda _: [_serving_room("chat"), _serving_room("desk")])
    running = asyncio.create_task(supervisor.serve_all(settings))
    told = ""

    def is_running() -> bool:
        nonlocal told
        told += capsys.readouterr().out
        return "Everything is running" in told

    await _until(is_running)
    os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(running, 20) == 0
    told += capsys.readouterr().out
    for address in ("/demo/verl", "/demo/shs", "/anfrage", settings.desk_url):
        assert address in told
    assert "Demo login of the desk: demo / " in told
    assert not (settings.var_dir / "first-login.txt").exists(), "the password is shown once"
    assert told.rstrip().endswith("Stopped.")


async def test_every_room_can_be_started_alone(settings: Settings) -> None:
    await prepare(settings)
    rooms = all_rooms(settings)
    assert {room.name for room in rooms} == set(ROOMS)
    for room in rooms:
        assert "KEY" not in str(room.environment), "keys stay in their file"
    rasa = next(room for room in rooms if room.name == "rasa")
    assert set(rasa.environment) == {
        "DUO_BOT_SECRET",
        "DUO_ACTIONS_SECRET",
        "DUO_ACTIONS_URL",
        "DUO_BOT_PORT",
    }
