"""Every text of the panel in every language, and its number. On loan: one language is taken, the rest forgotten.

A row of TABLE is NAME|English|German, in the order of the numbers below (a test holds them to it). A text fits its
place: 21 letters a line, 10 where it is twice as large (BIG_). What stands for a value is told in paint.py. Few long
texts, so that none of them takes a place among MicroPython's names.
"""

LANGUAGES = ("en", "de")

# fmt: off
(
    BLANK, VALUE, SELF_TEST, P_RESTING, P_ZEROING, P_ARMING, P_DROPPING, P_REARMING, P_WALKING,
    P_MOVING, P_SWITCHING, P_FILES, P_PASSED, P_FAILED, SIT_STILL, STOP_ENDS, BIG_READY, PRESS_START,
    BY_ITSELF, EXPIRES, STEP_OF, SIDE_L, SIDE_R, LEFT, ZONES, CYCLE_TOP, CYCLE_BOOST, HINT_RUN,
    HINT_MENU, HINT_ITEM, SKIPPING, FIRST_FILL, M_PAUSE, M_BOOST, M_NO_BOOST, M_LONGER, M_SKIP,
    TOO_HIGH, TOO_LOW, NOT_NOW, GET_OUT, BIG_HOT_WAIT, BIG_HOT_ENTER, BIG_HOT_IN, BIG_COLD_WAIT,
    BIG_COLD_ENTER, BIG_COLD_IN, BIG_OUT, BATH_TEMP, THEN_HOT, THEN_COLD, DIP_OF, START_IN, NOT_READY,
    STIR, ITEM_OF, ITEM_SIDE, TIMES, NEXT_IS, LAST_ITEM, BIG_REST, BIG_BOOTS_OFF, BOOTS_OFF_1, BIG_DRY,
    DRY_1, THEN_START, BIG_PAUSED, HIGHEST, WATER_RUNS, START_ON, ENDS_IN, BIG_VENTING, WAIT,
    BIG_STARTING, IN_MIN, HOT_IS, COLD_IS, BATH_OK, BATH_STANDS, IS_READY, ON_TRIAL, ON_TRIAL_2, RESCUE,
    DUE_1, DUE_2, DUE_3, LAST_USED, PULL_LOGS, TURN_CHOOSE, PUSH_SERVICE, K_BOOTS, K_CONTRAST, K_DIP,
    K_GUIDED, K_COMBINED, READING, LIST_HINT, D_MIN, D_TARGETS, D_FOOT, D_BATHS, D_GO, D_MEMBER,
    D_SORENESS, D_BACK, MEMBER, MEMBER_1, MEMBER_2, MEMBER_3, NONE_OF, N_1, N_2, N_3, N_4, N_5, N_6,
    N_7, N_8, N_9, N_10, N_11, N_12, N_13, N_14, N_15, N_16, N_17, N_18, READ_ON, NONE_APPLIES,
    SERVICE, S_TEST, S_FOUND, S_INFO, PUSH_BACK, NO_FINDING, NO_TEST, RESULT, BIG_DONE, BIG_STOPPED,
    BIG_HOST, BIG_ESTOP, BIG_FAULT, BIG_POWER, BY_HAND, BY_HOST, RAN_MIN, SORE_ASK, SORE_IS, SORE_HINT,
    FAULT_HEAD, PAGE_OF, HOLD_ACK, RELEASE, STANDS, STILL_AIR, MEASURED, LIMIT, ALSO, CODE,
    BIG_SERVICE, PROMPT_OPEN, NO_SESSION, R_MEMORY, R_INVALID, R_TRIAL, R_CHAIN, R_OTHER, I_FIRMWARE,
    I_SERIAL, I_BOOT, I_LOG, I_HEAP, I_CLOCK_OK, I_CLOCK_NO,
) = range(175)
COUNT = 175
LIVE_COUNT = 75  # those before it are all that a session shows
# fmt: on

