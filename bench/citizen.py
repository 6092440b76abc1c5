"""Invented people who hold whole dialogues over the public contract of `chat/`."""

import itertools
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx2

OPENINGS = (
    "Ich suche einen Therapieplatz, ich habe seit dem Sommer Panikattacken und finde keine Praxis",
    "ich muss dreimal die woche zur dialyse und habe niemanden der mich fährt",
    "ich kann nach der operation nicht mehr putzen und einkaufen, wer hilft im haushalt",
    "ich weiß nicht ob mir wohngeld oder grundsicherung zusteht, die rente reicht nicht",
    "mein mann muss morgens gewaschen und angezogen werden, ich schaffe die pflege nicht mehr allein",
    "ich verstehe den brief vom jobcenter nicht und kann das formular nicht ausfüllen",
    "ich habe schulden bei inkasso und mein konto ist gepfändet",
    "uns wurde die wohnung gekündigt und wir finden keine neue",
)
# What somebody cooperative types at a question; at every other question the first button is pressed.
ANSWERS = {
    "need": "hallo",
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
SIDE_QUESTIONS = ("was kostet das", "wer liest das", "bist du ein mensch", "wann haben sie geöffnet")
MOST_TURNS = 25
_next_opening = itertools.cycle(OPENINGS)


class TurnError(Exception):
    """A turn was not answered as it should be: the figures would mean nothing."""


def _faults(messages: list[dict[str, Any]]) -> bool:
    """Whether `chat/` answered alone: only then, nobody having asked for a human, phone and form page are shown."""
    return any((message.get("card") or {}).get("kind") == "contact" for message in messages)


@dataclass
class Dialogue:
    """One conversation and what it was last asked."""

    http: httpx2.AsyncClient
    id: str = ""
    token: str = ""
    messages: list[dict[str, Any]] = field(default_factory=list)
    turns: int = 0
    opened: bool = False

    async def begin(self) -> None:
        """Opens the conversation: greeting and first question."""
        answer = await self.http.post("/api/conversations", json={})
        if answer.status_code != 201:
            raise TurnError(f"a conversation was not opened: status {answer.status_code}")
        begun = answer.json()
        self.id, self.token, self.messages = begun["conversation_id"], begun["token"], begun["messages"]
        if _faults(self.messages):
            raise TurnError("a conversation was opened without Rasa; see the logs")

    @property
    def asks(self) -> str:
        """The slot that is being asked for."""
        return next((str(m["asks"]) for m in reversed(self.messages) if m.get("asks")), "")

    def next_words(self) -> dict[str, str]:
        """What this person says next: `{"text"}` or, where a button is nearest, `{"payload"}`."""
        if self.asks == "need":
            if self.turns == 0:
                return {"text": "hallo"}
            if not self.opened:
                self.opened = True
                return {"text": next(_next_opening)}
        if text := ANSWERS.get(self.asks):
            return {"text": text}
        buttons = [button for message in self.messages for button in message.get("buttons") or ()]
        return {"payload": buttons[0]["payload"]} if buttons else {"text": "weiß ich nicht"}

    @property
    def over(self) -> bool:
        """Whether the intake was sent, or the dialogue takes longer than one should."""
        return self.asks == "follow_up" or self.turns >= MOST_TURNS

    async def say(self, words: dict[str, str]) -> None:
        """One turn; raises TurnError where the answer is an error or the fault message of `chat/`."""
        answer = await self.http.post(
            f"/api/conversations/{self.id}/messages",
            json={"client_message_id": str(uuid.uuid4()), **words},
            headers={"Authorization": f"Bearer {self.token}"},
        )
        if answer.status_code != 200:
            raise TurnError(f"asked for {self.asks}: status {answer.status_code}")
        before = self.asks
        self.messages = answer.json()["messages"]
        self.turns += 1
        if not self.messages or _faults(self.messages):
            raise TurnError(f"asked for {before}: answered with the fault message; see the logs")
