"""SSD1306, 128 x 64: commands with their operands, the three addressing modes, the picture in GDDRAM."""

ADDRESS = 0x3C
_WIDTH = 128
_PAGES = 8
# operand bytes of the commands that have some
_OPERANDS = {
    0x20: 1,
    0x21: 2,
    0x22: 2,
    0x81: 1,
    0x8D: 1,
    0xA8: 1,
    0xD3: 1,
    0xD5: 1,
    0xD9: 1,
    0xDA: 1,
    0xDB: 1,
    0x26: 6,
    0x27: 6,
    0x29: 5,
    0x2A: 5,
    0xA3: 2,
}

gddram = bytearray(_WIDTH * _PAGES)  # page by page, a byte is 8 rows, bit 0 on top
on = False
inverted = False
start_line = 0
contrast = 0x7F
remapped = False
flipped = False

_mode = 2  # 0 horizontal, 1 vertical, 2 page
_column = 0
_page = 0
_columns = [0, _WIDTH - 1]
_pages = [0, _PAGES - 1]
_pending = []


def write(data):
    """One I2C write: control bytes (Co, D/C), then commands or data."""
    at = 0
    while at < len(data):
        control = data[at]
        at += 1
        if control & 0x80:
            _byte(data[at : at + 1], control & 0x40)
            at += 1
        else:
            _byte(data[at:], control & 0x40)
            return


def read_into(buffer):
    """The status byte: bit 6 = display off."""
    for i in range(len(buffer)):
        buffer[i] = 0 if on else 0x40


def state():
    """Eight bytes for a screenshot: on, inverted, start line, contrast, remapped, flipped, 0, 0."""
    return bytes((on, inverted, start_line, contrast, remapped, flipped, 0, 0))


def _byte(values, is_data):
    for value in values:
        if is_data:
            _data(value)
        else:
            _pending.append(value)
            if len(_pending) > _OPERANDS.get(_pending[0], 0):
                _command(_pending[0], _pending[1:])
                _pending.clear()


def _data(value):
    global _column, _page
    gddram[_page * _WIDTH + _column] = value
    if _mode == 1:
        _page += 1
        if _page > _pages[1]:
            _page = _pages[0]
            _column = _column + 1 if _column < _columns[1] else _columns[0]
        return
    _column += 1
    if _column > (_columns[1] if _mode == 0 else _WIDTH - 1):
        _column = _columns[0] if _mode == 0 else 0
        if _mode == 0:
            _page = _page + 1 if _page < _pages[1] else _pages[0]


def _command(code, operands):
    global _mode, _column, _page, start_line, contrast
    if code < 0x10:
        _column = _column & 0x70 | code
    elif code < 0x20:
        _column = _column & 0x0F | (code & 7) << 4
    elif code == 0x20:
        _mode = operands[0] & 3
    elif code == 0x21:
        _columns[:] = [operand & 127 for operand in operands]
        _column = _columns[0]
    elif code == 0x22:
        _pages[:] = [operand & 7 for operand in operands]
        _page = _pages[0]
    elif 0x40 <= code < 0x80:
        start_line = code & 63
    elif code == 0x81:
        contrast = operands[0]
    elif 0xB0 <= code < 0xB8:
        _page = code & 7
    else:
        _switch(code)


def _switch(code):
    global on, inverted, remapped, flipped
    if code in (0xAE, 0xAF):
        on = code == 0xAF
    elif code in (0xA6, 0xA7):
        inverted = code == 0xA7
    elif code in (0xA0, 0xA1):
        remapped = code == 0xA1
    elif code in (0xC0, 0xC8):
        flipped = code == 0xC8
