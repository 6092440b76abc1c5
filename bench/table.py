"""Figures as a table of plain text, which is Markdown as well."""

import os
from collections.abc import Iterable, Sequence

import psutil


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column is left-aligned, figures are right-aligned."""
    cells = [[_shown(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(head), *cells]) for i in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [list(head), rule, *cells]
    return "\n".join(
        "| " + " | ".join(_aligned(cell, widths[i], i) for i, cell in enumerate(line)) + " |"
        for line in lines
    )


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.0f}" if abs(cell) >= 100 else f"{cell:.1f}"
    return str(cell)


def _aligned(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column == 0 else cell.rjust(width)


def machine() -> str:
    """The machine and how busy it is with other things: load is the number of processes that want a core."""
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB; load of the last minute {load:.1f}"
