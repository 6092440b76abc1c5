# ruff: noqa: SIM905 - lists of words read better as text
"""Reads e-mail addresses, also dictated ones ("petra punkt muster ät web punkt de"), and says what is wrong."""

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA

from casework.answers.numerals import NUMBER_WORDS
from casework.answers.text import clean, fold

Problem = Literal["missing_at", "missing_domain", "missing_ending", "missing_name", "two_ats", "implausible"]


@dataclass(frozen=True)
class EmailReading:
    """An e-mail address as read, lower-cased. With a `problem`, `address` is None and `typed` what was typed.

    `suggestion` is set where a well-known provider was probably mistyped ("gmial.com"); the address is then still
    taken as typed, and the dialogue may ask.
    """

    address: str | None
    typed: str
    problem: Problem | None = None
    suggestion: str | None = None


_PROVIDERS = (
    "gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.com web.de t-online.de freenet.de outlook.de outlook.com hotmail.de hotmail.com "
    "live.de yahoo.de yahoo.com icloud.com aol.com arcor.de posteo.de mailbox.org unitybox.de unity-mail.de helimail.de gtelnet.net "
    "online.de email.de mail.de me.com proton.me protonmail.com kabelmail.de vodafone.de o2online.de ewe.net"
).split()
_KNOWN_NAMES = frozenset(provider.split(".")[0] for provider in _PROVIDERS)

_ADDRESS = re.compile(
    r"[a-z0-9äöüß](?:[a-z0-9äöüß._%+\-&']{0,63})@[a-z0-9äöüß\-]{1,63}(?:\.[a-z0-9äöüß\-]{1,63}){0,4}", re.I
)
_REPLACED = (
    (re.compile(r"\s*[\[({<]\s*(?:at|ät|aet|a|@|klammeraffe)\s*[\])}>]\s*", re.I), "@"),
    (
        re.compile(
            r"\s+(?:at|ät|aet|ett|et|äd|klammeraffe|affenschwanz|@-zeichen|at-zeichen|etz)\s+(?=[\w\-]+\s*(?:\.|,|punkt|dot|\[|\())",
            re.I,
        ),
        "@",
    ),
    (re.compile(r"\bt (?:minus |strich )?online\b", re.I), "t-online"),
    (
        re.compile(
            rf"\s+(?:at|ät|aet|klammeraffe)\s+(?=(?:{'|'.join(sorted(map(re.escape, _KNOWN_NAMES)))})\b)",
            re.I,
        ),
        "@",
    ),
    (re.compile(r"\s*[\[({]\s*(?:punkt|dot|\.)\s*[\])}]\s*", re.I), "."),
    (re.compile(r"\s+(?:punkt|dot|pkt)\s+(?=\w)", re.I), "."),
    (re.compile(r"\s+(?:unterstrich|underscore|tiefstrich)\s+", re.I), "_"),
    (re.compile(r"\s+(?:minus|bindestrich|strich)\s+(?=\w)", re.I), "-"),
    (re.compile(r"\s*@\s*"), "@"),
    (
        re.compile(
            r"(?<=@)([\w\-]{1,60})\s*[.,]\s*(?=(?:de|com|net|org|at|ch|eu|info|online|me|nrw|koeln|tr|pl|ru|uk|it|ro)\b)",
            re.I,
        ),
        r"\1.",
    ),
    (re.compile(r"(?<=@)([\w\-]{1,60}) (?=(?:de|com|net|org)\b)", re.I), r"\1."),
    (re.compile(r"(?<=\w)\.\s+(?=\w[\w.\-]{0,60}@)"), "."),
)
_NO_AT = re.compile(
    r"(?<![\w@.])[a-z0-9äöü][a-z0-9äöü._\-]{0,60}?[ .\-]?(?:"
    + "|".join(sorted((re.escape(p) for p in _PROVIDERS), key=len, reverse=True))
    + r")(?![\w@])",
    re.I,
)
_NAME_ONLY = re.compile(r"(?!www\.)[a-z0-9_-]*[a-z]{2}[._][a-z0-9._-]*[a-z]{2}[a-z0-9_-]*", re.I)
_SPOKEN_AT = re.compile(r"\s(?:at|ät|aet|klammeraffe)\s", re.I)
_SPOKEN_DIGITS = re.compile(
    r"(?:\b(?:null|eins|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun)\b ){1,8}(?=\S{1,20} )", re.I
)
_NUMBER_AFTER_WORD = re.compile(r"(?<=[^\W\d]) (\d{1,6})(?= (?:at|ät|aet|klammeraffe)\s)", re.I)
_SAYS_MAIL = re.compile(r"\b(?:e-?mail|mail|mailadresse)\b", re.I)


