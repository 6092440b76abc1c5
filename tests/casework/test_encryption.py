"""Sealing, keys files and keyed hashes."""

import base64
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.codes import Channel, Sender
from casework.conversations import add_message, find_conversation, messages_after, start_conversation
from casework.database import Database
from casework.encryption import PENDING, Keyring, KeysError, SealBroken
from casework.models import Intake, Message
from tests.factories import create_intake

PLACE = "intakes.summary:0123"


@given(st.binary(max_size=500))
def test_what_is_sealed_opens_again(value: bytes) -> None:
    keyring = Keyring.generate(["verl"])
    sealed = keyring.seal("verl", PLACE, value)
    assert keyring.open(PLACE, sealed) == value
    assert sealed != keyring.seal("verl", PLACE, value), "two seals of one value must differ"


@pytest.mark.parametrize("place", ["intakes.summary:0124", "intakes.details:0123", "drafts.content:0123"])
def test_a_value_moved_to_another_row_or_column_does_not_open(keyring: Keyring, place: str) -> None:
    sealed = keyring.seal("verl", PLACE, b"Erna Muster")
    with pytest.raises(SealBroken):
        keyring.open(place, sealed)


def test_a_changed_value_does_not_open(keyring: Keyring) -> None:
    sealed = bytearray(keyring.seal("verl", PLACE, b"Erna Muster"))
    sealed[-1] ^= 1
    with pytest.raises(SealBroken):
        keyring.open(PLACE, bytes(sealed))
    with pytest.raises(SealBroken):
        keyring.open(PLACE, b"")


def test_each_scope_has_a_key_of_its_own(keyring: Keyring) -> None:
    heads = {keyring.seal(scope, PLACE, b"x")[:3] for scope in ("verl", "shs", "outside", PENDING)}
    assert len(heads) == 4


def test_a_town_without_key_names_the_command(keyring: Keyring) -> None:
    with pytest.raises(KeysError, match="duo setup"):
        keyring.seal("rietberg", PLACE, b"x")


def test_the_wrong_keys_file_is_named_as_the_cause(keyring: Keyring) -> None:
    other = Keyring.generate([])
    with pytest.raises(KeysError, match="does not belong to this database"):
        other.open(PLACE, keyring.seal("shs", PLACE, b"x"))


def test_a_keys_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "var" / "keys.json"
    made = Keyring.create(path, ["verl", "shs"])
    assert path.stat().st_mode & 0o777 == 0o600
    sealed = made.seal("verl", PLACE, b"x")
    with pytest.raises(KeysError, match="not overwritten"):
        Keyring.create(path, ["verl"])
    loaded = Keyring.load(path)
    assert loaded.open(PLACE, sealed) == b"x"
    assert loaded.secret("bot") == made.secret("bot")
    assert len({loaded.secret(name) for name in ("bot", "actions", "token")}) == 3


def test_rotation_seals_with_the_new_key_and_opens_with_the_old(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    before = Keyring.create(path, ["verl"]).seal("verl", PLACE, b"x")
    rotated = Keyring.add_key(path, "verl")
    assert path.stat().st_mode & 0o777 == 0o600
    assert rotated.open(PLACE, before) == b"x"
    assert rotated.seal("verl", PLACE, b"x")[1:3] != before[1:3]
    assert "rietberg" in Keyring.add_key(path, "rietberg").scopes
    assert Keyring.load(path).open(PLACE, before) == b"x"


def test_completing_makes_what_is_missing_and_touches_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    sealed = Keyring.complete(path, ["verl"]).seal("verl", PLACE, b"x")
    before = path.read_text()
    assert Keyring.complete(path, ["verl"]).open(PLACE, sealed) == b"x"
    assert path.read_text() == before
    assert Keyring.complete(path, ["verl", "shs"]).scopes >= {"verl", "shs", "outside", PENDING}
    assert Keyring.load(path).open(PLACE, sealed) == b"x"


def test_a_keys_file_open_to_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    Keyring.create(path, ["verl"])
    path.chmod(0o640)
    with pytest.raises(KeysError, match="chmod 600"):
        Keyring.load(path)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "not json", '{"scopes": {}, "index_key": "eA==", "secrets": {}}']
)
def test_a_damaged_keys_file_says_what_to_do(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeysError, match="backup"):
        Keyring.load(path)


def test_a_missing_keys_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeysError, match="duo setup"):
        Keyring.load(tmp_path / "keys.json")


def test_errors_never_show_key_material(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    Keyring.create(path, ["verl"])
    data = json.loads(path.read_text())
    short = base64.b64encode(b"secret-key").decode()
    data["scopes"]["verl"][0]["key"] = short
    path.write_text(json.dumps(data))
    with pytest.raises(KeysError) as caught:
        Keyring.load(path)
    assert short not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_blind_indexes_differ_by_purpose_and_key(keyring: Keyring) -> None:
    assert keyring.blind_index("a", "x") == keyring.blind_index("a", "x")
    assert keyring.blind_index("a", "x") != keyring.blind_index("b", "x")
    assert keyring.blind_index("a", "x") != Keyring.generate([]).blind_index("a", "x")


async def test_texts_are_sealed_with_the_key_of_their_town(db: Database, keyring: Keyring) -> None:
    def key_of(sealed: bytes | None) -> bytes:
        assert sealed is not None
        return sealed[1:3]

    verl, shs, pending = (keyring.seal(scope, PLACE, b"")[1:3] for scope in ("verl", "shs", PENDING))
    async with db.writing() as session:
        conversation = await start_conversation(session, channel=Channel.WEB, town=None)
        known = await start_conversation(session, channel=Channel.WEB, town="shs")
        first = await add_message(session, conversation.id, sender=Sender.CITIZEN, text="Hallo")
        second = await add_message(session, known.id, sender=Sender.CITIZEN, text="Hallo")
    assert key_of(first.content_sealed) == pending
    assert key_of(second.content_sealed) == shs
    async with db.writing() as session:
        received = await create_intake(
            session, conversation_id=conversation.id, town="verl", today=date(2026, 11, 22)
        )
        after = await add_message(session, conversation.id, sender=Sender.CITIZEN, text="Danke")
    assert key_of(received.intake.summary_sealed) == verl
    assert key_of(after.content_sealed) == verl
    async with db.reading() as session:
        intake = await session.get(Intake, received.intake.id)
        assert intake is not None
        assert intake.summary == received.intake.summary
        again = await messages_after(session, conversation.id)
        assert [message.text for message in again] == ["Hallo", "Danke"]
        assert {key_of(message.content_sealed) for message in again} == {verl}
        found = await find_conversation(session, conversation.id)
        assert found is not None
        assert found.key_scope == "verl"


async def test_a_message_copied_to_another_conversation_does_not_open(db: Database) -> None:
    async with db.writing() as session:
        one = await start_conversation(session, channel=Channel.WEB, town="verl")
        other = await start_conversation(session, channel=Channel.WEB, town="verl")
        said = await add_message(session, one.id, sender=Sender.CITIZEN, text="Ich heiße Petra Muster")
        stray = Message(conversation_id=other.id, seq=1, at=said.at, sender=Sender.CITIZEN)
        stray.content_sealed = said.content_sealed
        session.add(stray)
    async with db.reading() as session:
        [moved] = await messages_after(session, other.id)
        with pytest.raises(SealBroken):
            _ = moved.text
