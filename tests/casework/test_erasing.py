"""Erasing reaches every table; nothing that tells about the person is left, and nothing of others is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from casework.codes import Channel, CrisisKind, CrisisLevel, IntakeStatus, Sender
from casework.conversations import add_message, erase_conversation, raise_crisis, start_conversation
from casework.database import Database
from casework.drafts import save_draft
from casework.erasing import erase_intake
from casework.intakes import add_note, change_status, find_by_reference, inbox, read_intake
from casework.models import (
    AccessLog,
    Base,
    CaseNote,
    Consent,
    Conversation,
    Coordinator,
    Draft,
    Erasure,
    Intake,
    IntakeNeed,
    Message,
    OutboxEntry,
    SearchToken,
    StatusEvent,
)
from casework.models.base import now
from casework.retention import erase_spent_drafts, erase_unfinished
from casework.scope import TownScope
from tests.factories import create_intake

PERSONAL = (
    Conversation, Message, Draft, Intake, IntakeNeed, StatusEvent, CaseNote, Consent, OutboxEntry, SearchToken,
)  # fmt: skip
KEPT = {"access_log", "erasures", "coordinators", "coordinator_towns", "desk_sessions", "login_failures"}


async def counts(db: Database) -> dict[str, int]:
    async with db.reading() as session:
        return {
            model.__tablename__: await session.scalar(select(func.count()).select_from(model)) or 0
            for model in PERSONAL
        }


async def fill(db: Database, coordinator: Coordinator) -> tuple[str, str]:
    """Make a conversation with a row in every table; return its id and the reference."""
    async with db.writing() as session:
        conversation = await start_conversation(session, channel=Channel.WEB, town="verl")
        await add_message(session, conversation.id, sender=Sender.CITIZEN, text="Hallo")
        await raise_crisis(session, conversation.id, [CrisisKind.SUICIDE], CrisisLevel.GENTLE)
        await save_draft(session, conversation.id, asked=None, state={"a": 1})
    async with db.writing() as session:
        received = await create_intake(session, conversation_id=conversation.id)
    async with db.writing() as session:
        view = await read_intake(session, coordinator, received.intake.reference)
        await change_status(session, coordinator, view.intake, IntakeStatus.IN_PROGRESS, "Notiz")
        await add_note(session, coordinator, view.intake, "Vermerk")
    return conversation.id, received.intake.reference


def test_every_table_is_either_personal_or_known_not_to_be() -> None:
    """A new table must be added to one of the two lists, and to the erasing if it is personal."""
    assert {model.__tablename__ for model in PERSONAL} | KEPT == set(Base.metadata.tables)


async def test_erasing_a_conversation_reaches_every_table(db: Database, coordinator: Coordinator) -> None:
    first, reference = await fill(db, coordinator)
    before = await counts(db)
    assert all(before.values()), f"the test must fill every table: {before}"
    await fill(db, coordinator)
    async with db.writing() as session:
        await erase_conversation(session, first)
        await erase_conversation(session, first)  # twice does no harm
        await erase_conversation(session, "nobody")
    assert await counts(db) == before, "only the other conversation is left"
    async with db.reading() as session:
        [trace] = await session.scalars(select(Erasure))
        assert (trace.town, trace.reference) == ("verl", reference)
        assert await find_by_reference(session, TownScope.of(coordinator), reference) is None
        looks = await session.scalar(
            select(func.count()).select_from(AccessLog).where(AccessLog.reference == reference)
        )
        assert looks == 1, "who looked is still on record"


async def test_erasing_an_intake_takes_its_conversation_along(db: Database, coordinator: Coordinator) -> None:
    _, reference = await fill(db, coordinator)
    async with db.writing() as session:
        intake = await find_by_reference(session, TownScope.of(coordinator), reference)
        assert intake is not None
        await erase_intake(session, intake)
        form = await create_intake(session)
        await erase_intake(session, form.intake)
    assert not any((await counts(db)).values())
    async with db.reading() as session:
        assert len(list(await session.scalars(select(Erasure)))) == 2


async def test_two_intakes_of_one_conversation_are_erased_apart(
    db: Database, coordinator: Coordinator
) -> None:
    conversation_id, reference = await fill(db, coordinator)
    async with db.writing() as session:
        second = await create_intake(session, conversation_id=conversation_id)
        await erase_intake(session, second.intake)
    async with db.reading() as session:
        page = await inbox(session, TownScope.of(coordinator))
        assert [row.reference for row in page.rows] == [reference]
        assert await session.get(Conversation, conversation_id) is not None


async def test_unfinished_conversations_are_erased_when_idle(
    db: Database, coordinator: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    ids = {}
    for name, at in (("idle", long_ago), ("resumed", long_ago), ("fresh", now())):
        async with db.writing() as session:
            conversation = await start_conversation(session, channel=Channel.WEB, town=None)
            conversation.last_seen_at = at
            await save_draft(session, conversation.id, asked="need", state={"a": 1})
            ids[name] = conversation.id
    async with db.writing() as session:
        await add_message(session, ids["resumed"], sender=Sender.CITIZEN, text="Da bin ich wieder")
    submitted, reference = await fill(db, coordinator)
    async with db.writing() as session:
        conversation = await session.get_one(Conversation, submitted)
        conversation.last_seen_at = long_ago
    async with db.writing() as session:
        assert await erase_unfinished(session, now() - timedelta(hours=24)) == 1
    async with db.writing() as session:
        assert await erase_unfinished(session, now() - timedelta(hours=24)) == 0
        left = set(await session.scalars(select(Conversation.id)))
        assert left == {ids["resumed"], ids["fresh"], submitted}
        assert ids["idle"] not in set(await session.scalars(select(Draft.conversation_id)))
        assert await find_by_reference(session, TownScope.of(coordinator), reference) is not None


async def test_drafts_that_became_intakes_are_erased_later(db: Database, coordinator: Coordinator) -> None:
    submitted, _ = await fill(db, coordinator)
    async with db.writing() as session:
        assert await erase_spent_drafts(session, now() - timedelta(hours=24)) == 0
        assert await erase_spent_drafts(session, now() + timedelta(hours=1)) == 1
        assert await session.get(Draft, submitted) is None
        assert await session.get(Conversation, submitted) is not None
