"""Trains the model when something it is made of has changed: ``python -m bot.train``.

The model's file name is the fingerprint of its sources, so a model always fits the code that loads it.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Iterator, List

from bot.main import ROOM, ROOT, prepare

MODELS = ROOM / "models"
# The model before the current one stays for going back.
KEPT_MODELS = 2


def sources() -> Iterator[Path]:
    """The files that a model is made of, in a fixed order."""
    yield ROOT / "domain.yml"
    yield ROOT / "config.yml"
    yield ROOM / "uv.lock"
    yield from sorted((ROOM / "components").glob("*.py"))
    yield from sorted(path for path in (ROOT / "data").rglob("*.yml") if path.is_file())


def fingerprint() -> str:
    """Sixteen hex digits over names and contents of all sources and the spaCy pipeline in force."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(path.relative_to(ROOT).as_posix().encode("utf-8") + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(os.environ.get("DUO_SPACY_MODEL", "").strip().encode("utf-8"))
    return digest.hexdigest()[:16]


def trained_model() -> Path:
    """The model that fits the sources as they are now, or the one that ``DUO_BOT_MODEL`` names.

    Raises:
        SystemExit: if there is none yet.
    """
    chosen = os.environ.get("DUO_BOT_MODEL", "").strip()
    if chosen:
        if not Path(chosen).is_file():
            raise SystemExit(f"DUO_BOT_MODEL={chosen}: no such file")
        return Path(chosen)
    path = MODELS / f"{fingerprint()}.tar.gz"
    if not path.is_file():
        raise SystemExit("no model fits the present sources: train it with `python -m bot.train`")
    return path


def train(force: bool = False) -> Path:
    """Trains unless the fitting model is there, prunes old models and returns the model's path."""
    wanted = MODELS / f"{fingerprint()}.tar.gz"
    if wanted.is_file() and not force:
        os.utime(wanted)
        print(f"model is up to date: {wanted.relative_to(ROOT)}", flush=True)
        return wanted
    MODELS.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    os.environ.setdefault("TQDM_DISABLE", "1")  # the progress bars of rules are noise in a log
    print("loading Rasa", flush=True)
    prepare()
    # Lookup tables are for our classifier, which Rasa cannot know.
    warnings.filterwarnings("ignore", message=".*lookup tables")
    import rasa.model_training
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    print("training, this takes about a minute", flush=True)
    with tempfile.TemporaryDirectory(dir=MODELS, prefix=".training-") as folder:
        result = rasa.model_training.train(
            domain=str(ROOT / "domain.yml"),
            config=str(ROOT / "config.yml"),
            training_files=[str(ROOT / "data")],
            output=folder,
            force_training=True,
            fixed_model_name="model",
        )
        if result.code != 0 or not result.model:
            raise SystemExit("training failed, see the messages above")
        # Appears in one step: a bot that starts meanwhile sees the whole model or none.
        os.replace(result.model, wanted)
    prune()
    if fingerprint() != wanted.name.split(".")[0]:
        print("the sources changed meanwhile: train again", flush=True)
    print(f"trained in {time.monotonic() - started:.0f} s: {wanted.relative_to(ROOT)}", flush=True)
    return wanted


def prune() -> List[Path]:
    """Deletes all but the newest models and returns what was deleted."""
    models = sorted(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in models[KEPT_MODELS:]:
        path.unlink()
    return models[KEPT_MODELS:]


def main() -> None:
    """Command line: ``--force`` trains even if nothing changed."""
    parser = argparse.ArgumentParser(description="Train the bot's model if its sources changed.")
    parser.add_argument("--force", action="store_true", help="train even if the model is up to date")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    train(arguments.force)


if __name__ == "__main__":
    sys.exit(main())
