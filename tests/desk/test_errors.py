"""Error pages and health: German, valid, with a way out, and without what anybody wrote."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from desk import intake as intake_room
from desk.errors import TEXTS
from tests.desk.page import check_page, visible_text
from tests.desk.running import RunningDesk, Visitor


def test_unknown_pages_and_methods(duo: Visitor, stranger: Visitor) -> None:
    for answer, status in (
        (duo.get("/gibt-es-nicht"), 404),
        (stranger.get("/gibt-es-nicht"), 404),
        (duo.client.request("DELETE", "/suche"), 405),
        (duo.get("/assets/../desk/app.py"), 404),
    ):
        assert answer.status_code == status
        check_page(answer.text)
        assert TEXTS[status].way_out in visible_text(answer.text)


def test_a_body_that_is_too_long_is_refused(duo: Visitor) -> None:
    answer = duo.client.post("/suche", data={"q": "x" * 200_000}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 413
    check_page(answer.text)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (RuntimeError("Erna Muster, 05246 123457"), 500),
        (OperationalError("SELECT 'Erna Muster'", {}, Exception("Erna Muster")), 503),
    ],
)
def test_a_fault_shows_a_number_and_tells_no_log_what_was_written(
    duo: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault: Exception,
    status: int,
) -> None:
    async def fail(*_args: object, **_kwargs: object) -> None:
        raise fault

    monkeypatch.setattr(intake_room, "read_intake", fail)
    answer = duo.get("/anliegen/SD-AAAA")
    assert answer.status_code == status
    check_page(answer.text)
    assert "Fehlernummer" in visible_text(answer.text)
    written = capsys.readouterr()
    for place in (answer.text, written.out, written.err):
        assert "Muster" not in place
        assert "123457" not in place


def test_every_error_text_is_complete() -> None:
    assert set(TEXTS) == {400, 401, 403, 404, 405, 413, 429, 500, 503}
    for text in TEXTS.values():
        assert text.title
        assert text.what.endswith(".")
        assert text.way_out.endswith(".")


def test_health_tells_alive_and_ready(desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = desk.visitor()
    assert visitor.get("/healthz").json() == {"status": "ok"}
    assert visitor.get("/readyz").json() == {"status": "ok", "database": "ok"}

    async def unreachable() -> None:
        raise ConnectionRefusedError("postgresql://user:password@host")

    assert desk.app
    monkeypatch.setattr(desk.app.ctx.database, "ping", unreachable)
    answer = visitor.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "unavailable"}
    assert visitor.get("/healthz").status_code == 200


def test_assets_are_compressed_and_may_be_kept(stranger: Visitor) -> None:
    page = stranger.get("/anmelden").text
    address = page.split('href="/assets/kern/kern.css')[1].split('"')[0]
    answer = stranger.get(f"/assets/kern/kern.css{address}")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    again = stranger.get(f"/assets/kern/kern.css{address}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
