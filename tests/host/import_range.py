"""A program of its own that imports records FIRST to LAST of a file into a store, a few at a time."""

import sys
from pathlib import Path

from recovery_station import words
from recovery_station.logs.store import Store
from recovery_station.models import Hello
from recovery_station.records import from_raw

CHUNK = 20


def main(target: str, journal: str, first: int, last: int) -> None:
    """Import them."""
    raw = Path(journal).read_bytes()
    size = words.RECORD_BYTES
    with Store.open(target) as store:
        for start in range(first, last, CHUNK):
            seqs = range(start, min(last, start + CHUNK))
            chunk = [from_raw(raw[seq * size : (seq + 1) * size]) for seq in seqs]
            store.add(Hello((1, 1), "0.1.0", "fake0001", "gym-2", 3), chunk)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
