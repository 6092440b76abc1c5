"""The migrations form one line, and every file of them belongs to it."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.house.project import ROOT


def test_there_is_one_head_and_one_base() -> None:
    scripts = ScriptDirectory.from_config(Config(ROOT / "alembic.ini"))
    assert len(scripts.get_heads()) == 1, f"merge or renumber: {scripts.get_heads()}"
    assert len(scripts.get_bases()) == 1
    reached = {revision.revision for revision in scripts.walk_revisions()}
    files = {path.stem for path in (ROOT / "casework/migrations/versions").glob("[0-9]*.py")}
    assert len(reached) == len(files)


def test_migrations_are_numbered_in_their_order() -> None:
    scripts = ScriptDirectory.from_config(Config(ROOT / "alembic.ini"))
    names = [revision.path.rpartition("/")[2][:4] for revision in scripts.walk_revisions()][::-1]
    assert names == [f"{number:04}" for number in range(1, len(names) + 1)]
