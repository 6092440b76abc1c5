"""How urgent an intake is, and why: a rule a person can check, never a ranking of people (AI Act Annex III 5(d))."""

from datetime import date

from casework.codes import Urgency
from casework.dialogue.reading import World
from casework.dialogue.state import DraftState
from casework.labels import long_day, phrase

URGENT_WITHIN_DAYS = 4
SOON_WITHIN_DAYS = 14


def deadline_on(state: DraftState) -> date | None:
    """The day of the deadline or appointment, if one was said."""
    answer = state.answers.get("deadline")
    return date.fromisoformat(answer.value) if answer and answer.more else None


def urgency_of(state: DraftState, world: World) -> tuple[Urgency, str]:
    """The urgency and its reason in German, from the deadline and from answers that `needs.yml` calls urgent."""
    for slot, answer in state.answers.items():
        if world.needs.has(slot) and answer.value in world.needs.question(slot).urgent:
            return Urgency.URGENT, world.needs.question(slot).urgent[answer.value]
    due = deadline_on(state)
    if due is None:
        return Urgency.NORMAL, ""
    days = (due - world.today).days
    if days > SOON_WITHIN_DAYS:
        return Urgency.NORMAL, ""
    reason = phrase("deadline_in_days", days=days, day=long_day(due))
    return (Urgency.URGENT if days <= URGENT_WITHIN_DAYS else Urgency.SOON), reason
