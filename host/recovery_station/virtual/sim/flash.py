"""The flash behind `/` of the board: erase and program cost their declared time, and the supervisor hears of each."""

import layout
import wire
from flash_file import FlashFile

_ERASE_US = 45000
_PROGRAM_US = 700
_PAGE_BYTES = 256


class Flash(FlashFile):
    """The supervisor hears of each erase and program before it happens."""

    def about_to_erase(self):
        wire.exchange(layout.K_FLASH, _ERASE_US)

    def about_to_program(self, size):
        wire.exchange(layout.K_FLASH, _PROGRAM_US * ((size + _PAGE_BYTES - 1) // _PAGE_BYTES))
