"""The document and the app say the same: every route is in it, every answer fits it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from chat.api.openapi import load_openapi
from chat.app import API_ROUTES, PAGE_ROUTES
from tests.chat.door import Door

DOCUMENT = load_openapi()
UNDOCUMENTED_PAGES = {
    "/",
    "/demo/{town}",
    "/demo/{town}/farben.css",
    "/datenschutz",
    "/barrierefreiheit",
    "/anfrage",
}


def _template(uri: str) -> str:
    return re.sub(r"<(\w+):\w+>", r"{\1}", uri)


def test_the_document_is_valid() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_every_route_is_documented_and_every_document_is_a_route() -> None:
    routes = {(method.lower(), _template(uri)) for method, uri, _ in (*API_ROUTES, *PAGE_ROUTES)}
    documented = {
        (method, path)
        for path, item in DOCUMENT["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert {route for route in routes if route[1] not in UNDOCUMENTED_PAGES} == documented


async def test_the_document_is_served(door: Door) -> None:
    served = (await door.client.get("/openapi.json")).json()
    assert served["openapi"] == "3.1.0"
    assert served["servers"] == [{"url": "http://127.0.0.1:8000"}]
    assert served["paths"] == DOCUMENT["paths"]


def operation(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][path][method.lower()]
    return found


def assert_documented(method: str, path: str, response: httpx2.Response) -> None:
    """The status, the media type and the body are as the document says."""
    responses = operation(method, path)["responses"]
    assert str(response.status_code) in responses, (
        f"{method} {path} gave {response.status_code}: {response.text}"
    )
    declared = responses[str(response.status_code)]
    if "$ref" in declared:
        declared = DOCUMENT["components"]["responses"][declared["$ref"].rsplit("/", 1)[1]]
    if "content" not in declared:
        assert not response.content
        return
    media_type = response.headers["content-type"].partition(";")[0]
    assert media_type in declared["content"]
    if media_type.endswith("json"):
        schema = {**declared["content"][media_type]["schema"], "components": DOCUMENT["components"]}
        jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(
            response.json()
        )


def _calls(conversation_id: str) -> Iterator[tuple[str, str, str, Any]]:
    path = "/api/conversations/{conversation_id}"
    mine = path.format(conversation_id=conversation_id)
    yield "POST", "/api/conversations", "/api/conversations", {"town": "verl"}
    yield "POST", f"{path}/messages", f"{mine}/messages", {"text": "Hallo", "client_message_id": "a"}
    yield (
        "POST",
        f"{path}/messages",
        f"{mine}/messages",
        {"text": "ich will nicht mehr leben", "client_message_id": "b"},
    )
    yield "POST", f"{path}/messages", f"{mine}/messages", {"payload": "/affirm", "client_message_id": "c"}
    yield "GET", f"{path}/messages", f"{mine}/messages", None
    yield "POST", "/api/receipts", "/api/receipts", {"code": "KX7M-4TQP-92RW"}
    yield "GET", "/healthz", "/healthz", None
    yield "GET", "/readyz", "/readyz", None
    yield "GET", "/metrics", "/metrics", None
    yield "DELETE", path, mine, None


@pytest.mark.parametrize("rasa_status", [200, 500])
async def test_every_answer_fits_the_document(door: Door, rasa_status: int) -> None:
    talk = await door.begin()
    door.rasa.status = rasa_status
    for method, path, address, body in _calls(talk.id):
        response = await door.client.request(method, address, json=body, headers=talk.auth)
        assert_documented(method, path, response)
    for method, path, address, body in _calls(talk.id):
        response = await door.client.request(method, address, json=body)
        assert_documented(method, path, response)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
members = st.sampled_from(
    ["text", "payload", "client_message_id", "town", "locale", "code", "conversation_id"]
)
likely = st.sampled_from(
    ["a", "verl", "Hallo", "/affirm", "KX7M-4TQP-92RW", "de", None, "x" * 2001, "/restart"]
)
bodies = st.dictionaries(members, likely | json_values, max_size=4) | json_values


@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
async def test_whatever_is_sent_the_answer_is_documented(door: Door, data: st.DataObject) -> None:
    talk = await door.begin()
    method, path, address, _ = data.draw(
        st.sampled_from([call for call in _calls(talk.id) if call[0] == "POST"])
    )
    headers = talk.auth if data.draw(st.booleans()) else {}
    if data.draw(st.booleans()):
        response = await door.client.request(method, address, json=data.draw(bodies), headers=headers)
    else:
        response = await door.client.request(
            method, address, content=data.draw(st.binary(max_size=200)), headers=headers
        )
    assert response.status_code < 500, response.text
    assert_documented(method, path, response)
