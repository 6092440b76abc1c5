"""Reads when somebody can be reached: days, parts of the day, hours."""

import re
from typing import Literal

from casework.answers.numerals import NUMBER_WORDS
from casework.answers.reachable import Part, TimeReading
from casework.answers.text import fold

__all__ = ["Part", "TimeReading", "read_preferred_time"]

_STEMS = {
    "montag": 1,
    "dienstag": 2,
    "dinstag": 2,
    "mittwoch": 3,
    "mitwoch": 3,
    "donnerstag": 4,
    "donerstag": 4,
    "freitag": 5,
    "samstag": 6,
    "sonnabend": 6,
    "sonntag": 7,
}
_SHORT = {"mo": 1, "di": 2, "mi": 3, "do": 4, "fr": 5, "sa": 6, "so": 7}
_DAY = r"(?:montag|dienstag|dinstag|mittwoch|mitwoch|donnerstag|donerstag|freitag|samstag|sonnabend|sonntag)"
_DAY_RANGE = re.compile(
    rf"\b(?:({_DAY})e?s?|(mo|di|mi|do|fr|sa|so)\.?) ?(?:bis|-) ?(?:({_DAY})e?s?|(mo|di|mi|do|fr|sa|so)\b)"
)
_ONE_DAY = re.compile(
    rf"({_DAY})(?:e|s)?(?=$|[^a-z]|frueh|abend|nachmittag|vormittag|mittag|morgen)|\b(mo|di|mi|do|fr|sa)\b\.?(?=$|[ ,;/+&u])"
)
_GROUPS = (
    (
        re.compile(
            r"\b(?:werktags?|wochentags?|unter der woche|in der woche|werktagen|arbeitstags?|mo-fr)\b"
        ),
        frozenset({1, 2, 3, 4, 5}),
    ),
    (re.compile(r"\b(?:am )?(?:wochenenden?|we)\b"), frozenset({6, 7})),
)
_PARTS: tuple[tuple[re.Pattern[str], Part], ...] = (
    (
        re.compile(
            r"vormitt?ags?|\bmorgens?\b(?! ?nachmittag)|in der frueh|\bfrueh(?:s|morgens)?\b|frueh am tag|morgenstunden|(?<=tag)frueh|fruehstens(?!\w)"
        ),
        "morning",
    ),
    (re.compile(r"(?<!vor)(?<!nach)\bmittags?\b|mittagszeit|mittagspause|(?<=tag)mittags?"), "noon"),
    (
        re.compile(
            r"nachmittags?|nachmitags?|namittag|nach dem (?:mittag\b|mittagessen|essen)|nach der schule|nach mittag\b"
        ),
        "afternoon",
    ),
    (re.compile(r"abends?\b|feierabend|abendstunden|spaet am tag|spaeter am tag|nach der arbeit"), "evening"),
)
_HOUR_WORD = "|".join(sorted((w for w, n in NUMBER_WORDS.items() if 0 < n <= 24), key=len, reverse=True))
_H = rf"(?:(halb|viertel vor|viertel nach|viertel|dreiviertel|kurz nach|kurz vor) )?(\d{{1,2}}|{_HOUR_WORD})(?:(?:[:.]| uhr ?)([0-5]\d)(?!\d))?(?: ?(?:uhr|h))?(?![\d:]|\.\d|\w|/\d)"
_SPAN = re.compile(rf"\b(?:zwischen |von |ab |so )?(?<!\d){_H} ?(?:und|bis|-|u\.) ?(?:so |max )?{_H}")
_FROM = re.compile(
    rf"\b(?<!viertel )(?<!kurz )(?:ab|nach|erst ab|erst nach|fruehestens|fruehstens|fruehestens um|nicht vor|ab ca\.?|ab so|ab circa|ab etwa|ueber|von)(?: um)? {_H}(?! ?(?:tag|woche|monat|\. ?[a-z]))"
)
_TO = re.compile(
    rf"\b(?:bis|vor|nicht nach|spaetestens(?: um)?|bis ca\.?|bis spaetestens|bis max\.?|bis etwa|bis maximal) {_H}(?! ?(?:tag|woche|monat|\. ?[a-z]))"
)
_BUSY = r"(?:arbeite\w*|arbeiten|(?:auf|bei der|in der|zur) (?:arbeit|schule|schicht)|schule|dienst|schicht|unterwegs|beschaeftigt|im buero|weg|nicht da|termine?)"
_BUSY_UNTIL = re.compile(
    rf"\b{_BUSY} (?:\w+ )?(?:\w+ )?bis (?:um |ca\.? |etwa |so )?{_H}|\bbis (?:um |ca\.? |etwa )?{_H},? (?:bin ich |hab ich |habe ich |muss ich )?{_BUSY}"
)
_AT = re.compile(
    rf"\b(?:um|gegen|so um|so gegen|ca\.?|ungefaehr um|circa|etwa um) (?:die )?{_H}|(?<![\d+/.-]){_H.replace('(?: ?(?:uhr|h))?', ' ?(?:uhr|h)')}"
)
_BARE_HOUR = re.compile(rf"(?:so )?(?:um )?(?=halb|viertel|dreiviertel|kurz){_H}")
_ANYTIME = re.compile(
    r"\b(?:egal|jederzeit|immer|ganztags|ganztaegig|den ganzen tag|ganzen tag|rund um die uhr|wann sie wollen|wann immer|zu jeder zeit|spielt keine rolle|flexibel|(?:wann|wie) (?:es )?(?:ihnen |euch |dir )?(?:am besten )?passt|durchgehend|alle tage|jeden tag|taeglich|24/7|wurscht|wumpe|schnuppe|ganze zeit|bin zu ?hause|zu hause|bin immer da|keine praeferenz|beliebig|irgendwann|tagsueber|alles geht|geht immer|passt immer)\b"
)
_NOT_BEFORE = re.compile(
    r"\b(?:nicht|nich|net|ausser|aber nicht|nur nicht|bloss nicht|kein|nie|niemals|auser|mit ausnahme(?: von)?|abgesehen von|ausgenommen)(?: (?:am|an|im|in der|der|so|zu|dem|mehr|schon|vor|unbedingt|gerade|von|zwischen))*$"
)
_NOT_AFTER = re.compile(
    r"^s? ?(?:ist |bin ich |geht |kann ich |passt )?(?:es )?(?:nicht|nich|net|schlecht|gar nicht|nie|keine zeit|ungern|arbeite ich|bin ich nicht|nicht so)\b"
)
_GREETING = re.compile(r"\b(?:guten|schönen|schoenen|gute) (?:morgen|abend|tag|nacht|mittag)\b", re.I)
_AFTER_WORK = re.compile(r"\bnach (?:der|meiner) arbeit\b|\bnach feierabend\b")


