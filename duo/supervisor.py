"""Starts every room, waits until all are ready, restarts what dies, stops all together."""

import asyncio
import ctypes
import os
import signal
import socket
import sys
import time
from pathlib import Path

from casework.settings import Settings
from casework.towns import Towns
from duo.errors import KnownError
from duo.health import answers
from duo.rooms import PROJECT, Room, all_rooms

READY_SECONDS = 120
STOP_SECONDS = 10
LONGEST_PAUSE_SECONDS = 30
STEADY_SECONDS = 60
_PR_SET_PDEATHSIG = 1


class StartError(KnownError):
    """The product did not start; the text says which part, and where its log is."""


def _die_with_parent() -> None:
    """On Linux a room ends when the supervisor is killed, so that no orphan keeps a port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Kept:
    """A room that is kept running: started again after each death, more slowly each time."""

    def __init__(self, room: Room, log_dir: Path) -> None:
        self.room = room
        self.log_path = log_dir / f"{room.name}.log"
        self.process: asyncio.subprocess.Process | None = None
        self.deaths = 0

    async def keep(self) -> None:
        """Runs until cancelled."""
        while True:
            started = time.monotonic()
            with self.log_path.open("ab") as log:
                self.process = await asyncio.create_subprocess_exec(
                    *self.room.command,
                    cwd=PROJECT,
                    # Two arenas are enough for one thread that works; glibc's default of eight per core keeps memory for nothing.
                    env={"MALLOC_ARENA_MAX": "2"}
                    | os.environ
                    | self.room.environment
                    | {"PYTHONUNBUFFERED": "1"},
                    stdout=log,
                    stderr=log,
                    preexec_fn=_die_with_parent,
                    start_new_session=True,
                )
            code = await self.process.wait()
            self.deaths = 1 if time.monotonic() - started > STEADY_SECONDS else self.deaths + 1
            pause = min(2 ** (self.deaths - 1), LONGEST_PAUSE_SECONDS)
            _tell(
                f"{self.room.name} ended (code {code}); starting it again in {pause} s. Log: {self.log_path}"
            )
            await asyncio.sleep(pause)

    async def stop(self) -> None:
        """Ends the process, politely first."""
        if self.process is None or self.process.returncode is not None:
            return
        self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), STOP_SECONDS)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


def _tell(text: str) -> None:
    print(text, flush=True)


def check_ports(settings: Settings) -> None:
    """Raises StartError naming the setting of a port that somebody else is using."""
    for name in ("chat", "desk", "actions", "rasa"):
        host, port = getattr(settings, f"{name}_host"), getattr(settings, f"{name}_port")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                raise StartError(
                    f"port {port} is taken. Stop what uses it (perhaps another `make run`), or set DUO_{name.upper()}_PORT."
                ) from None


async def _wait_until_ready(kept: list[Kept]) -> None:
    waiting = {k.room.name: k for k in kept}
    end = time.monotonic() + READY_SECONDS
    while waiting:
        for name, one in list(waiting.items()):
            if await answers(one.room.ready_url):
                _tell(f"  {name} is ready")
                del waiting[name]
            elif one.deaths >= 3:
                raise StartError(f"{name} does not start. Its log says why: {one.log_path}")
        if waiting and time.monotonic() > end:
            names = ", ".join(waiting)
            raise StartError(f"{names} not ready after {READY_SECONDS} s. Logs: {kept[0].log_path.parent}")
        await asyncio.sleep(0.2)


def _addresses(settings: Settings) -> str:
    towns = Towns.load(settings.towns_file)
    lines = ["", "Everything is running. Ctrl-C stops it.", ""]
    lines += [f"  {towns.get(code).name:<28} {settings.public_url}/demo/{code}" for code in towns.codes]
    lines += [
        f"  {'Form without JavaScript':<28} {settings.public_url}/anfrage",
        f"  {'Desk':<28} {settings.desk_url}/",
        f"  {'Interface description':<28} {settings.public_url}/openapi.json",
    ]
    first = settings.var_dir / "first-login.txt"
    if first.exists():
        lines += ["", "  " + first.read_text(encoding="utf-8").strip().replace("\n", "\n  ")]
        first.unlink()  # shown once
    else:
        lines += ["", "  Lost the desk password? duo users reset LOGIN"]
    return "\n".join([*lines, ""])


async def serve_all(settings: Settings) -> int:
    """Runs the whole product until SIGINT or SIGTERM. Returns 0 after an orderly stop.

    Raises StartError when a part does not come up.
    """
    check_ports(settings)
    log_dir = settings.var_dir / "log"
    log_dir.mkdir(parents=True, exist_ok=True)
    kept = [Kept(room, log_dir) for room in all_rooms(settings)]
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    tasks = [asyncio.create_task(one.keep(), name=one.room.name) for one in kept]
    try:
        _tell("Starting …")
        ready = asyncio.create_task(_wait_until_ready(kept))
        stopped = asyncio.create_task(stopping.wait())
        await asyncio.wait({ready, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if ready.done():
            ready.result()
            _tell(_addresses(settings))
            await stopped
        else:
            ready.cancel()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*(one.stop() for one in kept), return_exceptions=True)
        await asyncio.gather(*tasks, return_exceptions=True)
        _tell("Stopped.")
    return 0
