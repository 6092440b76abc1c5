"""Judges the assistant's own understanding on texts that it has never read.

The form of a file's lines says what is judged: needs, town, control, contact, crisis, or out of scope. Every text takes the
way it takes in a conversation: Rasa's trained model for intents and needs, casework's readers for everything else.
"""

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from casework.answers.age import read_age, read_birth_year
from casework.answers.email import read_email
from casework.answers.name import read_name
from casework.answers.phone import read_phone
from casework.answers.times import read_preferred_time
from casework.crisis import Crisis
from casework.dialogue.control import control_of
from casework.dialogue.needs_heard import is_no_need, sure_needs
from casework.dialogue.reading import Reading, World
from casework.needs import Needs
from casework.settings import Settings
from casework.towns import Towns
from duo import scores
from duo.rooms import BOT_PYTHON, PROJECT
from duo.setup import SetupError

Line = Mapping[str, Any]
Report = tuple[dict[str, Any], list[str]]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The JSON lines of a file. Raises SetupError naming the first line that is none."""
    lines = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not raw.strip():
            continue
        try:
            line = json.loads(raw)
        except ValueError:
            line = None
        if not isinstance(line, dict) or not isinstance(line.get("text"), str):
            raise SetupError(f'{path}, line {number}: needs a JSON object with a "text"')
        lines.append(line)
    if not lines:
        raise SetupError(f"{path} has no lines")
    return lines


def understood(texts: Sequence[str]) -> list[Reading]:
    """What Rasa's trained model makes of each text, as the dialogue gets it."""
    asked = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    done = subprocess.run(
        [str(BOT_PYTHON), "-m", "bot.understand"],
        cwd=PROJECT,
        input=asked,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SetupError(
            f"the trained model cannot be asked: {done.stderr.strip().splitlines()[-1:]}. Run `make train`."
        )
    readings = []
    for text, raw in zip(texts, done.stdout.splitlines(), strict=True):
        readings.append(Reading.of_understood(text, json.loads(raw)))
    return readings


def _among_needs(reading: Reading) -> float:
    """The probability of the first need, given that the message names a need at all."""
    together = sum(probability for _, probability in reading.needs)
    return reading.needs[0][1] / together if together else 0.0


def judge_needs(lines: Sequence[Line], world: World) -> Report:
    """Needs: top-1, top-3, macro F1, F1 of the set of needs, calibration."""
    readings = understood([line["text"] for line in lines])
    gold = [list(line["needs"]) for line in lines]
    ranked = [[kind for kind, _ in reading.needs] for reading in readings]
    right = [bool(best) and best[0] in wanted for best, wanted in zip(ranked, gold, strict=True)]
    top = [best[0] if best else "" for best in ranked]
    # For a text with two needs top-1 counts if the first is one of them, so it is that one's hit.
    wanted_label = [best if hit else wanted[0] for best, hit, wanted in zip(top, right, gold, strict=True)]
    taken = [
        set(sure_needs(reading, world)) or set(best[:1])
        for reading, best in zip(readings, ranked, strict=True)
    ]
    per_label = scores.per_label(wanted_label, top)
    result = {
        "n": len(lines),
        "top1": scores.share(right),
        "top3": scores.share(
            [bool(set(best[:3]) & set(wanted)) for best, wanted in zip(ranked, gold, strict=True)]
        ),
        "macro_f1": scores.macro_f1(per_label),
        "multi_f1": scores.set_f1([set(wanted) for wanted in gold], taken),
        "ece": scores.calibration_error([_among_needs(reading) for reading in readings], right),
        "rejected": scores.share([is_no_need(reading, world) for reading in readings]),
        "per_label": per_label,
    }
    wrong = [
        f"{'/'.join(wanted)} -> {best[0] if best else '-'} ({reading.needs[0][1] if reading.needs else 0:.2f}): {reading.text}"
        for reading, best, wanted, hit in zip(readings, ranked, gold, right, strict=True)
        if not hit
    ]
    return result, wrong


def _labelled(lines: Sequence[Line], key: str, predicted: Sequence[str]) -> Report:
    gold = [str(line[key]) for line in lines]
    per_label = scores.per_label(gold, predicted)
    result = {
        "n": len(lines),
        "accuracy": scores.share([want == got for want, got in zip(gold, predicted, strict=True)]),
        "macro_f1": scores.macro_f1(per_label),
        "per_label": per_label,
    }
    wrong = [
        f"{want} -> {got}: {line['text']}"
        for line, want, got in zip(lines, gold, predicted, strict=True)
        if want != got
    ]
    return result, wrong


def judge_towns(lines: Sequence[Line], world: World) -> Report:
    """Towns: the answer to the question for the town; a name of two towns is "unclear"."""
    predicted = []
    for line in lines:
        reading = world.towns.read(line["text"], asked=True)
        known = {"town": reading.town or "unclear", "outside": "outside"}
        predicted.append(known.get(reading.kind, "unclear"))
    return _labelled(lines, "town", predicted)


def judge_control(lines: Sequence[Line], world: World) -> Report:
    """Control answers: yes, no, skip, back, side questions and the rest."""
    readings = understood([line["text"] for line in lines])
    return _labelled(lines, "control", [control_of(reading) for reading in readings])


def _contact_value(asked: str, text: str, world: World) -> str | int | None:
    match asked:
        case "phone":
            phone = read_phone(text)
            return phone.e164 if phone else None
        case "email":
            email = read_email(text)
            return email.address if email else None
        case "name":
            name = read_name(text, asked=True)
            return name.name if name else None
        case "birth_year":
            year = read_birth_year(text, world.today)
            age = None if year else read_age(text, today=world.today, asked=True)
            return year or (world.today.year - age.age if age and age.age is not None else None)
        case "preferred_time":
            time = read_preferred_time(text)
            return time.display if time else None
        case _:
            raise SetupError(
                f'unknown "asked": {asked}; known: phone, email, name, birth_year, preferred_time'
            )


def judge_contact(lines: Sequence[Line], world: World) -> Report:
    """Contact answers: exact values, per asked slot."""
    got = [_contact_value(line["asked"], line["text"], world) for line in lines]
    hits = [value == line["expect"] for value, line in zip(got, lines, strict=True)]
    slots = sorted({line["asked"] for line in lines})
    per_label = {
        slot: {"n": len(of), "accuracy": scores.share(of)}
        for slot in slots
        if (of := [hit for hit, line in zip(hits, lines, strict=True) if line["asked"] == slot])
    }
    wrong = [
        f"{line['asked']}: {line['expect']!r} -> {value!r}: {line['text']}"
        for line, value, hit in zip(lines, got, hits, strict=True)
        if not hit
    ]
    return {"n": len(lines), "accuracy": scores.share(hits), "per_label": per_label}, wrong


def judge_crisis(lines: Sequence[Line], crisis: Crisis) -> Report:
    """The crisis layer: recall at any level, the kind, acute alarms on harmless texts."""
    readings = [crisis.scan(line["text"]) for line in lines]
    pairs = list(zip(lines, readings, strict=True))
    danger = [(line, reading) for line, reading in pairs if line["crisis"]]
    harmless = [(line, reading) for line, reading in pairs if not line["crisis"]]
    kinds = sorted({line["crisis"] for line, _ in danger})
    result = {
        "n": len(lines),
        "recall": scores.share([bool(reading.level) for _, reading in danger]),
        "recall_per_kind": {
            kind: scores.share([bool(reading.level) for line, reading in danger if line["crisis"] == kind])
            for kind in kinds
        },
        "kind_accuracy": scores.share(
            [reading.kind == line["crisis"] for line, reading in danger if reading.level]
        ),
        "false_alarms": scores.share([reading.level == "acute" for _, reading in harmless]),
        "gentle_on_harmless": scores.share([reading.level == "gentle" for _, reading in harmless]),
    }
    wrong = [f"missed {line['crisis']}: {line['text']}" for line, reading in danger if not reading.level]
    wrong += [
        f"false alarm ({reading.kind}): {line['text']}"
        for line, reading in harmless
        if reading.level == "acute"
    ]
    wrong += [
        f"{line['crisis']} -> {r.kind}: {line['text']}"
        for line, r in danger
        if r.level and r.kind != line["crisis"]
    ]
    return result, wrong


def judge_out_of_scope(lines: Sequence[Line], world: World) -> Report:
    """Out of scope: rejected means that the dialogue takes no need from it and offers none."""
    readings = understood([line["text"] for line in lines])
    rejected = [is_no_need(reading, world) for reading in readings]
    wrong = [
        f"{reading.intent} {reading.confidence:.2f}, {reading.needs[:1]}: {reading.text}"
        for reading, out in zip(readings, rejected, strict=True)
        if not out
    ]
    return {"n": len(lines), "rejected": scores.share(rejected)}, wrong


def judge(path: Path, settings: Settings, world: World) -> Report:
    """Judges a file by the form of its lines; returns the figures and the wrong ones as text."""
    lines = read_lines(path)
    keys = set(lines[0])
    judges: list[tuple[str, Callable[[], Report]]] = [
        ("needs", lambda: judge_needs(lines, world)),
        ("control", lambda: judge_control(lines, world)),
        ("asked", lambda: judge_contact(lines, world)),
        ("crisis", lambda: judge_crisis(lines, Crisis.load(settings.crisis_file))),
        ("town", lambda: judge_towns(lines, world)),
    ]
    chosen = next((run for key, run in judges if key in keys), lambda: judge_out_of_scope(lines, world))
    return chosen()


def evaluate(path: str, settings: Settings, *, as_json: bool) -> int:
    """Prints a table with the wrong ones; with `as_json` one JSON object as the last line. Returns the exit code."""
    from actions.workplace import today

    if not Path(path).is_file():
        raise SetupError(f"there is no file {path!r}. Usage: make nlu-eval DATA=FILE [JSON=1]")
    world = World(Needs.load(settings.needs_file), Towns.load(settings.towns_file), today())
    result, wrong = judge(Path(path), settings, world)
    for line in wrong:
        print(f"  ✗ {line}")
    scores.print_table(path, result)
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
    return 0
