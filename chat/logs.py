"""Logs as one JSON object a line on standard error: events, references and types, never what a person wrote."""

from __future__ import annotations

import sys
from typing import Any

import structlog


def configure_logging() -> None:
    """Makes all structlog loggers of this process write JSON; calling it again changes nothing."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=_logger,
        cache_logger_on_first_use=False,
    )


def _logger(*_: Any) -> structlog.PrintLogger:
    """Looks standard error up anew each time, since supervisors and tests replace it."""
    return structlog.PrintLogger(sys.stderr)
