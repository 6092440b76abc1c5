"""The action server: rasa-sdk's executor behind our own Sanic app.

rasa-sdk's own server allows any origin, listens on every address and echoes the tracker in errors; this one listens on
loopback, wants a shared secret and logs nothing a person wrote.
"""

import hmac
from pathlib import Path
from traceback import extract_tb

import structlog
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from actions.session import ActionSessionStart
from actions.submission import ActionSubmitIntake
from actions.turns import ValidateIntakeForm
from actions.workplace import Workplace
from casework.settings import Settings

KEY_HEADER = "X-Duo-Secret"
LARGEST_CALL_BYTES = 2_000_000
log = structlog.get_logger("actions")


def create_app(settings: Settings, name: str = "duo-actions") -> Sanic:
    """The Sanic app of the action server; it opens the database when it starts and closes it when it stops."""
    app: Sanic = Sanic(name, configure_logging=False)
    app.config.AUTO_EXTEND = False  # sanic-ext would add pages of documentation that nobody needs here
    app.config.REQUEST_MAX_SIZE = LARGEST_CALL_BYTES
    workplace = Workplace(settings)
    executor = ActionExecutor()
    for action in (ActionSessionStart, ValidateIntakeForm, ActionSubmitIntake):
        executor.register_action(action(workplace))

    @app.before_server_start
    async def open_workplace(_: Sanic) -> None:
        workplace.open()

    @app.after_server_stop
    async def close_workplace(_: Sanic) -> None:
        await workplace.close()

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        await workplace.database.ping()
        return json({"status": "ok"})

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        given = request.headers.get(KEY_HEADER, "")
        if not hmac.compare_digest(given.encode(), settings.actions_secret.encode()):
            return json({"error": "unauthorized"}, status=401)
        call = request.json
        if not isinstance(call, dict) or not call.get("next_action"):
            return json({"error": "not an action call"}, status=400)
        # Rasa leaves its domain out (`enable_selective_domain`), as no action of ours reads it; the executor asks for one.
        call.setdefault("domain", {})
        try:
            result = await executor.run(call)
        except ActionExecutionRejection as rejection:
            # How Rasa learns that the form does not take this message and a rule may answer it.
            return json({"error": str(rejection), "action_name": rejection.action_name}, status=400)
        except Exception as error:
            # Kind and place of the error only: its text may quote what a person wrote.
            last = extract_tb(error.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            log.error(
                "action_failed", action=str(call["next_action"])[:60], error=type(error).__name__, where=where
            )
            return json({"error": "action failed", "action_name": str(call["next_action"])[:60]}, status=500)
        return json(result.model_dump() if result else {"events": [], "responses": []})

    return app
