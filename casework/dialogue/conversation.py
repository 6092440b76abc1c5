"""What the parts of one turn work on together: the state, the message, what is said so far."""

from casework.dialogue.questions import SKIPPABLE_NEVER, buttons_for, next_slot
from casework.dialogue.reading import Outcome, Reading, Say, World, say
from casework.dialogue.state import Answer, DraftState
from casework.dialogue.summary import points
from casework.labels import label, phrase
from casework.towns import OUTSIDE

MISSES_BEFORE_HELP = 2
MISSES_BEFORE_LEAVING_OPEN = 3


class Conversation:
    """One turn under way. `stay` is set when the open question shall be put again instead of the next one."""

    def __init__(self, state: DraftState, reading: Reading, world: World) -> None:
        self.state = state
        self.reading = reading
        self.world = world
        self.outcome = Outcome()
        self.stay = False
        self._notes: list[str] = []

    @property
    def elsewhere(self) -> str:
        """The label of "another town"."""
        return label("button", "elsewhere")

    def say(self, *names: str, **values: str) -> None:
        """Adds a message; of several names the first one that `domain.yml` has is taken."""
        self.outcome.says.append(Say(names, values) if len(names) > 1 else say(names[0], **values))

    def miss(self, problem: str = "") -> None:
        """The message answered nothing: put the question differently, then offer other ways, then leave it open."""
        state, slot = self.state, self.state.asked
        self.stay = True
        if self.reading.alarming:
            return  # the crisis card has been shown; "I did not understand" after it would be cruel
        state.misses += 1
        if state.misses >= MISSES_BEFORE_LEAVING_OPEN and slot not in SKIPPABLE_NEVER:
            self.say("utter_left_open")
            if slot in {"town", "postcode"}:
                self.without_town()
            else:
                self.leave_open(slot)
        elif state.misses >= MISSES_BEFORE_HELP and not problem:
            self.say("utter_lost", form_url=self.world.form_url)
        else:
            self.ask_differently(slot, problem)

    def ask_differently(self, slot: str, problem: str = "") -> None:
        """Puts a question in other words; `problem` says what was wrong with the answer."""
        general = (
            "utter_again_text" if self.world.needs.question(slot).kind == "text" else "utter_again_choice"
        )
        names = [f"utter_again_{slot}_{problem}"] if problem else []
        self.outcome.says.append(
            Say(
                (*names, f"utter_again_{slot}", general),
                self._hints(),
                buttons_for(slot, self.state, self.world),
                for_question=slot,
            )
        )

    def _hints(self) -> dict[str, str]:
        """Values that `utter_again_*` responses may name."""
        towns, candidates = self.world.towns, self.state.town_candidates
        last = len(points(self.state, self.world)) if self.state.asked == "summary" else 1
        return {
            "example": str(last),
            "postcodes": " / ".join(p for code in candidates for p in towns.get(code).postcodes),
            "place": self.state.place,
        }

    def note(self, value: str) -> None:
        """Says back what was taken; all notes of one turn become one message."""
        self._notes.append(value)

    def finish(self) -> None:
        """Adds the notes of this turn to what is said."""
        if self._notes:
            self.say("utter_noted", value=", ".join(self._notes))

    def leave_open(self, slot: str) -> None:
        """Goes on without an answer; the record says that the question stayed open."""
        if slot not in self.state.left_open:
            self.state.left_open.append(slot)
        self.stay = False

    def without_town(self) -> None:
        """Goes on without an answer. The town is the key of every record: the page's town, else "outside", which every
        coordinator of the pair sees."""
        self.state.town_candidates = []
        page_town = self.world.page_town
        if page_town in self.world.towns.codes:
            name = self.world.towns.get(page_town).name
            self.state.answers["town"] = Answer(page_town, phrase("town_not_said", town=name))
        else:
            self.state.answers["town"] = Answer(OUTSIDE, phrase("open"), {"place": ""})
            self.state.answers["outside_call"] = Answer("yes", "")
        self.stay = False

    def put(self, slot: str) -> None:
        """Asks `slot` next, whatever the order says."""
        self.state.asked = slot
        self.state.misses = 0
        self.stay = True

    def move_on(self) -> None:
        """Opens the next question, unless this turn stays at the open one."""
        if self.stay:
            return
        self.state.asked = next_slot(self.state, self.world)
        self.state.misses = 0
        if self.state.asked not in self.state.trail:
            self.state.trail.append(self.state.asked)
