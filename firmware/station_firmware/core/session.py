"""The therapy: takes commands, follows the state table, runs self-test and steps, names every end.

It wishes (Demand) and never drives; only `states.TRANSITIONS` lets one state follow another.
"""

from . import adjust, command, daily, limits, prompt, selftest, states
from .outputs import ZONES
from .plan import NO_PLAN
from .steps import Steps
from .timebase import LONGEST_MS

_STOPPABLE = (states.SELFTEST, states.READY, states.RUNNING, states.PAUSED)
_IN_SESSION = (states.RUNNING, states.PAUSED)
_STARTERS = (command.ARM, command.RESUME, command.CALIBRATE)
_ACK_HOLD_MS = 2000
_VENTED_DMMHG = limits.VENTED_MMHG * 10


class Session:
    """`step()` each tick. `state`, `steps` and the timers are read by interlocks, link and panel."""

    def __init__(self, chain, test, voice, gate, interlocks):
        self.state = states.BOOT
        self.chain = chain
        self.test = test
        self.voice = voice
        self.gate = gate
        self._interlocks = interlocks
        self.steps = Steps()
        self.plan = NO_PLAN
        self.number = 0
        self.state_ms = 0
        self.last_end = states.NO_END
        self.last_number = 0
        self.maintain = False
        self.unread = False  # the panel has not shown the words of a fault yet: no hold acknowledges it
        self.stop_at_rest = False  # STOP was given in IDLE: nobody is in a session, but a bath may be kept
        self._start_seen = False
        self._push_ms = 0
        self._confirmed_by_host = False

    # ---- the tick

    def step(self, reading, demand, mailbox, dt_ms, now_ms):
        """Take one command, advance the state by one tick and renew the demand's lease."""
        self.state_ms = min(self.state_ms + dt_ms, LONGEST_MS)
        demand.clear()
        self.steps.watch(reading, dt_ms)
        if not reading.estop or self.test.daily.opened:
            self.test.daily.watch(reading)
        self._stops(reading, mailbox)
        if mailbox.kind != command.NOTHING:
            mailbox.answer(self._obey(mailbox, reading))
        state = self.state
        if state == states.BOOT:
            self._go("booted")
            self.test.begin(selftest.READINGS)
        elif state == states.SELFTEST:
            self._selftest(reading, demand, dt_ms)
        elif state == states.READY:
            self._ready(reading)
        elif state in _IN_SESSION:
            self._run(reading, demand, dt_ms)
        elif state == states.VENTING:
            self._venting(reading)
        elif state == states.FAULT:
            self._held_push(reading, dt_ms)
        demand.renewed_ms = now_ms

    def trip(self, estop):
        """An interlock tripped: safe state first, the session ends by name."""
        in_water = self.state in _IN_SESSION and self.steps.water.in_water()
        if self.state in _IN_SESSION:
            self._end(states.ESTOP_END if estop else states.FAULT_END)
        self.steps.vent()
        self.chain.drop()
        self.plan = NO_PLAN
        self.maintain = False
        # a hold of the knob begun before this fault does not acknowledge it
        self._push_ms = 0
        if self.state != states.FAULT:
            self._go("trip")
            if in_water:
                self.voice.say(prompt.LEAVE, prompt.ALARM)
            else:
                self.voice.say(prompt.ALARM)

    # ---- commands

    def _stops(self, reading, mailbox):
        host = mailbox.stop
        mailbox.stop = False
        if (host or not reading.stop) and mailbox.kind in _STARTERS:
            mailbox.answer("STOP came first")
        self.stop_at_rest = (host or not reading.stop) and self.state == states.IDLE
        if (host or not reading.stop) and self.state in _STOPPABLE:
            self._stop(states.HOST_STOP if host and reading.stop else states.USER_STOP)

    def _obey(self, mailbox, reading):
        """Carry out one command; returns None or the reason it was refused."""
        kind = mailbox.kind
        state = self.state
        if kind == command.ARM and state == states.IDLE:
            if self.test.daily.due(self.test.daily.estop_hour):
                return daily.REFUSAL
            if not mailbox.plan.screened:
                return "confirm the do-not-use list first"
            self.plan = mailbox.plan
            self._go("arm")
            self.test.begin(selftest.SESSION)
        elif kind == command.TEST and state == states.IDLE:
            self._go("test")
            self.test.begin(selftest.DEMAND)
        elif kind == command.CALIBRATE and state == states.IDLE:
            self._go("test")
            self.test.serve(mailbox.plan)
            mailbox.plan = None
        elif kind == command.STOP:
            if state in _STOPPABLE:
                self._stop(states.HOST_STOP)
            self.stop_at_rest = state == states.IDLE
        elif kind == command.PAUSE and state == states.RUNNING:
            self.steps.vent()
            self._go("pause")
        elif kind == command.RESUME and state == states.PAUSED:
            self.steps.resume()
            self._go("resume")
        elif kind == command.ADJUST and state == states.RUNNING:
            return adjust.change(self.steps, mailbox.what, mailbox.zone, mailbox.mmhg)
        elif kind == command.ACKNOWLEDGE and state == states.FAULT:
            return self._acknowledge(reading, False)
        elif kind == command.MAINTAIN and state == states.IDLE:
            self._go("maintain")
            self.maintain = True
        else:
            return "not in state"
        return None

    def _stop(self, reason):
        self.voice.say(prompt.NONE)
        if self.state in _IN_SESSION:
            self._end(reason)
        self.plan = NO_PLAN
        self.steps.vent()
        if self.state == states.SELFTEST:
            self.chain.drop()
        self._go("stop")

    # ---- states

    def _selftest(self, reading, demand, dt_ms):
        self.test.step(reading, self.chain, demand, self.gate, dt_ms)
        if self.test.phase != selftest.PASSED:
            return
        if self.plan.empty:
            self.chain.drop()
            self._go("passed")
            return
        self._go("passed_for_session")
        self._start_seen = False
        self._confirmed_by_host = bool(self.plan.confirmed_by)
        self.voice.say(prompt.COUNTDOWN if self._confirmed_by_host else prompt.READY)

    def _ready(self, reading):
        if self._confirmed_by_host:
            if self.state_ms >= limits.HOST_START_MS:
                self._start()
        elif not reading.start:
            self._start_seen = True
        elif self._start_seen:
            self._start()
        if self.state == states.READY and self.state_ms >= limits.READY_MS:
            self.plan = NO_PLAN
            self._go("expired")

    def _start(self):
        self.voice.say(prompt.NONE)
        self.number += 1
        self._start_seen = False  # the press that begins it says nothing else
        self.steps.begin(self.plan)
        self._go("start")

    def _run(self, reading, demand, dt_ms):
        self._start_pressed(reading)
        paused = self.state == states.PAUSED
        self.steps.step(reading, demand, dt_ms, paused)
        said = self._speak()
        if self.steps.finished:
            self._end(states.COMPLETED)
            if not said:
                self.voice.say(prompt.DONE)
            self._go("finished")
        elif paused and self.state_ms >= limits.PAUSED_MS:
            self._end(states.USER_STOP)
            self._go("expired")
        elif self.steps.unanswered and not paused:
            self._go("pause")

    def _start_pressed(self, reading):
        """START while a session runs: an answer, "in", the next item; in a pause it goes on."""
        if not reading.start:
            self._start_seen = True
        elif self._start_seen:
            self._start_seen = False
            if self.state == states.RUNNING:
                self.steps.go_on()
            else:
                self.steps.resume()
                self._go("resume")

    def _venting(self, reading):
        if self.vented(reading) and self.state_ms >= 1000:
            self.chain.drop()
            self.plan = NO_PLAN
            self._go("vented")

    def vented(self, reading):
        """True when every zone is measured and empty."""
        for zone in range(ZONES):
            pressure = reading.smooth_dmmhg[zone]
            if pressure is None or pressure >= _VENTED_DMMHG:
                return False
        return True

    def _held_push(self, reading, dt_ms):
        """Acknowledging at the panel is a deliberate hold of the knob, begun after the words have been shown."""
        self._push_ms = self._push_ms + dt_ms if reading.encoder_push and not self.unread else 0
        if self._push_ms >= _ACK_HOLD_MS:
            self._push_ms = 0
            self._acknowledge(reading, True)

    def _acknowledge(self, reading, at_panel):
        """Leave FAULT when the interlocks allow it; returns None or the reason why not."""
        refusal = self._interlocks.refuse_acknowledge(self, reading, at_panel)
        if refusal is None:
            self._interlocks.clear()
            self.voice.say(prompt.NONE)
            self._go("acknowledged")
            self.test.begin(selftest.READINGS)
        return refusal

    # ---- ends and moves

    def _end(self, reason):
        self.last_end = reason
        self.last_number = self.number
        self.steps.end()
        self._speak()

    def _speak(self):
        """Give the prompt the steps ask for; True when there was one."""
        said = self.steps.say
        self.steps.say = prompt.NONE
        if said != prompt.NONE:
            self.voice.say(said)
        return said != prompt.NONE

    def _go(self, event):
        """Follow the table; an event it does not list is a mistake of this file and stops the firmware."""
        to = states.follow(self.state, event)
        if to < 0:
            raise ValueError("no transition")
        self.state = to
        self.state_ms = 0
        self.test.move = None
