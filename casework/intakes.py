"""Receiving intakes and working on them: one submission is one intake, every change of status an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from casework import outbox, promise, receipt_codes
from casework.codes import OUTSIDE, CrisisLevel, IntakeStatus, Urgency
from casework.consents import add_consents
from casework.conversations import UnknownConversation
from casework.encryption import current_keyring
from casework.inbox import InboxPage, InboxRow, inbox
from casework.intake_record import IntakeNotFound, IntakeView, read_intake, record_of
from casework.models import (
    CaseNote,
    Conversation,
    Coordinator,
    Draft,
    Intake,
    IntakeNeed,
    Message,
    SearchToken,
    StatusEvent,
)
from casework.models.base import new_id, now
from casework.scope import TownScope
from casework.search import tokens_for
from casework.settings import get_settings
from casework.submission import ConsentGiven, Contact, Person, Reporter, Submission, part_to_json

__all__ = [
    "ConsentGiven",
    "Contact",
    "InboxPage",
    "InboxRow",
    "IntakeNotFound",
    "IntakeView",
    "Person",
    "Received",
    "Reporter",
    "Submission",
    "TownScope",
    "add_note",
    "change_status",
    "find_by_receipt_code",
    "find_by_reference",
    "inbox",
    "read_intake",
    "receive_intake",
    "record_of",
    "renew_receipt_code",
]

_URGENCY_RANK = {Urgency.URGENT: 1, Urgency.SOON: 2, Urgency.NORMAL: 3}
_ATTEMPTS = 5


@dataclass(frozen=True)
class Received:
    """What became of a submission. `created` is False for a repeated one; its code is given again unless it was renewed
    since (then it is None).
    """

    intake: Intake
    receipt_code: str | None
    created: bool


async def receive_intake(
    session: AsyncSession, submission: Submission, *, today: date | None = None
) -> Received:
    """Store a submission with its needs, first status event, consents, search hashes and the notice to the coordinator.

    All in the caller's transaction. The same idempotency key again, even at the same moment in another process, gives the
    intake that is there. Raises `UnknownConversation` when its conversation was erased meanwhile.
    """
    conversation = None
    if submission.conversation_id is not None:
        # the lock lets a second, simultaneous submission of the conversation wait and then find the first
        conversation = await session.get(Conversation, submission.conversation_id, with_for_update=True)
        if conversation is None:
            raise UnknownConversation("There is no such conversation; it may have been erased")
    if (existing := await _find_by_key(session, submission.idempotency_key)) is not None:
        return _repeated(existing)
    for attempt in range(_ATTEMPTS):
        code_length = 4 if attempt < _ATTEMPTS - 2 else 6  # many references are taken: make it longer
        intake = _new_intake(submission, conversation, today or promise.today(), code_length)
        try:
            async with session.begin_nested():
                session.add(intake)
        except IntegrityError:
            if (existing := await _find_by_key(session, submission.idempotency_key)) is not None:
                return _repeated(existing)
            continue  # the reference was taken
        break
    else:
        raise RuntimeError("No free reference was found; the table of intakes is nearly full for this prefix")
    needs = dict.fromkeys(submission.needs)
    session.add_all(
        IntakeNeed(intake_id=intake.id, need=need, position=position) for position, need in enumerate(needs)
    )
    texts = (
        submission.details,
        submission.summary,
        *(str(a.get("display", "")) for a in submission.answers.values()),
    )
    tokens = tokens_for(submission.person, submission.reporter, submission.contact, texts)
    session.add_all(SearchToken(token=token, intake_id=intake.id) for token in tokens)
    session.add(_event(intake, None, IntakeStatus.NEW, None, None))
    add_consents(session, intake, submission.consents)
    outbox.add_entry(session, outbox.INTAKE_RECEIVED, intake.id)
    if conversation is not None:
        await _take_over(session, conversation, intake)
    await session.flush()
    session.info["durable"] = True
    return Received(intake, _first_code(intake), created=True)


def _new_intake(
    submission: Submission, conversation: Conversation | None, today: date, code_length: int
) -> Intake:
    at = now()
    acute = any(level is CrisisLevel.ACUTE for _, level in submission.crisis)
    levels = [CrisisLevel.ACUTE] if acute else [level for _, level in submission.crisis]
    origin = submission.origin_town or (conversation.town if conversation else None)
    intake = Intake(
        id=new_id(),
        reference=f"{get_settings().reference_prefix}-{receipt_codes.random_part(code_length)}",
        idempotency_key=submission.idempotency_key,
        conversation_id=submission.conversation_id,
        town=submission.town,
        origin_town=None if origin == OUTSIDE else origin,
        channel=submission.channel,
        language=submission.language[:16],
        status=IntakeStatus.NEW,
        urgency=submission.urgency,
        crisis_level=levels[0] if levels else None,
        rank=0 if acute else _URGENCY_RANK[submission.urgency],
        deadline_on=submission.deadline_on,
        promised_on=promise.promised_day(today),
        received_at=at,
        updated_at=at,
    )
    intake.receipt_code_hash = _code_hash(_first_code(intake, check=False) or "")
    intake.summary = submission.summary
    intake.details = submission.details
    intake.deadline_text = submission.deadline_text
    intake.urgency_reason = submission.urgency_reason
    intake.answers = {slot: dict(answer) for slot, answer in submission.answers.items()}
    intake.crisis = [{"kind": str(kind), "level": str(level)} for kind, level in submission.crisis]
    intake.person = part_to_json(submission.person)
    intake.reporter = part_to_json(submission.reporter)
    intake.contact = part_to_json(submission.contact)
    return intake


async def _take_over(session: AsyncSession, conversation: Conversation, intake: Intake) -> None:
    """Seal the conversation's texts with the key of the intake's town, and tell the draft what became of it."""
    draft = await session.get(Draft, conversation.id, with_for_update=True)
    session.info.pop(("key scope", conversation.id), None)  # what casework.drafts remembers
    if draft is not None:
        draft.submitted_reference = intake.reference
    if conversation.key_scope == intake.town:
        return
    crisis, content = conversation.crisis, draft.content if draft else None
    conversation.key_scope = intake.town
    conversation.crisis = crisis
    if draft is not None:
        draft.key_scope = intake.town
        draft.content = content
    messages = await session.scalars(select(Message).where(Message.conversation_id == conversation.id))
    for message in messages:
        if not message.erased:
            message.seal(intake.town, message.content)


def _first_code(intake: Intake, *, check: bool = True) -> str | None:
    """Return the receipt code given out first. It follows from the intake's id and a key outside the database, so that a
    repeated submission can be told the same code although only its hash is stored; None once it was renewed.
    """
    code = receipt_codes.code_from(int.from_bytes(current_keyring().blind_index("receipt code", intake.id)))
    return code if not check or _code_hash(code) == intake.receipt_code_hash else None


def _code_hash(code: str) -> bytes:
    return current_keyring().blind_index("receipt code hash", code)


def _repeated(intake: Intake) -> Received:
    return Received(intake, _first_code(intake), created=False)


async def _find_by_key(session: AsyncSession, idempotency_key: str) -> Intake | None:
    return await session.scalar(select(Intake).where(Intake.idempotency_key == idempotency_key))


async def renew_receipt_code(session: AsyncSession, intake: Intake) -> str:
    """Give out a new receipt code; the old one stops working."""
    code = receipt_codes.new_code()
    intake.receipt_code_hash = _code_hash(code)
    intake.updated_at = now()
    await session.flush()
    session.info["durable"] = True
    return code


async def find_by_receipt_code(session: AsyncSession, code: str) -> Intake | None:
    """Return the intake a receipt code opens; a code with a typing mistake is refused without a query."""
    normal = receipt_codes.normalise(code)
    if normal is None:
        return None
    return await session.scalar(select(Intake).where(Intake.receipt_code_hash == _code_hash(normal)))


async def find_by_reference(session: AsyncSession, scope: TownScope, reference: str) -> Intake | None:
    """Return the intake with this reference if the scope may see it."""
    return await session.scalar(
        select(Intake).where(scope.condition(), Intake.reference == reference.strip().upper())
    )


async def change_status(
    session: AsyncSession,
    coordinator: Coordinator,
    intake: Intake,
    status: IntakeStatus,
    note: str | None = None,
) -> StatusEvent | None:
    """Set the status and add the event; a status that is there already changes nothing and returns None.

    A note given with an unchanged status is kept as a case note.
    """
    _require(coordinator, intake)
    await session.refresh(intake, with_for_update=True)
    if intake.status is status:
        if note:
            await add_note(session, coordinator, intake, note)
        return None
    event = _event(intake, intake.status, status, coordinator, note)
    session.add(event)
    intake.status = status
    intake.updated_at = event.at
    await session.flush()
    return event


async def add_note(session: AsyncSession, coordinator: Coordinator, intake: Intake, text: str) -> CaseNote:
    """Add a note (Vermerk); notes are never changed. Raises ValueError for an empty one."""
    _require(coordinator, intake)
    if not text.strip():
        raise ValueError("a note has a text")
    note = CaseNote(
        id=new_id(), intake_id=intake.id, town=intake.town, coordinator_id=coordinator.id, at=now()
    )
    note.text = text.strip()
    session.add(note)
    await session.execute(update(Intake).where(Intake.id == intake.id).values(updated_at=note.at))
    await session.flush()
    return note


def _event(
    intake: Intake,
    before: IntakeStatus | None,
    after: IntakeStatus,
    coordinator: Coordinator | None,
    note: str | None,
) -> StatusEvent:
    event = StatusEvent(
        id=new_id(),
        intake_id=intake.id,
        town=intake.town,
        coordinator_id=coordinator.id if coordinator else None,
        from_status=before,
        to_status=after,
        at=now(),
    )
    event.note = note.strip() if note and note.strip() else None
    return event


def _require(coordinator: Coordinator, intake: Intake) -> None:
    if not TownScope.of(coordinator).allows(intake):
        raise IntakeNotFound("There is no such intake for this login")
