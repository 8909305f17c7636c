"""Where things lie in the 256 KiB of FRAM. A change of this table is a change of data format."""

SIZE_BYTES = 262144
STATE_PAGE = 0x000
LATCH_PAGE = 0x100
OPS = 0x300
CRASH = 0x600
CALIBRATION = 0x800
DAILY = 0x900
SERVICE = 0x940
SETTINGS = 0xA00
RING = 0x1000
