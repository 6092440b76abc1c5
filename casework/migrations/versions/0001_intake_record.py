"""The intake record: conversations, drafts, intakes and what the desk adds to them.

The CHECK constraints repeat the codes of the day this step was written; a new code is a new step.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CODE = sa.String(32)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create all tables and make the access log append-only."""
    op.create_table(
        "access_log",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("action", CODE, nullable=False),
        sa.Column("intake_id", sa.String(32), nullable=True),
        sa.Column("reference", sa.String(16), nullable=True),
        sa.Column("town", sa.String(32), nullable=True),
        sa.CheckConstraint(
            "action IN ('list', 'read', 'print', 'export', 'search')", name=op.f("ck_access_log_action")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_access_log_intake_id_at"), "access_log", ["intake_id", "at"])
    op.create_index(op.f("ix_access_log_who_at"), "access_log", ["who", "at"])
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("channel", CODE, nullable=False),
        sa.Column("town", sa.String(32), nullable=True),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("key_scope", sa.String(32), nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("crisis_level", CODE, nullable=True),
        sa.Column("crisis_sealed", sa.LargeBinary, nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "channel IN ('web', 'form', 'phone', 'counter', 'matrix', 'telegram')",
            name=op.f("ck_conversations_channel"),
        ),
        sa.CheckConstraint("crisis_level IN ('acute', 'gentle')", name=op.f("ck_conversations_crisis_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    op.create_index(op.f("ix_conversations_last_seen_at"), "conversations", ["last_seen_at"])
    op.create_table(
        "coordinators",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("role", CODE, nullable=False),
        sa.Column("password_hash", sa.String(256), nullable=False),
        sa.Column("must_change_password", sa.Boolean, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_login_at", MOMENT, nullable=True),
        sa.CheckConstraint("role IN ('coordinator', 'admin')", name=op.f("ck_coordinators_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordinators")),
        sa.UniqueConstraint("login", name=op.f("uq_coordinators_login")),
    )
    op.create_table(
        "erasures",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("town", sa.String(32), nullable=True),
        sa.Column("reference", sa.String(16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "login_failures",
        sa.Column("source_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("blocked_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("source_hash", name=op.f("pk_login_failures")),
    )
    op.create_table(
        "coordinator_towns",
        sa.Column("coordinator_id", sa.String(32), nullable=False),
        sa.Column("town", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["coordinators.id"],
            name=op.f("fk_coordinator_towns_coordinator_id_coordinators"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("coordinator_id", "town", name=op.f("pk_coordinator_towns")),
    )
    op.create_table(
        "desk_sessions",
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("coordinator_id", sa.String(32), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["coordinators.id"],
            name=op.f("fk_desk_sessions_coordinator_id_coordinators"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_desk_sessions")),
    )
    op.create_index(op.f("ix_desk_sessions_coordinator_id"), "desk_sessions", ["coordinator_id"])
    op.create_table(
        "drafts",
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("key_scope", sa.String(32), nullable=False),
        sa.Column("asked", sa.String(64), nullable=True),
        sa.Column("content_sealed", sa.LargeBinary, nullable=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("submitted_reference", sa.String(16), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_drafts_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_drafts")),
    )
    op.create_table(
        "intakes",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("idempotency_key", sa.String(128), nullable=False),
        sa.Column("receipt_code_hash", sa.LargeBinary(32), nullable=True),
        sa.Column("conversation_id", sa.String(64), nullable=True),
        sa.Column("duplicate_of_id", sa.String(32), nullable=True),
        sa.Column("town", sa.String(32), nullable=False),
        sa.Column("origin_town", sa.String(32), nullable=True),
        sa.Column("channel", CODE, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("status", CODE, nullable=False),
        sa.Column("urgency", CODE, nullable=False),
        sa.Column("crisis_level", CODE, nullable=True),
        sa.Column("rank", sa.SmallInteger, nullable=False),
        sa.Column("deadline_on", sa.Date, nullable=True),
        sa.Column("promised_on", sa.Date, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("delete_after", sa.Date, nullable=True),
        sa.Column("summary_sealed", sa.LargeBinary, nullable=True),
        sa.Column("details_sealed", sa.LargeBinary, nullable=True),
        sa.Column("answers_sealed", sa.LargeBinary, nullable=True),
        sa.Column("deadline_text_sealed", sa.LargeBinary, nullable=True),
        sa.Column("urgency_reason_sealed", sa.LargeBinary, nullable=True),
        sa.Column("crisis_sealed", sa.LargeBinary, nullable=True),
        sa.Column("person_sealed", sa.LargeBinary, nullable=True),
        sa.Column("reporter_sealed", sa.LargeBinary, nullable=True),
        sa.Column("contact_sealed", sa.LargeBinary, nullable=True),
        sa.CheckConstraint(
            "channel IN ('web', 'form', 'phone', 'counter', 'matrix', 'telegram')",
            name=op.f("ck_intakes_channel"),
        ),
        sa.CheckConstraint("crisis_level IN ('acute', 'gentle')", name=op.f("ck_intakes_crisis_level")),
        sa.CheckConstraint(
            "status IN ('new', 'in_progress', 'referred', 'closed')", name=op.f("ck_intakes_status")
        ),
        sa.CheckConstraint("urgency IN ('normal', 'soon', 'urgent')", name=op.f("ck_intakes_urgency")),
        sa.CheckConstraint(
            "duplicate_of_id IS NULL OR duplicate_of_id <> id", name=op.f("ck_intakes_not_own_duplicate")
        ),
        sa.CheckConstraint("rank BETWEEN 0 AND 3", name=op.f("ck_intakes_rank")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_intakes_conversation_id_conversations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"],
            ["intakes.id"],
            name=op.f("fk_intakes_duplicate_of_id_intakes"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intakes")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_intakes_idempotency_key")),
        sa.UniqueConstraint("receipt_code_hash", name=op.f("uq_intakes_receipt_code_hash")),
        sa.UniqueConstraint("reference", name=op.f("uq_intakes_reference")),
    )
    op.create_index(op.f("ix_intakes_conversation_id"), "intakes", ["conversation_id"])
    op.create_index(
        "ix_intakes_open",
        "intakes",
        ["rank", "promised_on", "received_at"],
        sqlite_where=sa.text("status <> 'closed'"),
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.create_index(op.f("ix_intakes_received_at"), "intakes", ["received_at"])
    op.create_index(op.f("ix_intakes_town_status"), "intakes", ["town", "status"])
    op.create_table(
        "messages",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sender", CODE, nullable=False),
        sa.Column("content_sealed", sa.LargeBinary, nullable=True),
        sa.Column("asks", sa.String(64), nullable=True),
        sa.Column("level", sa.String(16), nullable=True),
        sa.Column("client_message_id", sa.String(128), nullable=True),
        sa.Column("reply_to", sa.Integer, nullable=True),
        sa.CheckConstraint("sender IN ('bot', 'citizen', 'coordinator')", name=op.f("ck_messages_sender")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_messages_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "conversation_id", "client_message_id", name=op.f("uq_messages_conversation_id_client_message_id")
        ),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_messages_conversation_id_seq")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_messages_sender_id"), "messages", ["sender", "id"])
    op.create_table(
        "case_notes",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("intake_id", sa.String(32), nullable=False),
        sa.Column("town", sa.String(32), nullable=False),
        sa.Column("coordinator_id", sa.String(32), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text_sealed", sa.LargeBinary, nullable=True),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["coordinators.id"],
            name=op.f("fk_case_notes_coordinator_id_coordinators"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intakes.id"], name=op.f("fk_case_notes_intake_id_intakes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notes")),
    )
    op.create_index(op.f("ix_case_notes_intake_id_at"), "case_notes", ["intake_id", "at"])
    op.create_table(
        "consents",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("intake_id", sa.String(32), nullable=True),
        sa.Column("conversation_id", sa.String(64), nullable=True),
        sa.Column("town", sa.String(32), nullable=True),
        sa.Column("channel", CODE, nullable=False),
        sa.Column("purpose", CODE, nullable=False),
        sa.Column("wording_version", sa.String(32), nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("wording_sha256", sa.String(64), nullable=False),
        sa.Column("act", sa.String(128), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "channel IN ('web', 'form', 'phone', 'counter', 'matrix', 'telegram')",
            name=op.f("ck_consents_channel"),
        ),
        sa.CheckConstraint("purpose IN ('contact', 'health', 'referral')", name=op.f("ck_consents_purpose")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_consents_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intakes.id"], name=op.f("fk_consents_intake_id_intakes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_conversation_id"), "consents", ["conversation_id"])
    op.create_index(op.f("ix_consents_intake_id"), "consents", ["intake_id"])
    op.create_table(
        "intake_needs",
        sa.Column("intake_id", sa.String(32), nullable=False),
        sa.Column("need", CODE, nullable=False),
        sa.Column("position", sa.SmallInteger, nullable=False),
        sa.CheckConstraint(
            "need IN ('therapy', 'transport', 'household_help', 'outpatient_support', 'benefits', 'nursing_care', 'paperwork', 'loneliness', 'housing', 'debt', 'other')",
            name=op.f("ck_intake_needs_need"),
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intakes.id"], name=op.f("fk_intake_needs_intake_id_intakes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("intake_id", "need", name=op.f("pk_intake_needs")),
    )
    op.create_index(op.f("ix_intake_needs_need_intake_id"), "intake_needs", ["need", "intake_id"])
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("intake_id", sa.String(32), nullable=False),
        sa.Column("occasion", sa.String(64), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("last_error", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intakes.id"], name=op.f("fk_outbox_intake_id_intakes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("intake_id", "kind", "occasion", name=op.f("uq_outbox_intake_id_kind_occasion")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["next_try_at"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "search_tokens",
        sa.Column("token", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("intake_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intakes.id"], name=op.f("fk_search_tokens_intake_id_intakes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", "intake_id", name=op.f("pk_search_tokens")),
    )
    op.create_index(op.f("ix_search_tokens_intake_id"), "search_tokens", ["intake_id"])
    op.create_table(
        "status_events",
        sa.Column("number", SERIAL, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("intake_id", sa.String(32), nullable=False),
        sa.Column("town", sa.String(32), nullable=False),
        sa.Column("coordinator_id", sa.String(32), nullable=True),
        sa.Column("from_status", CODE, nullable=True),
        sa.Column("to_status", CODE, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("note_sealed", sa.LargeBinary, nullable=True),
        sa.CheckConstraint(
            "from_status IN ('new', 'in_progress', 'referred', 'closed')",
            name=op.f("ck_status_events_from_status"),
        ),
        sa.CheckConstraint(
            "to_status IN ('new', 'in_progress', 'referred', 'closed')",
            name=op.f("ck_status_events_to_status"),
        ),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["coordinators.id"],
            name=op.f("fk_status_events_coordinator_id_coordinators"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intakes.id"], name=op.f("fk_status_events_intake_id_intakes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_status_events")),
        sa.UniqueConstraint("id", name=op.f("uq_status_events_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_status_events_intake_id_number"), "status_events", ["intake_id", "number"])

    _make_access_log_append_only()


def _make_access_log_append_only() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_access_log_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'access_log is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_access_log_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER access_log_no_{change.lower()} BEFORE {change} ON access_log "
            "BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END"
        )


def downgrade() -> None:
    """There is no way back before the first step but to remove the database."""
    raise NotImplementedError("remove the database instead")
