"""The ways to a person when the assistant cannot help: the towns' phones and the form page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import phonenumbers

from casework.towns import TownInfo, Towns
from chat.labels import label


class ContactWays:
    """Phones and form page as text and as a card, for one town or for all."""

    def __init__(self, towns: Towns, public_url: str) -> None:
        self._towns = towns
        self._public_url = public_url.rstrip("/")

    def form_url(self, town: str | None = None) -> str:
        """The address of the form page, with the town chosen where it is known."""
        query = f"?{urlencode({'town': town})}" if town in self._towns.codes else ""
        return f"{self._public_url}/anfrage{query}"

    def phones(self, town: str | None = None) -> str:
        """ "Verl 05246 961-0", several separated by commas; the town halls' addresses where there is no number."""
        chosen = self._chosen(town)
        numbers = [f"{each.name} {each.phone}" for each in chosen if each.phone]
        return ", ".join(numbers or [f"{each.name}, {each.address}" for each in chosen])

    def names(self) -> str:
        """The names of all the towns, separated by commas so that they fit into any language."""
        return ", ".join(self._towns.get(code).name for code in self._towns.codes)

    def text(self, town: str | None = None) -> str:
        """One line that names the phones (or addresses) and the form page."""
        key = "ways" if any(each.phone for each in self._chosen(town)) else "ways_without_phone"
        where = self.phones(town)
        return label("fault", key, phones=where, addresses=where, form_url=self.form_url(town))

    def card(self, town: str | None = None) -> dict[str, Any]:
        """The same as a card of kind "contact"."""
        chosen = self._chosen(town)
        first = next((each for each in chosen if each.phone), chosen[0])
        card = (
            {"name": first.name, "email": first.email, "address": first.address} if len(chosen) == 1 else {}
        )
        return {
            "kind": "contact",
            "town": town if town in self._towns.codes else None,
            **{key: value for key, value in card.items() if value},
            "phone": first.phone,
            "phones": [
                {"name": each.name, "number": each.phone, "tel": tel(each.phone)}
                for each in chosen
                if each.phone
            ],
            "form_url": self.form_url(town),
        }

    def _chosen(self, town: str | None) -> list[TownInfo]:
        """The town, or all of them when it is unknown or has entered no number yet."""
        if town in self._towns.codes and self._towns.get(town).phone:
            return [self._towns.get(town)]
        return [self._towns.get(code) for code in self._towns.codes]


def tel(number: str) -> str:
    """A German number as it stands behind `tel:` (RFC 3966); special numbers such as 112 stay as they are."""
    digits = "".join(character for character in number if character.isdigit())
    if len(digits) <= 6:
        return digits
    return phonenumbers.format_number(phonenumbers.parse(number, "DE"), phonenumbers.PhoneNumberFormat.E164)
