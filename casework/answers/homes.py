"""Tells from the words around a place whether somebody lives there, only goes there, or rules it out."""

import re
from typing import Literal

Role = Literal["lives", "named", "near", "away", "negated"]
"""How a place is meant: lives there now · only named · lives near it · was, goes or will go there · ruled out."""

_NEGATED = re.compile(
    r"\b(?:nicht|nich|net|kein|keine|weder|noch nie|niemals|nimmer)(?: (?:mehr|in|aus|nach|bei|im|nur|die stadt|stadt|direkt))*$"
)
_NEAR = re.compile(
    r"\b(?:nicht weit|unweit|naehe|nahe|kurz vor|hinter|zwischen|neben|grenze zu|richtung|ecke|raum|umgebung|umkreis)(?: (?:von|bei|zu|in|der|um|nach))*$|\bbei$"
)
_DISTRICT_OFFICE = re.compile(r"\b(?:kreis|landkreis|kr)$")
_WARD = re.compile(
    r"\b(?:krankenhaus|klinik\w*|reha|kur|kurzzeitpflege|haft|jva)(?: (?:in|der|von|bei|im|st|stadt))*$"
)
_INSTITUTION = re.compile(
    r"\b(?:traeger|praxis|firma|buero|geschaeftsstelle|dienststelle|zentrale|kanzlei|einrichtung|arbeitgeber|unternehmen|verwaltung) "
    r"(?:\w+ ){0,3}(?:sitzt|ist|liegt|befindet|hat|in)\b|\b(?:sitz|standort) (?:ist |liegt )?in\b"
)
_OFFICE = re.compile(
    r"(?:krankenhaus|klinik|klinikum|praxis|jobcenter|sozialamt|jugendamt|rathaus|tagesklinik|amtsgericht|gericht|schule|"
    r"gymnasium|arzt|aerztin|hausarzt|apotheke|caritas|diakonie|krankenkasse|agentur|arbeitsagentur|lwl|reha|firma|bank|"
    r"sparkasse|kita|kindergarten|vhs|bahnhof|polizei|frauenhaus|tafel|pflegedienst|feuerwehr|finanzamt|uni|markt)(?: (?:in|der|von|aus|stadt|bei|im|zu))*$"
)
_LIVES = re.compile(
    r"\b(?:wohn(?:e|en|t|st|haft|end|sitz|ort|ung)?|whn|wone|wohen|leb(?:e|en|t|end)|zuhause|zu ?haus(?:e)?|daheim|gemeldet|ansaessig|beheimatet|"
    r"hier in|hier aus|zur zeit|zurzeit|derzeit|momentan|aktuell|vorlaeufig|adresse|anschrift|buerger(?:in)?|rentner(?:in)?|immer noch in|noch in|gehoer(?:e|t|en)|untergekommen|postleitzahl|plz|"
    r"(?:bin|ist|sind|komme?|kommt|kommen|komm|komma) (?:\w+ ){0,3}aus|sitzt|sitze|eingezogen|her)\b"
)
_MOVED = re.compile(
    r"\b(?:gezogen|weggezogen|fortgezogen|umgezogen|hergezogen|zugezogen|hingezogen|gezogn|rueber ?gezogen)\b"
)
_PLAN = re.compile(
    r"\b(?:zieh(?:e|en|t|n)?|umzieh\w*|umzug|umziehn|hinziehen|wegzieh\w*|plane?n?|vielleicht|demnaechst|bald|in zukunft|spaeter|"
    r"moechte nach|will nach|wollen nach|soll nach|muss nach|wuerde|gerne nach|wohnungssuche|heimplatz|platz|naechste[nsmr]? (?:monat|jahr|woche))\b|\bsuch\w* (?:was|etwas|irgendwas)(?: \w+)? in\b|\b(?:such\w*|gesucht)\b.{0,40}\b(?:wohnung|haus|zimmer|bleibe|unterkunft|\w*platz)\b|"
    r"\b(?:wohnung|haus|zimmer|bleibe|unterkunft|\w*platz)\b.{0,40}\b(?:gesucht|such\w*)\b"
)
PAST = re.compile(
    r"\b(?:frueher|wohnte|lebte|gewohnt|gelebt|ehemal\w*|urspruenglich|gebuertig|stamme|stammt|aufgewachsen|geboren|bis vor|damals|bis letzte[ns]?|vorher|zuvor|einst)\b"
)
_VISIT = re.compile(
    r"\b(?:arzt|aerztin|zahnarzt|krankenhaus|klinik\w*|reha|arbeit\w*|schule|praxis|termin\w*|job|einkauf\w*|besuch\w*|gewesen|war|waren|fahr\w*|gefahren|kur|therapie|"
    r"tagesklinik|studier\w*|uni|amt|beim?|gehe|geht|gearbeitet|operiert|op|unfall|behandelt|behandlung|muss nach|konzert|feier|verein|lehre|ausbildung\w*|studium|chef|chefin|kolleg\w+|angestellt|beschaeftigt|gekuendigt)\b"
)
_TO = re.compile(r"\b(?:nach|richtung|bis)(?: (?:der|die|das))?$")
_FROM = re.compile(r"\b(?:von|ab)$")


def role_of(before: str, after: str, clause: str, short: bool) -> Role:
    """Returns how a place between `before` and `after` in `clause` is meant."""
    if _NEGATED.search(before) or (before.endswith("noch") and "weder" in before):
        return "negated"
    if _INSTITUTION.search(clause) and not re.search(r"\b(?:wohn|leb)(?!ung)\w*\b", clause):
        return "away"
    if _NEAR.search(before):
        return "near"
    if _DISTRICT_OFFICE.search(before) or (_OFFICE.search(before) and not short):
        return "away"
    if _WARD.search(before) or (re.search(r"\bbesuch\w*\b", clause) and not short):
        return "away"
    if _MOVED.search(clause):
        return "away" if re.search(r"\b(?:aus|von)$", before) else "lives"
    if PAST.search(clause) and not re.search(r"\b(?:jetzt|heute|inzwischen|mittlerweile|nun)\b", clause):
        return "away"
    # "wohne noch in Verl und ziehe bald um" keeps the town, "ziehe bald nach Verl" does not
    if _TO.search(before) or (_PLAN.search(clause) and not re.search(r"\b(?:wohn(?!ung)|leb)\w*\b", clause)):
        return "away"
    if _LIVES.search(clause):
        return "lives"
    if re.search(r"\b(?!entlassen|weg|zurueck|heraus|raus|anruf|post)[a-z]{3,} aus$", before):
        return "named"
    if _FROM.search(before):
        return "near"
    if _VISIT.search(clause) and not short:
        return "away"
    return "named"
