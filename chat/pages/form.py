"""The form page `/anfrage`: the same intake without JavaScript, in four steps.

Nothing is stored before the last step is sent with consent: what was entered travels in the page itself, so nothing is
lost on an error and there is no session and no cookie.
"""

from __future__ import annotations

import dataclasses
import secrets
from typing import Any

import structlog
from sanic import HTTPResponse, Request

from casework import conversations, intakes, promise
from casework.codes import Channel, CrisisKind, CrisisLevel
from casework.crisis import CrisisReading
from casework.dialogue.reading import World
from casework.dialogue.submission import submission_of
from casework.dialogue.summary import points
from casework.intakes import Received
from casework.labels import long_day
from chat.api.reading import typed_text
from chat.labels import label
from chat.pages.form_fields import STEPS, FormFields, Values
from chat.pages.form_reading import FormReading
from chat.services import Services, services
from chat.tokens import Purpose

log = structlog.get_logger("chat.form")

FORM_SECONDS = 24 * 3600
TRAP = "website"  # a field that people do not see and programs fill in


async def show(request: Request) -> HTTPResponse:
    """GET /anfrage?town=…"""
    chat = services(request)
    town = request.args.get("town", "")
    values = {"town": [town]} if town in chat.towns.codes else {}
    return _page(chat, "story", values, _new_key(chat))


async def receive(request: Request) -> HTTPResponse:
    """POST /anfrage: one step forward or back; the last one hands the intake in."""
    chat = services(request)
    chat.limit_address(chat.limits.forms, request)
    fields, world = FormFields(chat.needs, chat.towns), _world(chat)
    posted: dict[str, list[str]] = dict(request.form or {})
    values = {
        name: [typed_text(value) for value in posted[name]] for name in fields.names() if name in posted
    }
    step = posted.get("step", ["story"])[0]
    step = step if step in STEPS else "story"
    direction = posted.get("go", ["next"])[0]
    key = posted.get("key", [""])[0]
    reading = FormReading(values, fields, world)
    if direction in STEPS:  # "Zurück" and "Ändern" name the step they lead to
        return _page(chat, direction, values, key, reading=reading)
    own = {field.name for field in fields.of_step(step, values)}
    errors = {name: text for name, text in reading.errors.items() if name in own}
    if errors:
        return _page(chat, step, values, key, reading=reading, errors=errors)
    if step != "check":
        return _page(chat, STEPS[STEPS.index(step) + 1], values, key, reading=reading)
    if reading.errors:  # an earlier step was changed or left out
        wrong = next(s for s in STEPS if any(f.name in reading.errors for f in fields.of_step(s, values)))
        return _page(chat, wrong, values, key, reading=reading, errors=reading.errors)
    if refusal := _refusal(chat, request, posted, key):
        return _page(chat, "check", values, _new_key(chat), reading=reading, errors={"form": refusal})
    crisis = _crisis(chat, reading)
    received = await _hand_in(chat, reading, key.partition(".")[0], crisis, world)
    return _confirmation(chat, received, crisis, reading)


async def _hand_in(
    chat: Services, reading: FormReading, key: str, crisis: CrisisReading | None, world: World
) -> Received:
    """Stores the intake with a conversation of its own, through which the coordinator can write; the same key once."""
    town = reading.state.value("town")
    async with chat.database.writing() as session:
        conversation = await conversations.start_conversation(
            session, channel=Channel.FORM, town=town if town in chat.towns.codes else None
        )
        if crisis and crisis.level:
            kinds = [CrisisKind(kind) for kind in crisis.kinds]
            await conversations.raise_crisis(session, conversation.id, kinds, CrisisLevel(crisis.level))
        submission = submission_of(reading.state, world, conversation)
        received = await intakes.receive_intake(
            session, dataclasses.replace(submission, idempotency_key=f"form:{key}")
        )
        if not received.created:
            await session.delete(conversation)
    if received.created:
        chat.metrics.intakes.inc()
        log.info("intake_received", reference=received.intake.reference, door=Channel.FORM)
    return received


def _page(
    chat: Services,
    step: str,
    values: Values,
    key: str,
    *,
    reading: FormReading | None = None,
    errors: dict[str, str] | None = None,
) -> HTTPResponse:
    fields = FormFields(chat.needs, chat.towns)
    errors = dict(errors or {})
    if "consent" in errors:
        errors["consent"] = label("form", "errors", "consent", phones=chat.contact.phones())
    shown = fields.of_step(step, values)
    names = {field.name for field in shown}
    carried = [(name, value) for name, given in values.items() if name not in names for value in given]
    context: dict[str, Any] = {
        "step": step,
        "number": STEPS.index(step) + 1,
        "steps": STEPS,
        "fields": shown,
        "values": values,
        "errors": errors,
        "carried": carried,
        "key": key or _new_key(chat),
        "trap": TRAP,
        "summary": _summary(chat, reading) if step == "check" and reading else (),
        "crisis": _crisis_card(chat, reading) if reading else None,
    }
    return chat.pages.render("form.html", status=422 if errors else 200, **context)


def _confirmation(
    chat: Services, received: Received, crisis: CrisisReading | None, reading: FormReading
) -> HTTPResponse:
    return chat.pages.render(
        "form_done.html",
        reference=received.intake.reference,
        code=received.receipt_code,
        promised=long_day(received.intake.promised_on),
        summary=_summary(chat, reading),
        crisis=_crisis_card(chat, reading) if crisis else None,
    )


def _summary(chat: Services, reading: FormReading) -> list[tuple[str, str, str]]:
    """(label, value, step to change it) of everything that was understood."""
    steps = {"need": "story", "town": "story", "person": "contact", "phone": "contact"}
    rows = [(label("form", "fields", "story", "label"), "\n".join(reading.state.story), "story")]
    understood = points(reading.state, _world(chat))
    return rows + [(each.label, each.value, steps.get(each.slots[0], "questions")) for each in understood]


def _crisis(chat: Services, reading: FormReading) -> CrisisReading | None:
    """What the crisis layer finds in all that was typed; danger now comes before everything else."""
    found = [crisis for text in reading.free_texts() if (crisis := chat.notices.crisis_in(text))]
    return min(found, key=lambda crisis: crisis.level != "acute", default=None)


def _crisis_card(chat: Services, reading: FormReading) -> dict[str, Any] | None:
    crisis = _crisis(chat, reading)
    if crisis is None or not crisis.kind or not crisis.level:
        return None
    town = reading.state.value("town")
    _, card = chat.notices.crisis_message(crisis, town)
    return card | {"text": chat.notices.crisis_text(crisis)}


def _refusal(chat: Services, request: Request, posted: dict[str, list[str]], key: str) -> str | None:
    """Why this form is not handed in, although its fields are right; None when there is no reason."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return label("form", "errors", "foreign")
    subject, _, token = key.partition(".")
    if not chat.signer.check(Purpose.FORM, subject, token):
        return label("form", "errors", "expired")
    if any(posted.get(TRAP, [])):
        return label("form", "errors", "trap")
    return None


def _new_key(chat: Services) -> str:
    """What makes one form one intake, however often it is sent: a random name and its signature."""
    subject = secrets.token_hex(16)
    return f"{subject}.{chat.signer.issue(Purpose.FORM, subject, seconds=FORM_SECONDS)}"


def _world(chat: Services) -> World:
    return World(chat.needs, chat.towns, promise.today(), chat.contact.form_url(), chat.settings.draft_hours)
