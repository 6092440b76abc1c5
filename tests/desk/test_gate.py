"""Who gets in: every route is closed to strangers, to the other town, and to forged requests."""

from __future__ import annotations

import re

import pytest
from sanic import Sanic

from casework.database import Database
from casework.settings import Settings
from tests.desk.page import check_page, visible_text
from tests.desk.running import RunningDesk, Visitor
from tests.factories import create_intake

PUBLIC = {"/healthz", "/readyz", "/anmelden", "/assets/<name:path>"}


def _routes(app: Sanic) -> list[tuple[str, str]]:
    routes = [(method, f"/{route.path}") for route in app.router.routes for method in route.methods or ()]
    return sorted(pair for pair in routes if pair[0] in ("GET", "POST"))


def _address(path: str, reference: str = "SD-AAAA") -> str:
    return re.sub(r"<reference:str>", reference, path)


def test_strangers_reach_only_the_public_list(desk: RunningDesk) -> None:
    assert desk.app
    seen = _routes(desk.app)
    assert len(seen) >= 12, "the routes are found"
    for method, path in seen:
        if path in PUBLIC:
            continue
        answer = desk.visitor().client.request(method, _address(path))
        if method == "GET":
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/anmelden"), path
        else:
            assert answer.status_code == 401, path
            check_page(answer.text)


async def test_every_route_with_a_reference_hides_the_other_town(
    desk: RunningDesk, database: Database, verl: Visitor, shs: Visitor
) -> None:
    async with database.writing() as session:
        reference = (await create_intake(session, town="shs")).intake.reference
    assert desk.app
    paths = [(method, path) for method, path in _routes(desk.app) if "<reference" in path]
    assert paths
    for method, path in paths:
        address, unknown = _address(path, reference), _address(path, "SD-ZZZZ")
        if method == "GET":
            foreign, missing = verl.get(address), verl.get(unknown)
        else:
            form = {"was": "new", "status": "closed", "note": "fremd"}
            foreign, missing = verl.post(address, form), verl.post(unknown, form)
        assert foreign.status_code == missing.status_code == 404, path
        assert foreign.text.replace(reference, "") == missing.text.replace("SD-ZZZZ", ""), "not told apart"
        assert "Muster" not in foreign.text
    assert shs.get(f"/anliegen/{reference}").status_code == 200
    assert "Neu" in visible_text(shs.get(f"/anliegen/{reference}").text), "the other town changed nothing"


async def test_writing_in_an_expired_session_gives_the_text_back(desk: RunningDesk) -> None:
    answer = desk.visitor().client.post(
        "/anliegen/SD-AAAA", data={"note": "Lange <b>Notiz</b>", "status": "new"}
    )
    assert answer.status_code == 401
    check_page(answer.text)
    assert "Lange &lt;b&gt;Notiz&lt;/b&gt;" in answer.text


def test_htmx_is_sent_to_the_login_as_a_whole_page(stranger: Visitor) -> None:
    answer = stranger.get("/", headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"] == "/anmelden"


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, "another site"),
        ({"Sec-Fetch-Site": "same-site"}, "a neighbour on the same domain"),
        ({"Origin": "https://boese.example"}, "an old browser on another site"),
        ({"Origin": "null"}, "a sandboxed frame"),
    ],
)
def test_requests_from_elsewhere_are_refused_even_with_a_token(
    desk: RunningDesk, duo: Visitor, headers: dict[str, str], why: str
) -> None:
    answer = duo.post("/suche", {"q": "muster"}, headers=headers)
    assert answer.status_code == 403, why
    check_page(answer.text)
    assert "neu" in visible_text(answer.text)


def test_a_missing_or_foreign_token_is_refused(desk: RunningDesk, duo: Visitor, verl: Visitor) -> None:
    own_site = {"Sec-Fetch-Site": "same-origin"}
    for token in ("", "0" * 64, verl.token("/")):
        answer = duo.client.post("/suche", data={"q": "muster", "csrf_token": token}, headers=own_site)
        assert answer.status_code == 403
    assert desk.visitor().client.post("/anmelden", data={"login": "duo"}, headers=own_site).status_code == 403


def test_pages_carry_strict_headers_and_are_not_cached(duo: Visitor, stranger: Visitor) -> None:
    for answer in (duo.get("/"), stranger.get("/anmelden"), stranger.get("/gibt-es-nicht")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_with_https_cookies_are_bound_to_the_host() -> None:
    from desk.session import session_cookie

    assert session_cookie(Settings(desk_url="https://schreibtisch.example")) == "__Host-duo-desk"
