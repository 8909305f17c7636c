"""docs/openrpc.json is what the station does: every method, every parameter at and beyond its bounds, every answer."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from tests.link.bench import Line

from openrpc.kinds import Json
from openrpc.method import Method, Param
from openrpc.table import METHODS
from recovery_station import Station, StationError
from station_firmware.link import rpc
from station_firmware.link.methods import Methods

BY_NAME = {method.name: method for method in METHODS}
PARAMS = [(method.name, one.key) for method in METHODS for one in method.params]
NEEDED = [(method.name, one.key) for method in METHODS for one in method.params if one.needed]
GOOD = [(method.name, one.key) for method in METHODS if not method.restarts for one in method.params]
# a fresh op for each call: a repeated one would be answered as the first was
OP = "123e4567-e89b-12d3-a456-%012x"


class Probe:
    """One station for all calls; `code_of` a call is its error's code, None for an answer."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.calls = 0
        self.error: StationError | None = None

    def op(self) -> str:
        self.calls += 1
        return OP % self.calls

    def rested(self) -> None:
        """What the call before began is over."""
        for _ in range(100):
            state = self.station.status().state
            if state == "IDLE":
                return
            self.station.stop()
            self.station.client.pump(1.0)
        raise AssertionError(f"the station does not come to rest: {self.station.status()}")

    def call(self, method: Method, given: Json) -> object:
        """The answer. Raises StationError."""
        self.rested()
        if method.name in ("update.write", "update.commit"):
            self.station.client.call("update.begin", {"op": self.op()}, dict)
        return self.station.client.call(method.name, given, object)

    def refusal_of(self, method: Method, given: Json) -> Json:
        """Code, key and bound of the error; empty for an answer."""
        try:
            self.call(method, given)
        except StationError as error:
            return error.data
        return {}

    def whole(self, method: Method, beside: Json) -> Json:
        """A call with everything that is needed, and with `beside`."""
        given = dict(method.examples[0]) | beside
        if any(one.key == "op" and (one.needed or "op" in beside) for one in method.params):
            given["op"] = self.op()
        return given


@pytest.fixture(scope="module")
def probe() -> Iterator[Probe]:
    with Station.open("sim:") as station:
        yield Probe(station)


def _param(method: Method, key: str) -> Param:
    return next(one for one in method.params if one.key == key)


def test_every_method_is_described_and_no_other() -> None:
    assert sorted(BY_NAME) == sorted(Methods(Line().services).table)


@pytest.mark.parametrize("name", [method.name for method in METHODS if not method.restarts])
def test_an_answer_has_a_shape_that_is_described(probe: Probe, name: str) -> None:
    method = BY_NAME[name]
    for example in method.examples:
        given = dict(example)
        if any(one.key == "op" and one.needed for one in method.params):
            given["op"] = probe.op()
        try:
            answer = probe.call(method, given)
        except StationError as error:
            assert error.data["code"] == rpc.REFUSED or name == "protocol.delete", error
            continue
        fits = [one for one in method.answers if _fits(answer, one)]
        assert fits, answer


def _fits(answer: object, one: type) -> bool:
    try:
        msgspec.convert(answer, one)
    except msgspec.ValidationError:
        return False
    return True


@pytest.mark.parametrize(("name", "key"), NEEDED)
def test_what_is_needed_is_asked_for(probe: Probe, name: str, key: str) -> None:
    method = BY_NAME[name]
    given = probe.whole(method, {})
    del given[key]
    said = probe.refusal_of(method, given)
    assert (said.get("code"), said.get("key")) == (rpc.INVALID_PARAMS, key)


@pytest.mark.parametrize(("name", "key"), PARAMS)
def test_beyond_its_bounds_a_parameter_is_refused_by_its_name(probe: Probe, name: str, key: str) -> None:
    method = BY_NAME[name]
    param = _param(method, key)
    for value in param.kind.bad:
        given = probe.whole(method, param.beside) | {key: value}
        said = probe.refusal_of(method, given)
        assert said.get("code") == rpc.INVALID_PARAMS, (value, said)
        assert str(said.get("key")).startswith(key) and said.get("bound"), (value, said)


@pytest.mark.parametrize(("name", "key"), GOOD)
def test_at_its_bounds_a_parameter_is_taken(probe: Probe, name: str, key: str) -> None:
    method = BY_NAME[name]
    param = _param(method, key)
    for value in param.kind.good:
        given = probe.whole(method, param.beside) | {key: value if key != "op" else probe.op()}
        said = probe.refusal_of(method, given)
        assert said.get("code") not in (rpc.NO_METHOD, rpc.INTERNAL_ERROR), (value, said)
        assert said.get("key") != key, (value, said)
