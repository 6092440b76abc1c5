"""Reads telephone numbers in every spelling: groups, slashes, 0049, (0), spoken digits."""

import re
from dataclasses import dataclass
from typing import Literal

import phonenumbers

from casework.answers.numerals import NUMBER_WORDS
from casework.answers.text import clean, fold

Problem = Literal["too_short", "too_long", "implausible", "no_area_code"]


@dataclass(frozen=True)
class PhoneReading:
    """A telephone number as read. With a `problem`, `e164` is None and `display` is what was typed."""

    e164: str | None
    display: str
    kind: Literal["mobile", "landline", "foreign"]
    problem: Problem | None = None


# One pass, no nested repetition: a digit, +, or ( and then digits with the separators people use.
_CANDIDATE = re.compile(r"(?<![\w@.])[+(]?[ (]{0,2}\d(?:[ \-/().·]{0,3}\d){3,24}(?!\w*@)")
_EXTENSION = re.compile(r" ?(?:durchwahl|dw|app|apparat) ?\.? ?-?(\d{1,5})\b", re.I)
_DATE = re.compile(r"\d{1,2}\. ?\d{1,2}\. ?(?:\d{4}|\d{2})|\b(?:19|20)\d{2}-\d{2}-\d{2}\b")
_HOURS = re.compile(r"\b\d{1,2}(?:[:.]\d{2})? ?(?:-|bis) ?\d{1,2}(?:[:.]\d{2})? ?(?:uhr|h)\b", re.I)
_DIGIT_WORDS = {
    "null": "0", "o": "0", "eins": "1", "ein": "1", "zwei": "2", "zwo": "2", "drei": "3", "vier": "4",
    "fuenf": "5", "funf": "5", "sechs": "6", "sieben": "7", "acht": "8", "neun": "9", "plus": "+",
    "doppelnull": "00", "doppelzwei": "22", "doppeldrei": "33",
}  # fmt: skip
_PAIRS = {word: str(value) for word, value in NUMBER_WORDS.items() if 10 <= value < 100}
"""Numbers of two digits, as people dictate groups ("zwölf vierunddreißig")."""
_SPOKEN_ONE = "|".join(
    sorted((*_PAIRS, "ein", *(word for word in _DIGIT_WORDS if len(word) > 2)), key=len, reverse=True)
)
_SPOKEN = re.compile(
    rf"(?<![a-z0-9])(?:(?:{_SPOKEN_ONE}|\d{{1,8}})[ ,\-/]{{1,4}}){{3,30}}(?:{_SPOKEN_ONE}|\d{{1,8}})(?![a-z0-9])"
)
_SPOKEN_WORD = re.compile(rf"{_SPOKEN_ONE}|\d+")
_JOINED_SPOKEN = re.compile(rf"(?<![a-z])(?:null|plus)(?:{_SPOKEN_ONE}){{6,20}}(?![a-z])")
_AREA_THEN_NUMBER = re.compile(
    r"\bvorwahl(?: ist| von \w+|:)? ?(0\d{2,5})\b\D{1,40}?(\d[\d /-]{2,12}\d)", re.I
)
_NUMBER_THEN_AREA = re.compile(
    r"(?<!\d)([1-9][\d /-]{2,12}\d)\D{1,20}?\bvorwahl(?: ist|:)? ?(0\d{2,5})\b", re.I
)
_RULED_OUT_BEFORE = re.compile(
    r"\b(?:nicht(?: mehr)?|statt|anstatt|alte?n?|frueher|bisher|falsch\w*)(?: (?:die|der|das|unter|auf|nummer|war|ist|mehr|alte|festnetz|handy|hiess))*[: ]*$"
)
_RULED_OUT_AFTER = re.compile(
    r"[ ,]*(?:ist |war |das |geht |gilt |stimmt )*(?:nicht mehr|nicht|falsch|alt|die alte|abgemeldet|gibt es nicht)\b(?! (?:vor|nach|am|abends|vormittags|morgens))"
)
_GLUED = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_LETTERED = re.compile(r"(?<![A-Za-z\d])[0Oo][\dOolI \-/]{6,20}(?![A-Za-z])")
_SAYS_PHONE = re.compile(
    r"\b(?:tel|telefon\w*|handy\w*|mobil\w*|nummer|nr|rufnummer|anruf\w*|erreich\w*|whatsapp|festnetz)\b"
)


def _spoken_digits(text: str) -> str:
    folded = fold(text)
    match = _SPOKEN.search(folded) or _JOINED_SPOKEN.search(folded)
    if not match or match.group().replace(" ", "").isdigit():
        return ""
    return "".join(
        _DIGIT_WORDS.get(word) or _PAIRS.get(word) or word for word in _SPOKEN_WORD.findall(match.group())
    )


def _normalise(candidate: str) -> str:
    """Returns digits with an optional leading +, without the "(0)" that people write after a country code."""
    international = candidate.lstrip(" (").startswith("+") or re.match(r"[ (]*00", candidate)
    if international:
        candidate = re.sub(r"\( ?0 ?\)", "", candidate, count=1)
    digits = re.sub(r"\D", "", candidate)
    if international:
        digits = (
            digits[2:] if digits.startswith("00") and not candidate.lstrip(" (").startswith("+") else digits
        )
        if digits.startswith("490"):
            digits = "49" + digits[3:]
        return "+" + digits
    if re.match(r"49 ?\(?0?\)?[ /-]?(?:1[567]|[2-9])", candidate.lstrip(" (")) and len(digits) >= 11:
        return "+49" + digits[2:].removeprefix("0")
    return digits


