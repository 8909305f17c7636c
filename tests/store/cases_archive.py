"""The archive takes from the ring what waits, at rest only; it makes room by what hosts have, then by telemetry."""

from tests.store.archive_bench import (
    CAPACITY,
    again,
    again_with_files_that_cannot_be_read,
    archived,
    fresh,
    names,
    write,
)

from station_firmware.core import command, events, states
from station_firmware.store import archive, archiving, unblock


def _steps_to_a_file(services):
    count = len(names())
    for number in range(1000):
        if len(names()) > count:
            return number
        services.archive.step(services)
    return -1


def test_less_than_a_quarter_of_the_ring_stays_there():
    services = fresh()
    write(services, CAPACITY // 4 - 2)  # and the boot
    services.rest()
    assert names() == [] and services.archive.files == 0
    kept = write(services, 1)
    services.rest()
    assert names() == ["00000000-0000000f.t"]
    assert archived()[max(kept)] == kept[max(kept)]
    assert (services.archive.files, services.archive.first_seq, services.archive.next_seq) == (1, 0, 15)


# REQ-139
def test_what_is_archived_is_what_was_in_the_ring_and_the_next_file_follows_it():
    services = fresh()
    kept = {}
    for _ in range(6):
        kept.update(write(services, 20))
        services.rest()
    found = archived()
    for seq, raw in kept.items():
        assert found[seq] == raw
    spans = [archiving.span_of(name) for name in names()]
    assert len(spans) == 6 and spans[0][0] == 0
    for before, after in zip(spans, spans[1:]):
        assert before[1] == after[0]


# REQ-139
def test_nothing_is_written_but_at_rest():
    for state in range(len(states.STATE_NAMES)):
        services = fresh()
        write(services, 30)
        services.station.session.state = state
        assert (_steps_to_a_file(services) >= 0) == (state == states.IDLE), state


def test_whatever_begins_ends_the_run_and_it_begins_anew():
    services = fresh()
    kept = write(services, 30)
    steps = _steps_to_a_file(services)
    assert steps > 3
    for broken_at in range(1, steps):
        services = fresh()
        kept = write(services, 30)
        for _ in range(broken_at):
            services.archive.step(services)
        services.station.mailbox.post(command.TEST)
        services.archive.step(services)
        assert services.archive._run is None
        services.station.mailbox.kind = command.NOTHING
        services.rest()
        assert len(names()) == 1 and archived()[max(kept)] == kept[max(kept)]


# REQ-139
def test_the_chain_must_be_seen_open_before_the_flash_is_written():
    services = fresh()
    write(services, 30)
    services.station.thermal._seen_open = False
    for _ in range(400):
        services.archive.step(services)
    assert names() == []
    services.station.thermal._seen_open = True
    services.rest()
    assert len(names()) == 1


def test_while_a_bath_is_kept_the_chain_goes_before_anything_is_done():
    services = fresh()
    thermal = services.station.thermal
    thermal.keeping = True
    thermal._rest_ms = 0
    services.archive.stale = True
    services.archive.step(services)
    assert services.archive.stale and thermal._rest_ms == 0  # to look can wait
    write(services, 30)
    for _ in range(50):
        thermal._rest_ms = 0
        services.archive.step(services)
        assert thermal._rest_ms > 0 and services.archive._run is None
    thermal.keeping = False
    services.rest()
    assert len(names()) == 1


def test_what_hosts_have_is_not_archived():
    services = fresh()
    write(services, 30)
    services.page.acked_seq = 20
    services.rest()
    assert names() == []
    write(services, 10)
    services.rest()
    assert archiving.span_of(names()[0]) == (20, 41)


# REQ-139
def test_a_full_archive_gives_first_what_hosts_have_then_only_telemetry():
    services = fresh()
    archive.FILES_MAX = 3
    happened = {}
    for _ in range(3):
        happened.update(write(services, 3, events.NOTE))
        write(services, 17)
        services.rest()
    spans = [archiving.span_of(name) for name in names()]
    services.page.acked_seq = spans[0][1]
    write(services, 20)
    services.rest()
    assert archiving.span_of(names()[0]) == spans[1] and len(names()) == 3
    write(services, 20)
    services.rest()
    assert [name[17:] for name in names()] == [".e", ".t", ".t", ".t"]
    found = archived()
    for seq, raw in happened.items():
        assert seq < spans[0][1] or found[seq] == raw, seq
    thinned = [seq for seq in range(spans[1][0], spans[1][1]) if seq not in found]
    assert len(thinned) == 17
    assert services.archive.unacked == 3 and services.archive.files == 4


def test_even_events_go_when_only_they_are_left_and_the_oldest_first():
    services = fresh()
    archive.FILES_MAX = 1
    archive.EVENT_FILES_MAX = 2
    for _ in range(5):
        write(services, 20, events.NOTE)
        services.rest()
    spans = [archiving.span_of(name) for name in names()]
    assert len(spans) <= 4 and spans[0][0] > 0
    for before, after in zip(spans, spans[1:]):
        assert before[1] == after[0]


def test_a_file_that_cannot_be_opened_any_more_is_kept_as_it_is():
    services = fresh()
    archive.FILES_MAX = 1
    write(services, 20)
    services.rest()
    path = archive.FOLDER + "/" + names()[0]
    with open(path, "rb") as file:
        data = bytearray(file.read())
    data[30] ^= 4
    with open(path, "wb") as file:
        file.write(data)
    write(services, 20)
    services.rest()
    assert names()[0].endswith(".e") and names()[1].endswith(".t")
    with open(archive.FOLDER + "/" + names()[0], "rb") as file:
        assert file.read() == bytes(data)


def test_a_flash_that_keeps_nothing_is_told_and_the_ring_keeps_it():
    services = fresh()
    kept = write(services, 30)
    folder = archive.FOLDER
    archive.FOLDER = folder + "/not/there"
    for _ in range(100):
        services.archive.step(services)
    assert services.archive.failing and services.archive.next_seq == 0
    journal = services.recorder.journal
    for seq, raw in kept.items():
        assert bytes(journal.read(seq, 1)) == raw
    archive.FOLDER = folder
    # not at every slack: a try stalls the chip
    for _ in range(1300):
        services.archive.step(services)
    assert names() == []
    for _ in range(400):
        services.archive.step(services)
    assert len(names()) == 1 and not services.archive.failing


# REQ-139
def test_full_is_what_no_host_has_of_the_room():
    services = fresh()
    archive.FILES_MAX = 4
    for percent in (25, 50, 75, 100):
        write(services, 20)
        services.rest()
        assert services.archive.full_pct(services) == percent
    services.page.acked_seq = services.recorder.journal.next_seq
    services.archive.stale = True
    services.rest()
    assert services.archive.full_pct(services) == 0


def test_a_flash_that_cannot_be_listed_is_told_and_ends_nothing():
    services = fresh()
    write(services, 20)
    services.rest()
    folder = archive.FOLDER
    # a file where the folder should be: not missing, and no folder
    archive.FOLDER = folder + "/" + names()[0]
    services.archive.stale = True
    for _ in range(3):
        services.archive.step(services)
    assert services.archive.failing and services.archive.files == 1
    assert again(services).archive.failing
    archive.FOLDER = folder
    assert not again(services).archive.failing


def test_a_boot_finds_what_is_there():
    services = fresh()
    for _ in range(3):
        write(services, 20)
        services.rest()
    found = again(services).archive
    assert (found.files, found.first_seq, found.next_seq) == (3, 0, services.archive.next_seq)


def test_a_memory_that_was_replaced_goes_on_behind_the_archive():
    services = fresh()
    write(services, 30)
    services.rest()
    for address in range(len(services.fram.bytes)):
        services.fram.bytes[address] = 0
    found = again(services)
    assert found.recorder.journal.first_seq() == CAPACITY
    # numbers of boots are keys of a host's store: none that it has may come again
    assert found.page.boot > 1000
    assert again(found).page.boot == found.page.boot + 1
    found = again(services)
    kept = write(found, 20)
    found.rest()
    assert archiving.span_of(names()[1])[0] == CAPACITY
    assert archived()[max(kept)] == kept[max(kept)]


def test_a_new_memory_whose_newest_file_cannot_be_read_ends_nothing():
    services = fresh()
    write(services, 30)
    services.rest()
    for address in range(len(services.fram.bytes)):
        services.fram.bytes[address] = 0

    found = again_with_files_that_cannot_be_read(services)
    assert found.archive.failing
    assert found.recorder.journal.first_seq() == CAPACITY


def test_names_that_are_none_of_ours_are_let_be():
    for name in (
        "",
        "x",
        "00000000-0000000f.x",
        "00000000_0000000f.t",
        "0000000g-0000000f.t",
        "00000000-0000000f.tt",
    ):
        assert archiving.span_of(name) is None, name
    assert archiving.span_of("0000000a-00001f40.e") == (10, 8000)


def test_a_spoiled_record_is_archived_as_it_lies():
    services = fresh()
    write(services, 30)
    services.fram.flip(services.recorder.journal._address(12) + 20, 3)
    raw = bytes(services.recorder.journal.read(12, 1))
    services.rest()
    assert archived()[12] == raw
    assert unblock.record.unpack(raw) is None
