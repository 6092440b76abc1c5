"""What every table shares: constraint names, UTC times, code columns and sealed fields."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol, overload

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase

from casework.encryption import current_keyring

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

SerialInteger = BigInteger().with_variant(Integer, "sqlite")
"""A running number: 64 bits on PostgreSQL, a rowid on SQLite (where only INTEGER counts up)."""


class Base(DeclarativeBase):
    """Base of all models; constraint names are predictable so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)


def table_of(model: type[Base]) -> Table:
    """Return a model's table, for statements that go round the unit of work."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: takes and gives only aware datetimes, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times, turn others into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime; use casework.models.base.now() or another aware time")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Mark what SQLite gives back as the UTC it is."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CodeType[C: StrEnum](TypeDecorator[C]):
    """A StrEnum stored as its code; the CHECK constraint beside it is written with `code_check`."""

    impl = String(32)
    cache_ok = True

    def __init__(self, codes: type[C]) -> None:
        super().__init__()
        self.codes = codes

    def process_bind_param(self, value: C | None, dialect: Dialect) -> str | None:
        """Store the plain code; refuse one the enum does not know."""
        return None if value is None else str(self.codes(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> C | None:
        """Give back the enum member."""
        return None if value is None else self.codes(value)


def code_check(column: str, codes: type[StrEnum]) -> CheckConstraint:
    """Return the CHECK that lets only the codes of an enum into a column."""
    allowed = ", ".join(f"'{code}'" for code in codes)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a fresh row id: 32 hexadecimal digits, known before the row is stored so that seals can bind to it."""
    return secrets.token_hex(16)


class SealedRow(Protocol):
    """A row with sealed fields: it names its table, its key's scope and itself."""

    __tablename__: str

    @property
    def key_scope(self) -> str:
        """Town, `outside` or `pending`: whose key seals this row."""

    @property
    def seal_row(self) -> str:
        """What identifies the row and never changes."""


class SealedText:
    """A text kept encrypted in the bytes column `<name>_sealed`; reading decrypts, assigning seals.

    Set the row's id and town before assigning. A missing value stays missing.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.stored = f"{name}_sealed"

    @overload
    def __get__(self, row: None, owner: type) -> SealedText: ...
    @overload
    def __get__(self, row: SealedRow, owner: type) -> str | None: ...
    def __get__(self, row: SealedRow | None, owner: type) -> SealedText | str | None:
        if row is None:
            return self
        sealed: bytes | None = getattr(row, self.stored)
        return None if sealed is None else current_keyring().open(self._place(row), sealed).decode()

    def __set__(self, row: SealedRow, value: str | None) -> None:
        sealed = (
            None if value is None else current_keyring().seal(row.key_scope, self._place(row), value.encode())
        )
        setattr(row, self.stored, sealed)

    def _place(self, row: SealedRow) -> str:
        return f"{row.__tablename__}.{self.name}:{row.seal_row}"


class SealedJson:
    """Like `SealedText`, for anything JSON can carry."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stored = f"{name}_sealed"

    @overload
    def __get__(self, row: None, owner: type) -> SealedJson: ...
    @overload
    def __get__(self, row: SealedRow, owner: type) -> Any: ...
    def __get__(self, row: SealedRow | None, owner: type) -> Any:
        if row is None:
            return self
        sealed: bytes | None = getattr(row, self.stored)
        return None if sealed is None else json.loads(current_keyring().open(self._place(row), sealed))

    def __set__(self, row: SealedRow, value: Any) -> None:
        sealed = None if value is None else self.seal(row, value)
        setattr(row, self.stored, sealed)

    def seal(self, row: SealedRow, value: Any) -> bytes:
        """Return the sealed form of a value for this row without assigning it."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return current_keyring().seal(row.key_scope, self._place(row), text.encode())

    def _place(self, row: SealedRow) -> str:
        return f"{row.__tablename__}.{self.name}:{row.seal_row}"
