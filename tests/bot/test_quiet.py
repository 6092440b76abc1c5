"""Nothing a person wrote reaches a log, not even on errors."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from bot import quiet
from bot.main import run_arguments

ROOT = Path(__file__).resolve().parents[2]
SECRET = "Erna Muster will nicht mehr"


def create_record(
    name: str, message: str, *args: object, error: BaseException | None = None
) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, "/x/rasa/core/processor.py", 994, message, args, info)


@pytest.mark.parametrize(
    "record",
    [
        create_record("rasa.core.processor", f"failed at {SECRET}"),
        create_record("rasa.core.processor", "failed at %s", SECRET),
        create_record("sanic.error", "broken %d", SECRET),
        create_record("asyncio", "oops", error=ValueError(SECRET)),
        create_record("rasa.x", json.dumps({"event": "processor.parse", "parse_data_text": SECRET})),
        create_record("rasa.x", json.dumps({"event": SECRET})),
        create_record("rasa.x", f"Loading model {SECRET}..."),
    ],
)
def test_records_of_libraries_are_reduced(record: logging.LogRecord) -> None:
    written = logging.Formatter("%(name)s %(message)s").format(quiet.scrub(record))
    assert "Erna" not in written
    assert "rasa/core/processor.py:994" in written


def test_the_fixed_name_of_an_event_stays() -> None:
    record = create_record("rasa.x", json.dumps({"event": "processor.message.parse", "text": SECRET}))
    assert quiet.scrub(record).getMessage().startswith("processor.message.parse ")


def test_our_own_records_stay_but_lose_the_text_of_errors() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        record = quiet.scrub(create_record("bot.channel", "a turn failed: %s", "x", error=error))
    written = logging.Formatter("%(message)s").format(record)
    assert written.startswith("a turn failed: x (KeyError at tests/bot/test_quiet.py:")
    assert "Erna" not in written


def test_an_error_names_its_causes_and_places_only() -> None:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as cause:
            raise RuntimeError(SECRET) from cause
    except RuntimeError as error:
        described = quiet.describe_error(error)
    assert described.startswith("RuntimeError at tests/bot/test_quiet.py:")
    assert " from ValueError at " in described
    assert "Erna" not in described


def test_warnings_and_uncaught_errors_of_the_process_tell_nothing() -> None:
    program = (
        "import logging, warnings\n"
        "from bot import quiet\n"
        "logging.basicConfig(level=logging.DEBUG)\n"
        "quiet.install()\n"
        f"warnings.warn({SECRET!r})\n"
        f"logging.getLogger('rasa').debug({SECRET!r})\n"
        f"raise ValueError({SECRET!r})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "stopped by ValueError" in done.stderr
    assert "UserWarning at" in done.stderr
    assert "Erna" not in done.stderr + done.stdout


@pytest.mark.parametrize("option", ["--enable-api", "--cors=*", "--auth-token", "--connector", "--log-file"])
def test_other_doors_stay_shut(option: str) -> None:
    with pytest.raises(SystemExit, match="not allowed"):
        run_arguments([option, "x", "--model", "m"])


def test_the_bot_listens_on_loopback_unless_told_otherwise() -> None:
    completed = run_arguments(["--model", "m", "-p", "5105"])
    assert completed[completed.index("--interface") + 1] == "127.0.0.1"
    assert "--port" not in completed
    assert "127.0.0.1" not in run_arguments(["--model", "m", "-i", "10.0.0.5"])
