"""What each process costs: CPU seconds and resident memory."""

from dataclasses import dataclass

import psutil

MEGABYTE = 1_000_000
# What tells the processes apart, in the command lines they were started with; the first that fits counts.
_NAMES = {
    "bot.main": "rasa",
    "serve actions": "actions",
    "serve chat": "chat",
    "serve desk": "desk",
    "serve worker": "worker",
    "duo.cli serve": "supervisor",
    "rasa run actions": "stock actions",
    "rasa_sdk": "stock actions",
    "rasa run": "stock rasa",
}


@dataclass(frozen=True)
class Usage:
    """CPU seconds (user and system) since the start of a process, and its resident memory in MB (10^6 bytes)."""

    cpu_seconds: float
    memory_mb: float


def usage_of(pid: int) -> dict[str, Usage]:
    """The process `pid` and everything it started, by name; several of one name are added up."""
    first = psutil.Process(pid)
    found: dict[str, Usage] = {}
    for process in (first, *first.children(recursive=True)):
        try:
            line, times, memory = " ".join(process.cmdline()), process.cpu_times(), process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
        name = next((name for mark, name in _NAMES.items() if mark in line), process.name())
        before = found.get(name, Usage(0.0, 0.0))
        found[name] = Usage(
            before.cpu_seconds + times.user + times.system, before.memory_mb + memory / MEGABYTE
        )
    return found


def cpu_ms_per_turn(before: dict[str, Usage], after: dict[str, Usage], turns: int) -> dict[str, float]:
    """CPU milliseconds that each process spent on one turn."""
    return {
        name: (usage.cpu_seconds - before.get(name, Usage(0.0, 0.0)).cpu_seconds) * 1000 / turns
        for name, usage in after.items()
    }
