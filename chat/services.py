"""What the handlers of one app share: made when the app starts, closed when it stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sanic import Request

from casework.database import Database
from casework.needs import Needs
from casework.settings import Settings
from casework.towns import Towns
from chat.buttons import ButtonTitles
from chat.contact import ContactWays
from chat.limits import MovingWindow, client_address
from chat.metrics import Metrics
from chat.notices import NoticeBoard
from chat.pages.templating import Pages
from chat.problems import too_many
from chat.rasa import RasaClient
from chat.streams import StreamHub
from chat.tokens import TokenSigner
from chat.turns import TurnTaker


@dataclass
class RateLimits:
    """One window for each thing that is limited."""

    messages: MovingWindow  # by conversation
    conversations: MovingWindow  # by address
    receipts: MovingWindow  # by address
    forms: MovingWindow  # by address


@dataclass
class Services:
    """Everything a handler may use."""

    settings: Settings
    database: Database
    rasa: RasaClient
    towns: Towns
    needs: Needs
    contact: ContactWays
    notices: NoticeBoard
    signer: TokenSigner
    metrics: Metrics
    streams: StreamHub
    titles: ButtonTitles
    turns: TurnTaker
    limits: RateLimits
    pages: Pages

    def limit_address(
        self, window: MovingWindow, request: Request, problem: str = "too_many_requests"
    ) -> None:
        """Counts the request for its address; raises the 429 problem when there were too many."""
        retry_after = window.hit(client_address(request, self.settings.trusted_proxies))
        if retry_after:
            raise too_many(problem, retry_after)


def services(request: Request) -> Services:
    """The services of the app that answers this request."""
    return cast(Services, request.app.ctx.services)
