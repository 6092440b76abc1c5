"""The inbox: order, filters, counts, paging, search; each on data of its own kind."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sqlalchemy import func, select

from casework.codes import CrisisKind, CrisisLevel, NeedKind, Urgency
from casework.database import Database
from casework.models import AccessLog, Intake
from tests.desk.page import check_page, visible_text
from tests.desk.running import Visitor
from tests.factories import create_contact, create_intake, create_person, create_reporter

REFERENCE = re.compile(r'href="/anliegen/([A-Z]+-[A-Z0-9]+)"')


def _shown(markup: str) -> list[str]:
    return REFERENCE.findall(markup)


async def _received(database: Database, **changes: Any) -> str:
    async with database.writing() as session:
        return (await create_intake(session, **changes)).intake.reference


def _all_pages(visitor: Visitor, path: str) -> list[str]:
    """Every reference of a list, following its link to the next page."""
    references: list[str] = []
    for _ in range(40):
        page = visitor.get(path).text
        references += _shown(page)
        following = re.search(r'<a class="kern-btn kern-btn--secondary" href="([^"]+)"', page)
        if not following:
            return references
        path = following[1].replace("&amp;", "&")
    raise AssertionError("the list never ends")


async def test_acute_crisis_comes_first_then_urgency(database: Database, verl: Visitor) -> None:
    plain = await _received(database, urgency=Urgency.NORMAL, needs=(NeedKind.HOUSING,))
    urgent = await _received(database, urgency=Urgency.URGENT, needs=(NeedKind.HOUSING,))
    acute = await _received(
        database,
        urgency=Urgency.NORMAL,
        needs=(NeedKind.HOUSING,),
        crisis=((CrisisKind.SUICIDE, CrisisLevel.ACUTE),),
    )
    page = verl.get("/?need=housing&town=verl")
    check_page(page.text)
    order = [reference for reference in _shown(page.text) if reference in (plain, urgent, acute)]
    assert order == [acute, urgent, plain]
    assert _shown(verl.get("/?need=housing&sort=newest").text)[0] == acute
    text = visible_text(page.text)
    assert "Krisenhinweis: Suizidgedanken (akut)" in text
    assert "Eilig" in text


async def test_filters_narrow_and_stay_in_the_address(database: Database, duo: Visitor) -> None:
    in_verl = await _received(database, town="verl", needs=(NeedKind.TRANSPORT,))
    in_shs = await _received(database, town="shs", needs=(NeedKind.TRANSPORT, NeedKind.DEBT))
    flagged = await _received(
        database, needs=(NeedKind.TRANSPORT,), crisis=((CrisisKind.VIOLENCE, CrisisLevel.GENTLE),)
    )
    everything = _all_pages(duo, "/?need=transport")
    assert {in_verl, in_shs, flagged} <= set(everything)
    assert set(_all_pages(duo, "/?need=transport&town=shs")) & {in_verl, in_shs, flagged} == {in_shs}
    assert set(_all_pages(duo, "/?need=transport&flagged=1")) & {in_verl, in_shs, flagged} == {flagged}
    page = duo.get("/?need=transport&town=shs&flagged=1").text
    assert '<option value="shs" selected>' in page
    assert '<option value="transport" selected>' in page
    assert 'name="flagged" value="1" checked' in page


async def test_counts_come_from_the_database_not_from_the_page(database: Database, shs: Visitor) -> None:
    for _ in range(27):
        await _received(database, town="shs", needs=(NeedKind.THERAPY,))
    page = shs.get("/?need=therapy").text
    check_page(page)
    async with database.reading() as session:
        number = await session.scalar(select(func.count()).where(Intake.town == "shs"))
    assert len(_shown(page)) == 25
    assert re.search(r"Offen\s+27", visible_text(page))
    assert number is not None
    assert number >= 27
    everything = _all_pages(shs, "/?need=therapy")
    assert len(everything) == len(set(everything)) == 27, "paging shows each intake once"


async def test_nonsense_in_the_address_is_ignored(verl: Visitor) -> None:
    for query in (
        "town=shs",
        "town=%3Cscript%3E",
        "need=x",
        "status=x",
        "sort=x",
        "after=x",
        "after=AAAA",
        "flagged=x",
    ):
        page = verl.get(f"/?{query}")
        assert page.status_code == 200, query
        check_page(page.text)
        assert "<script>" not in page.text.replace('<script src="', "")


async def test_the_other_town_is_neither_listed_nor_counted_nor_found(
    database: Database, verl: Visitor, shs: Visitor
) -> None:
    name = "Wilhelmine Fremdling"
    foreign = await _received(
        database, town="shs", needs=(NeedKind.PAPERWORK,), person=create_person(name=name)
    )
    before = visible_text(verl.get("/?need=paperwork").text)
    await _received(database, town="shs", needs=(NeedKind.PAPERWORK,), person=create_person(name=name))
    assert visible_text(verl.get("/?need=paperwork").text) == before
    assert foreign not in _all_pages(verl, "/")
    for text in (name, foreign):
        assert foreign not in _shown(verl.post("/suche", {"q": text}).text)
        assert foreign in _shown(shs.post("/suche", {"q": text}).text)


async def test_unread_until_somebody_opens_it(database: Database, verl: Visitor) -> None:
    reference = await _received(database, needs=(NeedKind.OUTPATIENT_SUPPORT,))
    assert "ungelesen" in visible_text(verl.get("/?need=outpatient_support").text)
    verl.get(f"/anliegen/{reference}")
    assert "ungelesen" not in visible_text(verl.get("/?need=outpatient_support").text)


async def test_overdue_promises_say_so_in_words(database: Database, verl: Visitor) -> None:
    await _received(database, needs=(NeedKind.BENEFITS,), today=date(2026, 1, 5))
    assert "überfällig seit" in visible_text(verl.get("/?need=benefits").text)


async def test_names_in_a_list_are_logged(database: Database, verl: Visitor) -> None:
    reference = await _received(database, needs=(NeedKind.DEBT,))
    verl.get("/?need=debt")
    verl.get("/?need=debt")
    async with database.reading() as session:
        rows = list(await session.scalars(select(AccessLog).where(AccessLog.reference == reference)))
    assert [(row.who, row.action) for row in rows] == [("verl", "list")], "once an hour, not once a reload"


async def test_empty_lists_say_what_to_do(verl: Visitor) -> None:
    page = verl.get("/?status=closed&need=loneliness&flagged=1").text
    check_page(page)
    assert "Filter zurücksetzen" in visible_text(page)


async def test_search_finds_by_every_handle_and_keeps_the_words_out_of_addresses_and_logs(
    database: Database, verl: Visitor
) -> None:
    reference = await _received(
        database,
        person=create_person(name="Änne Größlich"),
        reporter=create_reporter(name="Jörg Mustermüller"),
        contact=create_contact(
            phone="+495246999888", phone_display="05246 999888", email="joerg.m@example.org"
        ),
        details="Der Treppenlift ist kaputt.",
    )
    for text in (
        reference,
        "groesslich",
        "ÄNNE",
        "Mustermueller",
        "05246/99 98 88",
        "joerg.m@example.org",
        "Treppenlift",
    ):
        answer = verl.post("/suche", {"q": text})
        assert answer.status_code == 200
        check_page(answer.text)
        assert reference in _shown(answer.text), text
    nothing = verl.post("/suche", {"q": "Quastenflosser"})
    assert "Nichts gefunden" in visible_text(nothing.text)
    too_short = verl.post("/suche", {"q": "ab"})
    assert too_short.status_code == 400
    check_page(too_short.text)
    async with database.reading() as session:
        searches = list(await session.scalars(select(AccessLog).where(AccessLog.action == "search")))
    assert len(searches) >= 8
    assert {row.reference for row in searches} == {None}
