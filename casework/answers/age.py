"""Reads ages and years of birth."""

import re
from dataclasses import dataclass
from datetime import date

from casework.answers.numerals import NUMBER_WORDS, digits_for_years, number
from casework.answers.relation import PEOPLE_WORDS
from casework.answers.text import fold

OLDEST = 110


@dataclass(frozen=True)
class AgeReading:
    """An age in years or a year of birth, whichever was said; the other is None."""

    age: int | None = None
    birth_year: int | None = None


_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_N = rf"(\d{{1,3}}|{_WORDS})"
_YEAR = r"(\d{4}|'?\d{2})"
_BIRTH = (
    re.compile(
        rf"\b(?:jahrgang|jg|baujahr|bj|geburtsjahr|geburtsdatum|jahrgan)\.?:? ?(?:ist |war |von )?(?:\d{{1,2}}\. ?\d{{1,2}}\. ?)?{_YEAR}(?!\d)"
    ),
    re.compile(
        rf"\b(?:geb|geboren|gebohren|\*)\.?:? ?(?:bin ich |ist er |ist sie )?(?:am |im jahre? |im |in |anno )?(?:\d{{1,2}}[./ -] ?\d{{1,2}}[./ -] ?|\d{{1,2}}\. ?[a-z]{{3,9}} |[a-z]{{3,9}} )?{_YEAR}(?!\d|\.\d)"
    ),
    re.compile(
        rf"(?<!\d)(?:\d{{1,2}}[./ -] ?\d{{1,2}}[./ -] ?|\d{{1,2}}\. ?[a-z]{{3,9}} )?{_YEAR} (?:geboren|gebohren|geb\b|auf die welt)"
    ),
    re.compile(r"^(?:[a-z]+ ){0,4}((?:19|20)\d{2})-\d{2}-\d{2}$"),
    re.compile(r"\b(?:anno|von|im jahre?) (19\d{2}|20[0-2]\d)\b (?:her|er|geb)"),
    re.compile(r"\b(19\d{2}|20[0-2]\d)er\b(?= (?:jahrgang|baujahr|geboren)|$)"),
)
_SPOKEN_YEAR = re.compile(rf"\b(jahrgang|baujahr|jg\.?) ({_WORDS})\b")
_MONTH = r"(?:jan|feb|maer|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-z]{0,6}\.?"
_DATE_ONLY = re.compile(
    rf"(?:(?!wird|werde|wurde)[a-z]+[.:]? ){{0,4}}(?:\d{{1,2}}[./ -] ?\d{{1,2}}[./ -] ?|(?:\d{{1,2}}\.? ?)?{_MONTH} |\d{{4}}(?=\d{{4}}$))(\d{{4}}|\d{{2}})(?: [a-z]+){{0,3}}"
)
_AGE = (
    re.compile(
        rf"(?<![\d.,:]){_N}(?: ?1/2|,5| einhalb)? ?(?:jahre?n?|j\.|jr|jaehrchen|lenze)(?: ?alt| jung)(?!\d)"
    ),
    re.compile(rf"(?<![\d.,:]){_N} ?-? ?jaehrig"),
    re.compile(
        rf"\b(?:mit|alter:?|alter ist|alter von|ungefaehr|ca\.?|etwa|knapp|fast|ueber|schon|gerade|erst|bereits|stolze|werde|wird|geworden|um die|anfang|mitte|ende) (?:ist )?{_N}(?!\d|[:.,/]\d|€|%|\w| ?(?:uhr|euro|€|prozent|jahren? (?:nicht|keine?|in|bei|ver|getr|krank|arb|allein|tot)|monat\w*|woche\w*|tage\w*|stunden?|minuten?|kinder\w*|mal|meter|km|kilo\w*|kg|stufen|treppen|stock\w*|zimmer|personen|leute|qm|std|stueck|enkel\w*|hunde?|katzen?|quadrat\w*|straße|strasse))"
    ),
    re.compile(
        rf"\b(?:ich bin|bin|ist|sind|er ist|sie ist|wird|werde|wurde) (?:im [a-z]{{3,9}} |jetzt |schon |erst |gerade |ja |inzwischen |mittlerweile |nun |auch |bald |fast |ungefaehr |knapp |ueber |wohl |etwa ){{0,3}}{_N}(?!\d|[:.,/]\d|€|%|\w| ?(?:uhr|euro|€|prozent|monat\w*|woche\w*|tage\w*|stunden?|minuten?|kinder\w*|mal|meter|km|kilo\w*|kg|stufen|treppen|stock\w*|zimmer|personen|leute|qm|std|stueck|enkel\w*|hunde?|katzen?|jahren? (?:nicht|keine?|in|bei|ver|getr|krank|arb|allein|tot)))(?! \d)"
    ),
    re.compile(rf"(?<![\d.,:]){_N} (?:ist|bin) (?:er|sie|ich|es)\b"),
)
_UNIT = r"(?:uhr|euro|€|prozent|%|mal\b|x\b|monat|woche|tage|stunde|minute|kinder|zimmer|personen|stufen|stock|etage|km|kilo|kg|stueck|enkel|hunde|katzen|qm|jahren?\b)"
_AGE_AFTER_PERSON = re.compile(
    rf"\b(?:([a-z]{{3,20}}) )?([a-z]{{3,20}})(?: von (?:mir|uns))? ?[,(]? ?(?<![\d.:]){_N}(?=$|[,;.)!?]| (?!{_UNIT})[a-z(])(?!\.\d)"
)
_JAHRE_ONLY = re.compile(
    rf"\b{_N} ?(?:jahre|j)\b(?! (?:in|nicht|lang|her|spaeter|verheiratet|gearbeitet|krank|gewohnt|frueher|zeit|hier|allein|dort|bei|schon|keine?))"
)
_BARE = re.compile(
    rf"(?:ja |also |na |hm |aeh |er |sie |ich |bin |ist |wird |so |ca\.? |etwa |ungefaehr |fast |knapp |um die |schon |gerade |erst |glaub(?:e)? |mit |und |jetzt |zirka |circa |rund |vielleicht |meine \w+ |mein \w+ )*{_N}(?: ?(?:jahre?|j\.?|geworden|alt|jahre alt|oder so|glaub ich|ungefaehr|jung|ist sie|ist er|bin ich|bald|etwa))*"
)
_BARE_YEAR = re.compile(r"(?:[a-z]+\.? ){0,4}((?:18|19|20)\d{2})(?:er)?(?: [a-z]+){0,3}")
_SHORT_YEAR = re.compile(r"(?:[a-z]+ ){0,3}('\d{2}|\d{2}(?=er))(?:er)?(?: [a-z]+){0,2}")
_YEAR_OF_LIFE = re.compile(r"(?<![\d.,/-])(?:\d{1,2}/)?((?:18|19|20)\d{2})(?![\d.,/-]\d|\d| (?:euro|uhr))")
_HALF_YEARS = re.compile(rf"(?<!\d){_N} (?:monate?|wochen?) (?:alt|jung)")