def _judge(digits: str, typed: str, default_dialling_code: str | None) -> PhoneReading | None:
    national = digits.startswith("0")
    if not national and not digits.startswith("+"):
        if re.match(r"1[567]\d{8,10}$", digits):  # a mobile number whose leading 0 was left out
            digits = "0" + digits
        elif 4 <= len(digits) <= 8 and default_dialling_code:
            digits = default_dialling_code + digits
        elif 4 <= len(digits) <= 8:
            return PhoneReading(None, typed, "landline", "no_area_code" if len(digits) >= 5 else "too_short")
        elif re.match(r"[2-9]\d{8,10}$", digits):  # an area code whose leading 0 was left out
            digits = "0" + digits
        else:
            return PhoneReading(None, typed, "landline", "too_long" if len(digits) > 11 else "implausible")
    try:
        number = phonenumbers.parse(digits, "DE")
    except phonenumbers.NumberParseException as error:
        too_long = error.error_type == phonenumbers.NumberParseException.TOO_LONG
        return PhoneReading(None, typed, "landline", "too_long" if too_long else "implausible")
    foreign = number.country_code != 49
    mobile = phonenumbers.number_type(number) in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.PAGER,
    )
    kind: Literal["mobile", "landline", "foreign"] = (
        "foreign" if foreign else "mobile" if mobile else "landline"
    )
    reason = phonenumbers.is_possible_number_with_reason(number)
    length = len(str(number.national_number))
    if reason == phonenumbers.ValidationResult.TOO_SHORT or (not foreign and length < 6):
        return PhoneReading(None, typed, kind, "too_short")
    if reason == phonenumbers.ValidationResult.TOO_LONG or (not foreign and length > 12):
        return PhoneReading(None, typed, kind, "too_long")
    if not phonenumbers.is_valid_number(number):
        short_mobile = re.match(r"1[567]", str(number.national_number)) and length < 10
        return PhoneReading(None, typed, kind, "too_short" if short_mobile and not foreign else "implausible")
    shape = (
        phonenumbers.PhoneNumberFormat.INTERNATIONAL if foreign else phonenumbers.PhoneNumberFormat.NATIONAL
    )
    return PhoneReading(
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        phonenumbers.format_number(number, shape),
        kind,
    )


def read_phone(text: str, *, default_dialling_code: str | None = None) -> PhoneReading | None:
    """Returns the telephone number in `text`, or None when there is none.

    German and foreign numbers count. A number without area code has the problem "no_area_code", unless
    `default_dialling_code` ("05246") is given; then it is completed with it. Of several numbers the first valid one is
    taken; dates, times, postcodes and ages are left alone.
    """
    plain = clean(text)
    searched = _HOURS.sub(" ", _DATE.sub(" ", plain))
    searched = _EXTENSION.sub(lambda match: match[1], searched)
    searched = _AREA_THEN_NUMBER.sub(r"\1 \2", searched)
    searched = _NUMBER_THEN_AREA.sub(r"\2 \1", searched)
    problems: list[PhoneReading] = []
    ruled_out: PhoneReading | None = None  # "nicht mehr die 55555": taken only where no other number follows
    for pattern in (_CANDIDATE, _LETTERED):
        for count, match in enumerate(pattern.finditer(searched)):
            if count == 20:
                break
            typed = match.group().strip(" -/.")
            readable = typed.translate(_GLUED) if pattern is _LETTERED else typed
            digits = _normalise(readable)
            if not digits.startswith(("0", "+")) and len(digits) <= 5 and not _SAYS_PHONE.search(fold(plain)):
                continue
            reading = _judge(digits, typed, default_dialling_code)
            if reading and reading.e164:
                if _RULED_OUT_BEFORE.search(fold(searched[max(0, match.start() - 50) : match.start()])) or (
                    _RULED_OUT_AFTER.match(fold(searched[match.end() : match.end() + 40]))
                ):
                    ruled_out = ruled_out or reading
                    continue
                return reading
            if reading:
                problems.append(reading)
    spoken = _spoken_digits(text)
    if spoken and (len(spoken) >= 6 or not ruled_out):
        reading = _judge(_normalise(spoken), spoken, default_dialling_code)
        if reading:
            return reading
    return ruled_out or (problems[0] if problems else None)


def apply_ending(e164_or_display: str, digits: str) -> str:
    """Returns the number with its last digits replaced by `digits` ("+495246123456", "57" -> "+495246123457").

    Separators stay where they are. Raises ValueError when `digits` holds no digit or more than the number has.
    """
    new = re.sub(r"\D", "", digits)
    places = [at for at, char in enumerate(e164_or_display) if char.isdigit()]
    if not new or len(new) > len(places):
        raise ValueError("the new ending must have at least one digit and fit into the number")
    chars = list(e164_or_display)
    for at, digit in zip(places[-len(new) :], new, strict=True):
        chars[at] = digit
    return "".join(chars)
