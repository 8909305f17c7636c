"""What a host or the panel asks of the session: one at a time, taken by the tick, answered by the same object."""

NOTHING, ARM, STOP, PAUSE, RESUME, ACKNOWLEDGE, MAINTAIN = range(7)
NAMES = ("", "arm", "stop", "pause", "resume", "acknowledge", "maintain")


class Mailbox:
    """`post` in the slack, `kind` read by the tick, `answer` written by the tick; `stop` is a level of its own."""

    def __init__(self):
        self.kind = NOTHING
        self.plan = None
        self.refusal = None
        self.stop = False

    def post(self, kind, plan=None):
        """Hand one command in. It is done when `kind` is NOTHING again; `refusal` is then None or a reason."""
        self.refusal = None
        self.plan = plan
        self.kind = kind

    def answer(self, refusal):
        self.refusal = refusal
        self.kind = NOTHING
