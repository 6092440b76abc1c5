"""A whole dialogue for the fake server, with every kind of message and card the contract knows."""

from __future__ import annotations

from .fake_chat import Message

YES_NO = [
    {"title": "Ja, einverstanden", "payload": '/affirm{"slot":"consent"}'},
    {"title": "Nein", "payload": '/deny{"slot":"consent"}'},
    {"title": "Mehr dazu", "payload": "/explain"},
]
POINTS = [
    ("needs", "Anliegen", "Hilfe im Haushalt (putzen, einkaufen) ab 26.11."),
    ("person", "Für", "Erna Muster, 80, Ihre Mutter, weiß Bescheid"),
    ("town", "Stadt", "Verl (Kaunitz)"),
    ("care_level", "Pflegegrad", "beantragt"),
    ("insurer", "Krankenkasse", "AOK"),
    ("contact", "Kontakt", "Petra Muster, 05246 123456, ab 16 Uhr, Anrufbeantworter ja"),
]
SUMMARY: Message = {
    "text": "So gebe ich es weiter:\n"
    + "\n".join(f"{n} {label}: {value}" for n, (_, label, value) in enumerate(POINTS, 1))
    + "\nStimmt alles? Sie können auch schreiben: „6 ändern“.",
    "asks": "summary",
    "card": {
        "kind": "summary",
        "points": [
            {"number": n, "slot": s, "label": label, "value": v} for n, (s, label, v) in enumerate(POINTS, 1)
        ],
    },
    "buttons": [
        {"title": "Absenden", "payload": "/submit"},
        {"title": "Etwas ändern", "payload": "/correct"},
    ],
}
RECEIPT: Message = {
    "text": "Abgesendet. Die Koordinatorin meldet sich bis Mittwoch, 25. November. "
    "Vorgangsnummer SD-7K3F, Ihr Zugangscode: KX7M-4TQP-92RW. Bitte notieren.",
    "card": {
        "kind": "receipt",
        "reference": "SD-7K3F",
        "code": "KX7M-4TQP-92RW",
        "promised_on": "2026-11-25",
    },
}
CRISIS: Message = {
    "text": "Was Sie schreiben, klingt sehr schwer. Bitte sprechen Sie jetzt mit einem Menschen: "
    "TelefonSeelsorge 0800 1110111 (kostenlos, Tag und Nacht). Krisendienst Kreis Gütersloh 05241 531300. "
    "Bei akuter Gefahr 112. Hier liest gerade niemand mit, ich bin ein Programm.",
    "level": "crisis",
    "card": {
        "kind": "crisis",
        "crisis": "suicide",
        "level": "acute",
        "numbers": [
            {
                "name": "TelefonSeelsorge",
                "number": "0800 1110111",
                "tel": "08001110111",
                "hours": "kostenlos, Tag und Nacht",
            },
            {
                "name": "Krisendienst Kreis Gütersloh",
                "number": "05241 531300",
                "tel": "+495241531300",
                "hours": "Mo–Fr 19–7 Uhr, Wochenende durchgehend",
            },
            {"name": "Notruf", "number": "112", "tel": "112", "hours": None},
        ],
    },
    "buttons": [
        {"title": "Ja, vermerken", "payload": "/affirm"},
        {"title": "Weiter mit meinem Anliegen", "payload": "/resume"},
    ],
}
CONTACT: Message = {
    "text": "Sie erreichen uns auch so. Das Formular: https://chat.example/anfrage.",
    "card": {"kind": "contact", "town": "Verl", "phone": "05246 961-0"},
}
PHONE: Message = {
    "text": "Wie erreicht die Koordinatorin Sie am besten, und wann?",
    "asks": "phone",
    "input": {"type": "tel", "autocomplete": "tel"},
    "buttons": [{"title": "Keins von beiden", "payload": "/skip"}],
}
CONSENT: Message = {
    "text": "Gut, dass Sie sich vorher melden. Bevor ich weiterfrage: Ihre Angaben, auch zur Gesundheit, liest nur die "
    "Koordinatorin. Sie können sie jederzeit löschen lassen. Darf ich sie dafür speichern?",
    "asks": "consent",
    "buttons": YES_NO,
}
BY_WORD: dict[str, list[Message]] = {
    "hilfe": [CONSENT],
    "Ja, einverstanden": [{"text": "Danke."}, PHONE],
    "05246 123456 ab 16 uhr": [SUMMARY],
    "6 ändern": [PHONE],
    "Absenden": [RECEIPT],
    "krise": [CRISIS],
    "kontakt": [CONTACT],
}


def dialogue(said: str) -> list[Message]:
    return BY_WORD.get(said, [{"text": f"Verstanden: {said}", "asks": "need_details"}])
