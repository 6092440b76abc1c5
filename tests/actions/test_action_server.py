"""The action server: who may call it, what it answers, what it stores, what it never logs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.app import KEY_HEADER
from casework.models import Intake, OutboxEntry
from tests.actions.conftest import ActionServer, button, typed

VALIDATE = "validate_intake_form"
STORY = "Meine Mutter Erna Muster, 80, braucht jemanden zum Putzen und Einkaufen"


def _said(answer: dict[str, Any]) -> list[str]:
    return [response["response"] for response in answer["responses"]]


def _slots(answer: dict[str, Any]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in answer["events"] if event["event"] == "slot"}


async def _turn(server: ActionServer, sender: str, message: dict[str, Any]) -> dict[str, Any]:
    response = await server.call(VALIDATE, message, sender=sender)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


@pytest.mark.parametrize("secret", ["", "guessed", "ä"])
async def test_without_the_secret_nothing_is_done(server: ActionServer, secret: str) -> None:
    sender = await server.begin()
    headers = {KEY_HEADER: secret.encode()}
    response = await server.client.post(
        "/webhook", json={"next_action": VALIDATE, "sender_id": sender}, headers=headers
    )
    assert response.status_code == 401
    assert response.json() == {"error": "unauthorized"}
    assert await server.draft(sender) is None


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"{}", b'{"next_action": ""}'])
async def test_what_is_no_action_call_is_told_so(server: ActionServer, body: bytes) -> None:
    response = await server.client.post(
        "/webhook", content=body, headers={KEY_HEADER: server.settings.actions_secret}
    )
    assert response.status_code == 400
    assert response.json() == {"error": "not an action call"}


async def test_an_unknown_action_fails_by_name(server: ActionServer) -> None:
    response = await server.call("action_of_nobody", sender=await server.begin())
    assert response.status_code in {404, 500}
    assert "Traceback" not in response.text


async def test_a_new_conversation_is_greeted_and_asked(server: ActionServer) -> None:
    sender = await server.begin()
    opened = {
        "text": "/session_start",
        "intent": {"name": "session_start", "confidence": 1.0},
        "entities": [],
    }
    answer = (await server.call("action_session_start", opened, sender=sender)).json()
    assert _said(answer) == ["utter_greeting", "utter_question_need"]
    assert _slots(answer)["requested_slot"] == "need"
    assert answer["events"][0]["event"] == "session_started"
    assert answer["events"][-1]["name"] == "action_listen"


async def test_a_rasa_that_lost_its_memory_goes_on_silently(server: ActionServer) -> None:
    sender = await server.begin()
    await _turn(server, sender, typed(STORY, "need_household_help", 0.95, household_help=0.95))
    answer = (await server.call("action_session_start", sender=sender)).json()
    assert _said(answer) == []
    assert _slots(answer)["requested_slot"] == "consent"


async def test_an_accepted_answer_is_in_the_draft(server: ActionServer) -> None:
    sender = await server.begin()
    answer = await _turn(server, sender, typed(STORY, "need_household_help", 0.95, household_help=0.95))
    assert _slots(answer) == {"intake": None, "requested_slot": "consent"}
    assert _said(answer)[-1] == "utter_question_consent"
    draft = await server.draft(sender)
    assert draft["needs"] == ["household_help"]
    assert draft["story"] == [STORY]
    assert draft["answers"]["person"]["value"] == "mother"


async def test_the_draft_is_sealed_in_the_file(server: ActionServer) -> None:
    sender = await server.begin()
    await _turn(server, sender, typed(STORY, "need_household_help", 0.95, household_help=0.95))
    stored = b"".join(path.read_bytes() for path in server.settings.var_dir.glob("duo.db*"))
    assert b"Muster" not in stored
    assert b"Putzen" not in stored


async def test_a_side_question_changes_nothing_and_is_left_to_a_rule(server: ActionServer) -> None:
    sender = await server.begin()
    await _turn(server, sender, typed(STORY, "need_household_help", 0.95, household_help=0.95))
    before = await server.draft(sender)
    answer = await _turn(server, sender, typed("Wer liest das eigentlich?", "ask_cost", 0.95))
    assert answer == {"events": [], "responses": []}, "no slot at all tells Rasa that a rule answers"
    assert await server.draft(sender) == before


async def test_after_the_rule_only_the_open_question_is_put(server: ActionServer) -> None:
    sender = await server.begin()
    await _turn(server, sender, typed(STORY, "need_household_help", 0.95, household_help=0.95))
    question = typed("Was kostet das?", "ask_cost", 0.95)
    server.events = []
    tracker_events = [
        {"event": "user", "text": "Was kostet das?"},
        {"event": "action", "name": "utter_ask_cost"},
    ]
    body = {
        "next_action": VALIDATE,
        "sender_id": sender,
        "tracker": {
            "sender_id": sender,
            "slots": {},
            "latest_message": question,
            "events": tracker_events,
            "paused": False,
            "followup_action": None,
            "active_loop": {"name": "intake_form"},
            "latest_action_name": "utter_ask_cost",
        },
        "domain": {},
        "version": "3.6.21",
    }
    response = await server.client.post(
        "/webhook", json=body, headers={KEY_HEADER: server.settings.actions_secret}
    )
    assert _said(response.json()) == ["utter_question_consent"]
    assert _slots(response.json())["requested_slot"] == "consent"


async def test_a_refusal_keeps_nothing(server: ActionServer) -> None:
    sender = await server.begin()
    await _turn(server, sender, typed(STORY, "need_household_help", 0.95, household_help=0.95))
    answer = await _turn(server, sender, button("consent", "no"))
    assert "utter_consent_refused" in _said(answer)
    assert "Muster" not in json.dumps(await server.draft(sender))


async def _to_the_summary(server: ActionServer) -> str:
    sender = await server.begin()
    await _turn(server, sender, typed(STORY, "need_household_help", 0.95, household_help=0.95))
    answers = {
        "consent": button("consent", "yes"),
        "understanding": button("understanding", "yes"),
        "person_knows": button("person_knows", "yes"),
        "town": button("town", "verl"),
        "care_grade": button("care_grade", "applied"),
        "insurer": typed("AOK"),
        "deadline": button("deadline", "none"),
        "name": typed("Petra Muster"),
        "phone": typed("05246 123456"),
        "preferred_time": typed("ab 16 Uhr"),
        "voicemail": button("voicemail", "yes"),
    }
    asked = "consent"
    for _ in range(20):
        if asked == "summary":
            return sender
        asked = _slots(await _turn(server, sender, answers[asked]))["requested_slot"]
    raise AssertionError(f"never came to the summary, last asked {asked}")


async def test_submitting_twice_is_one_intake(server: ActionServer) -> None:
    sender = await _to_the_summary(server)
    confirmed = await _turn(server, sender, button("summary", "submit"))
    assert _slots(confirmed) == {"intake": "confirmed", "requested_slot": None}
    first = (await server.call("action_submit_intake", sender=sender)).json()
    second = (await server.call("action_submit_intake", sender=sender)).json()
    cards = [
        response["custom"]["card"]
        for answer in (first, second)
        for response in answer["responses"]
        if response.get("custom")
    ]
    assert cards[0]["reference"] == cards[1]["reference"]
    assert cards[0]["kind"] == "receipt"
    async with server.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Intake)) == 1
        assert await session.scalar(select(func.count()).select_from(OutboxEntry)) == 1
        intake = (await session.scalars(select(Intake))).one()
        assert intake.town == "verl"
        assert intake.contact["phone"] == "+495246123456"
        assert str(intake.details).startswith(STORY)


async def test_submitting_without_a_draft_is_an_error_without_words(
    server: ActionServer, capsys: pytest.CaptureFixture[str]
) -> None:
    secret_words = "Mein Mann Erwin Muster trinkt"
    response = await server.call("action_submit_intake", typed(secret_words), sender="nobody-knows-me")
    assert response.status_code == 500
    assert response.json() == {"error": "action failed", "action_name": "action_submit_intake"}
    logged = capsys.readouterr()
    line = logged.out + logged.err
    assert "action_failed" in line
    assert "LookupError" in line
    assert "submission.py" in line
    for word in ("Erwin", "trinkt", "nobody-knows-me", "Traceback"):
        assert word not in line


async def test_a_broken_draft_is_an_error_without_words(
    server: ActionServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise ValueError(f"cannot read {STORY!r}")

    monkeypatch.setattr("actions.turns.take_turn", fails)
    response = await server.call(VALIDATE, typed(STORY), sender=await server.begin())
    assert response.status_code == 500
    assert "Muster" not in response.text
    logged = capsys.readouterr()
    assert "ValueError" in logged.out + logged.err
    assert "Muster" not in logged.out + logged.err


async def test_health_is_open_and_asks_the_database(server: ActionServer) -> None:
    assert (await server.client.get("/health")).json() == {"status": "ok"}
