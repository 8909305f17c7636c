"""What a host or the panel asks of the session: one at a time, taken by the tick, answered by the same object."""

NOTHING, ARM, STOP, PAUSE, RESUME, ACKNOWLEDGE, MAINTAIN, ADJUST, TEST, CALIBRATE = range(10)
NAMES = ("", "arm", "stop", "pause", "resume", "acknowledge", "maintain", "adjust", "self-test", "calibrate")


class Mailbox:
    """`post` in the slack, `kind` read by the tick, `answer` written by the tick; `stop` is a level of its own."""

    def __init__(self):
        self.kind = NOTHING
        self.plan = None
        self.refusal = None
        self.stop = False
        self.what = 0
        self.zone = 0
        self.mmhg = 0

    def post(self, kind, plan=None, what=0, zone=0, mmhg=0):
        """Hand one command in. It is done when `kind` is NOTHING again; `refusal` is then None or a reason.

        `what`, `zone` and `mmhg` are those of ADJUST (core/adjust.py), the `plan` of CALIBRATE is its move.
        """
        self.refusal = None
        self.plan = plan
        self.what = what
        self.zone = zone
        self.mmhg = mmhg
        self.kind = kind

    def answer(self, refusal):
        self.refusal = refusal
        self.kind = NOTHING
