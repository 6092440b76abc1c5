"""`duo`: the operator's command. Each sub-command is one function of this room."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence

from casework.coordinators import LoginTaken
from casework.encryption import KeysError
from casework.intakes import IntakeNotFound
from casework.settings import SettingsError, get_settings
from duo import evaluation, health, rooms, setup, supervisor, talk, training, users
from duo.intake import show

KNOWN_ERRORS = (SettingsError, KeysError, LoginTaken, IntakeNotFound, setup.SetupError, supervisor.StartError)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="duo", description="Runs and looks after the assistant and the desk."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="start everything under one supervisor, or one room")
    serve.add_argument("room", nargs="?", choices=["all", *rooms.ROOMS], default="all")
    commands.add_parser("setup", help="keys, database and a first login, where they are missing")
    commands.add_parser("migrate", help="bring the database to the newest version")
    commands.add_parser("health", help="ask every process whether it is well; exit code 1 if one is not")
    commands.add_parser("train", help="train the assistant if its sources changed")
    commands.add_parser("chat", help="talk to the running assistant in the terminal")
    judge = commands.add_parser("nlu-eval", help="judge the understanding on a file of JSON lines")
    judge.add_argument("file")
    judge.add_argument("--json", action="store_true", help="one JSON object as the last line")
    user = commands.add_parser("users", help="logins of the desk").add_subparsers(
        dest="action", required=True
    )
    add = user.add_parser("add", help="add a login; prints its random password once")
    add.add_argument("login")
    add.add_argument("--name", default="", help="shown at the desk; the login if left out")
    add.add_argument("--towns", default="all", help="codes of towns.yml, separated by commas; all by default")
    add.add_argument("--admin", action="store_true", help="may also look after logins")
    reset = user.add_parser("reset", help="give a login a new random password and end its sessions")
    reset.add_argument("login")
    user.add_parser("list", help="list the logins")
    intake = commands.add_parser("intake", help="look at an intake").add_subparsers(
        dest="action", required=True
    )
    one = intake.add_parser("show", help="one intake; the access is logged")
    one.add_argument("reference")
    one.add_argument("--json", action="store_true", help="the whole record as JSON")
    return parser


def _run(arguments: argparse.Namespace) -> int:
    settings = get_settings()
    match arguments.command, getattr(arguments, "action", None):
        case "serve", _:
            if arguments.room == "all":
                return asyncio.run(supervisor.serve_all(settings))
            return rooms.serve(arguments.room, settings)
        case "setup", _:
            asyncio.run(setup.prepare(settings))
        case "migrate", _:
            setup.migrate_database(settings)
        case "health", _:
            return asyncio.run(health.report(settings))
        case "train", _:
            return training.train()
        case "nlu-eval", _:
            return evaluation.evaluate(arguments.file, settings, as_json=arguments.json)
        case "chat", _:
            return asyncio.run(talk.talk(settings))
        case "users", "add":
            towns = users.town_codes(arguments.towns, settings)
            asyncio.run(users.add(settings, arguments.login, arguments.name, towns, admin=arguments.admin))
        case "users", "reset":
            asyncio.run(users.reset(settings, arguments.login))
        case "users", "list":
            asyncio.run(users.show(settings))
        case "intake", "show":
            record = asyncio.run(show(settings, arguments.reference))
            print(json.dumps(record, ensure_ascii=False, indent=2) if arguments.json else record["summary"])
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; known errors are told in one line that names the way out. Returns the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return _run(arguments)
    except KNOWN_ERRORS as error:
        print(f"duo: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
