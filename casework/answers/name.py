# ruff: noqa: SIM905 - lists of words read better as text
"""Reads names: of the person who writes, and of the person who needs help."""

import re
from dataclasses import dataclass
from typing import Literal

from casework.answers.relation import PEOPLE_WORDS
from casework.answers.text import clean, fold

Salutation = Literal["Frau", "Herr"]


@dataclass(frozen=True)
class NameReading:
    """A name without filler words, in usual capitals; `salutation` as it was given."""

    name: str
    salutation: Salutation | None = None


_LETTERS = r"[^\W\d_]"
_PART = rf"{_LETTERS}(?:{_LETTERS}|['\-]|\.(?=\s|$)){{0,29}}"
_NAME = re.compile(rf"{_PART}(?: {_PART}){{0,4}}")
_SALUTATION = re.compile(r"(?:\b)(frau|herrn|herr|fr\.|hr\.|familie|fam\.)\s+", re.I)
_TITLES = re.compile(
    r"((?:(?:prof(?:essor)?|doktor|dr|med|dent|phil|rer|nat|jur|dipl|ing|mag)\b\.?[ -]{0,2})+)(?=[^\W\d_])",
    re.I,
)
_TITLE_FORMS = {
    "dr": "Dr.",
    "doktor": "Dr.",
    "prof": "Prof.",
    "professor": "Prof.",
    "dipl": "Dipl.",
    "ing": "Ing.",
    "mag": "Mag.",
} | {part: f"{part}." for part in ("med", "dent", "phil", "rer", "nat", "jur")}

_CUE = re.compile(
    r"\b(?:ich hei(?:ß|ss|s)en?|ich hei(?:ß|ss|s)e?|hei(?:ß|ss|s)e|mein(?:e)? (?:voller |vor- und nach|nach|vor|familien)?name(?: ist| lautet| wäre| waere| sei|:)?|name(?: ist| lautet)?(?=:? ?[^\W\d_])|(?:sagen|sag|schreiben|schreib|notieren) sie einfach(?: mal)?|(?:schreib|sag|nimm|nenn mich) einfach(?: mal)?|(?:vor|nach)name ?(?:ist|:)|"
    r"(?:ich )?bin (?:der|die|das)(?= [A-ZÄÖÜa-zäöü])|ich bin es|ich bins|mich nennt man|man nennt mich|nennen sie mich|nenn mich|"
    r"hier (?:ist|spricht|schreibt|ist die|ist der)|am apparat ist|hier(?= (?:frau|herr)\b)|gez\.|gezeichnet|"
    r"(?:mit )?(?:freundlichen|lieben|besten|vielen) gr(?:ü|ue)(?:ß|ss)en|liebe gr(?:ü|ue)(?:ß|ss)e|(?:viele|beste) gr(?:ü|ue)(?:ß|ss)e|lg|mfg|vg|gru(?:ß|ss)|ich bin)\b[ ,:]*",
    re.I,
)
_WEAK_CUES = frozenset(
    {
        "ich bin",
        "ich bin der",
        "ich bin die",
        "hier ist",
        "hier ist die",
        "hier ist der",
        "hier",
        "hier schreibt",
        "lg",
        "gruss",
        "ich bin das",
        "bin der",
        "bin die",
        "bin das",
    }
)
_LEADING = re.compile(
    r"^(?:ja|gut|ok|okay|also|na|nein|äh|ähm|hm|hallo|guten tag|guten morgen|guten abend|moin|hi|bitte|gerne?|klar|und zwar|das bin ich|das ist|das bin|gestatten|bin(?= \S+(?: \S+)?$)|einfach|nur|der|die|sie|er|schreiben sie|ist|war|"
    r"heisst|heißt|hieß|das|wäre|dann|mal|ganz|eigentlich|natürlich|doch|danke)(?:[ ,:.;!-]+)(?=\S)",
    re.I,
)
_TRAILING = re.compile(
    r"[ ,;:-]+(?:ist mein name|mein name|heiße ich|heisse ich|bin ich|am apparat|hier|aus \S+(?: .*)?|vom \S+(?: .*)?|und (?:ich|meine?|er|sie|die|der|ihre?|wir|suche|brauche|habe|bin|wohne)\b.*|"
    r"(?:meine?|tel\.?|telefon|handy|nummer|mail|e-?mail|geb\.?|geboren|jahrgang|wohnhaft|wohne|ich|und zwar|aber|weil|bitte|danke|reicht|genügt|das reicht|er|sie|ist|wohnt|brauche|suche|möchte|moechte|habe|bin|rufe|schreibe|heißt|heisst|mit|für|vielen|\d)\b.*)$",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?:wei(?:ss|s) (?:ich )?n(?:icht|ich|et)|keine ahnung|ueberspringen|uberspringen|weiter|will (?:ich )?nicht|moechte (?:ich )?nicht|lieber nicht|nicht sagen|sage? ich nicht|(?:sage?|schreibe?|nenne|verrate?) (?:ich|den|meinen|ihn|es|das)\b|nicht(?!.* sondern)|kein(?:en)? name\w*|ohne name\w*|anonym|"
    r"geht (?:sie|dich|euch|niemand\w*) (?:nichts|nix|nen)|nein|nee|noe|ja|warum|wieso|wozu|weshalb|was|wer|wie|egal|spielt keine rolle|unwichtig|nichts|zurueck|abbrechen|stop|hilfe|muss das|namenlos|unbekannt|keins?|skip|"
    r"mag (?:ich )?nicht|verrate|nicht angeben|niemand|irgendwer|datenschutz|spaeter|noch nicht|erst mal|mensch|bot|computer)\b"
)
_PARTICLES = frozenset("von van de der den zu zur vom und da di del la le el al bin ibn ter ten dos".split())
_NOT_NAMES = PEOPLE_WORDS | frozenset(
    "alles teuer wichtig noetig pflicht vorname nachname familienname voller sagen sie schreiben schwer voellig pflege rollstuhlfahrer rollstuhlfahrerin gestern teuer kaputt schlimm gut schlecht ich du er es wir ihr sie mich mir dich mein meine meinen meiner unser unsere der die das den dem ein eine einen kein keine nicht nichts noch nur schon auch sehr so "
    "ist sind war bin bist habe hab hat haben kann will muss soll darf wird werde wurde brauche brauch suche such lebe wohne komme geht gehe "
    "mit ohne fuer von bei nach seit aus auf in im an am zu zum zur und oder aber weil dass wenn als wie was wer wo warum "
    "hilfe hilflos muede krank alleine allein einsam traurig verzweifelt alt jung arm rentner rentnerin schwanger arbeitslos behindert pflegebeduerftig froh dankbar fertig ratlos "
    "ueberfordert verwitwet geschieden verheiratet ledig alleinerziehend alleinerziehende student studentin schueler schuelerin mama papa witwe witwer berufstaetig selbststaendig "
    "betroffen betroffene neu hier da weg raus zuhause unterwegs jetzt heute gestern morgen immer nie gerade eigentlich leider wirklich total voll ganz echt "
    "jahre jahr jaehrige euro telefon handy nummer email mail adresse name verl holte stukenbrock kaunitz sende schloss haus wohnung stadt strasse "
    "einverstanden absenden stimmt richtig falsch okay ok danke bitte hallo tag moin guten ciao egal selbst selber niemand jemand andere anderer "
    "praxis sozialamt caritas diakonie krankenhaus pflegedienst betreuer betreuerin hausarzt termin problem frage antwort mensch bot "
    "gesund sauer wuetend aerger sicher unsicher raucher alkoholiker depressiv suechtig gestuerzt gefallen umgezogen angewiesen erreichbar erwerbslos obdachlos pleite verschuldet "
    "pflegende angehoerige erste zweite letzte einzige tochter sohn".split()
)


