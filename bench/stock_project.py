"""A stock Rasa project with the same intents and a form of the same length, written from our own data."""

import shutil
from pathlib import Path
from typing import Any

import yaml

from bench.product import PROJECT

FORM = "intake_form"
# As many questions as a cooperative person with one need gets from us.
SLOTS = (
    "consent", "understanding", "person", "town", "need_details", "tried_before",
    "wish", "deadline", "name", "phone", "preferred_time",
)  # fmt: skip
# Speed does not depend on how long is trained, nor much on how many examples there are.
EPOCHS = 2
EXAMPLES_PER_INTENT = 20
ACTIONS = Path(__file__).parent / "stock" / "actions.py"


def write_project(folder: Path, rasa_package: Path, action_url: str) -> None:
    """Writes everything that `rasa train` and `rasa run` need into `folder`.

    Pipeline and policies are those that the installed Rasa takes where a configuration names none, which is what
    `rasa init` leaves it to; only their epochs are changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    examples = training_examples()
    _write(folder / "config.yml", default_config(rasa_package))
    _write(folder / "domain.yml", domain(sorted(examples)))
    _write(folder / "data" / "nlu.yml", nlu(examples))
    _write(folder / "data" / "rules.yml", rules(sorted(examples)))
    _write(folder / "credentials.yml", {"rest": None})
    _write(folder / "endpoints.yml", {"action_endpoint": {"url": action_url}})
    shutil.copy(ACTIONS, folder / "actions.py")


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(
        yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=4000), encoding="utf-8"
    )


def default_config(rasa_package: Path) -> dict[str, Any]:
    """Rasa's own defaults, with few epochs."""
    packaged = rasa_package / "engine" / "recipes" / "config_files" / "default_config.yml"
    config: dict[str, Any] = yaml.safe_load(packaged.read_text(encoding="utf-8"))
    config |= {"language": "de", "assistant_id": "stock"}
    for part in (*config["pipeline"], *config["policies"]):
        if "epochs" in part:
            part["epochs"] = EPOCHS
    return config


def training_examples() -> dict[str, list[str]]:
    """The first examples of each of our intents."""
    found: dict[str, list[str]] = {}
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or ():
            if "intent" not in block:
                continue
            lines = [line.removeprefix("- ").strip() for line in block["examples"].splitlines()]
            found.setdefault(block["intent"], []).extend(line for line in lines if line)
    return {intent: lines[:EXAMPLES_PER_INTENT] for intent, lines in found.items()}


def nlu(examples: dict[str, list[str]]) -> dict[str, Any]:
    """The examples in Rasa's format."""
    blocks = [
        {"intent": intent, "examples": "".join(f"- {line}\n" for line in lines)}
        for intent, lines in examples.items()
    ]
    return {"version": "3.1", "nlu": blocks}


def domain(intents: list[str]) -> dict[str, Any]:
    """Intents, the form with one text slot a question, and a response for each."""

    def slot(name: str) -> dict[str, Any]:
        mapping = {"type": "from_text", "conditions": [{"active_loop": FORM, "requested_slot": name}]}
        return {"type": "text", "influence_conversation": False, "mappings": [mapping]}

    responses = {f"utter_ask_{name}": [{"text": f"Bitte sagen Sie uns: {name}"}] for name in SLOTS}
    responses |= {
        "utter_greet": [{"text": "Guten Tag. Wobei brauchen Sie Hilfe?"}],
        "utter_received": [{"text": "Ihr Anliegen ist angekommen."}],
    }
    return {
        "version": "3.1",
        "intents": intents,
        "slots": {name: slot(name) for name in SLOTS},
        "forms": {FORM: {"required_slots": list(SLOTS)}},
        "responses": responses,
        "actions": [f"validate_{FORM}"],
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }


def rules(intents: list[str]) -> dict[str, Any]:
    """A greeting; anything else opens the form, so that a half-trained model still holds the whole dialogue."""
    opens = [
        {
            "rule": f"{intent} opens the form",
            "condition": [{"active_loop": None}],
            "steps": [{"intent": intent}, {"action": FORM}, {"active_loop": FORM}],
        }
        for intent in (*intents, "nlu_fallback")
        if intent != "greet"
    ]
    greets = {
        "rule": "greet",
        "condition": [{"active_loop": None}],
        "steps": [{"intent": "greet"}, {"action": "utter_greet"}],
    }
    ends = {
        "rule": "everything asked",
        "condition": [{"active_loop": FORM}],
        "steps": [
            {"action": FORM},
            {"active_loop": None},
            {"slot_was_set": [{"requested_slot": None}]},
            {"action": "utter_received"},
        ],
    }
    return {"version": "3.1", "rules": [greets, *opens, ends]}
