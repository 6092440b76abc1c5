"""The desk in a real browser: axe finds nothing, nothing scrolls sideways, and the few scripts do their work."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from casework.codes import CrisisKind, CrisisLevel, NeedKind, Urgency
from tests.desk.running import FIRST_PASSWORD, PASSWORD, RunningDesk, create_coordinator
from tests.factories import create_contact, create_intake

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("desk", ["sqlite"], indirect=True)]

WIDTHS = (1280, 320)
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--headless", "--no-sandbox", "--disable-background-networking"],
        )
        yield opened
        opened.close()


@pytest.fixture
def context(request: pytest.FixtureRequest, browser: Browser, desk: RunningDesk) -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    opened = browser.new_context(base_url=desk.address, color_scheme=request.param, locale="de-DE")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test on any script error or broken policy."""
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield opened
    assert complaints == []


@pytest.fixture(scope="module")
def reference(desk: RunningDesk) -> str:
    """A flagged intake with everything that a page can show."""

    async def arrange() -> str:
        database = desk.database()
        await create_coordinator(database, "anna", ("verl",))
        await create_coordinator(database, "erste", ("verl",), first_login=True)
        async with database.writing() as session:
            for number in range(26):
                await create_intake(session, urgency=list(Urgency)[number % 3], needs=(NeedKind.TRANSPORT,))
            received = await create_intake(
                session,
                urgency=Urgency.URGENT,
                crisis=((CrisisKind.VIOLENCE, CrisisLevel.ACUTE),),
                contact=create_contact(
                    safe_note="Nur vormittags anrufen.",
                    email="sehr.lange.adresse.zum.umbrechen@beispiel.example",
                ),
            )
        await database.close()
        return received.intake.reference

    with ThreadPoolExecutor(1) as thread:  # this thread's loop belongs to playwright
        return thread.submit(asyncio.run, arrange()).result()


def _sign_in(page: Page, login: str = "anna", password: str = PASSWORD) -> None:
    page.goto("/anmelden")
    page.get_by_label("Anmeldename").fill(login)
    page.get_by_label("Kennwort").fill(password)
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url(lambda address: "/anmelden" not in address)


def _check(page: Page, what: str, widths: tuple[int, ...] = WIDTHS) -> None:
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{what} scrolls sideways at {width} px by {overflow}"
        results = Axe().run(page, options=AXE_OPTIONS)
        assert results.violations_count == 0, f"{what} at {width} px: {results.generate_report()}"


@pytest.mark.parametrize("context", ["light"], indirect=True)
def test_axe_finds_nothing_on_any_page(page: Page, reference: str) -> None:
    page.goto("/anmelden")
    _check(page, "login")
    page.get_by_label("Anmeldename").fill("anna")
    page.get_by_label("Kennwort").fill("falsch falsch falsch")
    page.get_by_role("button", name="Anmelden").click()
    _check(page, "login refused", widths=(320,))
    _sign_in(page)
    for path in ("/?need=transport", f"/anliegen/{reference}", f"/anliegen/{reference}/blatt"):
        page.goto(path)
        for summary in page.locator("summary").all():
            summary.click()
        _check(page, path)
    for path in ("/?status=closed", "/suche", "/gibt-es-nicht", "/kennwort"):
        page.goto(path)
        _check(page, path, widths=(320,))
    page.goto("/")
    page.get_by_role("searchbox").fill("Muster")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Suche")).to_be_visible()
    _check(page, "search results", widths=(320,))


@pytest.mark.parametrize("context", ["dark"], indirect=True)
def test_axe_finds_nothing_in_the_dark(page: Page, reference: str) -> None:
    _sign_in(page)
    for path in ("/", f"/anliegen/{reference}", f"/anliegen/{reference}/blatt", "/kennwort"):
        page.goto(path)
        _check(page, path, widths=(1280,))


