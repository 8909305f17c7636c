"""Which wire goes where: made from hardware/pins.toml by `make hardware`, do not edit."""


def const(value: int) -> int:
    """MicroPython folds `const(...)` by this name when it compiles; elsewhere it is this function."""
    return value


# GP numbers of the Pico
PUMP_L = const(0)
DRIVER_DISABLE = const(1)
PUMP_R = const(2)
HEARTBEAT = const(3)
CHAIN_ARM = const(4)
STOP = const(5)
ESTOP = const(6)
ACTUATOR_SUPPLY = const(7)
DISPLAY_SDA = const(8)
DISPLAY_SCL = const(9)
DRIVER_SCK = const(10)
DRIVER_MOSI = const(11)
DRIVER_MISO = const(12)
DRIVER_LATCH = const(13)
CLOCK_SDA = const(14)
CLOCK_SCL = const(15)
BUS_MISO = const(16)
CS_ADC_A = const(17)
BUS_SCK = const(18)
BUS_MOSI = const(19)
CS_ADC_B = const(20)
CS_FRAM = const(21)
CS_INPUTS = const(22)
ADC_REFERENCE = const(26)
ADC_SUPPLY = const(27)
ADC_CURRENT = const(28)

# (GP number, level) of every output, in the order main.py drives them
SAFE_LEVELS = (
    (PUMP_L, 0),
    (DRIVER_DISABLE, 1),
    (PUMP_R, 0),
    (HEARTBEAT, 0),
    (CHAIN_ARM, 0),
    (DRIVER_LATCH, 0),
    (CS_ADC_A, 1),
    (CS_ADC_B, 1),
    (CS_FRAM, 1),
    (CS_INPUTS, 1),
)

# converter channels: 0..7 = converter A, 8..15 = converter B
CH_L1 = const(0)
CH_L2 = const(1)
CH_L3 = const(2)
CH_L4 = const(3)
CH_L5 = const(4)
CH_MR = const(5)
CH_HOT1 = const(6)
CH_COLD1 = const(7)
CH_R1 = const(8)
CH_R2 = const(9)
CH_R3 = const(10)
CH_R4 = const(11)
CH_R5 = const(12)
CH_ML = const(13)
CH_HOT2 = const(14)
CH_COLD2 = const(15)

# channels in zone order L1..L5, R1..R5; manifolds in leg order
ZONE_CHANNELS = (
    CH_L1,
    CH_L2,
    CH_L3,
    CH_L4,
    CH_L5,
    CH_R1,
    CH_R2,
    CH_R3,
    CH_R4,
    CH_R5,
)
MANIFOLD_CHANNELS = (
    CH_ML,
    CH_MR,
)

# bits of the driver word: bit 0 = DRAIN0 of the chip next to the Pico
BIT_ZONE_L1 = const(0)
BIT_ZONE_L2 = const(1)
BIT_ZONE_L3 = const(2)
BIT_ZONE_L4 = const(3)
BIT_ZONE_L5 = const(4)
BIT_VENT_L1 = const(5)
BIT_ZONE_R1 = const(8)
BIT_ZONE_R2 = const(9)
BIT_ZONE_R3 = const(10)
BIT_ZONE_R4 = const(11)
BIT_ZONE_R5 = const(12)
BIT_VENT_R1 = const(13)
BIT_VENT_L2 = const(16)
BIT_VENT_R2 = const(17)
BIT_HEATER_1 = const(18)
BIT_CHILLER = const(19)
BIT_CIRCULATION_HOT = const(20)
BIT_CIRCULATION_COLD = const(21)
BIT_HEATER_2 = const(24)
BIT_LAMP_RED = const(25)
BIT_LAMP_GREEN = const(26)
BIT_LAMP_BLUE = const(27)
BIT_BUZZER = const(28)

# bits in zone order L1..L5, R1..R5
ZONE_BITS = (
    BIT_ZONE_L1,
    BIT_ZONE_L2,
    BIT_ZONE_L3,
    BIT_ZONE_L4,
    BIT_ZONE_L5,
    BIT_ZONE_R1,
    BIT_ZONE_R2,
    BIT_ZONE_R3,
    BIT_ZONE_R4,
    BIT_ZONE_R5,
)

# masks of the slow inputs: bit 15 arrives first
IN_START = const(1 << 15)
IN_STOP_TAP = const(1 << 14)
IN_ENCODER_A = const(1 << 13)
IN_ENCODER_B = const(1 << 12)
IN_ENCODER_PUSH = const(1 << 11)
IN_TAP_ESTOP_A = const(1 << 10)
IN_TAP_ESTOP_B = const(1 << 9)
IN_TAP_SWITCH_L = const(1 << 8)
IN_TAP_SWITCH_R = const(1 << 7)
IN_TAP_CUTOUT = const(1 << 6)
IN_TAP_MONOSTABLE = const(1 << 5)
IN_TAP_RELAY = const(1 << 4)
IN_TAP_ACTUATORS = const(1 << 3)
IN_CONTACTOR_1 = const(1 << 2)
IN_CONTACTOR_2 = const(1 << 1)
