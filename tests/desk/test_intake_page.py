"""The intake page: everything is there, masked where it must be, and every change is kept, once, with its writer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from casework.access_log import accesses_to
from casework.codes import (
    Channel,
    ContactWay,
    CrisisKind,
    CrisisLevel,
    NeedKind,
    ReporterKind,
    Sender,
    Urgency,
)
from casework.conversations import add_message, start_conversation
from casework.database import Database
from casework.models import AccessLog, CaseNote, Intake, StatusEvent
from tests.desk.page import check_page, visible_text
from tests.desk.running import Visitor
from tests.factories import create_contact, create_intake, create_person, create_reporter

SCRIPT = "<script>alert(1)</script>"


async def _received(database: Database, **changes: Any) -> Intake:
    async with database.writing() as session:
        return (await create_intake(session, **changes)).intake


async def test_one_look_tells_who_what_where_when_and_how_to_reach(database: Database, verl: Visitor) -> None:
    intake = await _received(database)
    page = verl.get(f"/anliegen/{intake.reference}")
    root = check_page(page.text)
    top = next(element for element in root.iter("section") if element.get("aria-labelledby") == "wer")
    text = " ".join("".join(top.itertext()).split())
    for fact in (
        "Erna Muster, 80 Jahre",
        "Mutter von Petra Muster",
        "Weiß von dieser Anfrage",
        "Hilfe im Haushalt",
        "Verl, Kaunitz",
        "Do 26.11.",
        "05246 123457",
        "ab 16 Uhr",
        "Anrufbeantworter ja",
    ):
        assert fact in text, fact
    assert 'href="tel:+495246123457"' in page.text
    whole = visible_text(page.text)
    assert "Pflegegrad beantragt" in whole
    assert "Wer putzt und kauft ein?" in whole
    assert "Wortlaut 2026-11" in whole


async def test_mail_link_has_no_subject(database: Database, verl: Visitor) -> None:
    contact = create_contact(
        ways=(ContactWay.EMAIL,), phone=None, phone_display=None, email="p.muster@example.org"
    )
    intake = await _received(database, contact=contact)
    assert 'href="mailto:p.muster@example.org"' in verl.get(f"/anliegen/{intake.reference}").text


async def test_a_person_without_name_contact_or_answers_is_shown_without_gaps(
    database: Database, verl: Visitor
) -> None:
    intake = await _received(
        database,
        person=create_person(name=None, age=None, relation=None, knows=None, district=None),
        reporter=create_reporter(kind=ReporterKind.SELF, name=None),
        contact=create_contact(ways=(ContactWay.NONE,), phone=None, phone_display=None, preferred_time=None, voicemail=None),
        answers={}, details="", summary="", deadline_on=None, deadline_text=None, urgency_reason=None, consents=(),
        needs=(NeedKind.OTHER,), channel=Channel.FORM,
    )  # fmt: skip
    for path in (f"/anliegen/{intake.reference}", f"/anliegen/{intake.reference}/blatt"):
        page = verl.get(path)
        check_page(page.text)
        text = visible_text(page.text)
        assert "Ohne Namen" in text
        assert "None" not in text
        assert "Zugangscode" in text


async def test_crisis_and_safe_contact_stand_on_top(database: Database, verl: Visitor) -> None:
    intake = await _received(
        database,
        crisis=((CrisisKind.VIOLENCE, CrisisLevel.ACUTE),),
        urgency=Urgency.URGENT,
        contact=create_contact(safe_note="Nur vormittags, der Partner darf nichts wissen."),
    )
    page = verl.get(f"/anliegen/{intake.reference}").text
    check_page(page)
    text = visible_text(page)
    assert "Akute Krise" in text
    assert text.index("Gewalt (akut)") < text.index("Erna Muster")
    assert text.index("Vor dem Kontakt lesen: Nur vormittags") < text.index("05246 123457")


async def test_conversation_is_shown_with_masked_receipt_codes(database: Database, verl: Visitor) -> None:
    async with database.writing() as session:
        conversation = await start_conversation(session, channel=Channel.WEB, town="verl")
        await add_message(session, conversation.id, sender=Sender.CITIZEN, text=f"Hallo {SCRIPT}")
        await add_message(
            session, conversation.id, sender=Sender.BOT, text="Ihr Zugangscode: KX7M-4TQP-92RW."
        )
        intake = (await create_intake(session, conversation_id=conversation.id)).intake
    page = verl.get(f"/anliegen/{intake.reference}").text
    check_page(page)
    assert "KX7M-••••-••••" in page
    assert "4TQP" not in page
    assert "Hallo &lt;script&gt;" in page


async def test_a_script_in_any_field_stays_text(database: Database, verl: Visitor) -> None:
    intake = await _received(
        database,
        person=create_person(name=SCRIPT, district=SCRIPT),
        reporter=create_reporter(name=SCRIPT, organisation=SCRIPT),
        contact=create_contact(preferred_time=SCRIPT, safe_note=SCRIPT, email=f'"{SCRIPT}"@example.org'),
        answers={"household_tasks": {"value": "x", "display": SCRIPT}},
        details=SCRIPT, summary=SCRIPT, deadline_text=SCRIPT, urgency_reason=SCRIPT,
    )  # fmt: skip
    verl.post(f"/anliegen/{intake.reference}", {"was": "new", "status": "new", "note": SCRIPT})
    for path in (f"/anliegen/{intake.reference}", f"/anliegen/{intake.reference}/blatt", "/"):
        page = verl.get(path).text
        check_page(page)
        assert "<script>alert" not in page, path
        assert "&lt;script&gt;alert(1)" in page, path


async def test_status_and_note_are_saved_together(database: Database, verl: Visitor) -> None:
    intake = await _received(database)
    path = f"/anliegen/{intake.reference}"
    answer = verl.post(path, {"was": "new", "status": "in_progress", "note": " Angerufen,\r\nerreicht. "})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?ok=status_note")
    async with database.reading() as session:
        events = list(
            await session.scalars(
                select(StatusEvent).where(StatusEvent.intake_id == intake.id).order_by(StatusEvent.number)
            )
        )
        assert [event.to_status for event in events] == ["new", "in_progress"]
        assert events[-1].note == "Angerufen,\nerreicht."
    page = verl.get(answer.headers["location"]).text
    check_page(page)
    text = visible_text(page)
    assert "Status und Vermerk sind gespeichert." in text
    assert "Neu → In Bearbeitung Angerufen, erreicht." in text
    assert "Koordination Verl" in text


async def test_a_note_alone_changes_no_status(database: Database, verl: Visitor) -> None:
    intake = await _received(database)
    answer = verl.post(
        f"/anliegen/{intake.reference}", {"was": "new", "status": "new", "note": "Nur ein Vermerk"}
    )
    assert answer.headers["location"].endswith("?ok=note")
    async with database.reading() as session:
        notes = list(await session.scalars(select(CaseNote).where(CaseNote.intake_id == intake.id)))
        assert [note.text for note in notes] == ["Nur ein Vermerk"]
        stored = await session.get(Intake, intake.id)
        assert stored is not None
        assert stored.status == "new"


async def test_the_second_of_two_editors_overwrites_nothing_and_keeps_her_text(
    database: Database, verl: Visitor, duo: Visitor
) -> None:
    intake = await _received(database)
    path = f"/anliegen/{intake.reference}"
    assert duo.post(path, {"was": "new", "status": "referred", "note": ""}).status_code == 303
    second = verl.post(path, {"was": "new", "status": "closed", "note": "Hat sich erledigt."})
    assert second.status_code == 409
    check_page(second.text)
    text = visible_text(second.text)
    assert "Inzwischen hat Koordination Duo den Vorgang geändert (jetzt „Vermittelt“)" in text
    assert ">Hat sich erledigt.</textarea>" in second.text
    async with database.reading() as session:
        stored = await session.get(Intake, intake.id)
        assert stored is not None
        assert stored.status == "referred"
        assert not list(await session.scalars(select(CaseNote).where(CaseNote.intake_id == intake.id)))
    assert verl.post(path, {"was": "new", "status": "new", "note": "Nur notiert."}).status_code == 303
    assert "Vermittelt" in visible_text(verl.get(path).text), (
        "a note from an old page leaves the status alone"
    )


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"was": "new", "status": "new", "note": "  "}, "Es gibt noch nichts zu speichern."),
        ({"was": "new", "status": "gone", "note": "x"}, "Bitte wählen Sie einen der vier Status aus."),
        ({}, "Bitte wählen Sie einen der vier Status aus."),
        (
            {"was": "new", "status": "closed", "note": "x" * 5001},
            "Der Vermerk hat 5001 Zeichen, möglich sind 5000.",
        ),
    ],
)
async def test_bad_forms_are_explained_and_change_nothing(
    database: Database, verl: Visitor, form: dict[str, str], said: str
) -> None:
    intake = await _received(database)
    answer = verl.post(f"/anliegen/{intake.reference}", form)
    assert answer.status_code == 400
    check_page(answer.text)
    assert said in visible_text(answer.text)
    if form.get("note", "").strip():
        assert form["note"] in answer.text, "what was written is still there"
    async with database.reading() as session:
        stored = await session.get(Intake, intake.id)
        assert stored is not None
        assert stored.status == "new"


async def test_every_look_is_in_the_access_log_and_shown(database: Database, verl: Visitor) -> None:
    intake = await _received(database)
    verl.get(f"/anliegen/{intake.reference}/blatt")
    page = verl.get(f"/anliegen/{intake.reference}").text
    async with database.reading() as session:
        accesses: list[AccessLog] = await accesses_to(session, intake)
    assert [(row.who, row.action) for row in reversed(accesses)] == [("verl", "print"), ("verl", "read")]
    assert "verl: Blatt gedruckt" in visible_text(page)


async def test_the_printed_sheet_fits_its_facts_and_shortens_long_stories(
    database: Database, verl: Visitor
) -> None:
    intake = await _received(database, details="Eine lange Geschichte. " * 400)
    page = verl.get(f"/anliegen/{intake.reference}/blatt").text
    check_page(page)
    text = visible_text(page)
    assert "gekürzt, vollständig am Schreibtisch" in text
    assert "Vertraulich" in text
    assert len(text) < 2500


async def test_a_closed_intake_promises_nothing_more(database: Database, verl: Visitor) -> None:
    intake = await _received(database, today=date(2026, 1, 5), deadline_on=date(2026, 1, 7))
    path = f"/anliegen/{intake.reference}"
    assert "überfällig" in visible_text(verl.get(path).text)
    verl.post(path, {"was": "new", "status": "closed", "note": ""})
    assert "überfällig" not in visible_text(verl.get(path).text)
