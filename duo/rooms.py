"""One process a room: how each is started and asked whether it is ready."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casework.settings import Settings

if TYPE_CHECKING:
    from sanic import Sanic

PROJECT = Path(__file__).resolve().parent.parent
BOT_PYTHON = PROJECT / "bot" / ".venv" / "bin" / "python"


@dataclass(frozen=True)
class Room:
    """A process of the product: its command, its environment and the address that says it is ready."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]
    ready_url: str


def all_rooms(settings: Settings) -> list[Room]:
    """Every process of the product, in the order in which they are started."""
    rasa = {
        "DUO_BOT_SECRET": settings.bot_secret,
        "DUO_ACTIONS_SECRET": settings.actions_secret,
        "DUO_ACTIONS_URL": f"{settings.actions_url}/webhook",
        "DUO_BOT_PORT": str(settings.rasa_port),
    }
    own = (sys.executable, "-m", "duo.cli", "serve")
    return [
        Room(
            "rasa",
            (str(BOT_PYTHON), "-m", "bot.main", "run", "--interface", settings.rasa_host),
            rasa,
            f"{settings.rasa_url}/webhooks/duo/ready",
        ),
        Room("actions", (*own, "actions"), {}, f"{settings.actions_url}/health"),
        Room("chat", (*own, "chat"), {}, f"http://{settings.chat_host}:{settings.chat_port}/healthz"),
        Room("desk", (*own, "desk"), {}, f"http://{settings.desk_host}:{settings.desk_port}/healthz"),
    ]


def _sanic(make: "Callable[[Settings], Sanic]", settings: Settings, host: str, port: int) -> int:
    # A single process each: Sanic's manager never restarts a killed worker; the supervisor does.
    make(settings).run(host=host, port=port, single_process=True, motd=False, access_log=False)
    return 0


def _actions(settings: Settings) -> int:
    from actions.app import create_app

    return _sanic(create_app, settings, settings.actions_host, settings.actions_port)


def _chat(settings: Settings) -> int:
    from chat.app import create_app

    return _sanic(create_app, settings, settings.chat_host, settings.chat_port)


def _desk(settings: Settings) -> int:
    from desk.app import create_app
    from duo.worker import work_beside

    def make(settings: Settings) -> "Sanic":
        app = create_app(settings)
        work_beside(app, settings)
        return app

    return _sanic(make, settings, settings.desk_host, settings.desk_port)


def _rasa(settings: Settings) -> int:
    room = all_rooms(settings)[0]
    os.chdir(PROJECT)
    os.execve(room.command[0], list(room.command), os.environ | room.environment)  # noqa: S606 - replaces this process


ROOMS: dict[str, Callable[[Settings], Any]] = {
    "rasa": _rasa,
    "actions": _actions,
    "chat": _chat,
    "desk": _desk,
}


def serve(name: str, settings: Settings) -> int:
    """Runs one room in this process until it is stopped."""
    from chat.logs import configure_logging

    configure_logging()
    return int(ROOMS[name](settings) or 0)
