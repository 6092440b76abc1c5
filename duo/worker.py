"""What happens without anybody asking: sending notices, erasing what is due."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog
from sanic import Sanic

from casework import outbox
from casework.database import Database
from casework.encryption import Keyring
from casework.models import Intake
from casework.models.base import now
from casework.retention import erase_spent_drafts, erase_unfinished, forget_ended_sessions
from casework.settings import Settings

TICK_SECONDS = 20
BATCH = 500
log = structlog.get_logger("worker")


async def erase_what_is_due(database: Database, settings: Settings) -> int:
    """Erases unfinished conversations, spent drafts and ended sessions; returns how many conversations."""
    before, erased = now() - timedelta(hours=settings.draft_hours), 0
    while True:
        async with database.writing() as session:
            count = await erase_unfinished(session, before, limit=BATCH)
        erased += count
        if count < BATCH:
            break
    async with database.writing() as session:
        await erase_spent_drafts(session, before)
        await forget_ended_sessions(session)
    return erased


def _notice(settings: Settings, reference: str) -> EmailMessage:
    """A notice without personal data: the reference is public, everything else stays at the desk."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = settings.notice_to or settings.mail_from
    message["Subject"] = f"Neues Anliegen {reference}"
    message.set_content(f"Ein neues Anliegen ist eingegangen: {settings.desk_url}/anliegen/{reference}\n")
    return message


async def send_notices(database: Database, settings: Settings) -> tuple[int, int]:
    """Sends the notices that are due; returns (sent, failed). Without DUO_SMTP_URL they wait in the outbox."""
    if not settings.smtp_url:
        return 0, 0
    async with database.writing() as session:
        entries = await outbox.due_entries(session)
        references = {}
        for entry in entries:
            intake = await session.get(Intake, entry.intake_id)
            references[entry.id] = intake.reference if intake else None
    sent = failed = 0
    for entry_id, reference in references.items():
        try:
            if reference:
                await _send(settings, _notice(settings, reference))
        except (aiosmtplib.SMTPException, OSError) as error:
            failed += 1
            log.warning("notice_failed", error=type(error).__name__)
            async with database.writing() as session:
                await outbox.mark_failed(session, entry_id, error)
        else:
            sent += 1
            async with database.writing() as session:
                await outbox.mark_done(session, entry_id)
    return sent, failed


async def _send(settings: Settings, message: EmailMessage) -> None:
    address = urlsplit(settings.smtp_url or "")
    await aiosmtplib.send(
        message,
        hostname=address.hostname,
        port=address.port,
        username=unquote(address.username) if address.username else None,
        password=unquote(address.password) if address.password else None,
        timeout=15,
    )


async def work(settings: Settings) -> None:
    """Runs until cancelled; one failing job never stops the others.

    Several may run at once, beside several desks: notices are leased, and what is erased is locked.
    """
    database = Database(settings.database_url, keyring=Keyring.load(settings.keys_file))
    try:
        while True:
            for job in (erase_what_is_due, send_notices):
                try:
                    await job(database, settings)
                except Exception as error:
                    # Only the kind: a database error may quote what a person wrote.
                    log.error("job_failed", job=job.__name__, error=type(error).__name__)
            await asyncio.sleep(TICK_SECONDS)
    finally:
        await database.close()


def work_beside(app: Sanic, settings: Settings) -> None:
    """Lets the worker run in the process of `app`: a small town's server need not carry one more."""

    @app.after_server_start
    async def begin(app: Sanic) -> None:
        app.ctx.worker = asyncio.create_task(work(settings))

    @app.before_server_stop
    async def end(app: Sanic) -> None:
        app.ctx.worker.cancel()
        await asyncio.gather(app.ctx.worker, return_exceptions=True)
