"""Every limit of the station, stated once. The comment after a value is data: unit | source | hazard.

`†` marks an engineering choice of this project where the field publishes none. Pressures inside the firmware are
tenths of mmHg; limits are stated in mmHg, the unit people read, and multiplied where they are used.
"""

from .timebase import const

# zone targets
TARGET_MIN_MMHG = const(20)  # mmHg | † below it nothing is felt | HAZ-1
TARGET_MAX_MMHG = const(110)  # mmHg | one vendor's top, reached by boost only | HAZ-1
BOOST_MAX_MMHG = const(10)  # mmHg | ZoneBoost of a leading system, FDA K220217 | HAZ-1
FIRST_CYCLE_PCT = const(60)  # % | SC-2008 manual: preset pressure only after 2-3 cycles, † value | HAZ-1
ZONES_SHARE_MMHG = const(5)  # mmHg | † zones may share the manifold only this close | HAZ-1

# the ladder of over-pressure
OVER_PRESSURE_MMHG = const(130)  # mmHg | † software trip, below the 140 switch and the 150 relief | HAZ-1
OVER_PRESSURE_SAMPLES = const(2)  # samples | † one glitch ends no session | HAZ-1
MANIFOLD_OVER_TARGET_MMHG = const(30)  # mmHg | † while filling | HAZ-1
ZONE_OVER_MANIFOLD_MMHG = const(6)  # mmHg | † while filling | HAZ-1
FILL_COMPARE_MS = const(200)  # ms | † persistence of the two rows above | HAZ-1
BODY_LOAD_MMHG = const(15)  # mmHg | tourniquet practice ±15 mmHg, Delfi PTS ii manual | HAZ-1
BODY_LOAD_MS = const(300)  # ms | † | HAZ-1
BODY_RELIEVED_MMHG = const(3)  # mmHg | † relieved down to target + this | HAZ-1
BODY_LOAD_TRIP_MS = const(3000)  # ms | † still above after relief | HAZ-1
BODY_LOAD_RELIEFS = const(5)  # count | † reliefs in BODY_LOAD_WINDOW_MS | HAZ-1
BODY_LOAD_EVENT_MS = const(2000)  # ms | † reliefs this close are one movement of the leg | HAZ-1
BODY_LOAD_WINDOW_MS = const(60000)  # ms | † | HAZ-1

# filling
FILL_FIRST_MS = const(40000)  # ms | † pump-on time for a zone's first fill in a session | HAZ-2
FILL_LATER_MAX_MS = const(25000)  # ms | † | HAZ-2
FILL_LATER_FACTOR = const(2)  # x | † times the learned fill | HAZ-2
FILL_LATER_EXTRA_MS = const(2000)  # ms | † | HAZ-2
HOSE_OFF_MMHG = const(10)  # mmHg | † | HAZ-2
HOSE_OFF_MS = const(24000)  # ms | † 16 s at nominal flow, on the weakest pump allowed (-30 %) | HAZ-2
LEAK_MAKEUP_MS = const(7000)  # ms | Delfi PTS ii: leak alarm after > 7 s of make-up | HAZ-2
LEAK_WINDOW_MS = const(60000)  # ms | † | HAZ-2
LEAK_FALL_MMHG_S = const(3)  # mmHg/s | † while isolated | HAZ-2
LEAK_LOW_MMHG = const(5)  # mmHg | † below target at the end of a hold: it is not kept | HAZ-2
LEAK_LOOK_MS = const(2000)  # ms | † isolated at least this long in a hold | HAZ-2
LEAK_HOLDS = const(2)  # holds | † running | HAZ-2
PUFF_PCT = const(20)  # % | † pump duty of the puff | HAZ-2
PUFF_MS = const(40)  # ms | † | HAZ-2
PUFF_BLOCKED_MMHG = const(8)  # mmHg | † manifold rise: 15-38 blocked, below 1.5 open | HAZ-2
PATH_DOUBTED_MMHG = const(20)  # mmHg | † manifold above the zone it fills; an open path loses 7-12 | HAZ-2
PATH_BLOCKED_MMHG = const(30)  # mmHg | † the same, once a look with the pump off was well | HAZ-2
PATH_JUMP_MMHG = const(4)  # mmHg | † a tick: a blocked manifold rises 6-50, a zone no more than 1 | HAZ-2
PATH_LEAP_MMHG = const(15)  # mmHg | † a tick, twice: 28-50 into a hose alone; a leg moves once | HAZ-2
PATH_BLOCKED_SAMPLES = const(2)  # samples | † before the pressure switch opens at 140 | HAZ-2
SEAT_MMHG = const(5)  # mmHg | † gain of a closed manifold in 80 ms, twice: a valve does not seal | HAZ-2
WEAK_DROP_DMMHG = const(8)  # 0.1 mmHg | † manifold above a soft zone at full duty: 34, at -30 % 16 | HAZ-2
WEAK_FILLS = const(5)  # fills | † in a row below it: the pump is weak | HAZ-2
NO_DROP_DMMHG = const(15)  # 0.1 mmHg | † nothing goes into the zone at full duty: a vent lets it out | HAZ-2
TWINS_MMHG = const(12)  # mmHg | † zone and manifold connected at rest | HAZ-4
TWINS_QUIET_MS = const(100)  # ms | † pump and vents off before they are compared; the rotor coasts 60 | HAZ-4
TWINS_JOINT_MS = const(500)  # ms | † the same with several zones open: they level each other first | HAZ-4
HOSE_LOST_MMHG = const(20)  # mmHg | † a closed zone above it that loses 5/8 in 200 ms has no hose | HAZ-2
DRAIN_MS = const(100)  # ms | † a zone falls while it is filled: a vent is open | HAZ-2
FAST_FROM_MMHG = const(40)  # mmHg | † released alone from above this | HAZ-3
FAST_TO_MMHG = const(15)  # mmHg | † to below this | HAZ-3
FAST_MS = const(200)  # ms | † so quickly: the hose emptied, not the zone | HAZ-3
GRADIENT_MMHG = const(20)  # mmHg | † above what the zone below it allows; a leg that flexes adds 15 | HAZ-1
GRADIENT_MS = const(3000)  # ms | † | HAZ-1
REACHED_MMHG = const(2)  # mmHg | † a zone has reached its target within this | HAZ-2
FULL_PRESSURE_WAIT_MS = const(300000)  # ms | † all zones at full target within | HAZ-2

