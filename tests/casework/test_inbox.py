"""The inbox: order, pages, filters, towns."""

from datetime import date

import pytest

from casework.access_log import accesses_to
from casework.codes import OUTSIDE, Channel, CrisisKind, CrisisLevel, IntakeStatus, NeedKind, Urgency
from casework.conversations import start_conversation
from casework.database import Database
from casework.intakes import TownScope, change_status, find_by_reference, inbox
from casework.models import Coordinator
from tests.factories import create_crisis, create_intake

BOTH = TownScope(frozenset({"verl", "shs"}))
NOV = [date(2026, 11, day) for day in range(1, 31)]


async def fill(db: Database) -> dict[str, str]:
    """Create one intake of each kind; return name -> reference."""
    wanted = {
        "normal": {"urgency": Urgency.NORMAL, "today": NOV[8]},
        "later": {"urgency": Urgency.NORMAL, "today": NOV[15]},
        "soon": {"urgency": Urgency.SOON, "today": NOV[15], "town": "shs"},
        "urgent": {"urgency": Urgency.URGENT, "today": NOV[15], "needs": (NeedKind.DEBT, NeedKind.HOUSING)},
        "acute": {"urgency": Urgency.NORMAL, "today": NOV[15]} | create_crisis(),
        "gentle": {"urgency": Urgency.NORMAL, "today": NOV[15]}
        | create_crisis(CrisisKind.SELF_HARM, CrisisLevel.GENTLE),
    }
    references = {}
    for name, changes in wanted.items():
        async with db.writing() as session:
            references[name] = (await create_intake(session, **changes)).intake.reference  # type: ignore[arg-type]
    return references


async def test_most_urgent_first(db: Database) -> None:
    references = await fill(db)
    names = {reference: name for name, reference in references.items()}
    async with db.reading() as session:
        urgent = await inbox(session, BOTH)
        newest = await inbox(session, BOTH, sort="newest")
    order = [names[row.reference] for row in urgent.rows]
    assert order == ["acute", "urgent", "soon", "normal", "gentle", "later"]
    assert [names[row.reference] for row in newest.rows] == list(reversed(references))
    assert urgent.next_after is None
    row = urgent.rows[1]
    assert row.needs == (NeedKind.DEBT, NeedKind.HOUSING)
    assert (row.name, row.district) == (None, None), "names are shown only to somebody whose look is logged"


@pytest.mark.parametrize("sort", ["urgent", "newest"])
async def test_pages_join_without_gap_or_repetition(db: Database, sort: str) -> None:
    await fill(db)
    async with db.writing() as session:
        for _ in range(5):
            await create_intake(session, urgency=Urgency.SOON, today=NOV[15])
    async with db.reading() as session:
        everything = [row.reference for row in (await inbox(session, BOTH, sort=sort)).rows]  # type: ignore[arg-type]
        seen: list[str] = []
        after = None
        while True:
            page = await inbox(session, BOTH, sort=sort, limit=3, after=after)  # type: ignore[arg-type]
            seen += [row.reference for row in page.rows]
            after = page.next_after
            if after is None:
                break
    assert seen == everything
    assert len(seen) == len(set(seen)) == 11


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "WzEsMl0", "a" * 5000, "WyJhIiwgImIiLCAiYyIsICJkIl0"])
async def test_a_made_up_cursor_starts_at_the_beginning(db: Database, cursor: str) -> None:
    await fill(db)
    async with db.reading() as session:
        assert len((await inbox(session, BOTH, after=cursor)).rows) == 6


async def test_filters_and_counts(db: Database, coordinator: Coordinator) -> None:
    references = await fill(db)
    async with db.writing() as session:
        rows = await inbox(session, BOTH, town="shs")
        assert [row.reference for row in rows.rows] == [references["soon"]]
        rows = await inbox(session, BOTH, need=NeedKind.DEBT)
        assert [row.reference for row in rows.rows] == [references["urgent"]]
        flagged = await inbox(session, BOTH, flagged=True)
        assert {row.reference for row in flagged.rows} == {references["acute"], references["gentle"]}
        assert len((await inbox(session, BOTH, flagged=False)).rows) == 4
    async with db.writing() as session:
        for name, status in (("normal", IntakeStatus.CLOSED), ("later", IntakeStatus.REFERRED)):
            intake = await find_by_reference(session, BOTH, references[name])
            assert intake is not None
            await change_status(session, coordinator, intake, status)
    async with db.reading() as session:
        page = await inbox(session, BOTH)
        assert len(page.rows) == 5, "closed ones are left out"
        assert page.counts == {
            IntakeStatus.NEW: 4,
            IntakeStatus.IN_PROGRESS: 0,
            IntakeStatus.REFERRED: 1,
            IntakeStatus.CLOSED: 1,
        }
        assert len((await inbox(session, BOTH, status="all")).rows) == 6
        closed = await inbox(session, BOTH, status=IntakeStatus.CLOSED)
        assert [row.reference for row in closed.rows] == [references["normal"]]


async def test_only_the_towns_of_the_scope(db: Database) -> None:
    references = await fill(db)
    async with db.reading() as session:
        shs = await inbox(session, TownScope(frozenset({"shs"})))
        assert [row.reference for row in shs.rows] == [references["soon"]]
        assert sum(shs.counts.values()) == 1
        assert (await inbox(session, TownScope(frozenset({"shs"})), town="verl")).rows == ()
        assert (await inbox(session, TownScope(frozenset()))).rows == ()


async def test_intakes_from_outside_belong_to_the_page_they_came_by(db: Database) -> None:
    async with db.writing() as session:
        conversation = await start_conversation(session, channel=Channel.WEB, town="shs")
        by_shs = await create_intake(session, town=OUTSIDE, conversation_id=conversation.id)
        by_none = await create_intake(session, town=OUTSIDE)
        by_form = await create_intake(session, town=OUTSIDE, origin_town="verl")
    expected = {
        "shs": {by_shs.intake.reference, by_none.intake.reference},
        "verl": {by_form.intake.reference, by_none.intake.reference},
    }
    async with db.reading() as session:
        for town, references in expected.items():
            scope = TownScope(frozenset({town}))
            assert {row.reference for row in (await inbox(session, scope)).rows} == references
            for received in (by_shs, by_none, by_form):
                assert scope.allows(received.intake) == (received.intake.reference in references)
        nobody = TownScope(frozenset())
        assert (await inbox(session, nobody)).rows == ()
        assert not nobody.allows(by_none.intake)


async def test_names_in_the_list_are_logged_once_an_hour(db: Database, coordinator: Coordinator) -> None:
    async with db.writing() as session:
        received = await create_intake(session)
    for _ in range(3):
        async with db.writing() as session:
            page = await inbox(session, BOTH, coordinator=coordinator)
            assert [(row.name, row.district) for row in page.rows] == [("Erna Muster", "Kaunitz")]
    async with db.reading() as session:
        entries = await accesses_to(session, received.intake)
    assert [(entry.who, entry.action) for entry in entries] == [("koordination", "list")]


async def test_names_need_a_session_that_can_log(db: Database, coordinator: Coordinator) -> None:
    async with db.writing() as session:
        await create_intake(session)
    async with db.reading() as session:
        with pytest.raises(RuntimeError, match="writing"):
            await inbox(session, BOTH, coordinator=coordinator)
