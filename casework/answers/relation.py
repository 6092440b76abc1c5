"""Reads for whom help is wanted: the writer, a relative, a neighbour, a patient."""

import re
from dataclasses import dataclass

from casework.answers.people import PEOPLE_WORDS, Who, find_person
from casework.answers.reporters import read_neighbour, read_professional
from casework.answers.text import fold

__all__ = ["PEOPLE_WORDS", "PersonReading", "Who", "names_person", "read_relation", "states_own_need"]


@dataclass(frozen=True)
class PersonReading:
    """Who needs help, as far as a text says it.

    `relation` is a code such as "mother", None for the writer's own need. `certain` is False where the text only
    suggests it, so the dialogue should ask or show the guess for confirmation.
    """

    who: Who
    relation: str | None
    certain: bool


_OWN = r"(?:mein|meine|meinem|meinen|meiner|meines|meim|mei|men|meene|mien|miene|unser|unsere|unserem|unseren|unserer|unsre|unsern|unsrer)"
_ADJ = r"(?:\s+(?:alte|alten|alter|kleine|kleinen|kleiner|kleines|grosse|grossen|liebe|lieben|lieber|kranke|kranken|beste|besten|bester|gute|guten|guter|demente|demenzkranke|dementen|pflegebeduerftige|pflegebeduerftigen|behinderte|behinderten|betagte|betagten|betagter|[0-9]{1,3}(?:[ -]?jaehrige[rnms]?)?|eigene|eigenen|aeltere|aelteren|juengere|juengeren|schwangere|erwachsene|erwachsener|erwachsenen|lebens|ex|arme|armen|armer|werte|direkte|ganze|krebskranke|alleinstehende|alleinstehenden|verwitwete|neue|neuen)){0,3}"
_FOR = r"(?:fuer|fuers|fur|fuern|fuera|um|ums|wegen|betrifft|betreff|betr|betreffend|anstelle|namen|namens|zugunsten|geht)"
_DET = r"(?:ein|eine|einen|einem|einer|ne|nen|ner|nem|n|die|den|der|dem|das|ihre|seine|andere|anderen|alte|alten)"

_MENTION = re.compile(
    rf"(?:(?P<cue>\b{_FOR}\s+)?(?P<own>\b{_OWN}|\b{_DET}){_ADJ}\s+|(?P<bare>\b{_FOR}\s+))?\b(?P<word>(?!(?:fuer|fuers|fur|wegen|mein[a-z]{{0,2}}|unser[a-z]{{0,2}}|unsre)\b)[a-z]{{3,22}})\b"
)
_CLAUSE = re.compile(
    r"[.,;:!?()\n/-]+|\b(?:und|aber|sondern|weil|denn|doch|sowie|dass|damit|obwohl|wenn|ob|da)\b"
)

_SELF_CERTAIN = re.compile(
    r"\b(?:fuer|um|betrifft|fur|wegen|ueber) (?:mich|uns(?: beide| zwei| selb\w+)?)\b(?! (?:ist|war|waere|heisst|klingt|wird|unverstaendlich))"
    r"|\bich (?:bin )?selb(?:st|er)\b(?! (?:gefahr|in|wohn\w*|leb\w*|bin|komme|arbeite\w*|habe|kann|aus|weit)\b)"
    r"|\b(?:mich|mir) selb(?:st|er)\b|\beigene[rn]? sache\b|\bum meine (?:eigene )?person\b|\bmeine wenigkeit\b"
    r"|\b(?:mein|unser)(?:e|en)? (?:\w+ )?(?:mann|frau|partner|partnerin|kinder|kleinen|familie|sohn|tochter|kind) und (?:ich|mich)\b|\bich und mein(?:e|en)? (?:mann|frau|partner|partnerin|kinder|kleinen?|familie|sohn|tochter|kind)\b(?=.{0,40}\b(?:raus|brauch|such|find|hab|muess|sind|wohn|leb|komm|steh))"
    r"|\bnur (?:um )?mich\b|\b(?:ich|wir) bin (?:es|die|der)? ?selb(?:st|er)\b|\bwir beide\b|\bwir sind ein (?:aelteres |altes |junges )?(?:ehe)?paar\b"
    r"|\bfuer meinereiner\b|\bfuer mi\b|\bmich persoenlich\b|\b(?:ich )?brauche? (?:das )?(?:selb(?:st|er)|fuer mich)\b"
)
_SELF_SHORT = re.compile(
    r"(?:ja |na |nein |nee |nur |eigentlich |halt |fuer |um |also |es geht um )*"
    r"(?:ich|mich|mir|uns|wir|selb(?:st|er)|ichselbst|persoenlich)"
    r"(?: (?:selb(?:st|er)|natuerlich|halt|allein|persoenlich|betroffen|eigentlich|bins?|bin es|bin das|brauche hilfe))*"
)
_OTHER_SHORT = re.compile(
    r"(?:fuer |um )?(?:jemand(?:en|em)?(?: ander(?:s|en|em|er|es))?|(?:eine[n]? )?ander(?:e|en|er)(?: person)?|(?:einen )?angehoerige[nr]?|wen ander(?:s|en)|nicht (?:fuer )?(?:mich|ich)|nicht ich)"
)

