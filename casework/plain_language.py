"""Einfache Sprache: who gets the second, simpler wording of what the assistant says.

The wording follows DIN 8581-1 (Einfache Sprache, rules for German): one thought in a sentence, everyday words, the same
facts. It is not Leichte Sprache (DIN SPEC 33429), which readers with learning difficulties have to test.
"""

from casework.settings import Settings

# BCP 47 (RFC 5646, section 2.2.7) leaves what follows "x" to private agreement; there is no registered subtag for this.
PLAIN_LOCALE = "de-x-simple"


def is_plain(locale: str, settings: Settings) -> bool:
    """Whether a conversation in `locale` gets the simpler wording: it asked for it, or the operator set it for all."""
    return settings.plain_language or locale.replace("_", "-").lower() == PLAIN_LOCALE
