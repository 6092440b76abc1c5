"""Login, logout, the forced change of the first password, and slowing down guesses."""

from __future__ import annotations

import pytest

from casework.database import Database
from tests.desk.page import check_page, visible_text
from tests.desk.running import FIRST_PASSWORD, PASSWORD, RunningDesk, Visitor, create_coordinator


def test_login_page_is_valid_and_asks_browsers_to_fill_in(stranger: Visitor) -> None:
    page = stranger.get("/anmelden")
    root = check_page(page.text)
    fields = {field.get("name"): field.get("autocomplete") for field in root.iter("input")}
    assert fields["login"] == "username"
    assert fields["password"] == "current-password"


def test_right_password_opens_the_inbox(desk: RunningDesk) -> None:
    visitor = desk.visitor()
    answer = visitor.sign_in("duo")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Eingang" in visible_text(visitor.get("/").text)


def test_session_cookie_is_out_of_reach_for_scripts_and_other_sites(desk: RunningDesk) -> None:
    cookie = desk.visitor().sign_in("duo").headers["set-cookie"]
    assert "duo-desk=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(("login", "password"), [("duo", "falsch falsch falsch"), ("niemand", PASSWORD)])
def test_wrong_name_and_wrong_password_read_alike(desk: RunningDesk, login: str, password: str) -> None:
    answer = desk.visitor().sign_in(login, password)
    assert answer.status_code == 401
    check_page(answer.text)
    assert "Anmeldename oder Kennwort stimmt nicht." in visible_text(answer.text)
    assert password not in answer.text


def test_empty_login_says_what_is_missing(stranger: Visitor) -> None:
    answer = stranger.sign_in("", "")
    assert answer.status_code == 400
    assert "Bitte geben Sie Anmeldename und Kennwort ein." in visible_text(answer.text)


async def test_guessing_is_slowed_down_and_the_page_says_how_long(
    desk: RunningDesk, database: Database
) -> None:
    await create_coordinator(database, "geraten", ("verl",))
    visitor = desk.visitor()
    answers = [visitor.sign_in("geraten", f"geraten geraten {number}") for number in range(6)]
    assert answers[-1].status_code == 429
    check_page(answers[-1].text)
    assert "Zu viele Fehlversuche" in visible_text(answers[-1].text)
    assert visitor.sign_in("geraten").status_code == 429, "the right password has to wait too"
    assert desk.visitor().sign_in("duo").status_code == 303, "others are not locked out"


async def test_first_password_must_be_changed_before_anything_is_shown(
    desk: RunningDesk, database: Database
) -> None:
    await create_coordinator(database, "anfang", ("verl",), first_login=True)
    visitor = desk.visitor()
    assert visitor.sign_in("anfang", FIRST_PASSWORD).headers["location"] == "/kennwort"
    for path in ("/", "/suche", "/anliegen/SD-AAAA", "/anliegen/SD-AAAA/blatt"):
        assert visitor.get(path).headers["location"] == "/kennwort", path
    check_page(visitor.get("/kennwort").text)

    tries = {
        "Die beiden neuen Kennwörter sind nicht gleich.": (FIRST_PASSWORD, PASSWORD, PASSWORD + "x"),
        "mindestens 12 Zeichen": (FIRST_PASSWORD, "zu knapp", "zu knapp"),
        "muss anders sein als das alte": (FIRST_PASSWORD, FIRST_PASSWORD, FIRST_PASSWORD),
        "Das bisherige Kennwort stimmt nicht.": ("falsch falsch", PASSWORD, PASSWORD),
    }
    for said, (old, new, again) in tries.items():
        answer = visitor.post("/kennwort", {"old": old, "new": new, "again": again})
        assert answer.status_code == 400
        check_page(answer.text)
        assert said in visible_text(answer.text)
        assert new not in answer.text

    other_browser = desk.visitor()
    other_browser.sign_in("anfang", FIRST_PASSWORD)
    done = visitor.post("/kennwort", {"old": FIRST_PASSWORD, "new": PASSWORD, "again": PASSWORD})
    assert done.headers["location"] == "/?ok=password"
    assert "Das Kennwort ist geändert." in visible_text(visitor.get("/?ok=password").text)
    assert other_browser.get("/").headers["location"] == "/anmelden", "sessions of the old password are over"


def test_logout_ends_the_session_for_a_copied_cookie_too(desk: RunningDesk) -> None:
    visitor = desk.visitor()
    visitor.sign_in("duo")
    copied = dict(visitor.client.cookies)
    assert visitor.post("/abmelden", {}).headers["location"] == "/anmelden?ok=signed_out"
    thief = desk.visitor()
    thief.client.cookies.update(copied)
    assert thief.get("/").headers["location"] == "/anmelden"


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        ("/anliegen/SD-AAAA", "/anliegen/SD-AAAA"),
        ("https://boese.example/", "/"),
        ("//boese.example/", "/"),
        ("/\\boese.example", "/"),
        ("/a\nSet-Cookie: x=1", "/"),
    ],
)
def test_after_login_only_paths_of_the_desk_are_reached(desk: RunningDesk, target: str, reached: str) -> None:
    assert desk.visitor().sign_in("duo", target=target).headers["location"] == reached