# venting and time under pressure
VENTED_MMHG = const(10)  # mmHg | † | HAZ-3
VENT_MS = const(8000)  # ms | † every zone below VENTED_MMHG within | HAZ-3
STUCK_OPEN_MS = const(3000)  # ms | † an open zone empties in under 2 s through one vent | HAZ-3
STUCK_ROSE_MS = const(2000)  # ms | † a zone that rises by itself so long: its sensor | HAZ-4
STILL_MS = const(500)  # ms | † two looks at each input: a sensor is frozen or it drifts | HAZ-4
FROM_MS = const(1000)  # ms | † the most a zone reads so soon after it was opened is where it stood | HAZ-3
STUCK_MMHG = const(20)  # mmHg | † above it after STUCK_OPEN_MS, manifold empty: cannot let go | HAZ-3
RELEASED_MMHG = const(15)  # mmHg | † ends the time under pressure | HAZ-3
UNDER_PRESSURE_MMHG = const(30)  # mmHg | † begins the time under pressure | HAZ-3
PLAN_UNDER_MS = const(100000)  # ms | † planned at most: 10 s are left for top-ups | HAZ-3
HOLD_CUT_MS = const(110000)  # ms | † hold is cut | HAZ-3
HOLD_TRIP_MS = const(120000)  # ms | † trip | HAZ-3

# the session
SESSION_PLANNED_S = const(3600)  # s | † | HAZ-3
SESSION_HARD_MS = const(4200000)  # ms | † from START | HAZ-3
READY_MS = const(120000)  # ms | † READY and its do-not-use check expire | HAZ-9
PAUSED_MS = const(600000)  # ms | † then user_stop | HAZ-9
HOST_START_MS = const(5000)  # ms | † buzzer before a start by the host | HAZ-9

