"""What operators see: readiness of each part, counters without people in them, logs with references only."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import pytest
from structlog.testing import capture_logs

from tests.chat.door import Door


async def test_alive_and_ready(door: Door) -> None:
    assert (await door.client.get("/healthz")).json() == {"status": "ok"}
    response = await door.client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "checks": {"database": "ok", "rasa": "ok", "actions": "ok"}}


@pytest.mark.parametrize("missing", ["rasa", "actions", "database"])
async def test_not_ready_names_what_is_missing(
    door: Door, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "rasa":
        door.rasa.ready = False
    elif missing == "actions":
        door.rasa.actions_ready = False
    else:

        def gone() -> None:
            raise OSError

        monkeypatch.setattr(door.services.database, "reading", gone)
    response = await door.client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "not_ready"
    assert [name for name, state in response.json()["checks"].items() if state == "down"] == [missing]


async def test_the_counters_count(door: Door) -> None:
    talk = await door.begin(town="verl")
    await talk.say("Hallo")
    await talk.say("ich will nicht mehr leben, ich bringe mich um")
    door.rasa.status = 500
    await talk.say("Petra Muster, 05246 123456")
    text = (await door.client.get("/metrics")).text
    assert 'duo_chat_turns_total{outcome="answered"} 2.0' in text
    assert 'duo_chat_turns_total{outcome="fault_status"} 1.0' in text
    assert 'duo_chat_crises_total{kind="suicide",level="acute"} 1.0' in text
    assert "duo_chat_turn_seconds_count 3.0" in text
    for personal in ("Muster", "123456", talk.id, "leben"):
        assert personal not in text


async def test_logs_tell_nothing_about_people(
    open_door: Callable[..., Awaitable[Door]],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    door = await open_door()
    secrets = ("Petra", "Muster", "123456", "petra.muster", "bringe mich um")
    with capture_logs() as logs:
        talk = await door.begin(town="verl")
        for status in (200, 500):
            door.rasa.status = status
            await talk.say("Ich bin Petra Muster, 05246 123456, petra.muster@example.org, ich bringe mich um")
        await talk.post(text="Petra Muster" * 300)
        await door.client.post("/api/receipts", json={"code": "Petra Muster 123456"})
        await door.client.post("/anfrage", data={"story": "Petra Muster", "phone": "123456"})
        await door.client.get(f"{talk.path}/messages?after=Muster")
        await door.client.get("/Petra-Muster-123456")
    out = capfd.readouterr()
    everything = " ".join([str(logs), out.out, out.err, caplog.text])
    assert any(entry["event"] == "turn_without_rasa" for entry in logs)
    for secret in (*secrets, talk.token):
        assert secret not in everything


async def test_receipt_codes_are_not_guessed(door: Door) -> None:
    wrong = [
        await door.client.post("/api/receipts", json={"code": code})
        for code in ("KX7M-4TQP-92RW", "x", "0" * 64)
    ]
    assert [response.status_code for response in wrong] == [404, 404, 404]
    assert wrong[0].json() == wrong[1].json() == wrong[2].json()
    statuses = [(await door.client.post("/api/receipts", json={"code": "x"})).status_code for _ in range(20)]
    assert statuses.count(404) == 7
    assert statuses[-1] == 429


async def test_a_log_line_is_one_json_object(door: Door, capfd: pytest.CaptureFixture[str]) -> None:
    talk = await door.begin()
    door.rasa.status = 500
    await talk.say("Hallo")
    (line,) = [line for line in capfd.readouterr().err.splitlines() if "turn_without_rasa" in line]
    entry = json.loads(line)
    assert entry["level"] == "warning"
    assert entry["reason"] == "status"
    assert entry["conversation_id"] == talk.id
    assert entry["timestamp"].endswith("Z")
