"""What a path loses at full duty: its mean, its base without flow, soft zones alone, weak fills in a row."""

from tests.core.parts import feed, new, new_fill

from station_firmware.core import airflow as airflow_module


def _new(base=0):
    airflow = new(airflow_module, "Airflow")
    airflow.rest(0, base, 0)
    airflow.begin()
    return airflow


def _weigh(airflow, loss, ticks=50, zone=0):
    for _ in range(ticks):
        airflow.weigh(0, zone, loss)
    return airflow.drop_dmmhg


def test_a_steady_loss_is_the_drop():
    for loss in (0, 1, 7, 8, 34, 120):
        assert _weigh(_new(), loss) == loss


def test_what_both_sensors_read_apart_without_flow_is_taken_off():
    for base in (-40, 0, 40):
        assert _weigh(_new(base), base + 16) == 16


def test_each_zone_has_a_base_of_its_own_and_the_last_one_counts():
    airflow = _new(40)
    airflow.rest(1, -20, -5)
    airflow.weigh(1, 0, 10)
    assert airflow.drop_dmmhg == 30
    airflow.begin()
    airflow.weigh(0, 0, 50)
    assert airflow.drop_dmmhg == 10
    airflow.rest(0, 20, 99)
    airflow.begin()
    airflow.weigh(0, 0, 50)
    assert airflow.drop_dmmhg == 30


def test_a_zone_that_lost_air_in_its_puff_says_nothing_of_rest():
    for gained, drop in ((-6, 10), (-5, 91), (0, 91), (30, 91)):
        airflow = _new(40)
        airflow.rest(0, -41, gained)
        airflow.begin()
        assert _weigh(airflow, 50) == drop


def test_only_a_soft_zone_is_weighed():
    for zone, weighed in ((0, 1), (198, 1), (199, 1), (200, 0), (201, 0), (700, 0)):
        airflow = _new()
        airflow.weigh(0, zone, 30)
        assert airflow.weighed == weighed


def test_the_mean_follows_over_sixteen_ticks():
    airflow = _new()
    _weigh(airflow, 32)
    assert _weigh(airflow, 0, 1) == 30
    assert _weigh(airflow, 0, 10) in (15, 16, 17)
    assert _weigh(airflow, 0, 100) == 0
    # one glitch of a sensor is a sixteenth
    airflow = _new()
    _weigh(airflow, 32)
    assert _weigh(airflow, 192, 1) == 42


def test_a_manifold_below_its_zone_is_no_drop_and_no_debt():
    airflow = _new()
    assert _weigh(airflow, -50) == 0
    assert 0 < _weigh(airflow, 32, 8) < 32


def test_another_path_is_weighed_anew():
    airflow = _new()
    _weigh(airflow, 32)
    assert airflow.weighed == 50
    airflow.begin()
    assert airflow.weighed == 0
    assert _weigh(airflow, 5, 1) == 5


# REQ-90
def test_fills_in_a_row_below_eight_tenths_are_weak_and_one_above_ends_the_row():
    airflow = _new()
    for count in range(1, 7):
        airflow.begin()
        _weigh(airflow, 7)
        airflow.end()
        assert airflow.weak_fills == count
    airflow.begin()
    _weigh(airflow, 8)
    airflow.end()
    assert airflow.weak_fills == 0


# REQ-90
def test_a_fill_that_was_not_weighed_says_nothing():
    airflow = _new()
    _weigh(airflow, 7)
    airflow.end()
    airflow.begin()
    airflow.end()
    assert airflow.weak_fills == 1


def _fill(loss_dmmhg, zones=1):
    fill = new_fill()
    fill.begin(zones, True)
    pressure = 0
    for _ in range(150):
        manifold = pressure + (loss_dmmhg if fill.pump_pct == 100 else 0)
        feed(fill, [pressure] * 5, [700] * 5, manifold, 20)
        pressure += 1 if fill.pump_pct == 100 else 0
    return fill


# REQ-90
def test_a_fill_of_one_zone_weighs_its_path_at_full_duty():
    for loss in (0, 7, 34):
        fill = _fill(loss)
        assert fill.airflow.weighed > 50 and fill.airflow.drop_dmmhg == loss
        fill.learn(1)
        assert fill.airflow.weak_fills == (1 if loss < 8 else 0)


def test_a_fill_of_several_zones_is_not_weighed():
    assert _fill(34, 3).airflow.weighed == 0


def test_a_slow_pump_is_not_weighed():
    fill = new_fill()
    fill.begin(1, True)
    for _ in range(100):
        feed(fill, [100] * 5, [150] * 5, 134, 20)
    assert fill.pump_pct == 40 and fill.airflow.weighed == 0
