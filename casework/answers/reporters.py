"""Reads whether somebody writes for a practice or an office, and whether it is about somebody next door."""

import re
from typing import Literal

_HEALTH = (
    r"\w*praxis|hausaerztin|hausarzt|mfa|arzthelferin|krankenhaus\w*|klinik\w*|tagesklinik|ambulanz|sozialdienst\w*|kliniksozialdienst|"
    r"(?:ambulanter )?pflegedienst\w*|pflegeheim|altenheim|seniorenheim|sozialstation|entlassmanagement|reha|rehaklinik|apotheke|hebamme|physio\w*|ergo\w*|logo\w*|pflegefachkraft|pflegekraft"
)
_OFFICE = (
    r"sozialamt\w*|jobcenter|jugendamt|ordnungsamt|gesundheitsamt|wohnungsamt|buergerbuero|stadtverwaltung|gemeindeverwaltung|\w*beratung|\w*beratungsstelle|"
    r"caritas\w*|diakonie\w*|awo|drk|vdk|malteser|johanniter|gemeinde|pfarr\w*|pastor\w*|kirchengemeinde|betreuungsbuero|betreuungsverein|\w*sozialarbeit\w*|"
    r"fallmanager\w*|betreuer|betreuerin|hausmeister\w*|hausverwaltung\w*|vermieter\w*|wohnungsbaugesellschaft|wohngenossenschaft|wohnungslosenhilfe|fluechtlingshilfe|"
    r"bewaehrungshelfer\w*|frauenhaus|tafel|kita|kindergarten|familienzentrum|\w*schule|gymnasium|lehrer\w*|erzieher\w*|streetworker\w*|quartier\w*|ehrenamt\w*|kollegin vom|kollege vom"
)
# The writer presents an institution at the outset; "mein Pflegedienst", "das Sozialamt hat ..." only talk about one.
_OPENING = (
    r"^(?:(?:guten|schoenen) (?:tag|morgen|abend)|hallo|moin|hi|servus|sehr geehrte damen und herren|liebe kolleg\w+|kollegiale anfrage)?[ ,.!:]*"
    r"(?:hier (?:ist |spricht |schreibt |meldet sich )?|wir sind |wir von |wir vom |ich bin |bin |ich arbeite |wir arbeiten |ich melde mich |ich schreibe |als )?"
    r"(?:(?:von|vom|aus|in|im|bei|beim|der|die|den|dem|ein|eine|einer|einem|fuer|ein[er]*|gesetzliche[rn]?|rechtliche[rn]?|staedtische[rn]?|ambulante[rn]?|zustaendige[rn]?|hier|frau|herr|[a-z]\w+,) ){0,4}"
)
_LOOKED_AFTER = r"(?:patient(?:in|en|innen)?|pat|klient(?:in|en|innen)?|kund(?:e|en|in|innen)|bewohner(?:in|s)?|schueler(?:in|s)?|mieter(?:in|s)?|betreute[nrm]?|schuetzling|mandant(?:in|en)?|teilnehmer(?:in|s)?|gemeindemitglied)"
_SOMEBODY = r"(?:eine[nrm]?|unsere[nrm]?|ne|nen|ner) (?:\w+ ){0,2}(?:frau|mann|dame|herrn?|person|familie|mutter|vater|mensch\w*|buerger(?:in)?|rentner(?:in)?|kind|jungen?|maedchen|senior(?:in)?)"
_ABOUT = re.compile(rf"\b(?:{_LOOKED_AFTER}|{_SOMEBODY})\b")
# "Hausmeister hat ..." tells what one did, "Hausmeister hier, ..." who writes.
_ACTS = r"(?! (?:hat|haben|hatte|ist|sind|war|sagt|sagen|meint|will|vorbei|zahlt|kommt|kam|entlaesst|ruft|rief|macht|gibt|dreht|kuendigt|hilft|zu)\b)"
_FROM_HEALTH = re.compile(rf"{_OPENING}(?:{_HEALTH})\b{_ACTS}")
_FROM_OFFICE = re.compile(rf"{_OPENING}(?:{_OFFICE})\b{_ACTS}")
_OWN_HELP = re.compile(
    r"\b(?:ich|wir) (?:selbst |selber )?(?:brauchen?|bekommen?|kriegen?|such\w*) (?:\w+ )?(?:hilfe|pflegegrad|wohnung|geld|fahrdienst|therapie)\b(?! fuer)|\b(?:mein|meine|meinen) (?:mutter|mutti|mama|vater|papa|mann|frau|sohn|tochter|oma|opa|eltern)\b"
)
_LOOKS_AFTER = re.compile(
    r"\b(?:wir|ich) (?:betreu\w*|versorg\w*|entlass\w*|begleit\w*|behandel\w*|hab\w*|unterstuetz\w*|meld\w*) (?:hier |bei uns |gerade |da )?(?:eine[nrm]?|ne|nen|unsere[nrm]?) (?:\w+ )?(?P<whom>patient\w*|klient\w*|kund(?:in|en)|bewohner\w*|schueler\w*)"
)

_NEXT_DOOR = re.compile(
    r"(?<!meine )(?<!meinen )(?<!mein )(?<!meiner )\b(?P<whom>frau|dame|oma|omi|rentnerin|nachbarin|mann|herr|herrn|opa|opi|rentner|familie|leute|ehepaar)(?: \w+)? (?:von |hier |direkt |gleich |aus der wohnung |eine tuer |bei uns )?"
    r"(?:nebenan|gegenueber|ueber mir|unter mir|ueber uns|unter uns|im haus|aus dem haus|aus unserem haus|aus der nachbarschaft|in der nachbarschaft|von unten|von oben|im erdgeschoss)\b"
    r"|\b(?:nebenan|gegenueber|ueber uns|unter uns|ueber mir|unter mir|im haus|in unserem haus|in der nachbarschaft) (?:wohnt|lebt|ist|gibt es|haust) (?:\w+ ){0,3}?(?P<who>frau|dame|oma|rentnerin|mann|herr|opa|rentner|familie|ehepaar)\b"
)
_WOMEN = frozenset({"frau", "dame", "oma", "omi", "rentnerin", "nachbarin"})


def read_professional(folded: str) -> tuple[Literal["practice", "agency"], str] | None:
    """Returns for whom a folded text is written professionally: ("practice", "patient"), ("agency", "client"), or None.

    Both must be said: that the writer is from a practice, an office, a school or the house's caretaker, and that it is
    about somebody they look after. Who only tells what such an office did to them writes for themselves.
    """
    head = folded[:400]
    if _OWN_HELP.search(head):
        return None
    if _ABOUT.search(head):
        if _FROM_HEALTH.search(head):
            return "practice", "patient"
        if _FROM_OFFICE.search(head):
            return "agency", "client"
    if match := _LOOKS_AFTER.search(head):
        return ("practice", "patient") if match["whom"].startswith("patient") else ("agency", "client")
    return None


def read_neighbour(folded: str) -> str | None:
    """Returns "neighbour_f" or "neighbour_m" when a folded text speaks of somebody next door without that word."""
    match = _NEXT_DOOR.search(folded)
    if not match:
        return None
    return "neighbour_f" if (match["whom"] or match["who"]) in _WOMEN else "neighbour_m"