# sensor wires, MPXV5050 with a pull-down at the converter's input
SENSOR_OPEN_MV = const(50)  # mV | MPXV5050: 0.2 V at zero; pull-down reads 0 | HAZ-4
SENSOR_SHORT_MV = const(4800)  # mV | MPXV5050: 4.7 V at full scale | HAZ-4
SENSOR_ZERO_MIN_MV = const(88)  # mV | MPXV5050 offset range | HAZ-4
SENSOR_ZERO_MAX_MV = const(313)  # mV | MPXV5050 offset range | HAZ-4
SENSOR_WIRE_SAMPLES = const(3)  # samples | † | HAZ-4
SENSOR_SPAN_PCT = const(5)  # % | † calibrated span around nominal: twice the MPXV5050's ±2.5 % | HAZ-4
ZERO_DRIFT_MMHG = const(4)  # mmHg | † further from the calibrated zero, up or down, is a fault | HAZ-4
ZERO_VENTED_MS = const(5000)  # ms | † everything de-energised before a zero is judged | HAZ-4
ZERO_SAMPLES = const(25)  # samples | † half a second: one mean | HAZ-4
ZERO_STILL_MMHG = const(1)  # mmHg | † still: two means in a row no further apart | HAZ-4
ZERO_WAIT_MS = const(10000)  # ms | † until vented, and as long again until every channel was still | HAZ-4
AT_REST_MMHG = const(5)  # mmHg | † zones at the start of a self-test | HAZ-4

# baths
HOT_STEP_MAX_CDEGC = const(4000)  # 0.01 degC | bath limit of UL 1563 | HAZ-5
HOT_ENTER_MAX_CDEGC = const(4050)  # 0.01 degC | † | HAZ-5
HOT_TRIP_CDEGC = const(4200)  # 0.01 degC | † | HAZ-5
COLD_STEP_MIN_CDEGC = const(900)  # 0.01 degC | † | HAZ-6
COLD_WARN_CDEGC = const(1000)  # 0.01 degC | † | HAZ-6
COLD_ENTER_MIN_CDEGC = const(800)  # 0.01 degC | coldest in Bieuzen's table | HAZ-6
COLD_TRIP_CDEGC = const(500)  # 0.01 degC | † | HAZ-6
BATH_BAND_CDEGC = const(100)  # 0.01 degC | † in band = step ± this | HAZ-5
BATH_TRIP_MS = const(1000)  # ms | † | HAZ-5
BATH_TWINS_CDEGC = const(300)  # 0.01 degC | † twins disagree always | HAZ-5
BATH_TWINS_MS = const(5000)  # ms | † | HAZ-5
PLAUSIBLE_CDEGC = const(30)  # 0.01 degC | † a bath that nobody heats or cools, in PLAUSIBLE_MS | HAZ-5
PLAUSIBLE_MS = const(300000)  # ms | † | HAZ-5
HOT_DIP_S = const(600)  # s | spa makers: shorten above 10 min | HAZ-5
COLD_DIP_S = const(900)  # s | CWI reviews 11-15 min | HAZ-6
COLD_DIP_BELOW_WARN_S = const(180)  # s | † below COLD_WARN_CDEGC | HAZ-6
COLD_FALLEN_S = const(60)  # s | † more in water that fell through COLD_WARN_CDEGC | HAZ-6
WATER_REST_S = const(15)  # s | † between boots and water, and between two steps in water | HAZ-6
ANSWER_MS = const(120000)  # ms | † nobody answers what the station asks: the session pauses | HAZ-6
BATH_WAIT_MS = const(1200000)  # ms | † no bath becomes ready: the session pauses | HAZ-6
ASK_AGAIN_MS = const(15000)  # ms | † what it asks it says again | HAZ-6
CONTRAST_S = const(1800)  # s | † | HAZ-6

# keeping the baths
HOT_ON_CDEGC = const(20)  # 0.01 degC | † below the set-point the heater goes on | HAZ-5
HOT_OFF_CDEGC = const(10)  # 0.01 degC | † above it the heater goes off | HAZ-5
HOT_LAYERS_CDEGC = const(80)  # 0.01 degC | † twins so far apart: the water mixes first | HAZ-5
COLD_ON_CDEGC = const(20)  # 0.01 degC | † above the set-point the chiller goes on, at least | HAZ-6
COLD_ON_MAX_CDEGC = const(80)  # 0.01 degC | † the same at most: still in the band | HAZ-6
COLD_OFF_CDEGC = const(10)  # 0.01 degC | † below it the chiller goes off | HAZ-6
CIRCULATION_LEAD_MS = const(10000)  # ms | † water moves before anything heats or cools it | HAZ-5
CIRCULATION_AFTER_MS = const(60000)  # ms | † and goes on moving when that has stopped | HAZ-5
STIRRED_MS = const(60000)  # ms | † from then on the thermometers stand for all of the water | HAZ-5
HEATER_OFF_MS = const(10000)  # ms | † at least: contactors do not chatter | HAZ-5
CHILLER_ON_MS = const(180000)  # ms | † a compressor runs at least so long | HAZ-6
CHILLER_OFF_MS = const(300000)  # ms | † and rests at least so long | HAZ-6
TWINS_STIRRED_CDEGC = const(100)  # 0.01 degC | † twins of a bath that was stirred | HAZ-5
TWINS_STIRRED_MS = const(30000)  # ms | † apart so long and no closer | HAZ-5
TWINS_CLOSING_CDEGC = const(10)  # 0.01 degC | † closer by this: it still mixes | HAZ-5
EFFECT_CDEGC = const(30)  # 0.01 degC | † heater or chiller brings less in EFFECT_MS: without effect | HAZ-5
EFFECT_MS = const(600000)  # ms | † or until twice EFFECT_CDEGC is due by litres and watts | HAZ-5
RATE_MS = const(300000)  # ms | † a rate is measured over this | HAZ-14
CONTACTOR_MS = const(200)  # ms | † closed so long though it is not driven: welded | HAZ-16
KEEP_REST_MS = const(5000)  # ms | † the chain rests before a bath is kept, and around a flash write | HAZ-7
PREHEAT_SPARE_S = const(600)  # s | † a bath is begun so much earlier than it needs | HAZ-5

