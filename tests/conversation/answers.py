"""What a cooperative, invented person answers to each question."""

from tests.conversation.stack import Citizen

OPENINGS = {
    "therapy": "Ich suche einen Therapieplatz, ich habe seit dem Sommer Panikattacken und finde keine Praxis",
    "transport": "ich muss dreimal die woche zur dialyse und habe niemanden der mich fährt",
    "household_help": "ich kann nach der operation nicht mehr putzen und einkaufen, wer hilft im haushalt",
    "outpatient_support": "ich brauche jemanden der jede woche kommt und mir hilft mein leben zu ordnen, ambulant betreutes wohnen",
    "benefits": "ich weiß nicht ob mir wohngeld oder grundsicherung zusteht, die rente reicht nicht",
    "nursing_care": "mein mann muss morgens gewaschen und angezogen werden, ich schaffe die pflege nicht mehr allein",
    "paperwork": "ich verstehe den brief vom jobcenter nicht und kann das formular nicht ausfüllen",
    "loneliness": "seit meine frau gestorben ist bin ich ganz allein und habe niemanden zum reden",
    "housing": "uns wurde die wohnung gekündigt und wir finden keine neue",
    "debt": "ich habe schulden bei inkasso und mein konto ist gepfändet",
    "other": "ich möchte ehrenamtlich lesepatin werden, an wen wende ich mich",
}

ANSWERS = {
    "need": "ich habe schulden bei inkasso und mein konto ist gepfändet",
    "consent": "ja",
    "understanding": "ja",
    "person": "für mich",
    "person_knows": "ja",
    "town": "Verl",
    "deadline": "nächsten Montag",
    "name": "Petra Muster",
    "phone": "05246 123456",
    "preferred_time": "nachmittags",
    "voicemail": "ja",
    "summary": "absenden",
    "need_details": "es fing im Sommer an und wird immer schlimmer, ich weiß nicht weiter",
    "ride_where": "von Kaunitz ins Krankenhaus nach Gütersloh",
    "insurer": "AOK",
    "tried_before": "mit der Caritas",
    "wish": "dass jemand anruft",
}


def answer(citizen: Citizen, **own: str) -> None:
    """Answers the open question: as `own` says, else as ANSWERS says, else with the first button."""
    slot = citizen.asks or ""
    text = own.get(slot) or ANSWERS.get(slot)
    if text:
        citizen.say(text)
    else:
        citizen.press(next(iter(citizen.buttons)))


def go_to(citizen: Citizen, slot: str, **own: str) -> Citizen:
    """Answers until the bot asks for `slot`; fails when that takes longer than any dialogue should."""
    for _ in range(20):
        if citizen.asks == slot:
            return citizen
        answer(citizen, **own)
    raise AssertionError(f"never asked for {slot}; asked: {citizen.asked}\n{citizen.text}")


def submit(citizen: Citizen, opening: str, **own: str) -> str:
    """A whole dialogue from the opening to the reference."""
    citizen.say(opening)
    go_to(citizen, "summary", **own)
    citizen.say("absenden")
    return citizen.reference
