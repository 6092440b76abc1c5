"""Turns a confirmed draft into the submission of an intake."""

from datetime import datetime

from casework.codes import (
    Channel,
    ConsentPurpose,
    ContactWay,
    CrisisKind,
    CrisisLevel,
    NeedKind,
    ReporterKind,
)
from casework.dialogue.people import is_self
from casework.dialogue.questions import need_questions
from casework.dialogue.reading import World
from casework.dialogue.state import DraftState
from casework.dialogue.summary import points, points_text
from casework.dialogue.urgency import deadline_on, urgency_of
from casework.models import Conversation
from casework.submission import ConsentGiven, Contact, Person, Reporter, Submission
from casework.towns import OUTSIDE


def submission_of(state: DraftState, world: World, conversation: Conversation) -> Submission:
    """The whole record of a draft. Sent twice it has the same idempotency key, so it stays one intake."""
    urgency, reason = urgency_of(state, world)
    deadline = state.answers.get("deadline")
    return Submission(
        conversation_id=conversation.id,
        idempotency_key=f"{conversation.id}:{state.number}",
        channel=Channel(conversation.channel),
        town=state.value("town") or OUTSIDE,
        needs=tuple(NeedKind(kind) for kind in state.needs),
        answers={
            slot: {"value": answer.value, "display": answer.display}
            for slot in need_questions(state, world)
            if (answer := state.answers.get(slot))
        },
        details="\n".join(state.story),
        summary=points_text(points(state, world)),
        deadline_on=deadline_on(state),
        deadline_text=deadline.display if deadline else "",
        urgency=urgency,
        urgency_reason=reason,
        crisis=_crisis(conversation),
        person=_person(state),
        reporter=_reporter(state),
        contact=_contact(state),
        consents=_consents(state, world),
        language=conversation.locale,
    )


def _crisis(conversation: Conversation) -> tuple[tuple[CrisisKind, CrisisLevel], ...]:
    raised = {
        flag["kind"]: flag["level"]
        for flag in sorted(conversation.crisis or (), key=lambda flag: flag["level"] == CrisisLevel.ACUTE)
    }
    return tuple((CrisisKind(kind), CrisisLevel(level)) for kind, level in raised.items())


def _display(state: DraftState, slot: str) -> str | None:
    answer = state.answers.get(slot)
    return answer.display if answer else None


def _person(state: DraftState) -> Person:
    age, town = state.answers.get("age"), state.answers.get("town")
    birth_year = age.more.get("birth_year") if age else None
    return Person(
        name=_display(state, "name") if is_self(state) else _display(state, "person_name"),
        age=int(age.value) if age and age.value.isdigit() else None,
        birth_year=int(birth_year) if birth_year else None,
        relation=None if is_self(state) else state.value("person"),
        knows=state.value("person_knows"),
        district=town.more.get("district") if town else None,
        place=town.more.get("place") if town else None,
    )


def _reporter(state: DraftState) -> Reporter:
    if is_self(state):
        return Reporter(ReporterKind.SELF, name=_display(state, "name"))
    who = state.answers["person"].more.get("who", ReporterKind.RELATIVE)
    return Reporter(ReporterKind(who), name=_display(state, "name"))


def _contact(state: DraftState) -> Contact:
    phone = state.answers.get("phone")
    more = phone.more if phone else {}
    ways = [way for way, key in ((ContactWay.PHONE, "e164"), (ContactWay.EMAIL, "email")) if more.get(key)]
    voicemail = state.value("voicemail")
    return Contact(
        ways=tuple(ways) or (ContactWay.NONE,),
        phone=more.get("e164"),
        phone_display=more.get("display"),
        email=more.get("email"),
        preferred_time=_display(state, "preferred_time"),
        voicemail=voicemail if voicemail in {"yes", "no"} else None,
        safe_note=None,
    )


def _consents(state: DraftState, world: World) -> tuple[ConsentGiven, ...]:
    given_at = datetime.fromisoformat(state.consent_at)
    return tuple(
        ConsentGiven(
            purpose=ConsentPurpose(purpose),
            wording_version=world.needs.consent_version,
            wording=state.consent_wording,
            act=state.consent_act,
            given_at=given_at,
        )
        for purpose in world.needs.consent_purposes
    )
