"""Words for the person in need: who it is to the writer, and how a sentence speaks of them."""

from casework.dialogue.state import DraftState
from casework.labels import labels

SELF = "self"


def is_self(state: DraftState) -> bool:
    """Whether the writer is the person in need; an unanswered question counts as yes."""
    return state.value("person") in {None, SELF}


def _relation(state: DraftState) -> dict[str, object]:
    relations = labels()["relation"]
    found: dict[str, object] = relations.get(state.value("person") or "other", relations["other"])
    return found


def is_plural(state: DraftState) -> bool:
    """Whether it is about several people ("Ihre Eltern"), so that verbs follow."""
    return not is_self(state) and bool(_relation(state).get("plural"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def whom_values(state: DraftState) -> dict[str, str]:
    """{whom}, {whom_dat}, {whom_acc}, {pron} and their capitalised forms, for responses about the person."""
    relation = _relation(state)
    forms = {
        "whom": str(relation["nom"]),
        "whom_dat": str(relation["dat"]),
        "whom_acc": str(relation.get("acc", relation["nom"])),
        "pron": str(relation["pron"]),
    }
    return forms | {_capital(name): _capital(text) for name, text in forms.items()}
