"""MB85RS2MT: 256 KiB SPI FRAM. A write needs WREN; the latch clears when the select rises after it."""

import layout
import wire

_WREN = 0x06
_WRDI = 0x04
_RDSR = 0x05
_WRSR = 0x01
_READ = 0x03
_WRITE = 0x02
_FSTRD = 0x0B
_RDID = 0x9F
_ID = b"\x04\x7f\x28\x03"
SIZE = 0x40000
_MASK = SIZE - 1
_PROTECT_FROM = (SIZE, SIZE * 3 // 4, SIZE // 2, 0)  # by the two block protect bits
_HEADER = {_READ: 4, _WRITE: 4, _FSTRD: 5}

memory = bytearray(SIZE)
dead = False

_view = memoryview(memory)
_command = 0  # opcode of this select, 0: none yet
_got = 0  # bytes of its header so far
_address = 0
_write_enabled = False
_logged = False  # this WRITE has a record already
_status = 0  # WPEN and block protect bits


def load(descriptor):
    """Take the content that survived from the supervisor's file."""
    with open(descriptor, "rb") as f:
        f.readinto(memory)


def flip(position):
    """A bit changed by itself: position = address * 8 + bit."""
    memory[position >> 3 & _MASK] ^= 1 << (position & 7)


def transfer(tx, rx, n, fresh):
    """n bytes while the FRAM alone is selected; `fresh`: the select has moved since the last ones."""
    global _command, _got, _address, _write_enabled, _logged
    if fresh:
        if _command in (_WRITE, _WRSR) and _got:
            _write_enabled = False
        _command = 0
        _got = 0
    if dead:
        _fill(rx, 0, n, 0xFF)
        return
    at = 0
    if not _command:
        _command = tx[0]
        _got = 1
        at = 1
        if rx is not None:
            rx[0] = 0
        if _command == _WREN:
            _write_enabled = True
        elif _command == _WRDI:
            _write_enabled = False
        elif _command in (_WRITE, _READ, _FSTRD):
            _address = 0
        _logged = False
    header = _HEADER.get(_command, 1)
    while _got < header and at < n:
        if _got < 4:
            _address = (_address << 8 | tx[at]) & 0xFFFFFF
        if rx is not None:
            rx[at] = 0
        _got += 1
        at += 1
    if at < n:
        _data(tx, rx, at, n)


def _data(tx, rx, at, n):
    global _address, _got, _status
    if _command in (_READ, _FSTRD):
        if rx is not None:
            _read(rx, at, n)
    elif _command == _WRITE:
        _write(tx, at, n)
        _fill(rx, at, n, 0)
    elif _command == _RDSR:
        _fill(rx, at, n, _status | (2 if _write_enabled else 0))
    elif _command == _WRSR:
        if _write_enabled:
            _status = tx[at] & 0x8C
        _fill(rx, at, n, 0)
    elif _command == _RDID:
        for i in range(at, n):
            if rx is not None:
                rx[i] = _ID[(_got - 1) & 3]
            _got += 1
    else:
        _fill(rx, at, n, 0)


def _fill(rx, at, n, value):
    if rx is not None:
        for i in range(at, n):
            rx[i] = value


def _read(rx, at, n):
    global _address
    start = _address & _MASK
    size = n - at
    if start + size <= SIZE:
        memoryview(rx)[at:n] = _view[start : start + size]
    else:
        for i in range(size):
            rx[at + i] = memory[start + i & _MASK]
    _address = start + size & _MASK


def _write(tx, at, n):
    global _address, _logged
    if not _write_enabled:
        return
    limit = _PROTECT_FROM[_status >> 2 & 3]
    source = memoryview(tx)
    while at < n:
        start = _address & _MASK
        size = min(n - at, SIZE - start, layout.TAIL_MAX_BYTES - 16)
        part = source[at : at + size]
        if start + size <= limit:
            wire.record(layout.REC_FRAM_MORE if _logged else layout.REC_FRAM, start, part)
            _view[start : start + size] = part
            _logged = True
        _address = start + size & _MASK
        at += size