# the machine itself
TICK_LATE_MS = const(10)  # ms | † twice running | HAZ-7
TICK_LATE_SAMPLES = const(2)  # samples | † | HAZ-7
TICK_MISSED_MS = const(180)  # ms | † late by this: none for 200 ms | HAZ-7
TEST_PHASE_MS = const(5000)  # ms | † no part of the self-test takes longer | HAZ-7
LEASE_MS = const(200)  # ms | † a demand not renewed is void | HAZ-7
CHAIN_DROP_MS = const(200)  # ms | monostable 100-200 ms | HAZ-7
CHAIN_CLOSE_MS = const(300)  # ms | † relay seen after an arm edge | HAZ-7
CHAIN_OPEN_SAMPLES = const(2)  # samples | † | HAZ-7
REFERENCE_MIN_MV = const(4850)  # mV | † sensors are whole at 5 V ± 5 %, the Pico is 1 % off | HAZ-4
REFERENCE_MAX_MV = const(5150)  # mV | † as above | HAZ-4
SUPPLY_MIN_MV = const(21600)  # mV | 24 V ± 10 % | HAZ-7
SUPPLY_MAX_MV = const(26400)  # mV | 24 V ± 10 % | HAZ-7
COIL_MA = const(80)  # mA | valve coil 1.9 W at 24 V | HAZ-7
CONTACTOR_COIL_MA = const(60)  # mA | contactor or circulation relay, 1.4 W at 24 V | HAZ-7
PUMP_MA = const(900)  # mA | pump at full duty, 24 V | HAZ-7
CURRENT_MS = const(100)  # ms | † a current that is wrong so long | HAZ-7
OUTPUTS_OFF_MA = const(60)  # mA | † the coils' current may be wrong by this and OUTPUTS_OFF_PCT | HAZ-7
OUTPUTS_OFF_PCT = const(12)  # % | † supply and coils ± 10 % | HAZ-7
BATH_COILS_OFF_MA = const(30)  # mA | † instead, while only baths are driven: less than one coil | HAZ-7
HEAP_MIN_BYTES = const(20000)  # B | † | HAZ-7

# what the self-test's own moves may do with a closed leg
TEST_PUFF_PCT = const(20)  # % | † | HAZ-1
TEST_PUFF_MS = const(120)  # ms | † pump-on time against a closed leg | HAZ-1
TEST_MANIFOLD_MMHG = const(80)  # mmHg | † the gate ends the move above it | HAZ-1

# the self-test's own moves with a closed leg, beyond the puff: to name an open path, to feed a leak, to the switch
TEST_FLOW_PCT = const(100)  # % | † only where a puff has shown that the air goes out | HAZ-1
TEST_FLOW_MS = const(360)  # ms | † | HAZ-1
TEST_FLOW_MANIFOLD_MMHG = const(20)  # mmHg | † an open path keeps it below 14 at full flow | HAZ-1
TEST_FEED_MS = const(1600)  # ms | † at TEST_PUFF_PCT | HAZ-1
TEST_SWITCH_PCT = const(10)  # % | † 4 mmHg a tick | HAZ-1
TEST_SWITCH_MS = const(4000)  # ms | † the weakest pump allowed takes 1.6 s | HAZ-1
TEST_SWITCH_MANIFOLD_MMHG = const(155)  # mmHg | † relief cracks at 150 | HAZ-1
SWITCH_MIN_MMHG = const(125)  # mmHg | switch 140 ± 5, sensor and noise | HAZ-1
SWITCH_MAX_MMHG = const(150)  # mmHg | switch 140 ± 5, sensor and noise | HAZ-1
SWITCH_DROP_MS = const(60)  # ms | † supply gone after the switch, before the monostable could do it | HAZ-7
DAILY_H = const(20)  # h | † emergency stop and pressure switches are tried once a day | HAZ-7

