"""The station's states, the ways a session ends, and the only table that lets one state follow another."""

BOOT, SELFTEST, IDLE, READY, RUNNING, PAUSED, VENTING, FAULT, MAINTENANCE = range(9)
STATE_NAMES = ("BOOT", "SELFTEST", "IDLE", "READY", "RUNNING", "PAUSED", "VENTING", "FAULT", "MAINTENANCE")

NO_END, COMPLETED, USER_STOP, HOST_STOP, ESTOP_END, FAULT_END, POWER_LOSS = range(7)
END_NAMES = (None, "completed", "user_stop", "host_stop", "estop", "fault", "power_loss")

STEP_COMPRESSION, STEP_CONTRAST, STEP_DIP, STEP_GUIDED, STEP_REST = range(5)
_WET = (STEP_CONTRAST, STEP_DIP)
STEP_KINDS = ("compression", "contrast", "dip", "guided", "rest")

# from, event, to. An event not listed for a state changes nothing and is refused in words.
TRANSITIONS = (
    (BOOT, "booted", SELFTEST),
    (SELFTEST, "passed", IDLE),
    (SELFTEST, "passed_for_session", READY),
    (SELFTEST, "stop", IDLE),
    (IDLE, "arm", SELFTEST),
    (IDLE, "test", SELFTEST),
    (IDLE, "maintain", MAINTENANCE),
    (READY, "start", RUNNING),
    (READY, "stop", VENTING),
    (READY, "expired", VENTING),
    (RUNNING, "pause", PAUSED),
    (RUNNING, "stop", VENTING),
    (RUNNING, "finished", VENTING),
    (PAUSED, "resume", RUNNING),
    (PAUSED, "finished", VENTING),
    (PAUSED, "stop", VENTING),
    (PAUSED, "expired", VENTING),
    (VENTING, "vented", IDLE),
    (BOOT, "trip", FAULT),
    (SELFTEST, "trip", FAULT),
    (IDLE, "trip", FAULT),
    (READY, "trip", FAULT),
    (RUNNING, "trip", FAULT),
    (PAUSED, "trip", FAULT),
    (VENTING, "trip", FAULT),
    (MAINTENANCE, "trip", FAULT),
    (FAULT, "acknowledged", SELFTEST),
)


def is_wet(kind):
    """True for a kind of step in water."""
    return kind in _WET


def follow(state, event):
    """The state after `event`, or -1 when the table does not allow it. Allocates nothing: the tick asks it."""
    for row in TRANSITIONS:
        if row[0] == state and row[1] == event:
            return row[2]
    return -1


def allowed(state):
    """The events the table allows in `state`, for the words of a refusal."""
    return [row[1] for row in TRANSITIONS if row[0] == state]
