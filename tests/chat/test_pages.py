"""The public pages: valid, in German, under a strict policy; and the files they load."""

from __future__ import annotations

import re

import pytest

from casework.towns import Towns
from tests.chat.door import Door
from tests.chat.page import check

PAGES = ("/", "/demo/verl", "/demo/shs", "/datenschutz", "/barrierefreiheit", "/anfrage", "/anfrage?town=shs")


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_valid_and_strict(door: Door, path: str) -> None:
    response = await door.client.get(path)
    assert response.status_code == 200
    check(response.text)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in response.headers
    assert "cache-control" in response.headers


@pytest.mark.parametrize("path", PAGES)
async def test_every_file_and_link_of_a_page_exists(door: Door, path: str) -> None:
    page = check((await door.client.get(path)).text)
    addresses = [e.attributes["href"] for e in page.elements if e.tag in {"a", "link"}]
    addresses += [e.attributes["src"] for e in page.all("script")]
    for address in addresses:
        assert not address.startswith("//")
        if address.startswith("/"):
            response = await door.client.get(address)
            assert response.status_code == 200, address
    for element in page.elements:
        if element.tag in {"link", "script", "img"}:
            source = element.attributes.get("href") or element.attributes["src"]
            assert source.startswith("/"), "a page loads nothing from another host"


@pytest.mark.parametrize("town", Towns.load().codes)
async def test_the_demo_page_shows_the_widget_with_one_script_and_one_tag(door: Door, town: str) -> None:
    page = check((await door.client.get(f"/demo/{town}")).text)
    assert [script.attributes["src"] for script in page.all("script")] == ["/widget/duo-chat.js"]
    (tag,) = page.all("soziales-duo-chat")
    assert tag.attributes["town"] == town
    assert "Beispielseite" in page.source
    colours = await door.client.get(f"/demo/{town}/farben.css")
    assert "--town-primary:#" in colours.text


async def test_an_unknown_town_has_no_demo_page(door: Door) -> None:
    response = await door.client.get("/demo/bielefeld", headers={"Accept": "text/html"})
    assert response.status_code == 404
    check(response.text)
    assert "bielefeld" not in response.text


async def test_the_privacy_notice_names_its_version_and_what_the_law_asks_for(door: Door) -> None:
    text = (await door.client.get("/datenschutz")).text
    for expected in (
        "Fassung 2026-11",
        "Art. 13",
        "Art. 9",
        "§ 35",
        "§ 25 TDDDG",
        "24 Stunden",
        "Widerruf",
        "Landesbeauftragte",
    ):
        assert expected in text


async def test_people_get_errors_as_pages_and_programs_as_problems(door: Door) -> None:
    page = await door.client.get("/gibt-es-nicht", headers={"Accept": "text/html"})
    assert page.status_code == 404
    check(page.text)
    assert "05246 961-0" in page.text
    problem = await door.client.get("/gibt-es-nicht")
    assert problem.headers["content-type"] == "application/problem+json"


async def test_files_are_cached_by_their_hash(door: Door) -> None:
    page = (await door.client.get("/anfrage")).text
    address = re.search(r'href="(/assets/chat\.css\?v=[0-9a-f]+)"', page)
    assert address
    response = await door.client.get(address[1])
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-type"].startswith("text/css")
    plain = await door.client.get("/widget/duo-chat.js")
    assert plain.headers["cache-control"] == "no-cache"
    tag = plain.headers["etag"]
    assert (await door.client.get("/widget/duo-chat.js", headers={"If-None-Match": tag})).status_code == 304
    assert plain.headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/widget/ACCESSIBILITY.md",
        "/widget/../pyproject.toml",
        "/widget/%2e%2e/pyproject.toml",
        "/assets/..%2fapp.py",
        "/assets/%00.css",
        "/assets/" + "a" * 300 + ".css",
        "/assets/",
        "/widget/nothing.js",
    ],
)
async def test_only_browser_files_are_served(door: Door, path: str) -> None:
    assert (await door.client.get(path)).status_code == 404


async def test_head_is_answered_without_a_body(door: Door) -> None:
    for path in ("/", "/healthz", "/openapi.json", "/assets/chat.css"):
        response = await door.client.head(path)
        assert response.status_code == 200
        assert response.content == b""
