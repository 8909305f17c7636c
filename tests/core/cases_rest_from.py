"""Where each zone stood when everything was let go: the most of its first second, of what can be air."""

from tests.core.parts import new_station

from station_firmware.core import tick


# REQ-102
def test_where_a_zone_stood_is_taken_when_nothing_is_energised_any_more():
    station = new_station()
    station.reading.manifolds_dmmhg[0] = 470
    smooth = station.reading.smooth_dmmhg
    smooth[3] = 500
    smooth[4] = None
    tick._rest(station, station.reading, 20)
    smooth[3] = 510
    for _ in range(48):
        tick._rest(station, station.reading, 20)
        smooth[3] = 100
    smooth[3] = 520
    tick._rest(station, station.reading, 20)
    # the most of the first second; what comes later is what happens afterwards
    assert station.unpowered_ms == 1000
    smooth[3] = 600
    tick._rest(station, station.reading, 20)
    assert station.rest_from[3:5] == [520, None] and station.unpowered_ms == 1020
    smooth[3], smooth[4] = 100, None
    station.unpowered_ms = 0
    tick._rest(station, station.reading, 20)
    smooth[3], smooth[4] = None, 70
    tick._rest(station, station.reading, 20)
    assert station.rest_from[3:5] == [100, 70]


# REQ-41 REQ-102
def test_what_rises_above_its_manifold_at_rest_did_not_stand_there():
    for ticks, manifold, dmmhg, stood in (
        # what is smoothed comes up to what it was for a tenth of a second
        (5, 0, 300, 300),
        (6, 0, 300, 0),
        (40, 0, 300, 0),
        # then only what the manifold may have brought
        (6, 250, 300, 300),
        (6, 249, 300, 0),
        (40, 300, 300, 300),
        (40, None, 300, 0),
    ):
        for number in (3, 7):
            station = new_station()
            station.reading.manifolds_dmmhg[:] = [0, 0]
            station.reading.manifolds_dmmhg[number // 5] = manifold
            station.reading.smooth_dmmhg[number] = 0
            for _ in range(ticks - 1):
                tick._rest(station, station.reading, 20)
            station.reading.smooth_dmmhg[number] = dmmhg
            tick._rest(station, station.reading, 20)
            assert station.rest_from[number] == stood, (ticks, manifold)