def _capitalised(name: str) -> str:
    parts = []
    for position, part in enumerate(name.split()):
        following = name.split()[position + 1 : position + 2]
        particle = part.lower() in _PARTICLES and following
        if part.lower() == "von" and following:
            parts.append("von")
        elif particle and (part == part.lower() or part.isupper() or following[0].lower() in _PARTICLES):
            parts.append(part.lower())
        elif part.islower() or (part.isupper() and len(part) > 2):
            parts.append("-".join(piece[:1].upper() + piece[1:].lower() for piece in part.split("-")))
        else:
            parts.append(
                "-".join(piece.capitalize() if piece.islower() else piece for piece in part.split("-"))
            )
    return " ".join(parts)


def _salutation(text: str) -> Salutation | None:
    match = _SALUTATION.search(text)
    if not match or match[1].lower().startswith("fam"):
        return None
    return "Frau" if match[1].lower().startswith("fr") else "Herr"


def _as_name(raw: str, limit: int = 4) -> NameReading | None:
    """Returns the name at the start of `raw`, or None when the words there are no name."""
    raw = raw.strip(" ,:;!\"'()-").lstrip(".")
    raw = _TRAILING.sub("", " " + raw).strip(" ,:;-")
    salutation = _salutation(raw)
    raw = _SALUTATION.sub("", raw, count=1).strip()
    title = ""
    if titles := _TITLES.match(raw):
        forms = re.findall(r"[a-z]+", titles[1].lower())
        title = " ".join(_TITLE_FORMS[form] for form in forms if form in _TITLE_FORMS)
        raw = raw[titles.end() :]
    raw = re.split(r"[,;:!?()\n\"/]|(?<!\b\w)\.(?=\s|$)", raw.strip(), maxsplit=1)[0].strip(" -")
    raw = raw if re.search(r"\b\w\.$", raw) else raw.rstrip(".")
    raw = re.split(r" (?:und|oder|ist|sind|wohnt|hat)\b", raw, maxsplit=1)[0]
    if given := re.fullmatch(
        r"(?:vorname:? )?(\S{2,30})[ ,]+(?:nachname|familienname):? (\S{2,30})", raw, re.I
    ):
        raw = f"{given[1]} {given[2]}"
    if not raw or re.search(r"[\d@_]", raw):
        return None
    match = _NAME.fullmatch(re.sub(r"\s+", " ", raw))
    if not match:
        return None
    parts = raw.split()
    if len(parts) > limit or not all(re.search(_LETTERS, part) for part in parts):
        return None
    folded = [fold(part) for part in parts]
    if any(part in _NOT_NAMES and part not in _PARTICLES for part in folded):
        return None
    noble = (
        len(parts) > 1
        and folded[0] in ("von", "zu", "vom")
        and (salutation or title or parts[1][:1].isupper() or (len(parts) > 2 and folded[1] in _PARTICLES))
    )
    if folded[0] in _NOT_NAMES and not noble:
        return None
    if (
        len(raw) < 2
        or (len(parts) == 1 and len(raw) > 25)
        or not any(re.search(r"[aeiouyäöü]", part, re.I) for part in parts if len(part) > 1)
    ):
        return None
    if max(len(part) for part in parts) > 30 or re.search(r"(.)\1\1", raw.lower()):
        return None
    return NameReading(f"{title} {_capitalised(' '.join(parts))}".strip(), salutation)


