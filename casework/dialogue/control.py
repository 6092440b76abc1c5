"""Which control answer a message is, out of context: yes, no, skip, back, a side question."""

from casework.answers.yes_no import read_yes_no
from casework.dialogue.reading import NEED_INTENT, Reading

# Rasa gives the intents `back` and `restart` a meaning of its own, so ours have other names there.
# "Was heißt das?" and "warum?" are calls for help with a question.
_CODE_OF_INTENT = {"go_back": "back", "start_over": "restart", "explain": "help", "ask_why": "help"}
_CODE_OF_YES_NO = {"yes": "affirm", "no": "deny", "unknown": "dont_know"}
_SURE = 0.6
_SHORT_WORDS = 5


def control_of(reading: Reading) -> str:
    """The control code; the intent's own name for needs and the rest.

    What the trained model is not sure of is read by the yes/no reader, as the dialogue does for a yes/no question.
    """
    if reading.confidence < _SURE and reading.word_count <= _SHORT_WORDS:
        said = read_yes_no(reading.text)
        if said and (
            reading.intent.startswith(NEED_INTENT) or reading.intent in {"out_of_scope", "correct", "explain"}
        ):
            return _CODE_OF_YES_NO[said]
    return _CODE_OF_INTENT.get(reading.intent, reading.intent)
