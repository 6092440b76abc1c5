"""Reads that somebody takes back what they said, and what they say instead."""

import re
from dataclasses import dataclass

from casework.answers.email import read_email
from casework.answers.phone import read_phone
from casework.answers.relation import read_relation
from casework.answers.text import clean, fold

FIELDS = (
    "phone",
    "email",
    "name",
    "person_name",
    "town",
    "postcode",
    "person",
    "age",
    "deadline",
    "preferred_time",
    "need",
    "care_degree",
    "insurance",
    "voicemail",
)


@dataclass(frozen=True)
class Correction:
    """What is to be changed: the `field` (a code of `FIELDS`, None when it was not named), the words that are said to be
    right (`new_text`, empty when they are still to be asked), the words that were ruled out, and the digits a number ends with.
    """

    field: str | None
    new_text: str = ""
    old_text: str | None = None
    ends_with: str | None = None


_FIELD_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("voicemail", re.compile(r"\banrufbeantworter|\bmailbox\b|\bab\b(?= (?:ja|nein|nicht))")),
    ("email", re.compile(r"\be-?mail\w*|\bmail(?:adresse)?\b")),
    ("phone", re.compile(r"\b(?:tele(?:f|ph)on\w*|handy\w*|mobil\w*|rufnummer|tel|nummer|festnetz\w*|nr)\b")),
    ("postcode", re.compile(r"\b(?:postleitzahl|plz)\b")),
    (
        "person_name",
        re.compile(
            r"\b(?:(?:ihr|sein)(?:e|en)? (?:vor|nach)?name\w*|name (?:meiner|meines|der|des)|sie heisst|er heisst|meine? \w+ heisst)\b"
        ),
    ),
    ("name", re.compile(r"\b(?:(?:vor|nach|familien)?name\w*|ich heisse|heisse|geschrieben|schreibt man)\b")),
    (
        "preferred_time",
        re.compile(r"\b(?:uhrzeit|erreichbar\w*|anruf\w*|rueckruf\w*|zeit)\b|\bab \d{1,2} uhr"),
    ),
    ("age", re.compile(r"\b(?:alter|jahre alt|geburtsjahr|geburtsdatum|geboren|jahrgang|jaehrig)\b")),
    (
        "deadline",
        re.compile(
            r"\b(?:termin|datum|frist|stichtag|donnerstag|montag|dienstag|mittwoch|freitag|samstag|sonntag)\b"
        ),
    ),
    ("care_degree", re.compile(r"\bpflegegrad|pflegestufe|\bpg ?\d")),
    ("insurance", re.compile(r"\b(?:krankenkasse|kasse|aok|barmer|tkk?|dak|ikk|versicherung)\b")),
    ("town", re.compile(r"\b(?:stadt|wohnort|ort|adresse|wohn\w*|verl|stukenbrock|schloss holte|shs)\b")),
    ("need", re.compile(r"\b(?:anliegen|bedarf|grund|thema|problem)\b")),
    (
        "person",
        re.compile(r"\b(?:geht(?:'?s| es)? (?:eigentlich |ja |doch )?um|fuer (?:mich|meine?n?)|person)\b"),
    ),
)
_CUE = re.compile(
    r"\b(?:stimmt (?:\w+ ){0,3}?(?:nicht|nich|net|nimmer)|nicht richtig|falsch\w*|vertippt|verschrieben|verschrieb\w*|vertan|geirrt|irrtum|korrektur|korrigier\w*|aender\w*|geaendert|berichtig\w*|sondern|doch (?:lieber|eher|nicht|verl|shs|nach|die|der|das)|"
    r"lieber doch|eigentlich|besser gesagt|ich meinte|ich meine|gemeint|meinte|sorry|quatsch|moment|halt stop|tippfehler|zahlendreher|muss heissen|soll heissen|richtig (?:ist|waere|heisst)|nicht \w+ sondern|endet auf|endet mit|hinten|"
    r"am ende|letzten? (?:zwei |drei |beiden )?(?:ziffern?|zahlen?)|statt|anstatt|anstelle|passt (?:\w+ ){0,2}nicht|kommando zurueck|verkehrt|nochmal|neue (?:nummer|adresse|mail|handynummer)|hab(?:e)? mich|aendere|umgezogen|nee|vergessen sie)\b|\*$|^\*"
)
_ENDING = re.compile(
    r"(?:endet (?:auf|mit|in)|ende(?:n)? (?:ist|auf|mit)|am ende|hinten|zum schluss|schluss|endziffern?|endung|letzten? (?:zwei |drei |beiden |vier )?(?:ziffern?|zahlen?|stellen?)|aufhoer\w*|hoert auf mit)"
    r"(?: (?:mit|auf|ist|sind|lautet|muss|heisst|heissen|sein|die|eine|kommt|steht|stimmt|nicht|stimmen|war|falsch|doch|richtig|muessen|waere|es))*[ :.,-]*((?:\d ?){1,6})(?!\d)"
)
_DOTTED_ENDING = re.compile(r"(?:\.{2,}|-{2,}|x{2,}|\*{2,}) ?((?:\d ?){1,6})(?!\d)")
_NOT_BUT = re.compile(
    r"\b(?:nicht|kein\w*|net|nich|statt|anstatt) ([^,;.!?]{1,60}?),? (?:sondern|lieber|aber) ([^,;!?]{1,80})"
)
_BUT = re.compile(r"\bsondern ([^,;!?]{1,80})")
_INSTEAD = re.compile(r"^(.{1,60}?) (?:statt|anstatt|anstelle von) (.{1,60})$")
_SAYS_NEW = re.compile(
    r"\b(?:doch (?:lieber|eher|besser|nach|in)|lieber doch|lieber|richtig (?:ist|waere|heisst(?: es)?)|(?:es )?muss (?:natuerlich )?heissen|soll heissen|ich meinte|ich meine|meinte|gemeint (?:ist|war)|neue (?:nummer|adresse|mail|handynummer)(?: ist)?|"
    r"aendern (?:auf|in|zu)|geaendert (?:auf|in)|aendere(?:n sie)?(?: \w+){0,3} (?:auf|in|zu)|korrekt ist|korrektur:?|eigentlich (?:ist es|geht(?:'?s| es)? um|heisst (?:es|sie|er)|bin ich|heisse ich)|besser gesagt|sorry,?|quatsch,?|stimmt nicht,? (?:es ist|sie ist|ist|er ist)?|falsch,? (?:es ist|ist|richtig)?)\b[ :,]*(.{1,120})"
)
_KIND_BY_PERSON = re.compile(
    r"\b(?:geht(?:'?s| es)?|gehts|ist|waere|fuer) (?:eigentlich |doch |ja |hier |nicht |garnicht |gar nicht )*(?:um|fuer)? ?(?:mich|meine?n?|meiner|unsere?n?)\b"
)


