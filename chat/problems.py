"""Every error of the API as RFC 9457 problem details, in German and English.

A problem never repeats what was sent, and it says what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sanic import HTTPResponse, json

from chat.labels import load_labels

PROBLEM_TYPE_PREFIX = "urn:soziales-duo:problem:"

# The status of each problem in labels.de.yml.
STATUS = {
    "malformed": 400,
    "unauthorized": 401,
    "not_found": 404,
    "receipt_not_found": 404,
    "method_not_allowed": 405,
    "message_too_long": 413,
    "body_too_large": 413,
    "message_empty": 422,
    "invalid_message": 422,
    "invalid_payload": 422,
    "unknown_town": 422,
    "unknown_locale": 422,
    "invalid_after": 422,
    "invalid_receipt": 422,
    "too_many_messages": 429,
    "too_many_requests": 429,
    "server_error": 500,
    "unavailable": 503,
}


class Problem(Exception):
    """Raised by a handler to answer with the problem `code` of labels.de.yml; `values` fill its texts."""

    def __init__(
        self,
        code: str,
        *,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
        **values: str,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = STATUS[code]
        self.headers = dict(headers or {})
        self.members = dict(members or {})
        self.values = values

    def body(self) -> dict[str, Any]:
        """The members of the problem document."""
        texts = load_labels()["problems"][self.code]
        document: dict[str, Any] = {
            "type": PROBLEM_TYPE_PREFIX + self.code.replace("_", "-"),
            "status": self.status,
            **{name: text.format(**self.values) if self.values else text for name, text in texts.items()},
        }
        return document | self.members

    def response(self) -> HTTPResponse:
        headers = {"Cache-Control": "no-store", **self.headers}
        if self.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="soziales-duo"'
        return json(self.body(), status=self.status, headers=headers, content_type="application/problem+json")


def too_many(code: str, retry_after: int) -> Problem:
    """A 429 that says after how many seconds the next try makes sense, in the header and in the document."""
    return Problem(code, headers={"Retry-After": str(retry_after)}, members={"retry_after": retry_after})


def message_too_long(limit: int) -> Problem:
    return Problem("message_too_long", members={"limit": limit})
