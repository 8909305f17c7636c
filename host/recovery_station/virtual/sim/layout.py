"""The layout of the exchange: one array of int32 from the child, one reply of 96 bytes back; read by both interpreters.

The hot files of the child repeat single numbers as `const` (MicroPython folds only names of the same file); a test
holds them to this one.
"""

# ---- child -> supervisor: int32 words, then the tail
KIND = 0  # one of the K_ below
WAIT_US = 1  # how long the firmware wants to wait from its now
ELAPSED_US = 2  # declared costs since the last reply: the child's now is the reply's now + this
TAIL_BYTES = 3  # length of the records behind the header
WORD = 4  # the 32 latched drain bits
SHIFT = 5  # what the shift registers hold, not yet latched
OE = 6  # bit mask: the pin is driven by the chip
LEVEL = 7  # bit mask: output latch of each pin
PUMP_L = 8  # effective duty of GP0, 0..65535, -1: not driven
PUMP_R = 9  # the same of GP2
BEAT_US = 10  # ELAPSED_US + 1 at the last heartbeat edge since the last reply, 0: none
ARM_EDGES = 11  # rising edges of CHAIN_ARM since the last reply
WDT_MS = 12  # watchdog time-out, 0: not started
FED_US = 13  # ELAPSED_US + 1 at the last feed since the last reply, 0: none
BUS_FAULTS = 14  # two selects low at once, converter clocked too fast: counted since the child started
FRESH = 15  # a select moved since the last SPI0 transfer (used inside the child only)
PWM_PINS = 16  # bit mask: pins whose function is PWM
PUMP_L_HZ = 17  # PWM frequency of slice 0, 0: never set
PUMP_R_HZ = 18  # of slice 1
SPI0_COST = 19  # microseconds a byte times 1024 (child only)
SPI1_COST = 20
CHAIN_XOR = 21  # the chain's wrong bits (child only)
NO_INTERRUPTS = 22  # micropython.kbd_intr(-1): Ctrl-C is a byte like any other
EAGER = 23  # at the prompt: what a line changes must show at once, no tick will tell it (child only)
BACKUP = 24  # 7 words: machine.mem_backup(), the watchdog's scratch registers
HEADER_WORDS = 32
HEADER_BYTES = 4 * HEADER_WORDS
TAIL_MAX_BYTES = 4000

K_SLEEP = 0  # waits WAIT_US
K_POLL = 1  # waits WAIT_US, or until host bytes are there
K_SYNC = 2  # does not wait: time has moved far by itself, or the tail is full
K_BOOT = 3  # the interpreter is up, the filesystem is mounted
K_RESET = 4  # machine.reset(): never answered
K_SOFT_RESET = 5  # SystemExit out of main.py, machine.soft_reset(): never answered
K_FLASH = 6  # about to erase or program; WAIT_US is its length
K_BOOTLOADER = 7  # machine.bootloader(): never answered

# Records of the tail: type byte, 3 bytes length (little-endian), payload
REC_FRAM = 0x46  # F: 4 bytes address, data; a new WRITE command
REC_FRAM_MORE = 0x66  # f: the same WRITE command goes on
REC_CLOCK = 0x52  # R: 8 bytes offset in microseconds, 19 bytes registers
REC_DISPLAY = 0x44  # D: 8 bytes state, 1024 bytes GDDRAM

# ---- supervisor -> child: byte offsets in the reply
R_NOW_US = 0  # int64
R_FLAGS = 8  # int32, the F_ below
R_RX_BYTES = 12  # int32, host bytes that can be read now
R_CODES = 16  # 16 x uint16
R_ADC = 48  # 3 x uint16: reference, supply, current
R_INPUTS = 54  # uint16, the 74HC165 word
R_DIRECT = 56  # uint16: bit 0 STOP, 1 ESTOP, 2 ACTUATOR_SUPPLY
R_CHAIN_XOR = 60  # int32, shifted bits that come out wrong
R_FRAM_FLIP = 64  # int32, address * 8 + bit to flip now, -1: none
R_CLOCK_OFFSET_US = 72  # int64: the DS3231 shows now + this
REPLY_BYTES = 96
REPLY_FORMAT = "<qii16H3HHHHiiiq16x"

F_INTERRUPT = 1  # raise KeyboardInterrupt
F_TX_FULL = 2  # the host does not read
F_FRAM_DEAD = 4
F_I2C0_STUCK = 8
F_I2C1_STUCK = 16
F_CLOCK_STOPPED = 32  # DS3231: OSF is set
F_SEND_DISPLAY = 64  # put a REC_DISPLAY in the next tail
F_CHAIN_BIT = 128  # R_CHAIN_XOR is not zero
F_FRAM_FLIP = 256  # R_FRAM_FLIP holds a bit to flip
