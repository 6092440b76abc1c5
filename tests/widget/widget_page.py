"""What a person does with the chat, as methods; the tests read like what happens."""

from __future__ import annotations

import asyncio

from playwright.async_api import ConsoleMessage, Locator, Page, expect

from .fake_chat import FakeChat, TownPage, Trouble


class WidgetPage:
    """The chat on a town's page. `faults` gathers exceptions and policy violations."""

    def __init__(self, tab: Page, town: TownPage, chat: FakeChat) -> None:
        self.tab = tab
        self.town = town
        self.chat = chat
        self.faults: list[str] = []
        tab.on("pageerror", lambda error: self.faults.append(str(error)))
        tab.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "TrustedHTML" in message.text:
            self.faults.append(message.text)

    @property
    def host(self) -> Locator:
        return self.tab.locator("soziales-duo-chat")

    @property
    def launcher(self) -> Locator:
        return self.host.locator("button[part=launcher]")

    @property
    def panel(self) -> Locator:
        return self.host.locator("dialog.panel")

    @property
    def log(self) -> Locator:
        return self.panel.locator("[role=log]")

    @property
    def messages(self) -> Locator:
        return self.log.locator("li")

    @property
    def field(self) -> Locator:
        return self.panel.get_by_label("Ihre Nachricht")

    @property
    def alert(self) -> Locator:
        return self.panel.locator(".notices [role=alert]")

    @property
    def line(self) -> Locator:
        return self.panel.locator(".notices [role=status]")

    @property
    def status(self) -> Locator:
        return self.panel.locator("#status")

    def button(self, name: str) -> Locator:
        return self.host.get_by_role("button", name=name, exact=True)

    async def visit(self, path: str = "/seite") -> None:
        await self.tab.goto(self.town.url + path)
        await expect(self.launcher).to_be_attached()

    async def open(self) -> None:
        """Visits the page and opens the chat up to the greeting."""
        await self.visit()
        await self.launcher.click()
        await expect(self.messages.first).to_contain_text("Computerprogramm")

    async def say(self, text: str) -> None:
        """Types a text and sends it with Enter."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def hears(self, text: str) -> None:
        """Waits until the newest message has this text."""
        await expect(self.messages.last).to_contain_text(text)

    async def listening(self) -> None:
        """Waits until the event stream is open at the server."""
        for _ in range(100):
            # After every connection it asks once for what it may have missed.
            if any(self.chat.listeners.values()) and self.chat.calls("GET", r"/messages\?after=[1-9]\d*"):
                await asyncio.sleep(0.1)
                return
            await asyncio.sleep(0.05)
        raise AssertionError("no event stream")

    async def settled(self) -> None:
        """Waits until nothing is on its way any more."""
        await self.tab.wait_for_function(
            "() => !JSON.parse(sessionStorage.getItem('soziales-duo'))?.outbox?.length",
            polling=100,
            timeout=10_000,
        )

    @staticmethod
    def trouble(ending: str, status: int = 0, times: int = 1, **body: object) -> Trouble:
        """What the server does wrong at the next calls to an address with this ending."""
        return Trouble(ending, status, dict(body), times)

    async def focused(self) -> str:
        """The focused element inside the chat as tag, id or text; else "page:" and the page's own."""
        return str(
            await self.tab.evaluate("""() => {
            const host = document.querySelector('soziales-duo-chat');
            const inside = host?.shadowRoot.activeElement;
            if (!inside) return 'page:' + (document.activeElement?.id || document.activeElement?.tagName.toLowerCase());
            return inside.getAttribute('part') || inside.id || inside.getAttribute('aria-label') || inside.textContent;
        }""")
        )

    async def stored(self) -> str | None:
        stored = await self.tab.evaluate("sessionStorage.getItem('soziales-duo')")
        return None if stored is None else str(stored)
