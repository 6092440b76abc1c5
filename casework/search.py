"""Finding intakes although their texts are encrypted: keyed hashes of normalised words and numbers.

Spelling is forgiven: case, umlauts (Müller, Mueller, Muller), word endings, and the way a phone number is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import phonenumbers
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from casework.encryption import current_keyring
from casework.models import Intake, SearchToken
from casework.scope import TownScope
from casework.submission import Contact, Person, Reporter

MAX_TERMS = 8
MAX_TOKENS = 400
"""A very long text is findable by its first words."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?[(\d](?:[ /().\-]{0,3}\d){5,18}")
_REFERENCE = re.compile(r"([a-z]{1,4})\s?-\s?([0-9a-z]{4,8})", re.IGNORECASE)
_SHARP = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l"})


async def search(session: AsyncSession, scope: TownScope, text: str, *, limit: int = 50) -> list[Intake]:
    """Return the intakes that match all terms of `text`, newest first: reference, name, phone, e-mail, words of the texts.

    The caller logs the access; what was searched for is personal and is kept nowhere.
    """
    text = text.strip()[:200]
    reference = _REFERENCE.fullmatch(text)
    if reference:
        found = await session.scalars(
            select(Intake).where(
                scope.condition(), Intake.reference == f"{reference[1]}-{reference[2]}".upper()
            )
        )
        if intakes := list(found):
            return intakes
    conditions = [_has_any(tokens) for tokens in _query_terms(text)]
    if not conditions:
        return []
    matches = await session.scalars(
        select(Intake)
        .where(scope.condition(), *conditions)
        .order_by(Intake.received_at.desc(), Intake.id)
        .limit(limit)
    )
    return list(matches)


def tokens_for(
    person: Person, reporter: Reporter, contact: Contact, texts: Iterable[str | None]
) -> frozenset[int]:
    """Return the search tokens of an intake."""
    tokens: dict[int, None] = {}
    for name in (person.name, reporter.name, reporter.organisation):
        tokens.update((_token("word", word), None) for word in _words(name or ""))
    for number in (contact.phone, contact.phone_display):
        tokens.update((token, None) for token in _phone_tokens(number or ""))
    if contact.email:
        tokens[_token("email", contact.email.strip().casefold())] = None
    for text in (person.district, person.postcode, person.place, *texts):
        tokens.update((_token("word", word), None) for word in _words(text or ""))
    return frozenset(list(tokens)[:MAX_TOKENS])


def fold(word: str) -> str:
    """Return a word without case, accents and the spelling of umlauts: Müller, Mueller and MULLER are muller."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_SHARP))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _has_any(tokens: list[int]) -> ColumnElement[bool]:
    return Intake.id.in_(select(SearchToken.intake_id).where(SearchToken.token.in_(tokens)))


def _query_terms(text: str) -> list[list[int]]:
    """Split a query into its terms, each a list of tokens of which one must match."""
    terms = [[_token("email", address.strip(".,;").casefold())] for address in _EMAIL.findall(text)]
    text = _EMAIL.sub(" ", text)
    for number in _PHONE.findall(text):
        if tokens := list(_phone_tokens(number)):
            terms.append(tokens)
            text = text.replace(number, " ")
    terms += [[_token("word", word)] for word in dict.fromkeys(_words(text))]
    return terms[:MAX_TERMS]


def _words(text: str) -> Iterator[str]:
    """Give the folded stems of the words; of a name in one word with its ending it gives the same for both sides."""
    for word in _WORD.findall(text):
        folded = fold(word)
        if len(folded) > 1:
            yield _stem(folded)


@lru_cache(maxsize=4096)
def _stem(folded: str) -> str:
    return str(_stemmer().stemWord(folded))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer  # here, since not every process searches and it brings all its languages along

    return snowballstemmer.stemmer("german")


def _phone_tokens(number: str) -> Iterator[int]:
    digits = "".join(character for character in number if character.isascii() and character.isdigit())
    if len(digits) < 6:
        return
    try:
        parsed = phonenumbers.parse(("+" if number.strip().startswith("+") else "") + digits, "DE")
    except phonenumbers.NumberParseException:
        pass
    else:
        yield _token("phone", phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    yield _token("phone6", digits[-6:])


def _token(purpose: str, value: str) -> int:
    return int.from_bytes(current_keyring().blind_index(f"search.{purpose}", value)[:8], "big", signed=True)
