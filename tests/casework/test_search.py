"""Search over encrypted intakes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.codes import ContactWay
from casework.database import Database
from casework.intakes import Contact, Person, TownScope
from casework.search import fold, search
from tests.factories import create_contact, create_intake, create_person, create_reporter

BOTH = TownScope(frozenset({"verl", "shs"}))


async def create_both(db: Database) -> tuple[str, str]:
    async with db.writing() as session:
        first = await create_intake(
            session,
            person=create_person(name="Günther Groß-Müller", postcode="33415"),
            contact=create_contact(
                email="Petra.Muster@Example.org", ways=(ContactWay.PHONE, ContactWay.EMAIL)
            ),
            details="Die Häuser sind feucht, er schläft schlecht und braucht Anträge für Wohngeld.",
        )
        second = await create_intake(
            session,
            town="shs",
            person=Person(name="Anna Beispiel"),
            reporter=create_reporter(name=None),
            contact=Contact(ways=(ContactWay.PHONE,), phone="+4915112345678", phone_display="0151 12345678"),
            details="Fahrdienst zum Arzt",
            summary="",
            answers={},
        )
    return first.intake.reference, second.intake.reference


@pytest.mark.parametrize(
    "text",
    [
        "Groß-Müller",
        "gross mueller",
        "MULLER",
        "müller günther",
        "Petra",
        "05246 123457",
        "05246/12 34 57",
        "0049 5246 123457",
        "+49 (0) 5246 123457",
        "123457",
        "petra.muster@example.org",
        "PETRA.MUSTER@EXAMPLE.ORG.",
        "haus",
        "Antrag Wohngeld",
        "Kaunitz",
        "33415",
        "müller 05246 123457",
        "putzen",
    ],
)
async def test_the_first_intake_is_found(db: Database, text: str) -> None:
    first, _ = await create_both(db)
    async with db.reading() as session:
        assert [intake.reference for intake in await search(session, BOTH, text)] == [first]


@pytest.mark.parametrize(
    "text",
    [
        "Meier",
        "Müller Fahrdienst",
        "05246 999999",
        "",
        "   ",
        "%",
        "' OR 1=1 --",
        "a",
        "😀",
        "SD-0000",
        "x" * 5000,
    ],
)
async def test_nothing_is_found_where_nothing_matches(db: Database, text: str) -> None:
    await create_both(db)
    async with db.reading() as session:
        assert await search(session, BOTH, text) == []


async def test_references_are_found_in_any_spelling(db: Database) -> None:
    first, second = await create_both(db)
    async with db.reading() as session:
        for text in (second, second.lower(), f" {second.replace('-', ' - ')} "):
            assert [intake.reference for intake in await search(session, BOTH, text)] == [second]
        assert [
            intake.reference for intake in await search(session, TownScope(frozenset({"verl"})), second)
        ] == []
        assert [
            intake.reference for intake in await search(session, TownScope(frozenset({"verl"})), first)
        ] == [first]


async def test_the_scope_holds(db: Database) -> None:
    await create_both(db)
    async with db.reading() as session:
        assert await search(session, TownScope(frozenset({"shs"})), "Müller") == []
        assert await search(session, TownScope(frozenset()), "Müller") == []
        assert len(await search(session, TownScope(frozenset({"shs"})), "0151 12345678")) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Müller", "MUELLER"), ("Größe", "Groesse"), ("José", "jose"), ("Şahin", "sahin")]
)
def test_spellings_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40))
def test_folding_settles(word: str) -> None:
    assert fold(word) == fold(word.upper()) or not word.isascii()
    assert fold(fold(word)) == fold(fold(fold(word)))
