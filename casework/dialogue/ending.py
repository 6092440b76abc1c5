"""What a message means when the course of questions has ended: sent, stopped, refused, deleted, outside."""

from casework.dialogue import commands
from casework.dialogue.answer import read_answer
from casework.dialogue.conversation import Conversation
from casework.dialogue.needs_heard import sure_needs
from casework.dialogue.reading import Reading
from casework.dialogue.state import Answer, DraftState, Phase

# What somebody who has another need does not have to say twice.
_KEPT_FOR_THE_NEXT = (
    "person",
    "person_name",
    "person_knows",
    "age",
    "town",
    "outside_call",
    "name",
    "phone",
    "preferred_time",
    "voicemail",
)


def hear(talk: Conversation, side_questions: tuple[str, ...]) -> bool:
    """Handles the message; returns False when the conversation is open again and the message goes the usual way."""
    state, reading = talk.state, talk.reading
    if reading.means(*side_questions) and reading.intent != "out_of_scope":
        talk.outcome.side = True
        return True
    if state.phase == Phase.SUBMITTED:
        return _after_submission(talk)
    if reading.is_button and reading.slot == "consent" and reading.value == "no":
        talk.stay = True  # pressed twice
        return True
    if reading.means("delete_data"):
        state.phase = Phase.OPEN
        commands.obey(talk)
        talk.stay = True
        return True
    if reading.means("deny", "thanks", "goodbye", "stop"):
        talk.say("utter_done")
        return True
    if state.phase == Phase.STOPPED:
        state.phase, state.asked = Phase.OPEN, state.resume_at or "need"
        if reading.means("affirm", "skip", "greet", "go_back") or _says_more(talk):
            talk.say("utter_resume")
            return True
        return False
    state.begin_anew()
    return False


def _says_more(talk: Conversation) -> bool:
    return talk.reading.text.strip().lower().rstrip(".!") in {"weiter", "weitermachen", "fortsetzen"}


def _after_submission(talk: Conversation) -> bool:
    state, reading = talk.state, talk.reading
    question = talk.world.needs.question("follow_up")
    if reading.means("delete_data"):
        state.phase, state.resume_at = Phase.OPEN, "follow_up"
        talk.put("confirm_delete")
        return True
    if reading.is_button:
        chosen = reading.value if reading.slot == "follow_up" else None
        if reading.slot == "summary" and reading.value == "submit":
            talk.say("utter_received_already", reference=state.intake_reference)
            return True
    else:
        if _sends_again(talk):
            talk.say("utter_received_already", reference=state.intake_reference)
            return True
        kinds = sure_needs(reading, talk.world)
        if kinds and reading.intent.startswith("need_"):
            begin_another(state)
            return False
        answer = read_answer(reading.text, question, state, talk.world)
        chosen = answer.value if isinstance(answer, Answer) else None
        if reading.means("deny", "goodbye", "stop"):
            chosen = "done"
    if chosen == "more":
        begin_another(state)
        talk.reading = Reading()
        talk.put("need")
        return True
    talk.say("utter_done" if chosen == "done" else "utter_again_follow_up")
    return True


def _sends_again(talk: Conversation) -> bool:
    question = talk.world.needs.question("summary")
    answer = read_answer(talk.reading.text, question, talk.state, talk.world)
    return isinstance(answer, Answer) and answer.value == "submit"


def begin_another(state: DraftState) -> None:
    """Opens a further intake of the same conversation; who, where and how to reach stay known."""
    state.begin_anew(
        keep_consent=True,
        number=state.number + 1,
        confirmed=True,
        answers={slot: state.answers[slot] for slot in _KEPT_FOR_THE_NEXT if slot in state.answers},
        left_open=[slot for slot in state.left_open if slot in _KEPT_FOR_THE_NEXT],
        intake_reference=state.intake_reference,
    )