def _field(folded: str) -> str | None:
    for code, pattern in _FIELD_WORDS:
        if pattern.search(folded):
            return code
    return None


def _original(plain: str, folded_part: str) -> str:
    """Returns the words as typed for a folded stretch that ends the message, else the folded words."""
    wanted = folded_part.split()
    typed = plain.split()
    for start in range(len(typed) - len(wanted), -1, -1):
        if [fold(word).strip(" ,.") for word in typed[start : start + len(wanted)]] == [
            word.strip(" ,.") for word in wanted
        ]:
            return " ".join(typed[start : start + len(wanted)]).strip(" ,.")
    return folded_part.strip(" ,.")


def read_correction(text: str) -> Correction | None:
    """Returns what `text` corrects, or None when it corrects nothing.

    "nummer endet auf 57" -> field "phone", ends_with "57"; "nicht Muster sondern Mustermann" -> old and new text, field None
    (the caller finds the field that holds the old text).
    """
    plain = clean(text, 600)
    folded = fold(text, 600)
    if not folded:
        return None
    ending = _ENDING.search(folded) or (_DOTTED_ENDING.search(folded) if re.search(r"\d", folded) else None)
    if ending:
        digits = re.sub(r"\D", "", ending[1])
        field = _field(folded)
        return Correction("phone" if field in (None, "preferred_time", "name") else field, "", None, digits)
    if not _CUE.search(folded):
        return None
    field = _field(folded)
    swapped = _NOT_BUT.search(folded)
    new, old = "", None
    if swapped:
        old, new = _original(plain, swapped[1]), _original(plain, swapped[2])
    elif match := _BUT.search(folded):
        new = _original(plain, match[1])
    elif match := _INSTEAD.search(folded):
        new, old = _original(plain, match[1]), _original(plain, match[2])
    phone, mail = read_phone(plain), read_email(plain)
    if mail and mail.address and field in (None, "email", "phone"):
        return Correction("email", mail.address, old)
    if phone and (phone.e164 or field == "phone"):
        return Correction("phone", phone.display, old)
    if _KIND_BY_PERSON.search(folded) and (person := read_relation(text)) and person.certain:
        return Correction("person", new or plain, old)
    if not new and (match := _SAYS_NEW.search(folded)):
        new = _original(plain, match[1].strip())
    weak = re.fullmatch(
        r".*\b(?:eigentlich|moment|sorry|nee|nochmal|hinten|am ende|vergessen sie|hab(?:e)? mich|gemeint|umgezogen)\b.*",
        folded,
    )
    if field is None and not new and weak and not re.search(r"\b(?:falsch|aender|korrig|stimmt)\w*", folded):
        return None
    return Correction(field, new, old)
