"""Talks to the running assistant in the terminal, over the same public doors as everybody else."""

import asyncio
import uuid
from typing import Any

import httpx2

from casework.settings import Settings

HINT = "(Zahl = Schaltfläche, /ende beendet)"


def _show(messages: list[dict[str, Any]]) -> list[dict[str, str]]:
    buttons: list[dict[str, str]] = []
    for message in messages:
        print(f"\n{'!' if message.get('level') == 'crisis' else '·'} {message['text']}")
        buttons = message.get("buttons") or []
        if buttons:
            print("   " + "  ".join(f"[{n}] {button['title']}" for n, button in enumerate(buttons, start=1)))
    return buttons


async def talk(settings: Settings) -> int:
    """One conversation from greeting to the end of input; returns 1 when the product is not running."""
    async with httpx2.AsyncClient(base_url=settings.public_url, timeout=30, trust_env=False) as client:
        try:
            begun = (await client.post("/api/conversations", json={})).raise_for_status().json()
        except httpx2.HTTPError:
            print(f"Nothing answers at {settings.public_url}. Start it with `make run`.")
            return 1
        address = f"/api/conversations/{begun['conversation_id']}/messages"
        headers = {"Authorization": f"Bearer {begun['token']}"}
        print(HINT)
        buttons = _show(begun["messages"])
        while True:
            try:
                typed = (await asyncio.to_thread(input, "\n> ")).strip()
            except EOFError:
                return 0
            if typed == "/ende":
                return 0
            if not typed:
                continue
            body = {"client_message_id": str(uuid.uuid4()), "text": typed}
            if typed.isdigit() and 0 < int(typed) <= len(buttons):
                body = {
                    "client_message_id": body["client_message_id"],
                    "payload": buttons[int(typed) - 1]["payload"],
                }
            answer = await client.post(address, json=body, headers=headers)
            if answer.status_code != 200:
                print(f"\n! {answer.json().get('detail', answer.status_code)}")
                continue
            buttons = _show(answer.json()["messages"])
