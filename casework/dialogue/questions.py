"""Which question comes next, and how it is put."""

import json

from casework.dialogue.people import is_plural, is_self, whom_values
from casework.dialogue.reading import Button, Say, World
from casework.dialogue.state import DraftState, Phase
from casework.labels import label
from casework.towns import OUTSIDE

CONTACTLESS = "none"
SKIPPABLE_NEVER = frozenset({"need", "consent", "summary", "follow_up", "confirm_delete"})


def choice(slot: str, value: str) -> str:
    """The payload of a button that answers `slot` with the option `value`."""
    return "/choose" + json.dumps({"slot": slot, "value": value}, separators=(",", ":"))


def need_questions(state: DraftState, world: World) -> list[str]:
    """The questions that this person's needs call for, in order, within the budget of `needs.yml`.

    What was answered unasked costs nothing; a question shared by two needs is asked once.
    """
    wanted: list[str] = []
    for position, kind in enumerate(state.needs):
        budget = world.needs.ask_at_most if position == 0 else world.needs.ask_at_most_more_needs
        for slot in world.needs.get(kind).questions:
            if slot in wanted or (slot == "need_details" and state.told_a_story and slot not in state.trail):
                continue
            if slot in state.trail or slot in state.answers:
                wanted.append(slot)
                budget -= slot in state.trail
            elif budget > 0:
                wanted.append(slot)
                budget -= 1
    return wanted


def _called_for(slot: str, state: DraftState) -> bool:
    """Whether the course of this conversation needs the question at all."""
    outside = state.value("town") == OUTSIDE
    match slot:
        case "need":
            return not state.needs
        case "consent":
            return not state.consented
        case "understanding":
            return not state.confirmed
        case "person_knows":
            return bool(state.answers.get("person")) and not is_self(state)
        case "postcode":
            return bool(state.town_candidates) and not state.done_with("town")
        case "town":
            return not state.town_candidates
        case "outside_call":
            return outside
        case "preferred_time" | "voicemail":
            return bool(state.answers.get("phone") and state.answers["phone"].more.get("e164"))
        case _:
            return True


def next_slot(state: DraftState, world: World) -> str:
    """The slot of the next question; `summary` when nothing is open, `follow_up` when the course has ended."""
    if state.phase != Phase.OPEN:
        return "follow_up"
    for slot in world.needs.order:
        if slot in {"summary", "follow_up"}:
            return "summary"
        if slot == "needs":
            open_slot = next((s for s in need_questions(state, world) if not state.done_with(s)), None)
            if open_slot:
                return open_slot
        elif _called_for(slot, state) and not state.done_with(slot):
            return slot
    return "summary"


def _variants(base: str, state: DraftState, phase: bool = False) -> tuple[str, ...]:
    """Names of the response from the most to the least fitting."""
    suffixes = []
    if phase and state.phase != Phase.OPEN:
        suffixes.append(f"_{state.phase}")
    person = "_self" if is_self(state) else "_plural" if is_plural(state) else ""
    for kind in state.needs:
        if person:
            suffixes.append(f"_{kind}{person}")
        suffixes.append(f"_{kind}")
    if person:
        suffixes.append(person)
    return (*(base + suffix for suffix in suffixes), base)


def buttons_for(slot: str, state: DraftState, world: World) -> tuple[Button, ...]:
    """The buttons of a question: its options, the towns, or the needs that were offered."""
    question = world.needs.question(slot)
    if slot == "need":
        return tuple(Button(world.needs.get(kind).label, choice("need", kind)) for kind in state.offered)
    if slot == "town":
        towns = [Button(world.towns.get(code).name, choice("town", code)) for code in world.towns.codes]
        return (*towns, Button(label("button", "elsewhere"), choice("town", OUTSIDE)))
    if slot == "postcode":
        return tuple(
            Button(postcode, choice("town", code))
            for code in state.town_candidates
            for postcode in world.towns.get(code).postcodes
        )
    if slot == "follow_up" and state.phase != Phase.SUBMITTED:
        return ()
    buttons = (
        [Button(option.label, choice(slot, option.code)) for option in question.options]
        if question.buttons
        else []
    )
    if question.explain:
        buttons.append(Button(label("button", "explain"), "/explain"))
    has_way_out = any(option.code in {"unknown", "none", "no", "any"} for option in question.options)
    if slot not in SKIPPABLE_NEVER and slot != "understanding" and not has_way_out:
        buttons.append(Button(label("button", "skip"), "/skip"))
    return tuple(buttons)


def ask(state: DraftState, world: World, **more: str) -> Say:
    """The question that stands open, with its buttons; `more` are values its response names."""
    slot = state.asked
    values = whom_values(state)
    names = _variants(f"utter_question_{slot}", state, phase=slot == "follow_up")
    if slot == "need" and state.offered:
        names = ("utter_offer_needs",)
    elif slot == "need" and state.needs:
        names = ("utter_question_need_more",)
    elif slot == "person" and state.value("person_group"):
        names = (f"utter_question_person_{state.value('person_group')}", *names)
    elif slot == "name" and state.answers.get("person_name"):
        names = ("utter_question_name_known",)
    elif slot == "postcode":
        values |= {"place": state.place}
    return Say(names, values | more, buttons_for(slot, state, world))
