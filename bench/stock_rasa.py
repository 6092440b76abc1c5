"""Stock Rasa with TensorFlow in an environment of its own, trained, started and talked to."""

import hashlib
import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx2

from bench.citizen import ANSWERS, OPENINGS, TurnError
from bench.load import Load, Stopwatch, under_load
from bench.processes import Usage, cpu_ms_per_turn, usage_of
from bench.product import PROJECT, StartError, free_port
from bench.stock_project import SLOTS, write_project

HOME = PROJECT / "var" / "peer"
ENVIRONMENT = HOME / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
RASA = "rasa==3.6.21"
START_SECONDS = 240.0
TRAIN_SECONDS = 900.0
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


def _uv() -> str:
    return shutil.which("uv") or str(PROJECT / ".tools" / "uv" / "bin" / "uv")


def install() -> None:
    """Makes the environment once: about 2.7 GB. Compiled, so that both sides start under the same conditions."""
    done = ENVIRONMENT / ".ready"
    if done.exists():
        return
    print(f"Installing stock Rasa into {ENVIRONMENT.relative_to(PROJECT)}, about 2.7 GB …", flush=True)
    HOME.mkdir(parents=True, exist_ok=True)
    subprocess.run([_uv(), "venv", "--quiet", "--clear", "--python", "3.10", str(ENVIRONMENT)], check=True)
    subprocess.run([_uv(), "pip", "install", "--quiet", "--python", str(PYTHON), RASA], check=True)
    subprocess.run(
        [str(PYTHON), "-m", "compileall", "-q", "-j", "0", str(ENVIRONMENT / "lib")],
        check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    done.touch()


def rasa_package() -> Path:
    """Where the installed Rasa keeps its files."""
    return next((ENVIRONMENT / "lib").glob("python3*/site-packages/rasa"))


class Stock:
    """Rasa and its action server, each started with the command of the handbook."""

    def __init__(self) -> None:
        self.folder = HOME / "project"
        self.rasa_port, self.actions_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.rasa_port}"
        self.training_seconds = self.ready_seconds = 0.0
        self._processes: list[subprocess.Popen[bytes]] = []

    def train(self) -> None:
        """Writes the project and trains it where it changed; the time says nothing about full epochs."""
        write_project(self.folder, rasa_package(), f"http://127.0.0.1:{self.actions_port}/webhook")
        names = ("config.yml", "domain.yml", "data/nlu.yml", "data/rules.yml")
        digest = hashlib.sha256(b"".join((self.folder / name).read_bytes() for name in names)).hexdigest()
        trained_from = self.folder / "trained-from"
        if trained_from.exists() and trained_from.read_text() == digest:
            return
        begun = time.perf_counter()
        trained = self._rasa("train", "--fixed-model-name", "stock", log=self._log("train"))
        if trained.wait(TRAIN_SECONDS) != 0:
            raise StartError(f"stock Rasa was not trained; see {self.folder / 'train.log'}")
        self.training_seconds = time.perf_counter() - begun
        trained_from.write_text(digest)

    def _log(self, name: str) -> IO[bytes]:
        return (self.folder / f"{name}.log").open("wb")

    def _rasa(self, *arguments: str, log: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(PYTHON), "-m", "rasa", *arguments],
            cwd=self.folder, env=os.environ | QUIET, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def start(self) -> None:
        """Returns when Rasa has loaded its model."""
        begun = time.perf_counter()
        self._processes = [
            self._rasa(
                "run", "actions", "--port", str(self.actions_port), "--actions", "actions",
                log=self._log("actions"),
            ),
            self._rasa(
                "run", "-i", "127.0.0.1", "--port", str(self.rasa_port), "--enable-api",
                "--model", "models/stock.tar.gz", log=self._log("rasa"),
            ),
        ]  # fmt: skip
        while time.perf_counter() - begun < START_SECONDS:
            if any(process.poll() is not None for process in self._processes):
                break
            if self._answers():
                self.ready_seconds = time.perf_counter() - begun
                return
            time.sleep(0.5)
        raise StartError(f"stock Rasa did not start; see the logs in {self.folder}")

    def _answers(self) -> bool:
        try:
            status = httpx2.get(f"{self.url}/status", timeout=2, trust_env=False)
            health = httpx2.get(f"http://127.0.0.1:{self.actions_port}/health", timeout=2, trust_env=False)
        except httpx2.HTTPError:
            return False
        return status.status_code == 200 and bool(status.json().get("model_id")) and health.is_success

    def usage(self) -> dict[str, Usage]:
        """What both processes cost so far."""
        return {name: usage for process in self._processes for name, usage in usage_of(process.pid).items()}

    def stop(self) -> None:
        """Ends both processes."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def running_stock() -> Iterator[Stock]:
    """Stock Rasa, installed, trained and started."""
    install()
    stock = Stock()
    stock.train()
    try:
        stock.start()
        yield stock
    finally:
        stock.stop()


def script(opening: str) -> list[str]:
    """What a person types in one dialogue: the same words as with us."""
    return ["hallo", opening, *(ANSWERS.get(slot, "ja") for slot in SLOTS)]


async def measure(stock: Stock, conversations: int, turns: int) -> Load:
    """Whole dialogues over the REST channel, again and again."""
    limits = httpx2.Limits(max_connections=64, max_keepalive_connections=64, keepalive_expiry=4.0)

    async def say(sender: str, text: str) -> list[dict[str, str]]:
        answer = await http.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
        if answer.status_code != 200 or not answer.json():
            raise TurnError(f"stock Rasa gave no answer to {text!r}: status {answer.status_code}")
        messages: list[dict[str, str]] = answer.json()
        return messages

    async def turn(sender: str, text: str, said: list[str]) -> None:
        said.append((await say(sender, text))[-1]["text"])

    async def hold(watch: Stopwatch) -> None:
        while watch.more:
            sender, said = uuid.uuid4().hex, list[str]()
            for text in script(OPENINGS[len(watch.load.dialogue_turns) % len(OPENINGS)]):
                if not watch.more:
                    return
                await watch.turn(turn(sender, text, said))
            watch.load.dialogue_turns.append(len(said))

    async with httpx2.AsyncClient(
        base_url=stock.url, timeout=60, trust_env=False, verify=False, limits=limits
    ) as http:
        before = stock.usage()
        load = await under_load(conversations, turns, hold)
        load.cpu_ms = cpu_ms_per_turn(before, stock.usage(), load.turns)
    return load
