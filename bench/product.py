"""The whole product, started as an operator would, on free ports and with data of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

PROJECT = Path(__file__).resolve().parent.parent
BOT_ENVIRONMENT = PROJECT / "bot" / ".venv"
START_SECONDS = 150.0
STOP_SECONDS = 30.0
_READY = re.compile(r"\s+(\w+) is ready")


class StartError(Exception):
    """Something that is to be measured did not start; the text says what it printed."""


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Product:
    """The supervisor with all rooms.

    `ready_after` holds the seconds from the start of the supervisor until each room answered, to the 0.2 s with which
    the supervisor asks.
    """

    def __init__(self, var_dir: Path) -> None:
        self.var_dir = var_dir
        self.ready_after: dict[str, float] = {}
        self._printed: list[str] = []
        self._running = threading.Event()
        ports = {name: free_port() for name in ("chat", "desk", "actions", "rasa")}
        self.chat_url = f"http://127.0.0.1:{ports['chat']}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DUO_")},
            **{f"DUO_{name.upper()}_PORT": str(port) for name, port in ports.items()},
            "DUO_VAR_DIR": str(var_dir),
            "DUO_PUBLIC_URL": self.chat_url,
            # One address plays many citizens here, and a turn that waits is to be measured, not given up.
            "DUO_RATE_CONVERSATIONS_PER_MINUTE": "100000",
            "DUO_RATE_MESSAGES_PER_MINUTE": "100000",
            "DUO_TURN_TIMEOUT_SECONDS": "20",
        }
        self._process: subprocess.Popen[str] | None = None

    @property
    def pid(self) -> int:
        """The process id of the supervisor."""
        if self._process is None:
            raise RuntimeError("the product has not been started")
        return self._process.pid

    def start(self) -> None:
        """Makes keys and database, starts all rooms and returns when they are ready; raises StartError."""
        made = subprocess.run(
            [sys.executable, "-m", "duo.cli", "setup"],
            cwd=PROJECT, env=self._environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        if made.returncode != 0:
            raise StartError(made.stdout + made.stderr)
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "duo.cli", "serve"],
            cwd=PROJECT, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        threading.Thread(target=self._listen, args=(begun,), daemon=True).start()
        while not self._running.wait(0.2):
            if self._process.poll() is not None or time.perf_counter() - begun > START_SECONDS:
                raise StartError(f"exit code {self._process.poll()}: " + "".join(self._printed))

    def _listen(self, begun: float) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._printed.append(line)
            if ready := _READY.match(line):
                self.ready_after[ready[1]] = time.perf_counter() - begun
            if "Everything is running" in line:
                self.ready_after["everything"] = time.perf_counter() - begun
                self._running.set()

    def last_words(self) -> str:
        """The end of each room's log; the folder that holds them is thrown away."""
        logs = sorted((self.var_dir / "log").glob("*.log"))
        return "\n".join(f"{path.name}:\n{path.read_text(errors='replace')[-2000:]}" for path in logs)

    def stop(self) -> None:
        """Ends everything as Ctrl-C does."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()  # the rooms end with their supervisor


@contextmanager
def running_product() -> Iterator[Product]:
    """The product with a database and keys that are thrown away afterwards."""
    with TemporaryDirectory(prefix="duo-bench-") as folder:
        product = Product(Path(folder))
        try:
            product.start()
            yield product
        except Exception:
            print(product.last_words(), file=sys.stderr)
            raise
        finally:
            product.stop()
