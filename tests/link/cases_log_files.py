"""The archive over the link: files listed by pages and read by offset, at rest only; a name leads nowhere else."""

import binascii
import hashlib

from tests.store.archive_bench import CAPACITY, archived, fresh, names, write

from station_firmware.core import states
from station_firmware.link.rpc import INVALID_PARAMS, NO_RECORD, REFUSED, RpcError
from station_firmware.store import archive, unblock

OP = "123e4567-e89b-12d3-a456-42661417400%d"


def _files(count):
    services = fresh()
    for _ in range(count):
        write(services, 20)
        services.rest()
    assert len(names()) == count
    return services


def _refused(call, **given):
    try:
        answer = call(given)
        if callable(answer):
            answer()
    except RpcError as error:
        return error
    return None


def _asked(services, method, **given):
    """The answer, also of what waits for the chain to be seen open."""
    answer = services.link[method](given)
    while not isinstance(answer, dict):
        answer = answer()
    return answer


def _read(services, name):
    data = b""
    while True:
        answer = _asked(services, "log.read", file=name, offset=len(data))
        piece = binascii.a2b_base64(answer["data"])
        if not piece:
            return data
        data += piece


# REQ-139
def test_what_is_read_by_slices_is_the_file_and_its_hash_proves_it():
    services = _files(2)
    for name in names():
        data = _read(services, name)
        with open(archive.FOLDER + "/" + name, "rb") as file:
            assert data == file.read()
        digest = _asked(services, "log.digest", file=name)
        assert digest == {"file": name, "sha256": binascii.hexlify(hashlib.sha256(data).digest()).decode()}
        for seq, raw in unblock.all_records(data):
            assert archived()[seq] == raw


def test_a_slice_has_at_most_800_bytes():
    services = _files(1)
    name = names()[0]
    with open(archive.FOLDER + "/" + name, "wb") as file:
        file.write(bytes(1700))
    sizes = []
    for offset in (0, 800, 1600, 1699, 1700, 5000):
        data = _asked(services, "log.read", file=name, offset=offset)["data"]
        sizes.append(len(binascii.a2b_base64(data)))
    assert sizes == [800, 800, 100, 1, 0, 0]


def test_the_list_tells_what_is_in_the_ring_and_pages_what_is_not():
    services = _files(5)
    told = services.link["log.list"]({})
    assert told["files"] == 5 and told["first_seq"] == 0
    assert told["ring_seq"] == services.recorder.journal.first_seq() > 0
    page = _asked(services, "log.list", offset=0)
    assert page["total"] == 5 and [row[0] for row in page["files"]] == names()
    at = 0
    for row in page["files"]:
        assert row[2] == at and len(_read(services, row[0])) == row[1]
        at = row[3]
    assert _asked(services, "log.list", offset=3)["files"] == page["files"][3:]
    assert _asked(services, "log.list", offset=5)["files"] == []


def test_a_page_has_sixteen_files_and_fits_a_frame():
    services = fresh(CAPACITY)
    for _ in range(18):
        write(services, 20)
        services.rest()
    rows = _asked(services, "log.list", offset=1)["files"]
    assert len(rows) == 16 and rows[0][0] == names()[1]
    from station_firmware.link.rpc import dumps

    longest = [["%08x-%08x.t" % (0x3FFFFFF0, 0x3FFFFFFF), 4096, 0x3FFFFFF0, 0x3FFFFFFF]] * 16
    answer = {"jsonrpc": "2.0", "id": "x" * 40, "result": {"offset": 1000, "total": 1000, "files": longest}}
    assert len(dumps(answer)) <= 1180


def test_the_archive_is_read_at_rest_only():
    services = _files(1)
    name = names()[0]
    for state in range(len(states.STATE_NAMES)):
        services.station.session.state = state
        rest = state in (states.IDLE, states.FAULT, states.MAINTENANCE)
        for method, given in (
            ("log.read", {"file": name, "offset": 0}),
            ("log.list", {"offset": 0}),
            ("log.digest", {"file": name}),
        ):
            error = _refused(services.link[method], **given)
            if rest:
                assert error is None
            else:
                assert error.code == REFUSED and error.data["reason"] == "not at rest"
        # the newest records can be read at any time
        assert _refused(services.link["log.read"], seq=services.recorder.journal.first_seq(), count=1) is None


def test_a_name_that_the_list_did_not_give_is_refused():
    services = _files(1)
    for name in ("../main.py", "/main.py", "x", "..", "00000000-0000000F.t", "a" * 25, "", 7, None):
        for method in ("log.read", "log.digest"):
            error = _refused(services.link[method], file=name, offset=0)
            assert error.code == INVALID_PARAMS, name
    error = _refused(services.link["log.read"], file="00000000-00000001.t", offset=0)
    assert error.code == NO_RECORD
    assert _refused(services.link["log.read"], file=names()[0], offset=-1).code == INVALID_PARAMS
    assert _refused(services.link["log.read"], file=names()[0]).code == INVALID_PARAMS


def test_an_acknowledgement_makes_the_archive_look_again():
    services = _files(3)
    assert services.archive.unacked == 3
    following = services.archive.next_seq
    services.link["log.ack"]({"seq": following - 1, "op": OP % 1})
    services.rest()
    assert services.archive.unacked == 1
    services.link["log.ack"]({"seq": following, "op": OP % 2})
    services.rest()
    assert services.archive.unacked == 0
