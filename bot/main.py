"""Starts Rasa our way: ``python -m bot.main run|train|validate|test …`` from the project's root.

``run`` serves people and is strict: loopback unless ``--interface`` says otherwise, our channel only, no
Rasa HTTP API, nothing a person wrote in any log. The other commands are for developers.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import List

ROOM = Path(__file__).resolve().parent
ROOT = ROOM.parent

# Options of `rasa run` that would open doors beside our channel, or write what people say into files.
FORBIDDEN = ("--enable-api", "--cors", "--auth-token", "--connector", "--log-file", "--remote-storage")


def prepare() -> None:
    """Sets the environment, the stand-ins and the repairs that every use of Rasa here needs."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    # Rasa's training cache looks at the component classes but not at the modules they use, so it would
    # serve stale models; bot/train.py has its own fingerprint.
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from bot import standins

    standins.install()
    from bot import patches

    patches.apply()


def run_arguments(arguments: List[str]) -> List[str]:
    """Completes the arguments of ``run`` with our defaults.

    Raises:
        SystemExit: if an argument would open another door.
    """
    given = [argument.split("=", 1)[0] for argument in arguments]
    for option in FORBIDDEN:
        if option in given:
            raise SystemExit(f"{option} is not allowed: the bot answers through its own channel only")
    defaults = {
        ("-i", "--interface"): "127.0.0.1",
        ("-p", "--port"): os.environ.get("DUO_BOT_PORT", "5005"),
        ("--endpoints",): str(ROOM / "endpoints.yml"),
        ("--credentials",): str(ROOM / "credentials.yml"),
    }
    completed = list(arguments)
    for names, value in defaults.items():
        if not any(name in given for name in names):
            completed += [names[-1], value]
    if not any(name in given for name in ("-m", "--model")):
        from bot.train import trained_model

        completed += ["--model", str(trained_model())]
    return completed


def main() -> None:
    """Hands over to Rasa's command line."""
    os.chdir(ROOT)
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "run":
        os.environ.setdefault("SANIC_REQUEST_MAX_SIZE", "65536")
        os.environ.setdefault("SANIC_ACCESS_LOG", "false")
        os.environ.setdefault("DUO_ACTIONS_URL", "http://127.0.0.1:5055/webhook")
        from bot import quiet

        quiet.install()
        sys.argv[2:] = run_arguments(sys.argv[2:])
    prepare()
    import rasa.__main__

    rasa.__main__.main()


if __name__ == "__main__":
    main()
