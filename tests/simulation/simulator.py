"""Lets an invented person talk to the running product and compares the record with what the person meant."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.intakes import IntakeNotFound
from tests.conversation.stack import Citizen, Stack
from tests.simulation.personas import Move, Persona, wrong_fields

MOST_TURNS = 30
# Somebody who is asked the same four times in a row closes the window.
PATIENCE = 4
# Which button somebody presses who has nothing to say to a question.
_WAYS_OUT = ("Überspringen", "Weiß ich nicht", "Weiß ich noch nicht")
# These stand open again by nature: after every change the summary is shown once more.
_MAY_RETURN = frozenset({"summary", "follow_up", "confirm_delete"})
# What a second concern of the same person must not ask again.
_KNOWN_AFTERWARDS = frozenset(
    {"consent", "person", "person_knows", "town", "name", "phone", "preferred_time", "voicemail"}
)
_ERASED = frozenset({"refused", "erased", "outside"})


@dataclass
class Course:
    """How one conversation went."""

    persona: Persona
    turns: int = 0
    lines: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    @property
    def completed(self) -> bool:
        """Whether the conversation came to the end the person wanted."""
        return not any(line.startswith("end:") for line in self.wrong)

    @property
    def correct(self) -> bool:
        """Whether it ended well and every field of the record is right."""
        return not self.wrong

    @property
    def transcript(self) -> str:
        """The conversation as text, with what was wrong at its end."""
        faults = [f"!! {line}" for line in (*self.wrong, *(f"asked again: {r}" for r in self.repeated))]
        return "\n".join([f"## {self.persona.id}: {self.persona.about}", *self.lines, *faults])


class Simulator:
    """Plays one persona over the public contract; the bot's `asks` decides what the person says next."""

    def __init__(self, persona: Persona, stack: Stack, today: date) -> None:
        self.persona, self.stack, self.today = persona, stack, today
        self.course = Course(persona)
        self._left = {slot: list(moves) for slot, moves in persona.says.items()}
        self._afterwards = list(persona.afterwards)
        self._answered: set[str] = set()
        self._allowed: set[str] = set()
        self._payloads: dict[str, dict[str, str]] = {}

    def run(self) -> Course:
        """The whole conversation, and the comparison with the record."""
        self.citizen = Citizen(self.stack.chat_url, self.persona.page)
        try:
            self._heard()
            for move in self.persona.opening:
                self._do(move)
            self._answered |= {"need", *self.persona.told}
            self._check_repeated()
            while self._goes_on():
                self._turn()
            self.course.turns = self.citizen.turns
            self._compare()
        finally:
            self.citizen.client.close()
        return self.course

    def _goes_on(self) -> bool:
        last = self.citizen.asked[-PATIENCE:]
        stuck = len(last) == PATIENCE and len(set(last)) == 1 and last[0] in self._answered
        if stuck or self.citizen.turns >= MOST_TURNS:
            return False
        return self.citizen.asks != "follow_up" or bool(self._afterwards)

    def _turn(self) -> None:
        slot = self.citizen.asks or ""
        if slot == "follow_up":
            self._answered &= _KNOWN_AFTERWARDS
            self._do(self._afterwards.pop(0))
            return
        move = self._next_move(slot)
        if not move.beside and not move.pause:
            self._answered.add(self._question())
        self._answered -= set(move.again)
        self._allowed = {self._question()} if move.beside or move.pause else set()
        self._allowed |= set(move.again)
        self._do(move)
        self._check_repeated()

    def _question(self) -> str:
        """The open question; a slot is asked in two steps where the first answer was a broad one."""
        slot = self.citizen.asks or ""
        if slot == "need" and self.citizen.buttons:
            return "need (offer)"
        if slot == "person" and "Um wen geht es" in self.citizen.messages[-1]["text"]:
            return "person (who)"
        return slot

    def _check_repeated(self) -> None:
        question = self._question()
        if question in self._answered and question not in self._allowed | _MAY_RETURN:
            said = next(line for line in reversed(self.course.lines) if line.startswith("B: "))
            self.course.repeated.append(f"{question} after {said}")

    def _next_move(self, slot: str) -> Move:
        prepared = self._left.get(slot)
        if prepared:
            return prepared.pop(0) if len(prepared) > 1 or slot == "summary" else prepared[0]
        if slot == "summary":
            return Move(press="Absenden")
        way_out = next((title for title in _WAYS_OUT if title in self.citizen.buttons), None)
        return Move(press=way_out) if way_out else Move(say="weiß ich nicht")

    def _do(self, move: Move) -> None:
        citizen = self.citizen
        if move.pause:
            self._come_back()
        elif move.press or move.clicks:
            title = move.press or move.clicks
            if title not in citizen.buttons:
                self._said(title)
                citizen.say(title)
            else:
                payload = citizen.buttons[title]
                for _ in range(2 if move.clicks else 1):
                    self._said(f"[{title}]")
                    citizen._post({"payload": payload})
                    self._heard()
                return
        elif move.old:
            title, payload = next(iter(self._payloads[move.old].items()))
            self._said(f"[{title}] (of the earlier question {move.old})")
            citizen._post({"payload": payload})
        elif move.twice:
            same = {"text": move.twice, "client_message_id": str(uuid.uuid4())}
            self._said(f"{move.twice} (sent twice)")
            citizen._post(same)
            citizen._post(same)
            citizen.turns -= 1
        else:
            for part in move.parts or (move.say,):
                self._said(part)
                citizen.say(part)
                self._heard()
            return
        self._heard()

    def _come_back(self) -> None:
        """The browser was closed: the last turn is read from the stored conversation."""
        answer = self.citizen.client.get(
            f"/api/conversations/{self.citizen.id}/messages", headers=self.citizen.headers
        )
        assert answer.status_code == 200, answer.text
        history: list[dict[str, Any]] = answer.json()["messages"]
        last = max((i for i, message in enumerate(history) if message["sender"] == "citizen"), default=-1)
        self.citizen.messages = history[last + 1 :]
        self.course.lines.append("(comes back later)")

    def _said(self, text: str) -> None:
        self.course.lines.append(f"B: {text}")

    def _heard(self) -> None:
        citizen = self.citizen
        for message in citizen.messages:
            level = f" ({message['level']})" if message.get("level") else ""
            self.course.lines.append(f"A:{level} {message['text']}")
        titles = " ".join(f"[{title}]" for title in citizen.buttons)
        self.course.lines.append(f"   {citizen.asks}: {titles}")
        if citizen.asks and citizen.buttons:
            self._payloads[citizen.asks] = dict(citizen.buttons)
        if receipt := citizen.card("receipt"):
            self.course.references.append(str(receipt["reference"]))

    def _compare(self) -> None:
        course, persona = self.course, self.persona
        if persona.ends in _ERASED:
            self._compare_erased()
            return
        if persona.ends == "deleted":
            if not course.references:
                course.wrong.append("end: nothing was sent")
            for reference in course.references:
                if self._record(reference) is not None:
                    course.wrong.append(f"end: {reference} is still there")
            return
        for facts, number in ((persona.facts, 0), (persona.second, 1)):
            if not facts:
                continue
            record = self._record(course.references[number]) if len(course.references) > number else None
            if record is None:
                course.wrong.append(f"end: intake {number + 1} was not sent; open: {self.citizen.asks}")
            else:
                course.wrong += wrong_fields(facts, record, self.today)

    def _compare_erased(self) -> None:
        """Nothing was sent, and the person's words are gone from the stored conversation."""
        if self.course.references:
            self.course.wrong.append("end: it was sent although nothing should be kept")
        if self.citizen.asks != "follow_up":
            self.course.wrong.append(f"end: not reached; open: {self.citizen.asks}")
            return
        history = self.citizen.client.get(
            f"/api/conversations/{self.citizen.id}/messages", headers=self.citizen.headers
        ).text
        opening = self.persona.opening[0]
        if (opening.say or opening.parts[0]) in history:
            self.course.wrong.append("end: the person's words are still stored")

    def _record(self, reference: str) -> dict[str, Any] | None:
        try:
            return self.stack.record(reference)
        except IntakeNotFound:
            return None
