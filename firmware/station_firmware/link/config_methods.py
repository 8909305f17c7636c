"""The site's settings over the link: what stays between two questions. The work is in config.py, on loan."""

from ..core import states
from . import loan, params
from .protocol_methods import only_at_rest


class ConfigMethods:
    """Binds `config.get` and `config.put` to the station's services; `table` joins the others.

    Whether it is time for that is asked here: to load the rest takes longer than a slack of a session has.
    """

    def __init__(self, services, once):
        self._services = services
        self._once = once
        self._incoming = None
        self.table = {"config.get": self._get, "config.put": self._put}

    def _get(self, given):
        if self._services.station.session.state != states.FAULT:
            only_at_rest(self._services, "settings are read only at rest")
        return loan.config(self._services).get(given)

    def _put(self, given):
        """Slices in order from offset 0; what was gathered is forgotten by a slice that is refused."""
        if self._services.ops.seen(params.op(given)):
            return self._once(given, None)  # done before: answered as then, nothing is carried out
        config = self._incoming
        self._incoming = None
        only_at_rest(self._services, "settings change only in IDLE")
        config = config or loan.config(self._services)
        answer = config.put(given, self._once)
        if not config.done:
            self._incoming = config
        return answer