# The person is only talked about: they said something, died, help, left, hurt, or live elsewhere.
_ONLY_MENTIONED_AFTER = re.compile(
    r"^ ?(?:(?:aus|in|von) \w+ )?(?:(?:hat|haben|hatte|hatten)(?: \w+){0,3} (?:gesagt|gemeint|empfohlen|geraten|erzaehlt|geschickt|gegeben|gezeigt|gefragt|geschlagen|verlassen|gekuendigt|geholfen|rausgeworfen|rausgeschmissen|bedroht)"
    r"|(?:\w+ ){0,2}(?:sagt|sagte|sagten|sagen|meint|meinte|meinen|raet|findet|fand|fragt|schreibt|schickt|glaubt|denkt|empfiehlt|will dass|moechte dass|erzaehlt)\b"
    r"|(?:ist|sind|war|\w+)?(?: \w+){0,4} ?\b(?:tot|gestorben|verstorben|verschieden|ausgezogen|abgehauen)\b"
    r"|(?:\w+ ){0,3}(?:schlaegt|bedroht|pruegelt|misshandelt|betruegt|verlaesst|verpruegelt)\b"
    r"|(?:\w+ ){0,3}(?:hilft|helfen|kuemmer\w*|unterstuetzt)(?: \w+){0,3} (?:nicht|nicht mehr|auch|mir|uns|keine?|immer|nur)\b"
    r"|(?:\w+ ){0,3}(?:kann|koennen)(?: (?:\w+ ){0,2}(?:mich|mir|uns)\b|(?: \w+){0,4} (?:helfen|unterstuetzen|kuemmern|einspringen|uebernehmen)\b)"
    r"|(?:\w+ ){0,2}(?:hilft|helfen|arbeitet|arbeiten|schimpft|tippt|hat mir|hat mich|haben mich|haben mir|machen sich)\b"
    r"|(?:\w+ ){0,2}(?:wohnt|wohnen|lebt|leben|ist|sind)(?: \w+){0,3} (?:weit weg|weg|im ausland|in [a-z]+land|auf montage|bei der arbeit|arbeiten)\b)"
)
_ONLY_MENTIONED_BEFORE = re.compile(
    r"\b(?:seit|nachdem|ohne|mit|von|vom|durch|laut|bei|beim|gegen|auf|zu|zum|zur|neben|sagt|sagte|meint|meinte|dank|wie|vermisse|verstorbene[rn]?|habe|hab|haben|nach dem tod|tod|als)(?: (?:tod|mir|dem|der|ich|dass))?$"
)
_CONDITION = re.compile(
    r"\b(?:braucht|brauchen|benoetigt|ist|sind|hat|haben|kommt|kommen|kann|koennen|wohnt|lebt|leben|liegt|sitzt|faellt|schafft|vergisst|geht|"
    r"sucht|muss|bekommt|kriegt|hoert|sieht|isst|trinkt|will|moechte|wird|fehlt|weint|redet|spricht|zieht|laeuft|steht|wurde|vereinsamt|macht|nimmt|war|traut|verwahrlost|raucht|schlaeft)\b"
)
_ONLY_LIVES = re.compile(
    r" ?(?:wohnt|lebt|wohnen|leben|ist|sind)? ?(?:jetzt |auch |ja |leider |noch )?(?:in|bei|aus|weit)(?: (?!allein)\w+){1,4} ?"
)
_FIRST_PERSON_NEED = re.compile(
    r"\b(?:ich|wir) (?:\w+ ){0,2}?(?:brauche|brauchen|brauch|kann|koennen|komme|komm|habe|hab|haben|bin|sind|schaffe|schaff|lebe|leben|wohne|muss|muessen|"
    r"bekomme|krieg\w*|finde|find|weiss|verliere|suche|such|fuehle|fuehl|will|moechte|trau|traue|sitze|sitz|liege|lieg|schlafe|hatte|werde|traue|trinke|darf|verstehe|halte)\b"
    r"|\b(?:brauche?|kann|komme?|habe?|bin|schaffe?|lebe|wohne|suche?|traue?|kriege?|muss|fuehle?|weiss) ich\b|\bmir (?:fehlt|geht|ist|waechst|faellt|hilft|tut|wird)\b"
    r"|^(?:brauche?|suche?|kann|komme?|habe?|bin|schaffe?|kriege?|fuehle?|muss|moechte|weiss)\b|\b(?:fehlt|geht es|gehts|geht's) mir\b"
)
_OWN_NEED = re.compile(
    r"\b(?:ich|wir) (?:\w+ ){0,4}?(?:brauche|brauchen|brauch|kann|koennen|schaffe|schaff|schaffen|suche|such|suchen|bekomme|krieg\w*|verliere|fuehle|trau|traue|schlafe)\b"
    r"|\b(?:und|aber|,) (?:komme?|kann|brauche?|schaffe?|suche?|finde|habe? kein\w*|weiss nicht|muss)\b|\bmir (?:fehlt|geht|waechst|hilft)\b|\ballein(?:e)?\b"
)
_FIRST_PERSON = re.compile(
    r"\b(?:ich|mich|mir|wir|uns|mein|meine|meinen|meiner|meinem|hab|habe|bin|brauche|brauch|suche)\b"
)
_SEEKING_FOR = re.compile(
    r"\b(?:pflegt?|betreut?|versorgt?|kuemmert sich um|kuemmere mich um|mache mir sorgen um|sorge mich um|sorgen um|angst um|unterstuetze|begleite)$"
)


