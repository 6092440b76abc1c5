# ruff: noqa: SIM905 - lists of words read better as text
"""Tells when a message is clearly not German, and in which language it then is."""

import re

from casework.answers.text import clean

LANGUAGES = ("tr", "en", "uk", "ru", "ar", "pl", "ro", "ku")
"""Codes (ISO 639-1) that can be returned."""

# Function words and the first things people write to an office. Words that German has too are left out.
_WORDS: dict[str, frozenset[str]] = {
    "tr": frozenset(
        "ve bir bu için icin ile ben sen biz siz ama çok cok yok evet hayır hayir merhaba selam nasıl nasil yardım yardim lazım lazim istiyorum ihtiyacım ihtiyacim var "
        "annem babam eşim esim kızım kizim oğlum oglum hasta değil degil mi mı ne nerede nasılsınız lütfen lutfen teşekkür tesekkur ederim türkçe turkce almanca bilmiyorum "
        "konuşamıyorum anlamıyorum yapabilir misiniz misin bana bize şey sey gibi daha kadar olarak olan doktor ev para iş oturuyorum yaşıyorum yasiyorum çocuk cocuk edin bakıma".split()
    ),
    "en": frozenset(
        "the and is are you i'm im my we need please hello help with for have has can cannot can't cant don't dont what where how who this that of to from "
        "mother father speak english german do does not would like looking someone she he her his they our your lives want pay rent doctor sick money home am been there any could should because call me write".split()
    ),
    "pl": frozenset(
        "jest i nie się sie na do że ze jak czy dzień dzien dobry proszę prosze potrzebuję potrzebuje pomocy pomoc mam moja mój moj mama tata matka ojciec mnie dla po polsku "
        "nie mówię mowie niemiecku niemieckiego mieszkam chora chory dziękuję dziekuje cześć czesc jestem gdzie ktoś ktos może moze pani pan mieszkanie pieniędzy pieniedzy praca lekarz dziecko mojej".split()
    ),
    "ro": frozenset(
        "și si este sunt nu un o la cu pentru ca că am are mea meu mama tata bună buna ziua ajutor nevoie vă va rog mulțumesc multumesc vorbesc română romana germană germana "
        "unde cum eu noi copil copii casă casa bani locuiesc bolnav bolnavă bolnava aveți aveti pot vreau doctor spital din care".split()
    ),
    "ku": frozenset(
        "ez tu ew em hûn hun û ji bo bi li ku jî ji re min me alîkarî alikari hewce dikim dixwazim silav rojbaş rojbas çawa cawa dayika diya bavê bave nexweş nexwes kurdî kurdi "
        "nizanim elmanî elmani heye nîne tune mal malê zarok pere spas ne dipeyivim dijîm dijim te".split()
    ),
    "ru": frozenset(
        "privet zdravstvuyte zdravstvujte pomogite pomosch pomosh nuzhna nuzhno mne menya mama papa ne govoryu ponimayu russki russkiy pozhaluysta pozhalujsta spasibo gde kak ya zhivu dobryj dobryy den".split()
    ),
    "ar": frozenset(
        "salam marhaba marhaban ahlan shukran ana uridu urid ureed musaada musaeada ummi abi min fadlak fadlik arabi".split()
    ),
}
_GERMAN = frozenset(
    "der die das und ist ich nicht ein eine einen einem einer zu mit für fuer von auf im in den dem wir sie er es mein meine meiner meinem meinen hab habe hat haben bin sind war wie was "
    "wo wer warum bei nach aus auch noch nur schon kein keine keinen brauche brauch hilfe bitte hallo guten tag danke ja nein oder aber weil dass wenn kann können koennen muss wohne wohnt "
    "suche mutter vater mann frau kind kinder sohn tochter oma opa termin wohnung geld arzt seit jahre alt allein alleine mir mich uns ihr ihm heute morgen mehr sehr so zum zur vom am um an "
    "über ueber unter vor ohne gegen ob dann da jetzt hier immer nie alles nichts etwas jemand gibt es geht will möchte moechte soll sollte werden wird wurde gerne gern ok weiß weiss "
    "anrufen telefon nummer uhr straße strasse antrag amt pflege nich net nen ne mal doch halt eigentlich".split()
)
_SHARED = frozenset(
    "in an am so was war man den die do o a i no not will hat er es ist mama papa doktor doctor hallo hello ok job mit la at me si ne te are un care min tu li va de".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CYRILLIC, _ARABIC = (
    re.compile(r"[\u0400-\u04ff]"),
    re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefe]"),
)
_LATIN = re.compile(r"[a-zà-ž]", re.I)
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_UKRAINIAN_WORDS = frozenset(
    "я мені потрібна потрібно допомога будь ласка дякую не розмовляю як де моя мій та що мама треба добрий день допоможіть".split()
)
_RUSSIAN_LETTERS = re.compile(r"[ыэъёЫЭЪЁ]")
_KURDISH_ARABIC = re.compile(r"[ەێۆڕڵ]")
_TURKISH = re.compile(r"[ğışĞİŞ]")
_POLISH = re.compile(r"[ąćęłńśźżĄĆĘŁŃŚŹŻ]")
_ROMANIAN = re.compile(r"[ăâțțșşţĂÂȚȘ]")
_KURDISH = re.compile(r"[êîûÊÎÛ]")
_NAMED = (
    (re.compile(r"\b(?:türkçe|turkce)\b", re.I), "tr"),
    (re.compile(r"^\W*(?:do you speak|can you speak|english please|in english)\b", re.I), "en"),
    (re.compile(r"\bpo polsku\b", re.I), "pl"),
    (re.compile(r"\bkurd(?:î|i|ce|mancî|manci)\b(?! ?sch)", re.I), "ku"),
)


