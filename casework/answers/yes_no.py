"""Reads yes, no and "weiß nicht" in the forms that people use."""

import re
from typing import Literal

from casework.answers.text import fold

YesNo = Literal["yes", "no", "unknown"]

_UNKNOWN = re.compile(
    r"\b(?:(?:weiss|weis|weisz|wees|wusst?e?|weisse) (?:(?:ich|es|das|ichs|i|gar|leider|auch|ja|jetzt|so|noch|gerade|grad|im moment|wirklich|echt|ehrlich gesagt|absolut) ){0,4}(?:nicht|nich|net|ned|nit|nix|ni|garnicht)|"
    r"(?:ich )?(?:weiss|weis) (?:net|nich|nicht|ned)|keine? ahnung|ka|k\.a\.|kp|kein plan|k\. ?a\.|nicht sicher|unsicher|bin (?:mir )?(?:da )?(?:nicht (?:so )?(?:ganz )?sicher|unsicher)|schwer zu sagen|"
    r"kann ich (?:\w+ ){0,2}nicht sagen|kann ich nich sagen|muesste ich (?:nach|fragen)\w*|muss ich (?:erst )?(?:nach|fragen|klaeren)\w*|kei ahnung|keinen? (?:schimmer|blassen)|da bin ich ueberfragt|ueberfragt|"
    r"bin ich ueberfragt|ka ahnung|ahnung keine|weissnicht|weissnich|unbekannt|wer weiss|hab keine ahnung|nicht bekannt|moeglicherweise|kommt drauf an|kommt darauf an|mal so mal so|jein|vielleicht|evtl|eventuell|koennte sein|kann sein|glaub schon oder)\b"
)
_NO = re.compile(
    r"\b(?:nein|ne|nee|nei|neee+|noe|noee|noo+|nain|neijn|nope|no|nop|naa|naeh|nea|nicht|nich|net|nix|nie|niemals|nimmer|keinesfalls|keineswegs|keine?r?|keinen|keins|negativ|ungern|"
    r"(?:auf )?(?:gar )?(?:keinen|kein) fall|lieber nicht|eher nicht|bloss nicht|um gottes willen|ums verrecken nicht|abgelehnt|verneine|falsch|stimmt nicht|passt nicht|nicht richtig|noch nicht|lass mal|lassen sie|ach ne|nada|njet|hayir|muss nicht|0)\b"
)
_YES = re.compile(
    r"\b(?:ja|jaa+|jaja|jawohl|jawoll|jo|joo+|jou|jow|jup|jupp|jep|jepp|yep|yes|yo|yup|yeah|jau|joa|joah|jaha|jap|japp|jab|jah|ya|yess|klar|klaro|na klar|sicher|sicherlich|natuerlich|naturlich|selbstverstaendlich|logisch|logo|unbedingt|"
    r"gern|gerne|bitte|ok|oke|okay|okey|okee|oki|okidoki|k|in ordnung|i\.o\.|einverstanden|passt|stimmt|stimmt so|richtig|genau|korrekt|exakt|absolut|definitiv|auf jeden fall|aufjedenfall|auf jedenfall|jederzeit|freilich|"
    r"perfekt|gut|sehr gut|geht klar|geht in ordnung|mach(?:en sie)? (?:das|ruhig|mal)|machen|koennen sie|kann man|darf sie|duerfen sie|darf er|ruhig|meinetwegen|von mir aus|wenn es sein muss|wenns sein muss|muss ja|so ist es|so ist das|das ist richtig|"
    r"zustimm\w*|stimme zu|bestaetig\w*|akzeptier\w*|erlaub\w*|abgemacht|alles klar|alles richtig|alles gut|jo passt|moechte ich|will ich|tut es|leider ja|denke schon|glaube schon|glaub schon|schon|allerdings|durchaus|aber sicher|doch|hat (?:er|sie)|ist (?:es|er|sie)|weiss (?:sie|er|bescheid)|positiv|evet|da|tak|1|fein|schoen|super|prima|top|einwandfrei|freut mich)\b|[👍✅👌]"
)
_FILLER = re.compile(
    r"^(?:(?:ach|oh|na|hm+|aeh+|aehm+|also|naja|tja|puh|ach so|nun|mh+|eh|und|aber|ja also|gut)[ ,.!]+)+"
)
_STRONG_NO_FIRST = re.compile(
    r"^(?:nein|ne|nee+|noe+|nope|no|naa|nein danke|niemals|auf (?:gar )?keinen fall|lieber nicht|eher nicht|bloss nicht|keinesfalls|nicht|noch nicht|nich)\b"
)
_STRONG_YES_FIRST = re.compile(
    r"^(?:ja+|jo+|jou|jep+|jup+|jap+|jawohl|jawoll|jau|yes|yep|klar|klaro|na klar|sicher|natuerlich|gern|gerne|ok|okay|oke|oki|einverstanden|passt|stimmt|richtig|genau|korrekt|doch|selbstverstaendlich|auf jeden fall|freilich|logo|logisch|von mir aus|meinetwegen|in ordnung|bitte|unbedingt|definitiv|gut)\b(?! (?:nicht|nich|net|nie)\b)"
)
_NO_BUT_YES = re.compile(
    r"\b(?:nichts? dagegen|kein(?:e)? (?:problem|ding|thema|einwaende?|frage|sorge|bedenken)|keine einwendungen|warum nicht|wieso nicht|nicht schlecht|hab(?:e)? nichts gegen|macht nichts|spricht nichts dagegen|klar warum nicht|nicht verkehrt|ohne probleme|nicht falsch)\b"
)
_YES_BUT_NO = re.compile(
    r"\b(?:(?:das |es )?(?:stimmt|passt|geht|reicht|gefaellt|darf|will|moechte|mag|muss|soll|kann|hat|ist|bin|glaube?|denke?|weiss)(?: \w+){0,3} (?:nicht|nich|net|nie|nimmer|keine?n?)\b|nicht einverstanden|nicht (?:in ordnung|gut|ok|okay|richtig|korrekt|so gern|gern|gerne|unbedingt|wirklich|mehr|noetig|erlaubt|gewollt)|kein ja|ja nein|ja ne)\b"
)
_YES_THEN_NO = re.compile(
    r"^(?:ja|ok|gut|klar|naja)[ ,]+(?:nein|ne|nee|noe|doch nicht|lieber nicht|eher nicht)\b|^(?:ja )?(?:aber )?(?:lieber|eher|doch) nicht\b"
)
_NO_THEN_YES = re.compile(
    r"^(?:nein|ne|nee|noe)[ ,]+(?:doch|ja|klar|passt|stimmt(?! nicht)|alles (?:gut|richtig))\b"
)


