"""Rendering: one Jinja environment, escaping everything, failing on a missing value, and the page's headers."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic import HTTPResponse, Request

from casework.labels import label
from desk import dates, masks, session
from desk.assets import HERE, Asset, asset_url
from desk.excerpt import excerpt
from desk.words import word, words

# No inline script or style anywhere; KERN's icons are masks from data: addresses.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Pages:
    """The desk's templates; ``render`` adds what every page needs."""

    def __init__(self, assets: dict[str, Asset]) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(asset=lambda name: asset_url(assets, name), label=label, word=word)
        self.environment.filters.update(
            age=dates.age_text,
            moment=dates.moment_text,
            exact=dates.exact_moment,
            short_day=dates.short_day,
            long_day=dates.long_day,
            excerpt=excerpt,
            mask_codes=masks.mask_receipt_codes,
        )

    def render(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTTPResponse:
        """The page as a response that no cache keeps; sets the visit cookie where a login form needs one."""
        context = request.ctx
        body = self.environment.get_template(template).render(
            coordinator=getattr(context, "coordinator", None),
            csrf_token=getattr(context, "csrf_token", ""),
            path=request.path,
            done=_done(request.args.get("ok")),
            **values,
        )
        response = HTTPResponse(body, status=status, content_type="text/html; charset=utf-8")
        new_visit = getattr(context, "new_visit", None)
        if new_visit:
            session.set_visit(request, response, new_visit)
        return response


def _done(code: str | None) -> str | None:
    """The sentence for ``?ok=code``; None for a code that nobody here wrote."""
    return words()["done"].get(code) if code else None
