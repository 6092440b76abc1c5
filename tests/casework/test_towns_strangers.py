"""Towns as strangers name them: old and young, dialect, new to German, whole sentences, the needy person's town and plans."""

import pytest

from casework.towns import Towns

TOWNS = Towns.load()

ANSWERS = {
    "verl": """
        ich wohn in verl schon 40 jahre
        Wir sind Verler
        wir sinn aus kaunitz
        na in Verl
        V-e-r-l
        Verl. Warum?
        Mein Mann und ich wohnen in Sürenheide
        ich: gütersloh. meine mutter: verl
        meine Oma wohnt Kaunitz ich wohne Bielefeld
        ich wohnen in Verl seit 2 jahr
        leben in Verl mit 3 kinder
        komme aus Syrien, wohne in Verl
        aus der Ukraine, aber jetzt in Kaunitz
        meine freundin lebt in verl, um die geht es. ich bin aus bielefeld
        Patientin, 78, Bornholte
        bin umgezogen nach Verl
        früher Gütersloh, seit Mai Verl
        bis letztes Jahr Schloß Holte, nun Verl
        ich bin in Bielefeld geboren und wohne in Verl
        gebürtig aus Schlesien, seit 1950 in Verl
        Die erste Stadt
        die erste bitte
        a)
        nicht shs sondern verl
        nee, Verl!
        schloß holte? nein verl
        sende, das gehört zu verl
        Sende 33415 Verl
        33415, Verl-Kaunitz
        dreidreivier eins fünf
        drei drei vier eins fünf
        veerl
        Vörl
        ferl is das
        kaunitzz
        kaunitss
        sürnheide
        bornhollte
        östawiehe
        Verl Zentrum neben der kirche
        am Verler See
        Verl ist richtig
        jo verl
        Die Dame wohnt in Verl, ich bin vom Pflegedienst in Gütersloh
        er wohnt in verl und arbeitet in schloß holte
        ich will nach stukenbrock ziehen aber wohne noch in verl
        wohne in verl aber ziehe bald nach paderborn
        ich suche eine wohnung in schloß holte, momentan bin ich in verl
        mein vater ist in verl zuhause
        für mama: verl
        opa kaunitz
        bei uns in verl
        wohnung ist in verl
        Verl, glaube ich
        wahrscheinlich verl
        gemeldet in verl, schlafe aber bei einem freund in bielefeld
    """,
    "shs": """
        ausm Stukenbrock
        Schloß Holte natürlich, wo sonst
        schloss holte aber mehr richtung stukenbrock
        Mutter Stukenbrock, ich Paderborn
        ich bin wohnen schloss holte
        wir wohne jetzt stukenbrock, vorher syrien
        Ich rufe für meine Nachbarin an, wir wohnen beide in Liemke
        Der Patient ist aus Stukenbrock
        wir sind vor 3 wochen von Verl nach Stukenbrock gezogen
        aufgewachsen in Verl, wohnhaft in Schloß Holte
        eigentlich aus Hamburg, aber jetzt hier in SHS
        nr 2
        Nummer zwei bitte
        B
        2.
        nicht verl sondern shs
        nein nicht verl, schloss holte stukenbrock
        Sende in Schloß Holte
        Sende (33758)
        Stukenbrock-Senne
        in der Senne, also Stukenbrock
        dreiunddreißig siebenhundertachtundfünfzig
        dreiunddreißig sieben achtundfünfzig
        dreiunddreißigtausendsiebenhundertachtundfünfzig
        Schlossholtestukenbrok
        sh stukenbrock
        SchloßHolte
        schloßholte-stukenbrok
        schlossholde
        schlosz holte
        Stuckenbruck
        schtuckenbrock
        stukenbrck
        lihmke
        in der Nähe vom Safariland Stukenbrock
        Holter Schloss, da um die Ecke, Schloß Holte
        Klientin lebt in SHS, wir sitzen in Gütersloh
        sie wohnt in liemke und geht in verl zur tagespflege
        meine tochter will mich nach verl holen aber ich wohne in stukenbrock
        papa in schloss holte
        Mein Opa in Liemke, ich bin aus Gütersloh
        Tante Erna in Stukenbrock und ich in Verl, es geht um die Tante
    """,
    "outside": """
        ich wohne nicht da, ich wohne in Lippstadt
        bin leider aus Rietberg
        Hövelhof, das ist gleich nebenan
        Wohne in Gütersloh, arbeite aber in Verl
        weggezogen nach Detmold
        drittens
        nichts davon
        keins von beidem
        in keiner der beiden
        weder in der einen noch in der anderen
        ganz woanders
        nicht in verl und nicht in schloß holte
        auswärts
        Nachbarort Rietberg
        Bielefeld-Senne
        Sennestadt
        Sennelager
        33689
        33142 Büren
        gütesloh
        güthersloh
        rietbrg
        bielefelt
        paderbon
        höfelhof
        örlinghausn
        werther
        Halle Westfalen
        Halle (Saale)
        Rheda
        ich wohne in halle
        Dortmund
        Stuttgart
        ich wohne in rietberg und suche eine wohnung in verl
        noch in Delbrück, ab 1.1. in Verl
    """,
    "unclear": """
        Hauptstraße 12
        Paderborner Straße 5
        Kreis Gütersloh
        im kreis
        OWL
        Ostwestfalen
        NRW
        geht euch nix an
        möchte ich nicht sagen
        ist das wichtig
        will ich nicht sagen
        Bielefelder Straße
        Gütersloher Str. 44
        zu hause
        in einem Haus
        bei meiner mutter
        im Pflegeheim
        im Krankenhaus Gütersloh
        hier
        bin umgezogen
        verl oder schloß holte, je nachdem
        Bin mal in Verl, mal in Schloß Holte
        beides
        beide städte
        sende, weiß nicht zu welcher stadt das gehört
        Ich wohn in Sende
        Senne
        3341
        334155
        tausend
        <script>alert(1)</script>
        1+1=2
        ich habe 2 kinder
        zweite etage
        seit 3 jahren
        das erste mal hier
        kann ich zwei sachen fragen
        a b c
        :-)
        wie meinen sie das
        in der stadt
        auf'm land
        am waldrand
        meine Mutter in Verl, mein Vater in Stukenbrock
    """,
}
"""What the answer to the question for the town means -> one answer a line."""


