"""Reading a submitted form."""

from __future__ import annotations

from sanic import Request


def field(request: Request, name: str) -> str:
    """The text of a field, empty when it was not sent; line ends as one sign, as they are stored."""
    form = request.form
    value = form.get(name) if form else None
    return str(value or "").replace("\r\n", "\n").replace("\x00", "")
