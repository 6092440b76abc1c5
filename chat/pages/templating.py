"""Renders the pages: Jinja with escaping always on, and what every page needs already given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic import HTTPResponse, html

from casework.service import service
from casework.settings import Settings
from casework.towns import Towns
from chat.contact import ContactWays, tel
from chat.labels import label
from chat.pages.assets import asset_url
from chat.problems import Problem

TEMPLATES = Path(__file__).parent.with_name("templates")


class Pages:
    """The public pages of one app."""

    def __init__(self, settings: Settings, towns: Towns, contact: ContactWays) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(
            towns=[towns.get(code) for code in towns.codes],
            public_url=settings.public_url,
            contact=contact,
            label=label,
            asset=asset_url,
            service=service(settings.towns_file),
        )
        self._environment.filters["tel"] = tel

    def render(
        self, template: str, *, status: int = 200, cache_seconds: int = 0, **values: Any
    ) -> HTTPResponse:
        """The page as a response; 0 seconds means that it must not be kept anywhere."""
        body = self._environment.get_template(template).render(**values)
        cache = f"public, max-age={cache_seconds}" if cache_seconds else "no-store"
        return html(body, status=status, headers={"Cache-Control": cache})

    def problem(self, problem: Problem) -> HTTPResponse:
        """A problem as a page for people."""
        texts = problem.body()
        response = self.render(
            "problem.html", status=problem.status, title=texts["title"], detail=texts["detail"]
        )
        response.headers.update(problem.headers)
        return response
