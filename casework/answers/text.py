"""Brings what people type into one shape before anything is looked up in it."""

import re
import unicodedata

MAX_CHARS = 2_000
"""A message of the chat has at most this many characters (``chat/`` refuses longer ones)."""

# Letters of other scripts that look like Latin ones. They are replaced only inside words that also hold Latin
# letters: a word that is Cyrillic throughout is Russian or Ukrainian, not a disguise.
_HOMOGLYPHS = str.maketrans(
    dict(zip("абвеёзікмнорстухѕјԁɡԛѡһαεικνορτυχγ", "abbee3ikmhopctyxsjdgqwhaeikvoptuxy", strict=True))
    | {"β": "ss"}  # typed for ß on keyboards that lack it
)
_MIXED = re.compile(r"[a-z\u0370-\u03ff\u0400-\u052f\u0261]+")
_LATIN = re.compile(r"[a-z]")
_OTHER = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0261]")
_QUOTES = str.maketrans(
    dict.fromkeys("‘’‚‛′`´ʼʹ＇", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "..."}
)
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "ł": "l", "ı": "i"}
)
_SPACE = re.compile(r"\s+")


def clean(text: str, limit: int = MAX_CHARS) -> str:
    """Returns `text` in NFKC without invisible characters, with plain quotes, dashes and single spaces.

    Case and umlauts stay as typed, so names and addresses can be taken from the result.
    The result has at most `limit` characters.
    """
    text = unicodedata.normalize("NFKC", text[:limit].translate(_QUOTES))[: 2 * limit]
    text = "".join(
        char
        if unicodedata.category(char) not in ("Cf", "Cc", "Cs", "Co")
        else (" " if char in "\t\n\r\v\f" else "")
        for char in text
    )
    return _SPACE.sub(" ", text.translate(_QUOTES)).strip()[:limit]


def _latin_only(match: re.Match[str]) -> str:
    word = match.group()
    if _LATIN.search(word) and _OTHER.search(word):
        return word.translate(_HOMOGLYPHS)
    return word


def fold(text: str, limit: int = MAX_CHARS) -> str:
    """Returns `text` lower-cased, cleaned and without umlauts ("Schloß Höfe" -> "schloss hoefe").

    Two spellings of one German word end up equal whenever they differ only in case, Unicode form, invisible
    characters, quotes, look-alike letters or the transcription of umlauts. At most `limit` characters.
    """
    text = clean(text, limit).lower()
    if not text.isascii():
        text = _MIXED.sub(_latin_only, unicodedata.normalize("NFC", text)).translate(_UMLAUTS)
        decomposed = unicodedata.normalize("NFD", text)
        text = "".join(char for char in decomposed if not ("\u0300" <= char <= "\u036f"))
        text = _SPACE.sub(" ", text).strip()
    return text[:limit]


_WORD = re.compile(r"[^\W_]+")


def words(folded: str) -> list[str]:
    """Returns the words and numbers of a folded text, in order, without punctuation."""
    return _WORD.findall(folded)
