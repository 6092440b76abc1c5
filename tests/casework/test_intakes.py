"""Receiving intakes and working on them."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from casework.codes import (
    Channel,
    ConsentPurpose,
    ContactWay,
    CrisisKind,
    CrisisLevel,
    IntakeStatus,
    NeedKind,
    ReporterKind,
    Sender,
    Urgency,
)
from casework.consents import consents_of, withdraw_consent, wording_sha256
from casework.conversations import UnknownConversation, add_message, start_conversation
from casework.database import Database
from casework.intake_record import own_record
from casework.intakes import (
    Contact,
    IntakeNotFound,
    Person,
    Reporter,
    TownScope,
    add_note,
    change_status,
    find_by_receipt_code,
    find_by_reference,
    read_intake,
    receive_intake,
    record_of,
    renew_receipt_code,
)
from casework.models import Consent, Coordinator, Intake, IntakeNeed, OutboxEntry, SearchToken, StatusEvent
from casework.receipt_codes import normalise
from tests.factories import CONSENT_WORDING, create_consent, create_intake, create_submission

SUNDAY = date(2026, 11, 22)
BOTH = TownScope(frozenset({"verl", "shs"}))


async def test_the_record_holds_everything_that_was_handed_in(db: Database) -> None:
    async with db.writing() as session:
        conversation = await start_conversation(session, channel=Channel.WEB, town="verl")
        await add_message(
            session, conversation.id, sender=Sender.CITIZEN, text="meine mutter kommt aus der reha"
        )
    submission = create_submission(
        conversation_id=conversation.id,
        needs=(NeedKind.HOUSEHOLD_HELP, NeedKind.NURSING_CARE, NeedKind.HOUSEHOLD_HELP),
        crisis=((CrisisKind.SUICIDE, CrisisLevel.GENTLE), (CrisisKind.VIOLENCE, CrisisLevel.ACUTE)),
        contact=Contact(
            ways=(ContactWay.PHONE, ContactWay.EMAIL),
            phone="+495246123457",
            phone_display="05246 123457",
            email="petra@muster.example",
            preferred_time="ab 16 Uhr",
            voicemail="yes",
            safe_note="nicht vor 8 Uhr",
        ),
    )
    async with db.writing() as session:
        received = await receive_intake(session, submission, today=SUNDAY)
    assert received.created
    assert received.receipt_code == normalise(received.receipt_code or "")
    async with db.writing() as session:
        record = await record_of(session, received.intake.reference.lower())
    at = record.pop("received_at")
    assert datetime.fromisoformat(at).tzinfo == UTC
    events = record.pop("events")
    assert [(event["from"], event["to"], event["by"]) for event in events] == [(None, "new", None)]
    [message] = record.pop("messages")
    assert message["text"] == "meine mutter kommt aus der reha"
    consents = record.pop("consents")
    assert [consent["purpose"] for consent in consents] == ["contact", "health"]
    assert consents[0] == {
        "purpose": "contact",
        "wording_version": "2026-11",
        "wording_sha256": wording_sha256(CONSENT_WORDING),
        "act": "/affirm",
        "given_at": "2026-11-22T13:02:00Z",
        "withdrawn_at": None,
    }
    assert record == {
        "reference": received.intake.reference,
        "town": "verl",
        "origin_town": "verl",
        "needs": ["household_help", "nursing_care"],
        "answers": dict(submission.answers),
        "details": submission.details,
        "summary": submission.summary,
        "deadline_on": "2026-11-26",
        "deadline_text": "kommt Donnerstag aus der Reha",
        "urgency": "soon",
        "urgency_reason": submission.urgency_reason,
        "crisis": [{"kind": "suicide", "level": "gentle"}, {"kind": "violence", "level": "acute"}],
        "person": {
            "name": "Erna Muster",
            "age": 80,
            "birth_year": None,
            "relation": "mother",
            "knows": "yes",
            "district": "Kaunitz",
            "postcode": None,
            "place": None,
        },
        "reporter": {"kind": "relative", "name": "Petra Muster", "organisation": None},
        "contact": {
            "ways": ["phone", "email"],
            "phone": "+495246123457",
            "phone_display": "05246 123457",
            "email": "petra@muster.example",
            "preferred_time": "ab 16 Uhr",
            "voicemail": "yes",
            "safe_note": "nicht vor 8 Uhr",
        },
        "channel": "web",
        "language": "de",
        "status": "new",
        "promised_on": "2026-11-25",
        "conversation_id": conversation.id,
        "duplicate_of": None,
        "notes": [],
    }


async def test_a_nameless_intake_without_contact_is_complete_too(db: Database) -> None:
    async with db.writing() as session:
        received = await create_intake(
            session,
            needs=(NeedKind.OTHER,),
            answers={},
            details="",
            summary="",
            deadline_on=None,
            deadline_text=None,
            urgency=Urgency.NORMAL,
            urgency_reason=None,
            person=Person(),
            reporter=Reporter(ReporterKind.SELF),
            contact=Contact(ways=(ContactWay.NONE,)),
            consents=(),
        )
        record = await record_of(session, received.intake.reference)
    assert record["contact"]["ways"] == ["none"]
    assert record["person"]["name"] is None
    assert record["consents"] == []
    assert record["deadline_on"] is None


async def test_the_same_submission_twice_is_one_intake(db: Database) -> None:
    submission = create_submission()
    async with db.writing() as session:
        first = await receive_intake(session, submission, today=SUNDAY)
    async with db.writing() as session:
        second = await receive_intake(session, submission, today=SUNDAY)
    assert (first.created, second.created) == (True, False)
    assert second.intake.reference == first.intake.reference
    assert second.receipt_code == first.receipt_code
    await assert_one_of_each(db, submission.idempotency_key)


async def test_the_same_submission_at_the_same_moment_is_one_intake(db: Database) -> None:
    submission = create_submission()

    async def submit() -> tuple[str, str | None, bool]:
        async with db.writing() as session:
            received = await receive_intake(session, submission, today=SUNDAY)
            return received.intake.reference, received.receipt_code, received.created

    results = await asyncio.gather(*(submit() for _ in range(8)))
    assert len({reference for reference, _, _ in results}) == 1
    assert len({code for _, code, _ in results}) == 1
    assert [created for _, _, created in results].count(True) == 1
    await assert_one_of_each(db, submission.idempotency_key)


async def assert_one_of_each(db: Database, idempotency_key: str) -> None:
    async with db.reading() as session:
        [intake] = await session.scalars(select(Intake).where(Intake.idempotency_key == idempotency_key))
        for model, expected in ((OutboxEntry, 1), (StatusEvent, 1), (IntakeNeed, 1), (Consent, 2)):
            count = await session.scalar(
                select(func.count()).select_from(model).where(model.intake_id == intake.id)
            )
            assert count == expected, model.__name__


async def test_intake_and_notice_commit_together_or_not_at_all(db: Database) -> None:
    async def fail() -> None:
        async with db.writing() as session:
            await create_intake(session)
            raise RuntimeError("the handler failed afterwards")

    with pytest.raises(RuntimeError):
        await fail()
    async with db.reading() as session:
        for model in (Intake, OutboxEntry, SearchToken, StatusEvent, Consent, IntakeNeed):
            assert await session.scalar(select(func.count()).select_from(model)) == 0


async def test_a_taken_reference_is_tried_again(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = iter(["7K3F", "7K3F", "7K3F", "9M4P"])
    monkeypatch.setattr("casework.receipt_codes.random_part", lambda length: next(parts))
    async with db.writing() as session:
        first = await create_intake(session)
        second = await create_intake(session)
    assert (first.intake.reference, second.intake.reference) == ("SD-7K3F", "SD-9M4P")
    assert second.created


async def test_an_erased_conversation_cannot_submit(db: Database) -> None:
    async with db.writing() as session:
        with pytest.raises(UnknownConversation):
            await create_intake(session, conversation_id="gone")


async def test_receipt_codes_open_and_can_be_renewed(db: Database) -> None:
    submission = create_submission()
    async with db.writing() as session:
        received = await receive_intake(session, submission)
        other = await create_intake(session)
    old = received.receipt_code
    assert old is not None
    assert old != other.receipt_code
    async with db.reading() as session:
        found = await find_by_receipt_code(session, old.lower().replace("-", " "))
        assert found is not None
        assert found.id == received.intake.id
        assert await find_by_receipt_code(session, "KX7M-4TQP-92RX") is None
        assert await find_by_receipt_code(session, "") is None
    async with db.writing() as session:
        intake = await find_by_receipt_code(session, old)
        assert intake is not None
        new = await renew_receipt_code(session, intake)
    async with db.writing() as session:
        assert await find_by_receipt_code(session, old) is None
        assert await find_by_receipt_code(session, new) is not None
        repeated = await receive_intake(session, submission)
    assert repeated.receipt_code is None, "a repeated request is not told a code that was renewed since"


async def test_every_change_of_status_is_an_event(db: Database, coordinator: Coordinator) -> None:
    async with db.writing() as session:
        received = await create_intake(session)
    for status, note in (
        (IntakeStatus.IN_PROGRESS, "Angerufen, nicht erreicht"),
        (IntakeStatus.IN_PROGRESS, None),  # a double click
        (IntakeStatus.REFERRED, None),
        (IntakeStatus.CLOSED, "Haushaltshilfe läuft"),
        (IntakeStatus.IN_PROGRESS, None),  # opened again
    ):
        async with db.writing() as session:
            intake = await find_by_reference(session, BOTH, received.intake.reference)
            assert intake is not None
            event = await change_status(session, coordinator, intake, status, note)
            assert event is None or event.to_status is status
    async with db.writing() as session:
        view = await read_intake(session, coordinator, received.intake.reference)
    assert view.status is IntakeStatus.IN_PROGRESS
    assert [(e.from_status, e.to_status, e.text, e.by) for e in view.events] == [
        (None, "new", None, None),
        ("new", "in_progress", "Angerufen, nicht erreicht", "Ute Beispiel"),
        ("in_progress", "referred", None, "Ute Beispiel"),
        ("referred", "closed", "Haushaltshilfe läuft", "Ute Beispiel"),
        ("closed", "in_progress", None, "Ute Beispiel"),
    ]
    assert view.updated_at > view.received_at


async def test_notes_are_added_in_order(db: Database, coordinator: Coordinator) -> None:
    async with db.writing() as session:
        received = await create_intake(session)
        await add_note(session, coordinator, received.intake, "  Tochter rief an  ")
        await change_status(session, coordinator, received.intake, IntakeStatus.NEW, "Bleibt neu")
        with pytest.raises(ValueError, match="text"):
            await add_note(session, coordinator, received.intake, "   ")
    async with db.writing() as session:
        view = await read_intake(session, coordinator, received.intake.reference)
    assert [(note.text, note.by) for note in view.notes] == [
        ("Tochter rief an", "Ute Beispiel"),
        ("Bleibt neu", "Ute Beispiel"),
    ]
    assert len(view.events) == 1


async def test_other_towns_stay_closed(db: Database, verl_only: Coordinator) -> None:
    async with db.writing() as session:
        received = await create_intake(session, town="shs")
        reference = received.intake.reference
        with pytest.raises(IntakeNotFound) as hidden:
            await read_intake(session, verl_only, reference)
        with pytest.raises(IntakeNotFound) as missing:
            await read_intake(session, verl_only, "SD-0000")
        assert str(hidden.value) == str(missing.value), "nobody learns that the intake exists"
        assert await find_by_reference(session, TownScope.of(verl_only), reference) is None
        with pytest.raises(IntakeNotFound):
            await change_status(session, verl_only, received.intake, IntakeStatus.CLOSED)
        with pytest.raises(IntakeNotFound):
            await add_note(session, verl_only, received.intake, "Hallo")


async def test_consent_can_be_withdrawn_per_purpose(db: Database) -> None:
    async with db.writing() as session:
        received = await create_intake(
            session, consents=(create_consent(), create_consent(ConsentPurpose.HEALTH, act="/deny"))
        )
        assert await withdraw_consent(session, received.intake, ConsentPurpose.HEALTH)
        assert not await withdraw_consent(session, received.intake, ConsentPurpose.HEALTH)
        assert not await withdraw_consent(session, received.intake, ConsentPurpose.REFERRAL)
    async with db.reading() as session:
        consents = await consents_of(session, received.intake)
    assert {consent.purpose: consent.withdrawn_at is not None for consent in consents} == {
        ConsentPurpose.CONTACT: False,
        ConsentPurpose.HEALTH: True,
    }


async def test_the_person_gets_their_record_without_the_desks_notes(
    db: Database, coordinator: Coordinator
) -> None:
    async with db.writing() as session:
        received = await create_intake(session)
        await change_status(
            session, coordinator, received.intake, IntakeStatus.IN_PROGRESS, "intern: schwierig"
        )
        await add_note(session, coordinator, received.intake, "intern: Nachbarin fragt nach")
        record = await own_record(session, received.intake)
    assert "intern" not in str(record)
    assert record["person"]["name"] == "Erna Muster"
    assert [event["to"] for event in record["events"]] == ["new", "in_progress"]


@pytest.mark.parametrize("changes", [{"needs": ()}, {"idempotency_key": ""}, {"idempotency_key": "x" * 129}])
def test_what_no_door_may_hand_in_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"need|key"):
        create_submission(**changes)