@pytest.mark.parametrize("context", ["light"], indirect=True)
def test_first_login_is_led_to_a_new_password(page: Page, reference: str) -> None:
    _sign_in(page, "erste", FIRST_PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kennwort ändern")
    _check(page, "first password", widths=(320,))
    page.get_by_label("Bisheriges Kennwort").fill(FIRST_PASSWORD)
    page.get_by_label("Neues Kennwort", exact=True).fill(PASSWORD)
    page.get_by_label("Neues Kennwort noch einmal").fill(PASSWORD)
    page.get_by_role("button", name="Kennwort ändern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Eingang")
    expect(page.get_by_role("status").first).to_contain_text("Das Kennwort ist geändert.")


@pytest.mark.parametrize("context", ["light"], indirect=True)
def test_filters_and_more_rows_need_no_reload(page: Page, reference: str) -> None:
    _sign_in(page)
    page.evaluate("window.same = true")
    page.get_by_label("Bedarf").first.select_option("transport")
    expect(page).to_have_url("/?need=transport")
    expect(page.locator(".entry")).to_have_count(25)
    expect(page.locator("#treffer")).to_have_text("26 offene Vorgänge")
    page.get_by_role("link", name="Weitere anzeigen").click()
    expect(page.locator(".entry")).to_have_count(26)
    assert page.evaluate("window.same"), "the page was not loaded anew"
    expect(page.locator(".entry").nth(25).get_by_role("link")).to_be_focused()
    page.reload()
    expect(page.get_by_label("Bedarf").first).to_have_value("transport")


@pytest.mark.parametrize("context", ["light"], indirect=True)
def test_saving_keeps_the_place_and_the_whole_path_works_by_keyboard(page: Page, reference: str) -> None:
    _sign_in(page)
    page.goto(f"/anliegen/{reference}")
    page.evaluate("window.same = true")
    page.locator("#status-new").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#status-in_progress")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Angerufen, erreicht. Termin Dienstag.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#meldung")).to_contain_text("Status und Vermerk sind gespeichert.")
    expect(page.locator(".timeline")).to_contain_text("Neu → In Bearbeitung")
    expect(page.locator("#vermerk")).to_have_value("")
    assert page.evaluate("window.same")


def test_everything_works_without_javascript(browser: Browser, desk: RunningDesk, reference: str) -> None:
    context = browser.new_context(base_url=desk.address, java_script_enabled=False)
    page = context.new_page()
    _sign_in(page)
    page.get_by_label("Bedarf").first.select_option("transport")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.locator(".entry")).to_have_count(25)
    page.get_by_role("link", name="Weitere anzeigen").click()
    expect(page.locator(".entry")).to_have_count(1)
    page.goto(f"/anliegen/{reference}")
    page.get_by_label("Vermerk").fill("Ohne Skript geschrieben")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".timeline")).to_contain_text("Ohne Skript geschrieben")
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    context.close()


@pytest.mark.parametrize("context", ["light"], indirect=True)
def test_a_conflict_is_shown_at_once_and_keeps_the_text(
    page: Page, desk: RunningDesk, reference: str
) -> None:
    _sign_in(page)
    page.goto(f"/anliegen/{reference}")
    colleague = desk.visitor()
    colleague.sign_in("duo")
    was = page.locator("input[name=was]").input_value()
    colleague.post(f"/anliegen/{reference}", {"was": was, "status": "referred", "note": ""})
    page.locator("#status-closed").check()
    page.locator("#vermerk").fill("Erledigt.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("Inzwischen hat Koordination Duo")
    expect(page.locator("#vermerk")).to_have_value("Erledigt.")
    expect(page.locator("#status-referred")).to_be_checked()


def _pages(paper: bytes) -> int:
    return paper.count(b"/Type /Page") - paper.count(b"/Type /Pages")


def _crowded(desk: RunningDesk) -> str:
    """An intake with more of everything than a sheet can hold."""
    slots = ("household_tasks", "care_grade", "insurer", "mobility", "income", "household_size", "ride_where")

    async def arrange() -> str:
        database = desk.database()
        async with database.writing() as session:
            received = await create_intake(
                session,
                needs=(NeedKind.HOUSEHOLD_HELP, NeedKind.NURSING_CARE, NeedKind.TRANSPORT, NeedKind.BENEFITS),
                answers={slot: {"value": "x", "display": "eine ausführliche Antwort " * 5} for slot in slots},
                details="Eine lange Geschichte, die jemand in Ruhe erzählt hat. " * 60,
                crisis=(
                    (CrisisKind.VIOLENCE, CrisisLevel.ACUTE),
                    (CrisisKind.CHILD_IN_DANGER, CrisisLevel.GENTLE),
                ),
                contact=create_contact(
                    safe_note="Nur vormittags anrufen und nach der Schwester fragen. " * 6
                ),
            )
        await database.close()
        return received.intake.reference

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, arrange()).result()


@pytest.mark.parametrize("context", ["light"], indirect=True)
def test_the_sheet_is_one_page_of_paper(page: Page, reference: str) -> None:
    _sign_in(page)
    page.goto(f"/anliegen/{reference}/blatt")
    assert _pages(page.pdf(prefer_css_page_size=True)) == 1


@pytest.mark.parametrize("context", ["light"], indirect=True)
def test_a_crowded_sheet_is_still_one_page(page: Page, desk: RunningDesk, reference: str) -> None:
    _sign_in(page)
    page.goto(f"/anliegen/{_crowded(desk)}")
    for number in range(3):
        page.locator("#vermerk").fill(f"Vermerk {number}: " + "Lange telefoniert und viel erfahren. " * 20)
        page.get_by_role("button", name="Speichern").click()
        expect(page.locator(".timeline__item")).to_have_count(number + 2)
    page.goto(page.url.split("?")[0] + "/blatt")
    assert _pages(page.pdf(prefer_css_page_size=True)) == 1
    expect(page.locator(".sheet__foot")).to_be_visible()


@pytest.mark.parametrize("context", ["light"], indirect=True)
def test_an_expired_session_is_told_and_the_text_stays_in_its_field(page: Page, reference: str) -> None:
    _sign_in(page)
    page.goto(f"/anliegen/{reference}")
    page.locator("#vermerk").fill("Ein langer Vermerk")
    page.context.clear_cookies()
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#meldung")).to_contain_text("Ihre Sitzung ist abgelaufen.")
    expect(page.locator("#vermerk")).to_have_value("Ein langer Vermerk")
