"""Contact answers, years of birth and people as strangers write and dictate them, seen from Sunday, 22 November 2026."""

from datetime import date

import pytest

from casework.answers.age import read_age, read_birth_year
from casework.answers.dates import read_date
from casework.answers.email import read_email
from casework.answers.name import read_name
from casework.answers.phone import read_phone
from casework.answers.relation import read_relation
from casework.answers.times import read_preferred_time

TODAY = date(2026, 11, 22)

PHONES = [
    ("Meine Nummer: 05246/88 99 10", "+495246889910"), ("05246 88-99-10", "+495246889910"), ("0 1 5 1 2 3 4 5 6 7 8 9", "+4915123456789"),
    ("+49151 2345 6789 whatsapp geht auch", "+4915123456789"), ("ich hab nur handy, 0157 38475612", "+4915738475612"),
    ("01573/8475612 bitte erst abends", "+4915738475612"), ("Handy 0157-384 756 12 Festnetz 05207 4455", "+4915738475612"),
    ("die 05207 4455 ist mein festnetz", "+4952074455"), ("05207 4455 aber ab 16 uhr", "+4952074455"),
    ("Tel 05207 / 44 55 66 (AB)", "+495207445566"), ("null fünf zwei null sieben, vierundvierzig fünfundfünfzig", "+4952074455"),
    ("null eins fünf eins zwölf vierunddreißig sechsundfünfzig achtundsiebzig", "+4915112345678"),
    ("nicht die 05207 4455 sondern die 05207 4466", "+4952074466"),
    ("die alte nummer 05207 4455 gilt nicht mehr, neu ist 05207 4466", "+4952074466"),
    ("05207 4455 stimmt nicht, richtig ist 05207 4466", "+4952074466"), ("vorwahl 05246 und dann 998877", "+495246998877"),
    ("998877, vorwahl 05246", "+495246998877"), ("hab keins", None), ("nein", None), ("112", None), ("110", None), ("12345", None),
    ("0000 000000", None), ("0151", None), ("weiß ich nicht auswendig", None), ("meine nummer hat meine tochter", None), ("geb 12.03.1961", None),
    ("am 3.4.2027 um 14 uhr", None), ("33415 verl", None), ("0176 44556677 (meine Tochter Jana)", "+4917644556677"),
    ("Mobil: 0176.4455.6677", "+4917644556677"), ("0049176 44556677", "+4917644556677"), ("+49 (176) 44556677", "+4917644556677"),
    ("+49 0176 44556677", "+4917644556677"), ("tel:+4917644556677", "+4917644556677"), ("0176 4455 6677 oder 05246 1234 tagsüber", "+4917644556677"),
    ("anrufen unter O176 44556677", "+4917644556677"), ("+380 67 123 4567", "+380671234567"), ("+963 944 123 456", "+963944123456"),
    ("+90 (532) 123 45 67", "+905321234567"), ("0090 532 1234567", "+905321234567"), ("05246 - 70 30 400", "+4952467030400"),
    ("fünf zwei vier sechs 123456", "+495246123456"), ("bitte nicht anrufen", None), ("0151234567890123456", None), ("unterdrückt", None),
    ("01 76 / 44 55 66 77", "+4917644556677"), ("Festnetz: null fünf zwei vier sechs eins zwei drei vier fünf sechs", "+495246123456"),
    ("05246 123456 ist nicht meine sondern die meiner tochter", "+495246123456"), ("nicht vor 9 anrufen 05246 123456", "+495246123456"),
    ("05246 123456 bitte nicht abends", "+495246123456"), ("05246 123456 nicht mehr nach 20 Uhr", "+495246123456"),
    ("05246 123456, das ist die alte Nummer meiner Eltern, geht aber", "+495246123456"),
]  # fmt: skip
EMAILS = [
    ("p.muster@web.de", "p.muster@web.de"), ("P.Muster@Web.De", "p.muster@web.de"), ("p.muster @web.de", "p.muster@web.de"),
    ("p.muster@web. de", "p.muster@web.de"), ("p punkt muster ät web punkt de", "p.muster@web.de"),
    ("p Punkt muster AT web Punkt de", "p.muster@web.de"), ("pmuster at gmx net", "pmuster@gmx.net"),
    ("pmuster klammeraffe gmx punkt net", "pmuster@gmx.net"), ("erna unterstrich muster at t online de", "erna_muster@t-online.de"),
    ("erna minus muster at t minus online punkt de", "erna-muster@t-online.de"), ("ich habe keine", None), ("hab keine mail", None),
    ("meine enkelin macht das: lena.muster@icloud.com", "lena.muster@icloud.com"), ("lena.muster@icloud", None), ("lena.muster", None),
    ("lena.muster@icloud.com oder 0151 23456789", "lena.muster@icloud.com"), ("mailto:lena@muster.de", "lena@muster.de"),
    ('"Lena Muster" <lena@muster.de>', "lena@muster.de"), ("lena@muster.de!!", "lena@muster.de"), ("(lena@muster.de)", "lena@muster.de"),
    ("lena(ät)muster.de", "lena@muster.de"), ("lena {at} muster {dot} de", "lena@muster.de"), ("lena_at_muster.de", None),
    ("lena@müster.de", "lena@xn--mster-kva.de"), ("schicks an lena@muster.de.", "lena@muster.de"), ("lena.@muster.de", "lena@muster.de"),
    ("info@praxis-dr-muster.de", "info@praxis-dr-muster.de"), ("sozialdienst@klinik.muster.example", "sozialdienst@klinik.muster.example"),
    ("weiß nicht was das ist", None), ("www.lena-muster.de", None), ("lena at home", None), ("lena at muster punkt de", "lena@muster.de"),
    ("die mail adresse is lena89 at gmail com", "lena89@gmail.com"), ("lena 89 at gmail punkt com", "lena89@gmail.com"),
    ("alles klein: lena punkt muster eins neun acht neun at web punkt de", "lena.muster1989@web.de"),
    ("lena 89 at gmail punkt com", "lena89@gmail.com"),
    ("alles klein: lena punkt muster eins neun acht neun at web punkt de", "lena.muster1989@web.de"),
]  # fmt: skip
NAMES = [
    ("muster", "Muster"), ("Lena", "Lena"), ("lena muster", "Lena Muster"), ("LENA MUSTER", "Lena Muster"), ("Muster, Lena", "Lena Muster"),
    ("Ich bin die Lena Muster", "Lena Muster"), ("bin lena", "Lena"), ("Lena mein name", "Lena"), ("ich heise lena", "Lena"),
    ("ich heiß Lena und bin 14", "Lena"), ("isch heiße Ali", "Ali"), ("ich heissen Olena", "Olena"), ("mein name Olena Muster", "Olena Muster"),
    ("name: Olena", "Olena"), ("Frau Lena Muster", "Lena Muster"), ("Hr. Muster", "Muster"), ("Herr Dr. Muster", "Dr. Muster"),
    ("Prof. Dr. Karl Muster", "Prof. Dr. Karl Muster"), ("dr. muster", "Dr. Muster"), ("Dr. med. Sabine Beispiel", "Dr. med. Sabine Beispiel"),
    ("Frau von der Heide", "von der Heide"), ("von der heide", "von der Heide"), ("Anna von Muster", "Anna von Muster"),
    ("jan van muster", "Jan van Muster"), ("ANNA VON MUSTER", "Anna von Muster"), ("Maria-Luise Muster-Beispiel", "Maria-Luise Muster-Beispiel"),
    ("maria luise muster", "Maria Luise Muster"), ("Nguyễn Thị Muster", "Nguyễn Thị Muster"), ("josé muster", "José Muster"),
    ("hier ist erna muster", "Erna Muster"), ("hier spricht erna muster aus verl", "Erna Muster"), ("Erna Muster aus Kaunitz", "Erna Muster"),
    ("Erna Muster, geb. Beispiel", "Erna Muster"), ("schreiben sie muster", "Muster"), ("Schreib einfach Erna", "Erna"),
    ("einfach nur Erna", "Erna"), ("man nennt mich Ernie", "Ernie"), ("Ich werde Resi genannt", "Resi"), ("Gestatten, Muster", "Muster"),
    ("Muster ist der Name", "Muster"), ("mein Name tut nichts zur Sache", None), ("ohne", None), ("das sage ich nicht", None),
    ("kein name bitte", None), ("ist das pflicht", None), ("muss das", None), ("nö", None), ("möchte ich hier nicht schreiben", None),
    ("warum fragen sie", None), ("ich will anonym sein", None), ("egal", None), ("später vielleicht", None), ("Ich bin die Nachbarin", None),
    ("die Tochter", None), ("ihre Tochter Sabine", None), ("die Tochter, Sabine Muster", "Sabine Muster"), ("ich bin Sabine, die Tochter", "Sabine"),
    ("Sabine Muster (Tochter)", "Sabine Muster"), ("Praxis Dr. Muster, Frau Beispiel", "Beispiel"), ("ich möchte meinen namen nicht nennen", None),
    ("erna.", "Erna"), ("Erna :)", "Erna"), ("Erna M", "Erna M"), ("E. Muster", "E. Muster"), ("ja also ich heiße Erna Muster", "Erna Muster"),
    ("Mein Mann heißt Karl Muster", None), ("Karl-Heinz", "Karl-Heinz"), ("Karl Heinz Muster", "Karl Heinz Muster"),
    ("muster karl heinz", "Muster Karl Heinz"), ("Familie Muster-Beispiel", "Muster-Beispiel"), ("Frau muster", "Muster"), ("HERR MUSTER", "Muster"),
    ("Ich bin Frau Muster vom Pflegedienst", "Muster"), ("Muster, Pflegedienst Muster", "Muster"), ("bin müde", None),
    ("bin gleich wieder da", None), ("bin rentner", None), ("hab keinen", None), ("ich bin 80", None), ("Verl", None), ("Guten Tag", None),
    ("hallo", None), ("mein richtiger name ist Kevin", "Kevin"), ("Kevin, aber alle nennen mich Kev", "Kevin"), ("für meine Mutter Erna", None),
    ("Frau Prof. Muster", "Prof. Muster"), ("ÖZLEM MUSTER", "Özlem Muster"), ("özlem muster", "Özlem Muster"), ("Müller-muster", "Müller-Muster"),
    ("anne-marie van der berg", "Anne-Marie van der Berg"), ("Wie heißen sie?", None), ("testname", "Testname"), ("ich bins, lena", "Lena"),
    ("lena hier", "Lena"), ("Moin, Hinnerk", "Hinnerk"), ("Muster mein Name, guten Tag", "Muster"), ("nur Lena bitte", "Lena"),
    ("lena reicht", "Lena"), ("schreibe ich nicht gern", None), ("komme ich nicht dran", None), ("weiss er nicht", None),
]  # fmt: skip
BIRTH_YEARS = [
    ("47", 1979), ("'47", 1947), ("47er", 1947), ("Jahrgang siebenundvierzig", 1947), ("ich bin Jahrgang 1947", 1947),
    ("sie ist 1947 geboren", 1947), ("geboren 47", 1947), ("am 24. Dezember 1947", 1947), ("24.12.47", 1947), ("24-12-1947", 1947),
    ("24 12 1947", 1947), ("Dezember 1947", 1947), ("12/1947", 1947), ("neunzehn siebenundvierzig", 1947),
    ("neunzehnhundert siebenundvierzig", 1947), ("im krieg, 1943", 1943), ("zweitausendzehn", 2010), ("zweitausendundzehn", 2010), ("2010", 2010),
    ("ich bin 79", 1947), ("79 jahre", 1947), ("79", 1947), ("ich werde 80", 1946), ("neunundsiebzig", 1947), ("weiß nicht genau", None),
    ("keine Angabe", None), ("1847", None), ("2047", None), ("3000", None), ("200", None), ("will ich nicht sagen", None),
    ("geburtsjahr: 1961", 1961), ("BJ 61", 1961), ("so um 1940", 1940), ("glaube 1939", 1939), ("1939 oder so", 1939), ("14.2.2012", 2012),
    ("vierzehnter zweiter zweitausendzwölf", 2012),
]  # fmt: skip
PREFERRED_TIMES = [
    ("ab 17 Uhr", "ab 17 Uhr"), ("ab 17h", "ab 17 Uhr"), ("nach 17:30", "ab 17:30 Uhr"), ("frühestens 10 Uhr", "ab 10 Uhr"),
    ("so ab zehn", "ab 10 Uhr"), ("nicht vor neun", "ab 9 Uhr"), ("spätestens 18 Uhr", "bis 18 Uhr"), ("vor 12", "bis 12 Uhr"),
    ("zwischen 14 und 16 Uhr", "14–16 Uhr"), ("14 bis 16", "14–16 Uhr"), ("8:30-11:30", "8:30–11:30 Uhr"), ("halb neun bis elf", "8:30–11 Uhr"),
    ("mo - fr 9-12", "werktags 9–12 Uhr"), ("montag bis freitag vormittags", "werktags vormittags"),
    ("Mo, Mi, Fr", "montags, mittwochs und freitags"), ("dienstags oder donnerstags nachmittags", "dienstags und donnerstags nachmittags"),
    ("morgens", "vormittags"), ("am morgen", "vormittags"), ("am Vormittag", "vormittags"), ("mittags", "mittags"), ("am nachmittag", "nachmittags"),
    ("abends", "abends"), ("am abend ab 19 uhr", "abends ab 19 Uhr"), ("am Wochenende", "am Wochenende"), ("samstag", "samstags"),
    ("jederzeit", "egal"), ("immer", "egal"), ("is mir egal", "egal"), ("wurscht", "egal"), ("den ganzen Tag", "egal"),
    ("wie es ihnen passt", "egal"), ("bin den ganzen tag zuhause", "egal"), ("rund um die Uhr", "egal"), ("wann immer sie zeit haben", "egal"),
    ("nur nicht mittags, da schlafe ich", "nicht mittags"), ("vormittags, außer dienstags", "vormittags, außer dienstags"),
    ("nachmittags, mittwochs nicht", "nachmittags, außer mittwochs"), ("nicht am freitag", "nicht freitags"), ("gar nicht", None),
    ("weiß nicht", None), ("keine ahnung", None), ("26 uhr", None), ("ab 25 Uhr", None), ("um 99", None), ("ab 12:75", None), ("warum", None),
    ("lieber per mail", None), ("gegen 15 uhr", "gegen 15 Uhr"), ("um 15 Uhr", "15 Uhr"), ("15 Uhr", "15 Uhr"), ("um drei", "15 Uhr"),
    ("viertel nach acht", "8:15 Uhr"), ("nach der arbeit, so ab 17 uhr", "ab 17 Uhr"), ("nach dem mittagessen", "nachmittags"),
    ("nach der schule", "nachmittags"), ("vormittags oder abends", "vormittags oder abends"),
    ("montags vormittags und mittwochs nachmittags", "montags und mittwochs vormittags oder nachmittags"),
    ("ab acht uhr früh", "vormittags ab 8 Uhr"), ("werktags ab 16 Uhr", "werktags ab 16 Uhr"), ("ich arbeite bis 16 uhr, danach", "ab 16 Uhr"),
    ("wenn die kinder in der schule sind also 8 bis 12", "8–12 Uhr"), ("täglich von 10 bis 12", "10–12 Uhr"),
    ("abends so gegen 8", "abends gegen 20 Uhr"), ("bis 16 uhr bin ich weg", "ab 16 Uhr"), ("bin bis 14 uhr auf arbeit", "ab 14 Uhr"),
    ("bis 15 uhr habe ich schule", "ab 15 Uhr"), ("bis 12", "bis 12 Uhr"), ("Di + Do ab 15 Uhr", "dienstags und donnerstags ab 15 Uhr"),
    ("9.00 bis 11.30", "9–11:30 Uhr"), ("9 - 11 h", "9–11 Uhr"), ("von neun bis zwölf", "9–12 Uhr"), ("zwischen zwei und vier", "14–16 Uhr"),
    ("nach 20 Uhr nicht mehr", "bis 20 Uhr"), ("nicht nach 20 uhr", "bis 20 Uhr"), ("am liebsten vormittags", "vormittags"), ("montag", "montags"),
    ("montags und freitags vormittags", "montags und freitags vormittags"), ("mittwochs nicht, sonst immer", "egal, außer mittwochs"),
    ("immer außer mittwochs", "egal, außer mittwochs"), ("vor der Arbeit um 7", "7 Uhr"), ("wenns geht nach 6 abends", "abends ab 18 Uhr"),
    ("dreiviertel fünf", "16:45 Uhr"), ("ruft nicht an", None), ("hm", None), ("0 uhr 99", None), ("vormitags", "vormittags"),
    ("nachmitag", "nachmittags"), ("früh morgens", "vormittags"), ("Mo-Do 8-10", "montags bis donnerstags 8–10 Uhr"),
    ("immer vormittags", "vormittags"), ("jeden tag ab 10", "ab 10 Uhr"), ("ab 10 jeden tag außer sonntag", "ab 10 Uhr, außer sonntags"),
    ("tagsüber", "egal"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PHONES)
def test_phone(text: str, expected: str | None) -> None:
    reading = read_phone(text)
    assert (reading.e164 if reading else None) == expected


@pytest.mark.parametrize(("text", "expected"), EMAILS)
def test_email(text: str, expected: str | None) -> None:
    reading = read_email(text)
    assert (reading.address if reading else None) == expected


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_name(text: str, expected: str | None) -> None:
    reading = read_name(text, asked=True)
    assert (reading.name if reading else None) == expected


@pytest.mark.parametrize(("text", "expected"), BIRTH_YEARS)
def test_birth_year(text: str, expected: int | None) -> None:
    year = read_birth_year(text, TODAY)
    age = None if year else read_age(text, today=TODAY, asked=True)
    assert (TODAY.year - age.age if age and age.age is not None else year) == expected


@pytest.mark.parametrize(("text", "expected"), PREFERRED_TIMES)
def test_preferred_time(text: str, expected: str | None) -> None:
    reading = read_preferred_time(text)
    assert (reading.display if reading else None) == expected


PEOPLE = [
    ("Opa in Liemke, ich bin aus Gütersloh", "relative grandfather"),
    ("Praxis Dr. W., wir haben eine Patientin, 82, die allein nicht mehr klarkommt", "practice patient"),
    ("Hausarztpraxis Muster hier. Patient, 70, verwahrlost.", "practice patient"),
    ("Ich bin MFA in einer Praxis und melde eine Patientin an", "practice patient"),
    ("wir betreuen eine Patientin die dringend eine Haushaltshilfe braucht", "practice patient"),
    ("Sozialdienst Klinikum Gütersloh, wir entlassen am Freitag einen Patienten", "practice patient"),
    ("Pflegedienst Sonnenschein, eine unserer Kundinnen braucht Hilfe beim Amt", "practice patient"),
    ("Sozialamt Verl, Kollegin Muster. Wir haben einen Klienten mit Mietschulden", "agency client"),
    ("Guten Tag, hier Jobcenter, ich habe eine Kundin die Hilfe bei Anträgen braucht", "agency client"),
    ("ich bin gesetzliche Betreuerin und es geht um meinen Betreuten", "agency client"), ("Wohnungslosenhilfe, für einen Klienten", "agency client"),
    ("Schulsozialarbeit Gesamtschule, es geht um eine Schülerin", "agency client"),
    ("ich bin Schulsozialarbeiterin und habe einen Schüler mit Problemen zu Hause", "agency client"),
    ("Ich bin Hausmeister, bei uns im Haus wohnt eine alte Dame die nicht mehr klarkommt", "agency client"),
    ("bin der hausmeister hier, ein mieter im 3. stock macht nicht mehr auf", "agency client"),
    ("Ich bin Vermieter, mein Mieter zahlt nicht mehr und wirkt verwirrt", "agency client"),
    ("Pfarrbüro St. Anna, eine Dame aus der Gemeinde ist sehr einsam", "agency client"),
    ("Kita Regenbogen: eine Mutter bei uns braucht Hilfe", "agency client"),
    ("ich war bei der praxis dr muster, die sagen ich soll mich melden", "self"), ("das sozialamt hat mich weggeschickt", "self"),
    ("die schulsozialarbeiterin hat gesagt ich soll hier schreiben", "self"), ("mein hausmeister dreht mir die heizung ab", "self"),
    ("mein vermieter hat mir gekündigt", "self"), ("ich habe angst vor dem jobcenter", "self"), ("mein pflegedienst kommt nicht mehr", "self"),
    ("mein betreuer hilft mir nicht", "self"), ("ich bin patient bei dr muster und brauche fahrdienst", "self"),
    ("meine kinder wohnen weit weg und ich bin allein", "self"), ("meine mutter ist letztes jahr gestorben und seitdem komm ich nicht klar", "self"),
    ("mein mann ist weg und ich hab kein geld", "self"), ("mama sagt ich soll mir hilfe holen", "self"),
    ("ich hab stress mit meinen eltern", "self"), ("ich wohne bei meiner tochter und brauche einen pflegegrad", "self"),
    ("wir sind eine familie mit 3 kindern und finden keine wohnung", "self"), ("ich und meine kinder müssen raus", "self"),
    ("bin 78 und komm die treppe nicht mehr hoch", "self"),
    ("meine mutter 80 kommt donnerstag aus der reha, hüfte, wohnt allein in kaunitz", "relative mother"),
    ("Mutti schafft das nicht mehr alleine", "relative mother"), ("Muttern kann nicht mehr alleine wohnen", "relative mother"),
    ("Es geht um meinen Papa", "relative father"), ("vater, 84, dement, ich kann nicht mehr", "relative father"),
    ("mein Mann hatte einen Schlaganfall und braucht Pflege", "relative husband"), ("mein sohn 16 geht nicht mehr zur schule", "relative son"),
    ("Unsere Tochter isst nichts mehr", "relative daughter"), ("meine eltern kommen nicht mehr klar mit dem haus", "relative parents"),
    ("oma vergisst den herd auszumachen", "relative grandmother"), ("Die alte Frau nebenan macht nicht mehr auf", "neighbour neighbour_f"),
    ("bei uns nebenan wohnt eine ältere Dame, die Frau M., die kommt nicht mehr zurecht", "neighbour neighbour_f"),
    ("der Mann von nebenan liegt nur noch im Bett", "neighbour neighbour_m"), ("unser Nachbar trinkt", "neighbour neighbour_m"),
    ("meine freundin wird von ihrem mann rausgeworfen", "acquaintance friend_f"), ("ein kumpel von mir schläft im auto", "acquaintance friend_m"),
    ("arbeitskollege hat schulden bis oben", "acquaintance friend_m"),
    ("meine schwester sitzt im rollstuhl und sucht ne wohnung", "relative sister"),
    ("mein schwiegervater kommt nach hause aus dem krankenhaus", "relative other"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PEOPLE)
def test_who_needs_help(text: str, expected: str) -> None:
    reading = read_relation(text)
    assert reading is not None
    assert (reading.who if reading.who == "self" else f"{reading.who} {reading.relation}") == expected


CERTAIN_PEOPLE = [
    ("meine mutter 80 kommt donnerstag aus der reha, hüfte, wohnt allein in kaunitz. wer putzt und kauft ein", "mother"),
    ("Hallo, ich bin 34, alleinerziehend mit zwei Kindern, und wohne in Verl. Mir wächst alles über den Kopf.", None),
    ("ich hab 3000 euro schulden und weiß nicht weiter", None),
    ("Mein Vater (86) lebt in Stukenbrock allein, er isst nicht mehr richtig.", "father"),
    ("Der Strom wird am 1.12. abgestellt, wir haben ein Baby", None), ("ich muss dienstag um 9 nach gütersloh zum arzt und hab kein auto", None),
    ("meine oma ist 91 und wohnt in bornholte, ich in münster", "grandmother"), ("Wir suchen für unseren Sohn (8) einen Therapieplatz", "son"),
    ("seit 2 jahren warte ich auf einen therapieplatz", None), ("Ich wohne seit 1988 in Schloß Holte und war immer zufrieden", None),
    ("mein mann ist vor 3 jahren gestorben, ich bin 79 und einsam", None),
    ("Meine Tochter wohnt in Hamburg, mein Sohn in Berlin, ich bin allein in Verl", None),
    ("der termin beim jobcenter gütersloh ist am 3.12.", None), ("komme montag aus dem krankenhaus bielefeld und wohne allein", None),
    ("Guten Tag, Praxis Dr. Muster in Rietberg, wir haben eine Patientin, 82, aus Verl", "patient"),
    ("mein freund hat mich in verl rausgeschmissen", None), ("Meine Nachbarin in Liemke (ca. 75) kommt nicht mehr klar", "neighbour_f"),
    ("ich brauche hilfe beim antrag auf wohngeld", None), ("pflegegrad 2 abgelehnt was nun", None),
    ("meine eltern sind 78 und 81 und wohnen in Sürenheide", "parents"), ("ich zahle 650 euro miete in verl und schaffe es nicht mehr", None),
    ("ich arbeite in verl und komme nicht mehr mit dem geld aus", None), ("ich hab in stukenbrock gearbeitet bis zum unfall", None),
    ("wir ziehen am 1.1. nach verl und brauchen möbel", None), ("Ich bin aus Syrien, wohne in Schloß Holte, 5 Kinder, kleine Wohnung", None),
    ("bin 16 und halte es zuhause nicht mehr aus", None),
    ("mein opa 88 ist gestürzt und liegt im krankenhaus in paderborn, wohnt sonst in stukenbrock", "grandfather"),
    ("ich schreibe für meine freundin, sie wohnt in kaunitz und hat nen mahnbescheid", "friend_f"),
    ("meine Schwester aus Delbrück hat gesagt ich soll hier schreiben", None), ("das rathaus in verl hat zu", None),
    ("bei der caritas in verl war ich schon", None), ("die tafel in schloß holte gibt nur dienstags was", None),
    ("Ich fahre jede Woche von Verl nach Bielefeld zur Dialyse und kann das nicht mehr bezahlen", None), ("kind krank, arbeit weg, mann weg", None),
    ("räumung am 15. dezember", None), ("in zwei wochen muss ich aus der wohnung raus", None), ("ich bin seit dem 1.10. krank geschrieben", None),
    ("meine frau, 67, hat demenz, wir leben in verl", "wife"), ("ich bin 67, meine frau 70, sie hat demenz", None),
    ("unsere kleine tochter 4 spricht kaum", "daughter"), ("wir sind vor 2 wochen nach liemke gezogen und kennen keinen", None),
    ("früher haben wir in verl gewohnt jetzt sind wir in rietberg", None),
    ("Mein Sohn ist 19, hat die Lehre in Verl abgebrochen und sitzt nur im Zimmer", "son"),
    ("Bekannter von mir, 55, schläft im Auto hinterm Bahnhof in Schloß Holte", "friend_m"), ("ich hab 14 tage zeit für den widerspruch", None),
    ("bis freitag muss ich die kaution zahlen, 900 euro", None), ("ich habe 2 katzen und einen hund", None),
    ("habe 80 prozent schwerbehinderung", None), ("wohne im 3 stock ohne aufzug", None), ("ich wiege nur noch 45 kilo", None),
    ("Ich bin in Verl geboren und lebe immer noch hier", None), ("ich bin verlassen worden", None),
    ("hab mich mit 50 noch mal scheiden lassen", None), ("meine tochter (15) ritzt sich, wir wohnen bielefelder straße in schloß holte", "daughter"),
    ("Mutter 84 Pflegegrad 3 zieht zu uns nach Verl, kommt aus Dortmund", "mother"),
    ("tante erna 83 stukenbrock braucht jemand zum einkaufen", "aunt"), ("Ich rufe an wegen Herrn M. aus Verl, er ist mein Nachbar", "neighbour_m"),
    ("ich verstehe den brief vom kreis gütersloh nicht", None), ("brief vom amtsgericht gütersloh", None),
    ("kann mich jemand montags nach paderborn fahren", None), ("ich brauche jemanden der am donnerstag meine kinder nimmt", None),
    ("meine 3 kinder und ich leben seit einer woche im hotel", None), ("kommen aus der Ukraine und wohnen seit März in Sende", None),
    ("bin schwanger im 7. monat", None), ("Ich habe 30 Jahre bei Miele in Gütersloh gearbeitet und jetzt reicht die Rente nicht", None),
    ("meine rente ist 800 euro, ich bin 72 jahre alt und wohne in 33758", None), ("mein ex wohnt in verl und steht dauernd vor meiner tür", None),
    ("ich bin nach der trennung bei meiner schwester in kaunitz untergekommen", None), ("mein chef in verl hat mir gekündigt", None),
    ("Anfang Januar kommt meine Mutter aus der Kurzzeitpflege", "mother"), ("wir haben am mittwoch gerichtstermin", None),
    ("Mein Onkel aus Hövelhof braucht eine Haushaltshilfe", "uncle"), ("ich lebe in gütersloh und brauche hilfe", None),
    ("die miete ist seit september nicht bezahlt", None), ("am montag den 30.11. läuft mein vertrag aus", None),
    ("heute nacht habe ich nicht geschlafen", None),
]  # fmt: skip
"""Stories and the relation that they make certain; None: the writer, or nothing certain."""


@pytest.mark.parametrize(("text", "expected"), CERTAIN_PEOPLE)
def test_what_a_story_makes_certain(text: str, expected: str | None) -> None:
    reading = read_relation(text)
    certain = reading is not None and reading.certain and reading.who != "self"
    assert (reading.relation if reading and certain else None) == expected


AGES = [
    ("meine mutter 80 kommt donnerstag aus der reha, hüfte, wohnt allein in kaunitz. wer putzt und kauft ein", 80),
    ("Hallo, ich bin 34, alleinerziehend mit zwei Kindern, und wohne in Verl. Mir wächst alles über den Kopf.", 34),
    ("ich hab 3000 euro schulden und weiß nicht weiter", None), ("Mein Vater (86) lebt in Stukenbrock allein, er isst nicht mehr richtig.", 86),
    ("Der Strom wird am 1.12. abgestellt, wir haben ein Baby", None), ("ich muss dienstag um 9 nach gütersloh zum arzt und hab kein auto", None),
    ("meine oma ist 91 und wohnt in bornholte, ich in münster", 91), ("Wir suchen für unseren Sohn (8) einen Therapieplatz", 8),
    ("seit 2 jahren warte ich auf einen therapieplatz", None), ("Ich wohne seit 1988 in Schloß Holte und war immer zufrieden", None),
    ("mein mann ist vor 3 jahren gestorben, ich bin 79 und einsam", 79),
    ("Meine Tochter wohnt in Hamburg, mein Sohn in Berlin, ich bin allein in Verl", None),
    ("der termin beim jobcenter gütersloh ist am 3.12.", None), ("komme montag aus dem krankenhaus bielefeld und wohne allein", None),
    ("Guten Tag, Praxis Dr. Muster in Rietberg, wir haben eine Patientin, 82, aus Verl", 82), ("mein freund hat mich in verl rausgeschmissen", None),
    ("Meine Nachbarin in Liemke (ca. 75) kommt nicht mehr klar", 75), ("ich brauche hilfe beim antrag auf wohngeld", None),
    ("pflegegrad 2 abgelehnt was nun", None), ("ich zahle 650 euro miete in verl und schaffe es nicht mehr", None),
    ("ich arbeite in verl und komme nicht mehr mit dem geld aus", None), ("ich hab in stukenbrock gearbeitet bis zum unfall", None),
    ("wir ziehen am 1.1. nach verl und brauchen möbel", None), ("Ich bin aus Syrien, wohne in Schloß Holte, 5 Kinder, kleine Wohnung", None),
    ("bin 16 und halte es zuhause nicht mehr aus", 16),
    ("mein opa 88 ist gestürzt und liegt im krankenhaus in paderborn, wohnt sonst in stukenbrock", 88),
    ("ich schreibe für meine freundin, sie wohnt in kaunitz und hat nen mahnbescheid", None),
    ("meine Schwester aus Delbrück hat gesagt ich soll hier schreiben", None), ("das rathaus in verl hat zu", None),
    ("bei der caritas in verl war ich schon", None), ("die tafel in schloß holte gibt nur dienstags was", None),
    ("Ich fahre jede Woche von Verl nach Bielefeld zur Dialyse und kann das nicht mehr bezahlen", None), ("kind krank, arbeit weg, mann weg", None),
    ("räumung am 15. dezember", None), ("in zwei wochen muss ich aus der wohnung raus", None), ("ich bin seit dem 1.10. krank geschrieben", None),
    ("meine frau, 67, hat demenz, wir leben in verl", 67), ("unsere kleine tochter 4 spricht kaum", 4),
    ("wir sind vor 2 wochen nach liemke gezogen und kennen keinen", None), ("früher haben wir in verl gewohnt jetzt sind wir in rietberg", None),
    ("Mein Sohn ist 19, hat die Lehre in Verl abgebrochen und sitzt nur im Zimmer", 19),
    ("Bekannter von mir, 55, schläft im Auto hinterm Bahnhof in Schloß Holte", 55), ("ich hab 14 tage zeit für den widerspruch", None),
    ("bis freitag muss ich die kaution zahlen, 900 euro", None), ("ich habe 2 katzen und einen hund", None),
    ("habe 80 prozent schwerbehinderung", None), ("wohne im 3 stock ohne aufzug", None), ("ich wiege nur noch 45 kilo", None),
    ("Ich bin in Verl geboren und lebe immer noch hier", None), ("ich bin verlassen worden", None),
    ("meine tochter (15) ritzt sich, wir wohnen bielefelder straße in schloß holte", 15),
    ("Mutter 84 Pflegegrad 3 zieht zu uns nach Verl, kommt aus Dortmund", 84), ("tante erna 83 stukenbrock braucht jemand zum einkaufen", 83),
    ("Ich rufe an wegen Herrn M. aus Verl, er ist mein Nachbar", None), ("der nachbar meiner mutter hat den müll im flur", None),
    ("ich verstehe den brief vom kreis gütersloh nicht", None), ("brief vom amtsgericht gütersloh", None),
    ("kann mich jemand montags nach paderborn fahren", None), ("ich brauche jemanden der am donnerstag meine kinder nimmt", None),
    ("meine 3 kinder und ich leben seit einer woche im hotel", None), ("kommen aus der Ukraine und wohnen seit März in Sende", None),
    ("bin schwanger im 7. monat", None), ("Ich habe 30 Jahre bei Miele in Gütersloh gearbeitet und jetzt reicht die Rente nicht", None),
    ("meine rente ist 800 euro, ich bin 72 jahre alt und wohne in 33758", 72),
    ("ich wohne mit meiner mutter zusammen in verl, sie ist 85 und dement", 85), ("mein ex wohnt in verl und steht dauernd vor meiner tür", None),
    ("ich bin nach der trennung bei meiner schwester in kaunitz untergekommen", None), ("mein chef in verl hat mir gekündigt", None),
    ("Anfang Januar kommt meine Mutter aus der Kurzzeitpflege", None), ("wir haben am mittwoch gerichtstermin", None),
    ("Mein Onkel aus Hövelhof braucht eine Haushaltshilfe", None), ("ich lebe in gütersloh und brauche hilfe", None),
    ("die miete ist seit september nicht bezahlt", None), ("am montag den 30.11. läuft mein vertrag aus", None),
    ("heute nacht habe ich nicht geschlafen", None), ("opa ist 79 geworden und fährt immer noch auto", 79),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), AGES)
def test_age_in_a_story(text: str, expected: int | None) -> None:
    reading = read_age(text, today=TODAY, asked=False)
    assert (reading.age if reading else None) == expected


def test_the_front_of_an_address_lacks_its_sign() -> None:
    reading = read_email("petra.muster")
    assert reading is not None
    assert (reading.address, reading.problem) == (None, "missing_at")


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("mittwoch", date(2026, 11, 25)),
        ("in zwei wochen", date(2026, 12, 6)),
        ("bis ende des monats", date(2026, 11, 30)),
        ("bis ende november", date(2026, 11, 30)),
        ("ende des monats", TODAY),
    ],
)
def test_a_bare_date(text: str, on: date) -> None:
    reading = read_date(text, today=TODAY)
    assert reading is not None
    assert reading.on == on


@pytest.mark.parametrize(
    "text",
    [
        "Hausmeister hat eine Frau beleidigt",
        "Reha vorbei, eine Person sagte, ich soll schreiben",
        "das Sozialamt hilft einer Frau wie mir nicht",
    ],
)
def test_who_only_tells_of_an_office_does_not_write_for_it(text: str) -> None:
    reading = read_relation(text)
    assert reading is None or reading.who not in ("practice", "agency")
