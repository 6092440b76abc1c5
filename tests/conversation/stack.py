"""The whole product, started as an operator would, on free ports and with data of its own."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx2

from casework.settings import load_settings
from duo.intake import show

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 150


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Stack:
    """The running product."""

    var_dir: Path
    extra: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        ports = {name: free_port() for name in ("chat", "desk", "actions", "rasa")}
        self.ports = ports
        self.chat_url = f"http://127.0.0.1:{ports['chat']}"
        self.desk_url = f"http://127.0.0.1:{ports['desk']}"
        own = {f"DUO_{name.upper()}_PORT": str(port) for name, port in ports.items()}
        self.environment = {
            **{
                key: value
                for key, value in os.environ.items()
                if not key.startswith("DUO_") or key == "DUO_BOT_MODEL"
            },
            **own,
            "DUO_VAR_DIR": str(self.var_dir),
            "DUO_PUBLIC_URL": self.chat_url,
            "DUO_DESK_URL": self.desk_url,
            # Many conversations come from one address here; the limits have tests of their own.
            "DUO_RATE_CONVERSATIONS_PER_MINUTE": "10000",
            "DUO_RATE_MESSAGES_PER_MINUTE": "10000",
            # A loaded test machine is slower than a town's server.
            "DUO_TURN_TIMEOUT_SECONDS": "20",
            **self.extra,
        }

    def duo(self, *arguments: str) -> str:
        """Runs the operator's command and returns what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "duo.cli", *arguments],
            cwd=PROJECT, env=self.environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> Self:
        """Sets up and starts everything; returns when all rooms are ready."""
        self.duo("setup")
        note = (self.var_dir / "first-login.txt").read_text(encoding="utf-8")
        self.demo_login, self.demo_password = note.split(": ")[1].split("\n")[0].split(" / ")
        with (self.var_dir / "serve.out").open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "duo.cli", "serve"],
                cwd=PROJECT,
                env=self.environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + START_SECONDS
        while "Everything is running" not in self.printed():
            assert self.process.poll() is None, self.printed()
            assert time.monotonic() < end, self.printed() + self.logs()
            time.sleep(0.2)
        return self

    def printed(self) -> str:
        """What the supervisor has printed so far."""
        return (self.var_dir / "serve.out").read_text(encoding="utf-8")

    def logs(self) -> str:
        """All logs of the rooms."""
        return "\n".join(
            path.read_text(errors="replace") for path in sorted((self.var_dir / "log").glob("*.log"))
        )

    def kill_room(self, name: str) -> None:
        """Kills a room as a crash would; the supervisor starts it again."""
        pattern = {"rasa": "bot.main run"}.get(name, f"duo.cli serve {name}")
        own = subprocess.run(
            ["pgrep", "-P", str(self.process.pid), "-f", pattern], capture_output=True, text=True, check=True
        )
        for pid in own.stdout.split():
            os.kill(int(pid), signal.SIGKILL)

    def stop(self) -> None:
        """Ends everything as Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)

    def record(self, reference: str) -> dict[str, Any]:
        """The intake as the operator's command gives it, without the cost of a new process."""
        settings = load_settings(
            var_dir=self.var_dir, database_url=self.environment.get("DUO_DATABASE_URL", "")
        )
        return asyncio.run(show(settings, reference))


class Citizen:
    """Somebody who chats over the public doors."""

    def __init__(self, url: str, town: str | None = None, locale: str | None = None) -> None:
        self.client = httpx2.Client(base_url=url, timeout=30, trust_env=False)
        begun = self.client.post("/api/conversations", json={"town": town, "locale": locale})
        assert begun.status_code == 201, begun.text
        self.id, self.token = begun.json()["conversation_id"], begun.json()["token"]
        self.headers = {"Authorization": f"Bearer {self.token}"}
        self.messages: list[dict[str, Any]] = begun.json()["messages"]
        self.turns = 0
        self.asked: list[str] = [self.asks] if self.asks else []

    @property
    def asks(self) -> str | None:
        """The slot that the bot is asking for now."""
        return next((message["asks"] for message in reversed(self.messages) if message.get("asks")), None)

    @property
    def text(self) -> str:
        """Everything the bot said in its last turn."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def buttons(self) -> dict[str, str]:
        """Titles and payloads of the buttons of the last turn."""
        return {b["title"]: b["payload"] for message in self.messages for b in message.get("buttons") or []}

    def _post(self, body: dict[str, str]) -> Self:
        answer = self.client.post(
            f"/api/conversations/{self.id}/messages",
            json={"client_message_id": str(uuid.uuid4()), **body},
            headers=self.headers,
        )
        assert answer.status_code == 200, answer.text
        self.messages = answer.json()["messages"]
        self.turns += 1
        if self.asks:
            self.asked.append(self.asks)
        return self

    def say(self, *texts: str) -> Self:
        """Types one message after the other."""
        for text in texts:
            self._post({"text": text})
        return self

    def press(self, title: str) -> Self:
        """Presses a button of the last turn."""
        return self._post({"payload": self.buttons[title]})

    def card(self, kind: str) -> dict[str, Any] | None:
        """The card of this kind in the last turn."""
        cards = [message["card"] for message in self.messages if message.get("card")]
        return next((card for card in cards if card["kind"] == kind), None)

    @property
    def reference(self) -> str:
        """The reference of the intake that was just sent."""
        receipt = self.card("receipt")
        assert receipt, self.text
        return str(receipt["reference"])
