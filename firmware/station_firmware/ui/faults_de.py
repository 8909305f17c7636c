"""What staff read at each fault, in German, as core/fault_words.py, and the parts it can name. On loan."""

from ..core import fault

AFTER_EVERY_FAULT = (
    "Prüfen, ob beide Boots schlaff sind; wenn nicht: Kupplungen ziehen, dann Reißverschlüsse öffnen."
)

# parts whose names are words; L3, ML, A and the like are the same in every language
PARTS = (
    "left=links|right=rechts|L vent 1=Entlüfter L 1|L vent 2=Entlüfter L 2|R vent 1=Entlüfter R 1|"
    "R vent 2=Entlüfter R 2|left pump=Pumpe links|right pump=Pumpe rechts|outputs=Ausgänge|"
    "contactor 1=Schütz 1|contactor 2=Schütz 2|hot=warm|cold=kalt|hot1=warm 1|hot2=warm 2|cold1=kalt 1|"
    "cold2=kalt 2|estop=Not-Halt|switch_left=Schalter L|switch_right=Schalter R|cutout=Übertemp.|"
    "heartbeat=Herzschlag|relay=Relais|estop_return=Not-Halt B|supply=24 V"
)

# fmt: off
WORDS = {
    fault.OVER_PRESSURE: (
        "Eine Zone liegt über dem höchsten erlaubten Druck.",
        "Station nicht benutzen, bis ein Techniker die Ursache kennt: Ventil, Pumpe oder Sensor der Zone."),
    fault.MANIFOLD_OVER_TARGET: (
        "Die Pumpe drückt gegen einen versperrten Weg.",
        "An der genannten Zone nach einem Knick im Schlauch sehen; ist er frei, klemmt das Zonenventil."),
    fault.ZONE_OVER_MANIFOLD: (
        "Eine Zone zeigt beim Füllen mehr als der Verteiler, der sie speist.",
        "Sensor der Zone oder des Verteilers misst falsch: prüfen lassen."),
    fault.BODY_LOAD: (
        "Eine Zone bleibt über ihrem Ziel, obwohl sie entlastet wurde.",
        "Bein locker lassen; ist der Boot zu eng, mit einem schwächeren Programm neu beginnen."),
    fault.LEAK: (
        "Eine Zone braucht immer wieder Luft.",
        "Reißverschluss, Kupplung und Schlauch der Zone prüfen; undichten Boot ersetzen."),
    fault.LEAK_FALL: (
        "Eine abgesperrte Zone verliert Luft.",
        "Reißverschluss, Kupplung und Schlauch der Zone prüfen; undichten Boot ersetzen."),
    fault.LEAK_LOW: (
        "Eine Zone hält ihren Druck nicht.",
        "Reißverschluss, Kupplung und Schlauch der Zone prüfen, dann die anderen an diesem Bein."),
    fault.GRADIENT: (
        "Eine Zone hält mehr Druck, als die darunter erlaubt.",
        "Ventile und Sensoren dieser Zone und der darunter prüfen lassen."),
    fault.HOSE_KINKED: (
        "Der Schlauch einer Zone ist geknickt oder beim Leeren abgegangen: der Sensor spürt die Zone nicht.",
        "Zuerst die Kupplung der Zone ziehen: sie kann fest sein, obwohl sie leer scheint. Schlauch richten."),
    fault.SENSOR_FROZEN: (
        "Ein Drucksensor zeigt immer dasselbe.",
        "Den genannten Sensor ersetzen lassen."),
    fault.SENSOR_DRIFT: (
        "Sensor der Zone und des Verteilers widersprechen sich, obwohl sie verbunden sind.",
        "Den genannten Sensor und den des Verteilers kalibrieren lassen; wer abweicht, wird ersetzt."),
    fault.VALVE_STUCK_OPEN: (
        "Das Ventil einer Zone schließt nicht.",
        "Ventil der Zone ersetzen und seinen Treiber prüfen lassen."),
    fault.ZONE_VALVE_LEAK: (
        "Das Ventil einer Zone ist undicht.",
        "Ventil der Zone reinigen oder ersetzen lassen."),
    fault.VENT_STUCK_OPEN: (
        "Der Verteiler eines Beins hält keine Luft: ein Entlüfter oder Ventil ist undicht.",
        "Entlüfter des Beins prüfen lassen, dann die Sitze der Zonenventile."),
    fault.PUMP_DEAD: (
        "Eine Pumpe, die laufen soll, nimmt keinen Strom auf.",
        "Die genannte Pumpe, ihren Stecker und Treiber prüfen lassen."),
    fault.PUMP_WEAK: (
        "Eine Pumpe gibt zu wenig Luft.",
        "Filter und Pumpe des Beins prüfen lassen."),
    fault.PUMP_STUCK_ON: (
        "Eine Pumpe läuft, die stehen soll.",
        "Station ausschalten; den Treiber der Pumpe ersetzen lassen."),
    fault.OUTPUT_CURRENT: (
        "Die Ausgänge nehmen einen anderen Strom auf, als sie sollen.",
        "Ausgang, Spule und Treiber prüfen lassen; der Selbsttest zeigt, welcher es ist."),
    fault.ESTOP_STUCK: (
        "Einer der zwei Kontakte des Not-Halts hat nicht geöffnet.",
        "Station nicht benutzen: Not-Halt ersetzen lassen."),
    fault.PRESSURE_SWITCH_STUCK: (
        "Ein Druckschalter hat nicht geöffnet, als er sollte.",
        "Station nicht benutzen: Druckschalter des Beins ersetzen lassen."),
    fault.HEATER_STUCK_ON: (
        "Ein Bad wird wärmer, obwohl nichts heizt.",
        "Heizung an ihrem eigenen Schalter ausschalten; ihre Schütze prüfen lassen."),
    fault.CHILLER_STUCK_ON: (
        "Ein Bad wird kälter, obwohl nichts kühlt.",
        "Kühler an seinem eigenen Schalter ausschalten; sein Schütz prüfen lassen."),
    fault.HEATER_NO_EFFECT: (
        "Die Heizung ist an und das Bad wird nicht wärmer.",
        "Bad abdecken und sehen, ob das Wasser umläuft; dann Heizung, Schütze und Sicherung prüfen lassen."),
    fault.CHILLER_NO_EFFECT: (
        "Der Kühler ist an und das Bad wird nicht kälter.",
        "Sehen, ob das Wasser umläuft und der Kühler Luft bekommt; dann Kühler und Schütz prüfen lassen."),
    fault.CONTACTOR_WELDED: (
        "Ein Schütz der Heizung bleibt zu, obwohl nichts es ansteuert.",
        "Heizung an ihrem eigenen Schalter ausschalten; das Schütz ersetzen lassen, bevor sie wieder läuft."),
    fault.SLOW_FILL: (
        "Eine Zone erreicht ihren Druck nicht in der erlaubten Zeit.",
        "Prüfen, ob die Zone angelegt, geschlossen und gekuppelt ist; wenn ja, ist die Pumpe schwach."),
    fault.FAILED_VENT: (
        "Eine Zone hat sich nicht rechtzeitig geleert.",
        "Jetzt die Kupplung dieser Zone ziehen, dann den Reißverschluss öffnen."),
    fault.LONG_HOLD: (
        "Eine Zone stand zu lange unter Druck.",
        "Jetzt die Kupplung dieser Zone ziehen; dann ihr Ventil prüfen lassen."),
    fault.HOSE_OFF: (
        "Eine Zone nimmt Luft, aber keinen Druck: Schlauch ab, Reißverschluss offen oder nicht angelegt.",
        "Die Zone anlegen und kuppeln, oder ein Programm ohne sie wählen."),
    fault.PRESSURE_AT_REST: (
        "In einer Zone ist Druck, die vor einer Sitzung leer sein muss.",
        "Boots ausziehen und warten; bleibt er, Ventil und Sensor der Zone prüfen lassen."),
    fault.SENSOR_OPEN: (
        "Die Leitung eines Drucksensors ist unterbrochen.",
        "Stecker und Leitung des Sensors prüfen lassen."),
    fault.SENSOR_SHORT: (
        "Ein Drucksensor zeigt seine Speisung: Kurzschluss oder defekt.",
        "Den genannten Sensor ersetzen lassen."),
    fault.SENSOR_ZERO: (
        "Ein Drucksensor zeigt nicht null, obwohl sein Bein entlüftet ist.",
        "Sehen, ob der Schlauch frei und die Zone schlaff ist, dann kalibrieren lassen; weicht er wieder ab,"
        " ersetzen."),
    fault.SENSOR_UNCALIBRATED: (
        "Ein Drucksensor hat keine Kalibrierung, der die Station trauen kann.",
        "Den Sensor kalibrieren lassen: ohne das beginnt keine Sitzung."),
    fault.SENSOR_UNSTEADY: (
        "Ein Drucksensor kommt nicht zur Ruhe, obwohl sein Bein entlüftet ist.",
        "Beine stillhalten und neu beginnen; bleibt es, Stecker und Leitung des Sensors prüfen lassen."),
    fault.VALVE_STUCK_CLOSED: (
        "In eine Zone kommt keine Luft.",
        "An der genannten Zone nach einem Knick im Schlauch sehen; ist er frei, ihr Ventil ersetzen."),
    fault.VENT_STUCK_CLOSED: (
        "Einer der zwei Entlüfter eines Beins lässt die Luft nicht heraus.",
        "Den genannten Entlüfter ersetzen lassen; der andere allein leert das Bein noch."),
    fault.MANIFOLD_NO_RISE: (
        "Die Pumpe baut gegen geschlossene Ventile keinen Druck auf.",
        "Pumpe des Beins prüfen lassen, dann seine Ventile: eines ist undicht."),
    fault.SHIFT_READBACK: (
        "Die Ventiltreiber haben nicht übernommen, was ihnen gesendet wurde.",
        "Treiberplatine und ihr Kabel prüfen lassen."),
    fault.CHAIN_OPEN: (
        "Die Sicherheitskette hat geöffnet.",
        "Das genannte Glied hat geöffnet: Druckschalter, Übertemperatur, Herzschlag oder Relais. Prüfen lassen."),
    fault.CHAIN_STUCK: (
        "Die Sicherheitskette öffnet nicht auf Befehl oder schließt von selbst.",
        "Station nicht benutzen: Kettenrelais oder Zeitglied klemmt. Techniker rufen."),
    fault.SUPPLY_LOW: (
        "Die Speisung der Ventile und Pumpen liegt außerhalb ihres Bereichs.",
        "24-V-Netzteil und Sicherung prüfen lassen."),
    fault.ESTOP: (
        "Der Not-Halt wurde gedrückt.",
        "Zuerst der Person helfen. Knopf lösen, dann hier quittieren."),
    fault.BATH_OVER: (
        "Ein Bad ist zu warm.",
        "Alle heraus. Bad abkühlen und die Heizung prüfen lassen."),
    fault.BATH_UNDER: (
        "Ein Bad ist zu kalt.",
        "Alle heraus. Bad erwärmen und den Kühler prüfen lassen."),
    fault.BATH_TWINS: (
        "Die zwei Thermometer eines Bads widersprechen sich.",
        "Bad umrühren; unterscheiden sie sich noch, die Fühler prüfen lassen."),
    fault.THERMISTOR_OPEN: (
        "Die Leitung eines Badthermometers ist unterbrochen.",
        "Stecker und Leitung des Fühlers prüfen lassen."),
    fault.THERMISTOR_SHORT: (
        "Ein Badthermometer hat einen Kurzschluss.",
        "Den genannten Fühler ersetzen lassen."),
    fault.JOURNAL_FAILING: (
        "Die Station kann ihre Aufzeichnungen nicht behalten.",
        "Speicherchip prüfen lassen; vor dem Ausschalten die Aufzeichnungen abholen."),
    fault.WATCHDOG_RESET: (
        "Die Steuerung antwortete nicht mehr und wurde in einer Sitzung neu gestartet.",
        "Aufzeichnungen abholen und dem Techniker schicken; zum Weitermachen quittieren."),
    fault.TICK_LATE: (
        "Die Steuerung war zu langsam.",
        "Zum Weitermachen quittieren; kommt es wieder, dem Techniker sagen."),
    fault.FIRMWARE_ERROR: (
        "Die Firmware traf auf einen Fehler und hat alles angehalten.",
        "Aufzeichnungen abholen und dem Techniker schicken; zum Weitermachen quittieren."),
    fault.ADC_REFERENCE: (
        "Die 5 V der Sensoren und Wandler liegen außerhalb ihres Bereichs.",
        "Diese Versorgung prüfen lassen: keinem Messwert ist zu trauen."),
    fault.HEAP_LOW: (
        "Der Steuerung geht der Speicher aus.",
        "Aus- und einschalten; kommt es wieder, dem Techniker sagen."),
    fault.SESSION_TOO_LONG: (
        "Die Sitzung lief länger, als eine Sitzung darf.",
        "Zum Weitermachen quittieren; kommt es wieder, dem Techniker sagen."),
    fault.CLOCK_WRONG: (
        "Die zwei Uhren der Station stimmen nicht überein.",
        "Uhr vom Computer stellen; kommt es wieder, Uhrenchip und Batterie prüfen lassen."),
    fault.FIRMWARE_DAMAGED: (
        "Eine Datei der Firmware ist nicht, was installiert wurde.",
        "Firmware neu installieren lassen; kommt es wieder, die Steuerung ersetzen lassen."),
    fault.SETTINGS_DAMAGED: (
        "Den Einstellungen des Standorts ist nicht mehr zu trauen.",
        "Einstellungen vom Computer neu setzen: station config edit."),
    fault.MEMORY_NEWER: (
        "Den Speicher schrieb eine neuere Firmware als die Rettungs-Firmware, die läuft.",
        "Vom Techniker die neueste Firmware installieren lassen: station update."),
    fault.LEASE_EXPIRED: (
        "Die Regelung hat ihre Anforderung an die Ausgänge nicht erneuert.",
        "Zum Weitermachen quittieren; kommt es wieder, dem Techniker sagen."),
}
# fmt: on