# Where the writer lives says nothing about who needs help.
_OWN_HOME = re.compile(
    r"\bich (?:selbst |selber )?(?:bin|wohne?|lebe?|komme?)?(?: selbst| selber| aber| leider| ja)? ?(?:aus|in|bei|nicht in)\b(?:(?! und | aber |[.,;]).){1,60}"
)
_SOMETHING_OF = re.compile(
    r"\b(?:der|die|das|dem|den|eine?|ein[emnrs]{1,2}) (?!(?:geht|hilft|fehlt)\b)[a-z]{3,}$"
)
_SPENT = re.compile(
    r"\b(?:kann|schaffe?|halte?) (?:\w+ )?nicht mehr\b|\b(?:am ende|ueberfordert|erschoepft|ausgebrannt|keine kraft)\b"
)


@dataclass
class _Mention:
    person: tuple[Who, str, str]
    score: float
    cued: bool
    at: int


def _mentions(folded: str) -> list[_Mention]:
    found: list[_Mention] = []
    start = 0
    ends = [match.span() for match in _CLAUSE.finditer(folded)] + [(len(folded), len(folded))]
    for end, next_start in ends:
        clause = folded[start:end]
        for match in _MENTION.finditer(clause):
            own, cue = match["own"], match["cue"] or match["bare"]
            person = find_person(match["word"], bool(own or cue))
            if person is None or (match["word"] == "frau" and not re.match(_OWN, own or "") and not cue):
                continue
            if (
                match["word"] in ("frau", "mann")
                and re.match(r"\s+[a-z]{3,}$", clause[match.end() :])
                and not re.match(_OWN, own or "")
            ):
                continue
            before = clause[max(0, match.start() - 60) : match.start()].rstrip()
            after = clause[match.end() : match.end() + 90]
            score, cued = 1.0, False
            if cue and cue.strip() != "geht":
                score, cued = 5.0, True
            elif re.fullmatch(r"(?:mein|unser|ihr|sein)e?[rs]", own or "") and _SOMETHING_OF.search(before):
                score = -1.0  # "der Nachbar meiner Mutter"
            elif _SEEKING_FOR.search(before):
                score, cued = 4.0, True
            elif _ONLY_MENTIONED_AFTER.search(after) or _ONLY_MENTIONED_BEFORE.search(before):
                score = -1.0
            elif _ONLY_LIVES.fullmatch(after):
                score = 1.5
            elif start + match.start() == 0 and re.match(r",? ?\(?[0-9]{2}\b", folded[start + match.end() :]):
                score = 3.0  # "Vater, 84, ..."
            elif (
                _CONDITION.match(after.lstrip()[:16])
                or (own and after.strip() == "" and not before)
                or re.match(r" ?\(?[0-9]{1,3}\b", after)
                or re.search(
                    r"\b(?:geht|fehlt|hilft|ist|braucht|kann|hat|wohnt|liegt|kommt|koennte|muss)(?: es| s)?$",
                    before,
                )
            ):
                score = 3.0
            elif own and re.match(_OWN, own):
                score = 2.0 if _CONDITION.search(after) else 1.5
            found.append(_Mention(person, score, cued, start + match.start()))
        start = next_start
    return found


