"""A ring full of what is nowhere else takes no telemetry, but everything that happens, and a fault's last seconds."""

from tests.store.archive_bench import CAPACITY, fresh, write

from station_firmware.core import events, states
from station_firmware.store import archive, record


def test_the_ring_counts_when_the_flash_takes_nothing_or_nothing_fits_any_more():
    services = fresh()
    room = CAPACITY - archive.RESERVE
    write(services, room - 2)  # and the boot
    assert services.archive.full_pct(services) == 0
    services.archive.failing = True
    assert services.archive.full_pct(services) == (room - 1) * 100 // room
    services.archive.failing = False
    write(services, 1)
    assert services.archive.full_pct(services) == 100
    write(services, 5)
    assert services.archive.full_pct(services) == 100


# REQ-139
def test_a_full_ring_takes_what_happens_and_no_telemetry():
    services = fresh()
    services.station.session.state = states.RUNNING
    ring = services.station.events
    for second in range(CAPACITY + 20):
        ring.put(events.TELEMETRY, second * 1000)
        services.drain()
    journal = services.recorder.journal
    # the note that says so is the last one before the reserve begins to be used
    assert journal.next_seq == CAPACITY - archive.RESERVE + 1
    assert record.unpack(bytes(journal.read(journal.next_seq - 1, 1)))[2] == events.NOTE
    assert services.recorder.left_out == CAPACITY + 20 - (CAPACITY - archive.RESERVE - 1)
    ring.put(events.STATE, 1, 4, 5)
    services.drain()
    assert record.unpack(bytes(journal.read(journal.next_seq - 1, 1)))[2] == events.STATE
    services.page.acked_seq = 10
    ring.put(events.TELEMETRY, 1)
    services.drain()
    assert record.unpack(bytes(journal.read(journal.next_seq - 1, 1)))[2] == events.TELEMETRY


def _kinds_from(journal, seq):
    return [record.unpack(bytes(journal.read(at, 1)))[2] for at in range(seq, journal.next_seq)]


# REQ-139
def test_a_fault_is_told_with_its_ten_seconds_before_also_when_telemetry_is_given_up():
    for seconds in (0, 1, 9, 10, 11, 30):
        services = fresh()
        services.station.session.state = states.RUNNING
        ring = services.station.events
        while not services.archive.ring_full(services):
            ring.put(events.TELEMETRY, 1)
            services.drain()
        for second in range(seconds):
            ring.put(events.TELEMETRY, 1000 + second)
            services.drain()
        journal = services.recorder.journal
        from_seq = journal.next_seq
        ring.put(events.FAULT, 5000, 101, 2, 133, 130, 1, 1)
        ring.put(events.FAULT, 5000, 102, 2, 133, 130, 1, 1)
        services.drain()
        before = min(seconds, 10)
        kinds = _kinds_from(journal, from_seq)
        assert kinds == [events.TELEMETRY] * before + [events.FAULT, events.FAULT], seconds
        times = [record.unpack(bytes(journal.read(from_seq + at, 1)))[4] for at in range(before)]
        assert times == [1000 + second for second in range(seconds - before, seconds)]


def test_seconds_that_were_written_are_not_written_again():
    services = fresh()
    services.station.session.state = states.RUNNING
    ring = services.station.events
    while not services.recorder.left_out:
        ring.put(events.TELEMETRY, 1)
        services.drain()
    services.page.acked_seq = 10
    ring.put(events.TELEMETRY, 1)
    services.drain()
    from_seq = services.recorder.journal.next_seq
    ring.put(events.FAULT, 5000, 101, 2, 133, 130, 1, 1)
    services.drain()
    assert _kinds_from(services.recorder.journal, from_seq) == [events.FAULT]
