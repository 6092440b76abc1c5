"""The tables of the intake record, one noun a file."""

from casework.models.access_log import AccessLog
from casework.models.base import Base
from casework.models.case_note import CaseNote
from casework.models.consent import Consent
from casework.models.conversation import Conversation
from casework.models.coordinator import Coordinator, CoordinatorTown
from casework.models.desk_session import DeskSession, LoginFailure
from casework.models.draft import Draft
from casework.models.erasure import Erasure
from casework.models.intake import Intake
from casework.models.intake_need import IntakeNeed
from casework.models.message import Message
from casework.models.outbox_entry import OutboxEntry
from casework.models.search_token import SearchToken
from casework.models.status_event import StatusEvent

__all__ = [
    "AccessLog",
    "Base",
    "CaseNote",
    "Consent",
    "Conversation",
    "Coordinator",
    "CoordinatorTown",
    "DeskSession",
    "Draft",
    "Erasure",
    "Intake",
    "IntakeNeed",
    "LoginFailure",
    "Message",
    "OutboxEntry",
    "SearchToken",
    "StatusEvent",
]
