"""The form's validation as the Rasa handbook shows it: accepts what is typed, stores nothing."""

from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher


class ValidateIntakeForm(FormValidationAction):
    """Called once a turn, as ours is."""

    def name(self) -> str:
        """The name Rasa calls it by."""
        return "validate_intake_form"

    def validate_phone(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Accepts digits only; anything else is kept as it is."""
        digits = "".join(character for character in str(value) if character.isdigit())
        return {"phone": digits or str(value)}

    def validate_name(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Tidies a name."""
        return {"name": str(value).strip().title()}
