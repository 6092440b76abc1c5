"""The worker: erases what is due, and sends notices that tell nothing about a person, over a real mail server."""

from __future__ import annotations

import email
import email.message
import email.policy
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr
from sqlalchemy import func, select, update

from casework.codes import Channel, Sender
from casework.conversations import add_message, find_conversation, start_conversation
from casework.database import Database
from casework.drafts import save_draft
from casework.encryption import Keyring
from casework.models import Conversation, Draft, Erasure, Message, OutboxEntry
from casework.models.base import now
from casework.settings import Settings
from duo import worker
from duo.rooms import all_rooms
from duo.setup import prepare
from tests.duo.conftest import free_port
from tests.factories import create_crisis, create_intake

# Everything the invented intake says about people; none of it may stand in a mail.
PERSONAL = (
    "Muster",
    "Petra",
    "Erna",
    "123457",
    "Kaunitz",
    "Reha",
    "Putz",
    "putz",
    "Haushalt",
    "AOK",
    "Suizid",
    "KX7M",
)


class Mailbox:
    """What the mail server received."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], email.message.EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.rcpt_tos, parsed))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def mail_port(mailbox: Mailbox) -> Iterator[int]:
    port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    await prepare(settings)
    opened = Database(settings.database_url, keyring=Keyring.load(settings.keys_file))
    yield opened
    await opened.close()


def _with_mail(settings: Settings, port: int) -> Settings:
    return settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{port}"})


async def _receive(database: Database) -> str:
    async with database.writing() as session:
        received = await create_intake(session, **create_crisis())
        return received.intake.reference


async def _entry(database: Database) -> OutboxEntry:
    async with database.reading() as session:
        return (await session.scalars(select(OutboxEntry))).one()


async def _make_due(database: Database) -> None:
    async with database.writing() as session:
        await session.execute(update(OutboxEntry).values(next_try_at=now() - timedelta(seconds=1)))


async def test_a_notice_tells_the_reference_and_nothing_about_people(
    settings: Settings, database: Database, mailbox: Mailbox, mail_port: int
) -> None:
    reference = await _receive(database)
    assert await worker.send_notices(database, _with_mail(settings, mail_port)) == (1, 0)
    ((recipients, mail),) = mailbox.mails
    assert recipients == ["duo@rathaus.example"]
    assert mail["Subject"] == f"Neues Anliegen {reference}"
    body = mail.get_content()
    assert f"{settings.desk_url}/anliegen/{reference}" in body
    whole = mail.as_string() + body
    assert not [word for word in PERSONAL if word in whole]


async def test_a_notice_is_sent_once(
    settings: Settings, database: Database, mailbox: Mailbox, mail_port: int
) -> None:
    await _receive(database)
    with_mail = _with_mail(settings, mail_port)
    await worker.send_notices(database, with_mail)
    assert await worker.send_notices(database, with_mail) == (0, 0)
    await _make_due(database)
    assert await worker.send_notices(database, with_mail) == (0, 0)
    assert len(mailbox.mails) == 1


def test_the_notice_goes_to_whom_the_setting_names(settings: Settings) -> None:
    elsewhere = settings.model_copy(update={"notice_to": "koordination@rathaus.example"})
    assert worker._notice(elsewhere, "SD-7K3F")["To"] == "koordination@rathaus.example"
    assert worker._notice(settings, "SD-7K3F")["To"] == settings.mail_from


def test_rasa_listens_where_the_setting_says(settings: Settings) -> None:
    elsewhere = settings.model_copy(
        update={
            "rasa_host": "127.0.0.2",
            "bot_secret_value": SecretStr("a"),
            "actions_secret_value": SecretStr("b"),
        }
    )
    command = all_rooms(elsewhere)[0].command
    assert command[command.index("--interface") + 1] == "127.0.0.2"


async def test_the_notice_leads_to_a_page_of_the_desk(settings: Settings) -> None:
    from desk.intake import intake

    paths = {"/" + route.uri.strip("/") for route in intake._future_routes}
    assert "/anliegen/<reference:str>" in paths
    assert f"{settings.desk_url}/anliegen/SD-7K3F" in worker._notice(settings, "SD-7K3F").get_content()


async def test_a_dead_mail_server_is_tried_again_less_and_less_often(
    settings: Settings, database: Database, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    await _receive(database)
    dead = _with_mail(settings, free_port())
    pauses = []
    for attempt in (1, 2, 3):
        before = now()
        assert await worker.send_notices(database, dead) == (0, 1)
        entry = await _entry(database)
        assert entry.attempts == attempt
        assert entry.done_at is None
        assert entry.last_error
        assert "127.0.0.1" not in entry.last_error, "only the kind of the error is kept"
        pauses.append(round((entry.next_try_at - before) / timedelta(minutes=1)))
        assert await worker.send_notices(database, dead) == (0, 0), "not before its time"
        await _make_due(database)
    assert pauses == [1, 2, 4]
    printed = capsys.readouterr()
    assert not [word for word in PERSONAL if word in printed.out + printed.err]


async def test_a_server_that_comes_back_gets_the_notice(
    settings: Settings, database: Database, mailbox: Mailbox, mail_port: int
) -> None:
    await _receive(database)
    assert await worker.send_notices(database, _with_mail(settings, free_port())) == (0, 1)
    await _make_due(database)
    assert await worker.send_notices(database, _with_mail(settings, mail_port)) == (1, 0)
    assert (await _entry(database)).done_at
    assert len(mailbox.mails) == 1


async def test_without_a_mail_server_notices_wait(settings: Settings, database: Database) -> None:
    await _receive(database)
    assert await worker.send_notices(database, settings) == (0, 0)
    entry = await _entry(database)
    assert entry.attempts == 0
    assert entry.done_at is None


async def _conversation(database: Database, hours_ago: float) -> str:
    async with database.writing() as session:
        conversation = await start_conversation(session, channel=Channel.WEB, town="verl")
        await add_message(session, conversation.id, sender=Sender.CITIZEN, text="Meine Mutter braucht Hilfe")
        await save_draft(session, conversation.id, asked="town", state={"story": ["Meine Mutter"]})
        identity = conversation.id
    async with database.writing() as session:
        await session.execute(
            update(Conversation)
            .where(Conversation.id == identity)
            .values(last_seen_at=now() - timedelta(hours=hours_ago))
        )
    return identity


async def test_unfinished_conversations_are_erased_everywhere(settings: Settings, database: Database) -> None:
    old, fresh = await _conversation(database, 25), await _conversation(database, 23)
    assert settings.draft_hours == 24
    assert await worker.erase_what_is_due(database, settings) == 1
    async with database.reading() as session:
        assert await find_conversation(session, old) is None
        assert await find_conversation(session, fresh) is not None
        for table in (Message, Draft):
            left = await session.scalar(
                select(func.count()).select_from(table).where(table.conversation_id == old)
            )
            assert left == 0
        erasure = (await session.scalars(select(Erasure))).one()
        assert (erasure.town, erasure.reference) == ("verl", None)


async def test_more_than_one_batch_is_erased(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BATCH", 2)
    for _ in range(5):
        await _conversation(database, 30)
    assert await worker.erase_what_is_due(database, settings) == 5


async def test_a_received_intake_stays(settings: Settings, database: Database) -> None:
    old = await _conversation(database, 30)
    async with database.writing() as session:
        await create_intake(session, conversation_id=old)
    assert await worker.erase_what_is_due(database, settings) == 0
