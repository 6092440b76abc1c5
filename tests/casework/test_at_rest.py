"""What lies in the database tells nothing about a person: every column of every row is looked through."""

from datetime import date

from sqlalchemy import Connection, MetaData, select

from casework.codes import Channel, ContactWay, CrisisKind, CrisisLevel, IntakeStatus, Sender
from casework.conversations import add_message, raise_crisis, start_conversation
from casework.coordinators import authenticate
from casework.database import Database
from casework.drafts import save_draft
from casework.intakes import Contact, Person, add_note, change_status, read_intake
from casework.models import Coordinator
from casework.scope import TownScope
from casework.search import search
from tests.factories import create_intake

SECRETS = {
    "name": "Zacharias Geheimrat",
    "relation": "grandfather-in-law",
    "district": "Sürenheide",
    "postcode": "33415",
    "place": "Hinterhaus",
    "phone": "+495246987654",
    "phone_display": "05246 987654",
    "email": "zacharias@geheim.example",
    "preferred_time": "zwischen Mittagsschlaf und Kaffee",
    "safe_note": "Ehemann darf nichts erfahren",
    "details": "Ich habe Krebs und kann nicht mehr putzen",
    "summary": "Zusammenfassung mit Diagnose",
    "answer": "Pflegegrad Fünf",
    "deadline_text": "vor der Chemotherapie",
    "urgency_reason": "Operation steht bevor",
    "note": "Vermerk über die Familie",
    "status_note": "Statusnotiz über die Wohnung",
    "message": "Nachricht mit Geständnis",
    "payload": "/choose{geheim}",
    "state": "Zustand des Entwurfs",
    "crisis": "self_harm",
}


def _everything(connection: Connection) -> list[tuple[str, str, object]]:
    metadata = MetaData()
    metadata.reflect(connection)
    cells: list[tuple[str, str, object]] = []
    for table in metadata.tables.values():
        for row in connection.execute(select(table)).mappings():
            cells += [(table.name, column, value) for column, value in row.items()]
    return cells


async def test_no_cell_of_the_database_holds_what_a_person_said(
    db: Database, coordinator: Coordinator
) -> None:
    async with db.writing() as session:
        conversation = await start_conversation(session, channel=Channel.WEB, town=None)
        await add_message(
            session,
            conversation.id,
            sender=Sender.CITIZEN,
            text=SECRETS["message"],
            payload=SECRETS["payload"],
        )
        await save_draft(session, conversation.id, asked="name", state={"x": SECRETS["state"]})
        await raise_crisis(session, conversation.id, [CrisisKind.SELF_HARM], CrisisLevel.GENTLE)
    async with db.writing() as session:
        received = await create_intake(
            session,
            conversation_id=conversation.id,
            today=date(2026, 11, 22),
            person=Person(
                name=SECRETS["name"],
                age=87,
                relation=SECRETS["relation"],
                district=SECRETS["district"],
                postcode=SECRETS["postcode"],
                place=SECRETS["place"],
            ),
            contact=Contact(
                ways=(ContactWay.PHONE,),
                phone=SECRETS["phone"],
                phone_display=SECRETS["phone_display"],
                email=SECRETS["email"],
                preferred_time=SECRETS["preferred_time"],
                safe_note=SECRETS["safe_note"],
            ),
            details=SECRETS["details"],
            summary=SECRETS["summary"],
            answers={"care_grade": {"value": "5", "display": SECRETS["answer"]}},
            deadline_text=SECRETS["deadline_text"],
            urgency_reason=SECRETS["urgency_reason"],
            crisis=((CrisisKind.SELF_HARM, CrisisLevel.GENTLE),),
        )
    code = received.receipt_code
    assert code is not None
    async with db.writing() as session:
        view = await read_intake(session, coordinator, received.intake.reference)
        await change_status(
            session, coordinator, view.intake, IntakeStatus.IN_PROGRESS, SECRETS["status_note"]
        )
        await add_note(session, coordinator, view.intake, SECRETS["note"])
        await search(session, TownScope.of(coordinator), SECRETS["name"])
    async with db.writing() as session:
        await authenticate(session, SECRETS["email"], SECRETS["details"], source="198.51.100.7")
    async with db.engine.connect() as connection:
        cells = await connection.run_sync(_everything)
    assert len(cells) > 150
    needles = [
        *SECRETS.values(),
        *SECRETS["name"].split(),
        code,
        code.replace("-", ""),
        "198.51.100.7",
        "Petra Muster",
    ]
    for table, column, value in cells:
        stored = value if isinstance(value, bytes) else str(value).encode()
        for needle in needles:
            assert needle.encode() not in stored, f"{table}.{column} holds {needle!r} in clear"
