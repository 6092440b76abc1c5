"""The inbox: what is open, most urgent first, narrowed by filters that stand in the address (codes only, no names)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, cast
from urllib.parse import urlencode

from sanic import Blueprint, HTTPResponse, Request

from casework.codes import OUTSIDE, IntakeStatus, NeedKind
from casework.inbox import InboxPage, Sort
from casework.inbox import inbox as inbox_page
from casework.labels import label
from casework.listing import Listed, listed
from casework.models import Coordinator
from casework.scope import TownScope
from desk.dates import today_here
from desk.glance import Glance, Glances

inbox = Blueprint("inbox")

PAGE_SIZE = 25
OPEN_STATUSES = (IntakeStatus.NEW, IntakeStatus.IN_PROGRESS, IntakeStatus.REFERRED)
StatusFilter = IntakeStatus | Literal["open", "all"] | None


@dataclass(frozen=True)
class Filters:
    """What the address asks for; a value that means nothing here counts as not given."""

    town: str | None = None
    need: NeedKind | None = None
    status: str | None = None
    flagged: bool = False
    sort: Sort = "urgent"
    after: str | None = None

    @classmethod
    def read(cls, request: Request, towns: frozenset[str]) -> Filters:
        """The filters of a request by a coordinator who may see ``towns``."""
        asked = {name: request.args.get(name) or "" for name in ("town", "need", "status", "sort", "after")}
        return cls(
            town=asked["town"] if asked["town"] in towns | {OUTSIDE} else None,
            need=NeedKind(asked["need"]) if asked["need"] in NeedKind else None,
            status=asked["status"] if asked["status"] in {*IntakeStatus, "all"} else None,
            flagged=request.args.get("flagged") == "1",
            sort="newest" if asked["sort"] == "newest" else "urgent",
            after=asked["after"][:400] or None,
        )

    def href(self, **changes: Any) -> str:
        """The address of the inbox with these filters, changed by ``changes``."""
        wanted = replace(self, **changes)
        values = {
            "town": wanted.town,
            "need": wanted.need,
            "status": wanted.status,
            "flagged": "1" if wanted.flagged else None,
            "sort": wanted.sort if wanted.sort != "urgent" else None,
            "after": wanted.after,
        }
        query = urlencode({name: value for name, value in values.items() if value})
        return f"/?{query}" if query else "/"

    @property
    def narrow(self) -> bool:
        """True when more than the status is filtered."""
        return bool(self.town or self.need or self.flagged)


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    glance: Glance
    unread: bool


@dataclass(frozen=True)
class Tab:
    """One status with the number of its intakes under the other filters."""

    text: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True)
class Empty:
    """What an empty list says."""

    title: str
    text: str
    href: str | None = None
    link: str | None = None


def rows_of(found: list[Listed], glances: Glances) -> list[Row]:
    """The lines of a list, as inbox and search show them."""
    today = today_here()
    return [Row(glances.of(one.intake, one.needs, today), one.unread) for one in found]


@inbox.get("/")
async def inbox_list(request: Request) -> HTTPResponse:
    """The list under the filters, with the counts per status; names are shown, so that is logged."""
    coordinator: Coordinator = request.ctx.coordinator
    glances: Glances = request.app.ctx.glances
    filters = Filters.read(request, coordinator.towns)
    async with request.app.ctx.database.writing() as session:
        page = await inbox_page(
            session,
            TownScope.of(coordinator),
            town=filters.town,
            need=filters.need,
            status=cast(StatusFilter, filters.status),
            flagged=filters.flagged or None,
            sort=filters.sort,
            limit=PAGE_SIZE,
            after=filters.after,
        )
        found = await listed(session, coordinator, (row.reference for row in page.rows))
    codes = [code for code in glances.towns.codes if code in coordinator.towns]
    return request.app.ctx.pages.render(
        request,
        "inbox.html",
        rows=rows_of(found, glances),
        filters=filters,
        tabs=_tabs(page, filters),
        towns=[(code, glances.town_name(code)) for code in (*codes, OUTSIDE)],
        needs=[(kind, glances.needs.get(kind).label) for kind in glances.needs.kinds],
        today=today_here(),
        scope_text=" und ".join(glances.town_name(code) for code in codes) or "keine Stadt zugeordnet",
        found_text=_found_text(page, filters),
        more_href=filters.href(after=page.next_after) if page.next_after else None,
        first_href=filters.href(after=None),
        empty=_empty(filters, coordinator),
    )


def _tabs(page: InboxPage, filters: Filters) -> list[Tab]:
    open_count = sum(page.counts[status] for status in OPEN_STATUSES)
    tabs = [Tab("Offen", open_count, filters.href(status=None, after=None), filters.status is None)]
    tabs += [
        Tab(
            label("status", status),
            page.counts[status],
            filters.href(status=str(status), after=None),
            filters.status == status,
        )
        for status in IntakeStatus
    ]
    return tabs


def _found_text(page: InboxPage, filters: Filters) -> str:
    if filters.status is None:
        number = sum(page.counts[status] for status in OPEN_STATUSES)
        return f"{number} {'offener Vorgang' if number == 1 else 'offene Vorgänge'}"
    number = (
        sum(page.counts.values()) if filters.status == "all" else page.counts[IntakeStatus(filters.status)]
    )
    return f"{number} {'Vorgang' if number == 1 else 'Vorgänge'}"


def _empty(filters: Filters, coordinator: Coordinator) -> Empty:
    if not coordinator.towns:
        return Empty("Keine Stadt zugeordnet", "Ihre IT ordnet Ihrem Konto eine Stadt zu: duo users.")
    if filters.after:
        return Empty(
            "Hier endet die Liste",
            "Weitere Vorgänge gibt es nicht.",
            filters.href(after=None),
            "Zum Anfang der Liste",
        )
    if filters.narrow:
        plain = Filters(status=filters.status, sort=filters.sort)
        return Empty(
            "Kein Treffer", "Zu diesen Filtern gibt es keinen Vorgang.", plain.href(), "Filter zurücksetzen"
        )
    if filters.status is None:
        return Empty("Nichts offen", "Neue Anliegen erscheinen hier, sobald jemand sie absendet.")
    return Empty(
        f"Nichts unter „{label('status', filters.status)}“",
        "In diesem Status ist gerade kein Vorgang.",
        "/",
        "Alle offenen zeigen",
    )
