"""Logs that say where something happened and never what a person wrote.

Rasa and its libraries put message texts, slot values and whole trackers into log lines, warnings and
tracebacks with local variables. While the bot serves people, every log record that does not come from
our own code is therefore reduced to level, place in the code and kinds of error; messages
known to be free of people's words pass.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
import warnings
from types import TracebackType
from typing import Any, Optional, TextIO, Type, Union

# Loggers whose messages are ours and carry no personal data.
OURS = ("bot.", "duo.")

# Messages of libraries that are about the server, not about a conversation.
HARMLESS = re.compile(
    r"(Starting Rasa server on https?://[\w.:\[\]-]+"
    r"|Rasa server is up and running\."
    r"|Loading model [\w./-]+\.tar\.gz\.\.\."
    r"|Goin' Fast @ https?://[\w.:\[\]-]+"
    r"|Starting worker \[\d+\]|Stopping worker \[\d+\]|Server Stopped)"
)
_EVENT_KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


def describe_error(error: Optional[BaseException]) -> str:
    """Names the error, its causes and where each was raised: "ValueError at store.py:12 get"; no message."""
    parts = []
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        place = ""
        if frames:
            last = frames[-1]
            place = f" at {_short(last.filename)}:{last.lineno} {last.name}"
        parts.append(type(error).__name__ + place)
        error = error.__cause__ or error.__context__
    return " from ".join(parts)


def scrub(record: logging.LogRecord) -> logging.LogRecord:
    """Takes everything out of a record that may quote a person; changes and returns the record."""
    if record.name.startswith(OURS):
        record.exc_text = None
        if record.exc_info:
            record.msg = f"{record.getMessage()} ({_error_of(record)})"
            record.args = ()
            record.exc_info = None
        return record
    try:
        message = record.getMessage()
    except Exception:
        message = ""
    said = message if HARMLESS.fullmatch(message) else _event_key(message) or "message withheld"
    where = f"{_short(record.pathname)}:{record.lineno}"
    error = f" ({_error_of(record)})" if record.exc_info else ""
    record.msg, record.args = f"{said} [{where}]{error}", ()
    record.exc_info = record.exc_text = record.stack_info = None
    return record


def install() -> None:
    """Scrub every log record, warning and uncaught error of this process from now on."""
    make = logging.getLogRecordFactory()

    def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return scrub(make(*args, **kwargs))

    logging.setLogRecordFactory(factory)
    warnings.showwarning = _show_warning
    sys.excepthook = _show_uncaught


def _show_warning(
    message: Union[Warning, str],
    category: Type[Warning],
    filename: str,
    lineno: int,
    file: Optional[TextIO] = None,
    line: Optional[str] = None,
) -> None:
    if issubclass(category, DeprecationWarning):
        return  # the stack is frozen: nobody will follow what its libraries announce
    logging.getLogger("bot.warnings").warning("%s at %s:%s", category.__name__, _short(filename), lineno)


def _show_uncaught(_kind: Type[BaseException], error: BaseException, _trace: Optional[TracebackType]) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    logging.getLogger("bot.errors").critical("stopped by %s", describe_error(error))


def _event_key(message: str) -> str:
    """The fixed event name of a structured log line, or an empty text."""
    if not message.startswith("{"):
        return ""
    try:
        key = json.loads(message).get("event", "")
    except (ValueError, AttributeError):
        return ""
    return key if isinstance(key, str) and _EVENT_KEY.fullmatch(key) else ""


def _error_of(record: logging.LogRecord) -> str:
    info = record.exc_info
    return describe_error(info[1]) if isinstance(info, tuple) else "error"


def _short(path: str) -> str:
    """The last three parts of a path: enough to find the place, nothing about the machine."""
    return "/".join(path.replace("\\", "/").split("/")[-3:])
