"""The words of every fault: unique, numbered by subsystem, each with a remedy that ends as every remedy ends."""

from station_firmware.core import fault, fault_table, interlock

_END = "check that both boots are slack; if not, pull the couplings, then the zips."


def test_codes_and_names_are_unique():
    codes = [row[0] for row in fault_table.FAULTS]
    names = [row[1] for row in fault_table.FAULTS]
    assert len(codes) == len(set(codes))
    # a leak is told by the make-up (s), the fall while closed off (mmHg/s) or a pressure not kept (mmHg): one name
    assert len(names) == len(set(names)) + 2 and names.count("leak") == 3
    for name in names:
        assert name == name.lower() and " " not in name


def test_every_number_of_the_file_has_its_row():
    codes = [row[0] for row in fault_table.FAULTS]
    constants = [
        name for name in dir(fault) if name == name.upper() and isinstance(getattr(fault, name), int)
    ]
    named = [getattr(fault, name) for name in constants]
    assert sorted(named) == sorted(codes)
    for name in constants:
        assert fault.name(getattr(fault, name)) == (
            "leak" if name in ("LEAK_FALL", "LEAK_LOW") else name.lower()
        )


def test_known_numbers_are_those_of_the_table():
    known = [code for first, last in fault._KNOWN for code in range(first, last + 1)]
    assert sorted(known) == sorted([row[0] for row in fault_table.FAULTS])
    for code in (0, 100, 115, 208, 316, 324, 400, 410, 513, 999):
        assert fault.panel_only(code) and fault_table.find(code) is None


# REQ-86
def test_every_fault_an_interlock_can_raise_has_words():
    for row in interlock.ROWS:
        assert row[0] == interlock.SELF_TEST or fault.row(row[0]) is not None


def test_hundreds_are_subsystems():
    for row in fault_table.FAULTS:
        assert 1 <= row[0] // 100 <= 5
    for code, hundred in (
        (fault.OVER_PRESSURE, 1),
        (fault.LEAK, 1),
        (fault.SENSOR_OPEN, 2),
        (fault.VENT_STUCK_CLOSED, 3),
        (fault.CHAIN_OPEN, 3),
        (fault.ESTOP, 3),
        (fault.BATH_OVER, 4),
        (fault.THERMISTOR_OPEN, 4),
        (fault.JOURNAL_FAILING, 5),
        (fault.TICK_LATE, 5),
    ):
        assert code // 100 == hundred


# REQ-86
def test_every_remedy_tells_what_to_do_and_ends_with_the_boots():
    for short in fault_table.FAULTS:
        row = fault.row(short[0])
        assert len(row[3]) > 10 and row[3].endswith(".")
        assert len(row[4]) > 10 and row[4].endswith(".")
        assert fault.remedy(row[0]).startswith(row[4])
        assert fault.remedy(row[0]).lower().endswith(_END)


# REQ-84
def test_who_may_acknowledge():
    panel = [row[1] for row in fault_table.FAULTS if fault.panel_only(row[0])]
    for name in ("estop", "over_pressure", "failed_vent"):
        assert name in panel
    assert "sensor_open" not in panel


def test_an_unknown_code_is_named_by_its_number_and_left_to_the_panel():
    assert fault.row(999) is None
    assert fault.name(999) == "fault_999"
    assert fault.remedy(999).lower() == _END
    assert fault.panel_only(999)
    assert fault.channel_name(999, 0) == ""


def test_channels_name_a_part():
    assert fault.channel_name(fault.OVER_PRESSURE, 2) == "L3"
    assert fault.channel_name(fault.OVER_PRESSURE, 9) == "R5"
    assert fault.channel_name(fault.SENSOR_OPEN, 10) == "ML"
    assert fault.channel_name(fault.SENSOR_OPEN, 11) == "MR"
    assert fault.channel_name(fault.MANIFOLD_OVER_TARGET, 1) == "right"
    assert fault.channel_name(fault.THERMISTOR_OPEN, 3) == "cold2"
    assert fault.channel_name(fault.BATH_UNDER, 1) == "cold"
    assert fault.channel_name(fault.ESTOP, 0) == ""
    for code in fault_table.CHANNELS:
        names = fault_table.CHANNELS[code]
        assert len(names) == len(set(names))
        assert fault.channel_name(code, len(names)) == "" == fault.channel_name(code, -1)