def _full_year(digits: str, today: date) -> int | None:
    year = int(digits.lstrip("'"))
    if len(digits.lstrip("'")) <= 2:
        year += 2000 if year <= today.year % 100 else 1900
        if digits.lstrip("'") and today.year - year < 5 and year >= 2000:
            year -= 100
    return year if 0 <= today.year - year <= OLDEST else None


def read_birth_year(text: str, today: date, asked: bool = True) -> int | None:
    """Returns the year of birth in `text` ("Jg. 46", "geb. 3.4.1946"), or None. Two digits mean the past hundred years.

    With `asked` a year or date that is the whole answer counts too.
    """
    folded = digits_for_years(fold(text))
    folded = _SPOKEN_YEAR.sub(lambda match: f"{match[1]} {NUMBER_WORDS[match[2]]}", folded)
    patterns = (*((pattern.search, folded) for pattern in _BIRTH),)
    if asked:
        bare = folded.strip(" .,!?;:")
        patterns += (
            (_DATE_ONLY.fullmatch, bare[:80]),
            (_BARE_YEAR.fullmatch, bare[:80]),
            (_SHORT_YEAR.fullmatch, bare[:80]),
        )
        years = _YEAR_OF_LIFE.findall(bare)
        if len(years) == 1 and len(bare.split()) <= 6:
            patterns += ((_YEAR_OF_LIFE.search, bare),)
    for find, where in patterns:
        if match := find(where):
            year = _full_year(match[1], today)
            if year is not None:
                return year
    return None


def read_age(text: str, *, today: date, asked: bool) -> AgeReading | None:
    """Returns the age or the year of birth in `text`, or None; ages from 0 to 110 count.

    With `asked` a bare number, year or date is the answer; without it the number needs a person or "Jahre alt" beside it.
    """
    folded = digits_for_years(fold(text))
    year = read_birth_year(text, today, asked)
    if year is not None:
        return AgeReading(birth_year=year)
    bare = folded.strip(" .,!?;:")
    if asked:
        if _BARE_YEAR.fullmatch(bare[:80]):  # a year that nobody alive was born in
            return None
        if match := _BARE.fullmatch(bare[:120]):
            return _age(match[1])
    if young := _HALF_YEARS.search(folded):
        return AgeReading(age=0 if "woche" in young.group() else min((number(young[1]) or 0) // 12, OLDEST))
    for pattern in _AGE:
        if (match := pattern.search(folded)) and (reading := _age(match[1])):
            if (pattern is _AGE[3] and match[1] in ("ein", "null")) or (
                pattern is _AGE[2] and number(match[1]) in (None, 0, 1)
            ):
                continue
            return reading
    for match in _AGE_AFTER_PERSON.finditer(folded):
        if (
            not PEOPLE_WORDS.isdisjoint(match.group(1, 2))
            and match[3] != "ein"
            and (reading := _age(match[3]))
        ):
            return reading
    if asked and (match := _JAHRE_ONLY.search(folded)):
        return _age(match[1])
    if (match := re.search(rf"(?:^|[,;(] ?){_N} ?(?:jahre|j\.?)(?=$|[,;).])", folded)) is not None:
        return _age(match[1])
    return None


def _age(word: str) -> AgeReading | None:
    value = number(word)
    return AgeReading(age=value) if value is not None and 0 <= value <= OLDEST else None