@pytest.mark.parametrize(
    ("expected", "text"),
    [(code, line.strip()) for code, lines in ANSWERS.items() for line in lines.splitlines() if line.strip()],
)
def test_answer(expected: str, text: str) -> None:
    reading = TOWNS.read(text, asked=True)
    assert (reading.town or ("outside" if reading.kind == "outside" else "unclear")) == expected


STORIES = {
    "verl": """
        meine mutter 80 kommt donnerstag aus der reha, hüfte, wohnt allein in kaunitz. wer putzt und kauft ein
        Hallo, ich bin 34, alleinerziehend mit zwei Kindern, und wohne in Verl. Mir wächst alles über den Kopf.
        meine oma ist 91 und wohnt in bornholte, ich in münster
        Meine Tochter wohnt in Hamburg, mein Sohn in Berlin, ich bin allein in Verl
        Guten Tag, Praxis Dr. Muster in Rietberg, wir haben eine Patientin, 82, aus Verl
        meine eltern sind 78 und 81 und wohnen in Sürenheide
        ich zahle 650 euro miete in verl und schaffe es nicht mehr
        ich schreibe für meine freundin, sie wohnt in kaunitz und hat nen mahnbescheid
        meine frau, 67, hat demenz, wir leben in verl
        ich wohne mit meiner mutter zusammen in verl, sie ist 85 und dement
    """,
    "": """
        ich hab 3000 euro schulden und weiß nicht weiter
        Der Strom wird am 1.12. abgestellt, wir haben ein Baby
        ich muss dienstag um 9 nach gütersloh zum arzt und hab kein auto
        Wir suchen für unseren Sohn (8) einen Therapieplatz
        seit 2 jahren warte ich auf einen therapieplatz
        mein mann ist vor 3 jahren gestorben, ich bin 79 und einsam
        der termin beim jobcenter gütersloh ist am 3.12.
        komme montag aus dem krankenhaus bielefeld und wohne allein
        mein freund hat mich in verl rausgeschmissen
        ich brauche hilfe beim antrag auf wohngeld
        pflegegrad 2 abgelehnt was nun
        ich arbeite in verl und komme nicht mehr mit dem geld aus
        ich hab in stukenbrock gearbeitet bis zum unfall
        wir ziehen am 1.1. nach verl und brauchen möbel
        bin 16 und halte es zuhause nicht mehr aus
        meine Schwester aus Delbrück hat gesagt ich soll hier schreiben
        das rathaus in verl hat zu
        bei der caritas in verl war ich schon
        die tafel in schloß holte gibt nur dienstags was
        kind krank, arbeit weg, mann weg
        räumung am 15. dezember
        in zwei wochen muss ich aus der wohnung raus
        meine mutter hat am 5.1. geburtstag und wird 90
        ich bin seit dem 1.10. krank geschrieben
        ich bin 67, meine frau 70, sie hat demenz
        unsere kleine tochter 4 spricht kaum
        Mein Sohn ist 19, hat die Lehre in Verl abgebrochen und sitzt nur im Zimmer
        Bekannter von mir, 55, schläft im Auto hinterm Bahnhof in Schloß Holte
        ich hab 14 tage zeit für den widerspruch
        bis freitag muss ich die kaution zahlen, 900 euro
        ich habe 2 katzen und einen hund
        habe 80 prozent schwerbehinderung
        wohne im 3 stock ohne aufzug
        ich wiege nur noch 45 kilo
        ich bin verlassen worden
        hab mich mit 50 noch mal scheiden lassen
        der nachbar meiner mutter hat den müll im flur
        ich verstehe den brief vom kreis gütersloh nicht
        brief vom amtsgericht gütersloh
        kann mich jemand montags nach paderborn fahren
        ich brauche jemanden der am donnerstag meine kinder nimmt
        meine 3 kinder und ich leben seit einer woche im hotel
        kommen aus der Ukraine und wohnen seit März in Sende
        bin schwanger im 7. monat
        Ich habe 30 Jahre bei Miele in Gütersloh gearbeitet und jetzt reicht die Rente nicht
        mein ex wohnt in verl und steht dauernd vor meiner tür
        mein chef in verl hat mir gekündigt
        Anfang Januar kommt meine Mutter aus der Kurzzeitpflege
        wir haben am mittwoch gerichtstermin
        die miete ist seit september nicht bezahlt
        am montag den 30.11. läuft mein vertrag aus
        heute nacht habe ich nicht geschlafen
        opa ist 79 geworden und fährt immer noch auto
    """,
    "shs": """
        Mein Vater (86) lebt in Stukenbrock allein, er isst nicht mehr richtig.
        Ich wohne seit 1988 in Schloß Holte und war immer zufrieden
        Meine Nachbarin in Liemke (ca. 75) kommt nicht mehr klar
        Ich bin aus Syrien, wohne in Schloß Holte, 5 Kinder, kleine Wohnung
        mein opa 88 ist gestürzt und liegt im krankenhaus in paderborn, wohnt sonst in stukenbrock
        wir sind vor 2 wochen nach liemke gezogen und kennen keinen
        meine tochter (15) ritzt sich, wir wohnen bielefelder straße in schloß holte
        meine rente ist 800 euro, ich bin 72 jahre alt und wohne in 33758
    """,
    "outside": """
        früher haben wir in verl gewohnt jetzt sind wir in rietberg
        Mein Onkel aus Hövelhof braucht eine Haushaltshilfe
        ich lebe in gütersloh und brauche hilfe
    """,
}
"""The town that an opening story makes certain, or "" -> one story a line."""


@pytest.mark.parametrize(
    ("expected", "text"),
    [(code, line.strip()) for code, lines in STORIES.items() for line in lines.splitlines() if line.strip()],
)
def test_story(expected: str, text: str) -> None:
    reading = TOWNS.read(text, asked=False)
    said = reading.town or ("outside" if reading.kind == "outside" else "")
    assert (said if reading.certain else "") == expected


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "seit 1 Jahr", "das zweite Kind", "2 Personen", "eine erste Frage"]
)
def test_a_stray_number_is_no_choice(text: str) -> None:
    assert TOWNS.read(text, asked=True).town is None
