"""Receipt codes (Zugangscodes) like KX7M-4TQP-92RW: the key to one's own intake, without a login.

29 characters that no eye confuses: no 0 O 1 I L, and of the pairs U/V and 5/S only V and 5, so that both spellings can be
taken for the one that exists. 11 random characters (53 bits) and one check character. The check is a weighted sum modulo
29, a prime: every single wrong character and every swap of two characters is found (as in ISO/IEC 7064's pure systems).
"""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
GROUPS = 3
GROUP_LENGTH = 4
LENGTH = GROUPS * GROUP_LENGTH

_BASE = len(ALPHABET)
_LOOK_ALIKES = str.maketrans("SU", "5V")
_SEPARATORS = str.maketrans("", "", " -–—_.\t\n\r\u00a0")


def code_from(number: int) -> str:
    """Return the code for a number, of which the lowest 53 bits or so count."""
    characters = []
    for _ in range(LENGTH - 1):
        number, index = divmod(number, _BASE)
        characters.append(ALPHABET[index])
    return _grouped("".join(characters) + _check_character("".join(characters)))


def new_code() -> str:
    """Return a random code."""
    return code_from(secrets.randbelow(_BASE ** (LENGTH - 1)))


def random_part(length: int) -> str:
    """Return random characters of the same alphabet, for references."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalise(text: str) -> str | None:
    """Return the code as it was given out, None if it cannot be one.

    Lower case, missing or other dashes, spaces, U for V and S for 5 are forgiven.
    """
    code = _plain(text)
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        return None
    return _grouped(code) if _check_character(code[:-1]) == code[-1] else None


def check_groups(text: str) -> tuple[int, ...]:
    """Return the numbers (1 to 3) of the groups that cannot be right, as far as that can be told.

    Told can be: a group with a character that no code has, and, when dashes or spaces show the groups, one that is not four
    characters long. A wrong check character alone does not show where the mistake is: then the result is empty.
    """
    shown = [_plain(group) for group in text.replace("–", "-").replace("—", "-").replace("-", " ").split()]
    if len(shown) != GROUPS:
        code = _plain(text)
        if len(code) != LENGTH:
            return ()
        shown = [code[start : start + GROUP_LENGTH] for start in range(0, LENGTH, GROUP_LENGTH)]
    return tuple(
        number
        for number, group in enumerate(shown, start=1)
        if len(group) != GROUP_LENGTH or any(character not in ALPHABET for character in group)
    )


def _plain(text: str) -> str:
    return text.translate(_SEPARATORS).upper().translate(_LOOK_ALIKES)


def _grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP_LENGTH] for start in range(0, LENGTH, GROUP_LENGTH))


def _check_character(first: str) -> str:
    """The last character makes the sum of weight x value a multiple of 29; its own weight is 12."""
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(first, start=1))
    inverse = pow(LENGTH, -1, _BASE)
    return ALPHABET[-total * inverse % _BASE]
