"""The form page, filled in as a browser without JavaScript does it."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from sqlalchemy import func, select

from casework.intakes import find_by_receipt_code
from casework.models import Conversation, Intake
from tests.chat.door import Door
from tests.chat.page import Page, check

STORY = "Meine Mutter kommt Donnerstag aus der Reha und braucht jemanden, der putzt und einkauft."


async def post(door: Door, fields: dict[str, Any], **headers: str) -> tuple[int, Page]:
    response = await door.client.post("/anfrage", data=fields, headers=headers)
    return response.status_code, check(response.text)


async def fill(door: Door, page: Page, go: str = "next", **entered: Any) -> tuple[int, Page]:
    """Sends the form of `page` with what was entered, by the button `go`."""
    return await post(door, page.fields() | entered | {"go": go})


def heading(page: Page) -> str:
    return page.all("h1")[0].text


async def first_step(door: Door) -> Page:
    response = await door.client.get("/anfrage?town=verl")
    assert response.status_code == 200
    return check(response.text)


async def up_to_the_check(door: Door) -> Page:
    page = await first_step(door)
    assert page.fields()["town"] == ["verl"]
    _, page = await fill(door, page, story=STORY, needs=["household_help"], place="Kaunitz")
    assert heading(page) == "Fragen dazu"
    _, page = await fill(
        door,
        page,
        household_tasks=["cleaning", "shopping"],
        care_grade="applied",
        insurer="aok",
        deadline="26.11.2030",
    )
    assert heading(page) == "Person und Kontakt"
    _, page = await fill(
        door, page, person="mother", person_name="Erna Muster", age="80", person_knows="yes", name="Petra Muster",
        phone="05246 123456", email="petra.muster@example.org", preferred_time="ab 16 Uhr", voicemail="yes",
    )  # fmt: skip
    assert heading(page) == "Prüfen und absenden"
    return page


async def test_a_whole_form_becomes_one_intake(door: Door) -> None:
    page = await up_to_the_check(door)
    shown = " ".join(element.text for element in page.all("dd"))
    for expected in (
        STORY,
        "Hilfe im Haushalt",
        "Erna Muster",
        "Verl (Kaunitz)",
        "Beantragt",
        "AOK",
        "05246 123456",
    ):
        assert expected in shown
    async with door.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Intake)) == 0
    status, page = await fill(door, page, consent="yes")
    assert status == 200
    assert heading(page) == "Ihre Anfrage ist abgesendet"
    reference, code = (element.text for element in page.all("dd")[:2])
    assert re.fullmatch(r"SD-[0-9A-Z]{4}", reference)
    async with door.database.reading() as session:
        intake = await find_by_receipt_code(session, code)
        assert intake is not None
        assert intake.reference == reference
        assert intake.town == "verl"
        assert intake.channel == "form"
    found = await door.client.post("/api/receipts", json={"code": code})
    assert found.json()["reference"] == reference
    assert found.json()["status_text"] == "Neu"
    assert found.json()["conversation"]["token"]


async def test_the_record_says_what_was_entered(door: Door) -> None:
    page = await up_to_the_check(door)
    await fill(door, page, consent="yes")
    async with door.database.reading() as session:
        intake = (await session.scalars(select(Intake))).one()
        from casework.intake_record import record_of

    async with door.database.writing() as session:
        record = await record_of(session, intake.reference)
    assert record["needs"] == ["household_help"]
    assert record["details"] == STORY
    assert record["answers"]["household_tasks"]["value"] == "cleaning,shopping"
    assert record["answers"]["care_grade"]["value"] == "applied"
    assert record["person"]["name"] == "Erna Muster"
    assert record["person"]["age"] == 80
    assert record["person"]["relation"] == "mother"
    assert record["person"]["knows"] == "yes"
    assert record["person"]["district"] == "Kaunitz"
    assert record["reporter"]["kind"] == "relative"
    assert record["reporter"]["name"] == "Petra Muster"
    assert record["contact"]["phone"] == "+495246123456"
    assert record["contact"]["email"] == "petra.muster@example.org"
    assert record["contact"]["voicemail"] == "yes"
    assert record["deadline_on"] == "2030-11-26"
    assert {consent["purpose"] for consent in record["consents"]} == {"contact", "health"}
    assert {consent["act"] for consent in record["consents"]} == {"form:consent"}


async def test_sent_twice_is_one_intake_with_the_same_code(door: Door) -> None:
    page = await up_to_the_check(door)
    fields = page.fields() | {"consent": "yes", "go": "next"}
    (_, one), (_, two) = await asyncio.gather(post(door, fields), post(door, fields))
    _, three = await post(door, fields)
    codes = [[element.text for element in each.all("dd")[:2]] for each in (one, two, three)]
    assert codes[0] == codes[1] == codes[2]
    async with door.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Intake)) == 1
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 1


async def test_an_error_is_listed_linked_and_loses_nothing(door: Door) -> None:
    page = await first_step(door)
    status, page = await fill(door, page, story="", place="Kaunitz")
    assert status == 422
    assert page.all("title")[0].text.startswith("Fehler: ")
    links = [link.attributes["href"] for link in page.all("a") if link.attributes["href"].startswith("#f-")]
    assert links == ["#f-story", "#f-needs"]
    assert page.fields()["place"] == ["Kaunitz"]
    assert page.fields()["town"] == ["verl"]


async def test_wrong_phone_and_mail_say_what_is_wrong(door: Door) -> None:
    page = await first_step(door)
    _, page = await fill(door, page, story=STORY, needs=["other"])
    _, page = await fill(door, page)
    status, page = await fill(
        door, page, person="self", phone="12", email="petra.muster", age="uralt", name="Petra Muster"
    )
    assert status == 422
    errors = [element.text for element in page.all("p") if element.attributes.get("class") == "error"]
    assert len(errors) == 3
    assert any("05246 123456" in text for text in errors)
    assert any("petra.muster@example.org" in text for text in errors)
    assert page.fields()["phone"] == ["12"]
    assert page.fields()["story"] == [STORY]


async def test_without_consent_nothing_is_stored(door: Door) -> None:
    page = await up_to_the_check(door)
    status, page = await fill(door, page)
    assert status == 422
    assert "05246 961-0" in page.source
    async with door.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Intake)) == 0
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 0


async def test_back_and_change_keep_everything(door: Door) -> None:
    page = await up_to_the_check(door)
    _, page = await fill(door, page, go="story")
    assert heading(page) == "Ihr Anliegen"
    assert page.fields()["story"] == [STORY]
    assert page.fields()["needs"] == ["household_help"]
    _, page = await fill(door, page, story="Etwas anderes", needs=["household_help", "transport"])
    assert "mobility" in page.source
    assert page.fields()["care_grade"] == ["applied"]


async def test_a_postcode_of_the_other_town_is_pointed_out(door: Door) -> None:
    page = await first_step(door)
    status, page = await fill(door, page, story=STORY, needs=["other"], place="33758")
    assert status == 422
    assert "Schloß Holte-Stukenbrock" in page.source


async def test_outside_is_still_an_intake(door: Door) -> None:
    page = await first_step(door)
    _, page = await fill(door, page, story=STORY, needs=["other"], town="outside", place="Bielefeld")
    _, page = await fill(door, page)
    _, page = await fill(door, page, person="self", phone="0521 123456")
    _, page = await fill(door, page, consent="yes")
    assert heading(page) == "Ihre Anfrage ist abgesendet"


async def test_danger_in_a_text_shows_the_numbers_and_flags_the_intake(door: Door) -> None:
    page = await first_step(door)
    _, page = await fill(
        door, page, story="Ich will nicht mehr leben. Ich bringe mich um.", needs=["loneliness"]
    )
    assert "0800 1110111" in page.source
    _, page = await fill(door, page)
    _, page = await fill(door, page, person="self", phone="05246 123456")
    assert "tel:08001110111" in page.source.replace("+49800", "0800")
    _, page = await fill(door, page, consent="yes")
    assert heading(page) == "Ihre Anfrage ist abgesendet"
    assert "0800 1110111" in page.source
    async with door.database.reading() as session:
        intake = (await session.scalars(select(Intake))).one()
        assert intake.crisis_level == "acute"


async def test_programs_foreign_pages_and_old_keys_are_kept_out(door: Door) -> None:
    page = await up_to_the_check(door)
    fields = page.fields() | {"consent": "yes", "go": "next"}
    for changed, headers in (
        ({"website": "https://spam.example"}, {}),
        ({"key": "abc.def"}, {}),
        ({"key": ""}, {}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
    ):
        status, again = await post(door, fields | changed, **headers)
        assert status == 422
        assert again.fields()["story"] == [STORY]
    async with door.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Intake)) == 0
    status, done = await fill(door, again, consent="yes", website="")
    assert heading(done) == "Ihre Anfrage ist abgesendet"


async def test_what_was_typed_is_never_markup(door: Door) -> None:
    page = await first_step(door)
    _, page = await fill(door, page, story='"><script>alert(1)</script>', needs=["other"])
    assert "<script>alert" not in page.source
    _, page = await fill(door, page, go="story")
    assert page.fields()["story"] == ['"><script>alert(1)</script>']


async def test_nonsense_is_answered_with_the_form(door: Door) -> None:
    for body in (
        b"",
        b"\xff\xfe\x00",
        b"step=check&go=next",
        b"step=x&go=y&needs=nonsense&town=nowhere&person=queen",
        b"story=%zz",
    ):
        response = await door.client.post(
            "/anfrage", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert response.status_code in {200, 422}
        check(response.text)