def _hour(qualifier: str | None, number: str, minutes: str | None) -> float | None:
    value = float(number) if number.isdigit() else float(NUMBER_WORDS[number])
    if not 0 < value <= 24:
        return None
    if minutes:
        value += int(minutes) / 60
    match qualifier:
        case "halb":
            value -= 0.5
        case "viertel vor" | "dreiviertel":
            value -= 0.25
        case "viertel nach":
            value += 0.25
        case "viertel":
            value -= 0.75
    return value


def _daytime(hour: float, parts: set[Part]) -> float:
    """Takes "5" for 17 Uhr: nobody asks the town to call before seven, unless the morning was named."""
    if (hour < 7 and "morning" not in parts) or (
        hour < 12 and ("evening" in parts or ("afternoon" in parts and hour < 7))
    ):
        return hour + 12
    return hour


def _excluded(folded: str, start: int, end: int, since: int) -> bool:
    before = folded[since:start].rstrip(" ,")
    return bool(_NOT_BEFORE.search(before) or _NOT_AFTER.match(folded[end : end + 40]))


def read_preferred_time(text: str) -> TimeReading | None:
    """Returns when the writer can be reached, or None when `text` says nothing about it.

    "nach 5" is 17 Uhr; "außer mittwochs" and "nicht vormittags" are kept as exclusions; "egal" is `anytime`.
    """
    text = _GREETING.sub(" ", text)
    folded = re.sub(r"(?<!\d)[+(]?0[\d /()-]{5,20}\d", " ", fold(text))  # a telephone number is no time
    days: set[int] = set()
    not_days: set[int] = set()
    parts: set[Part] = set()
    not_parts: set[Part] = set()
    rest = folded
    for match in _DAY_RANGE.finditer(folded):
        begin = _STEMS.get(match[1] or "") or _SHORT.get(match[2] or "", 0)
        end = _STEMS.get(match[3] or "") or _SHORT.get(match[4] or "", 0)
        span = {(begin - 1 + step) % 7 + 1 for step in range((end - begin) % 7 + 1)}
        (not_days if _excluded(folded, *match.span(), 0) else days).update(span)
        rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    for pattern, group in _GROUPS:
        for match in pattern.finditer(rest):
            (not_days if _excluded(folded, *match.span(), 0) else days).update(group)
    negated_until = -1
    listed: list[int] = []  # days joined by "und" before the one at hand
    listed_until = -1
    for match in _ONE_DAY.finditer(rest):
        day = _STEMS.get(match[1] or "") or _SHORT.get(match[2] or "", 0)
        between = folded[negated_until : match.start()] if negated_until >= 0 else "x"
        negated = _excluded(folded, *match.span(), 0) or bool(
            re.fullmatch(r"s?,? ?(?:und|oder|/|,|u\.?) ?", between)
        )
        joined = listed_until >= 0 and re.fullmatch(
            r"s?,? ?(?:und|oder|/|,|u\.?) ?", folded[listed_until : match.start()]
        )
        listed = [*listed, day] if joined else [day]
        listed_until = match.end()
        if negated and _NOT_AFTER.match(folded[match.end() : match.end() + 40]):
            days.difference_update(listed)
            not_days.update(listed)
        (not_days if negated else days).add(day)
        negated_until = match.end() if negated else -1
    for pattern, part in _PARTS:
        for match in pattern.finditer(folded):
            (not_parts if _excluded(folded, *match.span(), 0) else parts).add(part)
    from_hour: float | None = None
    to_hour: float | None = None
    named: re.Match[str] | None
    at: Literal["at", "about"] | None = None
    if named := _SPAN.search(folded):
        first, second = _hour(*named.group(1, 2, 3)), _hour(*named.group(4, 5, 6))
        if (
            first is not None
            and second is not None
            and not re.match(r" ?(?:tag|woche|monat|\. ?\w)", folded[named.end() :])
        ):
            from_hour = _daytime(first, parts)
            to_hour = second if second > from_hour else second + 12
    else:
        if named := _FROM.search(folded):
            hour = _hour(*named.group(1, 2, 3))
            too_late = re.search(
                r"\b(?:nicht|nich|net|nie)(?: mehr)?$", folded[: named.start()].rstrip()
            ) or re.match(r" ?(?:nicht|nich|net|nie)\b", folded[named.end() :])
            if hour is not None and too_late and named.group().startswith(("nach", "ab")):
                to_hour = _daytime(hour, parts)
            elif hour is not None:
                from_hour = _daytime(hour, parts)
        if named := _BUSY_UNTIL.search(folded):
            hour = _hour(*(named.group(1, 2, 3) if named[2] else named.group(4, 5, 6)))
            from_hour = from_hour if hour is None or from_hour is not None else _daytime(hour, parts)
        elif to_hour is None and (named := _TO.search(folded)):
            hour = _hour(*named.group(1, 2, 3))
            if hour is not None:
                if folded[: named.start()].endswith("nicht ") and named.group().startswith("vor"):
                    from_hour = _daytime(hour, parts)
                else:
                    to_hour = _daytime(hour, parts)
        if (
            from_hour is None
            and to_hour is None
            and (named := _AT.search(folded) or _BARE_HOUR.fullmatch(folded.strip(" .!")))
        ):
            hour = _hour(*(named.group(1, 2, 3) if named[2] else named.group(4, 5, 6)))
            if hour is not None:
                from_hour = _daytime(hour, parts)
                at = (
                    "about"
                    if re.match(r"(?:so )?(?:gegen|ca|ungefaehr|circa|etwa)|so um", named.group())
                    else "at"
                )
    if (from_hour is not None and from_hour > 24) or (to_hour is not None and to_hour > 24):
        from_hour = to_hour = None
    if _AFTER_WORK.search(folded):
        (
            parts.discard
            if from_hour is not None and "abend" not in folded.replace("feierabend", "")
            else parts.add
        )("evening")
    days -= not_days
    parts -= not_parts
    anytime = bool(_ANYTIME.search(folded)) and not (days or parts or from_hour or to_hour)
    if not (days or not_days or parts or not_parts or from_hour or to_hour or anytime):
        return None
    if days == {1, 2, 3, 4, 5, 6, 7}:
        days, anytime = set(), not (parts or from_hour or to_hour)
    return TimeReading(
        frozenset(days),
        frozenset(not_days),
        frozenset(parts),
        frozenset(not_parts),
        from_hour,
        to_hour,
        anytime,
        at if from_hour is not None else None,
    )