def _ascii_domain(address: str) -> str:
    local, _, domain = address.partition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}" if not domain.isascii() else address
    except UnicodeError:
        return address


def _judge(typed: str) -> EmailReading:
    if typed.endswith(".."):  # what follows two dots was meant to go on
        return EmailReading(None, typed.rstrip("."), "implausible")
    address = typed.lower().rstrip(".-")
    local, _, domain = address.partition("@")
    local = local.strip(".-'")
    if not local:
        return EmailReading(None, typed, "missing_name")
    if "." not in domain:
        whole = next((provider for provider in _PROVIDERS if provider.split(".")[0] == domain), None)
        return EmailReading(None, typed, "missing_ending", f"{local}@{whole}" if whole else None)
    ending = domain.rpartition(".")[2]
    if (
        ".." in address
        or len(ending) < 2
        or ending.isdigit()
        or not local.isascii()
        or domain.startswith("-")
    ):
        return EmailReading(None, typed, "implausible" if len(ending) >= 2 else "missing_ending")
    suggestion = None
    if domain not in _PROVIDERS:
        near = [p for p in _PROVIDERS if OSA.distance(p, domain, score_cutoff=1) <= 1 and len(p) > 5]
        suggestion = f"{local}@{near[0]}" if near else None
    return EmailReading(_ascii_domain(f"{local}@{domain}"), typed, None, suggestion)


def read_email(text: str) -> EmailReading | None:
    """Returns the e-mail address in `text`, lower-cased, or None when nothing looks like one.

    Understands spelled-out signs ("punkt", "at", "(at)", "ät", "minus", "unterstrich"), spaces around @ and a full stop
    after it. A broken address comes back with its `problem`.
    """
    plain = clean(text)
    if "@" not in plain and _SPOKEN_AT.search(plain):
        plain = _SPOKEN_DIGITS.sub(
            lambda match: "".join(str(NUMBER_WORDS[fold(word)]) for word in match.group().split()) + " ",
            plain,
        )
        plain = _NUMBER_AFTER_WORD.sub(r"\1", plain)
    for pattern, sign in _REPLACED:
        plain = pattern.sub(sign, plain)
    if re.search(r"@[^\s@]*@", plain):
        tidy = re.sub(r"@{2,}", "@", plain)
        if re.search(r"@[^\s@]*@", tidy):
            return EmailReading(None, plain[:120], "two_ats")
        plain = tidy
    broken: EmailReading | None = None
    for count, match in enumerate(_ADDRESS.finditer(plain)):
        reading = _judge(
            match.group()
            + (
                ".."
                if plain[match.end() : match.end() + 2] == ".."
                and plain[match.end() + 2 : match.end() + 3].isalnum()
                else ""
            )
        )
        if reading.address:
            return reading
        broken = broken or reading
        if count == 10:
            break
    if broken:
        return broken
    at = re.search(r"\S{0,64}@\S{0,64}", plain)
    if at and re.search(r"\w", at.group()):
        local, _, domain = at.group().partition("@")
        return EmailReading(
            None,
            at.group(),
            "missing_name" if not local else "missing_domain" if not domain.strip(".") else "implausible",
        )
    if _NAME_ONLY.fullmatch(
        plain[:80].rstrip(".")
    ):  # "petra.muster": the front of an address and nothing else
        return EmailReading(None, plain, "missing_at")
    bare = None if "@" in plain else _NO_AT.search(plain)
    if bare is None or bare.group().lower().startswith("www."):
        return None
    if bare.group().lower() in _PROVIDERS and not _SAYS_MAIL.search(plain):
        return None
    return EmailReading(None, bare.group(), "missing_at")