def _script(text: str) -> str | None:
    latin = len(_LATIN.findall(text))
    arabic = len(_ARABIC.findall(text))
    if arabic >= 3 and arabic > latin:
        return "ku" if _KURDISH_ARABIC.search(text) else "ar"
    cyrillic = len(_CYRILLIC.findall(text))
    if cyrillic >= 3 and cyrillic > latin:
        if _UKRAINIAN.search(text):
            return "uk"
        if _RUSSIAN_LETTERS.search(text):
            return "ru"
        said = {word.lower() for word in _WORD.findall(text)}
        return "uk" if len(said & _UKRAINIAN_WORDS) > 1 and "не" not in said else "ru"
    return None


def detect_language(text: str) -> str | None:
    """Returns the code of the language of `text` when it is clearly not German, else None.

    Names, single loan words and short texts that could be German stay None; so does a language that is not in `LANGUAGES`.
    """
    plain = clean(text, 1_000)
    script = _script(plain)
    if script:
        return script
    said = [word.lower() for word in _WORD.findall(plain)][:120]
    if not said:
        return None
    for pattern, code in _NAMED:
        if pattern.search(plain) and len(said) <= 6 and sum(word in _GERMAN for word in said) == 0:
            return code
    german = sum(word in _GERMAN for word in said)
    scores: dict[str, float] = {}
    for code, known in _WORDS.items():
        scores[code] = sum(0.5 if word in _SHARED else 1.0 for word in said if word in known)
    for pattern, code in ((_TURKISH, "tr"), (_POLISH, "pl"), (_ROMANIAN, "ro"), (_KURDISH, "ku")):
        marked = sum(bool(pattern.search(word)) for word in said)
        if (marked and scores[code] > 0) or marked >= 2:
            scores[code] += min(marked, 3)
    code, score = max(scores.items(), key=lambda item: item[1])
    only_german = sum(word in _GERMAN and word not in _WORDS[code] for word in said)
    if len(said) <= 2:
        return (
            code
            if score == len(said)
            and score >= 1
            and german == 0
            and not set(said) <= _SHARED
            and _greets(said, code)
            else None
        )
    if score >= 2 and score > 1.5 * only_german and score / len(said) >= 0.3:
        return code
    return None


# A single word decides only where nobody who goes on in German would write it.
_ALONE = {
    "tr": {"merhaba", "yardım", "yardim", "selam", "türkçe", "turkce", "lütfen", "evet"}, "en": {"hello", "help", "please", "english"},
    "pl": {"pomocy", "dzień", "dobry", "proszę", "cześć", "pomoc"}, "ro": {"bună", "ajutor", "buna", "ziua"},
    "ku": {"silav", "rojbaş", "alîkarî"}, "ru": {"privet", "pomogite", "zdravstvuyte"}, "ar": {"marhaba", "salam"},
}  # fmt: skip


def _greets(said: list[str], code: str) -> bool:
    return any(word in _ALONE.get(code, ()) for word in said)
