"""Trains the assistant in its own Python."""

import os
import subprocess

from duo.rooms import BOT_PYTHON, PROJECT
from duo.setup import SetupError


def train() -> int:
    """Trains if the sources changed since the last model; returns the exit code of the training."""
    if not BOT_PYTHON.exists():
        raise SetupError(f"{BOT_PYTHON} is missing. Run `make setup` first.")
    # Rasa's own libraries warn about each other's age; the bot prints its progress itself.
    quiet = os.environ | {"PYTHONWARNINGS": "ignore", "TQDM_DISABLE": "1"}
    return subprocess.run(
        [str(BOT_PYTHON), "-m", "bot.train"], cwd=PROJECT, env=quiet, check=False
    ).returncode
