"""A FRAM in memory whose power can be cut after any byte, for the cases of the store on both interpreters."""


class PowerCutError(Exception):
    """The power went in the middle of a write."""


class Memory:
    """`read_into` and `write` as the driver has them. `left` bytes can still be written; -1 is for ever."""

    def __init__(self, size=0x2000):
        self.bytes = bytearray(size)
        self.left = -1
        self.written = 0
        self.keeps = True

    def copy(self):
        """Another memory with the same bytes and its power on."""
        other = Memory(0)
        other.bytes = bytearray(self.bytes)
        return other

    def present(self):
        return self.keeps

    def read_into(self, address, buffer):
        buffer[:] = self.bytes[address : address + len(buffer)]

    def write(self, address, data):
        """Keep the bytes; those after the cut are lost and PowerCutError is raised."""
        data = bytes(data)
        whole = self.left < 0 or len(data) <= self.left
        kept = data if whole else data[: self.left]
        if self.keeps:
            self.bytes[address : address + len(kept)] = kept
        self.written += len(kept)
        if not whole:
            self.left = 0
            raise PowerCutError()
        if self.left >= 0:
            self.left -= len(data)

    def flip(self, address, bit):
        self.bytes[address] ^= 1 << bit
