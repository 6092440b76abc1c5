# ruff: noqa: SIM905 - lists of words read better as text
"""The words for people: relatives, neighbours, friends, and those whom practices and offices look after."""

from typing import Literal

from rapidfuzz.distance import OSA

Who = Literal["self", "relative", "neighbour", "acquaintance", "practice", "agency"]

_PEOPLE: dict[str, tuple[Who, str, str]] = {}
"""Folded word -> who, relation, grammatical gender ("f", "m", "n", "p")."""


def _add(who: Who, relation: str, gender: str, listed: str) -> None:
    for word in listed.split():
        _PEOPLE[word] = (who, relation, gender)


_add(
    "relative",
    "mother",
    "f",
    "mutter mutti mama mami mamma mudder muddi mum muter muttern mamas mutters mudda mamma mutta mor",
)
_add("relative", "father", "m", "vater vati papa papi vadder papas vaters fater vatter vadda dad")
_add("relative", "parents", "p", "eltern elternteil elternpaar altern")
_add("relative", "husband", "m", "mann ehemann gatte mannes gatten goettergatte")
_add("relative", "wife", "f", "frau ehefrau gattin")
_add(
    "relative",
    "partner",
    "m",
    "partner lebensgefaehrte lebensgefaehrten lebenspartner lebensgefaerte verlobter verlobten partners",
)
_add("relative", "partner", "f", "partnerin lebensgefaehrtin lebenspartnerin verlobte")
_add(
    "relative",
    "son",
    "m",
    "sohn sohnes sohnemann junge jungen jung bub stiefsohn pflegesohn soehne soehnen sohns",
)
_add("relative", "daughter", "f", "tochter toechter toechtern stieftochter pflegetochter maedchen tochta")
_add(
    "relative", "child", "n", "kind kinder kindern kindes baby kleinkind pflegekind saeugling zwillinge kids"
)
_add(
    "relative",
    "child",
    "m",
    "kleiner kleinen kleine grosser aeltester juengster aelteste juengste mittlere aeltesten juengsten",
)
_add("relative", "grandmother", "f", "oma omma grossmutter omi grossmama urgrossmutter uroma omas omchen")
_add("relative", "grandfather", "m", "opa oppa grossvater opi grosspapa urgrossvater uropa opas")
_add("relative", "brother", "m", "bruder bruders brueder halbbruder brudi zwillingsbruder")
_add("relative", "sister", "f", "schwester halbschwester schwesta zwillingsschwester geschwister schwestern")
_add("relative", "aunt", "f", "tante grosstante tantchen patentante")
_add("relative", "uncle", "m", "onkel onkels grossonkel patenonkel")
_add(
    "relative",
    "other",
    "f",
    "schwiegermutter schwiegermama schwiegertochter schwaegerin cousine kusine nichte enkelin enkeltochter stiefmutter pflegemutter exfrau schwiegermutti patin patenkind",
)
_add(
    "relative",
    "other",
    "m",
    "schwiegervater schwiegerpapa schwiegersohn schwager cousin neffe neffen enkel enkelsohn stiefvater exmann pflegevater enkelkind",
)
_add(
    "relative",
    "other",
    "p",
    "schwiegereltern grosseltern enkelkinder verwandte verwandten verwandter angehoerige angehoerigen angehoeriger familienmitglied enkeln urgrosseltern",
)
_add(
    "neighbour",
    "neighbour_f",
    "f",
    "nachbarin nachbarsfrau nachberin mitbewohnerin nachbarinnen mieterin untermieterin nachbarsmaedchen nachbarsfamilie",
)
_add(
    "neighbour",
    "neighbour_m",
    "m",
    "nachbar nachbarn nachbars mitbewohner nachber nachba mieter untermieter nachbarsjunge nachbarskind nachbarskinder",
)
_add(
    "acquaintance",
    "friend_f",
    "f",
    "freundin bekannte kollegin arbeitskollegin schulfreundin vereinskollegin freundinnen mitschuelerin kumpeline",
)
_add(
    "acquaintance",
    "friend_m",
    "m",
    "freund bekannter bekannten kumpel kumpels kollege kollegen freundes freunde freunden arbeitskollege arbeitskollegen schulfreund vereinskamerad kolleg mitschueler",
)
_add("practice", "patient", "f", "patientin patientinnen")
_add("practice", "patient", "m", "patient patienten pat")
_add("agency", "client", "f", "klientin mandantin betreute klientinnen bewohnerin kundin")
_add(
    "agency",
    "client",
    "m",
    "klient klienten mandant mandanten betreuter betreuten bewohner bewohners kunde kunden leistungsempfaenger schuetzling",
)

PEOPLE_WORDS = frozenset(_PEOPLE)
"""All words for people that this reader knows, folded."""

_CAREFUL = frozenset(
    "jung junge jungen kleine kleinen kleiner grosser frau mann kind kinder kids maedchen mor altern bekannte bekannten freunde "
    "freunden schwestern mieter partner pat kunde kunden kundin aelteste juengste mittlere aeltesten juengsten kollegen verwandte "
    "angehoerige angehoerigen dad mum betreuten betreute bewohner nachbarn schwester".split()
)
"""Words that also mean something else; they count only after "mein", "unser", "für die", "eine" and the like."""


def find_person(word: str, introduced: bool) -> tuple[Who, str, str] | None:
    """Returns who, relation and grammatical gender of a folded word for a person, or None.

    `introduced` says that "mein", "für" or an article stands before it; only then everyday words and near misses count.
    """
    person = _PEOPLE.get(word)
    if person is not None:
        return person if introduced or word not in _CAREFUL else None
    if introduced and len(word) >= 6:
        for known, found in _PEOPLE.items():
            if (
                abs(len(known) - len(word)) <= 1
                and len(known) >= 6
                and known[0] == word[0]
                and OSA.distance(word, known, score_cutoff=1) <= 1
            ):
                return found
    return None
