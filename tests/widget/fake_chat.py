"""A small chat server that keeps to the public contract, and a town's page around the widget, for deterministic tests.

The town's page has its own port, so every call of the widget is cross-origin, under the strictest content security policy.
"""

from __future__ import annotations

import json
import queue
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

WIDGET = Path(__file__).parents[2] / "widget"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
GREETING = (
    "Guten Tag. Ich bin der automatische Assistent des Sozialen Duos, ein Computerprogramm. "
    "Womit können wir helfen? Schreiben Sie einfach in Ihren Worten."
)
Message = dict[str, Any]
# What the assistant answers to a text or payload: messages without seq and at.
Script = Callable[[str], list[Message]]


def echo(said: str) -> list[Message]:
    return [{"text": f"Verstanden: {said}"}]


@dataclass
class Trouble:
    """What goes wrong at the next calls to the named path ending; `times` counts down."""

    ending: str
    status: int = 0  # 0 closes the connection without an answer
    body: dict[str, Any] = field(default_factory=dict)
    times: int = 1
    after_effect: bool = False  # the message is stored and answered, only the answer gets lost


class FakeChat:
    """One conversation server; everything it did is in `requests` and `conversations`."""

    def __init__(self) -> None:
        self.script: Script = echo
        self.greeting: list[Message] = [{"text": GREETING, "asks": "need"}]
        self.widget = WIDGET
        self.delay = 0.0
        self.streams_work = True
        self.requests: list[tuple[str, str, dict[str, str], Any]] = []
        self.troubles: list[Trouble] = []
        self.conversations: dict[str, list[Message]] = {}
        self.answered: dict[str, list[Message]] = {}
        self.effects: list[str] = []
        self.listeners: dict[str, list[queue.Queue[bytes | None]]] = {}
        self.lock = threading.RLock()
        self.server = _Server(self)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.hang_up()
        self.server.shutdown()
        self.server.server_close()

    def calls(self, method: str, ending: str = "") -> list[tuple[str, str, dict[str, str], Any]]:
        """The requests of a method whose path matches the regular expression `ending` at its end."""
        return [r for r in list(self.requests) if r[0] == method and re.search(f"{ending}$", r[1])]

    def store(self, conversation_id: str, sender: str, message: Message) -> Message:
        with self.lock:
            messages = self.conversations[conversation_id]
            at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            stored = {"seq": len(messages) + 1, "at": at, "sender": sender, **message}
            messages.append(stored)
        self.tell(conversation_id, "message", stored)
        return stored

    def tell(self, conversation_id: str, name: str, data: dict[str, Any]) -> None:
        chunk = f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
        for listener in self.listeners.get(conversation_id, []):
            listener.put(chunk)

    def push(self, message: Message, sender: str = "coordinator") -> Message:
        """A message that nobody asked for, in the newest conversation."""
        return self.store(list(self.conversations)[-1], sender, message)

    def hang_up(self) -> None:
        """Cuts every open stream."""
        for listeners in self.listeners.values():
            for listener in listeners:
                listener.put(None)

    def trouble(self, path: str) -> Trouble | None:
        with self.lock:
            for trouble in self.troubles:
                if trouble.times > 0 and path.endswith(trouble.ending):
                    trouble.times -= 1
                    return trouble
        return None

    def answer(self, conversation_id: str, body: dict[str, Any]) -> list[Message]:
        """One turn; the same client_message_id again gives the same answer and no second effect."""
        with self.lock:
            key = body["client_message_id"]
            if key in self.answered:
                return self.answered[key]
            said = body.get("text") or self._title(conversation_id, body["payload"])
            self.effects.append(said)
            self.store(conversation_id, "citizen", {"text": said})
            answers = [self.store(conversation_id, "bot", message) for message in self.script(said)]
            self.answered[key] = answers
            return answers

    def _title(self, conversation_id: str, payload: str) -> str:
        for message in reversed(self.conversations[conversation_id]):
            for button in message.get("buttons", []):
                if button["payload"] == payload:
                    return str(button["title"])
        return "Auswahl"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Streams wait for words that may never come; they end with the process.
    block_on_close = False

    def __init__(self, chat: FakeChat) -> None:
        self.chat = chat
        super().__init__(("127.0.0.1", 0), _ChatHandler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Browsers that go away in mid-answer are part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body in two small packets would wait for each other (Nagle): 40 ms per answer.
    wbufsize = 65536
    disable_nagle_algorithm = True

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def respond(
        self,
        status: int,
        body: bytes = b"",
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


class _ChatHandler(_Handler):
    server: _Server

    def _cors(self) -> dict[str, str]:
        return {
            "Access-Control-Allow-Origin": self.headers.get("Origin", "*"),
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
            "Vary": "Origin",
        }

    def _json(self, status: int, body: object, kind: str = "application/json") -> None:
        self.respond(status, json.dumps(body).encode(), kind, self._cors())

    def do_OPTIONS(self) -> None:
        self.respond(204, headers=self._cors())

    def do_GET(self) -> None:
        self._any("GET")

    def do_POST(self) -> None:
        self._any("POST")

    def do_DELETE(self) -> None:
        self._any("DELETE")

    def _any(self, method: str) -> None:
        chat = self.server.chat
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body: Any = json.loads(raw) if raw else None
        chat.requests.append((method, self.path, dict(self.headers), body))
        path = self.path.partition("?")[0]
        trouble = chat.trouble(path)
        if trouble and not trouble.after_effect:
            return self._spoil(trouble)
        if method == "GET" and path.startswith("/widget/"):
            return self._file(path.removeprefix("/widget/"))
        if method == "GET" and path in ("/anfrage", "/datenschutz"):
            return self.respond(200, b"<!doctype html><title>Formular</title><h1>Formular</h1>", "text/html")
        if method == "POST" and path == "/api/conversations":
            return self._begin()
        found = re.fullmatch(r"/api/conversations/([\w-]+)(/messages|/events)?", path)
        if (
            not found
            or found[1] not in chat.conversations
            or self.headers.get("Authorization") != f"Bearer t-{found[1]}"
        ):
            return self._json(
                401,
                {"status": 401, "title": "Kein gültiger Zugang", "detail": "Bitte neu beginnen."},
                "application/problem+json",
            )
        if method == "DELETE":
            del chat.conversations[found[1]]
            chat.tell(found[1], "erased", {})
            return self.respond(204, headers=self._cors())
        if found[2] == "/events":
            return self._events(found[1])
        if method == "GET":
            after = int(self.path.partition("after=")[2] or 0)
            return self._json(
                200, {"messages": [m for m in chat.conversations[found[1]] if m["seq"] > after]}
            )
        time.sleep(chat.delay)
        answers = chat.answer(found[1], body)
        if trouble:
            return self._spoil(trouble)
        return self._json(200, {"messages": answers})

    def _spoil(self, trouble: Trouble) -> None:
        if trouble.status:
            return self._json(
                trouble.status, {"status": trouble.status, **trouble.body}, "application/problem+json"
            )
        self.close_connection = True
        self.connection.close()
        return None

    def _file(self, name: str) -> None:
        folder = self.server.chat.widget
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            return self.respond(404)
        return self.respond(
            200, path.read_bytes(), TYPES[path.suffix], {"Cache-Control": "no-cache", **self._cors()}
        )

    def _begin(self) -> None:
        chat = self.server.chat
        with chat.lock:
            conversation_id = f"c-{len(chat.conversations) + 1}-x7Kf"
            chat.conversations[conversation_id] = []
        messages = [chat.store(conversation_id, "bot", message) for message in chat.greeting]
        self._json(
            201, {"conversation_id": conversation_id, "token": f"t-{conversation_id}", "messages": messages}
        )

    def _events(self, conversation_id: str) -> None:
        chat = self.server.chat
        if not chat.streams_work:
            return self._json(503, {"status": 503, "title": "Nicht verfügbar"}, "application/problem+json")
        listener: queue.Queue[bytes | None] = queue.Queue()
        chat.listeners.setdefault(conversation_id, []).append(listener)
        self.send_response(200)
        for name, value in {
            **self._cors(),
            "Content-Type": "text/event-stream",
            "Cache-Control": "no-store",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        chunk: bytes | None = b": \n\n"
        try:
            while chunk is not None:
                self.wfile.write(chunk)
                self.wfile.flush()
                chunk = listener.get()
        finally:
            chat.listeners[conversation_id].remove(listener)
        return None


class TownPage:
    """The page of a town: a heading, a link, the widget; nothing is allowed but the chat server's files and answers."""

    def __init__(self, chat_url: str) -> None:
        self.chat_url = chat_url
        self.attributes = 'town="verl"'
        self.inside = ""
        self.head = ""
        self.neutral = "/neutral"
        self.policy = (
            f"default-src 'none'; script-src {chat_url}; connect-src {chat_url}; base-uri 'none'; form-action 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
        self.requests: list[str] = []
        page = self

        class Handler(_Handler):
            def do_GET(self) -> None:
                page.requests.append(self.path)
                if self.path == "/nothing":
                    return self.respond(204)
                if self.path.startswith("/neutral"):
                    return self.respond(
                        200,
                        b"<!doctype html><html lang=de><title>Wetter</title><h1>Wetter</h1>",
                        "text/html",
                    )
                if not self.path.startswith("/seite"):
                    return self.respond(404)
                return self.respond(
                    200, page.html(), "text/html; charset=utf-8", {"Content-Security-Policy": page.policy}
                )

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Browsers that go away in mid-answer are part of the game."""

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def html(self) -> bytes:
        return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stadt Musterstadt</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{self.head}
<script type="module" src="{self.chat_url}/widget/duo-chat.js"></script></head>
<body><main><h1>Soziales und Hilfe</h1><p>Beratung im Rathaus.</p><p><a id="before" href="/seite2">Weitere Seite</a></p></main>
<soziales-duo-chat {self.attributes} exit-to="{self.url}{self.neutral}">{self.inside}</soziales-duo-chat>
<footer><p><a id="after" href="#top">Nach oben</a></p></footer></body></html>""".encode()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
