"""`duo`: the operator's command. Each sub-command is one function of this room."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence

from casework.settings import Settings, SettingsError, get_settings
from duo import rooms
from duo.errors import KnownError

# Known without importing what raises them.
TOLD_ERRORS = frozenset({"KeysError", "LoginTaken", "IntakeNotFound", "NeedsFileError", "PasswordRefused"})
# What a command works with is imported when it runs: the supervisor stays small, and each room loads only its own.


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


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.room != "all":
        return rooms.serve(arguments.room, settings)
    from duo.supervisor import serve_all

    return asyncio.run(serve_all(settings))


def _users(arguments: argparse.Namespace, settings: Settings) -> int:
    from duo import users

    match arguments.action:
        case "add":
            towns = users.town_codes(arguments.towns, settings)
            asyncio.run(users.add(settings, arguments.login, arguments.name, towns, admin=arguments.admin))
        case "reset":
            asyncio.run(users.reset(settings, arguments.login))
        case _:
            asyncio.run(users.show(settings))
    return 0


def _intake(arguments: argparse.Namespace, settings: Settings) -> int:
    from duo.intake import show

    record = asyncio.run(show(settings, arguments.reference))
    print(json.dumps(record, ensure_ascii=False, indent=2) if arguments.json else record["summary"])
    return 0


def _setup(arguments: argparse.Namespace, settings: Settings) -> int:
    from duo import setup

    if arguments.command == "migrate":
        setup.migrate_database(settings)
    else:
        asyncio.run(setup.prepare(settings))
    return 0


def _health(_: argparse.Namespace, settings: Settings) -> int:
    from duo.health import report

    return asyncio.run(report(settings))


def _train(_: argparse.Namespace, settings: Settings) -> int:
    from duo.training import train

    return train()


def _chat(_: argparse.Namespace, settings: Settings) -> int:
    from duo.talk import talk

    return asyncio.run(talk(settings))


def _nlu_eval(arguments: argparse.Namespace, settings: Settings) -> int:
    from duo.evaluation import evaluate

    return evaluate(arguments.file, settings, as_json=arguments.json)


COMMANDS = {
    "serve": _serve,
    "setup": _setup,
    "migrate": _setup,
    "health": _health,
    "train": _train,
    "chat": _chat,
    "nlu-eval": _nlu_eval,
    "users": _users,
    "intake": _intake,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; known errors are told in one line that names the way out. Returns the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return COMMANDS[arguments.command](arguments, get_settings())
    except (KnownError, SettingsError) as error:
        print(f"duo: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        # Errors of casework that name the way out; anything else is a fault of ours and keeps its traceback.
        if type(error).__name__ not in TOLD_ERRORS:
            raise
        print(f"duo: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
