"""Lets all invented people talk to the product and prints how it went: ``python -m tests.simulation [ID …]``.

The transcripts are written to ``var/simulation``. Ends with 1 where a target of the project is missed.
"""

import argparse
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.conversation.stack import PROJECT, Stack
from tests.simulation.personas import Persona, load
from tests.simulation.simulator import Course, Simulator

TRANSCRIPTS = PROJECT / "var" / "simulation"
CORRECT_AT_LEAST = 0.95
MEDIAN_TURNS_AT_MOST = 12


def simulate(people: list[Persona]) -> list[Course]:
    """One conversation after the other with a product that was started for this run."""
    TRANSCRIPTS.mkdir(parents=True, exist_ok=True)
    courses = []
    with tempfile.TemporaryDirectory(prefix="duo-simulation-") as directory:
        stack = Stack(Path(directory))
        try:
            stack.start()
            for persona in people:
                course = Simulator(persona, stack, date.today()).run()  # noqa: DTZ011 - the product's own day
                (TRANSCRIPTS / f"{persona.id}.txt").write_text(course.transcript + "\n", encoding="utf-8")
                courses.append(course)
                verdict = "ok" if course.correct and not course.repeated else "--"
                sys.stdout.write(f"{verdict} {persona.id:28} {course.turns:3} turns\n")
                sys.stdout.flush()
        finally:
            stack.stop()
    return courses


def report(courses: list[Course]) -> str:
    """Completion, wrong fields, turns and repeated questions, as text."""
    turns = [course.turns for course in courses]
    completed = sum(course.completed for course in courses)
    correct = sum(course.correct for course in courses)
    repeated = [f"  {course.persona.id}: {line}" for course in courses for line in course.repeated]
    wrong = [f"  {course.persona.id}: {line}" for course in courses for line in course.wrong]
    longest = max(courses, key=lambda course: course.turns)
    return "\n".join(
        [
            "",
            f"people               {len(courses)}",
            f"came to the end      {completed / len(courses):.1%}",
            f"record correct       {correct / len(courses):.1%} (target {CORRECT_AT_LEAST:.0%})",
            f"turns                median {statistics.median(turns):g} (target {MEDIAN_TURNS_AT_MOST}), "
            f"most {longest.turns} ({longest.persona.id})",
            f"questions asked again {len(repeated)} (target 0)",
            *repeated,
            f"wrong fields         {len(wrong)}",
            *wrong,
            f"transcripts          {TRANSCRIPTS}",
        ]
    )


def reached(courses: list[Course]) -> bool:
    """Whether every target is met."""
    return (
        sum(course.correct for course in courses) / len(courses) >= CORRECT_AT_LEAST
        and statistics.median(course.turns for course in courses) <= MEDIAN_TURNS_AT_MOST
        and not any(course.repeated for course in courses)
    )


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    everybody = load()
    parser.add_argument("who", nargs="*", metavar="ID", help=f"only these: {', '.join(everybody)}")
    chosen = parser.parse_args().who or list(everybody)
    if unknown := [who for who in chosen if who not in everybody]:
        parser.error(f"nobody is called {', '.join(unknown)}")
    courses = simulate([everybody[who] for who in chosen])
    sys.stdout.write(report(courses) + "\n")
    return 0 if reached(courses) else 1


if __name__ == "__main__":
    sys.exit(main())