# the service move of a calibration: one leg, nobody in the boots, a gauge at a coupling
CAL_TARGET_MIN_MMHG = const(40)  # mmHg | † lower, noise spoils the gain | HAZ-21
CAL_TARGET_MAX_MMHG = const(90)  # mmHg | † far below the 125 where a session relieves | HAZ-21
CAL_OVER_MMHG = const(10)  # mmHg | † above its target the move is a fault | HAZ-21
CAL_GATE_MMHG = const(100)  # mmHg | † the gate pumps no leg with a sensor above it | HAZ-21
CAL_PUMP_MS = const(120000)  # ms | † pump-on time; weakest pump, 3 L zones: 115 s | HAZ-21
CAL_HOLD_MS = const(90000)  # ms | † held for the technician to read the gauge | HAZ-21
CAL_LEASE_MS = const(5000)  # ms | † the host has not asked for so long: vent | HAZ-21
CAL_FEEL_PCT = const(20)  # % | † the pump's first second | HAZ-21
CAL_FEEL_MS = const(1000)  # ms | † | HAZ-21
CAL_ROOM_MMHG = const(10)  # mmHg | † risen in that second: no boots, or hoses shut | HAZ-21
CAL_FELL_MMHG = const(10)  # mmHg | † below the target while it is held: a leak | HAZ-21
CAL_APART_MS = const(200)  # ms | † two of the six further apart than TWINS_MMHG | HAZ-21
CAL_SAMPLES = const(100)  # samples | † two seconds: one mean | HAZ-21
CAL_STILL_DMMHG = const(3)  # 0.1 mmHg | † two means in a row; a gauge is read in 3 s | HAZ-21
CAL_ZERO_WAIT_MS = const(25000)  # ms | † until vented and still | HAZ-21

# what a calibration may say, beside SENSOR_ZERO_MIN_MV to SENSOR_SPAN_PCT
CAL_ALIKE_PML = const(30)  # 0.1 % | † six gains off alike: the gauge; MPXV5050 ±2.5 % each | HAZ-4
CAL_SPREAD_PML = const(50)  # 0.1 % | † highest less lowest gain of a leg: ±2.5 % each | HAZ-4
CAL_TWINS_DMMHG = const(30)  # 0.1 mmHg | † among five that shall stand for a gauge | HAZ-4
CAL_DEGC_OFF_CDEGC = const(100)  # 0.01 degC | † a thermistor's error at a point | HAZ-5
CAL_DEGC_APART_CDEGC = const(1500)  # 0.01 degC | † between its two points at least | HAZ-5
CAL_DEGC_STILL_CDEGC = const(20)  # 0.01 degC | † lowest to highest within its second | HAZ-5

# what the self-test's moves must show
TEST_NO_RISE_MMHG = const(5)  # mmHg | † a puff that raises less went out of a wide opening | HAZ-2
TEST_WEAK_MMHG = const(23)  # mmHg | † nominal pump 42, 29 at -30 % | HAZ-2
TEST_FALL_MMHG = const(5)  # mmHg | † closed and still, in 200 ms | HAZ-2
TEST_OPEN_MMHG = const(10)  # mmHg | † left in the manifold when an open path has taken the puff | HAZ-2
TEST_KEPT_PCT = const(85)  # % | † of a puff: a kinked stub leaves 67-83, a stuck valve all | HAZ-2
TEST_TRIES = const(3)  # times | † an athlete moves: only what is wrong each time is a finding | HAZ-2
CURRENT_PCT = const(40)  # % | † around nominal | HAZ-7
CURRENT_REST_MA = const(30)  # mA | † while nothing is driven | HAZ-7
TEST_FILES_MS = const(15000)  # ms | † each file of the firmware read once since power-on | HAZ-7
CLOCK_APART_S = const(2)  # s | † clock chip against ticks, and 200 ppm since they were set | HAZ-7