def states_own_need(folded: str) -> bool:
    """Says whether the writer of a folded text speaks of a need of their own, not only of where they live."""
    return bool(_OWN_NEED.search(folded))


def names_person(folded: str) -> bool:
    """Says whether a folded clause names a person other than its writer."""
    return bool(_mentions(folded))


def read_relation(text: str) -> PersonReading | None:
    """Returns who needs the help that `text` asks for, or None when it names nobody, not even the writer.

    A person who only said, did or died something ("meine Tochter hat gesagt, ich soll mich melden", "seit mein Mann tot
    ist") is not taken for the one in need.
    """
    folded = fold(text)
    bare = " ".join(re.findall(r"[a-z0-9]+", folded))
    if not bare:
        return None
    if _SELF_SHORT.fullmatch(bare[:120]):
        return PersonReading("self", None, True)
    if _OTHER_SHORT.fullmatch(bare[:80]):
        return PersonReading("relative", "other", False)
    if professional := read_professional(folded):
        return PersonReading(*professional, True)
    if neighbour := read_neighbour(folded):
        return PersonReading("neighbour", neighbour, True)
    mentions = _mentions(folded)
    best = max(mentions, key=lambda mention: (mention.score, -mention.at), default=None)
    self_certain = _SELF_CERTAIN.search(folded)
    if self_certain and not (best and best.cued):
        return PersonReading("self", None, True)
    if best and best.score > 0:
        if len(bare.split()) <= 4 and not _FIRST_PERSON_NEED.search(folded):
            return PersonReading(best.person[0], best.person[1], True)
        if best.cued:
            return PersonReading(best.person[0], best.person[1], True)
        own_need = _FIRST_PERSON_NEED.search(_OWN_HOME.sub(lambda match: " " * len(match.group()), folded))
        if _SPENT.search(folded) and _SEEKING_FOR.search(folded[: best.at].rstrip()):
            return PersonReading(
                best.person[0], best.person[1], False
            )  # the carer may be the one who needs help
        if best.score >= 3 and (own_need is None or best.at < own_need.start()):
            return PersonReading(best.person[0], best.person[1], True)
        if own_need is None or best.score >= 3:
            return PersonReading(best.person[0], best.person[1], own_need is None)
        return PersonReading("self", None, False)
    if _FIRST_PERSON.search(folded):
        return PersonReading("self", None, False)
    return None