def read_name(text: str, *, asked: bool) -> NameReading | None:
    """Returns the writer's name in `text`, or None.

    With `asked` the whole answer may be the name; without it a cue is needed ("ich heiße ...", "hier ist Frau ...").
    Refusals, moods and relatives ("weiß nicht", "müde", "meine Mutter") are no names.
    """
    plain = clean(text)
    if not plain or (len(plain) > 1_000 and asked):
        return None
    if given := re.fullmatch(
        r"(?:vorname:? )?([^\W\d_]{2,30})[ ,]+(?:nachname|familienname):? ([^\W\d_]{2,30})", plain, re.I
    ):
        return _as_name(f"{given[1]} {given[2]}")
    for count, cue in enumerate(_CUE.finditer(plain)):
        if count == 10:
            break
        words = fold(cue.group()).strip(" ,:")
        rest = plain[cue.end() : cue.end() + 90]
        reading = _as_name(rest, limit=4)
        if reading is None:
            continue
        weak = words in _WEAK_CUES and reading.salutation is None
        if (
            weak
            and not asked
            and len(reading.name.split()) < 2
            and not (
                words.startswith(("ich bin d", "bin d")) and rest[:1].isupper() and len(rest.split()) == 1
            )
        ):
            continue
        return reading
    if called := re.search(r"\bwerde (?:von \w+ )?([^\W\d_]{2,30}) (?:genannt|gerufen)\b", plain, re.I):
        return _as_name(called[1])
    salutation = (
        re.search(r"\b(?:frau|herr)\s+[^\W\d_][\w\-]{1,29}(?: [A-ZÄÖÜ][\w\-]{1,29})?", plain, re.I)
        if asked
        else None
    )
    if not asked:
        return None
    stripped = plain
    for _ in range(4):
        shorter = _LEADING.sub("", stripped)
        if shorter == stripped:
            break
        stripped = shorter
    if reversed_name := re.fullmatch(rf"({_PART}), ?({_PART})", stripped):  # "Muster, Petra"
        reading = _as_name(f"{reversed_name[2]} {reversed_name[1]}")
        if reading:
            return reading
    if _REFUSED.search(fold(stripped)):
        return None
    role, comma, rest = stripped.partition(",")
    if (
        comma and fold(role).split()[-1:] and fold(role).split()[-1] in PEOPLE_WORDS
    ):  # "die Tochter, Sabine Muster"
        stripped = rest.strip()
    reading = _as_name(stripped, limit=4)
    if reading is None and salutation:
        return _as_name(salutation.group())
    return reading


_PERSON_NAME = re.compile(
    r"\b(?:hei(?:ß|ss|s)t|namens|nennt sich|name(?: meiner| meines| von \w+| der| des)?(?: \w+)? (?:ist|lautet)|ihr name ist|sein name ist|mit namen)\b[ :,]*",
    re.I,
)
_RELATIVE_THEN_NAME = re.compile(
    r"\b(?:meine?[nmr]?|unsere?[nmr]?)\s+([a-zäöüß]{3,20})\s+((?-i:[A-ZÄÖÜ])[a-zäöüß\-]{1,29}(?: (?-i:[A-ZÄÖÜ])[a-zäöüß\-]{1,29})?)",
    re.I,
)


def read_person_name(text: str) -> str | None:
    """Returns the name given to somebody other than the writer ("meine Mutter heißt Erna" -> "Erna"), or None."""
    plain = clean(text)
    for count, cue in enumerate(_PERSON_NAME.finditer(plain)):
        if count == 10:
            break
        reading = _as_name(plain[cue.end() : cue.end() + 90], limit=3)
        if reading:
            return reading.name
    for count, match in enumerate(_RELATIVE_THEN_NAME.finditer(plain)):
        if count == 10:
            break
        if fold(match[1]) in PEOPLE_WORDS and (reading := _as_name(match[2], limit=2)):
            return reading.name
    return None