# in pieces: a long text finds no place in a heap that has been used for a while
TABLE = (
    """\
BLANK||
VALUE|&|&
SELF_TEST|Self-test|Selbsttest
P_RESTING|Is everything empty?|Ist alles leer?
P_ZEROING|Sensors at zero|Sensoren auf Null
P_ARMING|Safety chain closes|Sicherheitskette zu
P_DROPPING|Safety chain opens|Sicherheitskette auf
P_REARMING|Safety chain closes|Sicherheitskette zu
P_WALKING|Valves and pumps|Ventile und Pumpen
P_MOVING|Air path of each zone|Luftweg jeder Zone
""",
    """\
P_SWITCHING|Pressure switches|Druckschalter
P_FILES|Firmware files|Firmware-Dateien
P_PASSED|Passed|Bestanden
P_FAILED|Found something|Etwas gefunden
SIT_STILL|Sit still, legs loose|Still sitzen, locker
STOP_ENDS|STOP: end|STOP: beenden
BIG_READY|READY|BEREIT
PRESS_START|Press START|START drücken
BY_ITSELF|Starts by itself: % s|Startet selbst: % s
EXPIRES|Waits % s more|Wartet noch % s
""",
    """\
STEP_OF|Step %/%|Teil %/%
SIDE_L|L|L
SIDE_R|R|R
LEFT|@ left|noch @
ZONES|12345|12345
CYCLE_TOP|Cycle %  top % mmHg|Zyklus % max % mmHg
CYCLE_BOOST|Cycle % top % Z%+%|Zykl. % max % Z%+%
HINT_RUN|Turn: mmHg Push: menu|Dreh:mmHg Klick: Menü
HINT_MENU|Push: menu|Drücken: Menü
HINT_ITEM|Turn: item Push: menu|Dreh:Übung Klick:Menü
""",
    """\
SKIPPING|Ends after this cycle|Endet nach dem Zyklus
FIRST_FILL|First fill|1. Füllung
M_PAUSE|>Push: pause|>Drücken: Pause
M_BOOST|>Push: boost zone %|>Drücken: Boost Z. %
M_NO_BOOST|>Push: boost off|>Drücken: Boost aus
M_LONGER|>Push: 5 min more|>Drücken: 5 min mehr
M_SKIP|>Push: skip step|>Drücken: auslassen
TOO_HIGH|Highest value!|Höchster Wert!
TOO_LOW|Lowest value!|Tiefster Wert!
NOT_NOW|Not possible now|Geht jetzt nicht
""",
    """\
GET_OUT|GET OUT of the water|RAUS aus dem Wasser
BIG_HOT_WAIT|HOT: WAIT|WARM WARTE
BIG_HOT_ENTER|HOT: GO IN|WARM: REIN
BIG_HOT_IN|HOT: IN|WARM: DRIN
BIG_COLD_WAIT|COLD: WAIT|KALT WARTE
BIG_COLD_ENTER|COLD:GO IN|KALT: REIN
BIG_COLD_IN|COLD: IN|KALT: DRIN
BIG_OUT|GET OUT|RAUS
BATH_TEMP|Bath $ of $ °C|Bad $ soll $ °C
THEN_HOT|Then hot: dip %/%|Dann warm: Gang %/%
""",
    """\
THEN_COLD|Then cold: dip %/%|Dann kalt: Gang %/%
DIP_OF|Dip % of %|Gang % von %
START_IN|START: I am in it|START: bin im Wasser
NOT_READY|Bath not ready yet|Bad noch nicht bereit
STIR|Stir the water|Wasser umrühren
ITEM_OF|Item %/%|Übung %/%
ITEM_SIDE|Item %/%  side %/%|Übung %/% Seite %/%
TIMES|% times|% mal
NEXT_IS|Next: &|Dann: &
LAST_ITEM|The last one|Die letzte
""",
    """\
BIG_REST|REST|RUHE
BIG_BOOTS_OFF|BOOTS OFF|BOOTS AUS
BOOTS_OFF_1|Take both boots off,|Beide Boots aus,
BIG_DRY|DRY OFF|ABTROCKNEN
DRY_1|Dry legs, boots on,|Trocken, Boots an,
THEN_START|then press START|dann START drücken
BIG_PAUSED|PAUSED|PAUSE
HIGHEST|Highest zone % mmHg|Höchste Zone % mmHg
WATER_RUNS|Water time runs on!|Badezeit läuft weiter
START_ON|START: go on|START: weiter
""",
    """\
ENDS_IN|Ends by itself: @|Endet selbst: @
BIG_VENTING|VENTING|ENTLÜFTEN
WAIT|Wait until it is done|Warten bis leer
BIG_STARTING|STARTING|STARTET
IN_MIN|% min|% min
HOT_IS|Hot  $ °C|Warm $ °C
COLD_IS|Cold $ °C|Kalt $ °C
BATH_OK|ready|bereit
BATH_STANDS|by hand|von Hand
IS_READY|Ready for a session|Bereit
""",
    """\
ON_TRIAL|Firmware on trial: no|Firmware auf Probe:
ON_TRIAL_2|session meanwhile|keine Sitzung
RESCUE|Rescue firmware: no|Rettungs-Firmware:
DUE_1|Daily test: press the|Täglicher Test: Not-
DUE_2|E-stop, release, hold|Halt drücken, lösen,
DUE_3|the knob for 2 s|Knopf 2 s halten
LAST_USED|START: &|START: &
PULL_LOGS|Pull the logs: full!|Logs abholen: voll!
TURN_CHOOSE|Turn: choose a preset|Drehen: Auswahl
PUSH_SERVICE|Push: service|Drücken: Service
K_BOOTS|Boots|Boots
""",
    """\
K_CONTRAST|Contrast baths|Wechselbäder
K_DIP|One bath|Ein Bad
K_GUIDED|Exercises|Übungen
K_COMBINED|Several parts|Mehrere Teile
READING|Reading...|Liest...
LIST_HINT|START: go  Push: more|START: ok Klick: mehr
D_MIN|% min|% min
D_TARGETS|mmHg % % % % %|mmHg % % % % %
D_FOOT|foot to thigh|Fuß bis Oberschenkel
D_BATHS|Hot $ cold $°|Warm $ kalt $°
""",
    """\
D_GO|Go on|Weiter
D_MEMBER|Member:|Mitglied:
D_SORENESS|Soreness:|Muskelkater:
D_BACK|Back|Zurück
MEMBER|Member (optional)|Mitglied (freiwillig)
MEMBER_1|Turn: letter|Drehen: Zeichen
MEMBER_2|Push: next letter|Drücken: nächstes
MEMBER_3|START: done|START: fertig
NONE_OF|Does any apply?|Trifft etwas zu?
N_1|- clot (leg or lung),|- Thrombose, Embolie,
""",
    """\
N_2|  inflamed vein|  Venenentzündung
N_3|- heart failure,|- Herzschwäche,
N_4|  water in the lungs|  Wasser in der Lunge
N_5|- narrow arteries or|- enge Beinarterien,
N_6|  poor flow in legs|  wenig Durchblutung
N_7|- skin: rash, wound,|- Ausschlag, Wunde,
N_8|  burn, infection|  Brandwunde, Infekt
N_9|- hypertension, heart|- Bluthochdruck, Herz
N_10|  (before cold water)|  (vor kaltem Wasser)
N_11|- fracture, injury or|- Bruch, Verletzung,
""",
    """\
N_12|  new leg surgery|  frische OP am Bein
N_13|- tumour in the leg|- Tumor im Bein
N_14|- numb feet or legs|- taube Füße, Beine
N_15|- pregnancy, fever,|- schwanger, Fieber,
N_16|  alcohol, drugs|  Alkohol, Drogen
N_17|- under 18 without a|- unter 18 ohne
N_18|  guardian|  Sorgeberechtigte
READ_ON|Push: on  STOP: leave|Klick: mehr STOP: weg
NONE_APPLIES|Push: NONE applies|Klick: NICHTS davon
SERVICE|Service|Service
""",
    """\
S_TEST|Self-test now|Selbsttest jetzt
S_FOUND|Last self-test|Letzter Selbsttest
S_INFO|Information|Information
PUSH_BACK|Push: back|Drücken: zurück
NO_FINDING|Nothing was found|Nichts gefunden
NO_TEST|No whole test yet|Noch kein Test
RESULT|Result|Ergebnis
BIG_DONE|DONE|FERTIG
BIG_STOPPED|STOPPED|GESTOPPT
BIG_HOST|STOPPED|GESTOPPT
""",
    """\
BIG_ESTOP|E-STOP|NOT-HALT
BIG_FAULT|FAULT|FEHLER
BIG_POWER|POWER CUT|STROM WEG
BY_HAND|at the station|am Gerät
BY_HOST|by a computer|vom Computer
RAN_MIN|Ran for % min|Lief % min
SORE_ASK|Soreness 0-10: --|Muskelkater 0-10: --
SORE_IS|Soreness 0-10: %|Muskelkater 0-10: %
SORE_HINT|Turn: value  Push: ok|Drehen, dann drücken
FAULT_HEAD|Fault % &|Fehler % &
""",
    """\
PAGE_OF|%/%|%/%
HOLD_ACK|Read? Hold knob 2 s|Gelesen? Knopf 2 s
RELEASE|Release the E-stop|Not-Halt lösen
STANDS|Cause still stands|Ursache besteht noch
STILL_AIR|A zone has pressure|Eine Zone hat Druck
MEASURED|measured|gemessen
LIMIT|limit|Grenze
ALSO|Also:|Auch:
CODE|code|Code
BIG_SERVICE|SERVICE|SERVICE
""",
    """\
PROMPT_OPEN|USB prompt is open|USB-Konsole ist offen
NO_SESSION|No session possible|Keine Sitzung möglich
R_MEMORY|Refused: no memory|Abgelehnt: Speicher
R_INVALID|Refused: bad protocol|Abgelehnt: Protokoll
R_TRIAL|Refused: on trial|Abgelehnt: Probe
R_CHAIN|Refused: chain shut|Abgelehnt: Kette zu
R_OTHER|Refused: not now|Abgelehnt
I_FIRMWARE|Firmware|Firmware
I_SERIAL|Serial|Ser.-Nr.
I_BOOT|Times started|Mal gestartet
""",
    """\
I_LOG|Records to pull|Nicht geholt
I_HEAP|Heap free|Heap frei
I_CLOCK_OK|Clock is set|Uhr ist gestellt
I_CLOCK_NO|Clock is NOT set|Uhr NICHT gestellt
""",
)
