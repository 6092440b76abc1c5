"""The codes that the record, the assistant and the desk share; their German labels live with the data."""

from __future__ import annotations

from enum import StrEnum

OUTSIDE = "outside"
"""Reserved town code: the person lives in neither of the towns."""


class NeedKind(StrEnum):
    """What help an intake asks for; the same names are the assistant's intents (`need_therapy`, …)."""

    THERAPY = "therapy"
    TRANSPORT = "transport"
    HOUSEHOLD_HELP = "household_help"
    OUTPATIENT_SUPPORT = "outpatient_support"
    BENEFITS = "benefits"
    NURSING_CARE = "nursing_care"
    PAPERWORK = "paperwork"
    LONELINESS = "loneliness"
    HOUSING = "housing"
    DEBT = "debt"
    OTHER = "other"


class IntakeStatus(StrEnum):
    """Where the coordinator's work on an intake stands."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    REFERRED = "referred"
    CLOSED = "closed"


class Urgency(StrEnum):
    """How soon a person must look at the intake; always stored with its reason."""

    NORMAL = "normal"
    SOON = "soon"
    URGENT = "urgent"


class Channel(StrEnum):
    """The door an intake came in by."""

    WEB = "web"
    FORM = "form"
    PHONE = "phone"
    COUNTER = "counter"
    MATRIX = "matrix"
    TELEGRAM = "telegram"


class ReporterKind(StrEnum):
    """Who tells us about the person in need."""

    SELF = "self"
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    ACQUAINTANCE = "acquaintance"
    PRACTICE = "practice"
    AGENCY = "agency"


class ContactWay(StrEnum):
    """How the coordinator may get in touch; `none` means the person looks in with the receipt code."""

    PHONE = "phone"
    EMAIL = "email"
    NONE = "none"


class Sender(StrEnum):
    """Who wrote a message of a conversation."""

    BOT = "bot"
    CITIZEN = "citizen"
    COORDINATOR = "coordinator"


class ConsentPurpose(StrEnum):
    """What a consent is for; one record each (Art. 7(1) DSGVO)."""

    CONTACT = "contact"
    HEALTH = "health"
    REFERRAL = "referral"


class CrisisKind(StrEnum):
    """Which danger a message speaks of."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    CHILD_IN_DANGER = "child_in_danger"
    MEDICAL_EMERGENCY = "medical_emergency"
    HOMELESS_TONIGHT = "homeless_tonight"


class CrisisLevel(StrEnum):
    """How loudly the crisis layer answers: numbers at once, or a caring sentence with the numbers."""

    ACUTE = "acute"
    GENTLE = "gentle"


class Role(StrEnum):
    """What a desk login may do; an admin also manages logins."""

    COORDINATOR = "coordinator"
    ADMIN = "admin"


class AccessAction(StrEnum):
    """What somebody did with a person's data."""

    LIST = "list"
    READ = "read"
    PRINT = "print"
    EXPORT = "export"
    SEARCH = "search"