def read_yes_no(text: str) -> YesNo | None:
    """Returns "yes", "no", "unknown" ("weiß nicht", "vielleicht"), or None when `text` answers nothing of the kind.

    The answer at the start counts: "ja aber kein Name" is a yes. "nichts dagegen" is a yes, "stimmt nicht" a no.
    """
    folded = re.sub(r"[\"'()*_]+", " ", fold(text, 300)).strip(" .,!?;:-")
    folded = re.sub(r"(?:oe){2,}", "oe", re.sub(r"\s+", " ", folded))  # "nöö"
    if re.fullmatch(r"[👎❌🚫]+", folded):
        return "no"
    folded = _FILLER.sub("", folded)
    if not folded:
        return None
    if _YES_THEN_NO.search(folded):
        return "no"
    if _NO_THEN_YES.search(folded):
        return "yes"
    if _STRONG_NO_FIRST.search(folded):
        return (
            "yes"
            if _NO_BUT_YES.match(folded)
            else "unknown"
            if re.match(r"(?:nicht|nich) (?:sicher|bekannt)\b", folded)
            else "no"
        )
    if _NO_BUT_YES.search(folded):
        return "yes"
    first = _STRONG_YES_FIRST.search(folded)
    head = re.split(r"[,.;!]| aber | nur | und ", folded, maxsplit=1)[0]
    if first and not _YES_BUT_NO.search(head):
        return "yes"
    if _UNKNOWN.search(folded):
        return "unknown"
    if len(folded.split()) > 14:
        return None
    if _YES_BUT_NO.search(folded) or _NO.search(folded):
        return "no"
    if _YES.search(folded) and len(folded.split()) <= 8:
        return "yes"
    return None


_KNOWS = re.compile(
    r"\b(?:weiss (?:das |es |davon |auch |schon |ja )?(?:bescheid|davon|es|das|dass)|bescheid|hab(?:e)? (?:es |das )?(?:ihr|ihm|ihnen|ihrs|ihms|mit (?:ihr|ihm|ihnen)) (?:\w+ )?(?:gesagt|erzaehlt|gesprochen|besprochen|abgesprochen)|(?:ist )?(?:so )?ab ?gesprochen|besprochen|einverstanden|eingeweiht|informiert|sitzt (?:hier )?(?:neben|bei)|will es (?:selber|selbst|auch)|hat mich (?:drum |darum )?gebeten|sie will das|er will das|in (?:seinem|ihrem) auftrag)\b"
)
_KNOWS_NOT = re.compile(
    r"\b(?:weiss (?:\w+ ){0,3}(?:nichts?|nix|net|nich|noch nicht)|ahnt nichts|hinter (?:ihrem|seinem) ruecken|soll (?:\w+ ){0,3}(?:nicht wissen|nichts erfahren|nicht erfahren|nichts mitbekommen)|heimlich|noch nicht|darf (?:\w+ ){0,2}nicht wissen|ohne (?:ihr|sein) wissen|noch nichts? gesagt|nicht gesagt|traue? mich nicht|will keine hilfe|noch nicht gesprochen|wollte? (?:erst|vorher) (?:mal )?fragen|keine ahnung davon|keinen schimmer)\b"
)

_WRITER_UNSURE = re.compile(
    r"\b(?:weiss|weis) (?:ich )?(?:gar )?(?:nicht|nich|net)\b(?! (?:bescheid|davon))|\bkeine ahnung\b(?! davon)"
)


def read_knows(text: str) -> YesNo | None:
    """Returns whether the person in need knows that somebody writes for them, as `text` says; "unknown" counts as None."""
    folded = fold(text)
    if _WRITER_UNSURE.search(folded):
        return None
    if _KNOWS_NOT.search(folded):
        return "no"
    answer = read_yes_no(text)
    if _KNOWS.search(folded) and answer != "no":
        return "yes"
    return answer if answer != "unknown" else None
